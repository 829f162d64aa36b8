"""What is kept on this machine, and how to delete all of it. The PDFs themselves are never touched."""

import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.answers.text.remembered import forget_texts
from app.cloud.record import Record
from app.errors import UserFixable
from app.host import faults
from app.host.paths import Paths, unwritable
from app.host.policy import Policy
from app.host.settings import Settings
from app.library import models as library_models
from app.library.rooms import Rooms
from app.stop import Stop

Kind = Literal["documents", "meaning", "conversations", "summaries", "reports", "settings", "models"]

_COMPANIONS = ("", "-wal", "-shm", "-journal")
"""What SQLite puts beside a catalog."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One kind of what is kept: where it lies and how much it is. `meaning` is what search by meaning needs, `reports` are logs
    and reports of faults; documents' text, conversations and summaries lie in one file."""

    name: Kind
    path: Path
    bytes: int


def stored(rooms: Rooms) -> list[Stored]:
    """Everything, also where there is nothing of it. Raises UserFixable as the catalog does."""
    paths = rooms.paths
    inside = _inside(rooms)
    catalog = sum(_size(path) for path in _catalog_files(paths))
    return [
        Stored("documents", paths.catalog, max(catalog - sum(inside.values()), 0)),
        Stored("meaning", paths.vectors, inside["meaning"] + _size(paths.vectors)),
        Stored("conversations", paths.catalog, inside["conversations"]),
        Stored("summaries", paths.catalog, inside["summaries"]),
        Stored("reports", paths.crashes, _size(paths.crashes) + _size(paths.logs)),
        Stored("settings", paths.settings, sum(map(_size, (paths.settings, paths.cache, *_price_files(paths))))),
        Stored("models", paths.models, sum(_size(path) for path in _model_folders(rooms))),
    ]


def delete_everything(rooms: Rooms, *, models: bool, stop: Stop) -> None:
    """Delete what `stored` tells of, the models only where `models` says so. The library is empty afterwards and can be used.

    Of what was sent elsewhere only the texts go: that it left stays in its log.

    Waits until whoever is reading or preparing documents has finished. What is in our folders and not ours stays.
    Raises `locked` where another process holds the library, `read_only`; Stopped before anything is deleted.
    """
    if not rooms.holds():
        raise UserFixable("locked", file=str(rooms.paths.catalog))
    with rooms.reading.passed(stop), rooms.learning.passed(stop), rooms.opening:
        stop.check()
        _forget_keys(rooms)
        rooms.close()
        faults.release()
        for path in _ours(rooms.paths):
            _delete(path)
        faults.resume()
        forget_texts()
        # What left is out of anybody's reach; that it left stays on record, and its text goes unless an administrator wants it kept.
        Record(rooms.paths.sent).forget_texts(time.time(), keep=Policy.load().cloud_log)
    if models:
        delete_models(rooms)


def _forget_keys(rooms: Rooms) -> None:
    """Of models elsewhere, as far as the system's keyring lets us: nobody would know any more that they are there."""
    providers = Settings.load(rooms.paths.settings).providers
    if not providers:
        return
    from app.library.cloud import Cloud

    cloud = Cloud(rooms)
    for provider in providers:
        with suppress(UserFixable):
            cloud.forget_key(provider.id)


def delete_models(rooms: Rooms) -> None:
    """Those of this user, with what was begun of one. Raises `read_only`."""
    for folder in _model_folders(rooms):
        _delete(folder)


def _inside(rooms: Rooms) -> dict[str, int]:
    """What parts of the catalog take; it is not made for that where it is missing."""
    from app.index.catalog.sizes import sizes

    if not rooms.paths.catalog.exists():
        return {"conversations": 0, "summaries": 0, "meaning": 0}
    with rooms.catalog.reading() as connection:
        return sizes(connection)


def _ours(paths: Paths) -> Iterator[Path]:
    yield from _catalog_files(paths)
    yield from (paths.vectors, paths.cache, paths.logs, paths.crashes, paths.settings, paths.holder)
    yield from _price_files(paths)
    yield from paths.data.glob(f"{paths.settings.name}.*.new")  # by a process that was killed while it wrote


def _price_files(paths: Paths) -> list[Path]:
    """The user's own table, with what was put aside of it."""
    return list(paths.data.glob(f"{paths.prices.name}*"))


def _catalog_files(paths: Paths) -> list[Path]:
    return [paths.catalog.with_name(paths.catalog.name + end) for end in _COMPANIONS]


def _model_folders(rooms: Rooms) -> list[Path]:
    """Only what bears the name of a model that we put there."""
    return [rooms.store.folder / name for name in library_models.folders(rooms)]


def _delete(path: Path) -> None:
    """A link goes, and what it points at stays."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(error, path.parent) from error


def _size(path: Path) -> int:
    """Bytes of a file or of all files below a folder; 0 for what is not there, or has just gone."""
    try:
        if not path.is_dir():
            return path.lstat().st_size
        return sum(_size(one) for one in path.iterdir() if not one.is_symlink())
    except OSError:
        return 0
