"""What is laid over the pages: places that an answer cites or used, what was sought, what is selected."""

from collections.abc import Mapping, Sequence
from enum import Enum

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QRegion

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


Boxes = Mapping[int, Sequence[Box]]
"""By page."""

_LOOKS = {
    Layer.USED: ("mark", 70),
    Layer.HITS: ("mark", 180),
    Layer.CITED: ("mark_strong", 200),
    Layer.SELECTED: ("accent", 90),
    Layer.PLACE: ("mark_strong", 255),
}
"""Colour and opacity."""
_COVERED_BY = {
    Layer.USED: (Layer.CITED, Layer.PLACE),
    Layer.HITS: (Layer.CITED, Layer.PLACE),
    Layer.CITED: (Layer.PLACE,),
}
"""These do not shine through: two colours would mix to a third."""
_EDGES = 300
"""Hits on a page up to which each gets a line around it."""


class Layers:
    """Boxes by layer and page."""

    def __init__(self) -> None:
        self._boxes: dict[Layer, Boxes] = {}

    def put(self, layer: Layer, boxes: Boxes) -> None:
        """In place of what the layer had. Boxes of words, but for hits: they are not joined with their neighbours."""
        self._boxes[layer] = boxes

    def clear(self) -> None:
        self._boxes.clear()

    def has(self, layer: Layer) -> bool:
        return bool(self._boxes.get(layer))

    def paint(self, painter: QPainter, layout: Layout, page: int, *, theme: Theme, unit: float) -> None:
        """Over the picture of a page; the painter's pixels are the desk's."""
        rects = {layer: [_padded(layout.rect(page, box), unit) for box in self._on(layer, page)] for layer in Layer}
        for layer in Layer:
            if rects[layer]:
                covered = [rect for above in _COVERED_BY.get(layer, ()) for rect in rects[above]]
                _fill(painter, rects[layer], theme.colour(_LOOKS[layer][0]), _LOOKS[layer][1], covered, unit)
        if len(rects[Layer.HITS]) <= _EDGES:
            for rect in rects[Layer.HITS]:
                _draw_edge(painter, _around([rect], unit), theme.colour("accent"), unit)
        # Paper is white in every theme, so this line is dark in every theme.
        _draw_edge(painter, _around(rects[Layer.PLACE], unit).simplified(), QColor(60, 40, 0, 200), unit)

    def _on(self, layer: Layer, page: int) -> Sequence[Box]:
        boxes = self._boxes.get(layer, {}).get(page, ())
        return sorted(set(boxes)) if layer is Layer.HITS else lines(boxes)


def _padded(rect: tuple[float, float, float, float], unit: float) -> QRectF:
    x0, y0, x1, y1 = rect
    around = 1.5 * unit
    return QRectF(x0 - around, y0 - around / 2, x1 - x0 + 2 * around, y1 - y0 + around)


def _around(rects: Sequence[QRectF], unit: float) -> QPainterPath:
    """One shape of all rectangles, so that none darkens another."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for rect in rects:
        path.addRoundedRect(rect, 2 * unit, 2 * unit)
    return path


def _fill(
    painter: QPainter, rects: Sequence[QRectF], colour: QColor, opacity: int, covered: Sequence[QRectF], unit: float
) -> None:
    """As a marker pen does it: what is dark stays dark. Nothing where it is covered."""
    colour.setAlpha(opacity)
    painter.save()
    if covered:
        left = QRegion(rects[0].toAlignedRect())
        for rect in rects:
            left += rect.toAlignedRect()
        for rect in covered:
            left -= QRegion(rect.toRect())
        painter.setClipRegion(left, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.fillPath(_around(rects, unit), colour)
    painter.restore()


def _draw_edge(painter: QPainter, path: QPainterPath, colour: QColor, unit: float) -> None:
    """What was gone to and what was found are told from the rest by more than their colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, max(unit, 1.0)))
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
