"""What really stands at a place of a PDF: PyMuPDF asked directly, without the program."""

from collections.abc import Sequence
from pathlib import Path

import pymupdf

_SLACK = 0.5
"""Points: boxes are printed with one decimal."""


def words_in(path: Path, number: int, boxes: Sequence[Sequence[float]]) -> str:
    """The words whose middles lie in the boxes, box by box, on the page as it is shown."""
    with pymupdf.open(path) as document:
        page = document[number - 1]
        words = [
            (pymupdf.Rect(word[:4]) * page.rotation_matrix, word[4]) for word in page.get_text("words", sort=False)
        ]
    return " ".join(text for box in boxes for area, text in words if _middle_in(area, box))


def text_of(path: Path, number: int) -> str:
    """The words of a page with one space between them."""
    with pymupdf.open(path) as document:
        return " ".join(document[number - 1].get_text().split())


def _middle_in(area: pymupdf.Rect, box: Sequence[float]) -> bool:
    x, y = (area.x0 + area.x1) / 2, (area.y0 + area.y1) / 2
    return bool(box[0] - _SLACK <= x <= box[2] + _SLACK and box[1] - _SLACK <= y <= box[3] + _SLACK)
