"""Figures of tables told with their names, each with the row that it is cited from."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.answers.citing.cite import Statement, Window
from app.answers.computing.arithmetic import Term
from app.answers.computing.grid import Cell
from app.answers.text.measures import label_unit
from app.answers.text.terms import Terms, terms
from app.types import Passage


@dataclass(frozen=True, slots=True)
class Worked:
    """An answer that was worked out: its statements have the places of their figures, in the passages `read`."""

    text: str
    statements: tuple[Statement, ...]
    read: tuple[Passage, ...]


def told(lines: Sequence[str], text: str, found: Sequence[Sequence[Cell]], tables: Sequence[Passage]) -> Worked:
    """`text` has the `lines` in order; each line is cited from the rows of its cells."""
    read, at = only([cell for cells in found for cell in cells], tables)
    borne = [
        tuple(dict.fromkeys(window(cell, at[cell.passage], tables[cell.passage]) for cell in cells)) for cells in found
    ]
    return Worked(text, statements(text, lines, borne), read)


def statements(text: str, lines: Sequence[str], borne: Sequence[tuple[Window, ...]]) -> tuple[Statement, ...]:
    made, at = [], 0
    for line, windows in zip(lines, borne, strict=True):
        start = text.index(line, at)
        at = start + len(line)
        made.append(Statement(start, at, line, terms(line), windows, 1.0))
    return tuple(made)


def only(found: Sequence[Cell], tables: Sequence[Passage]) -> tuple[tuple[Passage, ...], dict[int, int]]:
    """The passages that are used, and where among them each stands, by its number among all."""
    used = list(dict.fromkeys(cell.passage for cell in found))
    return tuple(tables[number] for number in used), {number: at for at, number in enumerate(used)}


def window(cell: Cell, place: int, passage: Passage) -> Window:
    """The row that the figure stands in; `place` is the passage's number among those that are read."""
    start = passage.text.rfind("\n", 0, cell.start) + 1
    end = passage.text.find("\n", cell.end)
    end = len(passage.text) if end < 0 else end
    while passage.text[start] in " |":
        start += 1
    text = passage.text[start:end].rstrip()
    around = terms(f"{passage.header}\n{passage.section}\n{cell.caption}\n{cell.column}")
    return Window(place, start, start + len(text), text, terms(text), Terms(around.stems, around.values, around.names))


def line_of(cell: Cell, passage: Passage) -> str:
    """'Headcount, 2021 (Estuary Towage: five years): 419'."""
    return f"{names_of(cell, passage)}: {as_written(cell, passage)}"


def names_of(cell: Cell, passage: Passage) -> str:
    names = ", ".join(_without_bars(name) for name in (cell.row, cell.column) if name)
    title = _without_bars(cell.caption or passage.section)
    return f"{names} ({title})" if title and title not in names else names


def as_written(cell: Cell, passage: Passage) -> str:
    return _without_bars(passage.text[cell.start : cell.end])


def term(cell: Cell, tables: Sequence[Passage]) -> Term:
    text = tables[cell.passage].text[cell.start : cell.end]
    figure = cell.figure
    unit = figure.unit or label_unit(cell.row) or label_unit(cell.column)
    return Term(figure, text[figure.start : figure.end] if text[: figure.start + 1] else text, unit)


def _without_bars(text: str) -> str:
    """On one line, and never the beginning of a table."""
    return " ".join(text.replace("|", " ").split())
