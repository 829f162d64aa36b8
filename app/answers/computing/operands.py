"""Figures found in tables by what a question calls them: by the names of rows, columns and captions, without the model.

One figure (`single`), or the two that a question compares (`pair`): cells whose names the question speaks of, each named by
something that the other is not ('2024' and '2025', 'the one division and the other'). All years, codes and names of the
question must stand among the names of what is found. Where two would do as well, none is taken: a wrong figure is worse than
none.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from app.answers.computing.asked import (
    IDLE,
    RATES,
    bounds,
    counted,
    label_words,
    negated,
    plain,
    unit_words,
    unnumbered,
    years_in,
)
from app.answers.computing.figures import Manner
from app.answers.computing.grid import Cell, cells, headings
from app.answers.text.measures import units_asked, units_of_label
from app.answers.text.remembered import remembered
from app.answers.text.terms import Terms, terms
from app.answers.text.values import is_year, values
from app.types import Passage

_UNNAMED = 0.5
"""Weight of what a row's or column's name has and the question has not, as a share of the name, beside 1 for the rarest word."""
_ELSEWHERE = 0.6
"""Weight of a word that stands in the caption or headings, which many cells share, beside those of row and column."""
_AHEAD = 0.1
"""So much better than the next one the best must be, in weights of words (the rarest word weighs 1)."""
_SCATTERED = 0.5
"""What it costs a pair that a further one of row, column and headings differs."""
_MOST_CELLS = 40
"""So many of the best cells are put together in pairs."""
_WORD = re.compile(r"[\w-]+")
_LEFT_OVER = 1
"""So many words of a comparison may be found among no names: what was done ('invest', 'lift') is often called otherwise."""


@dataclass(frozen=True, slots=True)
class Named:
    """A cell with the terms of its names."""

    cell: Cell
    row: frozenset[str]
    column: frozenset[str]
    around: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return self.row | self.column | self.around


@dataclass(frozen=True, slots=True)
class Sought:
    """A question's terms, and the cells of what was read with how rare their terms are."""

    question: str
    asked: Terms
    wanted: frozenset[str]
    named: tuple[Named, ...]
    weights: dict[str, float]
    passages: Sequence[Passage]
    negated: bool
    """Whether the question leaves something out ('without', 'except'), which names alone do not tell."""
    counted: bool
    """Whether it asks how many."""
    telling: frozenset[str]
    """Its words, without those that name nothing and those for a unit that is looked for as such."""
    bounds: frozenset[str]
    units: frozenset[str]
    """The units that it asks for, if any cell is in them."""

    def by_year(self, first: Cell, second: Cell) -> bool:
        """Whether years of the question tell the two apart."""
        x, y = (next(one for one in self.named if one.cell is cell) for cell in (first, second))
        return any(any(map(is_year, (mine ^ others) & self.wanted)) for mine, others in _apart(x, y))

    def worth(self, one: Named) -> float:
        """How much of the question names this cell, less what of its row's and column's names the question does not have."""
        direct = one.row | one.column
        held = sum(self.weights[t] * (1.0 if t in direct else _ELSEWHERE) for t in one.all & self.wanted)
        return held - _UNNAMED * sum(len(name - self.wanted) / len(name) for name in (one.row, one.column) if name)

    def covered(self, *found: Named) -> bool:
        """Whether all years, codes and names of the question are among their names or those of their documents."""
        values = {value for value in self.asked.values if is_year(value) or value.startswith("#")}
        return not ((values | self.asked.names) - self._known(found))

    def told(self, *found: Named, most: int = 0) -> bool:
        """Whether all that the question says is, but for so many words."""
        return len(self.telling - self._known(found)) <= most and self.covered(*found)

    def _known(self, found: Sequence[Named]) -> frozenset[str]:
        places = (self.passages[one.cell.passage] for one in found)
        return frozenset().union(
            *(_words_around(place.file, place.header) for place in places), *(one.all for one in found)
        )

    def of_other_year(self, one: Named) -> bool:
        """Whether it is of another year than those that the question names: by its column, else by its row, else by its title."""
        asked, cell = years_in(self.question), one.cell
        row = years_in(cell.row)
        names = (cell.row, cell.column) if row and is_year(cell.row) else (cell.column, cell.row)
        own = [found for name in (*names, _title(cell, self.passages[cell.passage])) if (found := years_in(name))]
        return bool(asked and own) and not own[0] & asked

    def strange(self, one: Named) -> bool:
        """Whether it is another thing by its names: they have a 'without' or, in the title, a number that the question has not
        ('residents of 85 and over' are not all), or a price or a share where something was counted."""
        title = _title(one.cell, self.passages[one.cell.passage])
        if bounds(title) - self.bounds or (self.units and not self.units & one.all):
            return True
        if negated(f"{title} {one.cell.row} {one.cell.column}") or (self.counted and one.all & RATES - self.wanted):
            return True
        numbers = (v for v in values(unnumbered(title)) if v.kind == "number" and not is_year(v.key))
        return any(not v.keys & self.wanted and title.count(str(v.key)) for v in numbers)


