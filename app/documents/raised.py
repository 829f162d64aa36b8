"""Small raised figures: marks of footnotes and powers. PDFs set them right behind the word, so that '412,906' with the mark 3
reads as another number. As with the characters for them (`letters`), a caret is put before: '412,906^3', '10^-6'."""

import re
from collections.abc import Sequence
from typing import Any

from app.documents.fragments import Word
from app.types import Box

_MARK = re.compile(r"[-\u2212]?\d{1,3}(?:,\d{1,3})*")
_SMALLER = 0.82
"""A raised figure is set in less than this share of its line's size. LaTeX has 0.70 to 0.75, word processors 0.58 to 0.65."""
_HIGHER = 0.12
"""Its foot stands at least so many sizes above the line's."""
_CLOSING = frozenset(".,;:!?)]}%\"'\u2019\u201d\u00bb\u201c")
_UNIT = re.compile(r"(?:^|[^A-Za-z])[A-Za-z]{1,2}$")
"""'m' and 'km', or the letter of a formula: what is raised belongs to it."""


def marks(line: dict[str, Any], longest: dict[str, Any]) -> tuple[tuple[str, Box], ...]:
    """The raised figures of a line of MuPDF's dict, with their boxes; `longest` is the span that the line's size is of."""
    spans = line["spans"]
    if len(spans) < 2:
        return ()
    return tuple((span["text"].strip(), span["bbox"]) for span in spans if _is_raised(span, longest, *line["dir"]))


def _is_raised(span: dict[str, Any], longest: dict[str, Any], x: float, y: float) -> bool:
    if span["size"] >= _SMALLER * longest["size"] or not _MARK.fullmatch(span["text"].strip()):
        return False
    (x0, y0), (x1, y1) = span["origin"], longest["origin"]
    return bool((x0 - x1) * y - (y0 - y1) * x > _HIGHER * longest["size"])


def told_apart(words: Sequence[Word], raised: Sequence[tuple[str, Box]]) -> list[Word]:
    """The words of a line as drawn, with the raised figures marked as such."""
    made: list[Word] = []
    for word, box in words:
        mark = next((one for one in raised if one[0] in word and word != one[0] and _within(one[1], box)), None)
        made.extend([(word, box)] if mark is None else _parted(word, box, *mark))
    return made


def _parted(word: str, box: Box, mark: str, of_mark: Box) -> list[Word]:
    at = word.rfind(mark)
    base, rest = word[:at], word[at + len(mark) :]
    if not base and any(map(str.isalpha, rest)):
        return [(mark, of_mark), (rest, _rest(box, of_mark))]
    return [(f"{base}^{mark}{rest}" if _goes_with(base, mark, rest) else word, box)]


def _goes_with(base: str, mark: str, rest: str) -> bool:
    """Whether the figure stands at the end of a word or number; a power with a sign only behind a figure."""
    if not base or _UNIT.search(base) or any(map(str.isalnum, rest)):
        return False
    if not (base[-1].isalnum() or base[-1] in _CLOSING):
        return False
    return mark[0].isdigit() or base[-1].isdigit()


def _rest(box: Box, mark: Box) -> Box:
    """What of a word's box lies behind the mark that it begins with."""
    if box[2] - box[0] >= box[3] - box[1]:
        right = mark[0] - box[0] > box[2] - mark[2]
        return (box[0], box[1], mark[0], box[3]) if right else (mark[2], box[1], box[2], box[3])
    below = mark[1] - box[1] > box[3] - mark[3]
    return (box[0], box[1], box[2], mark[1]) if below else (box[0], mark[3], box[2], box[3])


def _within(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
