"""A file that is still coming: the bytes so far, their hash, and what stands in its way."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Self

from app.host.paths import make_private, unwritable
from app.models import place
from app.models.manifest import ModelFile
from app.stop import Stop


class SourceFailed(Exception):
    """This source does not give the file; the text goes on the sentence '… : <text>'. The next one is tried."""


class Partial:
    """Bytes are appended in order and hashed as they come; what an earlier run left is hashed first. Every write is on
    its way to the disk at once, so that a killed gateway loses nothing that it counted."""

    def __init__(self, path: Path, file: ModelFile, *, on_size: Callable[[int], None], stop: Stop) -> None:
        make_private(path.parent)
        self.path = path
        self.file = file
        self._on_size = on_size
        self._stop = stop
        self._load()
        self.resumed = self.size > 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    @property
    def left(self) -> int:
        return self.file.bytes - self.size

    @property
    def is_right(self) -> bool:
        return self.size == self.file.bytes and self._digest.hexdigest() == self.file.sha256

    def append(self, data: bytes) -> None:
        """Raises SourceFailed if there is more than the file has; UserFixable `no_space`, `read_only`; Stopped."""
        self._stop.check()
        if len(data) > self.left:
            raise SourceFailed("it sends more than the file has")
        try:
            self._stream.write(data)
        except OSError as error:
            raise unwritable(error, self.path.parent) from error
        self._digest.update(data)
        self.size += len(data)
        self._on_size(self.size)

    def ahead(self, coming: int) -> None:
        """Report bytes that are on their way and not appended yet."""
        self._on_size(self.size + min(coming, self.left))

    def cut(self, size: int) -> None:
        """Keep the first `size` bytes only."""
        if size < self.size:
            self._stream.close()
            os.truncate(self.path, size)
            self._load()
        if not self.size:
            self.resumed = False

    def require_room(self, beside: int = 0) -> None:
        """Raises `no_space` unless the rest of the file and `beside` bytes more fit on the disk."""
        place.require_room(self.path.parent, self.left + beside)

    def put_in_place(self, target: Path) -> None:
        self._stream.close()
        try:
            place.put_in_place(self.path, target)
        except OSError as error:
            raise unwritable(error, target.parent) from error

    def _load(self) -> None:
        try:
            if self.path.exists() and self.path.stat().st_size > self.file.bytes:
                self.path.unlink()
            self._stream = place.open_private(self.path, append=True)
        except OSError as error:
            raise unwritable(error, self.path.parent) from error
        self._digest = place.hash_file(self.path, advance=self._on_size, stop=self._stop)
        self.size = self.path.stat().st_size
