"""Models of this machine: what is known and what is here; get, take, check, choose, remove."""

import contextlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from app.errors import UserFixable
from app.host import children, settings
from app.host.paths import expanded
from app.host.policy import Policy
from app.language import hardware
from app.library.errand import StartGateway
from app.library.fetching import through_gateway
from app.library.rooms import Rooms
from app.models import Model, ModelFiles, examine, sources
from app.models.adapter import AdapterFile, check_fits, examine_adapter, is_adapter
from app.models.store import NO_ADAPTER, is_path
from app.stop import Stop
from app.types import Report

_CONTEXTS = (4096, 8192, 16384, 32768)
"""Tokens for which memory is told; the engine takes 4,096 and grows to 8,192 where a question needs it."""
OWN_TERMS = "A file of your own; see its publisher's terms."
PARTIAL = ".partial"
"""The folder of what was begun of models."""
_CONTEXT = 8192
"""Tokens that the engine uses at most, whatever the model was trained for."""


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
    """It lies in the read-only folder of the machine, or outside all model folders, and cannot be removed."""
    sources: tuple["Origin", ...] = ()
    """Where it can be fetched from, in this order; none for one that must be brought."""
    memory_by_context: tuple[tuple[int, int], ...] = ()
    """Tokens of context and the bytes that it takes with them; none where that is not known."""
    rung: int = 0
    """The least memory, in GB, of a machine that it is for; 0 where that is not known."""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a model is fetched from: the publisher's repository on the model hub, a package of a package index, or a mirror or a
    folder that the administrator named."""

    kind: Literal["hub", "package", "mirror", "folder"]
    name: str


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
    adapter = in_use(rooms)
    if adapter is not None:
        chosen.add(adapter.id)
    if any(model.purpose == "embedder" for model in rooms.store.manifest.models):
        chosen.add(rooms.store.embedder.id)
    if (reranker := rooms.store.reranker) is not None:
        chosen.add(reranker.id)
    known = [
        _known(model, here.get(model.id), chosen) for model in rooms.store.manifest.models if model.purpose != "tests"
    ]
    own = [files for files in here.values() if files.model is None]
    own_files = [_own(files, chosen) for files in [*own, *_where_it_lies(rooms)]]
    return [*known, *own_files, *_adapter_gone(rooms, [one.id for one in known])]


def _adapter_gone(rooms: Rooms, known: Sequence[str]) -> list[KnownModel]:
    """The adapter that the chosen model is to be used with, where its file is not there any more: it can be left."""
    name = settings.Settings.load(rooms.paths.settings).adapters.get(rooms.store.chosen)
    if not name or name in known:
        return []
    try:
        rooms.store.adapter(name)
    except UserFixable as error:
        return [_absent_adapter(name)] if error.kind in {"not_found", "unknown_model"} else []
    return []


def _absent_adapter(name: str) -> KnownModel:
    return KnownModel(
        id=name,
        name=Path(name).name,
        purpose="adapter",
        publisher="",
        licence="",
        terms=OWN_TERMS,
        bytes=0,
        memory=0,
        memory_basis="",
        context=0,
        folder=None,
        chosen=True,
        own=True,
    )


def _where_it_lies(rooms: Rooms) -> list[ModelFiles]:
    """The chosen model where that is a file outside the model folders: its path is its id."""
    if not is_path(rooms.store.chosen):
        return []
    try:
        return [replace(rooms.store.find(rooms.store.chosen), id=rooms.store.chosen, machine=True)]
    except UserFixable:
        return []


def in_use(rooms: Rooms) -> AdapterFile | None:
    """The adapter of the chosen model, None without one, or where one of the two cannot be used."""
    try:
        return rooms.store.attached(rooms.store.find(rooms.store.chosen)).adapter
    except UserFixable:
        return None


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
    if model.adapter:
        pull(rooms, model.adapter, report=report, stop=stop, start=start)
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
    """Raises `unknown_model`, `model_missing`, `read_only`. A chosen model that goes leaves the default one chosen; an adapter is
    no longer used with any."""
    name = _real_name(rooms, name)
    rooms.store.remove(name)
    kept = settings.Settings.load(rooms.paths.settings)
    if kept.model == name:
        settings.change(rooms.paths.settings, model=None)
    if name in kept.adapters or name in kept.adapters.values():
        left = {model: adapter for model, adapter in kept.adapters.items() if name not in {model, adapter}}
        settings.change(rooms.paths.settings, adapters=left)


def use(rooms: Rooms, name: str, *, adapter: str | None = None) -> ModelFiles:
    """Choose the generator for all that follows, and the adapter that it is used with: NO_ADAPTER for none, None for the one that it
    had. The name of an adapter keeps the generator; a file is used where it lies. Raises what `Store.find` raises, `model_unsupported`, and `adapter`."""
    real = _real_name(rooms, name)
    if _is_adapter(rooms, real):
        real, adapter = rooms.store.chosen, real
    files = rooms.store.find(real)
    if files.model is None:
        examine(files.gguf)
    elif files.model.purpose in {"embedder", "reranker"}:
        raise UserFixable("model_unsupported", file=files.id, reason="it compares texts and writes none")
    if adapter is not None:
        use_adapter(rooms, files, adapter)
    default = rooms.store.manifest.generator.id
    chosen = str(files.gguf) if is_path(real) else files.id
    settings.change(rooms.paths.settings, model=None if chosen == default else chosen)
    return rooms.store.attached(files)


def leave_adapter(rooms: Rooms) -> ModelFiles:
    """The chosen model is used without an adapter from now on. Raises as `use` does."""
    return use(rooms, rooms.store.chosen, adapter=NO_ADAPTER)


def use_adapter(rooms: Rooms, files: ModelFiles, adapter: str) -> None:
    """From now on, with this model. Raises `adapter` where it does not belong to it."""
    kept = dict(settings.Settings.load(rooms.paths.settings).adapters)
    if adapter == NO_ADAPTER:
        kept[files.id] = ""
    else:
        found = rooms.store.adapter(adapter)
        check_fits(found.path, files.gguf, model=files.id)
        kept[files.id] = str(found.path) if is_path(adapter) else found.id
    settings.change(rooms.paths.settings, adapters=kept)


def _is_adapter(rooms: Rooms, name: str) -> bool:
    if is_path(name):
        return is_adapter(expanded(Path(name)))
    return any(model.id == name and model.purpose == "adapter" for model in listed(rooms))


def lacking(files: ModelFiles) -> tuple[int, int] | None:
    """Bytes of memory that a generator takes and that this machine has in all, where it has too few; else None."""
    needed = files.model.memory if files.model is not None else _described(files, "generator")[2]
    total = hardware.memory()[0]
    return (needed, total) if needed > total else None


def _real_name(rooms: Rooms, name: str) -> str:
    return rooms.store.manifest.model(name).id if name in {"default", "embedder", "scans"} else name


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
        memory_by_context=_by_context(model),
        rung=model.rung,
        languages=model.languages,
    )


def _by_context(model: Model) -> tuple[tuple[int, int], ...]:
    lengths = [length for length in _CONTEXTS if length <= model.context]
    return tuple((length, model.memory_at(length)) for length in lengths) if model.shape is not None else ()


def _origins(model: Model) -> tuple[Origin, ...]:
    policy = Policy.load()
    places = (place for file in model.files for place in sources.places(model, file, policy))
    found = dict.fromkeys(_origin(place) for place in places)
    return tuple(origin for origin in found if origin is not None)


def _origin(place: sources.Place) -> Origin | None:
    """None for packages where the program is installed: only a checkout can ask an index."""
    if isinstance(place, sources.Address):
        return Origin(place.kind, place.at)
    if isinstance(place, sources.Folder):
        return Origin("folder", str(place.path))
    return None if getattr(sys, "frozen", False) else Origin("package", place.source.package.format(part=1))


def _own(files: ModelFiles, chosen: set[str]) -> KnownModel:
    purpose = "adapter" if is_adapter(files.gguf) else "generator"
    name, context, memory = _described(files, purpose)
    return KnownModel(
        id=files.id,
        name=name,
        purpose=purpose,
        publisher="",
        licence="",
        terms=OWN_TERMS,
        bytes=files.bytes,
        memory=memory,
        memory_basis="computed from the file: weights, cache and room to compute" if memory else "",
        context=context,
        folder=files.folder,
        chosen=files.id in chosen,
        own=True,
        machine=files.machine,
    )


def _described(files: ModelFiles, purpose: str) -> tuple[str, int, int]:
    """Name, context and the bytes of memory that it takes with that context, or with the most that is used here."""
    try:
        if purpose == "adapter":
            found = examine_adapter(files.gguf)
            return f"{found.name}, adapter for {found.architecture} models", 0, 0
        facts = examine(files.gguf)
    except UserFixable:  # listed all the same, so that it can be removed
        return files.gguf.name, 0, 0
    return f"{facts.name}, {facts.quantisation}", facts.context, facts.memory(min(_CONTEXT, facts.context))
