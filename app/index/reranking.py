"""What was found, in the order that a reranker and the search together give it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from math import log
from typing import Protocol

from app.index.spread import Candidate
from app.index.weighing import standardised
from app.stop import Stop

_MOST = 20
"""Passages that are read again: as many as are considered for an answer."""
_SHARE = 0.5
"""Of the reranker beside the search. Not measured: no weights of a cross-encoder could be had where this was built. Half
is careful: what both put high stays high, and a passage that only one of them likes does not come first."""
_CERTAIN = 1e-6


class Reranker(Protocol):
    """A model that reads question and passage together."""

    @property
    def languages(self) -> Collection[str]:
        """Those that it knows, none for any."""
        ...

    def scores(self, question: str, texts: Sequence[str], *, stop: Stop) -> list[float]:
        """How well each text answers, of the first of them; fewer than `texts`, or none, where the machine cannot afford more."""
        ...


def knows(reranker: Reranker, languages: Collection[str]) -> bool:
    """Whether it reads question and texts of these languages; '' is one that could not be told."""
    return not reranker.languages or all(language in reranker.languages for language in languages if language)


def reranked(candidates: Sequence[Candidate], question: str, reranker: Reranker, stop: Stop) -> list[Candidate]:
    """The candidates, best first. The scores are the same ones, in the new order: what is read again changes places with what
    is, and nothing else. Raises Stopped."""
    ordered = sorted(candidates, key=lambda candidate: (-candidate.score, candidate.row.id))
    read = reranker.scores(question, [f"{one.row.header}\n{one.row.text}" for one in ordered[:_MOST]], stop=stop)
    again, rest = ordered[: len(read)], ordered[len(read) :]
    before = standardised({place: _odds(one.score) for place, one in enumerate(again)})
    anew = standardised(dict(enumerate(read)))
    order = sorted(before, key=lambda place: -((1 - _SHARE) * before[place] + _SHARE * anew[place]))
    moved = [replace(again[place], score=at.score) for place, at in zip(order, again, strict=True)]
    return [*moved, *rest]


def _odds(score: float) -> float:
    """The score before it was squashed between 0 and 1."""
    kept = min(max(score, _CERTAIN), 1 - _CERTAIN)
    return log(kept / (1 - kept))
