"""What is removed: out of every view at once, and off the disk by a job that goes on where it was ended.

The catalog says how far a removal is, so that any process can go on with it: what is hidden is brought back or settled; what is settled is
taken out of the log of what left, out of the window's own settings, out of Chroma and, last, out of the catalog, whose row of the document
is what the others are known by. One removal after the other; whoever looks for something does not wait for it.
"""

import contextlib
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from app.answers.text.remembered import forget_texts
from app.cloud.record import Record
from app.errors import UserFixable
from app.host import faults
from app.host.policy import Policy
from app.host.settings import Settings, change
from app.library.adding import Failed
from app.library.learning import sync_vectors
from app.library.rooms import Rooms, absolute
from app.stop import Stop
from app.types import Document

_STALE = 60.0
"""Seconds after which a file of settings that was not put in its place never will be: it takes milliseconds."""


def remove(
    rooms: Rooms,
    names: Sequence[str],
    stop: Stop,
    on_unknown: Callable[[UserFixable], None] | None = None,
    *,
    keep_answers: bool = False,
) -> list[Document | Failed]:
    """Out of every view at once; then their bytes off the disk, which a later command finishes if this one is ended. With
    `keep_answers` what was answered about them stays, without what it quotes."""
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
    rooms.catalog.remove([one.id for one in found.values() if isinstance(one, Document)], keep_answers=keep_answers)
    rooms.forget_read()
    forget_failures(rooms, [one.path for one in found.values() if isinstance(one, Failed)])
    with contextlib.suppress(UserFixable):  # they are out of every view; the rest of them goes with a later command
        scrub(rooms, stop)
    return list(found.values())


def hide(rooms: Rooms, ids: Sequence[str], *, keep_answers: bool = False) -> None:
    """Out of every view at once, until it is undone or settled; a minute later any command settles it."""
    rooms.catalog.hide(ids, keep_answers=keep_answers)
    rooms.forget_read()


def bring_back(rooms: Rooms, ids: Sequence[str]) -> list[str]:
    """Undo `hide`: the ids of what is in view again."""
    return rooms.catalog.bring_back(ids)


def settle(rooms: Rooms, ids: Sequence[str] | None = None) -> None:
    """What is hidden (all of it, without ids) cannot come back any more; `scrub` does the rest."""
    if rooms.catalog.settle(ids):
        rooms.forget_read()


def forget_failures(rooms: Rooms, paths: Iterable[Path]) -> None:
    """Files that could not be added are not to be listed any more; `scrub` does the rest."""
    for path in paths:
        rooms.catalog.forget_failure(path)


def finish_removals(rooms: Rooms, stop: Stop) -> None:
    """What a file that changed, or a removal that was ended midway, left on the disk. Nothing happens if nothing is due, or if
    another process holds the library, or another thread is at it already."""
    if not rooms.catalog.due or rooms.catalog.read_only or not rooms.holds():
        return
    with rooms.tidying.within(0.0) as free:
        if free:
            with contextlib.suppress(UserFixable):  # the next command tries again; this one has something else to do
                scrub(rooms, stop)


def scrub(rooms: Rooms, stop: Stop) -> None:
    """Take what was removed off the disk and out of memory. The catalog keeps its note that something is due until the vectors are
    gone, too; they are the holder's."""
    forget_texts()
    with rooms.tidying.passed(stop):
        if rooms.catalog.abandoned:
            settle(rooms)
        gone = frozenset(rooms.catalog.gone)
        if gone:
            _forget_sent(rooms, gone)
            _forget_places(rooms.paths.settings, gone)
        vectors = rooms.paths.vectors.exists()
        if vectors:
            sync_vectors(rooms, stop)
        rooms.catalog.scrub(stop, keep_note=vectors and not rooms.hold.held)
    for ident in gone:
        faults.note("removed", document=ident)


def _forget_sent(rooms: Rooms, ids: Collection[str]) -> None:
    """Of what was sent elsewhere only that it was, unless an administrator wants the texts kept."""
    if not Policy.load().cloud_log:
        Record(rooms.paths.sent).forget_about(ids)


def _forget_places(settings: Path, ids: Collection[str]) -> None:
    """Where the window was in these documents, whatever it calls that."""
    for left in settings.parent.glob(f"{settings.name}.*.new"):  # by a process that was killed while it wrote
        with contextlib.suppress(OSError):
            if abs(time.time() - left.stat().st_mtime) > _STALE:
                left.unlink()
    kept = Settings.load(settings).window
    if (changed := _without(kept, ids)) != kept:
        change(settings, window=changed)


def _without(value: Any, ids: Collection[str]) -> Any:
    """JSON without these as keys or values."""
    if isinstance(value, dict):
        return {key: _without(one, ids) for key, one in value.items() if key not in ids}
    if isinstance(value, list):
        return [_without(one, ids) for one in value if not (isinstance(one, str) and one in ids)]
    return None if isinstance(value, str) and value in ids else value


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
