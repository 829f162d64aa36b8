"""What is laid over the pages: places that an answer cites or used, what was sought, what is selected."""

from collections.abc import Mapping, Sequence
from enum import Enum
from functools import reduce

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.types import Box
from app.ui.pages.geometry import Layout, lines
from app.ui.theme import Theme
from app.ui.wanted import Mark


class Layer(Enum):
    """From the lowest to the uppermost."""

    USED = "used"
    HITS = "hits"
    CITED = "cited"
    SELECTED = "selected"
    PLACE = "place"
    """The one that was gone to: a citation, or the hit that is looked at."""


_MARKS = (Layer.USED, Layer.HITS, Layer.CITED, Layer.PLACE)

Boxes = Mapping[int, Sequence[Box]]
"""By page."""

_OPACITY = {Layer.USED: 110, Layer.HITS: 255, Layer.CITED: 200, Layer.SELECTED: 90, Layer.PLACE: 255}
_COLOUR = {
    Layer.USED: "mark",
    Layer.HITS: "mark",
    Layer.CITED: "mark_strong",
    Layer.SELECTED: "accent",
    Layer.PLACE: "mark_strong",
}


class Layers:
    """Boxes by layer and page."""

    def __init__(self) -> None:
        self._boxes: dict[Layer, dict[int, list[Box]]] = {}

    def put(self, layer: Layer, boxes: Boxes) -> None:
        """In place of what the layer had."""
        self._boxes[layer] = {page: lines(of) for page, of in boxes.items() if of}

    def clear(self) -> None:
        self._boxes.clear()

    def has(self, layer: Layer) -> bool:
        return bool(self._boxes.get(layer))

    def on(self, layer: Layer, page: int) -> Sequence[Box]:
        return self._boxes.get(layer, {}).get(page, ())

    def paint(self, painter: QPainter, layout: Layout, page: int, *, theme: Theme, unit: float) -> None:
        """Over the picture of a page; the painter's pixels are the desk's."""
        paths = {
            layer: outline([layout.rect(page, box) for box in boxes], unit)
            for layer in Layer
            if (boxes := self.on(layer, page))
        }
        for layer, path in paths.items():
            if layer is not Layer.SELECTED:
                # A place has one colour, that of its uppermost layer: two would mix to a third.
                above = [paths[other] for other in _MARKS[_MARKS.index(layer) + 1 :] if other in paths]
                path = reduce(QPainterPath.subtracted, above, path)
            _fill(painter, path, theme.colour(_COLOUR[layer]), _OPACITY[layer])
        if Layer.PLACE in paths:
            _draw_edge(painter, paths[Layer.PLACE], unit)


def outline(rects: Sequence[tuple[float, float, float, float]], unit: float) -> QPainterPath:
    """One shape around all rectangles, so that none darkens another."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    around = 1.5 * unit
    for x0, y0, x1, y1 in rects:
        path.addRoundedRect(
            QRectF(x0 - around, y0 - around / 2, x1 - x0 + 2 * around, y1 - y0 + around), 2 * unit, 2 * unit
        )
    return path.simplified()


def _fill(painter: QPainter, path: QPainterPath, colour: QColor, opacity: int) -> None:
    """As a marker pen does it: what is dark stays dark."""
    colour.setAlpha(opacity)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.fillPath(path, colour)
    painter.restore()


def _draw_edge(painter: QPainter, path: QPainterPath, unit: float) -> None:
    """The place that was gone to is told from the others by more than its colour. Paper is white in every theme, and so is
    this line dark in every theme."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(60, 40, 0, 200), max(unit, 1.0)))
    painter.drawPath(path)
    painter.restore()


def of_document(marks: Sequence[Mark], document: str) -> tuple[dict[int, list[Box]], dict[int, list[Box]]]:
    """The marks of one document by page: those that are cited, and the others."""
    cited: dict[int, list[Box]] = {}
    used: dict[int, list[Box]] = {}
    for mark in marks:
        if mark.document == document:
            (cited if mark.cited else used).setdefault(mark.page, []).extend(mark.boxes)
    return cited, used
