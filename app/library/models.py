"""Models of this machine: what is known and what is here; get, take, check, choose, remove."""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.errors import UserFixable
from app.host import children, settings
from app.host.paths import expanded
from app.language import hardware
from app.library.fetching import StartGateway, through_gateway
from app.library.rooms import Rooms
from app.models import Model, ModelFiles, examine
from app.models.manifest import HubSource, PackageSource, Source
from app.stop import Stop
from app.types import Report

PARTIAL = ".partial"
"""The folder of what was begun of models."""


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A line of `models list`. `bytes` and `memory` are bytes (memory 0: not known), `context` is tokens; `folder` is None
    unless it is on this machine; `own` tells a file that the user brought."""

    id: str
    name: str
    purpose: str
    publisher: str
    licence: str
    terms: str
    bytes: int
    memory: int
    memory_basis: str
    context: int
    folder: Path | None
    chosen: bool
    default: bool = False
    own: bool = False
    machine: bool = False
    """It lies in the read-only folder of the machine and cannot be removed."""
    sources: tuple["Origin", ...] = ()
    """Where it can be fetched from, in this order; none for one that must be brought."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a model is fetched from: the publisher's repository on the model hub, or a package of a package index."""

    kind: Literal["hub", "package"]
    name: str


@dataclass(frozen=True, slots=True)
class Recommended:
    """The model that suits this machine. `why`: the user has chosen it, it is the default one and fits, it is the largest that
    fits, or it is the smallest of all and may still be too much. `memory` is what the machine has, in bytes."""

    model: KnownModel
    why: Literal["chosen", "default", "fits", "smallest"]
    memory: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A model after `verify`; `error` is None where every byte is right."""

    id: str
    files: tuple[Path, ...]
    error: UserFixable | None = None


def listed(rooms: Rooms) -> list[KnownModel]:
    """The manifest's models but the tests' engine, then the user's own."""
    here = {files.id: files for files in rooms.store.installed()}
    chosen = {rooms.store.chosen}
    if any(model.purpose == "embedder" for model in rooms.store.manifest.models):
        chosen.add(rooms.store.embedder.id)
    if (reranker := rooms.store.reranker) is not None:
        chosen.add(reranker.id)
    known = [
        _known(model, here.get(model.id), chosen) for model in rooms.store.manifest.models if model.purpose != "tests"
    ]
    return known + [_own(files, chosen) for files in here.values() if files.model is None]


def recommended(rooms: Rooms, *, memory: int | None = None) -> Recommended:
    """The generator to begin with. `memory`: the machine's bytes, for tests. One that takes more than half of it would leave
    too little to the system and to other programs."""
    total = hardware.memory()[0] if memory is None else memory
    generators = [model for model in listed(rooms) if model.purpose == "generator"]
    picked = settings.Settings.load(rooms.paths.settings).model
    for model in generators:
        if model.id == picked:
            return Recommended(model, "chosen", total)
    by_size = sorted((model for model in generators if not model.own), key=lambda model: model.memory)
    fitting = [model for model in by_size if model.memory <= total / 2]
    if not fitting:
        return Recommended(by_size[0], "smallest", total)
    default = next((model for model in fitting if model.default), None)
    return Recommended(default or fitting[-1], "default" if default else "fits", total)


def pull(
    rooms: Rooms, name: str, *, report: Report, stop: Stop, start: StartGateway = children.start_gateway
) -> ModelFiles:
    """Fetch a model unless it is here. `default` and `embedder` name the default ones.

    Raises UserFixable `unknown_model`, `network`, `no_space`, `read_only`; Refused `policy`; Stopped.
    """
    model = rooms.store.manifest.model(name)
    with contextlib.suppress(UserFixable):
        return rooms.store.find(model.id)
    through_gateway({"pull": {"model": model.id, "models": str(rooms.paths.models)}}, start, report=report, stop=stop)
    return rooms.store.find(model.id)


