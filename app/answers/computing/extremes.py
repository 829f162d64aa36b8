"""The largest and the smallest of a column: 'which ward had the most burglaries in 2023?' is told by going through all rows of the
table, which a small model does not do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.answers.computing.columns import in_one_measure, without_totals
from app.answers.computing.grid import Cell

_ASKS = r"\b(?:which|who|what|welche[rsmn]?|wer|wo|quel(?:le)?s?|qui|qué|cuál|quién|where)\b"
_MOST = (
    r"\b(?:most|highest|largest|biggest|greatest|longest|heaviest|oldest|tallest|dearest|meisten|höchsten?[nrs]?|größten?[nrs]?"
    r"|längsten?[nrs]?|le plus|la plus|les plus|plus grand|mayor|más alt[oa]|el más|la más)\b"
)
_FEWEST = (
    r"\b(?:fewest|least|lowest|smallest|shortest|lightest|youngest|cheapest|wenigsten|niedrigsten?[nrs]?|kleinsten?[nrs]?"
    r"|kürzesten?[nrs]?|le moins|la moins|les moins|plus petit|menor|más baj[oa]|el menos|la menos)\b"
)
_IS_MOST = re.compile(rf"{_ASKS}[^?]*{_MOST}", re.IGNORECASE)
_IS_FEWEST = re.compile(rf"{_ASKS}[^?]*{_FEWEST}", re.IGNORECASE)
_FEWEST_ROWS = 3
_TOLD = {
    "en": ("highest of {}", "lowest of {}"),
    "de": ("höchster Wert von {}", "niedrigster Wert von {}"),
    "fr": ("le plus élevé de {}", "le plus bas de {}"),
    "es": ("el más alto de {}", "el más bajo de {}"),
}
_OF = {
    "en": "Number: {} of {}",
    "de": "Anzahl: {} von {}",
    "fr": "Nombre : {} sur {}",
    "es": "Número: {} de {}",
    "it": "Numero: {} su {}",
    "pt": "Número: {} de {}",
}


@dataclass(frozen=True, slots=True)
class Extreme:
    """The row that stands out; `largest` or smallest of so many."""

    cell: Cell
    largest: bool
    of: int

    def told(self, line: str, language: str) -> str:
        words = _TOLD.get(language, _TOLD["en"])[not self.largest]
        return f"{line} ({words.format(self.of)})"


def sides(question: str) -> tuple[bool, ...]:
    """True for the largest, False for the smallest, in the order of the question; none where neither is asked for."""
    found = [
        (match.end(), largest)
        for largest, pattern in ((True, _IS_MOST), (False, _IS_FEWEST))
        if (match := pattern.search(question))
    ]
    return tuple(largest for _, largest in sorted(found))


def extremes(cells: Sequence[Cell], largest: Sequence[bool]) -> list[Extreme]:
    """Of all cells of a column. The row that stands out on each side. Nothing where one is written in brackets, could be
    the total of the others, or two are level."""
    rows = without_totals(cells)
    total = sum(one.figure.value for one in rows)
    if len(rows) < _FEWEST_ROWS or not in_one_measure(rows) or any(2 * one.figure.value == total for one in rows):
        return []
    made = []
    for side in largest:
        ranked = sorted(rows, key=lambda one: one.figure.value, reverse=side)
        if ranked[0].figure.value == ranked[1].figure.value or ranked[0].bracketed:
            return []
        made.append(Extreme(ranked[0], side, len(rows)))
    return made


def of_all(count: int, of: int, language: str) -> str:
    """'Number: 3 of 9'."""
    return _OF.get(language, _OF["en"]).format(count, of)
