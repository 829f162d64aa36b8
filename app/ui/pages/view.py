"""The pages under the reader's hands: mouse, wheel, keys, and what is selected."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.pages import paper
from app.ui.pages.desk import Standing
from app.ui.pages.geometry import Spot
from app.ui.pages.layers import Layer
from app.ui.pages.prints import Prints
from app.ui.pages.selecting import Selection
from app.ui.pages.sheets import Sheets
from app.ui.pages.texts import Texts
from app.ui.theme import Theme

_KEPT_IN_SIGHT = 48
"""Pixels of what was seen that stay in sight when a screenful is turned."""


class PagesView(Sheets):
    """`Sheets` that are scrolled, scaled and selected on."""

    menu_wanted = Signal(QPoint)

    def __init__(self, prints: Prints, texts: Texts, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(prints, theme, parent)
        self._texts = texts
        self.selection = Selection(texts, self)
        self._pressed: tuple[Spot, QPointF] | None = None
        self._drag = QTimer(self, interval=40)
        self._drag.timeout.connect(self._on_drag)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Pages"))
        self.selection.changed.connect(self._mark_selected)
        self.moved.connect(self._mark_selected)
        texts.arrived.connect(self._mark_selected)

    def clear(self) -> None:
        self.selection.clear()
        self.show_pages((), Standing(Spot(1, 0.0, 0.0), self.zoom))

    def copy(self) -> None:
        """What is selected to the clipboard."""
        self.selection.read(QApplication.clipboard().setText)

    def select_page(self) -> None:
        if self.page:
            self.selection.whole(self.page)

    def spot_at(self, position: QPointF) -> Spot:
        """A point of the viewport as a point of the nearest page."""
        return self.layout_of_pages.spot(*self._on_desk(position))

    def _on_desk(self, position: QPointF) -> tuple[float, float]:
        left, top = self.shown[:2]
        return left + position.x() * self.unit, top + position.y() * self.unit

    def _mark_selected(self) -> None:
        boxes = {page: self.selection.boxes(page) for page in self.in_sight if page in self.selection.span}
        if boxes or self._layers.has(Layer.SELECTED):
            self.put(Layer.SELECTED, boxes)

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.page:
            self._pressed = (self.spot_at(event.position()), event.position())
            self.selection.clear()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            self._point(event.position())
            return
        far = (event.position() - self._pressed[1]).manhattanLength() >= QApplication.startDragDistance()
        if far or not self.selection.is_empty:
            self.selection.between(self._pressed[0], self.spot_at(event.position()))
            self._drag.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        self._drag.stop()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.page:
            self.selection.word_at(self.spot_at(event.position()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def _point(self, position: QPointF) -> None:
        """The cursor over words tells that they can be selected."""
        page = self.layout_of_pages.page_at(*self._on_desk(position)) if self.page else None
        text = None if page is None else self._texts.get(page)
        over = text is not None and paper.is_over_text(text, self.spot_at(position))
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor)

    def _on_drag(self) -> None:
        """Scroll while the mouse is held beyond the edge."""
        position = QPointF(self.viewport().mapFromGlobal(self.cursor().pos()))
        beyond = min(position.y(), 0.0) + max(position.y() - self.viewport().height(), 0.0)
        if beyond and self._pressed is not None:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + round(beyond * self.unit))
            self.selection.between(self._pressed[0], self.spot_at(position))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.percent * 1.1 ** (event.angleDelta().y() / 120), event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.set_zoom(self.percent * (1 + event.value()), event.position())
            return True
        return super().viewportEvent(event)

    # The keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._go_by(Qt.Key(event.key()), event.modifiers()):
            super().keyPressEvent(event)

    def _go_by(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Whether the key means anything here."""
        keys = Qt.Key
        if key == keys.Key_Space:
            key = keys.Key_PageUp if modifiers & Qt.KeyboardModifier.ShiftModifier else keys.Key_PageDown
        across = self.horizontalScrollBar().maximum() > 0
        if key in (keys.Key_PageUp, keys.Key_PageDown):
            self._turn(1 if key == keys.Key_PageDown else -1)
        elif key == keys.Key_Home:
            self.go(1)
        elif key == keys.Key_End:
            self.go_to_end()
        elif key == keys.Key_Escape and not self.selection.is_empty:
            self.selection.clear()
        elif key in (keys.Key_Left, keys.Key_Right) and not across:
            self.step(1 if key == keys.Key_Right else -1)
        else:
            return False
        return True

    def _turn(self, direction: int) -> None:
        """A screenful on; where whole pages are shown, a page."""
        if self.zoom == "page":
            self.step(direction)
        else:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + direction * max(bar.pageStep() - round(_KEPT_IN_SIGHT * self.unit), 1))

    def step(self, direction: int) -> None:
        """To the next page (1), or the one before (-1)."""
        if self.page:
            self.move_to(self.page + direction)

    def go_to_end(self) -> None:
        if self.page:
            self.jumped.emit(self.standing)
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def scroll_to_share(self, share: float) -> None:
        """So that what is at a share of the whole height is in the middle."""
        if self.page:
            self.jumped.emit(self.standing)
            bar = self.verticalScrollBar()
            bar.setValue(round(self.layout_of_pages.height * share - bar.pageStep() / 2))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
