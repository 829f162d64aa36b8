"""The text of an answer, to be read and selected. It is as tall as its text and opens nothing but citations."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QToolTip, QWidget

from app.types import Citation
from app.ui.conversation import wording
from app.ui.conversation.markdown import CITE, rendered
from app.ui.theme import Theme
from app.ui.widgets import tip


class AnswerView(QTextEdit):
    """Shows Markdown without its life. Marks of `citations` can be clicked; hovering shows what is quoted."""

    chosen = Signal(object)
    """The first Citation of a mark."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._shown: QTextDocument | None = None
        self._citations: Mapping[int, Citation] = {}
        self._unsupported: Sequence[str] = ()
        self.missing: tuple[str, ...] = ()
        """Unsupported statements that could not be marked in the text."""
        self._came_by_key = False
        self._look_plain()
        self.setAccessibleName(self.tr("Answer"))
        theme.changed.connect(self._render)

    def _look_plain(self) -> None:
        self.setReadOnly(True)
        # Each paragraph is read the way it is written; code that is too long begins at its left end.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setTabChangesFocus(True)
        self.setCursorWidth(0)
        self.setAcceptDrops(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.viewport().setMouseTracking(True)

    def set_answer(self, text: str, citations: Sequence[Citation] = (), unsupported: Sequence[str] = ()) -> None:
        self._text = text
        self._citations = {citation.mark: citation for citation in reversed(citations)}
        self._unsupported = unsupported
        self._render()

    def add_text(self, text: str) -> None:
        """More of an answer that is being written."""
        self._text += text
        self._render()

    @property
    def text(self) -> str:
        return self._text

    def _render(self) -> None:
        made = rendered(
            self._text,
            colours=self._theme.colours,
            font=self.font(),
            marks=self._citations.keys(),
            unsupported=self._unsupported,
            parent=self,
        )
        self.setDocument(made.document)
        if self._shown is not None:
            self._shown.deleteLater()
        self._shown = made.document
        made.document.documentLayout().documentSizeChanged.connect(self._fit)
        self.missing = made.missing
        self._fit()

    def _fit(self) -> None:
        """As tall as the text, and as the scroll bar where a line of code is too long."""
        size = self.document().size()
        bar = self.horizontalScrollBar()
        extra = bar.sizeHint().height() if size.width() > self.viewport().width() + 1 else 0
        self.setFixedHeight(int(size.height()) + 1 + extra)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def citation_at(self, at: QPoint) -> Citation | None:
        """What the mark under `at` (in the viewport) stands for."""
        anchor = self.anchorAt(at)
        return self._citations.get(int(anchor[len(CITE) :])) if anchor.startswith(CITE) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self.citation_at(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        citation = self.citation_at(event.position().toPoint())
        if (
            citation is not None
            and event.button() == Qt.MouseButton.LeftButton
            and not self.textCursor().hasSelection()
        ):
            self.chosen.emit(citation)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            citation = self.citation_at(event.pos())
            QToolTip.showText(event.globalPos(), tip(wording.quote(citation)) if citation else "", self)
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Up and down is for the column around it."""
        if event.angleDelta().x():
            super().wheelEvent(event)
        else:
            event.ignore()

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText())
        return data

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Who has clicked knows where he is."""
        self._came_by_key = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self._came_by_key:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(self._theme.colour("accent"), 1, Qt.PenStyle.DotLine))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
            painter.end()
