"""The list of documents: added whole, found by name, hidden at once. Functions over a connection inside a transaction."""

import json
import os
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from app.errors import KINDS, UserFixable
from app.host.paths import expanded
from app.index.catalog import scrubbing, texts
from app.index.catalog.schema import CHUNKS_PER_DOCUMENT
from app.types import Chunk, Document, Reading
from app.words import Kind

SHORTEST_PREFIX = 6
"""Characters of an id that are enough to mean it, if no other document begins alike."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document's bytes were read: `id` is their SHA-256, `folder` what the user added (the file or a folder
    above it), `size` and `mtime` (seconds) what the file had then."""

    id: str
    path: Path
    size: int
    mtime: float
    reader_version: str
    chunker_version: str
    folder: Path | None = None


def add(
    connection: sqlite3.Connection, origin: Origin, reading: Reading, chunks: Sequence[Chunk], embedder: str | None
) -> int:
    """Write a document and hide its older self: the same bytes read before, or other bytes at the same path."""
    if len(chunks) >= CHUNKS_PER_DOCUMENT:
        raise UserFixable("too_large", file=origin.path.name, reason=f"{len(chunks)} pieces of text")
    older = connection.execute(
        "SELECT number, id FROM documents WHERE NOT removed AND (id = ? OR path = ?)", (origin.id, str(origin.path))
    ).fetchall()
    groups = {name for number, _ in older for name in collections_of(connection, number)}
    hide(connection, [number for number, _ in older])
    forget_turns(connection, [identity for _, identity in older if identity != origin.id])
    number = _insert(connection, origin, reading, len(chunks))
    texts.write_pages(connection, number, reading.pages)
    texts.write_sections(connection, number, reading.sections)
    texts.write_chunks(connection, number, chunks, embedder)
    for name in groups:
        collect(connection, number, name)
    connection.execute("DELETE FROM failures WHERE path = ?", (str(origin.path),))
    return number


