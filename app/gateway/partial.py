"""A file that is still coming: the bytes so far, piece by piece, and what stands in its way."""

import contextlib
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from app.gateway.failed import SourceFailed
from app.gateway.journal import Begun, Journal
from app.host.paths import make_private, unwritable
from app.models import pieces, place
from app.models.manifest import ModelFile
from app.models.pieces import Pieces, count
from app.models.place import Digest
from app.stop import Stop

_DAMAGED = 3
"""Damaged pieces after which a source is left: one is fetched again, but a source that has another file is not read to its end."""

_STEPS = 8
"""How often within a piece the journal is told what came: a killed download loses a megabyte at most."""


@dataclass(slots=True)
class _Piece:
    """`filled` bytes from its beginning are here; `digest` goes on with them until it is whole."""

    filled: int = 0
    digest: Digest = field(default_factory=hashlib.sha256)


class Partial:
    """Bytes are put where they belong and hashed as they come. A piece is known to be right by hashes made beforehand, or else by the
    journal of an earlier run; one that is not is fetched again. Every write is on its way to the disk at once, so that a killed
    gateway loses little.
    """

    def __init__(
        self,
        path: Path,
        file: ModelFile,
        *,
        listed: Pieces | None,
        on_size: Callable[[int], None],
        on_note: Callable[[str], None],
        stop: Stop,
    ) -> None:
        make_private(path.parent)
        self.path = path
        self.file = file
        self.size = 0
        """Bytes that are here, wherever they belong."""
        self._listed = listed
        self._length = pieces.PIECE if listed is None else listed.size
        self._step = max(self._length // _STEPS, 1)
        self._on_size = on_size
        self._on_note = on_note
        self._stop = stop
        self.damaged = 0
        """Pieces from this source that were not what they must be; known only where hashes were made beforehand."""
        self.journal = Journal.load(path.with_suffix(".pieces"), self._length)
        self._pieces = [_Piece() for _ in range(count(file.bytes, self._length))]
        self._open()
        self.resumed = self.size > 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """What came of a piece is vouched for as well, so that a stop loses nothing."""
        self._stream.close()
        with contextlib.suppress(OSError):
            for number, piece in enumerate(self._pieces):
                if 0 < piece.filled < self._bytes_of(number):
                    self._vouch(number)

    @property
    def left(self) -> int:
        return self.file.bytes - self.size

    @property
    def gap(self) -> tuple[int, int]:
        """Where the first missing bytes begin, and where the next begin that are here; twice the end where none is missing."""
        total = len(self._pieces)
        first = next((number for number in range(total) if not self._is_whole(number)), total)
        if first == total:
            return self.file.bytes, self.file.bytes
        after = next((number for number in range(first + 1, total) if self._pieces[number].filled), total)
        return first * self._length + self._pieces[first].filled, min(after * self._length, self.file.bytes)

    @property
    def is_right(self) -> bool:
        """Reads the whole file once more, as it is on the disk."""
        if self.left:
            return False
        digest = place.hash_file(self.path, advance=lambda _: None, stop=self._stop)
        return digest.hexdigest() == self.file.sha256

    @property
    def is_listed(self) -> bool:
        """Whether hashes of its pieces were made beforehand, so that none is kept that is not right."""
        return self._listed is not None

    def source_begins(self) -> None:
        """What was damaged before is no fault of the source that comes now."""
        self.damaged = 0

    def put(self, at: int, data: bytes) -> None:
        """Bytes that begin at `at`, where none is missing before them in their piece; those that are here already are passed over.

        Raises SourceFailed if there is more than the file has, or too much is damaged; UserFixable `no_space`, `read_only`; Stopped.
        """
        self._stop.check()
        if at + len(data) > self.file.bytes:
            raise SourceFailed("it sends more than the file has", "changed")
        while data:
            number, within = divmod(at, self._length)
            here, data = data[: self._length - within], data[self._length - within :]
            filled = self._pieces[number].filled
            if within > filled:
                raise ValueError(f"bytes {filled} to {within} of piece {number} are missing")
            if within + len(here) > filled:
                self._fill(number, here[filled - within :])
            at += len(here)
        self._on_size(self.size)

    def ahead(self, coming: int) -> None:
        """Report bytes that are on their way and not put yet."""
        self._on_size(self.size + min(coming, self.left))

    def drop(self, why: str = "") -> None:
        """Begin anew: nothing of what came is kept. `why` is told the user."""
        if why:
            self._on_note(why)
        self._stream.close()
        try:
            self.path.unlink(missing_ok=True)
            self.journal.clear()
        except OSError as error:
            raise unwritable(error, self.path.parent) from error
        self._pieces = [_Piece() for _ in self._pieces]
        self.size = 0
        self.resumed = False
        self._open()

    def require_room(self, beside: int = 0) -> None:
        """Raises `no_space` unless the rest of the file and `beside` bytes more fit on the disk."""
        place.require_room(self.path.parent, self.left + beside)

    def put_in_place(self, target: Path) -> None:
        self._stream.close()
        try:
            place.put_in_place(self.path, target)
            self.journal.clear()
        except OSError as error:
            raise unwritable(error, target.parent) from error

    def _fill(self, number: int, data: bytes) -> None:
        """Go on with a piece where it stands."""
        piece = self._pieces[number]
        if not piece.filled:
            self.require_room()  # others fill the disk, too
        try:
            self._stream.seek(number * self._length + piece.filled)
            place.write_all(self._stream, data)
        except OSError as error:
            raise unwritable(error, self.path.parent) from error
        before = piece.filled // self._step
        piece.digest.update(data)
        piece.filled += len(data)
        self.size += len(data)
        if self._is_whole(number):
            self._close(number)
        elif piece.filled // self._step > before:
            self._vouch(number)

    def _vouch(self, number: int) -> None:
        piece = self._pieces[number]
        self.journal.record(number, Begun(piece.filled, piece.digest.hexdigest()))

    def _close(self, number: int) -> None:
        piece = self._pieces[number]
        if self._listed is None or piece.digest.hexdigest() == self._listed.digests[number]:
            self._vouch(number)
            return
        self.size -= piece.filled
        self._pieces[number] = _Piece()
        self.damaged += 1
        self._on_note("A part arrived damaged; it is fetched again.")
        if self.damaged >= _DAMAGED:
            raise SourceFailed("what arrives is not the file that was expected (its checksum differs)", "changed")

    def _is_whole(self, number: int) -> bool:
        return self._pieces[number].filled == self._bytes_of(number)

    def _bytes_of(self, number: int) -> int:
        return min(self._length, self.file.bytes - number * self._length)

    def _open(self) -> None:
        try:
            self._stream = place.open_private(self.path, keep=True)
            if self.path.stat().st_size:
                self._take_up()
        except OSError as error:
            raise unwritable(error, self.path.parent) from error

    def _take_up(self) -> None:
        """Keep what an earlier run left as far as it is known to be right."""
        self._stream.truncate(min(self.path.stat().st_size, self.file.bytes))
        for number, data in enumerate(place.blocks(self.path, self._stop, size=self._length)):
            self._pieces[number] = self._known(number, data)
            self.size += self._pieces[number].filled
            self._on_size(self.size)

    def _known(self, number: int, data: bytes) -> _Piece:
        """What is right of a piece. The journal vouches for its beginning; for all of it only where no hashes were made beforehand."""
        whole, begun = self._bytes_of(number), self.journal.pieces.get(number)
        if self._listed is not None and hashlib.sha256(data).hexdigest() == self._listed.digests[number]:
            return _Piece(whole)
        if begun is not None and (self._listed is None or begun.bytes < whole):
            digest = hashlib.sha256(data[: begun.bytes])
            if digest.hexdigest() == begun.sha256 and begun.bytes <= whole:
                return _Piece(begun.bytes, digest)
        return _Piece()
