"""Where lines of text run on a drawn page.

A network marks each pixel with how likely it belongs to the core of a line ('Real-time Scene Text Detection with Differentiable
Binarization', Liao and others, 2020). Marked pixels that touch are a line; its direction is that of its longest extent, so a page
that lies askew needs no straightening. Cores are narrower than the lines and are widened by the paper's rule.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float32]
"""Height × width, 0 black to 255 white."""

_STEP = 32
"""The network halves the picture five times."""
_MARKED = 0.3
"""From this probability on a pixel belongs to a core; with the next two, PP-OCR's own value."""
_LEAST = 0.5
"""The mean probability of a core that is taken for text."""
_WIDER = 1.6
"""A core is widened on all sides by its area over its circumference, times this."""
_THIN = 3.0
"""Cores lower than so many pixels are specks."""
_DIRECTED = 3.0
"""A line so many times as long as it is high has a direction of its own; shorter ones take that of the page."""


@dataclass(frozen=True, slots=True)
class Line:
    """A box that may lie askew, in pixels of the drawing: its middle, length and height, and how its text is turned, in radians clockwise
    from running to the right."""

    x: float
    y: float
    length: float
    height: float
    angle: float

    @property
    def stands(self) -> bool:
        """Whether it is higher than long: a line that runs up or down."""
        return self.height > 1.5 * self.length

    def turned(self, angle: float) -> "Line":
        """The same box, read in a direction that is turned by a whole number of quarters."""
        swapped = round(angle / (math.pi / 2)) % 2 == 1
        length, height = (self.height, self.length) if swapped else (self.length, self.height)
        return Line(self.x, self.y, length, height, self.angle + angle)


def found(session: Any, drawing: Grey, *, shrink: int = 1) -> list[Line]:
    """The lines of a drawing, from top to bottom. `shrink`: so many times smaller is the picture that the network gets."""
    small = _smaller(drawing, shrink)
    marks = _marks(session, small)
    cores = [core for core in _cores(marks) if core.is_text]
    slant = _slant(cores)
    lines = [core.line(slant if core.directed is None else core.directed, shrink) for core in cores]
    return sorted((line for line in lines if line is not None), key=lambda line: line.y)


def _smaller(drawing: Grey, shrink: int) -> Grey:
    if shrink == 1:
        return drawing
    height, width = (side // shrink * shrink for side in drawing.shape)
    parts = drawing[:height, :width].reshape(height // shrink, shrink, width // shrink, shrink)
    smaller: Grey = parts.mean(axis=(1, 3), dtype=np.float32)
    return smaller


def _marks(session: Any, drawing: Grey) -> Grey:
    """The probability of each pixel to belong to the core of a line."""
    height, width = drawing.shape
    sheet = np.full((-(-height // _STEP) * _STEP, -(-width // _STEP) * _STEP), 255.0, np.float32)
    sheet[:height, :width] = drawing
    sheet = sheet / 127.5 - 1.0
    given = np.ascontiguousarray(np.broadcast_to(sheet, (1, 3, *sheet.shape)))
    marked: Grey = session.run(None, {session.get_inputs()[0].name: given})[0][0, 0]
    return marked[:height, :width]


@dataclass(slots=True)
class _Core:
    """Marked pixels that touch, as runs in rows: row, first column, column after the last, and the sum of their probabilities."""

    runs: NDArray[np.float64]

    @property
    def is_text(self) -> bool:
        count = float(self._lengths.sum())
        return float(self.runs[:, 3].sum()) / count >= _LEAST

    @property
    def _lengths(self) -> NDArray[np.float64]:
        lengths: NDArray[np.float64] = self.runs[:, 2] - self.runs[:, 1]
        return lengths

    @property
    def directed(self) -> float | None:
        """The angle of its longest extent where it is clearly longer than high, from its second moments."""
        lengths = self._lengths
        area = lengths.sum()
        middles = (self.runs[:, 1] + self.runs[:, 2]) / 2
        x, y = (middles * lengths).sum() / area, (self.runs[:, 0] * lengths).sum() / area
        across = (lengths * ((middles - x) ** 2 + lengths**2 / 12)).sum() / area
        down = (lengths * (self.runs[:, 0] - y) ** 2).sum() / area
        both = (lengths * (middles - x) * (self.runs[:, 0] - y)).sum() / area
        if across < _DIRECTED**2 * down:
            return None
        return float(0.5 * np.arctan2(2 * both, across - down))

    @property
    def extent(self) -> float:
        return float(self.runs[:, 2].max() - self.runs[:, 1].min())

    def line(self, angle: float, scale: int) -> Line | None:
        """Its box in that direction, widened; None for a speck."""
        x = np.concatenate([self.runs[:, 1], self.runs[:, 2], self.runs[:, 1], self.runs[:, 2]])
        y = np.concatenate([self.runs[:, 0], self.runs[:, 0], self.runs[:, 0] + 1, self.runs[:, 0] + 1])
        along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
        length, height = float(np.ptp(along)), float(np.ptp(across))
        if min(length, height) < _THIN:
            return None
        u, v = float(along.max() + along.min()) / 2, float(across.max() + across.min()) / 2
        wider = length * height * _WIDER / (length + height)
        return Line(
            x=float(u * np.cos(angle) - v * np.sin(angle)) * scale,
            y=float(u * np.sin(angle) + v * np.cos(angle)) * scale,
            length=(length + wider) * scale,
            height=(height + wider) * scale,
            angle=angle,
        )


def _slant(cores: list[_Core]) -> float:
    """How the page lies: the median direction of its lines, each counting as much as it is long."""
    directed = sorted((angle, core.extent) for core in cores if (angle := core.directed) is not None)
    half = sum(extent for _, extent in directed) / 2
    for angle, extent in directed:
        half -= extent
        if half <= 0:
            return angle
    return 0.0


def _cores(marks: Grey) -> Iterator[_Core]:
    """Marked pixels that touch, also by a corner."""
    runs = _runs(marks)
    parents = _joined(runs)
    order = np.argsort(parents, kind="stable")
    cuts = np.flatnonzero(np.diff(parents[order])) + 1
    for part in np.split(order, cuts) if len(order) else ():
        yield _Core(runs[part])


def _runs(marks: Grey) -> NDArray[np.float64]:
    """Runs of marked pixels, row by row, as `_Core` has them."""
    height, width = marks.shape
    marked = np.zeros((height, width + 2), np.int8)
    marked[:, 1:-1] = marks > _MARKED
    change = np.diff(marked, axis=1)
    rows, starts = np.nonzero(change == 1)
    _, ends = np.nonzero(change == -1)
    sums = np.zeros((height, width + 1))
    np.cumsum(marks, axis=1, out=sums[:, 1:], dtype=np.float64)
    return np.stack([rows, starts, ends, sums[rows, ends] - sums[rows, starts]], axis=1).astype(np.float64)


def _joined(runs: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each run the first one of those that it touches, directly or through others."""
    parents = list(range(len(runs)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    rows, starts, ends = (runs[:, column].astype(int).tolist() for column in range(3))
    above = 0
    for at, row in enumerate(rows):
        while rows[above] < row - 1 or (rows[above] == row - 1 and ends[above] < starts[at]):
            above += 1
        other = above
        while rows[other] == row - 1 and starts[other] <= ends[at]:
            one, two = root(at), root(other)
            parents[max(one, two)] = min(one, two)
            other += 1
    return np.array([root(at) for at in range(len(parents))], dtype=np.int64)
