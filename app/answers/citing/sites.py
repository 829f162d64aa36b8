"""Where values stand: each number, date and code of the passages with the words that say what it is the value of.

In prose that is its sentence, and a little the headings and the sentences before; in a table the names of its row and
column, and a little the caption and the headings.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.answers.text.amounts import unit_of, unit_of_label, units_in
from app.answers.text.names import names
from app.answers.text.remembered import remembered
from app.answers.text.sentences import sentences
from app.answers.text.tables import Cell, Row, rows
from app.answers.text.terms import terms
from app.answers.text.values import Value, month_of, months, values
from app.types import Passage

Form = Literal["prose", "cell", "name"]
_LABELLED = re.compile(
    r"(?:\b(?:clauses?|sections?|parts?|chapters?|tables?|figures?|figs?|pages?|pp?|notes?|nos?|lots?|schedules?|articles?|arts?"
    r"|appendix|annex|amendments?|items?|flats?|units?|numbers?|paragraphs?|versions?|editions?|rooms?|rev|steps?|block"
    r"|ziffer|abschnitt|nr|tabelle|seite|kapitel|artikel|anhang|absatz|punkt|page|tableau|chapitre|article|annexe)\.?|§|\[|#)\s?$",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"\s*\(?\d+(?:\.\d+)*[.)]?\s+(?=[A-ZÄÖÜ•])")
_SCALE_NOTE = {
    3: re.compile(r"(?<!\d )(?<!\d)\b(?:thousands?|tausende?n?|tsd|milliers|miles|migliaia|milhares)\b|[£$€]\s?000\b|\bT€", re.IGNORECASE),
    6: re.compile(r"(?<!\d )(?<!\d)\b(?:millions?|millionen|mio|millones|milioni|milhões)\b|[£$€]\s?m\b", re.IGNORECASE),
}  # fmt: skip
_PART = re.compile(r";\s")
_SEGMENT = re.compile(r"[;:,]\s|\s(?:and|but|while|und|aber|während|et|mais|y|pero|e|ma)\s|\s\((?=[^)]*\d)")


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence or a row: `text` is `passage.text[start:end]`. `own` are its terms, `above` those of the names of columns and
    the caption that a row has, `near` those of its neighbours, `headings` those of section and header."""

    passage: int
    start: int
    end: int
    text: str
    own: frozenset[str]
    above: frozenset[str]
    near: frozenset[str]
    headings: frozenset[str]
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A value at a place. `own` are the terms that say what it is; of those, `close` stand in the same part of a sentence,
    `label` name the row and `column` the column. `wide` are the terms of headings and captions, `near` of neighbours. `powers` are the powers of ten that the table says its figures are short of."""

    value: Value
    place: int
    own: frozenset[str]
    wide: frozenset[str]
    near: frozenset[str]
    close: frozenset[str]
    label: frozenset[str]
    column: frozenset[str]
    unit: str
    units: frozenset[str]
    powers: tuple[int, ...]
    text: str
    start: int
    """In the passage's text."""
    form: Form = "prose"
    """Where it stands. A 'name' is a number that names something: of a clause, a row or a column."""
    known: bool = True
    """Whether it is known which column it stands in."""


@remembered(512)
def _places(passage: Passage) -> tuple[Place, ...]:
    units = sentences(passage.text)
    by_start = {row.start: row for row in rows(passage.text, passage.header)}
    known = [terms(passage.text[start:end]).all for start, end in units]
    headings = terms(f"{passage.header} {passage.section}").all
    found = []
    for i, (start, end) in enumerate(units):
        row = by_start.get(start) or by_start.get(start - 2) or by_start.get(start - 1)
        above = terms(f"{' '.join(row.head)} {row.caption}").all if row else frozenset()
        near = frozenset().union(*known[max(0, i - 2) : i], *known[i + 1 : i + 2])
        found.append(Place(0, start, end, passage.text[start:end], known[i], above, near, headings, row))
    return tuple(found)


def places(passages: Sequence[Passage]) -> list[Place]:
    """All sentences and rows of the passages in order, with the number of their passage."""
    return [
        Place(number, p.start, p.end, p.text, p.own, p.above, p.near, p.headings, p.row)
        for number, passage in enumerate(passages)
        for p in _places(passage)
    ]


def sites(found: Sequence[Place], passages: Sequence[Passage]) -> list[Site]:
    """All values of these places; `Site.place` counts them."""
    powers = _powers(passages)
    made: list[Site] = []
    for number, place in enumerate(found):
        key = (place.text, place.start, place.row, place.above, place.near, place.headings)
        made.extend(replace(s, place=number, powers=powers) for s in _sites(*key))
    return made


