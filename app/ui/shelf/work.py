"""What the list asks of the library, each in a lane. The library's rooms are imported when they are first needed: the window must
be on the screen before."""

import contextlib
from collections.abc import Callable, Iterable
from pathlib import Path

from app.errors import UserFixable
from app.library import Library
from app.stop import Stop
from app.types import Document, Report, Waiting
from app.ui.shelf.entries import Entry
from app.ui.shelf.stock import Stocktaking

Passwords = Callable[[Path], str | None]


def take_stock(library: Library, *, first: bool = False) -> Stocktaking:
    """`first`: nobody can undo any more what an earlier run hid."""
    from app.library import collections, documents

    rooms = library.rooms
    if first:
        with contextlib.suppress(UserFixable):  # then a later look does it; what is here is shown all the same
            documents.settle(rooms)
    found, failures = list[Document](), list[tuple[Path, UserFixable]]()
    for one in library.documents():
        if isinstance(one, Document):
            found.append(one)
        else:
            failures.append((one.path, one.error))
    return Stocktaking(found, failures, documents.waiting(rooms), [name for name, _ in collections.names(rooms)])


def enqueue(library: Library, paths: list[Path], collection: str | None, stop: Stop) -> list[Waiting]:
    from app.library import documents

    return documents.enqueue(library.rooms, paths, collection=collection, stop=stop)


def read(library: Library, item: Waiting, *, password: Passwords, report: Report, stop: Stop) -> Document | UserFixable:
    """The document, or why there is none. Raises UserFixable for what would fail every file, and Stopped."""
    from app.library import documents

    outcome = documents.read_waiting(library.rooms, item, password=password, report=report, stop=stop)
    return outcome if isinstance(outcome, Document) else outcome.error


def hold(library: Library, paths: Iterable[Path]) -> None:
    """They wait for the user from now on, over a restart, too."""
    from app.library import documents

    for path in paths:
        documents.hold_waiting(library.rooms, path)


def drop(library: Library, path: Path) -> None:
    from app.library import documents

    documents.drop_waiting(library.rooms, path)


def learn(
    library: Library, report: Report, learned: Callable[[str | Document], None], stop: Stop, *, password: Passwords
) -> bool:
    """Everything that is not yet searchable by meaning, then pages that are pictures, then what these say; `learned` is told the id of
    each document that is done, and has each again that has its pictures' words now. False if there is nobody to do it, or something is left:
    no embedder, a file that is not there, another program at it."""
    from app.library import documents, scans
    from app.types import Progress

    def watch(progress: Progress) -> None:
        report(progress)
        if progress.document is not None and progress.done >= progress.total:
            learned(progress.document)

    able = documents.embed_all(library.rooms, report=watch, stop=stop)
    read = scans.read(library.rooms, None, password=password, report=report, stop=stop, done=learned)
    if read:
        able = documents.embed_all(library.rooms, report=watch, stop=stop)
    return able and not library.rooms.catalog.scans.unfinished()


def hide(library: Library, ids: list[str], *, keep_answers: bool) -> None:
    """Out of every view, until it is undone or settled."""
    from app.library import documents

    documents.hide(library.rooms, ids, keep_answers=keep_answers)


def bring_back(library: Library, ids: list[str]) -> list[str]:
    """Those that are in view again."""
    from app.library import documents

    return documents.bring_back(library.rooms, ids)


def settle(library: Library, entries: Iterable[Entry]) -> None:
    """Off every list on which they are: what was read of them, why they could not be read, and that they wait. Their bytes go with
    `scrub`."""
    from app.library import documents

    entries = list(entries)
    for entry in entries:
        if entry.waiting is not None:
            drop(library, entry.path)
    documents.settle(library.rooms, [entry.document.id for entry in entries if entry.document is not None])
    documents.forget_failures(library.rooms, [entry.path for entry in entries if entry.error is not None])


def scrub(library: Library, stop: Stop) -> None:
    """Off the disk, what was removed in this run, in an earlier one or by another program; nothing where nothing is due."""
    from app.library import documents

    documents.finish_removals(library.rooms, stop)


def put(library: Library, ids: list[str], collection: str) -> None:
    from app.library import collections

    collections.put(library.rooms, ids, collection)


def take_out(library: Library, ids: list[str], names: Iterable[str]) -> None:
    from app.library import collections

    for name in names:
        collections.take_out(library.rooms, ids, name)


def make(library: Library, name: str) -> None:
    from app.library import collections

    collections.make(library.rooms, name)


def rename(library: Library, old: str, new: str) -> None:
    from app.library import collections

    collections.rename(library.rooms, old, new)


def drop_collection(library: Library, name: str) -> None:
    from app.library import collections

    collections.drop(library.rooms, name)
