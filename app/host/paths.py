"""Where things lie on this machine: one value, built once, passed in; tests use the same constructor."""

import errno
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from app.errors import UserFixable

_APPLICATION = "inglenook"


@dataclass(frozen=True, slots=True)
class Paths:
    """`data` holds library, conversations, settings and logs; `models` is shared by all data folders of the user;
    `machine_models` is read-only and filled by IT."""

    data: Path
    models: Path
    machine_models: Path

    @classmethod
    def find(cls, data: Path | None = None) -> "Paths":
        """`data` if given, else INGLENOOK_DATA_DIR, else the platform's own; models likewise by INGLENOOK_MODELS_DIR."""
        own = Path(platformdirs.user_data_dir(_APPLICATION, appauthor=False))
        chosen = data or _from_environment("INGLENOOK_DATA_DIR") or own
        models = _from_environment("INGLENOOK_MODELS_DIR") or own / "models"
        machine = Path(platformdirs.site_data_dir(_APPLICATION, appauthor=False)) / "models"
        return cls(chosen.expanduser().absolute(), models.expanduser().absolute(), machine)

    @property
    def catalog(self) -> Path:
        return self.data / "catalog.sqlite3"

    @property
    def vectors(self) -> Path:
        return self.data / "vectors"

    @property
    def settings(self) -> Path:
        return self.data / "settings.json"

    @property
    def holder(self) -> Path:
        """Locked by the one process that owns the vectors and the background work."""
        return self.data / "holder.lock"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def crashes(self) -> Path:
        return self.data / "crashes"

    def ensure(self) -> None:
        """Make the data folder, readable by its owner only. Raises UserFixable `read_only` or `no_space`."""
        make_private(self.data)


def make_private(folder: Path) -> None:
    """Make `folder` and what is missing above it; readable by its owner only. Raises `read_only` or `no_space`."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
        if sys.platform != "win32" and status.st_uid == os.getuid() and status.st_mode & 0o777 != 0o700:
            folder.chmod(0o700)
    except OSError as error:
        raise unwritable(error, folder) from error


def unwritable(error: OSError, folder: Path) -> UserFixable:
    """The user's words for an operating system's refusal to write."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return UserFixable("no_space", folder=str(folder))
    return UserFixable("read_only", folder=str(folder))


def _from_environment(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value) if value else None
