"""Which of the candidates are returned: the best, but no near duplicates, and not all from one document of several."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
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
    if documents is not None and len(documents) == 1:
        return _distinct(ordered, limit)
    chosen = _Chosen(limit)
    if documents is not None and len(documents) <= max(limit // 2, 1):
        chosen.take_first_of_each(ordered)
    chosen.take(ordered, at_most=ceil(limit * _LARGEST_SHARE))
    chosen.take(ordered, at_most=limit)
    return sorted(chosen.kept, key=lambda candidate: (-candidate.score, candidate.row.id))


@dataclass(slots=True)
class _Chosen:
    limit: int
    kept: list[Candidate] = field(default_factory=list)
    by_document: Counter[int] = field(default_factory=Counter)

    def take_first_of_each(self, ordered: Sequence[Candidate]) -> None:
        for candidate in ordered:
            if not self.by_document[candidate.row.document] and _says_something(candidate):
                self._keep(candidate)

    def take(self, ordered: Sequence[Candidate], *, at_most: int) -> None:
        """`at_most` from any one document."""
        for candidate in ordered:
            if len(self.kept) >= self.limit:
                return
            fits = self.by_document[candidate.row.document] < at_most
            if fits and candidate not in self.kept and not _repeats(candidate, self.kept):
                self._keep(candidate)

    def _keep(self, candidate: Candidate) -> None:
        self.kept.append(candidate)
        self.by_document[candidate.row.document] += 1


def _distinct(ordered: Sequence[Candidate], limit: int) -> list[Candidate]:
    kept: list[Candidate] = []
    for candidate in ordered:
        if len(kept) >= limit:
            break
        if not _repeats(candidate, kept):
            kept.append(candidate)
    return kept


def _says_something(candidate: Candidate) -> bool:
    return candidate.lexical > 0 or candidate.dense is not None


def _repeats(candidate: Candidate, kept: Sequence[Candidate]) -> bool:
    """Nearly all of its runs of words are in a better passage, and so are all of its numbers."""
    own = _print_of(candidate.row.text)
    return any(_inside(own, _print_of(other.row.text)) for other in kept)


def _inside(one: "_Print", other: "_Print") -> bool:
    return one.numbers <= other.numbers and len(one.runs & other.runs) >= _ALIKE * len(one.runs)


@dataclass(frozen=True, slots=True)
class _Print:
    """What makes a text the same as another: its runs of four words, and its numbers."""

    runs: frozenset[tuple[str, ...]]
    numbers: frozenset[str]


@lru_cache(maxsize=256)
def _print_of(text: str) -> _Print:
    words = re.findall(r"\w+", text.casefold())
    runs = frozenset(zip(*(words[start:] for start in range(_RUN)), strict=False)) or frozenset({tuple(words)})
    return _Print(runs, frozenset(word for word in words if any(map(str.isdigit, word))))
