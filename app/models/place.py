"""How model files lie on disk: `<models>/<id>/<file>`, unfinished ones in `<models>/.partial/<sha256>`.

A file stands under its own name only when it is whole and its hash was right; what is written is readable by its owner
only.
"""

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path
from typing import Protocol

from app.errors import UserFixable
from app.host.paths import make_private
from app.models.manifest import Model, ModelFile
from app.stop import Stop

BLOCK = 4 * 2**20
RESERVE = 64 * 2**20
"""Bytes that are left free on the disk: a full disk troubles more than this program."""

Advance = Callable[[int], None]
"""Called with the number of bytes that are done so far."""


class Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


def partial_path(models: Path, file: ModelFile) -> Path:
    return models / ".partial" / file.sha256


def final_path(models: Path, model: Model, file: ModelFile) -> Path:
    return models / model.id / file.name


def is_whole(path: Path, size: int) -> bool:
    """Whether the file is there with all its bytes. Its hash was checked when it was put there; `verify` checks again."""
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def put_in_place(partial: Path, target: Path) -> None:
    """Give a finished file its name, whole at any moment, and its folder to its owner. Raises `read_only`, `no_space`."""
    make_private(target.parent)
    with partial.open("rb+") as stream:
        os.fsync(stream.fileno())
    partial.chmod(0o600)
    partial.replace(target)


def open_private(path: Path, *, append: bool = False, keep: bool = False) -> FileIO:
    """Open for writing, unbuffered, so that what was written stays when the process is killed. What is there goes, unless it is
    appended to, or kept to be written over in places."""
    how = os.O_APPEND if append else 0 if keep else os.O_TRUNC
    flags = os.O_WRONLY | os.O_CREAT | how | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "ab" if append else "wb", buffering=0)


def write_all(stream: FileIO, data: bytes) -> None:
    """A file without a buffer may take less than it is given, as where the disk is about to be full."""
    while data:
        data = data[stream.write(data) :]


def blocks(path: Path, stop: Stop, *, size: int = BLOCK) -> Iterator[bytes]:
    """The file's bytes, `size` at a time; the last block has the rest. Looks at `stop` before each."""
    with path.open("rb") as stream:
        while block := stream.read(size):
            stop.check()
            yield block


def hash_file(path: Path, *, advance: Advance, stop: Stop) -> Digest:
    """SHA-256 of a file; a new one where there is no file."""
    digest, done = hashlib.sha256(), 0
    if path.exists():
        for block in blocks(path, stop):
            digest.update(block)
            done += len(block)
            advance(done)
    return digest


def copy_hashed(path: Path, copy: Path, *, advance: Advance, stop: Stop) -> str:
    """Copy and hash in one pass; returns the SHA-256. Raises `unreadable` for the one, OSError for the other side."""
    digest, done = hashlib.sha256(), 0
    source = blocks(path, stop)
    with open_private(copy) as stream:
        while True:
            try:
                block = next(source, b"")
            except OSError as error:
                reason = (error.strerror or "no reason given").lower()
                raise UserFixable("unreadable", file=path.name, reason=reason) from error
            if not block:
                return digest.hexdigest()
            digest.update(block)
            write_all(stream, block)
            done += len(block)
            advance(done)


def require_room(folder: Path, needed: int) -> None:
    """Raises UserFixable `no_space` where fewer than `needed` bytes and a reserve are free."""
    if shutil.disk_usage(folder).free < needed + RESERVE:
        raise UserFixable("no_space", folder=str(folder))


def is_disk_full(error: OSError) -> bool:
    return error.errno in {errno.ENOSPC, errno.EDQUOT}
