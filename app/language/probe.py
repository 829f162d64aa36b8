"""What GPUs the engine reaches on this machine, without a model: looked for in a child, since a driver may end its process."""

from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from app.errors import UserFixable
from app.host import children
from app.language import hardware, offload, worker
from app.language.offload import Placement, Seen
from app.language.room import room_for
from app.models.examine import examine

_PATIENCE = 20.0
"""Seconds until the child is given up; a driver that wakes a sleeping card takes a few."""
_NAME = "inglenook-devices"


def forecast(model: Path, *, context: int, gpu: bool = True) -> Placement:
    """Where the model of a file, which was examined, would go now, with a word on its cache where memory is short."""
    off = None if gpu else offload.TURNED_OFF
    placed = offload.planned(model, seen() if gpu else Seen(), context=context, off=off)
    return placed if placed.layers else replace(placed, note=_with_room(model, context, placed.note, gpu=gpu))


def _with_room(model: Path, context: int, note: str | None, *, gpu: bool) -> str | None:
    try:
        room = room_for(examine(model), beside=0, most=context, may_use_gpu=gpu and hardware.gpu_is_near())
    except UserFixable:  # it would not be loaded at all: whoever asks it is told then
        return note
    return room.noted(note)


def seen() -> Seen:
    """Starts nothing where the engine was built for no GPU, or the system shows none."""
    if not hardware.gpu_is_near():
        return Seen()
    child = children.start(look, name=_NAME)
    try:
        with suppress(EOFError, OSError):
            if not child.channel.poll(_PATIENCE):
                return Seen(trouble="its driver does not answer")
            found = child.channel.recv()
            assert isinstance(found, Seen)
            return found
        return Seen(trouble="its driver failed")
    finally:
        child.kill()


def look(channel: "Connection[Seen, None]") -> None:
    """Runs in the child."""
    worker.prepare()
    from app.language import backends, native

    log = native.Log()
    backends.start()
    channel.send(backends.Native(log).seen())
