"""Documents into the library and out of it."""

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.errors import UserFixable
from app.library import scans
from app.library.adding import Failed, Passwords, Source, add_source, files
from app.library.learning import embed, embed_all, sync_vectors, vectors_for
from app.library.removal import bring_back, finish_removals, forget_failures, hide, remove, scrub, settle
from app.library.rooms import Rooms
from app.library.waiting import drop_waiting, enqueue, hold_waiting, read_waiting, waiting
from app.stop import Stop
from app.types import Document, Report

__all__ = [
    "Failed",
    "Passwords",
    "add",
    "add_one",
    "bring_back",
    "document",
    "drop_waiting",
    "embed",
    "embed_all",
    "enqueue",
    "finish_removals",
    "finish_spelling",
    "forget_failures",
    "hide",
    "hold_waiting",
    "listed",
    "read_waiting",
    "remove",
    "scrub",
    "settle",
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
    pictures: bool = True,
    password: Passwords,
    report: Report,
    stop: Stop,
) -> Iterator[Document | Failed]:
    """Each PDF of `paths`, folders included: failures at once, documents when they are as searchable as was asked for,
    or as they are before an error that ends it all (a full disk) is raised. Without `pictures` pages that are pictures are left out."""
    added: list[Document] = []
    given = _Given(password)
    pictures = pictures and scans.is_possible(rooms)
    try:
        for path, folder in files(paths, stop):
            stop.check()
            source = Source(path, folder, collection, scans=pictures)
            outcome = add_source(rooms, source, password=given, report=report, stop=stop)
            if pictures and isinstance(outcome, Document):
                outcome = scans.want(rooms, outcome)
            if wait and isinstance(outcome, Document):
                added.append(outcome)
            else:
                yield outcome
        rooms.end_reading()
        scans.read(rooms, [one.id for one in added], password=given.again, report=report, stop=stop)
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
    given = _Given(password)
    outcome = add_source(rooms, Source(path, scans=scans.is_possible(rooms)), password=given, report=report, stop=stop)
    rooms.end_reading()
    if isinstance(outcome, Failed):
        raise outcome.error
    if outcome.state != "reading":
        return outcome
    scans.read(rooms, [outcome.id], password=given.again, report=report, stop=stop)
    return rooms.catalog.document(outcome.id)


class _Given:
    """Passwords that were asked for once are not asked for again."""

    def __init__(self, ask: Passwords) -> None:
        self._ask, self._known = ask, dict[Path, str | None]()

    def __call__(self, path: Path) -> str | None:
        self._known[path] = self._ask(path)
        return self._known[path]

    def again(self, path: Path) -> str | None:
        """The one that was given for this file; else it is asked for."""
        return self._known.get(path) or self(path)


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


def finish_spelling(rooms: Rooms, report: Report, stop: Stop) -> None:
    """Documents of an older version's library, whose words were all indexed as if they were English. Nothing happens if there are
    none; a library that cannot be written now is searched as it is."""
    if rooms.catalog.read_only or not rooms.catalog.outspelled:
        return
    with contextlib.suppress(UserFixable):  # the next command goes on; this one has something else to do
        rooms.catalog.respell(stop, report)
