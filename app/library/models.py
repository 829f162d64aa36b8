"""Models of this machine: what is known and what is here; get, take, check, choose, remove."""

import contextlib
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app import words
from app.errors import UserFixable
from app.host import children, settings
from app.host.paths import expanded
from app.language import graphics, hardware
from app.library.fetching import StartGateway, through_gateway
from app.library.rooms import Rooms
from app.models import Model, ModelFiles, examine
from app.models.manifest import HubSource, PackageSource, Source
from app.models.recommend import Advice, Machine, recommend
from app.stop import Stop
from app.types import Report, Sentence

_CONTEXTS = (4096, 8192, 16384, 32768)
"""Tokens for which memory is told; the engine takes 4,096 and grows to 8,192 where a question needs it."""
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
    memory_by_context: tuple[tuple[int, int], ...] = ()
    """Tokens of context and the bytes that it takes with them; none where that is not known."""
    rung: int = 0
    """The least memory, in GB, of a machine that it is for; 0 where that is not known."""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a model is fetched from: the publisher's repository on the model hub, or a package of a package index."""

    kind: Literal["hub", "package"]
    name: str


@dataclass(frozen=True, slots=True)
class Recommended:
    """The model to begin with: the user's own choice if there is one (`advice` still tells what suits), else the advised one."""

    model: KnownModel
    advice: Advice
    chosen: bool = False


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


def recommended(rooms: Rooms, machine: Machine | None = None) -> Recommended:
    """The generator to begin with. `machine` is this one unless told otherwise."""
    advice = advised(rooms, machine)
    by_id = {model.id: model for model in listed(rooms) if model.purpose == "generator"}
    picked = settings.Settings.load(rooms.paths.settings).model
    if picked in by_id:
        return Recommended(by_id[picked], advice, chosen=True)
    return Recommended(by_id[advice.model.id], advice)


def advised(rooms: Rooms, machine: Machine | None = None) -> Advice:
    """What suits this machine, whatever the user has chosen."""
    here = {files.id for files in rooms.store.installed()}
    return recommend(rooms.store.manifest.models, machine or this_machine(rooms), here=here)


def this_machine(rooms: Rooms) -> Machine:
    found = hardware.examine()
    gpu = found.gpus[0] if found.gpus and found.gpu_backends else ""
    return Machine(
        memory=found.memory_total,
        memory_free=found.memory_available,
        threads=hardware.threads_for(found.usable_cores),
        disk_free=_free(rooms.store.folder),
        gpu=gpu,
        gpu_free=graphics.free_memory(gpu, found.gpu_backends, found.memory_total) if gpu else 0,
    )


def _free(folder: Path) -> int:
    """Bytes free where a folder is or will be."""
    there = next((path for path in (folder, *folder.parents) if path.exists()), Path(folder.anchor or "."))
    return shutil.disk_usage(there).free


def said(sentences: Sequence[Sentence]) -> str:
    """In English, as the command line prints it."""
    return " ".join(words.filled(one.template, _in_words(one.values)) for one in sentences)


def _in_words(values: Mapping[str, str | int]) -> dict[str, str]:
    return {name: gigabytes(value) if isinstance(value, int) else value for name, value in values.items()}


def gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


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
        memory_by_context=_by_context(model),
        rung=model.rung,
        languages=model.languages,
    )


def _by_context(model: Model) -> tuple[tuple[int, int], ...]:
    lengths = [length for length in _CONTEXTS if length <= model.context]
    return tuple((length, model.memory_at(length)) for length in lengths) if model.shape is not None else ()


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
