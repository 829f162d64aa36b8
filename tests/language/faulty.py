"""Engine children that fail as a GPU's driver may: in native code, with the whole process."""

import os
from multiprocessing.connection import Connection
from pathlib import Path

from app.language import worker
from app.language.messages import Load, Loaded, Reply, Request, StopRequest
from app.language.room import Room
from app.language.threads import Wanted


def fails_to_load(channel: "Connection[Reply, Request | StopRequest]", path: Path, room: Room, threads: Wanted, gpu_off: str | None, adapter: Path | None) -> None:  # fmt: skip
    """Unless the GPU is left alone."""
    if gpu_off is None:
        channel.recv()
        os.abort()
    worker.serve(channel, path, room, threads, gpu_off, adapter)


def fails_to_write(channel: "Connection[Reply, Request | StopRequest]", path: Path, room: Room, threads: Wanted, gpu_off: str | None, adapter: Path | None) -> None:  # fmt: skip
    """It loads on the GPU, and fails at the first question."""
    if gpu_off is not None:
        worker.serve(channel, path, room, threads, gpu_off, adapter)
    request = channel.recv()
    assert isinstance(request, Request) and isinstance(request.work, Load)
    channel.send(Reply(request.id, Loaded(device="gpu: A card", device_note=None, threads=1, seconds=0.1)))
    channel.recv()
    os.abort()


def holds_up_the_next(channel: "Connection[Reply, Request | StopRequest]", path: Path, room: Room, threads: Wanted, gpu_off: str | None, adapter: Path | None) -> None:  # fmt: skip
    """The first one does not hear that it is stopped, and ends itself for it when more was asked already."""
    before = Path(os.environ["HELD_UP"])
    if before.exists():
        worker.serve(channel, path, room, threads, gpu_off, adapter)
    before.touch()
    while not isinstance(channel.recv(), StopRequest):
        pass
    channel.recv()
    os._exit(worker.STUCK)
