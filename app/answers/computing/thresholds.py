"""The bound that a question sets to what it counts: 'more than 50', 'at least 5 %', '1,000 tonnes or more'. In English, German,
French, Spanish, Italian and Portuguese."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from app.answers.computing.figures import Figure, Manner, figures

Side = Literal["over", "at least", "under", "at most"]

_BEFORE: tuple[tuple[Side, str], ...] = (
    (
        "at most",
        r"at most|no more than|not more than|höchstens|nicht mehr als|au plus|pas plus de|como máximo|no más de|al massimo|non più di|no máximo|não mais de",
    ),
    (
        "at least",
        r"at least|no fewer than|no less than|not less than|mindestens|nicht weniger als|au moins|al menos|como mínimo|almeno|pelo menos",
    ),
    (
        "over",
        r"(?:more|greater|higher|larger|bigger|longer|heavier|better) than|over|above|exceed(?:s|ed|ing)?|mehr als|über|höher als|größer als|plus de"
        r"|supérieure?s? à|au-dessus de|más de|superior(?:es)? a|più di|oltre|superior[ei] a|mais de|acima de",
    ),
    (
        "under",
        r"(?:less|fewer|lower|smaller|shorter|lighter|worse) than|under|below|weniger als|unter|niedriger als|kleiner als|moins de|inférieure?s? à"
        r"|au-dessous de|menos de|inferior(?:es)? a|meno di|sotto|inferior[ei] a|abaixo de",
    ),
)
_BEHIND: tuple[tuple[Side, str], ...] = (
    ("at least", r"(?:or|and) (?:more|over|above)|(?:oder|und) mehr|(?:ou|et) plus|o más|o più|ou mais"),
    ("at most", r"or (?:less|fewer|under|below)|oder weniger|ou moins|o menos|o meno|ou menos"),
)
_COUNTS = re.compile(r"\b(?:how many|wie viele|combien de|cuánt[oa]s|quant[ie]|quant[oa]s)\b", re.IGNORECASE)


_YEARS = re.compile(
    r"\b(?:in |für |pendant |durante |em |en )?(?:how many|wie vielen?|combien d['’]|cuántos|quanti|quantos) ?(?:of the )?"
    r"(?:(?:[a-z]+ )?years|jahren?|années|ans|años|anni|anos)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Threshold:
    """`rest` is the question without it, its unit left there. `years`: it is years that are counted."""

    side: Side
    figure: Figure
    rest: str
    years: bool = False

    @property
    def value(self) -> Decimal:
        return self.figure.whole

    def passed_by(self, value: Decimal) -> bool:
        match self.side:
            case "over":
                return value > self.value
            case "at least":
                return value >= self.value
            case "under":
                return value < self.value
            case "at most":
                return value <= self.value


def threshold(question: str, manner: Manner) -> Threshold | None:
    """None where nothing is counted, or there is no bound, or more than one."""
    if not _COUNTS.search(question) and not _YEARS.search(question):
        return None
    years = _YEARS.search(question) is not None
    question = _YEARS.sub(" ", question)
    found = []
    for figure in figures(question, manner):
        ahead, behind = question[: figure.start], question[figure.end :]
        for side, words in _BEFORE:
            if match := re.search(rf"\b(?:{words})\s+(?:the |a )?$", ahead, re.IGNORECASE):
                found.append(Threshold(side, figure, f"{ahead[: match.start()]} {behind}", years))
                break
        else:
            for side, words in _BEHIND:
                if match := re.match(rf"\s*(?P<unit>\S+ )??(?:{words})\b", behind, re.IGNORECASE):
                    rest = f"{ahead} {match['unit'] or ''} {behind[match.end() :]}"
                    found.append(Threshold(side, figure, rest, years))
                    break
    return found[0] if len(found) == 1 else None
