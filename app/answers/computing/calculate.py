"""What a question asks to be worked out, worked out by code from figures that are cited; and a figure that a table plainly has.

The figures are found in tables by their names (`by_table`, without the model), or the model names them by writing the
calculation down (`by_expression`), which it does better than calculating: each must stand in what was read, and the
calculation be of the kind that was asked for. The result is never the model's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.answers.computing import columns, expression
from app.answers.computing.arithmetic import Sum, Term, multiplied, of_list, worked_out
from app.answers.computing.extremes import extremes, of_all
from app.answers.computing.extremes import sides as sides_asked
from app.answers.computing.figureplaces import Spot, belong, in_cells, in_text, named_cells
from app.answers.computing.figures import Manner
from app.answers.computing.grid import Cell
from app.answers.computing.operands import Sought, name_of, pair, seek, single
from app.answers.computing.operations import Operation, asks_for_less, compares, operation_of
from app.answers.computing.sides import Side, are_called, two_sides
from app.answers.computing.tablepieces import likely, manners_of, whole_column
from app.answers.computing.telling import Worked, as_written, line_of, names_of, statements, term, told
from app.answers.computing.thresholds import Threshold, threshold
from app.tongues import language_of
from app.types import Chunk, Passage

__all__ = ["Worked", "by_expression", "by_sides", "by_table", "is_asked"]

_SIGNS = frozenset("%£€$")
_SCALED = re.compile(
    r"\b(?:million\w*|millones|billion\w*|thousands?|tausend|tsd|mio|mrd|milliard\w*|milliers|miles de|en miles|m[£€$])\b|[£€$]\s?(?:m|bn|k)\b|\b[mk][€£$]|(?<![\d.,])['’]?000s?\b",
    re.IGNORECASE,
)
"""What the name of a column or the line above a table says of all its figures."""
_AGAINST = {"en": "against", "de": "gegenüber", "fr": "contre", "es": "frente a"}
_STATED: Mapping[Operation, re.Pattern[str]] = {
    "share": re.compile(r"%|share|per ?cent|anteil|prozent|pour ?cent|porcentaje", re.IGNORECASE),
    "average": re.compile(r"average|mean|durchschnitt|mittel|moyenne|promedio|media", re.IGNORECASE),
    "sum": re.compile(r"total|sum\b|altogether|summe|gesamt|insgesamt|somme", re.IGNORECASE),
}
"""What a table may have as it is asked for, and how it calls it then."""


def is_asked(question: str) -> bool:
    """Whether anything is to be worked out."""
    return operation_of(question) is not None


def by_table(question: str, passages: Sequence[Passage], chunks: Mapping[str, Sequence[Chunk]]) -> Worked | None:
    """From all tables of the documents that the passages are of. None where the question does not say which figures it means in the
    words of the tables, or they have more than one such figure."""
    operation = operation_of(question)
    tables = likely(question, passages, chunks)
    if not tables:
        return None
    manners = manners_of(tables)
    sought = seek(question, tables, manners)
    bound = threshold(question, next(iter(manners.values())))
    if bound is not None:
        return _counted(bound, question, tables, chunks)
    if operation in ("sum", "average") and (made := _together(operation, question, sought, tables, chunks)) is not None:
        return made
    if operation is not None and (found := pair(sought)) is not None:
        return _compared(operation, question, found, sought, tables, manners)
    if operation is None and compares(question) and (found := pair(sought)) is not None:
        return _side_by_side(question, found, tables)
    if operation is None and (asked := sides_asked(question)):
        return _outstanding(question, asked, sought, tables, chunks)
    cell = single(sought) if operation is None or operation in _STATED else None
    if cell is None or (operation is not None and not _STATED[operation].search(line_of(cell, tables[cell.passage]))):
        return None
    return _stated(cell, tables)


def by_expression(question: str, written: str, read: Sequence[Passage]) -> Worked | None:
    """From what the model wrote when it was asked for the calculation alone, with the figures of `read`. None where it is not
    of the kind that was asked for, or a figure stands nowhere or beside another year or name."""
    operation = operation_of(question)
    manners = manners_of(read)
    made = expression.parsed(written, next(iter(manners.values()), Manner()))
    if operation is None or made is None or not expression.fits(made, operation):
        return None
    sought = seek(question, read, manners)
    two = in_cells(made, sought) if made.sign != "*" else None
    if two is not None:
        return _compared(operation, question, (two[0], two[1]), sought, read, manners)
    spots = in_text(made, question, read, manners)
    if spots is None or not belong(spots, sought, of_count=made.sign == "*"):
        return None
    if made.sign != "*" and len(made.figures) > 2 and (listed := named_cells(spots, sought)):
        done = of_list(operation, [term(cell, read) for cell in listed])
        return _told(done, listed, question, read, manners[read[listed[0].passage].document]) if done else None
    return _from_text(operation, made, question, spots, read, manners)


def by_sides(question: str, written: str, read: Sequence[Passage]) -> Worked | None:
    """Two figures against each other, from the table that the model wrote when it was asked for what each of two things has. None
    unless both stand in cells that the question names, each called there what the model calls it."""
    if operation_of(question) is not None:
        return None
    manners = manners_of(read)
    told_of = [
        worked
        for label, *sides in two_sides(written, next(iter(manners.values()), Manner()))
        if (worked := _of_sides(question, label, sides, read, manners)) is not None
    ]
    return told_of[0] if len({worked.text for worked in told_of}) == 1 else None


def _of_sides(
    question: str, label: str, sides: Sequence[Side], read: Sequence[Passage], manners: Mapping[str, Manner]
) -> Worked | None:
    """`label` may name what the question leaves open: 'hectares' where it asks which is larger."""
    for asked in dict.fromkeys((question, f"{question} {label}")):
        sought = seek(asked, read, manners)
        found = in_cells(expression.Expression("-", (sides[0].figure, sides[1].figure)), sought)
        if found is not None and are_called(sides, found, sought):
            return _side_by_side(question, (found[0], found[1]), read)
    return None


def _from_text(
    operation: Operation,
    made: expression.Expression,
    question: str,
    spots: Sequence[Spot],
    read: Sequence[Passage],
    manners: Mapping[str, Manner],
) -> Worked | None:
    figures = [Term(spot.figure, spot.text, spot.figure.unit) for spot in spots]
    if made.sign == "*":
        done: Sum | None = multiplied(figures[0], figures[1])
    elif len(figures) > 2:
        done = of_list(operation, figures)
    else:
        done = worked_out(operation, figures[0], figures[1], in_order=operation == "percent change")
    if done is None:
        return None
    windows = [spot.window for spot in spots if spot.window is not None]
    used = list(dict.fromkeys(window.passage for window in windows))
    borne = tuple(replace(window, passage=used.index(window.passage)) for window in windows)
    line = done.told(language_of(question), manners[read[used[0]].document])
    passages = tuple(read[number] for number in used)
    return Worked(line, statements(line, [line], [tuple(dict.fromkeys(borne))]), passages)


def _compared(
    operation: Operation,
    question: str,
    found: tuple[Cell, Cell],
    sought: Sought,
    tables: Sequence[Passage],
    manners: Mapping[str, Manner],
) -> Worked | None:
    first, second = (term(cell, tables) for cell in found)
    made = worked_out(operation, first, second, in_order=sought.by_year(*found))
    if made is None:
        return None
    return _told(made, found, question, tables, manners[tables[found[0].passage].document])


def _told(made: Sum, found: Sequence[Cell], question: str, tables: Sequence[Passage], manner: Manner) -> Worked:
    """The calculation, and under it each figure with its names."""
    lines = [made.told(language_of(question), manner), *(line_of(cell, tables[cell.passage]) for cell in found)]
    return told(lines, _listed(lines), [found, *([cell] for cell in found)], tables)


def _listed(lines: Sequence[str]) -> str:
    """The first line, and the others as a list under it."""
    return f"{lines[0]}\n\n" + "\n".join(f"- {line}" for line in lines[1:])


def _side_by_side(question: str, found: tuple[Cell, Cell], tables: Sequence[Passage]) -> Worked | None:
    """The one that is more, or less if that was asked, against the other; and both as a table."""
    first, second = (term(cell, tables) for cell in found)
    if (
        first.figure.power != second.figure.power
        or first.unit != second.unit
        or first.figure.value == second.figure.value
    ):
        return None
    ahead, other = sorted(found, key=lambda cell: cell.figure.value, reverse=not asks_for_less(question))
    against = _AGAINST.get(language_of(question), _AGAINST["en"])
    line = f"{line_of(ahead, tables[ahead.passage])}, {against} {as_written(other, tables[other.passage])}"
    rows = [f"| {names_of(cell, tables[cell.passage])} | {as_written(cell, tables[cell.passage])}" for cell in found]
    text = "\n".join([line, "", "| | |", "|---|---|", *(f"{row} |" for row in rows)])
    return told([line, *rows], text, [found, *([cell] for cell in found)], tables)


def _outstanding(
    question: str,
    asked: Sequence[bool],
    sought: Sought,
    tables: Sequence[Passage],
    chunks: Mapping[str, Sequence[Chunk]],
) -> Worked | None:
    """The largest or smallest of a column, of all pieces of its table."""
    every, whole = whole_column(columns.column_asked(sought), tables, chunks)
    found = extremes(every, asked)
    if not found:
        return None
    language = language_of(question)
    lines = [one.told(line_of(one.cell, whole[one.cell.passage]), language) for one in found]
    text = "\n".join(f"- {line}" for line in lines) if len(lines) > 1 else lines[0]
    return told(lines, text, [[one.cell] for one in found], whole)


def _together(
    operation: Operation,
    question: str,
    sought: Sought,
    tables: Sequence[Passage],
    chunks: Mapping[str, Sequence[Chunk]],
) -> Worked | None:
    """A sum or an average of three figures or more: those that the question names, or all of a column."""
    found, whole = columns.named_rows(sought), tables
    if not found and columns.asks_for_all(question):
        column = columns.column_asked(sought)
        if not column or not columns.rows_called(sought, column):
            return None
        every, whole = whole_column(column, tables, chunks)
        stated = [cell for cell in every if columns.is_total(cell)]
        if operation == "sum" and len(stated) == 1:
            return _stated(stated[0], whole)
        found = columns.without_totals(every)
        found = found if columns.are_all(found) and columns.is_whole(found[0], whole) else []
    made = of_list(operation, [term(cell, whole) for cell in found]) if found else None
    return _told(made, found, question, whole, manners_of(whole)[whole[found[0].passage].document]) if made else None


def _counted(
    bound: Threshold, question: str, tables: Sequence[Passage], chunks: Mapping[str, Sequence[Chunk]]
) -> Worked | None:
    """How many rows of a column, or years of a row, are on one side of a bound, with those that are; where none is, the one that
    comes nearest."""
    sought = seek(bound.rest, tables, manners_of(tables))
    rows, whole = (columns.row_asked(sought), list(tables)) if bound.years else _rows_of(sought, tables, chunks)
    if not all(_is_bounded(cell, bound, whole) for cell in rows):
        return None
    found = [cell for cell in rows if bound.passed_by(cell.figure.whole)]
    language = language_of(question)
    lines = [line_of(cell, whole[cell.passage]) for cell in found]
    first = of_all(len(found), len(rows), language)
    if not found:
        nearest = extremes(rows, [bound.side in ("over", "at least")])
        lines = [one.told(line_of(one.cell, whole[one.cell.passage]), language) for one in nearest]
        found = [one.cell for one in nearest]
    return (
        told([first, *lines], _listed([first, *lines]), [found, *([cell] for cell in found)], whole) if found else None
    )


def _rows_of(
    sought: Sought, tables: Sequence[Passage], chunks: Mapping[str, Sequence[Chunk]]
) -> tuple[list[Cell], list[Passage]]:
    """All rows of the column that is asked for by its name and by what its rows are called."""
    column = columns.column_asked(sought)
    if not column or not columns.rows_counted(sought, column):
        return [], []
    every, whole = whole_column(column, tables, chunks)
    rows = columns.without_totals(every)
    return (rows if columns.are_all(rows) and columns.is_whole(rows[0], whole) else []), whole


def _is_bounded(cell: Cell, bound: Threshold, tables: Sequence[Passage]) -> bool:
    """Whether the figure can be put beside the bound as it stands: no percentage beside a count, no pounds beside a number, and no
    '4.2' under 'in £ million'."""
    passage = tables[cell.passage]
    label = " ".join((passage.header, passage.section, cell.caption, cell.row, cell.column))
    signs = {sign for sign in (bound.figure.currency, bound.figure.unit) if sign in _SIGNS}
    there = {
        cell.figure.currency,
        cell.figure.unit,
        *(unit[5:] for unit in name_of(cell, passage).all if unit[:5] == "unit "),
    }
    return signs <= there | _SIGNS.intersection(label) and not _SCALED.search(label)


def _stated(cell: Cell, tables: Sequence[Passage]) -> Worked:
    """One figure with its names."""
    line = line_of(cell, tables[cell.passage])
    return told([line], line, [[cell]], tables)
