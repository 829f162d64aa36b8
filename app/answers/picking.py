"""Which sentences and rows of the passages found are read: those that say most of what the question asks.

A row of a table says what stands in it, what names its columns, and what the headings above it say; 'revenue of Northern
Works in 2022' may have one word in each. So a snippet's worth is the share of the question's words, each by how rare it is
among the snippets, that it or these have, and some more for a better rank of its passage.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.answers.snippets import Place, Snippet, snippets
from app.answers.terms import terms
from app.types import Chunk, Passage

_CONSIDERED = 20
"""Passages."""
_WIDENED = 3
"""So many of the best passages are considered with the chunks around them."""
_REACH = 2
"""Chunks before and behind, of the same section."""
_STEP = 2
"""Ranks that a chunk loses for each chunk that it is away from the passage."""
_AROUND = 0.15
"""What a word of the question in a sentence beside this one is worth, next to one in the sentence itself."""
_RANK = 0.35
"""What the first rank is worth, where having all words of the question is worth 1. From 0.2 to 0.5 it made no difference."""
_HALF = 6
"""The rank that is worth half of the first."""

Key = tuple[str, int]
"""A document's id and the ordinal of a chunk."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A snippet of a document, and how much it is worth."""

    document: str
    snippet: Snippet
    worth: float


@dataclass(frozen=True, slots=True)
class _Source:
    """A chunk that is considered."""

    document: str
    rank: float
    titles: frozenset[str]
    snippets: tuple[Snippet, ...]
    terms: tuple[frozenset[str], ...]
    names: tuple[frozenset[str], ...]


def picks(question: str, passages: Sequence[Passage], chunks: Mapping[str, Sequence[Chunk]]) -> list[Pick]:
    """All snippets of the passages and of the chunks around the best of them, the worthiest first. A text that stands there
    twice comes once."""
    asked = terms(question).all
    ranks = _ranks(passages[:_CONSIDERED], chunks)
    sections = {(p.document, chunks[p.document][p.chunk].section): p.section for p in passages[:_CONSIDERED]}
    sources = [_source(key, rank, chunks[key[0]], sections, asked) for key, rank in ranks.items()]
    in_text = _rarity(asked, [found for source in sources for found in source.terms])
    in_titles = _rarity(asked, [source.titles for source in sources])
    best = sum(max(in_text[term], in_titles[term]) for term in asked) or 1.0
    made = [
        Pick(
            source.document,
            snippet,
            _worth(source, number, in_text, in_titles) / best + _RANK / (1 + source.rank / _HALF),
        )
        for source in sources
        for number, snippet in enumerate(source.snippets)
    ]
    made.sort(key=lambda pick: (-pick.worth, pick.document, pick.snippet.place.chunk, pick.snippet.place.start))
    return _different(made)


def _ranks(passages: Sequence[Passage], chunks: Mapping[str, Sequence[Chunk]]) -> dict[Key, float]:
    found: dict[Key, float] = {}
    for rank, passage in enumerate(passages):
        found.setdefault((passage.document, passage.chunk), float(rank))
    for rank, passage in enumerate(passages[:_WIDENED]):
        there = chunks[passage.document]
        for step in range(1, _REACH + 1):
            for ordinal in (passage.chunk - step, passage.chunk + step):
                if 0 <= ordinal < len(there) and there[ordinal].section == there[passage.chunk].section:
                    key = (passage.document, ordinal)
                    found[key] = min(found.get(key, math.inf), rank + _STEP * step)
    return found


def _source(
    key: Key, rank: float, chunks: Sequence[Chunk], sections: Mapping[tuple[str, int], str], asked: frozenset[str]
) -> _Source:
    document, ordinal = key
    chunk = chunks[ordinal]
    cut = tuple(snippets(chunks, ordinal))
    titles = terms(f"{chunk.header.rsplit(' › p', 1)[0]} {sections.get((document, chunk.section), '')}").all & asked
    known: dict[str, frozenset[str]] = {}
    for text in {snippet.named for snippet in cut}:
        known[text] = terms(text).all & asked
    found = tuple(terms(snippet.text).all & asked for snippet in cut)
    return _Source(document, rank, titles, cut, found, tuple(known[snippet.named] for snippet in cut))


def _rarity(asked: frozenset[str], texts: Sequence[frozenset[str]]) -> dict[str, float]:
    """From 0 for a word that is nowhere, over little for one that is everywhere, to 1."""
    counts = Counter(term for text in texts for term in text)
    scale = math.log(1 + len(texts)) or 1.0
    return {term: math.log(1 + len(texts) / counts[term]) / scale if counts[term] else 0.0 for term in asked}


def _worth(source: _Source, number: int, in_text: Mapping[str, float], in_titles: Mapping[str, float]) -> float:
    own = source.terms[number] | source.names[number]
    titles = source.titles - own
    near = source.terms[max(0, number - 2) : number + 2]
    around = frozenset().union(*near) - own - titles
    return (
        sum(in_text[term] for term in own)
        + sum(in_titles[term] for term in titles)
        + _AROUND * sum(in_text[term] for term in around)
    )


def _different(made: Sequence[Pick]) -> list[Pick]:
    """Without what says the same as a worthier one: the same words in a place of the same name."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for pick in made:
        mark = (pick.snippet.named, *pick.snippet.text.casefold().split())
        if pick.snippet.table or mark not in seen:
            kept.append(pick)
        seen.add(mark)
    return kept


def needed(pick: Pick) -> tuple[Place, ...]:
    return (*pick.snippet.needs, pick.snippet.place)
