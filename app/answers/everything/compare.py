"""Two things side by side, from a table that has both as rows or as columns: read cell by cell, without a model, each cell cited."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.answers.everything.lines import Line, Text, Whole
from app.answers.text.tables import Row, rows

_QUESTION = re.compile(
    r"\b(?:compare|contrast|comparison (?:of|between)|difference between|vergleiche|comparez|compara)\s+(?P<one>.+?)\s+"
    r"(?:and|with|to|against|und|mit|et|avec|y|con)\s+(?P<other>.+)$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^(?:(?:the|both|der|die|das|le|la|les|el)\s+)?(?:[a-zäöüß]+\s+(?:of|from|by|for|von|de|des)\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"(?<!\s)\s++(?:for|in|of|on|by|as to|with regard to|für|im|in|de|pour)\s+(?!\d).*$")
_TOKEN = re.compile(r"\w+(?:[-/.]\w+)*")
_LABELS = frozenset(("option", "lot", "model", "type", "class", "plan", "variant", "version", "group", "modell", "typ"))


@dataclass(frozen=True, slots=True)
class _Named:
    """A row: its place, its first cell, and its other cells by the names of their columns."""

    text: Text
    name: str
    cells: Mapping[str, str]


def compared(question: str) -> tuple[str, str] | None:
    """The two things that a question wants compared, without what is around them."""
    match = _QUESTION.search(" ".join(question.split()).strip(" ?."))
    if match is None:
        return None
    one, other = _BEFORE.sub("", match["one"], count=1), _BEHIND.sub("", _BEFORE.sub("", match["other"], count=1))
    return (one.strip(), other.strip()) if one.strip() and other.strip() else None


def side_by_side(one: str, other: str, everything: Sequence[Whole]) -> list[Line]:
    """A table in Markdown with a row for each point, from every table that has both; no lines where none has. Raises Stopped."""
    points = [point for whole in everything for table in _tables(whole) for point in _points(one, other, table)]
    if not points:
        return []
    return [Line(f"| | {one} | {other} |"), Line("| --- | --- | --- |"), *points]


def _tables(whole: Whole) -> Iterator[list[_Named]]:
    """The tables, each in one piece also where it goes on in the next chunk."""
    table: list[tuple[Row, Text]] = []
    before = (-1, -1)
    for chunk in (chunk for chunk in whole.chunks if chunk.section >= 0 and chunk.spans):
        whole.way.gone(1)
        for number, group in groupby(rows(chunk.text, chunk.header), key=lambda row: row.table):
            found = [(row, Text.within(whole.document, whole.file, chunk, row.start, row.end)) for row in group]
            if (chunk.section, chunk.ordinal) == before and number == 0 == found[0][0].start:
                found = [*table, *found]
            elif table:
                yield _named(table)
            table = found
            reaches_end = found[-1][0].end == len(chunk.text.rstrip())
            before = (chunk.section, chunk.ordinal + 1) if reaches_end else (-1, -1)
    if table:
        yield _named(table)


def _named(table: Sequence[tuple[Row, Text]]) -> list[_Named]:
    """The rows under the head; where none was seen, as above words alone, the first row is taken for one."""
    first = table[0][0]
    headed = any(row.is_head or any(cell.column for cell in row.cells) for row, _ in table)
    names = {} if headed else {cell.place: cell.text for cell in first.cells}
    return [
        _Named(text, row.cells[0].text, {c.column or names.get(c.place, ""): c.text for c in row.cells[1:]})
        for row, text in table
        if row.cells and not row.is_head and (headed or row is not first)
    ]


def _points(one: str, other: str, table: Sequence[_Named]) -> list[Line]:
    columns = [name for name in dict.fromkeys(name for row in table for name in row.cells) if name]
    return _from_rows(one, other, table, columns) or _from_columns(one, other, table, columns)


def _from_rows(one: str, other: str, table: Sequence[_Named], columns: Sequence[str]) -> list[Line]:
    first = next((row for row in table if _means(row.name, one)), None)
    second = next((row for row in table if _means(row.name, other)), None)
    if first is None or second is None or first is second:
        return []
    return [
        _row(name, (first.cells.get(name, ""), first.text), (second.cells.get(name, ""), second.text))
        for name in columns
        if name in first.cells or name in second.cells
    ]


def _from_columns(one: str, other: str, table: Sequence[_Named], columns: Sequence[str]) -> list[Line]:
    first = next((name for name in columns if _means(name, one)), None)
    second = next((name for name in columns if _means(name, other)), None)
    if first is None or second is None or first == second:
        return []
    return [
        _row(row.name, (row.cells.get(first, ""), row.text), (row.cells.get(second, ""), row.text))
        for row in table
        if first in row.cells or second in row.cells
    ]


def _row(name: str, one: tuple[str, Text], other: tuple[str, Text]) -> Line:
    """The places are marked in their cells: `{0}` and `{1}` stand for the marks of the first and the second."""
    return Line(f"| {name} | {one[0] or '–'}{{0}} | {other[0] or '–'}{{1}} |", (one[1], other[1]), in_cells=True)


def _means(cell: str, name: str) -> bool:
    """Whether a cell names it: its words stand in the cell, or the cell's in it; a label ('option') need not."""
    wanted, there = _tokens(name), _tokens(cell)
    telling = [token for token in wanted if token not in _LABELS] or wanted
    if not there:
        return False
    if len(telling) == 1 and len(telling[0]) == 1:
        return telling[0] == there[0]
    return set(telling) <= set(there) or set(there) <= set(telling)


def _tokens(text: str) -> list[str]:
    """In one case, but for single letters: 'a' is no option A."""
    return [token if len(token) == 1 else token.casefold() for token in _TOKEN.findall(text)]
