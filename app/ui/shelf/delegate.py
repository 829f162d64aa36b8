"""How a row looks: a name, what is with it, and perhaps a button; painted, so that thousands of rows cost no widgets."""

from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.icons import icon
from app.ui.shelf import wording
from app.ui.shelf.entries import Entry
from app.ui.shelf.model import COUNT, ShelfModel
from app.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_SIDE = 8
_ABOVE = 6
_GAP = 4
_LEADING = 2
"""Between the two lines of a row."""
_ICON = 0.84
"""The side of an icon, in heights of a line."""
_BAR = 3
_BUTTON_SIDE = 10
_LOUD = frozenset({"warning", "lock"})
"""Icons that ask for something; the others stand back."""
_QUIET = 0.65
_MIDDLE = Qt.TextElideMode.ElideMiddle


class RowDelegate(QStyledItemDelegate):
    """`acted` has the Entry whose button was pressed."""

    acted = Signal(object)

    def __init__(self, rows: ShelfModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self._theme = theme
        self._icons: dict[str, QIcon] = {}
        self._pressed: QPersistentModelIndex | None = None
        self.marked: Path | None = None
        """The file that is on the screen."""
        self.measure(parent.font())

    # Sizes

    def measure(self, font: QFont) -> None:
        """Rows are written in `font` from now on. Their heights are asked for by the thousand: they are known beforehand."""
        name, small = QFontMetrics(font), QFontMetrics(_smaller(font))
        lines = 2 * _ABOVE + name.height() + _LEADING + small.height()
        self._heights = {
            "collection": QSize(80, name.height() + 2 * _ABOVE),
            "plain": QSize(80, lines),
            "bar": QSize(80, lines + _GAP + _BAR),
            "button": QSize(80, lines + _GAP + _button_height(small)),
        }

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry = self._rows.entry(index)
        if entry is None:
            return self._heights["collection"]
        if entry.work in {"reading", "learning"}:
            return self._heights["bar"]
        return self._heights["plain" if entry.offer is None else "button"]

    def button_rect(self, option: QStyleOptionViewItem, entry: Entry) -> QRect:
        """Where the button of a row is; empty if it has none."""
        if entry.offer is None:
            return QRect()
        small = QFontMetrics(_smaller(option.font))
        text = _text_rect(option)
        width = min(small.horizontalAdvance(wording.action(entry.offer)) + 2 * _BUTTON_SIDE, text.width())
        top = text.top() + option.fontMetrics.height() + _LEADING + small.height() + _GAP
        return _mirrored(option, QRect(text.left(), top, width, _button_height(small)))

    # Painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(option.direction)
        self._ground(painter, option)
        entry = self._rows.entry(index)
        if entry is not None and entry.path == self.marked:
            self._mark(painter, option)
        if entry is not None:
            self._entry(painter, option, entry)
        else:
            self._collection(painter, option, str(index.data()), int(index.data(COUNT) or 0))
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        frame = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            colour = self._theme.colour("tint" if selected else "line")
            colour.setAlpha(255 if selected else 110)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(frame, 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.drawRoundedRect(frame, 6, 6)

    def _mark(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """A stroke at the leading edge."""
        edge = QRect(option.rect.left() + 2, option.rect.top() + 8, _BAR, option.rect.height() - 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        painter.drawRoundedRect(_mirrored(option, edge), _BAR / 2, _BAR / 2)

    def _collection(self, painter: QPainter, option: QStyleOptionViewItem, name: str, count: int) -> None:
        self._icon(painter, option, "collection", option.rect)
        text = _text_rect(option)
        text.setTop(option.rect.top())
        text.setBottom(option.rect.bottom())
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        number = str(count)
        tail = option.fontMetrics.horizontalAdvance(number) + 2 * _GAP
        self._line(painter, option, text.adjusted(0, 0, -tail, 0), name, font, self._theme.colour("text"), _MIDDLE)
        taken = min(metrics.horizontalAdvance(name), text.width() - tail) + 2 * _GAP
        rest = text.adjusted(taken, 0, 0, 0)
        self._line(painter, option, rest, number, option.font, self._theme.colour("muted"))

    def _entry(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
        small = _smaller(option.font)
        text = _text_rect(option)
        names, notes = option.fontMetrics.height(), QFontMetrics(small).height()
        self._icon(painter, option, _icon_of(entry), QRect(0, text.top(), 0, names))
        side = _icon_side(option)
        is_ready = entry.state == "ready"
        shown = text.adjusted(0, 0, -(side + _GAP) if is_ready else 0, 0)
        line = QRect(shown.left(), shown.top(), shown.width(), names)
        self._line(painter, option, line, entry.name, option.font, self._theme.colour("text"), _MIDDLE)
        note = QRect(text.left(), text.top() + names + _LEADING, text.width(), notes)
        colour = self._theme.colour("error" if entry.state == "failed" else "muted")
        words = wording.state(entry)
        if QFontMetrics(small).horizontalAdvance(words) > note.width():
            words = wording.brief(entry)
        self._line(painter, option, note, words, small, colour)
        if is_ready:
            tick = QRect(text.right() - side + 1, text.top() + (names - side) // 2, side, side)
            self._paint_icon(painter, "check", _mirrored(option, tick))
        if entry.offer is not None:
            self._button(painter, option, entry, small)
        elif entry.work in {"reading", "learning"}:
            bar = QRect(text.left(), note.bottom() + 1 + _GAP, text.width(), _BAR)
            self._progress(painter, option, entry, bar)

    def _line(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRect,
        text: str,
        font: QFont,
        colour: QColor,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        """One line at the leading side; `rect` as it is from left to right. The text runs as its first letter does."""
        painter.setFont(font)
        painter.setPen(colour)
        elided = QFontMetrics(font).elidedText(text, elide, rect.width())
        flags = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(_mirrored(option, rect), int(flags | Qt.TextFlag.TextSingleLine), f"\u2068{elided}\u2069")

    def _button(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry, font: QFont) -> None:
        rect = self.button_rect(option, entry)
        assert entry.offer is not None
        painter.setBrush(self._theme.colour("card"))
        painter.setPen(QPen(self._theme.colour("edge"), 1))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setFont(font)
        painter.setPen(self._theme.colour("accent"))
        inner = rect.adjusted(_GAP, 0, -_GAP, 0)
        text = QFontMetrics(font).elidedText(wording.action(entry.offer), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, text)

    def _progress(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry, rect: QRect) -> None:
        told = entry.progress
        share = min(told.done / told.total, 1.0) if told is not None and told.total > 0 else 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("line"))
        painter.drawRoundedRect(_mirrored(option, rect), _BAR / 2, _BAR / 2)
        painter.setBrush(self._theme.colour("accent"))
        done = QRect(rect.left(), rect.top(), round(rect.width() * share), rect.height())
        painter.drawRoundedRect(_mirrored(option, done), _BAR / 2, _BAR / 2)

    def _icon(self, painter: QPainter, option: QStyleOptionViewItem, name: str, line: QRect) -> None:
        """At the leading side, in the middle of a line."""
        side = _icon_side(option)
        rect = QRect(option.rect.left() + _SIDE, line.top() + (line.height() - side) // 2, side, side)
        self._paint_icon(painter, name, _mirrored(option, rect))

    def _paint_icon(self, painter: QPainter, name: str, rect: QRect) -> None:
        if name not in self._icons:
            self._icons[name] = icon(name)
        is_grey = self._theme.colours.muted != self._theme.colours.text
        painter.setOpacity(_QUIET if is_grey and name not in _LOUD else 1.0)
        self._icons[name].paint(painter, rect)
        painter.setOpacity(1.0)

    # The button

    def editorEvent(self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index) -> bool:
        """A button acts when the mouse is let go on it after it was pressed there."""
        entry = self._rows.entry(index)
        if entry is None or not isinstance(event, QMouseEvent):
            return False
        inside = self._hits(event.position().toPoint(), option, entry)
        if event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = QPersistentModelIndex(index) if inside else None
            return inside
        if event.type() == QEvent.Type.MouseButtonRelease and inside and self._pressed == index:
            self._pressed = None
            self.acted.emit(entry)
            return True
        return False

    def _hits(self, point: QPoint, option: QStyleOptionViewItem, entry: Entry) -> bool:
        return self.button_rect(option, entry).contains(point)


def _text_rect(option: QStyleOptionViewItem) -> QRect:
    """Where text may stand, as if from left to right."""
    before = 2 * _SIDE + _icon_side(option)
    return option.rect.adjusted(before, _ABOVE, -_SIDE, -_ABOVE)


def _mirrored(option: QStyleOptionViewItem, rect: QRect) -> QRect:
    """`rect` on the other side of the row where writing runs from right to left."""
    return QStyle.visualRect(option.direction, option.rect, rect)


def _icon_side(option: QStyleOptionViewItem) -> int:
    return round(option.fontMetrics.height() * _ICON)


def _smaller(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.9)
    return small


def _button_height(metrics: QFontMetrics) -> int:
    return metrics.height() + 8


def _icon_of(entry: Entry) -> str:
    return {"failed": "warning", "password": "lock"}.get(entry.state, "document")
