"""The tables of a passage as rows of cells, each with the names by which it is found.

A row is one line with bars between its cells. Rows and heads may be cut differently (a column that is none, two names in
one cell), so cells are put under names by their order where the counts agree, by their place where those do, and else
under none: then nobody can tell whether a figure stands in the right column.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.types import Passage

_BAR = re.compile(r"(?:(?<=\s)|^)\|(?=\s|$)", re.MULTILINE)
_PERIOD = r"(?:19|20)\d\d(?:[/–-]\d\d)?"
_NUMERIC = re.compile(
    r"[(\[]?[-–−+]?\s?[£$€]?\s?\d[\d,.   ’']*\s?(?:%|[^\W\d_]{1,5}[²³23]?(?:/[^\W\d_]+)?)?[)\]]?|[.–—-]"
)
_LONGEST_CAPTION = 110
"""Characters. A longer line above a table is prose."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` stands at `[start:end]` of the passage. `column` is its column's name, '' for none, None where it cannot be told."""

    text: str
    start: int
    end: int
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a line that are not empty. `label` is the first, if it is a name; `head` the names of the columns, also
    where they could not be put over the cells; `caption` the line above the table."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    label: str
    head: tuple[str, ...]
    caption: str
    is_head: bool = False


@lru_cache(maxsize=1024)
def rows(passage: Passage) -> tuple[Row, ...]:
    """The rows of all tables of a passage, heads included, in order."""
    found: list[Row] = []
    run: list[tuple[int, str]] = []
    above, start = "", 0
    for line in [*passage.text.split("\n"), ""]:
        if " | " in line or line.startswith("| "):
            run.append((start, line))
        else:
            found.extend(_table(run, above, _inherited(passage)))
            above = line.strip() if line.strip() else ("" if run else above)
            run = []
        start += len(line) + 1
    return tuple(found)


def is_figure(text: str) -> bool:
    """Whether a cell is an amount (or a sign for none) and nothing else."""
    return _NUMERIC.fullmatch(text.strip()) is not None


def _inherited(passage: Passage) -> tuple[str, ...]:
    """Names of the columns of a table that goes on from the chunk before: the last part of the header."""
    last = passage.header.rsplit(" › ", 1)[-1]
    return tuple(cell.strip() for cell in last.split("|")) if " | " in f" {last} " else ()


def _table(run: Sequence[tuple[int, str]], above: str, inherited: tuple[str, ...]) -> list[Row]:
    caption = above if len(above) <= _LONGEST_CAPTION else ""
    cut = [(start, line, _cells(line, start)) for start, line in run]
    head, found = inherited, list[Row]()
    for place, (start, line, cells) in enumerate(cut):
        end = start + len(line.rstrip())
        if _is_head([cell.text for cell in cells], [[c.text for c in below] for _, _, below in cut[place + 1 :]]):
            names = tuple(cell.text for cell in cells)
            head = _stacked(head, names) if found and found[-1].is_head else names
            filled = tuple(cell for cell in cells if cell.text)
            found.append(Row(start, end, filled, "", head, caption, is_head=True))
            continue
        filled = _named(cells, head)
        label = filled[0].text if filled and not is_figure(filled[0].text) else ""
        found.append(Row(start, end, filled, label, tuple(name for name in head if name), caption))
    return found


def _cells(line: str, start: int) -> list[Cell]:
    found, at = [], 0
    for match in [*_BAR.finditer(line), None]:
        end = match.start() if match else len(line)
        text = line[at:end]
        begin = start + at + len(text) - len(text.lstrip())
        found.append(Cell(text.strip(), begin, begin + len(text.strip())))
        at = match.end() if match else end
    return found


def _is_head(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Names only, above a row with figures or above rows that are no names: periods are names, other figures are not."""
    named = [cell for cell in cells if cell]
    if not named or not below or any(is_figure(cell) and not re.fullmatch(_PERIOD, cell) for cell in named):
        return False
    if not cells[0]:
        return True
    if 2 * sum(_tells(re.sub(_PERIOD, "", cell)) for cell in named) > len(named):
        return False
    return len(named) > 1 and any(is_figure(cell) for row in below[:2] for cell in row[1:])


def _tells(cell: str) -> bool:
    """Whether a cell has an amount in it that makes it content, not a name: 'every 50 h' and 'Q1' are names."""
    return bool(re.match(r"[£$€(]?\d", cell.strip()))


def _stacked(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """A head of two lines: the upper name goes for all columns up to the next one."""
    if len(upper) != len(lower):
        return tuple(lower)
    names, last = [], ""
    for above, below in zip(upper, lower, strict=True):
        last = above or last
        names.append(f"{last} {below}".strip())
    return tuple(names)


def _named(cells: Sequence[Cell], head: Sequence[str]) -> tuple[Cell, ...]:
    filled = [cell for cell in cells if cell.text]
    names = [name for name in head if name]
    if not names:
        return tuple(filled)
    lead = bool(filled) and bool(cells[0].text) and not is_figure(filled[0].text)
    for wanted in (names, [part for name in names for part in _parted(name)]):
        if lead and not head[0] and len(filled) == len(wanted) + 1:
            return (filled[0], *_under(filled[1:], wanted))
        if len(filled) == len(wanted) and (head[0] or not lead):
            return tuple(_under(filled, wanted))
    if len(cells) == len(head):
        return tuple(_under([c for c in cells if c.text], [n for c, n in zip(cells, head, strict=True) if c.text]))
    if lead and len(filled) == len(names) + 1:
        return (filled[0], *_under(filled[1:], names))
    return tuple(filled)


def _under(cells: Sequence[Cell], names: Sequence[str]) -> list[Cell]:
    return [Cell(cell.text, cell.start, cell.end, name) for cell, name in zip(cells, names, strict=True)]


def _parted(name: str) -> list[str]:
    """'2024 Wages 2025' are the names of two columns that stood close together."""
    ends = [match.end() for match in re.finditer(_PERIOD, name)]
    if len(ends) < 2:
        return [name]
    cuts = [0, *ends[:-1], len(name)]
    return [name[a:b].strip() for a, b in itertools.pairwise(cuts)]
