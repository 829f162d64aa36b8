"""The list of kept conversations: a title, and beneath it when it was used last and how many questions it has."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.types import Conversation
from app.ui import say
from app.ui.conversation import wording
from app.ui.theme import Theme
from app.ui.widgets import tip

Index = QModelIndex | QPersistentModelIndex
_SPACE = 8
_DETAIL = Qt.ItemDataRole.UserRole
_ID = Qt.ItemDataRole.UserRole + 1


class Conversations(QAbstractListModel):
    """The rows, in the order in which they are put."""

    renamed = Signal(str, str)
    """Id, and the title that the reader gave it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[Conversation] = []

    def put(self, items: Sequence[Conversation]) -> None:
        self.beginResetModel()
        self._items = list(items)
        self.endResetModel()

    def at(self, index: Index) -> Conversation | None:
        return self._items[index.row()] if index.isValid() and index.row() < len(self._items) else None

    def row_of(self, conversation_id: str) -> int:
        """-1 if it is not in the list."""
        return next((row for row, one in enumerate(self._items) if one.id == conversation_id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one = self.at(index)
        if one is None:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return one.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(one.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{one.title}, {self._detail(one)}"
        return {_DETAIL: self._detail(one), _ID: one.id}.get(role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        one, title = self.at(index), " ".join(str(value).split())
        if one is None or not title or title == one.title:
            return False
        self.renamed.emit(one.id, title)
        return True

    def _detail(self, one: Conversation) -> str:
        return self.tr("{when} · {questions}").format(
            when=say.when(one.updated), questions=self.tr("%n question(s)", "", one.turns)
        )


class ConversationDelegate(QStyledItemDelegate):
    """Two lines, painted as plain text; the title is edited in its place."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = QFontMetrics(option.font).lineSpacing()
        return QSize(line * 8, 2 * line + 2 * _SPACE + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        shown.text = ""
        style = shown.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, shown.widget)
        top, bottom = _lines(shown)
        title = QFont(shown.font)
        title.setWeight(QFont.Weight.Medium)
        self._draw(painter, shown, top, str(index.data()), title, self._theme.colour("text"))
        self._draw(painter, shown, bottom, str(index.data(_DETAIL)), shown.font, self._theme.colour("muted"))

    def _draw(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, text: str, font: QFont, colour: QColor
    ) -> None:
        painter.save()
        painter.setFont(font)
        painter.setPen(colour)
        painter.setLayoutDirection(option.direction)
        short = wording.name(QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width()))
        # A title that is written the other way is still read from the side where the list begins.
        align = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignAbsolute) | Qt.TextFlag.TextSingleLine, short)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName(self.tr("Name of the conversation"))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        top, _ = _lines(option)
        editor.setGeometry(top.adjusted(-4, -4, 4, 4))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())


def _lines(option: QStyleOptionViewItem) -> tuple[QRect, QRect]:
    inner = option.rect.adjusted(_SPACE + 4, _SPACE, -_SPACE - 4, -_SPACE)
    half = inner.height() // 2
    return QRect(inner.left(), inner.top(), inner.width(), half), QRect(
        inner.left(), inner.top() + half, inner.width(), half
    )
