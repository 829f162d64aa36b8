"""Figures that belong together: all of a column, all years of a row, or the three and more that a question names.

A total takes every row but those that are totals themselves; where one row may be a total that is not called one, nothing is
taken, for a sum that counts something twice is worse than none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import dropwhile, takewhile

from app.answers.computing.asked import IDLE, label_words, of_change, years_in
from app.answers.computing.figures import Manner
from app.answers.computing.grid import Cell, cells, has_words
from app.answers.computing.operands import Named, Sought
from app.answers.text.terms import stem, terms
from app.types import Passage

_TOTAL = re.compile(
    r"^(?:(?:grand |sub-?)?total|sum|all|together|whole|overall|average|mean|gesamt|summe|insgesamt|durchschnitt|ensemble|moyenne|somme|suma"
    r"|promedio|totale|totali|media|soma|média)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_COUNTS = re.compile(r"\b(?:how many|wie viele?|combien d(?:e\b|['’])|cuánt[oa]s|quant[ieoa]s?)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST = 3
_ALL_ROWS = re.compile(
    r"\b(?:all|together|altogether|in total|combined|total|sum|alle[nr]?|zusammen|insgesamt|tous|toutes|ensemble|au total|tod[oa]s|juntos|en total"
    r"|tutt[ie]|insieme|in totale|juntas|no total)\b",
    re.IGNORECASE,
)


def column_asked(sought: Sought) -> list[Named]:
    """The cells of the one column that the question names, by its caption, its name and what its rows are called; none where two
    columns would do, something of the question is left over, or it leaves something out."""
    if sought.negated:
        return []
    able = [found for found in _columns(sought) if _is_asked(found, sought)]
    return able[0] if len(able) == 1 else []


def whole_column(one: Cell, pieces: Sequence[Passage], manners: Mapping[str, Manner]) -> list[Cell]:
    """The cells of this column in all pieces of its table. None where tables with other lines above them have such a column, too:
    nobody can tell whether the table goes on there or is another one; none where a figure of it may stand in any of its columns."""
    rows = [cell for cell in cells(pieces, manners) if cell.stub == one.stub]
    found = [cell for cell in rows if cell.column == one.column]
    one_table = len({cell.caption for cell in found if cell.caption}) < 2
    return found if one_table and not any(cell.unsure or cell.beside for cell in rows) else []


def is_whole(one: Cell, pieces: Sequence[Passage]) -> bool:
    """Whether no row has anything else than a figure in this column: 'n/a' and '9–11' are in no sum and in no count."""
    return not any(has_words(piece, one.column, one.stub) for piece in pieces)


def rows_called(sought: Sought, found: Sequence[Named]) -> bool:
    """Whether the question says what the rows of a column are called ('wards')."""
    return bool(terms(found[0].cell.stub).stems & sought.telling)


def rows_counted(sought: Sought, found: Sequence[Named]) -> bool:
    """Whether it is the rows that the question counts: 'how many wards had …', not 'how many sales did the wards have'."""
    words = _WORD.findall(_COUNTS.split(sought.question)[-1])
    named = takewhile(_names, dropwhile(lambda word: not _names(word), words))
    return bool(terms(found[0].cell.stub).stems & set(map(stem, named)))


def _names(word: str) -> bool:
    return bool(terms(f"x {word}").stems - {"x"} - IDLE)


def without_totals(found: Sequence[Cell]) -> list[Cell]:
    """Without the row that is called the total, or is the last and the sum of the others."""
    total = sum((one.figure.value for one in found), Decimal(0))
    return [
        one
        for one in found
        if one.row and not is_total(one) and not (one is found[-1] and len(found) > 2 and 2 * one.figure.value == total)
    ]


def in_one_measure(found: Sequence[Cell]) -> bool:
    """Whether figures can be put beside each other as they stand: '800 m' is not more than '5 km'."""
    figures = [one.figure for one in found]
    units, currencies = ({one.unit for one in figures} - {""}, {one.currency for one in figures} - {""})
    return len({one.power for one in figures}) == 1 and len(units) < 2 and len(currencies) < 2


def is_total(cell: Cell) -> bool:
    return _TOTAL.match(cell.row) is not None


def are_all(found: Sequence[Cell]) -> bool:
    """Whether these are rows of one kind, each once, in one unit and to be trusted: none in brackets, none that could be a total
    of others by its size."""
    values = [one.figure.value for one in found]
    return (
        len(found) >= _FEWEST
        and len({one.row for one in found}) == len(found)
        and in_one_measure(found)
        and not any(one.bracketed for one in found)
        and not any(_could_be_total(values, at) for at in range(len(values)))
    )


def row_asked(sought: Sought) -> list[Cell]:
    """The cells of the one row that the question names, over the years that it asks for, or all that the table has."""
    rows: dict[tuple[str, frozenset[str]], list[Named]] = {}
    for one in () if sought.negated else sought.named:
        rows.setdefault((one.cell.row, one.around), []).append(one)
    able = [found for found in rows.values() if _is_row_asked(found, sought)]
    if len(able) != 1:
        return []
    asked = years_in(sought.question)
    found = [one.cell for one in able[0] if not asked or one.cell.column in asked]
    same = in_one_measure(found) and not any(one.bracketed for one in found)
    return found if same and len(found) >= _FEWEST and len(found) >= len(asked) else []


def named_rows(sought: Sought) -> list[Cell]:
    """The three or more cells of a column whose rows the question names, if nothing else of it is left over; the same of a row
    over several years."""
    if sought.negated:
        return []
    able = [found for found in (*_members(sought), *_years(sought)) if len(found) >= _FEWEST and sought.told(*found)]
    able = [found for found in able if not any(_is_other(one, sought) or one.cell.bracketed for one in found)]
    if len(able) != 1 or any(map(sought.of_other_year, able[0])):
        return []
    return [one.cell for one in able[0]]


def asks_for_all(question: str) -> bool:
    return _ALL_ROWS.search(question) is not None


def _columns(sought: Sought) -> list[list[Named]]:
    columns: dict[tuple[str, str, frozenset[str]], list[Named]] = {}
    for one in sought.named:
        columns.setdefault((one.cell.column, one.cell.stub, one.around), []).append(one)
    return list(columns.values())


def _is_asked(found: Sequence[Named], sought: Sought) -> bool:
    column, stub = found[0].cell.column, found[0].cell.stub
    known = found[0].around | found[0].column | terms(stub).all
    years = {term for term in sought.wanted if _YEAR.fullmatch(term)}
    named = bool(found[0].column & sought.wanted) or not column or len({one.cell.column for one in found}) == 1
    if not named or not years <= known or sought.telling - known:
        return False
    return not any(_is_other(one, sought) or sought.of_other_year(one) for one in found)


def _is_other(one: Named, sought: Sought) -> bool:
    """Strange, or not the change that is asked for."""
    cell = one.cell
    return sought.strange(one) or (
        of_change(sought.question) and not of_change(f"{cell.caption} {cell.row} {cell.column}")
    )


def _is_row_asked(found: Sequence[Named], sought: Sought) -> bool:
    words = label_words(found[0].cell.row)
    years = [one.cell.column for one in found]
    return (
        bool(words)
        and words <= sought.wanted
        and len(set(years)) == len(years)
        and all(map(_YEAR.fullmatch, years))
        and not sought.telling - found[0].all
        and not any(_is_other(one, sought) for one in found)
    )


def _members(sought: Sought) -> Iterator[list[Named]]:
    """Of each column the cells whose rows are named, each by a word that the others do not have."""
    for found in _columns(sought):
        if found[0].cell.column and not found[0].column & sought.wanted:
            continue
        named = [one for one in found if (words := label_words(one.cell.row)) and words <= sought.wanted]
        own = [one for one in named if not any(one.row < other.row for other in named)]
        if len(own) == len(named) == len({one.cell.row for one in named}):
            yield named


def _years(sought: Sought) -> Iterator[list[Named]]:
    """Of each row that is named the cells of the years that are asked for, if it has all of them."""
    asked = years_in(sought.question)
    rows: dict[tuple[str, frozenset[str]], list[Named]] = {}
    for one in sought.named:
        words = label_words(one.cell.row)
        if words and words <= sought.wanted and one.cell.column in asked:
            rows.setdefault((one.cell.row, one.around), []).append(one)
    for found in rows.values():
        if len(found) == len(asked) == len({one.cell.column for one in found}):
            yield sorted(found, key=lambda one: one.cell.column)


def _could_be_total(values: Sequence[Decimal], at: int) -> bool:
    """By its size: nearly as much as all others together, or exactly as much as two or more just above it."""
    others = sum(values, Decimal(0)) - values[at]
    above = Decimal(0)
    for before in range(at - 1, -1, -1):
        above += values[before]
        if before < at - 1 and above == values[at] != 0:
            return True
    return len(values) > 2 and values[at] > 0 and 10 * values[at] >= 9 * others
