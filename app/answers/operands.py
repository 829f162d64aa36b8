"""The two figures of a calculation, found in tables by the names of their rows, columns and captions.

Both are cells whose names the question speaks of; each is named by something that the other is not ('2024' and '2025', 'the
one division and the other'), and all years, codes and names of the question stand among their names. Where two pairs do as
well, none is taken: a wrong figure is worse than none.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from app.answers.figures import Manner
from app.answers.grid import Cell, cells
from app.answers.terms import Terms, terms
from app.answers.measures import units_asked, units_of_label
from app.types import Passage

_UNNAMED = 0.5
"""Weight of a word in a row's or column's name that the question does not have, beside 1 for one that it has."""
_ELSEWHERE = 0.6
"""Weight of a word that stands in the caption or headings, which many cells share, beside those of row and column."""
_AHEAD = 0.25
"""So much better than the next pair the best must be, in weights of words (the rarest word weighs 1)."""
_SCATTERED = 0.5
"""What it costs a pair that a further one of row, column and headings differs."""
_MOST_CELLS = 40
"""So many of the best cells are put together in pairs."""
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|dell|all|nell|sull)['’](?=\w)", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Named:
    """A cell with the terms of its names, as far as they can matter."""

    cell: Cell
    row: frozenset[str]
    column: frozenset[str]
    around: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return self.row | self.column | self.around


def pair(question: str, passages: Sequence[Passage], manner: Manner) -> tuple[Cell, Cell] | None:
    """The two cells that a question compares, in the order of the question as far as years tell it: the earlier first."""
    asked = terms(_plain(question))
    wanted = asked.all | _unit_terms(question)
    named = [_named(cell, passages[cell.passage]) for cell in cells(passages, manner) if not cell.bracketed]
    weights = _weights(named)
    best = sorted(named, key=lambda one: -_worth(one, wanted, weights))[:_MOST_CELLS]
    pairs = [(value, x, y) for x, y in combinations(best, 2) if (value := _together(x, y, wanted, weights)) is not None]
    if not pairs:
        return None
    pairs.sort(key=lambda entry: -entry[0])
    value, x, y = pairs[0]
    if any(value - other[0] < _AHEAD for other in pairs[1:2]) or not _covered(asked, x, y, passages):
        return None
    return _in_order(x, y, wanted)


def _named(cell: Cell, passage: Passage) -> Named:
    headings = [part for part in passage.header.split(" › ") if "|" not in part]
    around = terms(_plain(" › ".join([*headings, passage.section, cell.caption]))).all
    row, column = _label(f"{cell.row} {cell.more}"), _label(cell.column)
    return Named(cell, row, column, around)


def _label(text: str) -> frozenset[str]:
    return terms(_plain(text)).all | {f"unit {unit}" for unit in units_of_label(text)}


def _plain(text: str) -> str:
    """Without the articles that French and Italian write in one with a word, which would hide it."""
    return _ELISION.sub(" ", text)


def _unit_terms(question: str) -> frozenset[str]:
    return frozenset(f"unit {unit}" for unit in units_asked(question))


def _weights(named: Sequence[Named]) -> dict[str, float]:
    """How rare a term is among the cells: 1 for one that names a single cell."""
    counts = Counter(term for one in named for term in one.all)
    total = max(len(named), 2)
    return {term: max(0.1, math.log(total / count) / math.log(total)) for term, count in counts.items()}


def _worth(one: Named, wanted: frozenset[str], weights: dict[str, float]) -> float:
    return sum(_value(term, one.row | one.column, weights) for term in one.all & wanted) - _surplus(one, wanted)


def _value(term: str, direct: frozenset[str], weights: dict[str, float]) -> float:
    return weights[term] * (1.0 if term in direct else _ELSEWHERE)


def _surplus(one: Named, wanted: frozenset[str]) -> float:
    """What of the names of row and column the question does not speak of, as shares."""
    return _UNNAMED * sum(len(name - wanted) / len(name) for name in (one.row, one.column) if name)


def _together(x: Named, y: Named, wanted: frozenset[str], weights: dict[str, float]) -> float | None:
    """How well two cells fit what is asked; None where they are no pair."""
    names = ((x.row, y.row), (x.column, y.column), (x.around, y.around))
    if not any((one - other) & wanted and (other - one) & wanted for one, other in names):
        return None
    differing = (x.row != y.row) + (x.column != y.column) + (x.around != y.around)
    return _worth(x, wanted, weights) + _worth(y, wanted, weights) - _SCATTERED * (differing - 1)


def _covered(asked: Terms, x: Named, y: Named, passages: Sequence[Passage]) -> bool:
    """Whether the years, codes and names of the question are all among the names of the two or of their documents."""
    files = " ".join(f"{passages[one.cell.passage].file} {passages[one.cell.passage].header}" for one in (x, y))
    known = x.all | y.all | terms(re.sub(r"[-_.]", " ", files)).all
    years = {value for value in asked.values if _YEAR.fullmatch(value) or value.startswith("#")}
    return not ((years | asked.names) - known)


def _in_order(x: Named, y: Named, wanted: frozenset[str]) -> tuple[Cell, Cell]:
    def year(one: Named, other: Named) -> int:
        names = ((one.row, other.row), (one.column, other.column), (one.around, other.around))
        years = [int(term) for mine, others in names for term in (mine - others) & wanted if _YEAR.fullmatch(term)]
        return min(years, default=0)

    return (y.cell, x.cell) if year(x, y) > year(y, x) else (x.cell, y.cell)
