"""Which of the candidates are returned: the best, but no near duplicates, and not all from one document of several."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from app.index.catalog.lexical import Row

_RUN = 4
_ALIKE = 0.9
_LARGEST_SHARE = 0.6
"""Of the passages, when several documents have something to say."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """`lexical` from 0 to about 1; `dense` the cosine, None where there is no embedding; `score` weighs both."""

    row: Row
    score: float
    lexical: float
    dense: float | None


def choose(candidates: Sequence[Candidate], limit: int, *, documents: Sequence[int] | None) -> list[Candidate]:
    """At most `limit`, best first. Where the scope names few documents, the best of each is among them; `documents` are
    the numbers that the scope names."""
    ordered = sorted(candidates, key=lambda candidate: (-candidate.score, candidate.row.id))
    chosen = _Chosen(limit)
    if documents is not None and 1 < len(documents) <= limit // 2:
        chosen.take_first_of_each(ordered)
    if documents is None or len(documents) > 1:
        chosen.take(ordered, at_most=ceil(limit * _LARGEST_SHARE))
    chosen.take(ordered, at_most=limit)
    return sorted(chosen.kept, key=lambda candidate: (-candidate.score, candidate.row.id))


@dataclass(frozen=True, slots=True)
class _Print:
    """What makes a text the same as another: its runs of four words, and its numbers."""

    runs: frozenset[tuple[str, ...]]
    numbers: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "_Print":
        words = re.findall(r"\w+", text.casefold())
        runs = frozenset(zip(*(words[start:] for start in range(_RUN)), strict=False))
        return cls(runs or frozenset({tuple(words)}), frozenset(word for word in words if any(map(str.isdigit, word))))

    def is_inside(self, other: "_Print") -> bool:
        """Nearly all of the runs of words, and all of the numbers."""
        return self.numbers <= other.numbers and len(self.runs & other.runs) >= _ALIKE * len(self.runs)


@dataclass(slots=True)
class _Chosen:
    limit: int
    kept: list[Candidate] = field(default_factory=list)
    by_document: Counter[int] = field(default_factory=Counter)
    prints: dict[int, _Print] = field(default_factory=dict)

    def take_first_of_each(self, ordered: Sequence[Candidate]) -> None:
        for candidate in ordered:
            if not self.by_document[candidate.row.document] and _says_something(candidate):
                self._keep(candidate, _Print.of(candidate.row.text))

    def take(self, ordered: Sequence[Candidate], *, at_most: int) -> None:
        """`at_most` from any one document, and nothing that a better passage says already."""
        for candidate in ordered:
            if len(self.kept) >= self.limit:
                return
            if candidate.row.id in self.prints or self.by_document[candidate.row.document] >= at_most:
                continue
            own = _Print.of(candidate.row.text)
            if not any(own.is_inside(other) for other in self.prints.values()):
                self._keep(candidate, own)

    def _keep(self, candidate: Candidate, own: _Print) -> None:
        self.kept.append(candidate)
        self.by_document[candidate.row.document] += 1
        self.prints[candidate.row.id] = own


def _says_something(candidate: Candidate) -> bool:
    return candidate.lexical > 0 or candidate.dense is not None
