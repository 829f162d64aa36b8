"""Finding in an answer's Markdown what the documents do not support, and marking it there before it is cut into blocks."""

import re
from collections.abc import Iterator, Sequence

from app.export.blocks import PREFIX
from app.export.inline import CLOSE, OPEN, PAUSE

_MARK = re.compile(r"\[\d+\]")
_PIECE = re.compile(r"[^\n|]+")
_UNMARKED = re.compile(r"\s*(?:```|~~~)|[^\w]*$")
"""Lines and cells that stay as they are: the borders of code and of tables."""
Range = tuple[int, int]


def marked(text: str, unsupported: Sequence[str]) -> tuple[str, list[str]]:
    """`text` with `OPEN` and `CLOSE` around every occurrence of what is unsupported, and those that do not occur. A value is
    marked wherever it stands: which of two sentences it was meant in is not known, and a doubt too many does no harm."""
    places = {one: list(_places(text, one)) for one in unsupported if one.strip()}
    out, last = [], 0
    for start, end in _merged([place for found in places.values() for place in found]):
        pieces = list(_pieces(text, start, end))
        for number, (first, behind) in enumerate(pieces, start=1):
            out += [text[last:first], OPEN, text[first:behind], CLOSE if number == len(pieces) else PAUSE]
            last = behind
    return "".join([*out, text[last:]]), [one for one, found in places.items() if not found]


def _places(text: str, sought: str) -> Iterator[Range]:
    """Where it stands as a whole: not in a longer word or number, and not in a mark."""
    marks = {at for match in _MARK.finditer(text) for at in range(*match.span())}
    before = r"(?<!\w)(?<!\d[.,])" if re.match(r"\w", sought) else ""
    behind = r"(?!\w|[.,]\d)" if re.search(r"\w$", sought) else ""
    for match in re.finditer(before + re.escape(sought) + behind, text):
        if match.start() not in marks:
            yield match.span()


def _merged(places: Sequence[Range]) -> Iterator[Range]:
    """Ordered, and those that overlap as one."""
    reach = 0
    group: list[Range] = []
    for place in sorted(places):
        if group and place[0] >= reach:
            yield group[0][0], reach
            group = []
        group.append(place)
        reach = max(reach, place[1]) if len(group) > 1 else place[1]
    if group:
        yield group[0][0], reach


def _pieces(text: str, start: int, end: int) -> Iterator[Range]:
    """The range line by line and cell by cell, without blanks at the ends and what begins a block."""
    lines = {0, *(match.end() for match in re.finditer("\n", text))}
    for match in _PIECE.finditer(text, start, end):
        first, behind = match.span()
        prefix = PREFIX.match(text, first, behind) if first in lines else re.compile(r"\s*").match(text, first, behind)
        first = prefix.end() if prefix else first
        behind -= len(text[first:behind]) - len(text[first:behind].rstrip())
        if not _UNMARKED.match(text[first:behind]):
            yield first, behind
