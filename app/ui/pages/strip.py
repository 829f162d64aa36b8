"""A slim strip beside the pages: where in the whole document the places lie that an answer cites or used, and what is in sight."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.types import Box
from app.ui import say
from app.ui.pages.desk import Desk
from app.ui.pages.geometry import Layout
from app.ui.theme import Theme
from app.ui.widgets import tip

_WIDTH = 14
_NEAR = 6
"""Pixels around a place within which it is meant."""


class Kind(IntEnum):
    """From the lowest to the uppermost."""

    USED = 0
    FOUND = 1
    CITED = 2


@dataclass(frozen=True, slots=True)
class Tick:
    """A place that the strip shows."""

    page: int
    boxes: tuple[Box, ...]
    kind: Kind


class Strip(QWidget):
    """Shows `Tick`s at their height in the document; a click, Enter and the arrow keys go there."""

    chosen = Signal(object)
    """The Tick to go to."""
    scrolled_to = Signal(float)
    """A share of the document, where no place is near."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._theme = desk, theme
        self._ticks: list[Tick] = []
        self._current: Tick | None = None
        self._spans: list[tuple[float, float]] = []
        self._layout_of_spans: Layout | None = None
        self._painted: tuple[object, list[tuple[Tick, float, float]]] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Places in the document"))
        desk.moved.connect(self.update)
        theme.changed.connect(self.update)
        self.set_ticks(())

    @property
    def ticks(self) -> Sequence[Tick]:
        """In the order of the document."""
        return self._ticks

    @property
    def current(self) -> Tick | None:
        """The place that was gone to last."""
        return self._current

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 40)

    def set_ticks(self, ticks: Sequence[Tick]) -> None:
        self._ticks = sorted((tick for tick in ticks if tick.boxes), key=lambda tick: (tick.page, tick.boxes[0][1]))
        self._current = None
        self._layout_of_spans = None
        cited = sum(tick.kind is Kind.CITED for tick in self._ticks)
        used = sum(tick.kind is Kind.USED for tick in self._ticks)
        self.setAccessibleDescription(
            self.tr("Cited places: {cited}. Other places used: {used}.").format(cited=cited, used=used)
        )
        self.update()

    def height_of(self, tick: Tick) -> float:
        """The middle of a place on the strip, in pixels."""
        start, end = self._placed()[self._ticks.index(tick)]
        return (start + end) / 2 * self.height()

    def describe(self, tick: Tick) -> str:
        words = {
            Kind.CITED: self.tr("{page}: cited"),
            Kind.USED: self.tr("{page}: used"),
            Kind.FOUND: self.tr("{page}: found"),
        }
        return words[tick.kind].format(page=say.pages(tick.page, tick.page))

    def tick_at(self, y: float) -> Tick | None:
        """The place nearest to a height of the strip, the uppermost of equals; None where none is near."""
        near = [
            (max(start * self.height() - y, y - end * self.height(), 0.0), -tick.kind, number)
            for number, (tick, (start, end)) in enumerate(zip(self._ticks, self._placed(), strict=True))
        ]
        distance, _, number = min(near, default=(_NEAR + 1, 0, 0))
        return self._ticks[number] if distance <= _NEAR else None

    def _placed(self) -> list[tuple[float, float]]:
        """Top and bottom of each place as shares of the desk's height."""
        layout = self._desk.layout_of_pages
        if layout is not self._layout_of_spans:
            self._layout_of_spans = layout
            self._spans = [_span(layout, tick) for tick in self._ticks]
        return self._spans

    def _to_paint(self) -> list[tuple[Tick, float, float]]:
        """The places with top and bottom in pixels, the uppermost last."""
        key = (self._placed(), self.height(), self._current)
        if self._painted is None or self._painted[0] != key:
            self._painted = (key, self._apart(self.height()))
        return self._painted[1]

    def _apart(self, height: int) -> list[tuple[Tick, float, float]]:
        """Of several of a kind in one pixel, one."""
        seen = {
            (tick != self._current, -tick.kind, round(start * height)): (tick, start * height, end * height)
            for tick, (start, end) in zip(self._ticks, self._placed(), strict=True)
        }
        return [seen[key] for key in sorted(seen, reverse=True)]

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.colour("window"))
        self._paint_sight(painter)
        for tick, start, end in self._to_paint():
            self._paint_tick(painter, tick, start, end)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_sight(self, painter: QPainter) -> None:
        """What of the document is in sight."""
        whole = max(self._desk.layout_of_pages.height, 1)
        if not self._desk.page:
            return
        _, top, _, bottom = self._desk.shown
        start, end = top / whole * self.height(), min(bottom / whole, 1.0) * self.height()
        painter.setPen(QPen(self._theme.colour("edge"), 1))
        painter.setBrush(self._theme.colour("tint"))
        painter.drawRoundedRect(QRectF(1.5, start + 0.5, self.width() - 3, max(end - start - 1, 4)), 3, 3)

    def _paint_tick(self, painter: QPainter, tick: Tick, start: float, end: float) -> None:
        """The kinds differ in width as well as in colour."""
        width = self.width() - 2 if tick.kind is Kind.CITED else self.width() * 0.5
        height = max(end - start, 4.0 if tick.kind is Kind.CITED else 3.0)
        box = QRectF((self.width() - width) / 2, start, width, height)
        painter.setPen(Qt.PenStyle.NoPen if tick != self._current else QPen(self._theme.colour("text"), 1))
        painter.setBrush(self._colour(tick.kind))
        painter.drawRoundedRect(box, 1, 1)

    def _colour(self, kind: Kind) -> QColor:
        names = {Kind.CITED: "mark_strong", Kind.USED: "mark", Kind.FOUND: "accent"}
        return self._theme.colour(names[kind])

    # Mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        tick = self.tick_at(event.position().y())
        if tick is not None:
            self._choose(tick)
        else:
            self.scrolled_to.emit(event.position().y() / max(self.height(), 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}
        key = Qt.Key(event.key())
        if self._ticks and key in steps:
            self._choose(self._beside(steps[key]))
        elif self._ticks and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._current or self._ticks[0])
        else:
            super().keyPressEvent(event)

    def _beside(self, step: int) -> Tick:
        if self._current is None:
            return self._ticks[0 if step > 0 else -1]
        number = self._ticks.index(self._current) + step
        return self._ticks[min(max(number, 0), len(self._ticks) - 1)]

    def _choose(self, tick: Tick) -> None:
        self._current = tick
        self.update()
        self.chosen.emit(tick)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            self._show_tip(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def _show_tip(self, at: QPoint, on_screen: QPoint) -> None:
        tick = self.tick_at(at.y())
        QToolTip.showText(on_screen, "" if tick is None else tip(self.describe(tick)), self)


def _span(layout: Layout, tick: Tick) -> tuple[float, float]:
    if not 1 <= tick.page <= layout.pages:
        return 0.0, 0.0
    frame = layout.frame(tick.page)
    top, bottom = tick.boxes[0][1], max(box[3] for box in tick.boxes)
    return (frame.y + top * frame.scale) / layout.height, (frame.y + bottom * frame.scale) / layout.height
