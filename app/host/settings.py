"""What the user has chosen, in one small file of the data folder."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from app.host.paths import make_private, unwritable


@dataclass(frozen=True, slots=True)
class Settings:
    """`model` is the id of the chosen generator; None is the default one."""

    model: str | None = None

    @classmethod
    def load(cls, path: Path) -> Self:
        """A file that is missing or damaged gives the defaults: a lost choice is no reason not to start."""
        try:
            table = json.loads(path.read_bytes())
        except (OSError, ValueError):
            return cls()
        model = table.get("model") if isinstance(table, dict) else None
        return cls(model=model if isinstance(model, str) and model else None)

    def save(self, path: Path) -> None:
        """Replace the file as a whole. Raises UserFixable `read_only` or `no_space`."""
        make_private(path.parent)
        new = path.with_name(f"{path.name}.{os.getpid()}.new")
        try:
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                json.dump(asdict(self), stream)
                stream.flush()
                os.fsync(stream.fileno())
            new.replace(path)
        except OSError as error:
            new.unlink(missing_ok=True)
            raise unwritable(error, path.parent) from error
