"""How much a sentence matters to a summary of its document: what stands for the whole by its words, by its place, and by what
it does (decides, obliges, counts, warns), each kind of doing the more telling the rarer it is in this document.

After the surface features of H. P. Edmundson (1969), 'New methods in automatic extracting'; the weights are ours.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.answers.summaries.cues import ASIDE, LEANS, SUMMED_UP, cues_of
from app.answers.summaries.units import Unit
from app.answers.text.terms import terms

_CUES: Mapping[str, float] = {
    "decision": 1.0,
    "conclusion": 1.0,
    "purpose": 0.8,
    "change": 0.8,
    "total": 0.6,
    "risk": 0.6,
    "outlook": 0.6,
    "money": 0.6,
    "share": 0.6,
    "obligation": 0.5,
    "deadline": 0.5,
    "result": 0.5,
    "limit": 0.4,
    "date": 0.2,
    "figure": 0.2,
}
_MOST_BY_CUES = 1.0
_CENTRAL = 0.8
"""Weight of standing for the whole by its words, of which the best has 1."""
_TITLE = 0.4
_ONLY_TITLE = -1.0
"""For what says the title again and no more."""
_SUMMED_UP = 0.8
_OPENS = 0.4
_OF_THE_WHOLE = 0.5
"""For the first sentences of the document."""
_FIRST_UNITS = 4
_ASIDE = -1.5
_LEANS = -0.5
_FORMULA = -0.8
_OFTEN, _LEAST_FORM = 3, 3
"""How often a sentence of at least so many stems has to come to be a formula."""
_ROW = -0.5
"""A row of a table is seldom worth a sentence of its own …"""
_PAIR = 0.6
"""… but a label with its value is, and a total."""
_TOTAL_ROW = 0.6
_NAMELESS = -1.5
"""A row whose figures have lost the names of their columns."""
_LONG, _SHORT = 330, 30
"""Characters."""
_TOO_LONG, _TOO_SHORT = -0.5, -0.6
_EMPTY_FIELD = -0.8
_FIELD = 60
"""Characters."""
_QUESTION = -0.4
_BARE = re.compile(r";\s*\(?[\d.,–-]+\)?(?:;|$)")
_VALUE, _MOST_BY_VALUES = 0.2, 0.6
"""For each number, date or code: what a reader comes for is mostly told in them."""
_FIRST_ROWS = 3
_FIRST_ROW = 0.4
"""For the first rows of a table: the main ones stand on top."""
_YEARS = re.compile(r"\((?:19|20)\d\d")
_ANNOUNCES = re.compile(
    r"\b(?:two|three|four|five|several|following|zwei|drei|vier|folgende\w*|deux|trois|quatre|suivant\w*|dos|tres|cuatro|siguientes?)"
    r"(?: \w+)? (?:things|questions|points|reasons|ways|parts|causes|changes|steps|dinge|fragen|gründe|punkte|choses|questions|raisons|points|"
    r"cosas|preguntas|razones|puntos)\b|:$|\b(?:two|three)fold\b|as follows",
    re.IGNORECASE,
)
_ROUTINE = re.compile(
    r"^(?:table|figure|fig\.|tabelle|abbildung|tableau|tabla|figura)\s*[\dA-Z]|minutes (?:of|from)\b.{0,60}\b(?:approved|signed|agreed)|protokoll\b.{0,60}\bgenehmigt|procès-verbal\b.{0,60}\b(?:approuvé|adopté)|"
    r"signed (?:as|for|by)\b|signature|acta\b.{0,60}\baprobad|(?:state|status|stand|état|estado): (?:done|withdrawn|closed|erledigt|fait|hecho)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"PDF (?:formatted|generated|created|produced)|(?:formatted|typeset|generated) (?:using|with)\b|all rights reserved|"
    r"alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|creative commons|\bCC[ -]BY|©|\bIS[BS]N\b|"
    r"(?:article|work|document|report|publication) is (?:licen[sc]ed|distributed) under|downloaded from|submitter:|powered by",
    re.IGNORECASE,
)
"""Of the file and its publisher, not of what it is about."""
_OF_PUBLISHER = -1.2
_EMPTY_TALK = -0.6
"""For what only announces, and for what every document of its kind has."""
_ABSTRACT = re.compile(r"(?:abstract|summary|zusammenfassung|résumé|resumen)\s*[.:—–-]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Weighed:
    unit: Unit
    cues: frozenset[str]
    weight: float


def weigh(units: Sequence[Unit], title: str) -> list[Weighed]:
    """The units with what each is worth, in the same order."""
    cues = [_cues(unit) for unit in units]
    rare = _rarity(cues)
    central = _centrality(units)
    named = terms(title).stems
    short, formulas = _summing_up(units), _formulas(units)
    return [
        Weighed(
            unit,
            found,
            _CENTRAL * central[i] + _SUMMED_UP * short[i] + _FORMULA * formulas[i] + _weight(unit, found, rare, named),
        )
        for i, (unit, found) in enumerate(zip(units, cues, strict=True))
    ]


def _cues(unit: Unit) -> frozenset[str]:
    """A row is a total by its own name, not by that of a column; figures of several years tell a change."""
    found = cues_of(unit.text)
    if not unit.row:
        return found
    if "total" not in cues_of(unit.text.split(":")[0]):
        found -= {"total"}
    return found | {"change"} if len(_YEARS.findall(unit.text)) > 1 else found


def _formulas(units: Sequence[Unit]) -> list[bool]:
    """Which sentences stand in the document again and again with other figures and names: the form of a page, not its news."""
    forms = [unit.said.stems - unit.said.names for unit in units]
    counts = Counter(form for form, unit in zip(forms, units, strict=True) if not unit.row and len(form) >= _LEAST_FORM)
    return [not unit.row and counts[form] >= _OFTEN for form, unit in zip(forms, units, strict=True)]


def _summing_up(units: Sequence[Unit]) -> list[bool]:
    """Which units stand where the document says in short what it says: by the title of their section, or behind 'Abstract.'."""
    found: list[bool] = []
    section: tuple[int, str] | None = None
    for unit in units:
        place = (unit.part, unit.section)
        if _ABSTRACT.match(unit.text):
            section = place
        found.append(place == section or bool(SUMMED_UP.search(unit.section)))
    return found


def _weight(unit: Unit, cues: frozenset[str], rare: Mapping[str, float], named: frozenset[str]) -> float:
    by_cues = min(_MOST_BY_CUES, sum(_CUES[cue] * rare[cue] for cue in cues))
    by_title = _TITLE * len(unit.said.stems & named) / max(1, len(named)) + _ONLY_TITLE * (unit.said.stems <= named)
    by_values = min(_MOST_BY_VALUES, _VALUE * len(unit.said.values))
    return by_cues + by_title + by_values + _by_place(unit) + _by_form(unit, cues)


def _by_place(unit: Unit) -> float:
    return (
        _OPENS * unit.opens
        + _OF_THE_WHOLE * (unit.number < _FIRST_UNITS)
        + _ASIDE * bool(ASIDE.match(_unnumbered(unit.section)))
        + _LEANS * bool(LEANS.match(unit.text) and not unit.opens)
    )


def _by_form(unit: Unit, cues: frozenset[str]) -> float:
    length = len(unit.text)
    worth = _TOO_LONG * (length > _LONG) + _TOO_SHORT * (length < _SHORT and not unit.row)
    worth += _EMPTY_TALK * bool(_ANNOUNCES.search(unit.text) or _ROUTINE.search(unit.text))
    worth += _OF_PUBLISHER * bool(_PUBLISHED.search(unit.text))
    worth += _QUESTION * unit.text.endswith("?")
    if unit.row:
        worth += (
            _ROW
            + _FIRST_ROW * (unit.rank <= _FIRST_ROWS)
            + _PAIR * unit.pairs * (":" in unit.text)
            + _TOTAL_ROW * ("total" in cues)
        )
        worth += _NAMELESS * bool(_BARE.search(unit.text)) + _EMPTY_FIELD * (
            "figure" not in cues and _only_labels(unit.text)
        )
    return worth


def _only_labels(row: str) -> bool:
    """Whether the boxes of a form are empty: a capital for each label, and none for a name in it."""
    return sum(word[:1].isupper() for word in row.split()) <= 1 + len(re.findall("[;:]", row)) and len(row) < _FIELD


def _unnumbered(title: str) -> str:
    return re.sub(r"^[\W\d]+", "", title)


def _rarity(cues: Sequence[frozenset[str]]) -> dict[str, float]:
    """1 for a cue that one unit has, near 0 for one that all have."""
    n = max(2, len(cues))
    counts = Counter(cue for found in cues for cue in found)
    return {cue: math.log(n / counts[cue]) / math.log(n) if counts[cue] else 1.0 for cue in _CUES}


def _centrality(units: Sequence[Unit]) -> list[float]:
    """How far the terms of each unit are those of the document, 0 to 1: the mean of the logarithms of their counts, little words
    and lone ones apart, short units held back."""
    counts = Counter(term for unit in units for term in unit.said.stems)
    raw = [sum(math.log(counts[t]) for t in unit.said.stems) / (len(unit.said.stems) + 5) for unit in units]
    most = max(raw, default=0.0) or 1.0
    return [value / most for value in raw]
