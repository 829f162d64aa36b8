"""The shape that people expect of a summary: a contract's has parties, term, payment; minutes have decisions and actions.

What a document is, is told by rule from its title, the titles of its sections and its words, in English, German, French and
Spanish. A heading stands in a summary only with something under it.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from app.answers.summaries.kinds_of_reports import MANUAL, PAPER, RECORD, REPORT
from app.answers.summaries.kinds_of_terms import CONTRACT, LETTER, MINUTES, RULES
from app.answers.summaries.shape import Language, Shape, named

FURTHER: Mapping[Language, str] = named("Further points", "Weiteres", "Autres points", "Otros puntos")
SHAPES = (CONTRACT, MINUTES, PAPER, REPORT, MANUAL, RECORD, LETTER, RULES)

_TITLE_WEIGHT, _FIRST_HEAD_WEIGHT, _HEAD_WEIGHT, _WORD_WEIGHT = 4.0, 3.0, 1.0, 0.25
_MOST_HEADS, _MOST_WORDS = 4.0, 2.0
_SURE = 3.0
"""Points below which a document is of no kind that we know: a title of the kind, or several of its sections."""


def recognise(title: str, sections: Sequence[str], text: str) -> Shape | None:
    """The kind of a document by its title, its section titles and its words; None where nothing says so clearly."""
    points = {shape.kind: _points(shape, title, sections, text) for shape in SHAPES}
    best = max(SHAPES, key=lambda shape: points[shape.kind])
    return best if points[best.kind] >= _SURE else None


def _points(shape: Shape, title: str, sections: Sequence[str], text: str) -> float:
    heads = {name.casefold() for name in sections if shape.heads.match(name.strip())}
    named_at_top = any(shape.named.search(name) for name in sections[:2])
    often = sum(1 for _ in shape.words.finditer(text)) / max(1.0, len(text) / 2000)
    return (
        _TITLE_WEIGHT * bool(shape.named.search(title))
        + _FIRST_HEAD_WEIGHT * named_at_top
        + min(_MOST_HEADS, _HEAD_WEIGHT * len(heads))
        + min(_MOST_WORDS, _WORD_WEIGHT * often)
    )


_COMMON: Mapping[Language, frozenset[str]] = {
    "en": frozenset(["the", "of", "and", "to", "in", "is", "for", "that", "with", "are", "by", "from", "was", "not"]),
    "de": frozenset(
        [
            "der",
            "die",
            "das",
            "und",
            "ist",
            "nicht",
            "mit",
            "von",
            "zu",
            "den",
            "dem",
            "ein",
            "eine",
            "auf",
            "für",
            "werden",
        ]
    ),
    "fr": frozenset(
        ["le", "la", "les", "des", "et", "est", "une", "dans", "par", "pour", "sur", "qui", "du", "au", "ne", "pas"]
    ),
    "es": frozenset(
        ["el", "los", "las", "del", "y", "es", "una", "por", "para", "con", "que", "en", "se", "al", "su", "no"]
    ),
}


def language_of(text: str) -> Language:
    """The language of headings, by the commonest words; English where it is another one."""
    counts = Counter(re.findall(r"[^\W\d_]+", text[:20000].casefold()))
    known = {name: sum(counts[word] for word in words) for name, words in _COMMON.items()}
    best = max(known, key=lambda name: known[name])
    return best if known[best] * 20 > sum(counts.values()) else "en"
