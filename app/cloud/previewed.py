"""Which letters have been printed here: a digest tells the text that somebody approves, and not where it goes to.

A file for each, named by a hash of text, address and model; there is nothing in it.
"""

import hashlib
from contextlib import suppress
from pathlib import Path

from app.cloud.consent import Sendable
from app.errors import UserFixable
from app.host.paths import make_private

_KEPT = 200
"""Letters; whoever approves one of so long ago reads it again."""


class Previewed:
    """In `folder`, which need not be there and may be deleted at any time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def note(self, letter: Sendable) -> None:
        """Where nothing can be written, it counts as not printed."""
        with suppress(OSError, UserFixable):
            make_private(self._folder)
            self._file(letter).touch(mode=0o600)
            known = sorted(self._folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)
            for file in known[:-_KEPT]:
                file.unlink(missing_ok=True)

    def has(self, letter: Sendable) -> bool:
        return self._file(letter).is_file()

    def _file(self, letter: Sendable) -> Path:
        told = "\n".join((letter.digest, letter.address, letter.model))
        return self._folder / hashlib.sha256(told.encode()).hexdigest()
