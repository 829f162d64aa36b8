"""Documents into the library and out of it."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from app.answers.text.remembered import forget_texts
from app.errors import UserFixable
from app.library.adding import Failed, Passwords, Source, add_source, files
from app.library.learning import embed, embed_all, sync_vectors, vectors_for
from app.library.rooms import Rooms, absolute
from app.library.waiting import drop_waiting, enqueue, hold_waiting, read_waiting, waiting
from app.stop import Stop
from app.types import Document, Report

__all__ = [
    "Failed",
    "Passwords",
    "add",
    "add_one",
    "document",
    "drop_waiting",
    "embed",
    "embed_all",
    "enqueue",
    "finish_removals",
    "finish_spelling",
    "hold_waiting",
    "listed",
    "read_waiting",
    "remove",
    "scrub",
    "sync_vectors",
    "vectors_for",
    "waiting",
]


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
        for path, folder in files(paths, stop):
            stop.check()
            source = Source(path, folder, collection)
            outcome = add_source(rooms, source, password=password, report=report, stop=stop)
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
    outcome = add_source(rooms, Source(path), password=password, report=report, stop=stop)
    rooms.end_reading()
    if isinstance(outcome, Failed):
        raise outcome.error
    return outcome


def document(rooms: Rooms, ident: str) -> Document:
    """By its id. Raises `unknown_document`."""
    return rooms.catalog.document(ident)


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
    rooms.forget_read()
    for outcome in found.values():
        if isinstance(outcome, Failed):
            rooms.catalog.forget_failure(outcome.path)
    with contextlib.suppress(UserFixable):  # they are out of every view; the rest of them goes with a later command
        scrub(rooms, stop)
    return list(found.values())


def finish_removals(rooms: Rooms, stop: Stop) -> None:
    """What a file that changed, or a removal that was ended midway, left on the disk. Nothing happens if nothing is due, or if
    another process holds the library, or another thread is at it already."""
    if not rooms.catalog.due or rooms.catalog.read_only or not rooms.holds():
        return
    with rooms.tidying.within(0.0) as free:
        if free:
            with contextlib.suppress(UserFixable):  # the next command tries again; this one has something else to do
                scrub(rooms, stop)


def finish_spelling(rooms: Rooms, report: Report, stop: Stop) -> None:
    """Documents of an older version's library, whose words were all indexed as if they were English. Nothing happens if there are
    none; a library that cannot be written now is searched as it is."""
    if rooms.catalog.read_only or not rooms.catalog.outspelled:
        return
    with contextlib.suppress(UserFixable):  # the next command goes on; this one has something else to do
        rooms.catalog.respell(stop, report)


def scrub(rooms: Rooms, stop: Stop) -> None:
    """Take what was removed off the disk and out of memory. The catalog keeps its note that something is due until the vectors are
    gone, too; they are the holder's."""
    forget_texts()
    with rooms.tidying.passed(stop):
        vectors = rooms.paths.vectors.exists()
        if vectors:
            sync_vectors(rooms, stop)
        rooms.catalog.scrub(stop, keep_note=vectors and not rooms.hold.held)


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
