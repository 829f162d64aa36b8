"""Counting and finding words in the full-text index. Functions over a connection inside a transaction.

A condition here is SQL of ours on the `rowid` of `words`, which is a chunk's id.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.index.catalog.packing import unpack_spans
from app.index.catalog.schema import CHUNKS_PER_DOCUMENT
from app.index.catalog.texts import ids_of
from app.index.catalog.within import within
from app.types import Span

ANYWHERE = "1"
_FEW = 64


@dataclass(frozen=True, slots=True)
class Row:
    """A chunk as search sees it. `header` is without the note of its page."""

    id: int
    header: str
    note: str
    text: str
    section: int
    spans: tuple[Span, ...]
    table: bool
    tokens: int
    spelled: tuple[str, str] | None = None
    """Header and text as the full-text index has them, where that is otherwise."""

    @property
    def indexed(self) -> tuple[str, str]:
        """Header and text as the full-text index has them."""
        return self.spelled or (self.header, self.text)

    @property
    def document(self) -> int:
        return self.id // CHUNKS_PER_DOCUMENT

    @property
    def ordinal(self) -> int:
        return self.id % CHUNKS_PER_DOCUMENT


def condition(connection: sqlite3.Connection, documents: Sequence[int] | None, pages: tuple[int, int] | None) -> str:
    """The scope as SQL; `documents` are numbers, None for all."""
    parts = [_document_condition(connection, documents)]
    if pages is not None:
        # The addition keeps SQLite from looking each of these up in the full-text index one by one.
        parts.append(f"(rowid + 0) IN (SELECT c.id FROM chunks c WHERE {within(documents, pages)})")
    return " AND ".join(part for part in parts if part != ANYWHERE) or ANYWHERE


def ranges(connection: sqlite3.Connection, documents: Sequence[int] | None, pages: tuple[int, int] | None) -> list[str]:
    """The scope as conditions of which each chunk meets one at most: for a few documents, a run of ids each, to which the
    full-text index can jump."""
    if documents is None or len(documents) > _FEW:
        return [condition(connection, documents, pages)]
    return [condition(connection, [document], pages) for document in documents]


def _document_condition(connection: sqlite3.Connection, documents: Sequence[int] | None) -> str:
    if documents is None:
        removed = [number for (number,) in connection.execute("SELECT number FROM documents WHERE removed")]
        return f"rowid / {CHUNKS_PER_DOCUMENT} NOT IN ({_listed(removed)})" if removed else ANYWHERE
    if len(documents) == 1:
        first, last = ids_of(documents[0])
        return f"rowid BETWEEN {first} AND {last}"
    return f"rowid / {CHUNKS_PER_DOCUMENT} IN ({_listed(documents)})"


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(str(int(number)) for number in numbers)


def count_chunks(connection: sqlite3.Connection, documents: Sequence[int] | None, pages: tuple[int, int] | None) -> int:
    if pages is not None:
        row = connection.execute(f"SELECT count(*) FROM chunks c WHERE {within(documents, pages)}")
        return int(row.fetchone()[0])
    scope = "1" if documents is None else f"number IN ({_listed(documents)})"
    row = connection.execute(f"SELECT coalesce(sum(chunks), 0) FROM documents WHERE NOT removed AND {scope}")
    return int(row.fetchone()[0])


def frequency(connection: sqlite3.Connection, column: str, match: str, scope: str, *, stem: str | None = None) -> int:
    """How many chunks of the scope match in the column `text` or `header`; `stem` says that the match is this one token."""
    if scope == ANYWHERE and stem is not None:
        row = connection.execute("SELECT doc FROM vocabulary WHERE term = ? AND col = ?", (stem, column)).fetchone()
        return int(row[0]) if row else 0
    query = f"{column} : ({match})"
    row = connection.execute(f"SELECT count(*) FROM words WHERE words MATCH ? AND {scope}", (query,)).fetchone()
    return int(row[0])


def best(connection: sqlite3.Connection, query: str, scope: str, limit: int) -> list[int]:
    """Chunk ids, by the full-text index's own BM25 over the whole library."""
    rows = connection.execute(
        f"SELECT rowid FROM words WHERE words MATCH ? AND {scope} ORDER BY rank LIMIT ?", (query, limit)
    )
    return [identity for (identity,) in rows]


def best_of_each(connection: sqlite3.Connection, query: str, scope: str, share: int) -> list[int]:
    """The same, at most `share` chunk ids of each document."""
    rows = connection.execute(
        f"""SELECT id FROM (
                SELECT id, row_number() OVER (PARTITION BY id / {CHUNKS_PER_DOCUMENT} ORDER BY score) AS place FROM (
                    SELECT rowid AS id, bm25(words) AS score FROM words WHERE words MATCH ? AND {scope}))
            WHERE place <= ?""",
        (query, share),
    )
    return [identity for (identity,) in rows]


def some(
    connection: sqlite3.Connection, documents: Sequence[int] | None, pages: tuple[int, int] | None, limit: int
) -> list[int]:
    """The first chunks of the scope in order of the text."""
    rows = connection.execute(
        f"SELECT c.id FROM chunks c WHERE {within(documents, pages)} ORDER BY c.id LIMIT ?", (limit,)
    )
    return [identity for (identity,) in rows]


def rows(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Row]:
    """The chunks with these ids, in order of the ids; those that are gone are left out."""
    found = connection.execute(
        f"""SELECT c.id, t.header, c.page_note, t.text, c.section, c.spans, c.is_table, c.tokens, s.header, s.text
            FROM chunks c JOIN originals t USING (id) LEFT JOIN spelled s USING (id) JOIN documents d ON d.number = c.document
            WHERE c.id IN ({_listed(ids)}) AND NOT d.removed ORDER BY c.id"""
    )
    return [
        Row(
            identity,
            header,
            note,
            text,
            section,
            unpack_spans(spans),
            bool(table),
            tokens,
            None if own is None else (head, own),
        )
        for identity, header, note, text, section, spans, table, tokens, head, own in found
    ]


def files(connection: sqlite3.Connection, documents: set[int]) -> dict[int, tuple[str, Path]]:
    """Id and path of documents by their number."""
    found = connection.execute(
        f"SELECT number, id, path FROM documents WHERE NOT removed AND number IN ({_listed(sorted(documents))})"
    )
    return {number: (identity, Path(path)) for number, identity, path in found}


def titles(connection: sqlite3.Connection, pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Titles of sections by document number and ordinal."""
    found: dict[tuple[int, int], str] = {}
    for document, ordinal in pairs:
        row = connection.execute(
            "SELECT title FROM sections WHERE document = ? AND ordinal = ?", (document, ordinal)
        ).fetchone()
        found[document, ordinal] = row[0] if row else ""
    return found


def quoted(text: str) -> str:
    """Text as a string of the full-text query language: nothing in it is an operator."""
    return '"' + text.replace('"', '""') + '"'
