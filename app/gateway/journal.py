"""What is known of a file that is still coming, kept beside it: how many bytes of each piece came, and their SHA-256.

Lines of JSON are added as pieces arrive; of two about the same thing the later one holds. A line that a killed process left
unfinished is passed over. Bytes that no line vouches for are not trusted.
"""

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from app.host.paths import unwritable
from app.models import place


@dataclass(frozen=True, slots=True)
class Begun:
    """The first `bytes` of a piece, which may be all of it, and their SHA-256."""

    bytes: int
    sha256: str


@dataclass(slots=True)
class Journal:
    """`piece` is the bytes of a piece that the numbers of `pieces` go by; `etags` are by address."""

    path: Path
    piece: int
    pieces: dict[int, Begun] = field(default_factory=dict)
    _etags: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path, piece: int) -> Self:
        """Empty where there is none, or one for pieces of another size."""
        journal = cls(path, piece)
        with contextlib.suppress(OSError):
            for line in path.read_bytes().splitlines():
                journal._take(line)
        return journal

    def record(self, number: int, begun: Begun) -> None:
        self.pieces[number] = begun
        self._add({"size": self.piece, "number": number, "bytes": begun.bytes, "sha256": begun.sha256})

    def etag(self, address: str) -> str | None:
        """What the server said of the file there when its first bytes came."""
        return self._etags.get(_key(address))

    def record_etag(self, address: str, etag: str) -> None:
        self._etags[_key(address)] = etag
        self._add({"address": _key(address), "etag": etag})

    def clear(self) -> None:
        self.pieces.clear()
        self._etags.clear()
        self.path.unlink(missing_ok=True)

    def _add(self, entry: dict[str, object]) -> None:
        try:
            with place.open_private(self.path, append=True) as stream:
                stream.write(os.linesep.encode() + json.dumps(entry).encode())
        except OSError as error:
            raise unwritable(error, self.path.parent) from error

    def _take(self, line: bytes) -> None:
        with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
            entry: dict[str, Any] = json.loads(line)
            if "etag" in entry:
                self._etags[str(entry["address"])] = str(entry["etag"])
            elif entry["size"] == self.piece:
                self.pieces[int(entry["number"])] = Begun(int(entry["bytes"]), str(entry["sha256"]))


def _key(address: str) -> str:
    """Not the address itself, which may hold a password."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]
