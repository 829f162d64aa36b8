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


def two_sides(written: str, manner: Manner) -> tuple[Side, Side] | None:
    """None for what is no table of two things with a figure each: they are its two rows, or the two last columns of its row."""
    rows = [_cells(line) for line in written.splitlines() if "|" in line and set(line) - set(" |:-")]
    match rows:
        case [head, [*_, first, second]] if len(head) >= 2:
            pairs = [(head[-2], first), (head[-1], second)]
        case [_, [one, first], [other, second]]:
            pairs = [(one, first), (other, second)]
        case _:
            return None
    sides = [Side(name, figure) for name, cell in pairs if (figure := _figure(cell, manner)) is not None]
    return (sides[0], sides[1]) if len(sides) == 2 else None


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


def _figure(cell: str, manner: Manner) -> Figure | None:
    found = list(figures(cell, manner))
    return found[0] if len(found) == 1 and found[0].start <= 2 else None