def import_file(rooms: Rooms, path: Path, *, report: Report, stop: Stop) -> ModelFiles:
    """Copy a model file into the model folder. Raises those of `Store.import_file`."""
    return rooms.store.import_file(expanded(path).absolute(), report=report, stop=stop)


def verify(rooms: Rooms, *, report: Report, stop: Stop) -> Iterator[Checked]:
    """Read every model on this machine; one that is damaged does not keep the others from being checked."""
    for name in _present(rooms):
        try:
            yield Checked(name, rooms.store.verify(name, report=report, stop=stop).paths)
        except UserFixable as error:
            yield Checked(name, (), error)


def remove(rooms: Rooms, name: str) -> None:
    """Raises `unknown_model`, `model_missing`, `read_only`. A chosen model that goes leaves the default one chosen."""
    name = _real_name(rooms, name)
    rooms.store.remove(name)
    if settings.Settings.load(rooms.paths.settings).model == name:
        settings.change(rooms.paths.settings, model=None)


def use(rooms: Rooms, name: str) -> ModelFiles:
    """Choose the generator for all that follows. Raises what `Store.find` raises, and `model_unsupported`."""
    files = rooms.store.find(_real_name(rooms, name))
    if files.model is not None and files.model.purpose in {"embedder", "reranker"}:
        raise UserFixable("model_unsupported", file=files.id, reason="it compares texts and writes none")
    default = rooms.store.manifest.generator.id
    settings.change(rooms.paths.settings, model=None if files.id == default else files.id)
    return files


def _real_name(rooms: Rooms, name: str) -> str:
    return rooms.store.manifest.model(name).id if name in {"default", "embedder"} else name


def folders(rooms: Rooms) -> list[str]:
    """Names of the folders below the user's model folder that hold a model, whole or not, or what was begun of one."""
    mine = [files.folder.name for files in rooms.store.installed() if not files.machine]
    known = [model.id for model in rooms.store.manifest.models]
    return [name for name in dict.fromkeys([*known, *mine, PARTIAL]) if (rooms.store.folder / name).is_dir()]


def _present(rooms: Rooms) -> list[str]:
    """Ids of all that has a folder here, whole or not."""
    folder = rooms.store.folder
    partly = [model.id for model in rooms.store.manifest.models if (folder / model.id).is_dir()]
    return list(dict.fromkeys([*partly, *(files.id for files in rooms.store.installed())]))


def _known(model: Model, files: ModelFiles | None, chosen: set[str]) -> KnownModel:
    return KnownModel(
        id=model.id,
        name=model.name,
        purpose=model.purpose,
        publisher=model.publisher,
        licence=model.licence,
        terms=model.terms,
        bytes=model.bytes,
        memory=model.memory,
        memory_basis=model.memory_basis,
        context=model.context,
        folder=files.folder if files is not None else None,
        chosen=model.id in chosen,
        default=model.default,
        machine=files is not None and files.machine,
        sources=_origins(model),
    )


def _origins(model: Model) -> tuple[Origin, ...]:
    found = dict.fromkeys(_origin(source) for file in model.files for source in file.sources)
    return tuple(origin for origin in found if origin is not None)


def _origin(source: Source) -> Origin | None:
    """None for what is brought, and for packages where the program is installed: only a checkout can ask an index."""
    if isinstance(source, HubSource):
        return Origin("hub", source.repository)
    if isinstance(source, PackageSource) and not getattr(sys, "frozen", False):
        return Origin("package", source.package.format(part=1))
    return None


def _own(files: ModelFiles, chosen: set[str]) -> KnownModel:
    try:
        facts = examine(files.gguf)
        name, context = f"{facts.name}, {facts.quantisation}", facts.context
    except UserFixable:  # listed all the same, so that it can be removed
        name, context = files.gguf.name, 0
    return KnownModel(
        id=files.id,
        name=name,
        purpose="generator",
        publisher="",
        licence="",
        terms="A file of your own; see its publisher's terms.",
        bytes=files.bytes,
        memory=0,
        memory_basis="",
        context=context,
        folder=files.folder,
        chosen=files.id in chosen,
        own=True,
        machine=files.machine,
    )
