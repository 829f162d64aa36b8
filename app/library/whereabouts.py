"""Where a document's file is now: a document is known by its bytes, and files are moved and renamed."""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from app import documents as reader
from app.errors import UserFixable
from app.index.catalog import Origin
from app.library.adding import is_as_read
from app.library.rooms import Rooms, absolute, exists
from app.stop import Stop

_SECONDS = 10.0
"""So long a file is looked for."""


def whereabouts(rooms: Rooms, document_id: str, *, stop: Stop) -> Path:
    """The file with this document's bytes: where it was read, or else somewhere in the folders that documents were added from,
    which is remembered then. Raises `moved` where it is not found, `outdated` where another text is in its place,
    `unknown_document`, Stopped."""
    origin = rooms.catalog.origin(document_id)
    if is_as_read(origin):
        return origin.path
    if exists(origin.path) and _has(origin.path, origin, stop):
        return _remembered(rooms, origin, origin.path)
    found = _looked_for(rooms, origin, stop)
    if found is None:
        raise UserFixable("outdated" if exists(origin.path) else "moved", file=origin.path.name)
    return _remembered(rooms, origin, found)


def locate(rooms: Rooms, document_id: str, path: Path, *, stop: Stop) -> Path:
    """The user says where it is now. Raises `other_document`, `not_found`, `unreadable`, `empty_file`, `unknown_document`."""
    path = absolute(path)
    origin = rooms.catalog.origin(document_id)
    if reader.hash_file(path, stop) != origin.id:
        raise UserFixable("other_document", file=path.name)
    return _remembered(rooms, origin, path)


def _remembered(rooms: Rooms, origin: Origin, path: Path) -> Path:
    """Not where another document was read: that one would be taken for gone, and may only have moved itself."""
    other = rooms.catalog.at(path)
    if rooms.catalog.read_only or (other is not None and other[0].id != origin.id):
        return path
    status = path.stat()
    with contextlib.suppress(UserFixable):  # it is found again the next time
        rooms.catalog.move(replace(origin, path=path, size=status.st_size, mtime=status.st_mtime))
    return path


def _looked_for(rooms: Rooms, origin: Origin, stop: Stop) -> Path | None:
    end = time.monotonic() + _SECONDS
    for path in _candidates(rooms, origin):
        stop.check()
        if time.monotonic() > end:
            return None
        if path != origin.path and _has(path, origin, stop):
            return path
    return None


def _candidates(rooms: Rooms, origin: Origin) -> Iterator[Path]:
    """Everything where this document was, then where others are: beside them, and in all of the folders that were added."""
    beside, folders = rooms.catalog.places()
    own = [] if origin.folder is None else [origin.folder]
    for folder in dict.fromkeys([origin.path.parent, *beside]):
        with contextlib.suppress(OSError):
            yield from sorted(folder.iterdir())
    for folder in dict.fromkeys([*own, *folders]):
        for inner, _, names in os.walk(folder):
            yield from (Path(inner) / name for name in sorted(names))


def _has(path: Path, origin: Origin, stop: Stop) -> bool:
    """Its size says no to almost every file."""
    try:
        return path.is_file() and path.stat().st_size == origin.size and reader.hash_file(path, stop) == origin.id
    except (OSError, ValueError, UserFixable):
        return False
