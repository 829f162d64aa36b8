"""BM25 of candidate chunks with the statistics of the scope, and a bonus for words that are neighbours in question and text.

A word that is near in meaning to one of the question counts for it, the less the less they are alike, where the chunk does not
have the word itself to a higher score.
"""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from app.index.catalog import lexical
from app.index.catalog.lexical import Row
from app.index.near import Near
from app.index.query import Query, Term
from app.index.standing import Places, Standing

_K1 = 1.2
_B = 0.75
_HEADER = 1.0
"""What a word in the titles above a chunk is worth beside the word in its text: about half of the most that its text can earn.
Measured: 85 % of the pages among the first five at 0.4, 87 % from 0.6 to 1.5."""
_IN_ORDER = 0.25
_NEIGHBOURS = 0.1
_WINDOW = 8
_LIKENESS = 2.5
"""Exponent: a word with a cosine of 0.9 to the question's counts for 77 % of it, one of 0.6 for 28 %. Measured: from 2 to 3 is the same."""

_SAME = 0.65
"""Likeness from which a word says the same as the question's: 'bicycles' for 'bikes' has 0.93, 'deaths' for 'died' 0.69; below stand
those that only have to do with it. Of 24 searches for what three documents say nothing of, five found a word so, seven a resemblance only."""

NearTerms = Mapping[Term, Sequence[Near]]


@dataclass(frozen=True, slots=True)
class WordScores:
    """`scores` by chunk id, from 0; a chunk that has every word of the question several times comes near 1.
    `coverage` is the share of the question's weight that is in the best chunk. `named` are the chunks that have a word of the
    question, or one so near that it says the same; all others have but a resemblance."""

    scores: Mapping[int, float]
    coverage: float
    named: frozenset[int]


@dataclass(frozen=True, slots=True)
class Frequencies:
    """In how many of the scope's `chunks` each term is, in their texts and in their headers."""

    chunks: int
    text: Mapping[Term, int]
    header: Mapping[Term, int]

    @classmethod
    def of(
        cls, connection: sqlite3.Connection, terms: Collection[Term], *, ranges: Sequence[str], chunks: int
    ) -> "Frequencies":
        """`ranges` are the scope as conditions on `words`, of which a chunk meets one."""
        text, header = (
            {
                term: sum(lexical.frequency(connection, column, term.match, where, stem=term.only) for where in ranges)
                for term in terms
            }
            for column in ("text", "header")
        )
        return cls(chunks, text, header)

    @classmethod
    def counted(cls, stand: Standing, terms: Collection[Term], *, chunks: int) -> "Frequencies":
        """The same where the whole scope is candidates."""
        text, header = ({term: len(places[term]) for term in terms} for places in (stand.text, stand.header))
        return cls(chunks, text, header)

    def __or__(self, other: "Frequencies") -> "Frequencies":
        return Frequencies(self.chunks, {**self.text, **other.text}, {**self.header, **other.header})


@dataclass(frozen=True, slots=True)
class _Field:
    """Texts or headers: what a term is worth, and how often it is where."""

    places: Mapping[Term, Places]
    weights: Mapping[Term, float]
    lengths: Mapping[int, float] | None

    def earned(self, term: Term, near: Sequence[Near]) -> dict[int, float]:
        """By chunk, what the term earns there, itself or by a word near to it."""
        earned = self._own(term, 1.0)
        for one in near:
            for chunk, value in self._own(one.term, one.likeness**_LIKENESS).items():
                earned[chunk] = max(earned.get(chunk, 0.0), value)
        return earned

    def _own(self, term: Term, share: float) -> dict[int, float]:
        weight = share * self.weights[term]
        if self.lengths is None:
            return dict.fromkeys(self.places[term], weight * _HEADER)
        lengths = self.lengths
        return {chunk: weight * _saturated(len(places), lengths[chunk]) for chunk, places in self.places[term].items()}


def score_words(
    query: Query, near: NearTerms, rows: Sequence[Row], stand: Standing, frequencies: Frequencies
) -> WordScores:
    """`stand` and `frequencies` know the query's terms and those of `near`."""
    average = sum(len(row.text) for row in rows) / len(rows) if rows else 1.0
    lengths = {row.id: 1 - _B + _B * len(row.text) / average for row in rows}
    texts = _Field(stand.text, _weights(frequencies.text, frequencies.chunks), lengths)
    headers = _Field(stand.header, _weights(frequencies.header, frequencies.chunks), None)
    scores: dict[int, float] = dict.fromkeys(lengths, 0.0)
    earned: dict[Term, dict[int, float]] = {}
    for term in query.terms:
        earned[term] = _sum(texts.earned(term, near.get(term, ())), headers.earned(term, near.get(term, ())))
        for chunk, value in earned[term].items():
            scores[chunk] += value
    _add_neighbours(scores, query, texts, lengths)
    weights = {term: texts.weights[term] for term in query.terms}
    ideal = (_K1 + 1) * sum(weights.values())
    return WordScores(
        {chunk: score / ideal for chunk, score in scores.items()},
        _coverage(scores, earned, weights),
        _named(query, near, stand),
    )


def _named(query: Query, near: NearTerms, stand: Standing) -> frozenset[int]:
    same = (one.term for others in near.values() for one in others if one.likeness >= _SAME)
    terms = [*query.terms, *same]
    return frozenset(chunk for places in (stand.text, stand.header) for term in terms for chunk in places[term])


def _weights(containing: Mapping[Term, int], chunks: int) -> dict[Term, float]:
    return {term: _idf(number, chunks) for term, number in containing.items()}


def _idf(containing: int, chunks: int) -> float:
    return log(1 + (max(chunks - containing, 0) + 0.5) / (containing + 0.5))


def _saturated(count: float, length: float) -> float:
    return count * (_K1 + 1) / (count + _K1 * length)


def _sum(one: Mapping[int, float], other: Mapping[int, float]) -> dict[int, float]:
    return {chunk: one.get(chunk, 0.0) + other.get(chunk, 0.0) for chunk in one.keys() | other.keys()}


def _add_neighbours(scores: dict[int, float], query: Query, texts: _Field, lengths: Mapping[int, float]) -> None:
    for first, second in pairwise(query.terms):
        weight = (texts.weights[first] + texts.weights[second]) / 2
        gap = len(first.stems)
        for chunk, places in texts.places[first].items():
            others = texts.places[second].get(chunk)
            if not others:
                continue
            following = frozenset(others)
            ordered = sum(place + gap in following for place in places)
            near = sum(any(abs(other - place) <= _WINDOW for other in others) for place in places)
            scores[chunk] += weight * _IN_ORDER * _saturated(ordered, lengths[chunk])
            scores[chunk] += weight * _NEIGHBOURS * _saturated(near, lengths[chunk])


def _coverage(
    scores: Mapping[int, float], earned: Mapping[Term, Mapping[int, float]], weights: Mapping[Term, float]
) -> float:
    total = sum(weights.values())
    if not scores or not total:
        return 0.0
    best = max(scores, key=scores.__getitem__)
    return sum(min(weight, earned[term].get(best, 0.0)) for term, weight in weights.items()) / total
