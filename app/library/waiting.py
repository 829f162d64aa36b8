"""Files that are to be read one after the other, remembered until they are."""

import contextlib
from collections.abc import Iterable
from pathlib import Path

from app.errors import UserFixable
from app.library import scans
from app.library.adding import Failed, Passwords, Source, add_source, files
from app.library.rooms import Rooms, absolute, is_text
from app.stop import Stop, Stopped
from app.types import Document, Report, Waiting


def _no_password(path: Path) -> str | None:
    return None


def enqueue(rooms: Rooms, paths: Iterable[Path], *, collection: str | None = None, stop: Stop) -> list[Waiting]:
    """The PDFs of files and folders, in order; a path that waits already is the same entry, and no longer stopped. What cannot
    be read, such as a folder without PDFs, waits like the others and fails when its turn comes."""
    found = {path: Waiting(path, folder, collection) for path, folder in files(paths, stop)}
    # A name that is no text in any language cannot be remembered; it fails all the same.
    rooms.catalog.waiting.put(item for item in found.values() if is_text(item.path))
    return list(found.values())


def waiting(rooms: Rooms) -> list[Waiting]:
    return rooms.catalog.waiting.listed()


def hold_waiting(rooms: Rooms, path: Path) -> None:
    """It waits for the user from now on, over a restart, too; `enqueue` lets it go on. One that does not wait is passed over."""
    rooms.catalog.waiting.stopped(absolute(path))


def drop_waiting(rooms: Rooms, path: Path) -> None:
    """Not to be read any more. If it is being read, nothing comes of it."""
    rooms.catalog.waiting.drop(absolute(path))


def read_waiting(
    rooms: Rooms, item: Waiting, *, password: Passwords = _no_password, report: Report, stop: Stop
) -> Document | Failed:
    """Read it until it can be searched by words. It no longer waits then, nor when it failed, unless the catalog was busy.

    Raises UserFixable for what would fail every file, and Stopped: it goes on waiting, for the user. Stopped also if it was
    dropped, or its document removed, while it was read."""
    source = Source(item.path, item.folder, item.collection, waits=is_text(item.path), scans=scans.is_possible(rooms))
    try:
        outcome = add_source(rooms, source, password=password, report=report, stop=stop)
    except Stopped:
        with contextlib.suppress(UserFixable):  # a busy catalog is no reason not to stop
            rooms.catalog.waiting.stopped(item.path)
        raise
    if isinstance(outcome, Document):
        outcome = scans.want(rooms, outcome)
    if source.waits and not (isinstance(outcome, Failed) and outcome.error.kind == "locked"):
        rooms.catalog.waiting.drop(item.path)
    return outcome
