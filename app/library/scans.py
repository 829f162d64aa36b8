"""Pages that are pictures are read, one after the other, after everything that has text: each is kept as soon as it is read, and the
document is put together anew when none is left."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.documents.scans.scanner import Scanner
from app.documents.scans.seen import Seen, packed, unpacked
from app.errors import UserFixable
from app.host import settings
from app.host.policy import Policy
from app.host.settings import Settings
from app.index.catalog.scans import NOT_READ
from app.library.adding import Passwords, read_again, require_as_read
from app.library.rooms import Rooms, patiently
from app.stop import Stop
from app.types import Document, Progress, Report

STAGE = "reading scanned pages"
_MISSING = frozenset({"not_found", "unreadable"})
"""What says nothing about a document but that its file is not here now: it is tried again at the next start."""
_OURS = frozenset({"no_space", "read_only", "locked", "library_damaged", "model_damaged"})
"""What would fail every document."""


def _no_password(path: Path) -> str | None:
    return None


def is_wanted(rooms: Rooms) -> bool:
    """Whether user and administrator let pictures be read."""
    return Settings.load(rooms.paths.settings).scans and Policy.load().scans


def networks(rooms: Rooms) -> Path | None:
    """The folder of what reads them; None where it is not on this machine."""
    files = rooms.store.scanner
    return None if files is None else files.folder


def is_possible(rooms: Rooms) -> bool:
    return is_wanted(rooms) and networks(rooms) is not None


def left_out(rooms: Rooms) -> int:
    """Pages of the library that are pictures and that nobody has read, nor is going to."""
    found = (document.skipped for document in rooms.catalog.documents())
    return sum(reason == NOT_READ for skipped in found for _, reason in skipped)


@dataclass(frozen=True, slots=True)
class Unread:
    """A document with scanned pages: `left` to be read, `done` since they were asked for."""

    document: Document
    left: int
    done: int


def unread(rooms: Rooms) -> list[Unread]:
    found = []
    for ident in rooms.catalog.scans.unfinished():
        left, done = rooms.catalog.scans.pending(ident)
        found.append(Unread(rooms.catalog.document(ident), len(left), done))
    return found


def want_all(rooms: Rooms) -> None:
    """All that was left out before is to be read, if it can be."""
    for document in rooms.catalog.documents():
        want(rooms, document)


def change(rooms: Rooms, wanted: bool) -> None:
    """Raises those of `Settings.save`."""
    settings.change(rooms.paths.settings, scans=wanted)
    if not wanted:
        leave(rooms)


def want(rooms: Rooms, document: Document) -> Document:
    """Its pictures are to be read, if they were left out and can be read now."""
    if not is_possible(rooms) or not rooms.catalog.scans.want(document.id):
        return document
    return rooms.catalog.document(document.id)


def leave(rooms: Rooms, ids: Sequence[str] | None = None) -> None:
    """Those of these documents, else of all, are not to be read. What was read of them is kept for another time."""
    for ident in rooms.catalog.scans.unfinished() if ids is None else ids:
        rooms.catalog.scans.leave(ident)


def read(
    rooms: Rooms,
    ids: Sequence[str] | None,
    *,
    password: Passwords = _no_password,
    report: Report,
    stop: Stop,
    done: Callable[[Document], None] = lambda document: None,
) -> bool:
    """Read what is left of the pictures of these documents, else of all; each that is whole then is `done`. True if there was any. Where it is not
    wanted or cannot be done, they are left out from now on; nothing happens where it is another process's to do. A document whose file is gone waits; one whose file is another now, or whose
    password nobody gives, is left as it is. Raises Stopped, after which it goes on at the same page, and UserFixable for what would fail
    every document."""
    folder = networks(rooms)
    found = [ident for ident in rooms.catalog.scans.unfinished() if ids is None or ident in ids]
    if not found or rooms.catalog.read_only or not rooms.holds():
        return False
    if folder is None or not is_wanted(rooms):
        leave(rooms, found)
        return False
    whole = False
    pace = _Pace(sum(len(rooms.catalog.scans.pending(ident)[0]) for ident in found))
    with Scanner(folder, threads=_threads()) as scanner:
        for ident in found:
            try:
                if (again := _read_one(rooms, scanner, ident, password, pace, report, stop)) is not None:
                    done(again)
                    whole = True
            except UserFixable as error:
                if error.kind in _OURS:
                    raise
                if error.kind not in _MISSING:
                    rooms.catalog.scans.leave(ident)
    rooms.end_reading()
    return whole


class _Pace:
    """How fast pages are read: `total` are to be."""

    def __init__(self, total: int) -> None:
        self._total, self._done, self._began = total, 0, time.monotonic()

    def step(self) -> float:
        """Seconds that are left after one page more."""
        self._done += 1
        return (time.monotonic() - self._began) / self._done * max(self._total - self._done, 0)


def _read_one(
    rooms: Rooms, scanner: Scanner, ident: str, password: Passwords, pace: _Pace, report: Report, stop: Stop
) -> Document | None:
    """None if the document went meanwhile, or the user wants no pictures read any more."""
    if (document := rooms.catalog.known(ident)) is None:
        return None
    require_as_read(rooms, document)
    given = None
    left, done = rooms.catalog.scans.pending(ident)
    total, seconds = len(left) + done, None
    for number in left:
        if not is_wanted(rooms):
            rooms.catalog.scans.leave(ident)
            return None
        report(Progress(STAGE, done, total, file=document.file, left=seconds, document=ident))
        seen, given = _seen(scanner, document.path, number, given, password, stop)
        if not patiently(partial(rooms.catalog.scans.keep, ident, number, packed(seen)), stop):
            return None
        done, seconds = done + 1, pace.step()
    seen_pages = {number: unpacked(number, body) for number, body in rooms.catalog.scans.kept(ident).items()}
    again = read_again(rooms, document, seen_pages, password=given, stop=stop)
    report(Progress(STAGE, total, total, file=document.file, left=seconds, document=ident))
    return again


def _seen(
    scanner: Scanner, path: Path, number: int, given: str | None, password: Passwords, stop: Stop
) -> tuple[Seen, str | None]:
    """What stands on a page, and the password that opened the file."""
    try:
        return scanner.page(path, number, password=given, stop=stop), given
    except UserFixable as error:
        if error.kind != "password" or (given := password(path)) is None:
            raise
    return scanner.page(path, number, password=given, stop=stop), given


def _threads() -> int:
    """As many as there are cores: it comes after everything else that the machine does."""
    import psutil

    return psutil.cpu_count(logical=False) or 1