def _insert(connection: sqlite3.Connection, origin: Origin, reading: Reading, chunk_count: int) -> int:
    cursor = connection.execute(
        """INSERT INTO documents (id, path, folder, size, mtime, title, pages, chunks, outlined, added,
               reader_version, chunker_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            origin.id, str(origin.path), None if origin.folder is None else str(origin.folder), origin.size, origin.mtime,
            reading.title.encode("utf-8", "replace").decode(), len(reading.pages), chunk_count, reading.outlined,
            time.time(), origin.reader_version, origin.chunker_version,
        ),
    )  # fmt: skip
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def hide(connection: sqlite3.Connection, numbers: Sequence[int]) -> None:
    """Take documents out of every view; `scrubbing` takes their bytes off the disk."""
    if not numbers:
        return
    marks = ", ".join("?" * len(numbers))
    connection.execute(f"UPDATE documents SET removed = 1 WHERE number IN ({marks})", numbers)
    scrubbing.note(connection)


def forget_turns(connection: sqlite3.Connection, documents: Sequence[str]) -> None:
    """Delete what was asked about these documents: the answers quote them. A conversation goes with its last turn."""
    marks = ", ".join("?" * len(documents))
    cited = f"SELECT turn FROM turn_documents WHERE document IN ({marks})"
    touched = [
        name
        for (name,) in connection.execute(f"SELECT conversation FROM turns WHERE id IN ({cited})", tuple(documents))
    ]
    connection.execute(f"DELETE FROM turns WHERE id IN ({cited})", tuple(documents))
    connection.executemany(
        "DELETE FROM conversations WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM turns WHERE conversation = ?1)",
        ((name,) for name in touched),
    )


def move(connection: sqlite3.Connection, number: int, origin: Origin) -> None:
    """The same bytes lie somewhere else now. Another document at that path has gone with its bytes."""
    others = connection.execute(
        "SELECT number, id FROM documents WHERE NOT removed AND path = ? AND number != ?", (str(origin.path), number)
    ).fetchall()
    hide(connection, [other for other, _ in others])
    forget_turns(connection, [identity for _, identity in others])
    connection.execute(
        "UPDATE documents SET path = ?, folder = coalesce(?, folder), size = ?, mtime = ? WHERE number = ?",
        (str(origin.path), origin.folder and str(origin.folder), origin.size, origin.mtime, number),
    )
    connection.execute("DELETE FROM failures WHERE path = ?", (str(origin.path),))


def origin_of(connection: sqlite3.Connection, number: int) -> Origin:
    identity, path, size, mtime, reader, chunker, folder = connection.execute(
        "SELECT id, path, size, mtime, reader_version, chunker_version, folder FROM documents WHERE number = ?",
        (number,),
    ).fetchone()
    return Origin(identity, Path(path), size, mtime, reader, chunker, folder and Path(folder))


def number_of(connection: sqlite3.Connection, document: str) -> int | None:
    row = connection.execute("SELECT number FROM documents WHERE NOT removed AND id = ?", (document,)).fetchone()
    return row and int(row[0])


def listed(connection: sqlite3.Connection, where: str = "1", values: Sequence[object] = ()) -> list[Document]:
    """Documents by name of file. `where` is a condition of ours on `d`, never of a user's making."""
    rows = connection.execute(
        f"""SELECT d.number, d.id, d.path, d.title, d.pages, d.chunks,
                (SELECT count(embedding) FROM chunks WHERE document = d.number)
            FROM documents d WHERE NOT d.removed AND {where} ORDER BY d.path""",
        tuple(values),
    ).fetchall()
    found = [_document(connection, row) for row in rows]
    return sorted(found, key=lambda document: (document.file.casefold(), str(document.path)))


def _document(connection: sqlite3.Connection, row: tuple[int, str, str, str, int, int, int]) -> Document:
    number, identity, path, title, pages, chunks, embedded = row
    skipped = connection.execute(
        "SELECT number, skipped FROM pages WHERE document = ? AND skipped IS NOT NULL ORDER BY number", (number,)
    )
    return Document(
        id=identity,
        path=Path(path),
        title=title,
        pages=pages,
        state="ready" if embedded == chunks else "words",
        chunks=chunks,
        embedded=embedded,
        collections=collections_of(connection, number),
        skipped=tuple((page, reason) for page, reason in skipped),
    )


def find(connection: sqlite3.Connection, name: str) -> Document:
    """By path, then by the file's name, then by the beginning of the id. Raises `unknown_document`, also when several fit."""
    documents = listed(connection)
    path = Path(os.path.abspath(expanded(Path(name))))  # noqa: PTH100 - a path that is gone has nothing to resolve
    wanted = name.casefold()
    tests = (
        lambda d: d.path == path,
        lambda d: wanted in (d.file.casefold(), d.path.stem.casefold()),
        lambda d: len(name) >= SHORTEST_PREFIX and d.id.startswith(wanted),
    )
    for test in tests:
        found = [document for document in documents if test(document)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UserFixable("unknown_document", name=f"{name} (it could be {_named(found)})", matches=len(found))
    raise UserFixable("unknown_document", name=name)


def _named(documents: Sequence[Document]) -> str:
    return " or ".join(f"{document.path} [{document.id[:12]}]" for document in documents[:4])


def collect(connection: sqlite3.Connection, number: int, name: str) -> None:
    """Put a document into a collection, which is made if there is none of that name."""
    connection.execute("INSERT OR IGNORE INTO collections (name) VALUES (?)", (name,))
    connection.execute("INSERT OR IGNORE INTO members SELECT id, ? FROM collections WHERE name = ?", (number, name))


def collections_of(connection: sqlite3.Connection, number: int) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT c.name FROM members m JOIN collections c ON c.id = m.collection WHERE m.document = ? ORDER BY c.name",
        (number,),
    )
    return tuple(name for (name,) in rows)


def remember_failure(connection: sqlite3.Connection, path: Path, kind: str, details: dict[str, object]) -> None:
    known = json.dumps(
        {name: value if isinstance(value, int | float) else str(value) for name, value in details.items()}
    )
    connection.execute("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?)", (str(path), kind, known, time.time()))


def failures(connection: sqlite3.Connection) -> list[tuple[Path, UserFixable]]:
    rows = connection.execute("SELECT path, kind, details FROM failures ORDER BY path")
    return [
        (Path(path), UserFixable(cast(Kind, kind), **json.loads(details)))
        for path, kind, details in rows
        if kind in KINDS
    ]
