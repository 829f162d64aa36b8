"""What the preview has one below the other: the letter's pieces in their order, those of a part together, and where parts are that stay
here."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.ui.cloud.drafting import Composed

if TYPE_CHECKING:
    from app.library.cloud import Part, Shown

Key = tuple[str, int]
"""What it is, and its number: the part's, or that among its kind."""


@dataclass(frozen=True, slots=True)
class Group:
    """`number` is the part's, 0 for what is none. `fits` is false for a part that is wanted and for which there is no room; `pieces` are empty
    for what does not leave."""

    key: Key
    pieces: "tuple[Shown, ...]"
    number: int = 0
    part: "Part | None" = None
    fits: bool = True


def groups_of(made: Composed) -> list[Group]:
    parts = _parts(made)
    first = next((at for at, shown in enumerate(made.letter.shown) if shown.of_part), None)
    groups: list[Group] = []
    counted: dict[str, int] = {}
    for at, shown in enumerate(made.letter.shown):
        if at == first:
            groups += parts
        if not shown.of_part:
            counted[shown.what] = counted.get(shown.what, 0) + 1
            groups.append(Group((shown.what, counted[shown.what]), (shown,)))
    if first is None:  # all parts stay here: they stand behind the rules, where they were
        groups[1:1] = parts
    return groups


def _parts(made: Composed) -> list[Group]:
    """All of them, in their order."""
    pieces: dict[int, list[Shown]] = {}
    for shown in made.letter.shown:
        if shown.of_part and shown.number is not None:
            pieces.setdefault(shown.number, []).append(shown)
    return [
        Group(("part", number), tuple(pieces.get(number, ())), number, part, number not in made.letter.left_out)
        for number, part in enumerate(made.draft.parts, 1)
    ]
