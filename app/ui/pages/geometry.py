"""Where pages lie: plain arithmetic between points of a page and pixels of the desk that all pages lie on.

Pixels are the screen's own, so that a picture drawn at a page's scale fits without being resampled. Pages are named by their
number from 1; boxes are in points of the page as shown.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from app.types import Box, PageSize

Zoom = float | Literal["width", "page"]
"""1.0 is 96 pixels an inch; "width" and "page" fit the pages that most are like, and shrink what is larger."""

STEPS = (0.25, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
SMALLEST, LARGEST = STEPS[0], 5.0
MARGIN = 12
"""Pixels at 100 % of the screen's scaling: around the pages and between them."""
TILE = 1024
WHOLE = 2_000_000
"""Pixels of a page up to which it is drawn in one piece."""

Rect = tuple[int, int, int, int]


class Frame(NamedTuple):
    """A page on the desk: pixels, and how many of them make a point."""

    x: int
    y: int
    width: int
    height: int
    scale: float

    @property
    def bottom(self) -> int:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a page, in points; it may lie a little outside of the page."""

    page: int
    x: float
    y: float


class Layout:
    """All pages beneath each other in the middle of a desk. `room` is the size of the window onto it in pixels, `unit`
    the screen's scaling (pixels to one pixel at 100 %)."""

    def __init__(self, sizes: Sequence[PageSize], zoom: Zoom, *, room: tuple[int, int], unit: float) -> None:
        self._unit = unit
        margin = round(MARGIN * unit)
        shapes = _shapes(sizes, zoom, room, unit)
        self.width = max([room[0], *(width + 2 * margin for width, _, _ in shapes)])
        total = margin + sum(height + margin for _, height, _ in shapes)
        y = margin + max(room[1] - total, 0) // 2
        frames: list[Frame] = []
        for width, height, scale in shapes:
            frames.append(Frame((self.width - width) // 2, y, width, height, scale))
            y += height + margin
        self.height = max(total, room[1])
        self.frames = tuple(frames)
        self._tops = [frame.y for frame in frames]
        self._bottoms = [frame.bottom for frame in frames]

    @property
    def pages(self) -> int:
        return len(self.frames)

    def frame(self, page: int) -> Frame:
        return self.frames[page - 1]

    def zoom_of(self, page: int) -> float:
        return self.frame(page).scale / full_scale(self._unit)

    def visible(self, top: int, bottom: int) -> range:
        """The pages of which something lies between two heights."""
        return range(bisect_right(self._bottoms, top) + 1, bisect_left(self._tops, bottom) + 1)

    def nearest(self, y: float) -> int:
        """The page at a height, or the one that is closest to it."""
        below = min(bisect_right(self._tops, y), self.pages)
        if below < 1:
            return 1
        if below < self.pages and y - self._bottoms[below - 1] > self._tops[below] - y:
            return below + 1
        return below

    def most_visible(self, top: int, bottom: int) -> int:
        """The page of which the most lies between two heights; the first of equals."""
        pages = self.visible(top, bottom) or range(self.nearest(top), self.nearest(top) + 1)
        return max(pages, key=lambda page: (min(self.frame(page).bottom, bottom) - max(self.frame(page).y, top), -page))

    def page_at(self, x: float, y: float) -> int | None:
        page = self.nearest(y)
        frame = self.frame(page)
        inside = frame.x <= x < frame.x + frame.width and frame.y <= y < frame.bottom
        return page if inside else None

    def spot(self, x: float, y: float) -> Spot:
        """A pixel of the desk as a point of the nearest page."""
        page = self.nearest(y)
        frame = self.frame(page)
        return Spot(page, (x - frame.x) / frame.scale, (y - frame.y) / frame.scale)

    def pixel(self, spot: Spot) -> tuple[float, float]:
        frame = self.frame(spot.page)
        return frame.x + spot.x * frame.scale, frame.y + spot.y * frame.scale

    def rect(self, page: int, box: Box) -> tuple[float, float, float, float]:
        """A box of a page as (x0, y0, x1, y1) on the desk."""
        frame = self.frame(page)
        x0, y0, x1, y1 = (value * frame.scale for value in box)
        return frame.x + x0, frame.y + y0, frame.x + x1, frame.y + y1


def full_scale(unit: float) -> float:
    """Pixels to a point at 100 %."""
    return unit * 96 / 72


def _shapes(sizes: Sequence[PageSize], zoom: Zoom, room: tuple[int, int], unit: float) -> list[tuple[int, int, float]]:
    """Width and height in pixels and the scale of each page. Most pages of a document are alike, so each shape is worked out once."""
    points = [(size.width, size.height) for size in sizes]
    counted = Counter(points)
    if not isinstance(zoom, str):
        scales = dict.fromkeys(counted, zoom * full_scale(unit))
    else:
        usual = min((_fitting(shape, zoom, room, unit) for shape, _ in counted.most_common(1)), default=1.0)
        scales = {shape: min(usual, _fitting(shape, zoom, room, unit)) for shape in counted}
    pixels = {
        shape: (max(round(shape[0] * scale), 1), max(round(shape[1] * scale), 1), scale)
        for shape, scale in scales.items()
    }
    return [pixels[shape] for shape in points]


def _fitting(shape: tuple[float, float], zoom: Zoom, room: tuple[int, int], unit: float) -> float:
    margins = 2 * round(MARGIN * unit)
    scale = (room[0] - margins) / max(shape[0], 1.0)
    if zoom == "page":
        scale = min(scale, (room[1] - margins) / max(shape[1], 1.0))
    return min(max(scale, 0.1), LARGEST * full_scale(unit))


def stepped(zoom: float, direction: int) -> float:
    """The next larger (1) or smaller (-1) of the usual steps."""
    if direction > 0:
        return next((step for step in STEPS if step > zoom * 1.01), STEPS[-1])
    return next((step for step in reversed(STEPS) if step < zoom * 0.99), STEPS[0])


def bounds(boxes: Iterable[Box]) -> Box:
    """The box around all of them; there must be one."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return min(x0), min(y0), max(x1), max(y1)


def lines(boxes: Iterable[Box]) -> list[Box]:
    """Boxes of words as boxes of lines: neighbours at one height are joined, with the blank between them."""
    joined: list[Box] = []
    for box in boxes:
        if joined and _on_one_line(joined[-1], box):
            joined[-1] = bounds((joined[-1], box))
        else:
            joined.append(box)
    return joined


def _on_one_line(left: Box, right: Box) -> bool:
    height = min(left[3] - left[1], right[3] - right[1])
    overlap = min(left[3], right[3]) - max(left[1], right[1])
    gap = max(right[0] - left[2], left[0] - right[2])
    return height > 0 and overlap > 0.6 * height and gap < 1.5 * height


def revealed(start: float, end: float, *, at: int, room: int) -> int:
    """Where a view of `room` pixels that begins at `at` must begin to show `start` to `end` with something around it:
    where it is if it shows that already, else with the beginning at a quarter of it."""
    edge = min(room * 0.08, 48.0)
    if start - edge >= at and end + edge <= at + room:
        return at
    lead = room * 0.25 if end - start < room * 0.7 else edge
    return round(start - lead)


def sideways(start: float, end: float, *, at: int, room: int) -> int:
    """The same across: as little as shows it, and always its beginning."""
    edge = min(room * 0.05, 24.0)
    if start < at:
        return round(start - edge)
    return min(max(at, round(end - room + edge)), round(start - edge))


def tiles(frame: Frame, part: Rect) -> list[Rect]:
    """The pieces of a page's picture, in its own pixels, that a part of the desk (x0, y0, x1, y1) touches."""
    if frame.width * frame.height <= WHOLE:
        return [(0, 0, frame.width, frame.height)]
    x0, x1 = (min(max(x - frame.x, 0), frame.width) for x in (part[0], part[2]))
    y0, y1 = (min(max(y - frame.y, 0), frame.height) for y in (part[1], part[3]))
    return [
        (x, y, min(x + TILE, frame.width), min(y + TILE, frame.height))
        for y in range(y0 // TILE * TILE, y1, TILE)
        for x in range(x0 // TILE * TILE, x1, TILE)
    ]