def seek(question: str, passages: Sequence[Passage], manners: Mapping[str, Manner]) -> Sought:
    """`manners`: by document, how it writes figures."""
    asked = terms(plain(question))
    units = {f"unit {unit}" for unit in units_asked(question)}
    found = cells(passages, manners)
    these = [name_of(cell, passages[cell.passage]) for cell in found if not cell.bracketed and not cell.unsure]
    measured = frozenset(unit for unit in units - {"unit %"} if any(unit in one.all for one in these))
    counts = Counter(term for one in these for term in one.all)
    total = max(len(these), 2)
    weights = {term: max(0.1, math.log(total / count) / math.log(total)) for term, count in counts.items()}
    return Sought(
        question=plain(question),
        asked=asked,
        wanted=(asked.all - IDLE) | units,
        named=tuple(these),
        weights=weights,
        passages=passages,
        negated=negated(question),
        counted=counted(question),
        telling=asked.stems - IDLE - (unit_words(question) if measured else frozenset()),
        bounds=bounds(question),
        units=measured,
    )


def single(sought: Sought) -> Cell | None:
    """The one cell that the question names by row and column, if nothing that it says is left over."""
    if sought.negated:
        return None
    able = [one for one in sought.named if _is_named(one, sought) and sought.told(one) and not sought.strange(one)]
    ranked = sorted(able, key=lambda one: -sought.worth(one))
    near = [one for one in ranked if sought.worth(ranked[0]) - sought.worth(one) < _AHEAD]
    if len({one.cell.figure.whole for one in near}) != 1 or sought.of_other_year(near[0]):
        return None
    return near[0].cell


def _is_named(one: Named, sought: Sought) -> bool:
    """By the whole name of its row, and by its column's if that has one."""
    row = label_words(one.cell.row)
    return bool(row) and row <= sought.wanted and (not one.column or bool(one.column & sought.wanted))


def pair(sought: Sought) -> tuple[Cell, Cell] | None:
    """The two cells that the question compares; where years tell them apart, the earlier first."""
    if sought.negated:
        return None
    best = sorted((one for one in sought.named if not sought.strange(one)), key=lambda one: -sought.worth(one))
    pairs = [
        (value, x, y)
        for x, y in combinations(best[:_MOST_CELLS], 2)
        if (value := _together(x, y, sought)) is not None and sought.told(x, y, most=_LEFT_OVER)
    ]
    pairs.sort(key=lambda entry: -entry[0])
    if not pairs or (len(pairs) > 1 and pairs[0][0] - pairs[1][0] < _AHEAD):
        return None
    if any(map(sought.of_other_year, pairs[0][1:])):
        return None  # whatever comes next fits still less
    return _in_order(*pairs[0][1:], sought)


