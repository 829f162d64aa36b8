"""Search: words and meaning, weighed, within a scope.

Words are scored with BM25 (Robertson and Zaragoza, 2009) whose statistics are those of the scope, not of the library: within
one report, the name of its company tells nothing. Neighbouring words of the question earn a bonus where they are neighbours in
the text, too (sequential dependence, Metzler and Croft, 2005), and words near in meaning count for those of the question (`near`).
Meaning is the cosine of embeddings. Both are standardised over the candidates and added up; the less of the question's weight the
words account for, the more meaning has to say (`weighing`).
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from sqlite3 import Connection
from typing import TYPE_CHECKING, Protocol

from app.errors import UserFixable
from app.index.catalog import Catalog, lexical, spelling
from app.index.catalog import embeddings as catalog_embeddings
from app.index.catalog.lexical import Row
from app.index.expansion import expanded
from app.index.near import near_terms
from app.index.nearest import CatalogVectors, Vectors, cosines
from app.index.pairs import one_by_one, taking_turns
from app.index.query import Query, Term, parse
from app.index.reranking import Reranker, knows, reranked
from app.index.scoring import Frequencies, NearTerms, WordScores, score_words
from app.index.spread import Candidate, choose
from app.index.standing import Standing, standing
from app.index.weighing import weighed
from app.stop import Stop
from app.tongues import language_of
from app.types import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ALL = 400
"""A scope of so few chunks is scored whole."""
_BY_WORDS = 300
_BY_MEANING = 100
_LEAST_PER_DOCUMENT = 30
_EXACT = 20_000
"""Chunks whose embeddings are compared one by one; above, the vector index finds the nearest."""
_COMMON = 20_000
"""Chunks that are ranked to find candidates by words; above, the commonest words of the question are left out of that step."""
_NEAR = 8
"""Words near to one of the question that are looked for at most, nearest first, of those that the candidates have."""


class QuestionEmbedder(Protocol):
    @property
    def id(self) -> str: ...

    def embed(self, texts: Sequence[str], *, stop: Stop) -> "NDArray[np.float32]": ...


@dataclass(frozen=True, slots=True)
class _Scope:
    """`documents` are numbers, None for the whole library; `where` says the same as a condition on `words`, `ranges` in parts."""

    documents: tuple[int, ...] | None
    pages: tuple[int, int] | None
    where: str
    ranges: tuple[str, ...]
    chunks: int
    embedder: str | None
    """The one whose embeddings there are in this scope."""
    languages: frozenset[str]


def search(
    question: str,
    *,
    catalog: Catalog,
    embedder: QuestionEmbedder | None = None,
    vectors: Vectors | None = None,
    documents: Sequence[str] | None = None,
    pages: tuple[int, int] | None = None,
    limit: int = 8,
    also: Sequence[str] = (),
    reranker: Reranker | None = None,
    stop: Stop | None = None,
) -> list[Passage]:
    """The passages that bear on a question, best first. `documents` are ids, None for the whole library; `pages` first and last;
    `also` is the question in other languages of these documents; a `reranker` reads the best again, where it knows the languages
    and the question is one look.

    Without an embedder, or where nothing is embedded, by words alone. Raises `unknown_document`, Stopped.
    """
    stop = stop or Stop()
    scope = _scope(catalog, documents, pages)
    texts = _in_its_languages(question, also, scope) if also else [question, *one_by_one(question)]
    looks = [_asked(catalog, text, scope) for text in texts]
    if not scope.chunks or not looks[0]:
        return []
    meant: Sequence[NDArray[np.float32] | None] = [None] * len(texts)
    if embedder is not None and embedder.id == scope.embedder:
        meant = list(embedder.embed(texts, stop=stop))
    found = []
    for asked, vector in zip(looks, meant, strict=True):
        if asked:
            found.append(_candidates(catalog, asked, vector, vectors, scope))
            stop.check()
    if also:
        found = _strongest_first(found)
    candidates = _in_turns(found)
    if reranker is not None and len(found) == 1 and knows(reranker, {language_of(question), *scope.languages}):
        with suppress(UserFixable):  # a damaged one: nothing needs it
            candidates = reranked(candidates, question, reranker, stop)
    return _passages(catalog, choose(candidates, limit, documents=scope.documents))


def _in_its_languages(question: str, also: Sequence[str], scope: _Scope) -> list[str]:
    """The question and its translations; without the question itself where no text of the scope is in its language."""
    own = language_of(question)
    return [*also] if own and own not in scope.languages else [question, *also]


def _strongest_first(found: Sequence[list[Candidate]]) -> list[list[Candidate]]:
    """The look whose best chunk has most of its words takes the first turn."""
    ordered = sorted(found, key=lambda look: -max((one.lexical for one in look), default=0.0))
    return [*ordered[-1:], *ordered[:-1]]


def _in_turns(found: Sequence[Sequence[Candidate]]) -> Sequence[Candidate]:
    """The findings of several looks as one: those for each of two things that are asked about take turns with those for both.
    The scores are those of the first look, in the new order."""
    if len(found) == 1:
        return found[0]
    known = {candidate.row.id: candidate for look in reversed(found) for candidate in look}
    order = taking_turns(
        [[one.row.id for one in sorted(look, key=lambda one: -one.score)] for look in [*found[1:], found[0]]]
    )
    scores = sorted((candidate.score for candidate in known.values()), reverse=True)
    return [replace(known[chunk], score=score) for chunk, score in zip(order, scores, strict=True)]


_Asked = tuple[Query, NearTerms]


def _asked(catalog: Catalog, text: str, scope: _Scope) -> _Asked | None:
    """None for a text without words."""
    with catalog.reading() as connection:
        query = expanded(connection, parse(text, scope.languages), scope.languages)
    return (query, near_terms(text, query)) if query.terms else None


def _scope(catalog: Catalog, documents: Sequence[str] | None, pages: tuple[int, int] | None) -> _Scope:
    with catalog.reading() as connection:
        numbers = catalog.numbers(connection, documents)
        where = lexical.condition(connection, numbers, pages)
        ranges = tuple(lexical.ranges(connection, numbers, pages))
        chunks = lexical.count_chunks(connection, numbers, pages)
        languages = spelling.languages_of(connection, numbers)
        embedder = catalog_embeddings.embedder_of(connection)
        if embedder is not None and not catalog_embeddings.any_in(connection, numbers):
            embedder = None
    return _Scope(None if numbers is None else tuple(numbers), pages, where, ranges, chunks, embedder, languages)


def _candidates(
    catalog: Catalog,
    asked: _Asked,
    vector: "NDArray[np.float32] | None",
    vectors: Vectors | None,
    scope: _Scope,
) -> list[Candidate]:
    query, near_words = asked
    near = set() if vector is None or scope.chunks <= _ALL else _near(catalog, vector, vectors, scope)
    with catalog.reading() as connection:
        frequencies = Frequencies.of(connection, query.terms, ranges=scope.ranges, chunks=scope.chunks)
        if scope.chunks <= _ALL:
            found = lexical.some(connection, scope.documents, scope.pages, _ALL)
        else:
            found = _by_words(connection, frequencies, scope)
        rows = lexical.rows(connection, sorted({*found, *near}))
        meaning = {} if vector is None else _meaning(connection, rows, vector)
        words = _by_all_words(connection, query, near_words, rows, frequencies, scope)
    return weighed(rows, words, meaning)


def _by_all_words(
    connection: Connection,
    query: Query,
    near_words: NearTerms,
    rows: Sequence[Row],
    frequencies: Frequencies,
    scope: _Scope,
) -> WordScores:
    """Scores by the question's words and those near to them."""
    nears = {near.term for near in chain.from_iterable(near_words.values())}
    stand = standing([*query.terms, *nears], rows)
    kept = {term: [one for one in near if _stands(stand, one.term)][:_NEAR] for term, near in near_words.items()}
    terms = {near.term for near in chain.from_iterable(kept.values())} - frequencies.text.keys()
    if scope.chunks <= len(rows):
        others = Frequencies.counted(stand, terms, chunks=scope.chunks)
    else:
        others = Frequencies.of(connection, terms, ranges=scope.ranges, chunks=scope.chunks)
    return score_words(query, kept, rows, stand, frequencies | others)


