"""A shape: the headings that a summary of one kind of document has, and how such a document is recognised."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

_BY_CUE = 1.0
_BY_TITLE, _BY_WORDS = 1.5, 2.0

Language = Literal["en", "de", "fr", "es"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One heading. A sentence belongs under it for the title of its section (`titles`), its words (`words`) or its cues;
    `first` is whether even the shortest summary has it."""

    names: Mapping[Language, str]
    titles: re.Pattern[str] | None = None
    words: re.Pattern[str] | None = None
    cues: tuple[str, ...] = ()
    first: bool = False
    least: int = 1
    """How many of its best go before all else."""
    most: float = 1.0
    """Its share of the summary beyond which others go first."""

    def fit(self, title: str, text: str, cues: frozenset[str]) -> float:
        """How well something belongs here; 0 where it does not. The text's own words tell more than the title above it."""
        by_title = _BY_TITLE if self.titles and self.titles.search(title) else 0.0
        by_words = _BY_WORDS if self.words and self.words.search(text) else 0.0
        by_cue = _BY_CUE * sum(cue in cues for cue in self.cues)
        return by_title + by_words + by_cue


@dataclass(frozen=True, slots=True)
class Shape:
    kind: str
    slots: tuple[Slot, ...]
    named: re.Pattern[str]
    """What a document of this kind calls itself, in its title or its first headings."""
    heads: re.Pattern[str]
    """Titles that its sections have."""
    words: re.Pattern[str]
    """Words that its text has often."""


def pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE)


def named(en: str, de: str, fr: str, es: str) -> Mapping[Language, str]:
    return {"en": en, "de": de, "fr": fr, "es": es}
