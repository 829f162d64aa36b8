"""The figures of the tables of passages, each with the names of row and column by which it is found."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.answers.computing.figures import Figure, Manner, figures
from app.answers.text import tables
from app.answers.text.remembered import remembered
from app.types import Passage

_Known = tuple[tables.Cell, Figure | None]
_PAGE = re.compile(r"pp?\. \S")
_LONGEST_TAIL = 16
"""Characters that may follow a figure in its cell: a unit, a footnote's sign."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with a figure, at `[start:end]` of the text of the passage of that number. `row` and `column` are their names,
    `more` the words of the row's other cells, `caption` the line above the table, `stub` what the
    head calls the rows ('Ward')."""

    passage: int
    start: int
    end: int
    figure: Figure
    row: str
    column: str
    more: str
    caption: str
    table: int
    stub: str
    bracketed: bool
    """'(1,200)': below zero in accounts, an estimate elsewhere."""
    unsure: bool = False
    """Whether its table names its columns and nobody can tell which of them it stands in."""
    beside: bool = False
    """Whether the same columns stand a second time beside it."""


def cells(passages: Sequence[Passage], manners: Mapping[str, Manner]) -> list[Cell]:
    """All cells with a figure; `table` counts on through the passages. `manners`: by document, how it writes figures."""
    found: list[Cell] = []
    before = 0
    for number, passage in enumerate(passages):
        rows = tables.rows(passage.text, passage.header)
        for row in rows:
            if not row.is_head:
                found.extend(_of_row(row, number, before + row.table, manners[passage.document]))
        before += rows[-1].table + 1 if rows else 0
    return found


def has_words(passage: Passage, column: str, stub: str) -> bool:
    """Whether a cell of this column of such a table has anything else than a figure or a dash."""
    known = (
        cell
        for row in tables.rows(passage.text, passage.header)
        if not row.is_head and stub in (row.stub, *row.head)
        for cell in row.cells
    )
    return any(
        cell.place
        and (cell.column or "") == column
        and re.search(r"\w", cell.text)
        and not _figure(cell.text, Manner())
        for cell in known
    )


def headings(header: str) -> list[str]:
    """The headings of a chunk's header, without its page and the head of a table that goes on."""
    return [part for part in header.split(" › ") if "|" not in part and not _PAGE.match(part)]


def _of_row(row: tables.Row, passage: int, table: int, manner: Manner) -> Iterator[Cell]:
    """The first cell names the row, even where it is a figure."""
    known = [(cell, _figure(cell.text, manner)) for cell in row.cells]
    for part in _side_by_side(known, row.head):
        yield from _of_part(row, part, passage, table)


def _side_by_side(known: Sequence[_Known], head: Sequence[str]) -> list[Sequence[_Known]]:
    """The rows of tables that stand beside each other and were read as one: words behind a figure name what follows, where nothing
    but figures stands before them, or where the head begins again with the same name."""
    starts = [
        at
        for at in range(1, len(known))
        if known[at][1] is None
        and known[at - 1][1] is not None
        and any(figure is not None for _, figure in known[at + 1 :])
        and (_only_figures(known[:at]) or (known[at][0].column and known[at][0].column in head[:1]))
    ]
    return [known[start:end] for start, end in pairwise([0, *starts, len(known)])]


def _only_figures(known: Sequence[_Known]) -> bool:
    return len(known) > 1 and all(figure is not None for _, figure in known)


def _of_part(row: tables.Row, known: Sequence[_Known], passage: int, table: int) -> Iterator[Cell]:
    words = [cell.text for cell, figure in known if figure is None]
    label = words[0] if words else known[0][0].text if len(known) < len(row.cells) else ""
    stub = row.stub if known[0][0] is row.cells[0] else known[0][0].column or ""
    more = " ".join(word for word in words if word != label)
    for cell, figure in known:
        if figure is None or not cell.place:
            continue
        yield Cell(
            passage=passage,
            start=cell.start,
            end=cell.end,
            figure=figure,
            row=label,
            column=cell.column or "",
            more=more,
            caption=row.caption,
            table=table,
            stub=stub,
            bracketed=cell.text.startswith("(") and cell.text.endswith(")"),
            unsure=bool(row.head) and cell.column is None,
            beside=row.stub != "" and row.head.count(row.stub) > 1,
        )


@remembered(8192)
def _figure(cell: str, manner: Manner) -> Figure | None:
    """The one figure that a cell consists of."""
    text = cell.strip("()[] ")
    found = list(figures(text, manner))
    if len(found) != 1 or found[0].start > 0 or len(text) - found[0].end > _LONGEST_TAIL:
        return None
    return found[0]