def fitting(sought: Sought, pairs: Sequence[tuple[Named, Named]]) -> tuple[Cell, Cell] | None:
    """Of given pairs the one that fits the question best, in order; None where none is what it asks about."""
    able = [
        (sought.worth(x) + sought.worth(y), x, y)
        for x, y in pairs
        if x is not y and sought.covered(x, y) and _same_but_one(x, y, sought)
    ]
    if not able:
        return None
    value, x, y = max(able, key=lambda entry: entry[0])
    if sought.of_other_year(x) or sought.of_other_year(y):
        return None
    best = sorted(sought.named, key=sought.worth, reverse=True)[:_MOST_CELLS]
    others = (sought.worth(a) + sought.worth(b) for a, b in combinations(best, 2) if _same_but_one(a, b, sought))
    return None if max(others, default=value) - value >= _AHEAD else _in_order(x, y, sought)


def _same_but_one(x: Named, y: Named, sought: Sought) -> bool:
    """Whether two cells differ in row, in column or in table alone, by what the question names; two tables may be told apart
    by less ('moved in', 'moved out') if row and column are the same."""
    if _together(x, y, sought) is not None:
        return (x.row != y.row) + (x.column != y.column) <= 1
    named = x.row & sought.wanted and (not x.column or x.column & sought.wanted)
    return bool(named) and x.row == y.row and x.column == y.column and x.around != y.around


def name_of(cell: Cell, passage: Passage) -> Named:
    around = _label(" › ".join([*headings(passage.header), passage.section, cell.caption]))
    return Named(cell, _label(f"{cell.row} {cell.more}"), _label(cell.column), around)


@remembered(1024)
def _words_around(file: str, header: str) -> frozenset[str]:
    return terms(plain(re.sub(r"[-_.]", " ", f"{file} {header}"))).all


@remembered(4096)
def _label(text: str) -> frozenset[str]:
    """A name goes for a whole row or column of cells, and a caption for all of them."""
    return terms(plain(text)).all | {f"unit {unit}" for unit in units_of_label(text)}


def _title(cell: Cell, passage: Passage) -> str:
    """The line above the table; where it goes on from another page, the last heading."""
    path = headings(passage.header)
    return cell.caption or passage.section or (path[-1] if path else "")


def _together(x: Named, y: Named, sought: Sought) -> float | None:
    """How well two cells fit what is asked; None where nothing tells them apart that the question names."""
    if not any(_tell(mine, others, sought) for mine, others in _apart(x, y)):
        return None
    differing = (x.row != y.row) + (x.column != y.column) + (x.around != y.around)
    return sought.worth(x) + sought.worth(y) - _SCATTERED * (differing - 1)


def _tell(mine: frozenset[str], others: frozenset[str], sought: Sought) -> bool:
    """Whether the question calls the one and the other by what only they are called: a year, a code or a name, or else half of
    their words ('births' of 'Births in the year', not 'people' of 'Young people out of work')."""
    sharp = sought.asked.names | {term for term in sought.wanted if is_year(term) or term.startswith("#")}
    return all(
        names & sought.wanted & sharp or 2 * len(names & sought.wanted) >= len(_words_of(names)) > 0
        for names in (mine, others)
    )


def _words_of(names: frozenset[str]) -> frozenset[str]:
    """Without what numbers a table."""
    return frozenset(term for term in names if not term.startswith("#"))


def _apart(x: Named, y: Named) -> list[tuple[frozenset[str], frozenset[str]]]:
    """What only the one and only the other is called, by row, column and headings."""
    return [(a - b, b - a) for a, b in ((x.row, y.row), (x.column, y.column), (x.around, y.around))]


def _in_order(x: Named, y: Named, sought: Sought) -> tuple[Cell, Cell]:
    """The earlier year first; where years do not tell them apart, as the question names them."""
    mine, others = ([names[0] & sought.wanted for names in _apart(one, other)] for one, other in ((x, y), (y, x)))
    years = [
        min((int(term) for names in side for term in names if is_year(term)), default=0) for side in (mine, others)
    ]
    if years[0] != years[1]:
        return (x.cell, y.cell) if years[0] < years[1] else (y.cell, x.cell)
    words = [term for match in _WORD.finditer(sought.question) for term in terms(f"{match[0]} ").all]
    first = [
        next((n for n, term in enumerate(words) if any(term in names for names in side)), len(words))
        for side in (mine, others)
    ]
    return (y.cell, x.cell) if first[1] < first[0] else (x.cell, y.cell)
