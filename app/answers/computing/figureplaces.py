"""Where the figures of a calculation stand that the model wrote down: in cells that fit the question together, or in sentences."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from app.answers.citing.cite import Window, windows
from app.answers.computing.expression import Expression
from app.answers.computing.figures import Figure, Manner, figures
from app.answers.computing.grid import Cell
from app.answers.computing.operands import Sought, fitting
from app.answers.text.terms import terms
from app.answers.text.values import is_year, values
from app.types import Passage

_ONE_PAIR = 60
"""Pairs of places of the same two figures that are tried."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure of the passages as it is written there, with the sentence or row around it; None for a count that the question
    brought."""

    figure: Figure
    text: str
    window: Window | None

    @property
    def alone(self) -> bool:
        """Whether it is the only figure of its sentence or row."""
        return self.window is None or len(re.findall(r"\|\s*[£$€(]?\d", f"| {self.window.text}")) < 2

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
    """A place for each figure. None if one stands nowhere (in the question a count may stand instead), or if years, codes or
    names of the question stand at none of the places or what is around them."""
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
    return spots if placed and _covered(question, placed, passages) else None


def _spots(figure: Figure, window: Window, passages: Sequence[Passage], manners: Mapping[str, Manner]) -> list[Spot]:
    manner = manners[passages[window.passage].document]
    return [
        Spot(one, window.text[one.start : one.end], window)
        for one in figures(window.text, manner)
        if one.value == figure.value
    ]


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
