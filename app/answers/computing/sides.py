"""The table that a model wrote of two things, taken apart: what each is called and its one figure.

A small model says more rightly what each of two things has than which of them is more, so only that is taken from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.answers.computing.figures import Figure, Manner, figures
from app.answers.computing.grid import Cell
from app.answers.computing.operands import Sought
from app.answers.text.terms import terms


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things, as the model calls it, and its figure."""

    name: str
    figure: Figure


def two_sides(written: str, manner: Manner) -> list[tuple[str, Side, Side]]:
    """The pairs of a table of two things, each with what the table calls the figures: its two rows, or in each row the two last
    columns. None for what is no such table."""
    rows = [_cells(line) for line in written.splitlines() if "|" in line and set(line) - set(" |:-")]
    match rows:
        case [[_, label], [one, first], [other, second]]:
            pairs = [(label, (one, first), (other, second))]
        case [[*_, one, other], *below]:
            pairs = [(row[-3] if row[2:] else "", (one, row[-2]), (other, row[-1])) for row in below if row[1:]]
        case _:
            pairs = []
    found = [(label, _side(one, manner), _side(other, manner)) for label, one, other in pairs]
    return [(label, one, other) for label, one, other in found if one and other]


def are_called(sides: Sequence[Side], found: Sequence[Cell], sought: Sought) -> bool:
    """Whether each cell has a name that only its side has."""
    names = {one.cell: one.all for one in sought.named}
    said = [terms(side.name).all for side in sides]
    for number, side in enumerate(sides):
        own = said[number] - said[1 - number]
        cell = next((cell for cell in found if cell.figure.value == side.figure.value), None)
        others = [one for one in found if one is not cell]
        if cell is None or not own & (names[cell] - names[others[0]]):
            return False
    return True


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _side(pair: tuple[str, str], manner: Manner) -> Side | None:
    found = list(figures(pair[1], manner))
    return Side(pair[0], found[0]) if len(found) == 1 and found[0].start <= 2 else None
