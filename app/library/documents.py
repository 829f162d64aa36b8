"""Documents into the library and out of it."""

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app import documents as reader
from app.errors import UserFixable
from app.index.catalog import Origin
from app.library.rooms import Rooms, absolute, exists, is_text
from app.stop import Stop
from app.types import Document, Progress, Reading, Report

if TYPE_CHECKING:
    from app.index.nearest import Vectors

Passwords = Callable[[Path], str | None]

_TRIES = 3
_BATCH = 96
"""Chunks that are embedded and stored together: what a stop or a kill can cost."""
_TOKENS_A_SECOND = 3000
"""Embedding speed assumed before anything was measured (two cores)."""
_EXACT = 20_000
"""Chunks of a scope up to which Chroma is not opened."""
_SPECIAL_TOKENS = 2
"""What the embedder puts around a text of its own."""
_NOT_KEPT = frozenset({"not_found", "no_pdfs", "no_space", "read_only", "locked", "library_damaged"})
"""Failures that say nothing about a file of the library."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that could not be added."""

    path: Path
    error: UserFixable

    @property
    def file(self) -> str:
        return self.path.name


def add(
    rooms: Rooms,
    paths: Iterable[Path],
    *,
    collection: str | None,
    wait: bool,
    password: Passwords,
    report: Report,
    stop: Stop,
) -> Iterator[Document | Failed]:
    """Each PDF of `paths`, folders included: failures at once, documents when they are as searchable as was asked for,
    or as they are before an error that ends it all (a full disk) is raised."""
    added: list[Document] = []
    try:
        for path, folder in _files(paths):
            stop.check()
            outcome = _add_one(rooms, path, folder, collection, password, report, stop)
            if wait and isinstance(outcome, Document):
                added.append(outcome)
            else:
                yield outcome
        rooms.end_reading()
        yield from _embedded(rooms, added, report, stop)
    except UserFixable:
        yield from (rooms.catalog.document(document.id) for document in added)
        raise
    finish_removals(rooms, stop)


def _embedded(rooms: Rooms, added: list[Document], report: Report, stop: Stop) -> Iterator[Document]:
    """Each document once it can be searched by meaning; it is taken off `added` then."""
    some = bool(added)
    while added:
        embed(rooms, [added[0].id], report=report, stop=stop)
        yield rooms.catalog.document(added.pop(0).id)
    if some:
        sync_vectors(rooms, stop)


def add_one(rooms: Rooms, path: Path, *, password: Passwords, report: Report, stop: Stop) -> Document:
    """One PDF, until it can be searched by words. Raises UserFixable."""
    outcome = _add_one(rooms, path, None, None, password, report, stop)
    rooms.end_reading()
    if isinstance(outcome, Failed):
        raise outcome.error
    return outcome


def listed(rooms: Rooms, collection: str | None) -> list[Document | Failed]:
    """Raises UserFixable `unknown_collection`."""
    found = rooms.catalog.documents(collection)
    if collection is not None:
        if not found:
            raise UserFixable("unknown_collection", name=collection)
        return list(found)
    return [*found, *(Failed(path, error) for path, error in rooms.catalog.failures())]


def remove(
    rooms: Rooms, names: Sequence[str], stop: Stop, on_unknown: Callable[[UserFixable], None] | None = None
) -> list[Document | Failed]:
    """Out of every view at once; then their bytes off the disk, which a later command finishes if this one is ended."""
    found: dict[Path, Document | Failed] = {}
    for name in names:
        try:
            outcome = _find(rooms, name)
        except UserFixable as error:
            if on_unknown is None:
                raise
            on_unknown(error)
        else:
            found[outcome.path] = outcome
    rooms.catalog.remove([outcome.id for outcome in found.values() if isinstance(outcome, Document)])
    for outcome in found.values():
        if isinstance(outcome, Failed):
            rooms.catalog.forget_failure(outcome.path)
    with contextlib.suppress(
        UserFixable
    ):  # they are out of every view; what is left on the disk goes with a later command
        _scrub(rooms, stop)
    return list(found.values())


