"""The pieces of tables that figures are looked for in: those that share most with the question, and all of a table of which one is known."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.answers.computing import columns
from app.answers.computing.figures import Manner, manner_of
from app.answers.computing.grid import Cell, headings
from app.answers.computing.operands import Named
from app.answers.text.terms import terms
from app.types import Chunk, Passage

_TABLES = 48
"""So many pieces of tables are looked through for a figure, those that share most with the question."""
_PREFIX = 5
"""Letters by which a word is looked for in a table before it is read properly."""
_BAR = " | "


def manners_of(passages: Sequence[Passage]) -> dict[str, Manner]:
    documents = dict.fromkeys(passage.document for passage in passages)
    return {one: manner_of(p.text for p in passages if p.document == one) for one in documents}


def likely(question: str, passages: Sequence[Passage], chunks: Mapping[str, Sequence[Chunk]]) -> list[Passage]:
    """The pieces of tables that share most with the question, by the beginnings of its words."""
    asked = {term.lstrip("#")[:_PREFIX] for term in terms(question).all}
    first = {passage.document: passage for passage in reversed(passages)}
    pieces = [
        (document, chunk, f"{chunk.header}\n{chunk.text}".lower())
        for document in first
        for chunk in chunks.get(document, ())
        if chunk.section >= 0 and _BAR in chunk.text
    ]
    counts = {term: sum(term in text for _, _, text in pieces) for term in asked}
    weights = {term: math.log(1 + len(pieces) / count) for term, count in counts.items() if count}
    scored = [(sum(w for term, w in weights.items() if term in text), n) for n, (_, _, text) in enumerate(pieces)]
    best = sorted((-score, n) for score, n in scored if score > 0)[:_TABLES]
    return [_passage(first[pieces[n][0]], pieces[n][1]) for _, n in best]


def _passage(like: Passage, chunk: Chunk) -> Passage:
    path = headings(chunk.header)
    section = path[-1] if path else like.section
    return replace(
        like, chunk=chunk.ordinal, header=chunk.header, section=section, text=chunk.text, spans=chunk.spans, table=True
    )


def whole_column(
    column: Sequence[Named], tables: Sequence[Passage], chunks: Mapping[str, Sequence[Chunk]]
) -> tuple[list[Cell], list[Passage]]:
    """All cells of a column, of which some are known, and the pieces of its table."""
    if not column:
        return [], []
    like = tables[column[0].cell.passage]
    path = headings(like.header)
    whole = [_passage(like, c) for c in chunks[like.document] if _BAR in c.text and headings(c.header) == path]
    return columns.whole_column(column[0].cell, whole, manners_of(whole)), whole
