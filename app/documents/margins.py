"""Headers, footers and page numbers: lines near the top or bottom edge that come back on other pages at the same height."""

import re
from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from app.documents.fragments import Line, RawPage

_ZONE = 0.2
"""The share of a page's height, at the top and at the bottom, in which headers and footers stand."""
_MOST_LINES = 5
_SAME_HEIGHT = 7.0
_ROMAN = re.compile(r"\b[ivxlc]+\b")
_DIGITS = re.compile(r"\d+")

Place = tuple[int, Line]
"""Index of a page, and a line of it."""


def margins_of(pages: Sequence[RawPage]) -> list[tuple[tuple[int, int], ...]]:
    """For each page the spans of its text that are headers, footers or page numbers."""
    alike: dict[tuple[bool, str], list[Place]] = defaultdict(list)
    for index, page in enumerate(pages):
        for top in (True, False):
            for line in _edge(page, top=top):
                for cell in page.text[line.start : line.end].split(" | "):
                    alike[top, _pattern(cell)].append((index, line))
    enough = 2 if len(pages) <= 4 else 3
    body = _body_size(pages)
    found: list[set[tuple[int, int]]] = [set() for _ in pages]
    for (top, _), places in alike.items():
        for index, line in _repeated(places, enough):
            if not top or line.size < 1.12 * body or _is_repeated_exactly(line, index, places, pages):
                found[index].add((line.start, line.end))
    return [tuple(sorted(_outermost(page, spans))) for page, spans in zip(pages, found, strict=True)]


def _outermost(page: RawPage, spans: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of `spans` beyond which, towards the edge of the page, stands nothing but others of them."""
    kept = set()
    for top in (True, False):
        for line in _edge(page, top=top):
            if (line.start, line.end) not in spans:
                break
            kept.add((line.start, line.end))
    return kept


def _is_repeated_exactly(line: Line, index: int, places: Sequence[Place], pages: Sequence[RawPage]) -> bool:
    """Large lines at the top that are alike but for their number are headings ('1. Scope'), not headers."""
    text = pages[index].text[line.start : line.end]
    return any(i != index and pages[i].text[other.start : other.end] == text for i, other in places)


def _body_size(pages: Sequence[RawPage]) -> float:
    sizes: dict[float, int] = defaultdict(int)
    for page in pages:
        for line in page.lines:
            sizes[line.size] += line.end - line.start
    return max(sizes, key=lambda size: sizes[size], default=10.0)


def _edge(page: RawPage, *, top: bool) -> list[Line]:
    """The outermost lines of the page at one edge, but for those of tables that go on into the page."""
    limit = page.height * (_ZONE if top else 1 - _ZONE)
    within = [line for line in page.lines if (line.box[3] <= limit if top else line.box[1] >= limit)]
    if page.tables:
        starts = {line.start for line in within}
        beyond = [line.start for line in page.lines if line.table and line.start not in starts]
        open_ended = [(a, b) for a, b in page.tables if any(a <= start < b for start in beyond)]
        within = [line for line in within if not any(a <= line.start < b for a, b in open_ended)]
    within.sort(key=lambda line: line.box[1] if top else -line.box[3])
    return within[:_MOST_LINES]


def _pattern(text: str) -> str:
    """The line with every number, Roman ones too, made alike."""
    small = " ".join(text.casefold().split())
    return _DIGITS.sub("#", _ROMAN.sub("#", small))


def _repeated(places: Sequence[Place], enough: int) -> list[Place]:
    """Those of `places` that stand at one height on enough pages."""
    kept: list[Place] = []
    rest = list(places)
    while len({index for index, _ in rest}) >= enough:
        height = median(line.box[1] for _, line in rest)
        nearest = min(rest, key=lambda place: abs(place[1].box[1] - height))[1].box[1]
        group = [place for place in rest if abs(place[1].box[1] - nearest) <= _SAME_HEIGHT]
        if len({index for index, _ in group}) >= enough:
            kept.extend(group)
        rest = [place for place in rest if place not in group]
    return kept
