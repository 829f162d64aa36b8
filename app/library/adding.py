"""One file becomes a document of the library: known by its bytes, read if need be, whole or not at all."""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app import documents as reader
from app.documents.scans.seen import Seen
from app.errors import UserFixable
from app.host import faults
from app.index.catalog import Origin
from app.library.rooms import Rooms, absolute, exists, is_text, patiently
from app.stop import Stop
from app.types import Chunk, Document, Progress, Reading, Report, ignore

Passwords = Callable[[Path], str | None]

_TRIES = 3
_UNPROTECTED = "The text of ‘{file}’ lies unprotected in the library; its password is not kept."
_SPECIAL_TOKENS = 2
"""What the embedder puts around a text of its own."""
_NOT_KEPT = frozenset(
    {"not_found", "no_pdfs", "no_space", "read_only", "locked", "library_damaged", "unknown_document"}
)
"""Failures that say nothing about a file of the library."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that could not be added."""

    path: Path
    error: UserFixable

    @property
    def file(self) -> str:
        return self.path.name


@dataclass(frozen=True, slots=True)
class Source:
    """What is to be added, as the user gave it. `waits`: it stands on the list of files to be read, and is not added once it
    is taken off it."""

    path: Path
    folder: Path | None = None
    collection: str | None = None
    waits: bool = False
    scans: bool = False
    """Whether its pages that are pictures are to be read later."""


def files(paths: Iterable[Path], stop: Stop) -> Iterator[tuple[Path, Path | None]]:
    """Every PDF with the folder it was added from; one that cannot be looked at comes as it is and fails when it is read."""
    for path in map(absolute, paths):
        stop.check()
        if exists(path) and path.is_dir():
            yield from ((found, path) for found in _pdfs_in(path, stop))
        else:
            yield path, None


def _pdfs_in(folder: Path, stop: Stop) -> list[Path]:
    """The folder itself stands for one that has no PDFs, so that it is named as what failed."""
    try:
        return reader.find_pdfs(folder, stop)
    except UserFixable:
        return [folder]


def add_source(rooms: Rooms, source: Source, *, password: Passwords, report: Report, stop: Stop) -> Document | Failed:
    """Until it can be searched by words. Raises UserFixable only for what would fail every file."""
    source = replace(source, path=absolute(source.path))
    path = source.path
    if not is_text(path):
        return Failed(path, UserFixable("unreadable", file=path.name, reason="its name or folder is not valid text"))
    try:
        if exists(path) and path.is_dir():
            reader.find_pdfs(path, stop)
        rooms.catalog.bring_back_from(path)
        document = _unchanged(rooms, source) or _read(rooms, source, password, report, stop)
        faults.note("added", document=document.id, pages=document.pages)
        return document
    except UserFixable as error:
        faults.note("error", kind=error.kind)
        if error.kind in {"no_space", "read_only", "library_damaged"}:
            raise
        if error.kind not in _NOT_KEPT and exists(path) and not rooms.catalog.read_only:
            with contextlib.suppress(UserFixable):  # a busy library must not hide what is wrong with the file
                rooms.catalog.remember_failed(path, error)
        return Failed(path, error)


def _unchanged(rooms: Rooms, source: Source) -> Document | None:
    """The document of this path, if the file is as it was when it was read."""
    known = rooms.catalog.at(source.path)
    if known is None or not is_as_read(known[1]) or not _current(known[1]):
        return None
    return _collected(rooms, known[0], source.collection)


def is_as_read(origin: Origin) -> bool:
    """Whether the file is where it was, and by its size and time what it was."""
    try:
        status = origin.path.stat()
    except (OSError, ValueError):
        return False
    return (status.st_size, status.st_mtime) == (origin.size, origin.mtime)


def _current(origin: Origin) -> bool:
    return (origin.reader_version, origin.chunker_version) == (reader.READER_VERSION, reader.CHUNKER_VERSION)


