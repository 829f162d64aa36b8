"""Where the figures of a calculation stand that the model wrote down: in cells that fit the question together, or in sentences."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

from app.answers.citing.cite import Window, windows
from app.answers.computing.asked import years_in
from app.answers.computing.expression import Expression
from app.answers.computing.figures import Figure, Manner, figures
from app.answers.computing.grid import Cell
from app.answers.computing.operands import Named, Sought, fitting
from app.answers.text.terms import terms
from app.answers.text.values import is_year, values
from app.types import Passage

_BAR = " | "
_ONE_PAIR = 60
"""Pairs of places of the same two figures that are tried."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure of the passages as it is written there, with the sentence or row around it; None for a count that the question
    brought."""

    figure: Figure
    text: str
    window: Window | None
    start: int = 0
    """Where it begins in the text of its passage."""

    @property
    def alone(self) -> bool:
        """Whether it is the only figure of its sentence or row."""
        return self.window is None or len(re.findall(r"\|\s*[£$€(]?\d", f"| {self.window.text}")) < 2

    @property
    def in_row(self) -> bool:
        return self.window is not None and _BAR in self.window.text

    @property
    def said(self) -> frozenset[str]:
        return frozenset() if self.window is None else self.window.terms.all | self.window.around.all


def in_cells(expression: Expression, sought: Sought) -> tuple[Cell, ...] | None:
    """The two cells with these figures that fit the question best."""
    if len(expression.figures) != 2:
        return None
    first, second = (
        [one for one in sought.named if one.cell.figure.value == figure.value] for figure in expression.figures
    )
    return fitting(sought, list(product(first, second))[:_ONE_PAIR])


def in_text(
    expression: Expression, question: str, passages: Sequence[Passage], manners: Mapping[str, Manner]
) -> list[Spot] | None:
    """A place for each figure. None if one stands nowhere (in the question a count may stand instead), if all of several are one
    and the same place, or if years, codes or names of the question stand at none of the places or what is around them."""
    asked = terms(question)
    candidates = windows(passages)
    spots: list[Spot] = []
    counts = {key for value in values(question) if value.kind == "number" for key in value.keys}
    for figure in expression.figures:
        if expression.sign == "*" and f"{figure.value.normalize():f}" in counts:
            spots.append(Spot(figure, f"{figure.value:f}", None))
            continue
        found = [spot for window in candidates for spot in _spots(figure, window, passages, manners)]
        if not found:
            return None
        spots.append(max(found, key=lambda spot: len(spot.said & asked.all)))
    placed = [spot for spot in spots if spot.window is not None]
    where = {(spot.window.passage, spot.start) for spot in placed if spot.window is not None}
    if len(where) < min(len(placed), 2):
        return None
    return spots if placed and _covered(question, placed, passages) else None


def _spots(figure: Figure, window: Window, passages: Sequence[Passage], manners: Mapping[str, Manner]) -> list[Spot]:
    manner = manners[passages[window.passage].document]
    return [
        Spot(one, window.text[one.start : one.end], window, window.start + one.start)
        for one in figures(window.text, manner)
        if one.value == figure.value
    ]


def belong(spots: Sequence[Spot], sought: Sought, *, of_count: bool) -> bool:
    """Whether figures that stand in rows are those that are asked for: none of another year than the question's, and where a row has
    more than one figure, all in the one column that the question names, or all in one row. A row alone does not tell which of its
    figures is meant, but for a price by which a count is taken (`of_count`)."""
    placed = [spot for spot in spots if spot.window is not None]
    found = [(spot, _named_at(spot, sought)) for spot in placed if spot.in_row]
    known = [one for _, one in found if one is not None]
    asked = years_in(sought.question)
    if any(map(sought.of_other_year, known)) or any(map(partial(_tells_other, asked), placed)):
        return False
    if all(spot.alone for spot, _ in found) or (of_count and not asked):
        return True
    if of_count:
        return len(known) == len(found)
    if len(known) < max(len(placed), 3):
        return False
    if len({one.cell.column for one in known}) == 1:
        return bool(known[0].column & sought.wanted) and len({(one.cell.table, one.cell.row) for one in known}) == len(
            known
        )
    return len({(one.cell.table, one.cell.row) for one in known}) == 1


def _tells_other(asked: frozenset[str], spot: Spot) -> bool:
    """Whether its sentence is of other years than those."""
    told = years_in(spot.window.text) if spot.window is not None and not spot.in_row else frozenset[str]()
    return bool(asked and told) and not asked & told


def named_cells(spots: Sequence[Spot], sought: Sought) -> list[Cell]:
    """The cells that figures stand in, if all of them stand in one."""
    found = [_named_at(spot, sought) for spot in spots]
    return [one.cell for one in found if one is not None] if None not in found else []


def _named_at(spot: Spot, sought: Sought) -> Named | None:
    if spot.window is None:
        return None
    at = (spot.window.passage, spot.start)
    cells = ((one, one.cell) for one in sought.named)
    return next((one for one, cell in cells if cell.passage == at[0] and cell.start <= at[1] < cell.end), None)


def _covered(question: str, spots: Sequence[Spot], passages: Sequence[Passage]) -> bool:
    asked = terms(question)
    needed = asked.names | {value for value in asked.values if is_year(value) or value.startswith("#")}
    known: frozenset[str] = frozenset()
    for spot in spots:
        if spot.window is not None:
            passage = passages[spot.window.passage]
            where = re.sub(r"[-_.]", " ", f"{passage.file} {passage.header} {passage.section}")
            known |= spot.said | terms(where).all
    return not needed - known