def _powers(passages: Sequence[Passage]) -> tuple[int, ...]:
    """What the documents say their tables are in: thousands, millions."""
    return tuple(p for p, note in _SCALE_NOTE.items() if any(note.search(passage.text) for passage in passages))


@remembered(4096)
def _sites(
    text: str, start: int, row: Row | None, above: frozenset[str], near: frozenset[str], headings: frozenset[str]
) -> tuple[Site, ...]:
    if row is not None and not row.is_head:
        return tuple(site for cell in row.cells for site in _of_cell(row, cell, above, headings))
    return tuple(_of_prose(text, start, near, headings, head=row is not None))


def _of_cell(row: Row, cell: Cell, above: frozenset[str], headings: frozenset[str]) -> list[Site]:
    found = [*values(cell.text), *_names_in(cell)]
    if not found:
        return []
    beside = " ; ".join(other.text for other in row.cells if other is not cell and not _is_amount(other))
    column = cell.column or ""
    label, of_column = terms(beside).all | _months(row.cells, cell), terms(column).all
    wide = above | headings | terms(" ".join(other.text for other in row.cells)).values
    made = []
    for value in found:
        form: Form = "name" if value.kind != "name" and _is_of_name(row, cell, value) else "cell"
        own = label | of_column | terms(cell.text[: value.start] + " " + cell.text[value.end :]).all
        unit = (
            unit_of(cell.text, value) or unit_of_label(column) or unit_of_label(row.label) or unit_of_label(row.caption)
        )
        made.append(
            Site(
                value=value,
                place=0,
                own=own,
                wide=wide,
                near=frozenset(),
                close=frozenset(),
                label=label,
                column=of_column,
                unit=unit,
                units=units_in(f"{column} {beside} {cell.text} {row.caption} {' '.join(row.head)}"),
                powers=(),
                text=f"{column} ; {beside} ; {cell.text}",
                start=cell.start + value.start,
                form=form,
                known=cell.column is not None,
            )
        )
    return made


def _months(cells: Sequence[Cell], here: Cell) -> frozenset[str]:
    return frozenset({month_of(cell.text) for cell in cells if cell is not here} - {""})


def _is_of_name(row: Row, cell: Cell, value: Value) -> bool:
    """Whether a number is a part of what the row is called: 'Flat 31', or 'MS 14, repair of tears' in its second cell."""
    first = cell is row.cells[0] and bool(row.label)
    return first or (value.kind == "number" and bool(re.search(r"\b[A-Z][A-Za-z.]*\s$", cell.text[: value.start])))


def _names_in(cell: Cell) -> list[Value]:
    """A cell's capital opens no sentence."""
    return [replace(name, start=name.start - 3, end=name.end - 3) for name in names(f"of {cell.text}")]


def _is_amount(cell: Cell) -> bool:
    return bool(values(cell.text)) and not any(map(str.isalpha, cell.text))


def _of_prose(text: str, start: int, near: frozenset[str], headings: frozenset[str], *, head: bool) -> list[Site]:
    found = [*values(text), *months(text), *names(text)]
    if not found:
        return []
    own, units = terms(text).all, units_in(text)
    parted = _PART if ";" in text else _SEGMENT
    cuts = [0, *(m.start() for m in parted.finditer(text)), len(text)]
    made = []
    for value in found:
        a = max(cut for cut in cuts if cut <= value.start)
        b = min(cut for cut in cuts if cut >= value.end)
        close = terms(text[a:b]).all
        form: Form = "name" if head or own <= headings or _only_names(text, value) else "prose"
        made.append(
            Site(
                value=value,
                place=0,
                own=own,
                wide=headings,
                near=near,
                close=close,
                label=frozenset(),
                column=frozenset(),
                unit=unit_of(text, value) or _shared_unit(text, value, found),
                units=units,
                powers=(),
                text=text,
                start=start + value.start,
                form=form,
            )
        )
    return made


def _shared_unit(text: str, value: Value, found: Sequence[Value]) -> str:
    """The unit of the number before, for one that stands bare: 'ships over 25 years, tugs over 22, cranes over 15'."""
    if value.kind != "number" or not re.match(r"\s*(?:[,;.)]|$|[–-]|to\b|and\b|or\b|bis\b|und\b)", text[value.end :]):
        return ""
    units = [unit_of(text, other) for other in found if other.kind == "number" and other.start < value.start]
    return next((unit for unit in reversed(units) if unit), "")


def _only_names(text: str, value: Value) -> bool:
    """Whether a number only names something: 'clause 9.3', '[3]', '3.1 The Contractor'."""
    if value.kind != "number":
        return False
    numbering = _NUMBERING.match(text)
    return bool(_LABELLED.search(text[max(0, value.start - 14) : value.start])) or (
        numbering is not None and value.end <= numbering.end()
    )
