"""Where things lie on this machine: one value, built once, passed in; tests use the same constructor."""

import errno
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from app.errors import UserFixable

_APPLICATION = "inglenook"
_OWN_NAMES = (
    "catalog.sqlite3",
    "vectors",
    "settings.json",
    "holder.lock",
    "window.lock",
    "sent.jsonl",
    "prices.toml",
    "cache",
    "logs",
    "crashes",
    "models",
)
"""How the names begin of all that a data folder of ours holds; SQLite puts files of its own beside the catalog."""


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
        return cls(expanded(chosen).absolute(), expanded(models).absolute(), machine)

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
    def window(self) -> Path:
        """Locked by the one window of this data folder."""
        return self.data / "window.lock"

    @property
    def sent(self) -> Path:
        """The log of what has left this machine; not there while nothing has."""
        return self.data / "sent.jsonl"

    @property
    def prices(self) -> Path:
        """What models elsewhere cost, as far as the user says it otherwise; not there while nobody wrote it."""
        return self.data / "prices.toml"

    @property
    def cache(self) -> Path:
        """What was measured of this machine; can be deleted at any time."""
        return self.data / "cache"

    @property
    def threads(self) -> Path:
        """How many threads the engine computes with."""
        return self.cache / "threads.json"

    @property
    def previewed(self) -> Path:
        """Which letters to models elsewhere have been printed; without a word of them."""
        return self.cache / "previewed"

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
    """Make `folder` and what is missing above it, readable by their owner only. Raises `read_only` or `no_space`.

    One that was there is closed to others if it is the user's and holds nothing but what this program keeps; a folder
    that holds anything else is shared for a reason, and the files in it are the owner's only anyway.
    """
    try:
        if not folder.is_dir():
            for missing in reversed([folder, *(above for above in folder.parents if not above.is_dir())]):
                missing.mkdir(mode=0o700, exist_ok=True)
        elif _is_ours(folder):
            _close_to_others(folder)
    except OSError as error:
        raise unwritable(error, folder) from error


def expanded(path: Path) -> Path:
    """`path` with a leading ~ or ~user made a folder; as it is where there is no such user: a file may be called ~$a.pdf."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def _is_ours(folder: Path) -> bool:
    try:
        return all(entry.name.startswith(_OWN_NAMES) for entry in folder.iterdir())
    except PermissionError:
        return False


def _close_to_others(folder: Path) -> None:
    """Takes rights from others and never gives the owner any. Where rights cannot be changed, they stay."""
    status = folder.stat()
    if sys.platform == "win32" or status.st_uid != os.getuid() or not status.st_mode & 0o077:
        return
    try:
        folder.chmod(stat.S_IMODE(status.st_mode) & ~0o077)
    except OSError as error:
        if error.errno not in {errno.EROFS, errno.EPERM}:
            raise


def unwritable(error: OSError, folder: Path) -> UserFixable:
    """The user's words for an operating system's refusal to write."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return UserFixable("no_space", folder=str(folder))
    return UserFixable("read_only", folder=str(folder))


def _from_environment(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value) if value else None