def finish_removals(rooms: Rooms, stop: Stop) -> None:
    """What a file that changed, or a removal that was ended midway, left on the disk. Nothing happens if nothing is due, or if
    another process holds the library and may be at it."""
    if rooms.catalog.due and not rooms.catalog.read_only and _holds(rooms):
        with contextlib.suppress(UserFixable):  # the next command tries again; this one has something else to do
            _scrub(rooms, stop)


def _scrub(rooms: Rooms, stop: Stop) -> None:
    """The catalog keeps its note that something is due until the vectors are gone, too; they are the holder's."""
    vectors = rooms.paths.vectors.exists()
    if vectors:
        sync_vectors(rooms, stop)
    rooms.catalog.scrub(stop, keep_note=vectors and not rooms.hold.held)


def _holds(rooms: Rooms) -> bool:
    """Whether this process holds the library; it does from now on if no other one is the holder."""
    return rooms.hold.held or rooms.hold.take()


def embed(rooms: Rooms, ids: Sequence[str] | None, *, report: Report, stop: Stop, within: float | None = None) -> bool:
    """Make texts searchable by meaning; true when all are. Gives up if it would take longer than `within` seconds, and
    leaves the work to the process that holds the library if that is another one."""
    embedder = rooms.embedder
    if embedder is None or rooms.catalog.read_only:
        return False
    _, total = rooms.catalog.count_pending(embedder.id, ids)
    if not total:
        return True
    if (within is not None and total / _TOKENS_A_SECOND > within) or not _holds(rooms):
        return False
    began, done = time.monotonic(), 0
    while batch := rooms.catalog.pending(embedder.id, ids, limit=_BATCH):
        matrix = embedder.embed([pending.text for pending in batch], stop=stop)
        rooms.catalog.store_embeddings(embedder.id, [pending.key for pending in batch], matrix)
        done += sum(pending.tokens for pending in batch)
        left = (time.monotonic() - began) / done * max(total - done, 0)
        report(Progress("preparing search by meaning", min(done, total), total, left=left))
        stop.check()
    return True


def sync_vectors(rooms: Rooms, stop: Stop) -> None:
    """Bring Chroma up to the catalog, if this process holds the library."""
    if not rooms.catalog.read_only and _holds(rooms):
        rooms.vectors.sync(rooms.catalog, stop=stop)


def vectors_for(rooms: Rooms, chunks: int) -> "Vectors | None":
    """Chroma where it pays and is ours to open; None where every cosine is computed."""
    if chunks <= _EXACT or rooms.embedder is None or rooms.catalog.read_only:
        return None
    return rooms.vectors if _holds(rooms) else None


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, Path | None]]:
    """Every PDF with the folder it was added from; one that cannot be looked at comes as it is and fails when it is read."""
    for path in map(absolute, paths):
        if exists(path) and path.is_dir():
            yield from ((found, path) for found in _pdfs_in(path))
        else:
            yield path, None


def _pdfs_in(folder: Path) -> list[Path]:
    """The folder itself stands for one that has no PDFs, so that it is named as what failed."""
    try:
        return reader.find_pdfs(folder)
    except UserFixable:
        return [folder]


def _add_one(
    rooms: Rooms,
    path: Path,
    folder: Path | None,
    collection: str | None,
    password: Passwords,
    report: Report,
    stop: Stop,
) -> Document | Failed:
    path = absolute(path)
    if not is_text(path):
        return Failed(path, UserFixable("unreadable", file=path.name, reason="its name or folder is not valid text"))
    try:
        if exists(path) and path.is_dir():
            reader.find_pdfs(path)
        return _unchanged(rooms, path, collection) or _read(rooms, path, folder, collection, password, report, stop)
    except UserFixable as error:
        if error.kind in {"no_space", "read_only", "library_damaged"}:
            raise
        if error.kind not in _NOT_KEPT and exists(path) and not rooms.catalog.read_only:
            with contextlib.suppress(UserFixable):  # a busy library must not hide what is wrong with the file
                rooms.catalog.remember_failed(path, error)
        return Failed(path, error)


