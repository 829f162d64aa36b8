"""The desk that the pages lie on: laid out, scrolled, scaled."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.types import Box, PageSize
from app.ui.pages.geometry import (
    LARGEST,
    SMALLEST,
    Layout,
    Rect,
    Spot,
    Zoom,
    bounds,
    revealed,
    sideways,
    stepped,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a reader is in a document: the point at the top left of the view, and the scale."""

    spot: Spot
    zoom: Zoom


class Desk(QAbstractScrollArea):
    """One document's pages. Positions are in the screen's own pixels throughout."""

    page_changed = Signal(int)
    moved = Signal()
    """Another part is shown, or the same at another scale."""
    zoom_changed = Signal()
    jumped = Signal(object)
    """Before it jumps: the Standing that is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes: Sequence[PageSize] = ()
        self._zoom: Zoom = "width"
        self._page = 0
        self._layout = self._arranged()
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        # Fit to the width would otherwise take the bar's room and give it back in turns.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        # Paper does not turn round with the language: its left is on the left.
        self.horizontalScrollBar().setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)

    # What is shown

    @property
    def unit(self) -> float:
        """Pixels of the screen to one of Qt's."""
        return self.devicePixelRatioF()

    @property
    def layout_of_pages(self) -> Layout:
        return self._layout

    @property
    def page(self) -> int:
        """The page that is read; 0 where none is."""
        return self._page

    @property
    def zoom(self) -> Zoom:
        return self._zoom

    @property
    def percent(self) -> float:
        """The scale of the page that is read; 1.0 is 96 pixels an inch."""
        return self._layout.zoom_of(self._page) if self._page else 1.0

    @property
    def shown(self) -> Rect:
        """The part of the desk that is in sight, (x0, y0, x1, y1)."""
        x, y = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        width, height = self._room()
        return x, y, x + width, y + height

    @property
    def in_sight(self) -> range:
        return self._layout.visible(*self.shown[1::2]) if self._sizes else range(0)

    @property
    def standing(self) -> Standing:
        x0, y0 = self.shown[:2]
        spot = self._layout.spot(x0, y0) if self._sizes else Spot(1, 0.0, 0.0)
        return Standing(spot, self._zoom)

    def show_pages(self, sizes: Sequence[PageSize], standing: Standing) -> None:
        """Lay out a document's pages; none of them is read or drawn that does not come into sight."""
        self._sizes = sizes
        self._page = 0
        self.restore(standing)

    def restore(self, standing: Standing) -> None:
        """Stand there again, as far as this document has such a place."""
        changed = standing.zoom != self._zoom
        self._zoom = standing.zoom
        page = min(max(standing.spot.page, 1), max(len(self._sizes), 1))
        self._lay_out(Spot(page, standing.spot.x, standing.spot.y))
        if changed:
            self.zoom_changed.emit()

    # Going about

    def go(self, page: int, y: float | None = None) -> None:
        """To the top of a page, or to a height of it in points, a little below the edge."""
        if self._sizes:
            self.jumped.emit(self.standing)
            self.move_to(page, y)

    def move_to(self, page: int, y: float | None = None) -> None:
        """The same without a way back: one that turns pages does not jump."""
        page = min(max(page, 1), len(self._sizes))
        frame = self._layout.frame(page)
        lead = round((6 if y is None else 32) * self.unit)
        self.verticalScrollBar().setValue(round(frame.y + (y or 0.0) * frame.scale) - lead)
        self._take_page(page)

    def reveal(self, page: int, boxes: Sequence[Box]) -> None:
        """Bring a place of a page into sight, with something above it; nothing moves if it is in sight."""
        if not boxes:
            self.go(page)
        elif self._sizes:
            target = self._where_to(page, bounds(boxes))
            if target != self.shown[:2]:
                self.jumped.emit(self.standing)
            self.horizontalScrollBar().setValue(target[0])
            self.verticalScrollBar().setValue(target[1])
            self._take_page(page)

    def _where_to(self, page: int, box: Box) -> tuple[int, int]:
        left, top, right, bottom = self._layout.rect(page, box)
        x0, y0, x1, y1 = self.shown
        across = left >= x0 and right <= x1
        return x0 if across else sideways(left, right, at=x0, room=x1 - x0), revealed(top, bottom, at=y0, room=y1 - y0)

    def set_zoom(self, zoom: Zoom, at: QPointF | None = None) -> None:
        """Scale the pages; what is at `at` of the viewport (or at a third of its height in the middle) stays there."""
        if not isinstance(zoom, str):
            zoom = min(max(zoom, SMALLEST), LARGEST)
        if zoom != self._zoom:
            self._zoom = zoom
            self._keeping(at)
            self.zoom_changed.emit()

    def zoom_step(self, direction: int) -> None:
        self.set_zoom(stepped(self.percent, direction))

    # Layout

    def _room(self) -> tuple[int, int]:
        size: QSize = self.viewport().size()
        return round(size.width() * self.unit), round(size.height() * self.unit)

    def _arranged(self) -> Layout:
        return Layout(self._sizes, self._zoom, room=self._room(), unit=self.unit)

    def _lay_out(self, spot: Spot) -> None:
        """Anew, with `spot` at the top left, so that lines keep their beginnings when there is less room."""
        self._layout = self._arranged()
        self._fit_bars()
        if self._sizes:
            x, y = self._layout.pixel(spot)
            self.horizontalScrollBar().setValue(round(x))
            self.verticalScrollBar().setValue(round(y))
            self._take_page(spot.page if spot.y <= 0 else self._layout.most_visible(*self.shown[1::2]))
        self.moved.emit()

    def _keeping(self, at: QPointF | None) -> None:
        """Anew, with what is at `at` of the viewport still there."""
        room = self._room()
        x, y = (room[0] / 2, room[1] / 3) if at is None else (at.x() * self.unit, at.y() * self.unit)
        spot = self._layout.spot(self.shown[0] + x, self.shown[1] + y) if self._sizes else None
        self._layout = self._arranged()
        self._fit_bars()
        if spot is not None:
            to_x, to_y = self._layout.pixel(spot)
            self.horizontalScrollBar().setValue(round(to_x - x))
            self.verticalScrollBar().setValue(round(to_y - y))
        self.moved.emit()

    def _fit_bars(self) -> None:
        width, height = self._room()
        for bar, whole, part in (
            (self.horizontalScrollBar(), self._layout.width, width),
            (self.verticalScrollBar(), self._layout.height, height),
        ):
            bar.setPageStep(part)
            bar.setSingleStep(round(28 * self.unit))
            bar.setRange(0, max(whole - part, 0))

    def _on_scrolled(self) -> None:
        if self._sizes:
            self._take_page(self._layout.most_visible(*self.shown[1::2]))
        self.moved.emit()

    def _take_page(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The top stays where it is, so that a window that is made smaller and larger again shows the same."""
        self._lay_out(self.standing.spot)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange and self._sizes:
            self._lay_out(self.standing.spot)
        return super().event(event)
