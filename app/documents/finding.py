"""Characters of a page: those that a text is sought among, and those under the mouse. Pure functions.

Two texts are the same to a reader who seeks one of them if they differ in capitals, accents, blanks, the shape of quotation
marks and dashes, or a hyphen between letters (`e-mail`, or one that a line's end left inside a word).
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from app.documents.letters import clean
from app.types import Box, Page

_LETTER = r"[^\W\d_]"
_HYPHEN = f"(?<={_LETTER})[-\u2010\u2011]{{}}(?={_LETTER})"
_INSIDE = re.compile(_HYPHEN.format(""))
_AT_LINE_END = re.compile(_HYPHEN.format("(?:\\s*\n\\s*)?"))
_BEFORE_BLANKS = re.compile(_HYPHEN.format("\\s*"))
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]+")
"""Marks that people leave out when they write Latin, Greek, Cyrillic, Hebrew or Arabic; elsewhere a mark is a letter."""
_ALIKE: dict[int, str] = {
    **dict.fromkeys(map(ord, "\u02bc\u2018\u2019\u201a\u201b"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u00ab\u00bb"), '"'),
    **dict.fromkeys(range(0x2010, 0x2016), "-"),
    0x2212: "-",
    **{ord(letter): plain for letter, plain in zip("łøđı", "lodi", strict=True)},
}
"""What NFKD leaves apart."""
_BLOCK_END = re.compile("\n\n")


class _Folds(dict[int, str]):
    """What `str.translate` puts for each character; worked out when first needed."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char.isspace():
            folded = " "
        else:
            bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", char)).casefold()
            folded = unicodedata.normalize("NFKC", _ACCENTS.sub("", unicodedata.normalize("NFKD", bare)))
            folded = folded.translate(_ALIKE)
        self[code] = folded
        return folded


_FOLDS = _Folds()


def find(page: Page, text: str) -> list[tuple[int, int]]:
    """Start and end of each place in `page.text` where `text` stands, in order, none over another."""
    found: list[tuple[int, int]] = []
    text = clean(text)
    # A hyphen at a line's end may be there for that only, or hang there as in 'short- and long-term'.
    for hyphens, theirs in ((_BEFORE_BLANKS, _AT_LINE_END), (_INSIDE, _INSIDE)):
        sought = _folded(text, hyphens)
        if sought and sought in _folded(page.text, theirs):
            found += _places(page.text, sought, theirs)
    return _apart(sorted(set(found)))


def _folded(text: str, hyphens: re.Pattern[str]) -> str:
    """The text as it is compared, without these hyphens."""
    return " ".join(hyphens.sub("", text).translate(_FOLDS).split())


def _places(text: str, sought: str, hyphens: re.Pattern[str]) -> list[tuple[int, int]]:
    whole, at = _mapped(text, hyphens)
    found = []
    start = whole.find(sought)
    while start >= 0:
        last = start + len(sought) - 1
        found.append((at[start], _with_accents(text, at[last] + 1)))
        start = whole.find(sought, last + 1)
    return found


def _mapped(text: str, hyphens: re.Pattern[str]) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its characters where in the text it comes from."""
    left_out = {index for match in hyphens.finditer(text) for index in range(*match.span())}
    parts: list[str] = []
    at: list[int] = []
    for index, char in enumerate(text):
        if index in left_out:
            continue
        for part in _FOLDS[ord(char)]:
            if part != " " or (parts and parts[-1] != " "):
                parts.append(part)
                at.append(index)
    return "".join(parts), at


def _with_accents(text: str, end: int) -> int:
    match = _ACCENTS.match(text, end)
    return match.end() if match else end


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def select(page: Page, start: tuple[float, float], end: tuple[float, float]) -> tuple[int, int] | None:
    """The characters from the word nearest to one point to the word nearest to the other, in reading order, whichever point
    comes first; a word that a line's end divides is taken whole. None on a page without words."""
    if not page.words.boxes:
        return None
    words = page.words
    first, last = sorted((_nearest(page, start), _nearest(page, end)))
    while first > 0 and words.ends[first - 1] == words.starts[first]:
        first -= 1
    while last + 1 < len(words.starts) and words.ends[last] == words.starts[last + 1]:
        last += 1
    return words.starts[first], words.ends[last]


def word_at(page: Page, point: tuple[float, float]) -> int | None:
    """The index of the word at a point of the page; None where no word is."""
    x, y = point
    under = [i for i, (x0, y0, x1, y1) in enumerate(page.words.boxes) if x0 <= x <= x1 and y0 <= y <= y1]
    # Boxes are as high as their font, so those of neighbouring lines may overlap.
    return min(under, key=lambda i: _off_centre(page.words.boxes[i], point), default=None)


def _off_centre(box: Box, point: tuple[float, float]) -> float:
    return abs((box[1] + box[3]) / 2 - point[1]) + abs((box[0] + box[2]) / 2 - point[0]) / 1000


def _nearest(page: Page, point: tuple[float, float]) -> int:
    """The word at a point, else the nearest of the nearest block, and there of the nearest line: a point beside the short
    last line of a paragraph means that line, and one below a column that column."""
    under = word_at(page, point)
    if under is not None:
        return under
    boxes = page.words.boxes
    away = [(hypot(*_off(_around(boxes[first:last]), point)), first, last) for first, last in _blocks(page)]
    closest = min(away)[0]
    near = [index for distance, first, last in away if distance <= closest for index in range(first, last)]
    return min(near, key=lambda index: _off(boxes[index], point)[::-1])


def _blocks(page: Page) -> list[tuple[int, int]]:
    """The words of each block, from one index to another."""
    breaks = [bisect_left(page.words.starts, match.end()) for match in _BLOCK_END.finditer(page.text)]
    return [(a, b) for a, b in pairwise([0, *breaks, len(page.words.starts)]) if a < b]


def _off(box: Box, point: tuple[float, float]) -> tuple[float, float]:
    """How far the point is from the box, across and down."""
    x, y = point
    return max(box[0] - x, x - box[2], 0.0), max(box[1] - y, y - box[3], 0.0)


def _around(boxes: Sequence[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)
