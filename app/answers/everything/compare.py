"""Two things side by side, from a table that has both as rows or as columns: read cell by cell, without a model, each cell cited."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.answers.everything.lines import Line, Text, Whole

_BAR = " | "
_QUESTION = re.compile(
    r"\b(?:compare|contrast|comparison (?:of|between)|difference between|vergleiche|comparez|compara)\s+(?P<one>.+?)\s+"
    r"(?:and|with|to|against|und|mit|et|avec|y|con)\s+(?P<other>.+)$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^(?:(?:the|both|der|die|das|le|la|les|el)\s+)?(?:[a-zäöüß]+\s+(?:of|from|by|for|von|de|des)\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s+(?:for|in|of|on|by|as to|with regard to|für|im|in|de|pour)\s+(?!\d).*$")
_TOKEN = re.compile(r"\w+(?:[-/.]\w+)*")
_LABELS = frozenset(("option", "lot", "model", "type", "class", "plan", "variant", "version", "group", "modell", "typ"))


@dataclass(frozen=True, slots=True)
class _Table:
    """The head's cells, and each row with the cells of its line."""

    head: tuple[str, ...]
    rows: tuple[tuple[Text, tuple[str, ...]], ...]


def compared(question: str) -> tuple[str, str] | None:
    """The two things that a question wants compared, without what is around them."""
    match = _QUESTION.search(" ".join(question.split()).strip(" ?."))
    if match is None:
        return None
    one, other = _BEFORE.sub("", match["one"], count=1), _BEHIND.sub("", _BEFORE.sub("", match["other"], count=1))
    return (one.strip(), other.strip()) if one.strip() and other.strip() else None


def side_by_side(one: str, other: str, everything: Sequence[Whole]) -> list[Line]:
    """A table in Markdown with a row for each point, from every table that has both; no lines where none has."""
    points = [point for whole in everything for table in _tables(whole) for point in _points(one, other, table)]
    if not points:
        return []
    return [Line(f"| | {one} | {other} |"), Line("| --- | --- | --- |"), *points]


def _tables(whole: Whole) -> Iterator[_Table]:
    """Runs of lines with bars; the first line of each is its head."""
    run: list[tuple[Text, tuple[str, ...]]] = []
    for text in (*whole.texts(lambda text: "|" in text), None):
        cells = _cells(text.text) if text is not None else ()
        if text is not None and len(cells) > 1 and (not run or run[-1][0].section == text.section):
            run.append((text, cells))
            continue
        if len(run) > 1:
            yield _Table(run[0][1], tuple(run[1:]))
        run = [(text, cells)] if text is not None and len(cells) > 1 else []


def _cells(line: str) -> tuple[str, ...]:
    return tuple(" ".join(cell.split()) for cell in line.split("|")) if "|" in line else ()


def _points(one: str, other: str, table: _Table) -> list[Line]:
    return _from_rows(one, other, table) or _from_columns(one, other, table)


def _from_rows(one: str, other: str, table: _Table) -> list[Line]:
    first = next((row for row in table.rows if _means(row[1][0], one)), None)
    second = next((row for row in table.rows if _means(row[1][0], other)), None)
    if first is None or second is None or first is second:
        return []
    return [
        _row(name, (a, first[0]), (b, second[0]))
        for name, a, b in zip(table.head[1:], first[1][1:], second[1][1:], strict=False)
        if a or b
    ]


def _from_columns(one: str, other: str, table: _Table) -> list[Line]:
    first = next((at for at, cell in enumerate(table.head) if at and _means(cell, one)), None)
    second = next((at for at, cell in enumerate(table.head) if at and _means(cell, other)), None)
    if first is None or second is None or first == second:
        return []
    return [
        _row(cells[0], (cells[first], text), (cells[second], text))
        for text, cells in table.rows
        if max(first, second) < len(cells)
    ]


def _row(name: str, one: tuple[str, Text], other: tuple[str, Text]) -> Line:
    """The places are marked in their cells: `{0}` and `{1}` stand for the marks of the first and the second."""
    return Line(f"| {name} | {one[0] or '–'}{{0}} | {other[0] or '–'}{{1}} |", (one[1], other[1]))


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
