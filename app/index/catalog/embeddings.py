"""Embeddings as the catalog keeps them: one row for each text that the embedder has read, as 16-bit floats.

Chunks point at them. They belong to one embedder at a time, the one whose id is the fact 'embedder'; those of an earlier
one stay until the next scrub. Half precision moves a cosine by less than 0.001.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.index.catalog.schema import CHUNKS_PER_DOCUMENT, GONE
from app.index.catalog.texts import embedding_text
from app.index.catalog.within import within

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FACT = "embedder"


@dataclass(frozen=True, slots=True)
class Pending:
    """A text that the embedder has not read; `tokens` is its chunk's count."""

    key: bytes
    text: str
    tokens: int


def embedder_of(connection: sqlite3.Connection) -> str | None:
    row = connection.execute("SELECT value FROM facts WHERE name = ?", (_FACT,)).fetchone()
    return row and str(row[0])


def use(connection: sqlite3.Connection, embedder: str) -> None:
    """Point every chunk at what this embedder made of it, or at nothing."""
    if embedder_of(connection) == embedder:
        return
    connection.execute(
        """UPDATE chunks SET embedding =
               (SELECT e.id FROM embeddings e WHERE e.embedder = ? AND e.key = chunks.key)""",
        (embedder,),
    )
    connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (_FACT, embedder))


def pending(connection: sqlite3.Connection, documents: Sequence[int] | None, limit: int) -> list[Pending]:
    """Texts without an embedding, in order of documents, each text once."""
    rows = connection.execute(
        f"""SELECT c.key, t.header, t.text, c.tokens FROM chunks c JOIN originals t USING (id)
            WHERE c.embedding IS NULL AND {within(documents)} ORDER BY c.id LIMIT ?""",
        (limit,),
    )
    once = {key: Pending(key, embedding_text(header, text), tokens) for key, header, text, tokens in rows}
    return list(once.values())


def count_pending(connection: sqlite3.Connection, documents: Sequence[int] | None) -> tuple[int, int]:
    """Chunks without an embedding and their tokens."""
    row = connection.execute(
        f"""SELECT count(*), coalesce(sum(c.tokens), 0) FROM chunks c
            WHERE c.embedding IS NULL AND {within(documents)}"""
    ).fetchone()
    return int(row[0]), int(row[1])


def store(connection: sqlite3.Connection, embedder: str, keys: Sequence[bytes], matrix: "NDArray[np.float32]") -> None:
    """`matrix` has a row for each key, of length 1. Nothing is kept of a text whose documents have been removed meanwhile."""
    import numpy as np

    halves = matrix.astype(np.float16)
    for key, row in zip(keys, halves, strict=True):
        connection.execute(
            """INSERT OR IGNORE INTO embeddings (embedder, key, vector) SELECT ?1, ?2, ?3 WHERE EXISTS (
                   SELECT 1 FROM chunks c JOIN documents d ON d.number = c.document WHERE c.key = ?2 AND NOT d.removed)""",
            (embedder, key, row.tobytes()),
        )
        connection.execute(
            """UPDATE chunks SET embedding = (SELECT id FROM embeddings WHERE embedder = ? AND key = ?)
               WHERE key = ? AND embedding IS NULL""",
            (embedder, key, key),
        )


def vectors(
    connection: sqlite3.Connection, scope: str, values: Sequence[object] = ()
) -> "tuple[NDArray[np.int64], NDArray[np.float16]]":
    """Chunk ids [n] and their embeddings [n, dimensions] under a condition of ours on `c` (chunks)."""
    import numpy as np

    rows = connection.execute(
        f"SELECT c.id, e.vector FROM chunks c JOIN embeddings e ON e.id = c.embedding WHERE {scope} ORDER BY c.id",
        tuple(values),
    ).fetchall()
    ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    flat = np.frombuffer(b"".join(row[1] for row in rows), np.float16)
    return ids, flat.reshape(len(rows), -1) if rows else flat.reshape(0, 0)


def any_in(connection: sqlite3.Connection, documents: Sequence[int] | None) -> bool:
    """Whether any chunk of these documents is embedded."""
    row = connection.execute(
        f"SELECT 1 FROM chunks c WHERE c.embedding IS NOT NULL AND {within(documents)} LIMIT 1"
    ).fetchone()
    return row is not None


def counts(connection: sqlite3.Connection) -> dict[int, tuple[int, int]]:
    """For each document's number: chunks with an embedding, and all chunks. Those whose removal can still be undone are among them."""
    rows = connection.execute(f"SELECT number, embedded, chunks FROM documents WHERE removed != {GONE}")
    return {number: (embedded, chunks) for number, embedded, chunks in rows}


def unfinished(connection: sqlite3.Connection) -> list[str]:
    """Ids of the documents that have chunks without an embedding, in the order in which they were added."""
    rows = connection.execute(
        "SELECT id FROM documents WHERE NOT removed AND embedded < chunks ORDER BY number"
    ).fetchall()
    return [identity for (identity,) in rows]


def ordinals(ids: "NDArray[np.int64]") -> "NDArray[np.int64]":
    return ids % CHUNKS_PER_DOCUMENT
