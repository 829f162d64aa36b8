"""Hashes of a model file's pieces, made beforehand: a damaged piece is then known when it arrives, not when all is here.

They lie beside the manifest as `pieces/<SHA-256 of the file>`: a line with the bytes of a piece, then the SHA-256 of each in
order. `packaging/pieces.py` makes them; a file without any is checked as a whole.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.models import place
from app.models.manifest import ModelFile, manifest_path
from app.stop import Stop

PIECE = 8 * 2**20
"""Bytes of a piece: what has to come again where it is damaged, less than a second at 100 Mbit/s. The hashes of a gigabyte
take 8 kB."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """All pieces but the last have `size` bytes."""

    size: int
    digests: tuple[str, ...]

    @classmethod
    def of(cls, file: ModelFile, manifest: Path | None = None) -> Self | None:
        """None where nobody made any. Raises ValueError where they cannot be this file's: they are part of the program."""
        path = (manifest or manifest_path()).parent / "pieces" / file.sha256
        try:
            size, *digests = path.read_text(encoding="ascii").split()
        except FileNotFoundError:
            return None
        made = cls(int(size), tuple(digests))
        if len(digests) != count(file.bytes, made.size) or any(len(digest) != 64 for digest in digests):
            raise ValueError(f"the hashes of the pieces of {file.name} are not its own")
        return made

    @classmethod
    def made_from(cls, path: Path, stop: Stop, *, size: int = PIECE) -> Self:
        """The hashes of a file that is here and right."""
        digests = [hashlib.sha256(block).hexdigest() for block in place.blocks(path, stop, size=size)]
        return cls(size, tuple(digests))

    def write(self, path: Path) -> None:
        path.write_text("\n".join([str(self.size), *self.digests]) + "\n", encoding="ascii")


def count(size: int, piece: int) -> int:
    """How many pieces a file of `size` bytes has."""
    return -(-size // piece)