def _read(rooms: Rooms, source: Source, password: Passwords, report: Report, stop: Stop) -> Document:
    path, collection = source.path, source.collection
    status = _status(path)
    identity = reader.hash_file(path, stop)
    origin = Origin(
        identity, path, status.st_size, status.st_mtime, reader.READER_VERSION, reader.CHUNKER_VERSION, source.folder
    )
    rooms.catalog.bring_back([identity])
    known = rooms.catalog.known(identity)
    before = None if known is None else rooms.catalog.origin(identity)
    if known is not None and before is not None and _current(before):
        is_copy = before.path != path and is_as_read(before)
        if is_copy:
            _forget_older_self(rooms, path, identity)
            return _collected(rooms, known, collection)
        with _older_self_forgotten(rooms, path, identity):
            return _collected(rooms, rooms.catalog.move(origin), collection)
    reading = _with_password(rooms, source, password, report, stop)
    if (after := _status(path)).st_size != status.st_size or after.st_mtime != status.st_mtime:
        raise UserFixable("changed", file=path.name)
    chunks = _chunks(rooms, reading, path)
    with _older_self_forgotten(rooms, path, identity):
        if not source.waits:
            return rooms.catalog.add(origin, reading, chunks, collection=collection)
        # In the background there is time to wait for a catalog that is being tidied up.
        return patiently(lambda: rooms.catalog.add(origin, reading, chunks, collection=collection, waited=path), stop)


def read_again(
    rooms: Rooms, document: Document, seen: Mapping[int, Seen], *, password: str | None, stop: Stop
) -> Document | None:
    """The document with what was seen on its pages that are pictures; None if it has gone meanwhile. Raises as `require_as_read` and reading do."""
    path = document.path
    with rooms.reading.passed(stop):
        reading = rooms.reader.read(path, password=password, scans=True, seen=seen, report=ignore, stop=stop)
    chunks = _chunks(rooms, reading, path)
    require_as_read(rooms, document)
    origin = replace(
        rooms.catalog.origin(document.id), reader_version=reader.READER_VERSION, chunker_version=reader.CHUNKER_VERSION
    )
    return patiently(lambda: rooms.catalog.add(origin, reading, chunks), stop)


def require_as_read(rooms: Rooms, document: Document) -> None:
    """Raises `unknown_document`, `not_found`, `unreadable`, or `changed` where its file is another now."""
    origin = rooms.catalog.origin(document.id)
    status = _status(origin.path)
    if (status.st_size, status.st_mtime) != (origin.size, origin.mtime):
        raise UserFixable("changed", file=document.file)


def _chunks(rooms: Rooms, reading: Reading, path: Path) -> list[Chunk]:
    room = rooms.store.manifest.embedder.context - _SPECIAL_TOKENS
    return reader.chunk(reading, file=path.name, count_tokens=_counter(rooms), max_tokens=room)


def _forget_older_self(rooms: Rooms, path: Path, identity: str) -> None:
    """A file that became a copy of another one: what was read from it before is in no file any more."""
    if (older := _older_self(rooms, path, identity)) is not None:
        rooms.catalog.remove([older])
        rooms.forget_read()


@contextlib.contextmanager
def _older_self_forgotten(rooms: Rooms, path: Path, identity: str) -> Iterator[None]:
    """Other bytes take the place of what was read from the file before: the model has nothing of that any more either."""
    older = _older_self(rooms, path, identity)
    yield
    if older is not None:
        rooms.forget_read()


def _older_self(rooms: Rooms, path: Path, identity: str) -> str | None:
    """The document that other bytes were there before; None if there is none."""
    older = rooms.catalog.at(path)
    return older[0].id if older is not None and older[0].id != identity else None


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


def _with_password(rooms: Rooms, source: Source, password: Passwords, report: Report, stop: Stop) -> Reading:
    """Read; where a password is needed, ask for it, three times at most."""
    given: str | None = None
    for _ in range(_TRIES):
        try:
            return _told(_once(rooms, source, given, report, stop), source, given, report)
        except UserFixable as error:
            before, given = given, password(source.path) if error.kind == "password" else None
            if given is None or given == before:
                raise
    return _told(_once(rooms, source, given, report, stop), source, given, report)


def _told(reading: Reading, source: Source, password: str | None, report: Report) -> Reading:
    """Whoever protects a file is told that what is read from it is not."""
    if password is not None:
        pages = len(reading.pages)
        report(
            Progress("reading", pages, pages, file=source.path.name, note=_UNPROTECTED.format(file=source.path.name))
        )
    return reading


def _once(rooms: Rooms, source: Source, password: str | None, report: Report, stop: Stop) -> Reading:
    with rooms.reading.passed(stop):
        return rooms.reader.read(source.path, password=password, scans=source.scans, report=report, stop=stop)


def _counter(rooms: Rooms) -> Callable[[Sequence[str]], Sequence[int]]:
    """Tokens as the embedder counts them; where it is missing, an upper bound from the length."""
    if rooms.embedder is not None:
        return rooms.embedder.count_tokens
    return lambda texts: [len(text.encode()) // 3 + 1 for text in texts]
