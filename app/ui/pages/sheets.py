"""The pages on their desk as they look: pictures as they come, and what is laid over them."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.types import PageSize
from app.ui.pages import paper
from app.ui.pages.desk import Desk, Standing
from app.ui.pages.geometry import Frame, Rect, tiles
from app.ui.pages.layers import Boxes, Layer, Layers
from app.ui.pages.prints import Piece, Prints
from app.ui.theme import Theme

_SOON = 30
"""Milliseconds after which pictures are asked for: a scroll bar that is dragged does not ask for all that it passes."""
_ONCE_STILL = 90
"""The same after a change of scale."""


class Sheets(Desk):
    """A `Desk` whose pages are drawn when they come into sight."""

    def __init__(self, prints: Prints, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prints, self._theme = prints, theme
        self._layers = Layers()
        self._plan = QTimer(self, singleShot=True)
        self._plan.timeout.connect(self._want)
        self.moved.connect(self._on_moved)
        self.zoom_changed.connect(lambda: self._plan.start(_ONCE_STILL))
        prints.arrived.connect(self.viewport().update)
        theme.changed.connect(self.viewport().update)

    def show_pages(self, sizes: Sequence[PageSize], standing: Standing) -> None:
        self._layers.clear()
        super().show_pages(sizes, standing)

    def put(self, layer: Layer, boxes: Boxes) -> None:
        """Lay these over the pages in place of what the layer had."""
        self._layers.put(layer, boxes)
        self.viewport().update()

    def _on_moved(self) -> None:
        if not self._plan.isActive():
            self._plan.start(_SOON)
        self.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._plan.start(_SOON)

    # Pictures

    def refresh(self) -> None:
        """Ask for the pictures that are missing."""
        self._plan.start(_SOON)

    def _want(self) -> None:
        """Ask for what is in sight, the page that is read first, then for what comes when one reads on."""
        if self._sizes and self.isVisible():
            self._prints.want([*self._seen(), *self._ahead()])

    def _seen(self) -> list[Piece]:
        seen = sorted(self.in_sight, key=lambda page: (page != self._page, page))
        return [piece for page in seen for piece in self._pieces(page, self.shown)]

    def _ahead(self) -> list[Piece]:
        """Half the height once more below what is in sight, then above it."""
        x0, y0, x1, y1 = self.shown
        height = (y1 - y0) // 2
        return [
            piece
            for part in ((x0, y1, x1, y1 + height), (x0, y0 - height, x1, y0))
            for page in self._layout.visible(part[1], part[3])
            for piece in self._pieces(page, part)
        ]

    def _pieces(self, page: int, part: Rect) -> list[Piece]:
        frame = self._layout.frame(page)
        whole = (0, 0, frame.width, frame.height)
        return [Piece(page, frame.scale, rect, rect == whole) for rect in tiles(frame, part)]

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.colour("desk"))
        painter.save()
        paper.to_screen_pixels(painter, self.unit)
        painter.translate(-self.shown[0], -self.shown[1])
        for page in self.in_sight:
            self._paint_page(painter, page)
        painter.restore()
        if self.hasFocus():
            paper.draw_focus(painter, self.viewport().rect(), self._theme)

    def _paint_page(self, painter: QPainter, page: int) -> None:
        frame = self._layout.frame(page)
        paper.draw_sheet(painter, frame, self._theme, self.unit)
        self._paint_picture(painter, page, frame)
        failure = self._prints.failure(page)
        if failure is not None:
            paper.draw_note(painter, frame, failure, self.font(), self.unit)
        self._layers.paint(painter, self._layout, page, theme=self._theme, unit=self.unit)

    def _paint_picture(self, painter: QPainter, page: int, frame: Frame) -> None:
        pieces = [(piece, self._prints.get(piece)) for piece in self._pieces(page, self.shown)]
        if not all(image for _, image in pieces):
            for piece, image in self._prints.others(page, frame.scale):
                paper.draw_stretched(painter, frame, piece, image)
        for piece, sharp in pieces:
            if sharp is not None:
                painter.drawImage(frame.x + piece.rect[0], frame.y + piece.rect[1], sharp)
