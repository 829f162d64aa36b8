"""BM25 of candidate chunks with the statistics of the scope, and a bonus for words that are neighbours in question and text.

The candidates are indexed on their own, in memory, which gives the place of every word at the speed of SQLite.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from app.index.catalog import lexical
from app.index.catalog.lexical import Row
from app.index.catalog.schema import TOKENIZER
from app.index.query import Query, Term

_K1 = 1.2
_B = 0.75
_HEADER = 0.4
"""What a word in the titles above a chunk is worth beside the word in its text."""
_IN_ORDER = 0.25
_NEAR = 0.1
_WINDOW = 8

Places = Mapping[int, Sequence[int]]
"""Where a term begins in each candidate, by the candidate's id; places count words."""


@dataclass(frozen=True, slots=True)
class WordScores:
    """`scores` by chunk id, from 0; a chunk that has every word of the question several times comes near 1.
    `coverage` is the share of the question's weight that is in the best chunk."""

    scores: Mapping[int, float]
    coverage: float


@dataclass(frozen=True, slots=True)
class Frequencies:
    """In how many of the scope's `chunks` each term is, in their texts and in their headers."""

    chunks: int
    text: Mapping[Term, int]
    header: Mapping[Term, int]

    @classmethod
    def of(cls, connection: sqlite3.Connection, query: Query, *, ranges: Sequence[str], chunks: int) -> "Frequencies":
        """`ranges` are the scope as conditions on `words`, of which a chunk meets one."""
        text, header = (
            {
                term: sum(lexical.frequency(connection, column, term.match, where, stem=term.only) for where in ranges)
                for term in query.terms
            }
            for column in ("text", "header")
        )
        return cls(chunks, text, header)


def score_words(query: Query, rows: Sequence[Row], frequencies: Frequencies) -> WordScores:
    weights, header_weights = (
        {term: _idf(containing, frequencies.chunks) for term, containing in counts.items()}
        for counts in (frequencies.text, frequencies.header)
    )
    texts, headers = _places(query, rows)
    average = sum(len(row.text) for row in rows) / len(rows) if rows else 1.0
    lengths = {row.id: 1 - _B + _B * len(row.text) / average for row in rows}
    scores: dict[int, float] = dict.fromkeys(lengths, 0.0)
    for term in query.terms:
        for chunk, places in texts[term].items():
            scores[chunk] += weights[term] * _saturated(len(places), lengths[chunk])
        for chunk in headers[term]:
            scores[chunk] += _HEADER * header_weights[term]
    _add_neighbours(scores, query, texts, weights, lengths)
    ideal = (_K1 + 1) * sum(weights.values())
    return WordScores({chunk: score / ideal for chunk, score in scores.items()}, _coverage(scores, texts, weights))


def _idf(containing: int, chunks: int) -> float:
    return log(1 + (max(chunks - containing, 0) + 0.5) / (containing + 0.5))


def _saturated(count: float, length: float) -> float:
    return count * (_K1 + 1) / (count + _K1 * length)


def _add_neighbours(
    scores: dict[int, float],
    query: Query,
    texts: Mapping[Term, Places],
    weights: Mapping[Term, float],
    lengths: Mapping[int, float],
) -> None:
    for first, second in pairwise(query.terms):
        weight = (weights[first] + weights[second]) / 2
        gap = len(first.stems)
        for chunk, places in texts[first].items():
            others = texts[second].get(chunk)
            if not others:
                continue
            following = frozenset(others)
            ordered = sum(place + gap in following for place in places)
            near = sum(any(abs(other - place) <= _WINDOW for other in others) for place in places)
            scores[chunk] += weight * _IN_ORDER * _saturated(ordered, lengths[chunk])
            scores[chunk] += weight * _NEAR * _saturated(near, lengths[chunk])


def _coverage(scores: Mapping[int, float], texts: Mapping[Term, Places], weights: Mapping[Term, float]) -> float:
    total = sum(weights.values())
    if not scores or not total:
        return 0.0
    best = max(scores, key=scores.__getitem__)
    return sum(weight for term, weight in weights.items() if best in texts[term]) / total


def _places(query: Query, rows: Sequence[Row]) -> tuple[dict[Term, Places], dict[Term, Places]]:
    """Where each term stands in the texts and in the headers of the candidates."""
    stems: dict[str, dict[str, dict[int, list[int]]]] = {
        column: {stem: defaultdict(list) for stem in query.stems} for column in ("text", "header")
    }
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(f"CREATE VIRTUAL TABLE t USING fts5 (header, text, tokenize='{TOKENIZER}')")
        connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab (t, instance)")
        connection.executemany(
            "INSERT INTO t (rowid, header, text) VALUES (?, ?, ?)", ((row.id, *row.indexed) for row in rows)
        )
        for stem in query.stems:
            for chunk, column, place in connection.execute("SELECT doc, col, offset FROM v WHERE term = ?", (stem,)):
                stems[column][stem][chunk].append(place)
    finally:
        connection.close()
    text, header = ({term: _joined(term, stems[column]) for term in query.terms} for column in ("text", "header"))
    return text, header


def _joined(term: Term, stems: Mapping[str, Mapping[int, Sequence[int]]]) -> Places:
    """Where one of the term's readings stands."""
    places: dict[int, list[int]] = defaultdict(list)
    for reading in term.readings:
        for chunk, starts in _in_a_row(reading, stems).items():
            places[chunk].extend(starts)
    return places


def _in_a_row(term: Term, stems: Mapping[str, Mapping[int, Sequence[int]]]) -> Places:
    """Where the term's own stems stand one after the other."""
    first, *rest = term.stems
    places: Places = stems[first]
    for distance, stem in enumerate(rest, start=1):
        later = stems[stem]
        places = {
            chunk: kept
            for chunk, starts in places.items()
            if (kept := [start for start in starts if start + distance in later.get(chunk, ())])
        }
    return places
