"""A folder that the administrator named as a mirror: a share of the network, a disk, a stick."""

from io import BufferedReader
from pathlib import Path

from app.gateway.failed import SourceFailed
from app.gateway.partial import Partial
from app.models import sources
from app.models.manifest import Model
from app.stop import Stop

_BLOCK = 2**20


def deliver(folder: Path, model: Model, partial: Partial, stop: Stop) -> None:
    """Put all that is missing, from the likeliest file there. Raises SourceFailed, `no_space`, Stopped."""
    partial.require_room()
    try:
        path = next(sources.candidates(folder, model, partial.file), None)
        if path is None:
            raise SourceFailed("the file is not there")
        with path.open("rb") as stream:
            while partial.left:
                stop.check()
                _fill_gap(stream, partial)
    except OSError as error:
        raise SourceFailed("it cannot be read") from error


def _fill_gap(stream: BufferedReader, partial: Partial) -> None:
    at, end = partial.gap
    stream.seek(at)
    while at < end:
        block = stream.read(min(_BLOCK, end - at))
        if not block:
            raise SourceFailed("the file ended early")
        partial.put(at, block)
        at += len(block)
