"""A chunk cut into what can be read on its own: sentences, list items and the rows of tables, each with what it cannot be
understood without: the rows that name a table's columns, the heading above a group of rows, the caption, the line that says
in which unit the figures are.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.answers.text.remembered import remembered
from app.answers.text.sentences import sentences
from app.types import Chunk

_BAR = " | "
_BLOCK = re.compile(r"\n\s*\n")
_PERIOD = re.compile(r"\D{0,12}(?:19|20)\d\d(?:\s*[/–-]\s*\d{2,4})?\D{0,12}|[QHT]\d.{0,8}")
"""A year, a quarter or a date as a column's name."""
_SHORT = 120
"""Characters. A longer text above a table is not its caption, a longer one beside it not the line with its unit."""
_UNIT = re.compile(
    r"\b(?:thousands?|millions?|billions?|tausend|tsd|mio|mrd|millionen|milliers?|milliards?|miles|millones|per ?cent|prozent"
    r"|percentages?|tonnes|units?)\b|[%€£$¥]",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")
_LARGEST_LIST = 700
"""Characters. A longer list is taken item by item."""
_ITEM = re.compile(r"(?:[-•*◦▪–‣●○]|\d{1,3}[.)]|\([a-z0-9]{1,3}\))\s")


@dataclass(frozen=True, slots=True)
class Place:
    """Characters `start` to `end` of the text of chunk `chunk` of one document."""

    chunk: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """`text` stands at `place`; `table`, for a row, is where its table stands. `needs` are the places that have to be read with
    it; `named` is what names the columns of its table."""

    place: Place
    text: str
    table: Place | None = None
    needs: tuple[Place, ...] = ()
    named: str = ""

    def in_table(self, place: Place) -> bool:
        """Whether `place`, one of those needed, belongs to the same table: names of columns may stand in another chunk."""
        own = self.table
        return own is not None and (place.chunk != own.chunk or own.start <= place.start < own.end)


def snippets(chunks: Sequence[Chunk], ordinal: int) -> list[Snippet]:
    """The snippets of `chunks[ordinal]`, in order. Rows that go on a table of an earlier chunk need the names there."""
    chunk = chunks[ordinal]
    names = _names_before(chunks, chunk)
    found: list[Snippet] = []
    for number, (start, end, table) in enumerate(_blocks(chunk.text)):
        if table:
            before = names if number == 0 else ()
            found.extend(_rows(chunk, start, end, before, _beside(chunk, number)))
        else:
            found.extend(_sentences(chunk, start, end))
    return found


@remembered(512)
def _blocks(text: str) -> tuple[tuple[int, int, bool], ...]:
    """Paragraphs and tables as (start, end, whether it is a table). A table ends where lines without bars begin."""
    found: list[tuple[int, int, bool]] = []
    cuts = [0, *(m.end() for m in _BLOCK.finditer(text)), len(text)]
    for start, end in itertools.pairwise(cuts):
        found.extend(_parted(text, start, end))
    return tuple(found)


def _parted(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """A block where prose and rows stand without a blank line between them, at the first and behind the last row."""
    barred = [(a, b) for a, b in _lines(text, start, end) if _BAR in text[a:b]]
    if not barred:
        if text[start:end].strip():
            yield start, end, False
        return
    first, last = barred[0][0], barred[-1][1]
    if text[start:first].strip():
        yield start, first, False
    yield first, last, True
    if text[last:end].strip():
        yield last, end, False


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Lines that are not empty, without the white space at their ends; a row whose first cell is empty keeps its bar."""
    for match in re.finditer(r"[^\n]+", text[start:end]):
        if match.group().strip():
            yield start + match.start(), start + match.start() + len(match.group().rstrip())


def _rows(
    chunk: Chunk, start: int, end: int, before: tuple[Place, ...], beside: tuple[Place, ...]
) -> Iterator[Snippet]:
    lines = [(Place(chunk.ordinal, a, b), chunk.text[a:b]) for a, b in _lines(chunk.text, start, end)]
    carried = list(before)
    told = [chunk.header.rsplit(" › ", 1)[-1]] if before else []
    table = Place(chunk.ordinal, start, end)
    for first, last in _parts([text for _, text in lines]):
        part = lines[first:last]
        heads = _heads([text for _, text in part])
        names, named = [place for place, _ in part[:heads]], [text for _, text in part[:heads]]
        if first == 0 and heads:
            carried, told = [], []
        yield from _part(part, heads, table, (*beside, *carried, *names), "\n".join([*told, *named]))
        kept = part if len(part) - heads == 1 else part[:heads] if first == 0 else []
        carried += [place for place, _ in kept]
        told += [text for _, text in kept]


def _part(
    lines: Sequence[tuple[Place, str]], heads: int, table: Place, needs: tuple[Place, ...], named: str
) -> Iterator[Snippet]:
    group: tuple[Place, ...] = ()
    for number, (place, text) in enumerate(lines):
        wanted = (*needs, *group) if number >= heads else ()
        yield Snippet(place, text, table, tuple(one for one in wanted if one != place), named)
        if number >= heads and len(_cells(text)) == 1:
            group = (place,)


def _parts(rows: Sequence[str]) -> list[tuple[int, int]]:
    """Where tables stand under each other without a blank line between them, as on a bill: a table of one row, which tells
    what the next one is about, then that. A row that names three columns or more in words begins one."""
    starts = [0]
    for number in range(1, len(rows) - 1):
        cells = _cells(rows[number])
        in_words = all(re.search(r"[^\W\d_]", cell) and not _FIGURE.search(cell) for cell in cells)
        if len(cells) > 2 and in_words and _FIGURE.search(rows[number + 1]):
            starts.append(number)
    return list(itertools.pairwise([*starts, len(rows)]))


def _heads(rows: Sequence[str]) -> int:
    """How many of the first rows name the columns: one, or two where the second leaves the column of names empty."""
    if len(rows) < 2 or not _names_columns(rows[0]):
        return 0
    return 2 if len(rows) > 2 and rows[1].startswith((_BAR, "| ")) and _names_columns(rows[1]) else 1


def _names_columns(row: str) -> bool:
    cells = _cells(row)
    figures = sum(bool(_FIGURE.search(cell)) and not _PERIOD.fullmatch(cell) for cell in cells)
    return len(cells) > 1 and figures <= 0.3 * len(cells) and not any(cell.endswith(":") for cell in cells)


def _cells(row: str) -> list[str]:
    return [cell for part in re.split(r"\s\|\s|^\|\s|\s\|$", row) if (cell := part.strip())]


def _names_before(chunks: Sequence[Chunk], chunk: Chunk) -> tuple[Place, ...]:
    """Where the columns of a table that an earlier chunk began are named: the chunker puts their names into the header."""
    names = chunk.header.rsplit(" › ", 1)[-1]
    if _BAR not in names:
        return ()
    for earlier in reversed(chunks[: chunk.ordinal]):
        if earlier.section != chunk.section:
            break
        if (start := earlier.text.find(names)) >= 0:
            return (Place(earlier.ordinal, start, start + len(names)),)
    return ()


def _beside(chunk: Chunk, number: int) -> tuple[Place, ...]:
    """The caption above the table and the line with its unit, above or below."""
    blocks = _blocks(chunk.text)
    found = []
    if number and not blocks[number - 1][2]:
        start, end = _last_line(chunk.text, *blocks[number - 1][:2])
        if end - start <= _SHORT and chunk.text[start:end] not in chunk.header:
            found.append(Place(chunk.ordinal, start, end))
    if number + 1 < len(blocks) and not blocks[number + 1][2]:
        start, end = sentences(chunk.text[blocks[number + 1][0] : blocks[number + 1][1]])[0]
        place = Place(chunk.ordinal, blocks[number + 1][0] + start, blocks[number + 1][0] + end)
        text = chunk.text[place.start : place.end]
        if len(text) <= _SHORT and _UNIT.search(text) and not _FIGURE.search(text):
            found.append(place)
    return tuple(found)


def _last_line(text: str, start: int, end: int) -> tuple[int, int]:
    lines = list(_lines(text, start, end))
    return lines[-1] if lines else (start, start)


def _sentences(chunk: Chunk, start: int, end: int) -> Iterator[Snippet]:
    """Sentences; the items of a short list need one another and the line that opens it."""
    text = chunk.text[start:end]
    made = [(Place(chunk.ordinal, start + a, start + b), text[a:b]) for a, b in sentences(text)]
    items = [place for place, one in made if _ITEM.match(one)]
    whole = len(items) > 1 and len(text) <= _LARGEST_LIST
    opening = next((place for place, one in made if one.endswith(":")), None) if items else None
    for place, one in made:
        needs = [other for other in (*items, opening) if other and other != place] if whole and place in items else []
        if place in items and not whole and opening and opening != place:
            needs = [opening]
        yield Snippet(place, one, needs=tuple(needs))