def _unchanged(rooms: Rooms, path: Path, collection: str | None) -> Document | None:
    """The document of this path, if the file is as it was when it was read."""
    known = rooms.catalog.at(path)
    if known is None or not _is_as_read(known[1]) or not _current(known[1]):
        return None
    return _collected(rooms, known[0], collection)


def _is_as_read(origin: Origin) -> bool:
    """Whether the file is where it was, and by its size and time what it was."""
    if not exists(origin.path):
        return False
    status = origin.path.stat()
    return (status.st_size, status.st_mtime) == (origin.size, origin.mtime)


def _current(origin: Origin) -> bool:
    return (origin.reader_version, origin.chunker_version) == (reader.READER_VERSION, reader.CHUNKER_VERSION)


def _read(
    rooms: Rooms,
    path: Path,
    folder: Path | None,
    collection: str | None,
    password: Passwords,
    report: Report,
    stop: Stop,
) -> Document:
    status = _status(path)
    identity = reader.hash_file(path)
    origin = Origin(
        identity, path, status.st_size, status.st_mtime, reader.READER_VERSION, reader.CHUNKER_VERSION, folder
    )
    known = rooms.catalog.known(identity)
    before = None if known is None else rooms.catalog.origin(identity)
    if known is not None and before is not None and _current(before):
        is_copy = before.path != path and _is_as_read(before)
        if is_copy:
            _forget_older_self(rooms, path, identity)
        return _collected(rooms, known if is_copy else rooms.catalog.move(origin), collection)
    reading = _with_password(rooms, path, password, report, stop)
    if (after := _status(path)).st_size != status.st_size or after.st_mtime != status.st_mtime:
        raise UserFixable("changed", file=path.name)
    room = rooms.store.manifest.embedder.context - _SPECIAL_TOKENS
    chunks = reader.chunk(reading, file=path.name, count_tokens=_counter(rooms), max_tokens=room)
    return rooms.catalog.add(origin, reading, chunks, collection=collection)


def _forget_older_self(rooms: Rooms, path: Path, identity: str) -> None:
    """A file that became a copy of another one: what was read from it before is in no file any more."""
    older = rooms.catalog.at(path)
    if older is not None and older[0].id != identity:
        rooms.catalog.remove([older[0].id])


def _status(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except FileNotFoundError as error:
        raise UserFixable("not_found", file=path.name) from error
    except OSError as error:
        raise UserFixable("unreadable", file=path.name, reason=error.strerror or "the system refused it") from error


def _collected(rooms: Rooms, document: Document, collection: str | None) -> Document:
    if collection is not None and collection not in document.collections:
        rooms.catalog.collect(document.id, collection)
        return rooms.catalog.document(document.id)
    return document


def _with_password(rooms: Rooms, path: Path, password: Passwords, report: Report, stop: Stop) -> Reading:
    """Read; where a password is needed, ask for it, three times at most."""
    given: str | None = None
    for _ in range(_TRIES):
        try:
            return rooms.reader.read(path, password=given, report=report, stop=stop)
        except UserFixable as error:
            before, given = given, password(path) if error.kind == "password" else None
            if given is None or given == before:
                raise
    return rooms.reader.read(path, password=given, report=report, stop=stop)


def _counter(rooms: Rooms) -> Callable[[Sequence[str]], Sequence[int]]:
    """Tokens as the embedder counts them; where it is missing, an upper bound from the length."""
    if rooms.embedder is not None:
        return rooms.embedder.count_tokens
    return lambda texts: [len(text.encode()) // 3 + 1 for text in texts]


def _find(rooms: Rooms, name: str) -> Document | Failed:
    path = absolute(Path(name))
    known = rooms.catalog.at(path)
    if known is not None:
        return known[0]
    try:
        return rooms.catalog.find(name)
    except UserFixable:
        failed = [Failed(where, error) for where, error in rooms.catalog.failures() if name in {where.name, str(where)}]
        if len(failed) == 1 or (failed := [one for one in failed if one.path == path]):
            return failed[0]
        raise
