"""A line is cut out of the drawing and set upright, as high as the second network wants it."""

import math

import numpy as np

from app.documents.scans.lines import Grey, Line

HEIGHT = 48
"""Pixels: what the network was trained on."""
_LONGEST = 3200
"""Pixels of a strip; a longer line is squeezed."""


def cut(drawing: Grey, line: Line) -> Grey:
    """[HEIGHT, width] of the line, its text running to the right. Pixels between those of the drawing are weighed from its four neighbours;
    large letters are sampled finer and averaged, so that none of their strokes falls between."""
    finer = max(1, round(line.height / HEIGHT))
    width = min(max(round(line.length * HEIGHT / line.height), 8), _LONGEST)
    along = (np.arange(width * finer) + 0.5) * (line.length / (width * finer)) - line.length / 2
    across = (np.arange(HEIGHT * finer) + 0.5) * (line.height / (HEIGHT * finer)) - line.height / 2
    cos, sin = math.cos(line.angle), math.sin(line.angle)
    x = line.x + along[None, :] * cos - across[:, None] * sin - 0.5
    y = line.y + along[None, :] * sin + across[:, None] * cos - 0.5
    strip = _sampled(drawing, x.astype(np.float32), y.astype(np.float32))
    if finer > 1:
        strip = strip.reshape(HEIGHT, finer, width, finer).mean(axis=(1, 3), dtype=np.float32)
    return strip


def _sampled(drawing: Grey, x: Grey, y: Grey) -> Grey:
    height, width = drawing.shape
    x, y = np.clip(x, 0, width - 1.001), np.clip(y, 0, height - 1.001)
    left, top = x.astype(np.intp), y.astype(np.intp)
    right, below = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    dx, dy = x - left, y - top
    upper = drawing[top, left] * (1 - dx) + drawing[top, right] * dx
    lower = drawing[below, left] * (1 - dx) + drawing[below, right] * dx
    sampled: Grey = upper * (1 - dy) + lower * dy
    return sampled
