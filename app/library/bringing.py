"""Models for machines that may not download: what to bring, and taking it from a folder. Nothing here connects anywhere."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from app.errors import UserFixable
from app.host.paths import expanded
from app.host.policy import Policy
from app.library.rooms import Rooms
from app.models import ModelFiles, sources, taking
from app.models.manifest import Model, ModelFile, PackageSource
from app.stop import Stop
from app.types import Report


@dataclass(frozen=True, slots=True)
class ToBring:
    """A file of a model. `addresses` are what a browser opens, in the order in which a download would try them; `packages` what pip
    would be asked for instead, each with the one `member` that is the file or, in this order, a part of it; `folders` are mirrors that
    the administrator named, where it may lie already."""

    name: str
    bytes: int
    sha256: str
    addresses: tuple[str, ...]
    packages: tuple[str, ...]
    member: str | None
    folders: tuple[str, ...] = ()


def to_bring(rooms: Rooms, name: str) -> tuple[Model, list[ToBring]]:
    """Raises UserFixable `unknown_model`."""
    model, policy = rooms.store.manifest.model(name), Policy.load()
    return model, [_to_bring(model, file, policy) for file in model.files]


def pull_from(rooms: Rooms, name: str, folder: Path, *, report: Report, stop: Stop) -> ModelFiles:
    """Take a model from a folder unless it is here. No policy forbids it: it is no download.

    Raises UserFixable `unknown_model`, and those of `taking.take`; Stopped.
    """
    model = rooms.store.manifest.model(name)
    with contextlib.suppress(UserFixable):
        return rooms.store.find(model.id)
    taking.take(rooms.paths.models, model, expanded(folder).absolute(), report=report, stop=stop)
    if model.adapter:
        pull_from(rooms, model.adapter, folder, report=report, stop=stop)
    return rooms.store.find(model.id)


def _to_bring(model: Model, file: ModelFile, policy: Policy) -> ToBring:
    places = sources.places(model, file, policy)
    package = next((place.source for place in places if isinstance(place, sources.Packages)), None)
    return ToBring(
        name=file.name,
        bytes=file.bytes,
        sha256=file.sha256,
        addresses=tuple(sources.addresses(model, file, policy)),
        packages=() if package is None else _requirements(package),
        member=None if package is None else package.member,
        folders=tuple(str(place.path) for place in places if isinstance(place, sources.Folder)),
    )


def _requirements(source: PackageSource) -> tuple[str, ...]:
    return tuple(source.requirement(part) for part in range(1, source.parts + 1))