def _stands(stand: Standing, term: Term) -> bool:
    return bool(stand.text[term] or stand.header[term])


def _near(catalog: Catalog, vector: "NDArray[np.float32]", vectors: Vectors | None, scope: _Scope) -> set[int]:
    if vectors is None or scope.chunks <= _EXACT or scope.pages is not None:
        exact = CatalogVectors(catalog)
        matches = exact.query_pages(vector, _BY_MEANING, documents=scope.documents, pages=scope.pages)
    else:
        matches = vectors.query(vector, _BY_MEANING, documents=scope.documents)
    return {match.chunk for match in matches}


def _meaning(connection: Connection, rows: Sequence[Row], vector: "NDArray[np.float32]") -> dict[int, float]:
    """Cosines of those rows that are embedded, by chunk id."""
    ids, matrix = catalog_embeddings.vectors(connection, f"c.id IN ({', '.join(str(row.id) for row in rows)})")
    return dict(zip(ids.tolist(), cosines(matrix, vector).tolist(), strict=True))


def _by_words(connection: Connection, frequencies: Frequencies, scope: _Scope) -> list[int]:
    """Where the scope names several documents, each is searched for itself, so that one cannot crowd out the others."""
    match = " OR ".join(term.match for term in _telling(frequencies))
    documents = scope.documents or ()
    if not 1 < len(documents) <= _BY_WORDS // _LEAST_PER_DOCUMENT:
        return lexical.best(connection, match, scope.where, _BY_WORDS)
    return lexical.best_of_each(connection, match, scope.where, _BY_WORDS // len(documents))


def _telling(frequencies: Frequencies) -> list[Term]:
    """The rarest terms, as many as can be ranked quickly, at least one."""
    terms = sorted(frequencies.text, key=frequencies.text.__getitem__)
    totals = accumulate(frequencies.text[term] for term in terms)
    return [
        term for place, (term, total) in enumerate(zip(terms, totals, strict=True)) if not place or total <= _COMMON
    ]


def _passages(catalog: Catalog, chosen: Sequence[Candidate]) -> list[Passage]:
    with catalog.reading() as connection:
        files = lexical.files(connection, {candidate.row.document for candidate in chosen})
        titles = lexical.titles(connection, {(c.row.document, c.row.section) for c in chosen})
    return [
        Passage(
            document=files[row.document][0],
            file=files[row.document][1].name,
            chunk=row.ordinal,
            header=row.header + row.note,
            section=titles[row.document, row.section],
            text=row.text,
            spans=row.spans,
            score=round(candidate.score, 4),
            lexical=round(candidate.lexical, 4),
            dense=None if candidate.dense is None else round(candidate.dense, 4),
            table=row.table,
        )
        for candidate in chosen
        for row in [candidate.row]
        if row.document in files
    ]
