"""What a question asks to be worked out, worked out by code from figures that are cited; and a figure that a table plainly has.

The figures are found in tables by their names (`by_table`, without the model), or the model names them by writing the
calculation down (`by_expression`), which it does better than calculating: each must stand in what was read, and the
calculation be of the kind that was asked for. The result is never the model's.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.answers.citing.cite import Statement, Window
from app.answers.computing import expression
from app.answers.computing.arithmetic import Sum, Term, multiplied, of_list, worked_out
from app.answers.computing.extremes import column_asked, extremes, sides
from app.answers.computing.figureplaces import Spot, in_cells, in_text
from app.answers.computing.figures import Manner, manner_of
from app.answers.computing.grid import Cell, cells, headings
from app.answers.computing.operands import Named, Sought, pair, seek, single
from app.answers.computing.operations import Operation, asks_for_less, compares, operation_of
from app.answers.text.measures import label_unit
from app.answers.text.terms import Terms, terms
from app.tongues import language_of
from app.types import Chunk, Passage

_TABLES = 48
"""So many pieces of tables are looked through for a figure, those that share most with the question."""
_PREFIX = 5
"""Letters by which a word is looked for in a table before it is read properly."""
_BAR = " | "
_AGAINST = {"en": "against", "de": "gegenüber", "fr": "contre", "es": "frente a"}
_STATED: Mapping[Operation, re.Pattern[str]] = {
    "share": re.compile(r"%|share|per ?cent|anteil|prozent|pour ?cent|porcentaje", re.IGNORECASE),
    "average": re.compile(r"average|mean|durchschnitt|mittel|moyenne|promedio|media", re.IGNORECASE),
    "sum": re.compile(r"total|sum\b|altogether|summe|gesamt|insgesamt|somme", re.IGNORECASE),
}
"""What a table may have as it is asked for, and how it calls it then."""


@dataclass(frozen=True, slots=True)
class Worked:
    """An answer that was worked out: its statements have the places of their figures, in the passages `read`."""

    text: str
    statements: tuple[Statement, ...]
    read: tuple[Passage, ...]


def is_asked(question: str) -> bool:
    """Whether anything is to be worked out."""
    return operation_of(question) is not None


def by_table(question: str, passages: Sequence[Passage], chunks: Mapping[str, Sequence[Chunk]]) -> Worked | None:
    """From all tables of the documents that the passages are of. None where the question does not say which figures it means in the
    words of the tables, or they have more than one such figure."""
    operation = operation_of(question)
    tables = _likely(question, passages, chunks)
    if not tables:
        return None
    manners = manners_of(tables)
    sought = seek(question, tables, manners)
    if operation is not None and (found := pair(sought)) is not None:
        return _compared(operation, question, found, sought, tables, manners)
    if operation is None and compares(question) and (found := pair(sought)) is not None:
        return _side_by_side(question, found, tables)
    if operation is None and (asked := sides(question)):
        return _outstanding(question, asked, column_asked(sought), tables, chunks)
    cell = single(sought) if operation is None or operation in _STATED else None
    if cell is None or (operation is not None and not _STATED[operation].search(_line(cell, tables[cell.passage]))):
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
    if spots is None or (made.sign != "*" and len(made.figures) == 2 and any(_in_row(spot) for spot in spots)):
        return None  # a row alone does not tell which of its figures is meant
    return _from_text(operation, made, question, spots, read, manners)


def _in_row(spot: Spot) -> bool:
    return spot.window is not None and _BAR in spot.window.text and not spot.alone


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
    return Worked(line, _statements(line, [line], [tuple(dict.fromkeys(borne))]), passages)


def manners_of(passages: Sequence[Passage]) -> dict[str, Manner]:
    documents = dict.fromkeys(passage.document for passage in passages)
    return {one: manner_of(p.text for p in passages if p.document == one) for one in documents}


def _likely(question: str, passages: Sequence[Passage], chunks: Mapping[str, Sequence[Chunk]]) -> list[Passage]:
    """The pieces of tables that share most with the question, by the beginnings of its words."""
    asked = {term.lstrip("#")[:_PREFIX] for term in terms(question).all}
    first = {passage.document: passage for passage in reversed(passages)}
    pieces = [
        (document, chunk, f"{chunk.header}\n{chunk.text}".lower())
        for document in first
        for chunk in chunks.get(document, ())
        if chunk.section >= 0 and _BAR in chunk.text
    ]
    counts = {term: sum(term in text for _, _, text in pieces) for term in asked}
    weights = {term: math.log(1 + len(pieces) / count) for term, count in counts.items() if count}
    scored = [(sum(w for term, w in weights.items() if term in text), n) for n, (_, _, text) in enumerate(pieces)]
    best = sorted((-score, n) for score, n in scored if score > 0)[:_TABLES]
    return [_passage(first[pieces[n][0]], pieces[n][1]) for _, n in best]


def _passage(like: Passage, chunk: Chunk) -> Passage:
    path = headings(chunk.header)
    section = path[-1] if path else like.section
    return replace(
        like, chunk=chunk.ordinal, header=chunk.header, section=section, text=chunk.text, spans=chunk.spans, table=True
    )


def _compared(
    operation: Operation,
    question: str,
    found: tuple[Cell, Cell],
    sought: Sought,
    tables: Sequence[Passage],
    manners: Mapping[str, Manner],
) -> Worked | None:
    first, second = (_term(cell, tables) for cell in found)
    made = worked_out(operation, first, second, in_order=sought.by_year(*found))
    if made is None:
        return None
    return _told(made, found, question, tables, manners[tables[found[0].passage].document])


def _told(made: Sum, found: Sequence[Cell], question: str, tables: Sequence[Passage], manner: Manner) -> Worked:
    """The calculation, and under it each figure with its names."""
    read, places = _only(found, tables)
    lines = [made.told(language_of(question), manner), *(_line(cell, tables[cell.passage]) for cell in found)]
    windows = [_window(cell, place, tables[cell.passage]) for cell, place in zip(found, places, strict=True)]
    text = f"{lines[0]}\n\n" + "\n".join(f"- {line}" for line in lines[1:])
    borne = [tuple(dict.fromkeys(windows)), *((window,) for window in windows)]
    return Worked(text, _statements(text, lines, borne), read)


def _side_by_side(question: str, found: tuple[Cell, Cell], tables: Sequence[Passage]) -> Worked | None:
    """The one that is more, or less if that was asked, against the other; and both as a table."""
    first, second = (_term(cell, tables) for cell in found)
    if (
        first.figure.power != second.figure.power
        or first.unit != second.unit
        or first.figure.value == second.figure.value
    ):
        return None
    ahead, other = sorted(found, key=lambda cell: cell.figure.value, reverse=not asks_for_less(question))
    against = _AGAINST.get(language_of(question), _AGAINST["en"])
    line = f"{_line(ahead, tables[ahead.passage])}, {against} {_as_written(other, tables[other.passage])}"
    read, places = _only(found, tables)
    windows = [_window(cell, place, tables[cell.passage]) for cell, place in zip(found, places, strict=True)]
    rows = [f"| {_names(cell, tables[cell.passage])} | {_as_written(cell, tables[cell.passage])}" for cell in found]
    text = "\n".join([line, "", "| | |", "|---|---|", *(f"{row} |" for row in rows)])
    borne = [tuple(dict.fromkeys(windows)), *((window,) for window in windows)]
    return Worked(text, _statements(text, [line, *rows], borne), read)


def _outstanding(
    question: str,
    asked: Sequence[bool],
    column: Sequence[Named],
    tables: Sequence[Passage],
    chunks: Mapping[str, Sequence[Chunk]],
) -> Worked | None:
    """The largest or smallest of a column, of all pieces of its table."""
    if not column:
        return None
    like = tables[column[0].cell.passage]
    path = headings(like.header)
    whole = [_passage(like, c) for c in chunks[like.document] if _BAR in c.text and headings(c.header) == path]
    name, stub = column[0].cell.column, column[0].cell.stub
    every = [cell for cell in cells(whole, manners_of(whole)) if (cell.column, cell.stub) == (name, stub)]
    found = extremes(every, asked)
    if not found:
        return None
    language = language_of(question)
    lines = [one.told(_line(one.cell, whole[one.cell.passage]), language) for one in found]
    read, places = _only([one.cell for one in found], whole)
    borne = [(_window(one.cell, place, whole[one.cell.passage]),) for one, place in zip(found, places, strict=True)]
    text = "\n".join(f"- {line}" for line in lines) if len(lines) > 1 else lines[0]
    return Worked(text, _statements(text, lines, borne), read)


def _stated(cell: Cell, tables: Sequence[Passage]) -> Worked:
    """One figure with its names."""
    passage = tables[cell.passage]
    text = _line(cell, passage)
    return Worked(text, _statements(text, [text], [(_window(cell, 0, passage),)]), (passage,))


def _statements(text: str, lines: Sequence[str], borne: Sequence[tuple[Window, ...]]) -> tuple[Statement, ...]:
    made, at = [], 0
    for line, windows in zip(lines, borne, strict=True):
        start = text.index(line, at)
        at = start + len(line)
        made.append(Statement(start, at, line, terms(line), windows, 1.0))
    return tuple(made)


def _only(found: Sequence[Cell], tables: Sequence[Passage]) -> tuple[tuple[Passage, ...], list[int]]:
    """The passages that are used, and for each cell the number of its passage among them."""
    used = list(dict.fromkeys(cell.passage for cell in found))
    return tuple(tables[number] for number in used), [used.index(cell.passage) for cell in found]


def _window(cell: Cell, place: int, passage: Passage) -> Window:
    """The row that the figure stands in."""
    start = passage.text.rfind("\n", 0, cell.start) + 1
    end = passage.text.find("\n", cell.end)
    end = len(passage.text) if end < 0 else end
    while passage.text[start] in " |":
        start += 1
    text = passage.text[start:end].rstrip()
    around = terms(f"{passage.header}\n{passage.section}\n{cell.caption}\n{cell.column}")
    return Window(place, start, start + len(text), text, terms(text), Terms(around.stems, around.values, around.names))


def _line(cell: Cell, passage: Passage) -> str:
    """'Headcount, 2021 (Estuary Towage: five years): 419'."""
    return f"{_names(cell, passage)}: {_as_written(cell, passage)}"


def _names(cell: Cell, passage: Passage) -> str:
    names = ", ".join(_without_bars(name) for name in (cell.row, cell.column) if name)
    title = _without_bars(cell.caption or passage.section)
    return f"{names} ({title})" if title and title not in names else names


def _as_written(cell: Cell, passage: Passage) -> str:
    return _without_bars(passage.text[cell.start : cell.end])


def _without_bars(text: str) -> str:
    """On one line, and never the beginning of a table."""
    return " ".join(text.replace("|", " ").split())


def _term(cell: Cell, tables: Sequence[Passage]) -> Term:
    text = tables[cell.passage].text[cell.start : cell.end]
    figure = cell.figure
    unit = figure.unit or label_unit(cell.row) or label_unit(cell.column)
    return Term(figure, text[figure.start : figure.end] if text[: figure.start + 1] else text, unit)
