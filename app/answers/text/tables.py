"""The tables of a chunk's text as rows of cells, each with the names by which it is found; read here and nowhere else.

A row is one line with bars between its cells. Rows and heads may be cut differently (a column that is none, two names in
one cell), so cells are put under names by their order where the counts agree, by their place where those do, and else
under none: then nobody can tell whether a figure stands in the right column.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.answers.text.remembered import remembered

_BAR = re.compile(r"(?:(?<=\s)|^)\|(?=\s|$)", re.MULTILINE)
_PERIOD = r"(?:19|20)\d\d(?:[/–-]\d\d)?"
_NUMERIC = re.compile(
    r"[(\[]?[-–−+]?\s?[£$€]?\s?\d[\d,.   ’']*\s?(?:%|[^\W\d_]{1,5}[²³23]?(?:/[^\W\d_]+)?)?[)\]]?|[.–—-]"
)
_LONGEST_CAPTION = 90
"""Characters. A longer line above a table is prose."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` stands at `[start:end]` of the chunk's text, behind `place` bars. `column` is its column's name, '' for none, None
    where it cannot be told."""

    text: str
    start: int
    end: int
    place: int
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a line that are not empty. `label` is the first, if it is a name; `head` the names of the columns, also
    where they could not be put over the cells, `stub` what the head calls the rows ('Ward'); `caption` is the line above the
    table, `table` counts the tables of the text."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    label: str
    head: tuple[str, ...]
    stub: str
    caption: str
    table: int
    is_head: bool = False


@remembered(2048)
def rows(text: str, header: str) -> tuple[Row, ...]:
    """The rows of all tables of a chunk, heads included, in order; its header tells the columns of a table that goes on."""
    found: list[Row] = []
    run: list[tuple[int, str]] = []
    above, start = "", 0
    for line in [*text.split("\n"), ""]:
        if is_row(line):
            run.append((start, line))
        else:
            found.extend(_table(run, above, _inherited(header), found[-1].table + 1 if found else 0))
            above = line.strip() if line.strip() else ("" if run else above)
            run = []
        start += len(line) + 1
    return tuple(found)


def is_row(line: str) -> bool:
    """Whether there is a bar between cells in a line."""
    return " | " in line or line.startswith("| ")


def is_figure(text: str) -> bool:
    """Whether a cell is an amount (or a sign for none) and nothing else."""
    return _NUMERIC.fullmatch(text.strip()) is not None


def _inherited(header: str) -> tuple[str, ...]:
    """Names of the columns of a table that goes on from the chunk before: the last part of the header."""
    last = header.rsplit(" › ", 1)[-1]
    return tuple(cell.strip() for cell in last.split("|")) if " | " in f" {last} " else ()


def _table(run: Sequence[tuple[int, str]], above: str, inherited: tuple[str, ...], number: int) -> list[Row]:
    caption = above if len(above) <= _LONGEST_CAPTION else ""
    cut = [(start, line, _cells(line, start)) for start, line in run]
    head, found = inherited, list[Row]()
    for place, (start, line, cells) in enumerate(cut):
        end = start + len(line.rstrip())
        if _is_head(cells, [below for _, _, below in cut[place + 1 : place + 3]], first=place == 0):
            names = tuple(cell.text for cell in cells)
            head = _stacked(head, names) if found and found[-1].is_head else names
            filled = tuple(cell for cell in cells if cell.text)
            found.append(Row(start, end, filled, "", head, names[0], caption, number, is_head=True))
            continue
        filled = _named(cells, head)
        label = filled[0].text if filled and not is_figure(filled[0].text) else ""
        names = tuple(name for name in head if name)
        found.append(Row(start, end, filled, label, names, next(iter(head), ""), caption, number))
    return found


def _cells(line: str, start: int) -> list[Cell]:
    found, at = [], 0
    for place, match in enumerate([*_BAR.finditer(line), None]):
        end = match.start() if match else len(line)
        text = line[at:end]
        begin = start + at + len(text) - len(text.lstrip())
        found.append(Cell(text.strip(), begin, begin + len(text.strip()), place))
        at = match.end() if match else end
    return found


def _is_head(cells: Sequence[Cell], below: Sequence[Sequence[Cell]], *, first: bool) -> bool:
    """Names only, above a row with figures or above rows that are no names: periods are names, other figures are not. Inside a
    table it has no other digits behind its first cell, and as many names as the row below has cells, or figures."""
    named = [cell.text for cell in cells if cell.text]
    if not named or not below or any(is_figure(text) and not re.fullmatch(_PERIOD, text) for text in named):
        return False
    if not first and not _fits_inside(cells, below[0]):
        return False
    if not cells[0].text:
        return True
    if 2 * sum(_tells(re.sub(_PERIOD, "", text)) for text in named) > len(named):
        return False
    others = [cell.text for row in below for cell in row[1:]]
    return len(named) > 1 and any(is_figure(text) or (len(named) > 2 and _tells(text)) for text in others)


def _fits_inside(cells: Sequence[Cell], below: Sequence[Cell]) -> bool:
    named, filled = (sum(bool(cell.text) for cell in row) for row in (cells, below))
    if _tells(cells[0].text) and not re.match(_PERIOD, cells[0].text):
        return False
    if any(re.search(r"\d", re.sub(_PERIOD, "", cell.text)) for cell in cells[1:]):
        return False
    return named > 1 and filled in (named, named + 1) and any(is_figure(cell.text) for cell in below)


def _tells(cell: str) -> bool:
    """Whether a cell has an amount in it that makes it content, not a name: 'every 50 h' and 'Q1' are names."""
    return bool(re.match(r"[-–−]?[£$€(]?\d", cell.strip()))


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
    return [replace(cell, column=name) for cell, name in zip(cells, names, strict=True)]


def _parted(name: str) -> list[str]:
    """'2024 Wages 2025' are the names of two columns that stood close together."""
    ends = [match.end() for match in re.finditer(_PERIOD, name)]
    if len(ends) < 2:
        return [name]
    cuts = [0, *ends[:-1], len(name)]
    return [name[a:b].strip() for a, b in itertools.pairwise(cuts)]
