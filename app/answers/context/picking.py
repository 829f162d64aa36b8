"""Which sentences and rows of the passages found are read: those that say most of what the question asks.

A row of a table says what stands in it, what names its columns, and what the headings above it say; 'revenue of Northern
Works in 2022' may have one word in each. So a snippet's worth is the share of the question's words, each by how rare it is
among the snippets, that it or these have, and some more for a better rank of its passage.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.answers.context.snippets import Place, Snippet, snippets
from app.answers.text.terms import terms
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
_RANK = 0.5
"""What the first rank is worth, where having all words of the question is worth 1; from 0.2 to 0.6 it made no difference."""
_HALF = 6
"""The rank that is worth half of the first."""
_NEAR = 0.7
"""What a word near in meaning to one of the question is worth beside that one, times their likeness."""

Key = tuple[str, int]
"""A document's id and the ordinal of a chunk."""
Near = Mapping[str, Mapping[str, float]]
"""For words of the question, words near in meaning with their likeness, up to 1."""
Says = Mapping[str, float]
"""Which of the question's words a text has, each with how far: 1 for the word itself."""


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
    titles: Says
    snippets: tuple[Snippet, ...]
    says: tuple[Says, ...]
    names: tuple[Says, ...]


def picks(
    question: str, passages: Sequence[Passage], chunks: Mapping[str, Sequence[Chunk]], near: Near | None = None
) -> list[Pick]:
    """All snippets of the passages and of the chunks around the best of them, the worthiest first. A sentence that stands
    there twice comes once."""
    wanted = _wanted(question, near or {})
    ranks = _ranks(passages[:_CONSIDERED], chunks)
    sections = {(p.document, chunks[p.document][p.chunk].section): p.section for p in passages[:_CONSIDERED]}
    sources = [_source(key, rank, chunks[key[0]], sections, wanted) for key, rank in ranks.items()]
    in_text = _rarity([found for source in sources for found in source.says])
    in_titles = _rarity([source.titles for source in sources])
    best = sum(max(in_text.get(term, 0.0), in_titles.get(term, 0.0)) for term in {*in_text, *in_titles}) or 1.0
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


def _wanted(question: str, near: Near) -> Mapping[str, Says]:
    """For each term that a text may have, the terms of the question that it stands for."""
    wanted: dict[str, dict[str, float]] = {term: {term: 1.0} for term in terms(question).all}
    for word, others in near.items():
        for own in terms(word).all & wanted.keys():
            for other, likeness in others.items():
                for term in terms(other).all:
                    stands_for = wanted.setdefault(term, {})
                    stands_for[own] = max(stands_for.get(own, 0.0), _NEAR * likeness)
    return wanted


def _says(text: str, wanted: Mapping[str, Says]) -> Says:
    found: dict[str, float] = {}
    for term in terms(text).all & wanted.keys():
        for own, likeness in wanted[term].items():
            found[own] = max(found.get(own, 0.0), likeness)
    return found


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
    key: Key,
    rank: float,
    chunks: Sequence[Chunk],
    sections: Mapping[tuple[str, int], str],
    wanted: Mapping[str, Says],
) -> _Source:
    document, ordinal = key
    chunk = chunks[ordinal]
    cut = tuple(snippets(chunks, ordinal))
    titles = _says(f"{chunk.header.rsplit(' › p', 1)[0]} {sections.get((document, chunk.section), '')}", wanted)
    names = {text: _says(text, wanted) for text in {snippet.named for snippet in cut}}
    says = tuple(_says(snippet.text, wanted) for snippet in cut)
    return _Source(document, rank, titles, cut, says, tuple(names[snippet.named] for snippet in cut))


def _rarity(texts: Sequence[Says]) -> dict[str, float]:
    """Of each term that is anywhere, from little for one that is everywhere to 1."""
    counts = Counter(term for text in texts for term in text)
    scale = math.log(1 + len(texts)) or 1.0
    return {term: math.log(1 + len(texts) / count) / scale for term, count in counts.items()}


def _worth(source: _Source, number: int, in_text: Mapping[str, float], in_titles: Mapping[str, float]) -> float:
    """For each term the most that the snippet, what names its columns, its titles, or the sentences beside it give."""
    own, names = source.says[number], source.names[number]
    given = {term: in_text[term] * max(own.get(term, 0.0), names.get(term, 0.0)) for term in {*own, *names}}
    for term, likeness in source.titles.items():
        given[term] = max(given.get(term, 0.0), in_titles[term] * likeness)
    for beside in source.says[max(0, number - 2) : number + 2]:
        for term in beside:
            given.setdefault(term, _AROUND * in_text[term])
    return sum(given.values())


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
