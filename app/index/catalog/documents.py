"""The list of documents: added whole, found by name, hidden at once. Functions over a connection inside a transaction."""

import json
import os
import sqlite3
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from app.errors import KINDS, UserFixable
from app.host.paths import expanded
from app.index.catalog import collections, forgetting, scans, scrubbing, texts
from app.index.catalog.schema import CHUNKS_PER_DOCUMENT, GONE
from app.types import Chunk, Document, Reading, State, Unseen
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
    groups = {name for number, _ in older for name in collections.names_of(connection, number)}
    hide(connection, [number for number, _ in older])
    forgetting.forget(connection, [identity for _, identity in older if identity != origin.id])
    number = _insert(connection, origin, reading, len(chunks))
    texts.write_pages(connection, number, reading.pages)
    texts.write_sections(connection, number, reading.sections)
    texts.write_chunks(connection, number, chunks, embedder)
    for name in groups:
        collections.collect(connection, number, name)
    for same in (same for same, identity in older if identity == origin.id):
        connection.execute("UPDATE kept_summaries SET document = ? WHERE document = ?", (number, same))
        scans.take_over(connection, number, same)
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
    connection.execute(f"UPDATE documents SET removed = {GONE} WHERE number IN ({marks})", numbers)
    scrubbing.note(connection)


def move(connection: sqlite3.Connection, number: int, origin: Origin) -> None:
    """The same bytes lie somewhere else now. Another document at that path has gone with its bytes."""
    others = connection.execute(
        "SELECT number, id FROM documents WHERE NOT removed AND path = ? AND number != ?", (str(origin.path), number)
    ).fetchall()
    hide(connection, [other for other, _ in others])
    forgetting.forget(connection, [identity for _, identity in others])
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


def places(connection: sqlite3.Connection) -> tuple[list[Path], list[Path]]:
    """The folders that documents lie in, and those that they were added with."""
    rows = connection.execute("SELECT path, folder FROM documents WHERE NOT removed ORDER BY path").fetchall()
    beside = dict.fromkeys(Path(path).parent for path, _ in rows)
    return list(beside), [Path(folder) for folder in dict.fromkeys(folder for _, folder in rows) if folder]


def number_of(connection: sqlite3.Connection, document: str) -> int | None:
    row = connection.execute("SELECT number FROM documents WHERE NOT removed AND id = ?", (document,)).fetchone()
    return row and int(row[0])


def listed(connection: sqlite3.Connection, where: str = "1", values: Sequence[object] = ()) -> list[Document]:
    """Documents by name of file. `where` is a condition of ours on `d`, never of a user's making."""
    chosen = f"FROM documents d WHERE NOT d.removed AND {where}"
    rows = connection.execute(
        f"SELECT d.number, d.id, d.path, d.title, d.pages, d.chunks, d.embedded {chosen}", tuple(values)
    ).fetchall()
    skipped = _gathered(
        connection.execute(
            f"""SELECT document, number, skipped FROM pages
                WHERE skipped IS NOT NULL AND document IN (SELECT d.number {chosen}) ORDER BY document, number""",
            tuple(values),
        )
    )
    unseen = _gathered(
        connection.execute(
            f"""SELECT document, page, why, text FROM unseen
                WHERE document IN (SELECT d.number {chosen}) ORDER BY document, page""",
            tuple(values),
        )
    )
    names = _gathered(
        connection.execute(
            f"""SELECT m.document, c.name FROM members m JOIN collections c ON c.id = m.collection
                WHERE m.document IN (SELECT d.number {chosen}) ORDER BY c.name""",
            tuple(values),
        )
    )
    rows.sort(key=lambda row: (os.path.basename(row[2]).casefold(), row[2]))  # noqa: PTH119 - thousands of paths
    return [
        replace(
            _document(row, tuple(name for (name,) in names.get(row[0], ())), tuple(skipped.get(row[0], ()))),
            unseen=tuple((page, Unseen(why, text)) for page, why, text in unseen.get(row[0], ())),
        )
        for row in rows
    ]


def _gathered(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    """The rest of each row by its first value."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    for first, *rest in rows:
        found.setdefault(first, []).append(tuple(rest))
    return found


def _document(
    row: tuple[int, str, str, str, int, int, int], names: tuple[str, ...], skipped: tuple[Any, ...]
) -> Document:
    _, identity, path, title, pages, chunks, embedded = row
    return Document(
        id=identity,
        path=Path(path),
        title=title,
        pages=pages,
        state=_state(chunks, embedded, skipped),
        chunks=chunks,
        embedded=embedded,
        collections=names,
        skipped=skipped,
    )


def _state(chunks: int, embedded: int, skipped: tuple[tuple[int, str], ...]) -> State:
    if any(reason == scans.TO_BE_READ for _, reason in skipped):
        return "reading"
    return "ready" if embedded == chunks else "words"


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
