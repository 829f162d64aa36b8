"""What `doctor` tells: what was found on this machine, what is in force, and whether the library is sound."""

import dataclasses
import platform
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app import __version__
from app.cloud import prices
from app.errors import UserFixable
from app.host import access, network
from app.host.paths import Paths
from app.host.policy import Policy
from app.language import hardware, probe
from app.language.engine import CONTEXT
from app.language.offload import TURNED_OFF, Placement
from app.library import advising, guarding, holding, ruling, safekeeping, scans
from app.library.advising import gigabytes
from app.library.finding import Finding, line, trouble
from app.library.rooms import Rooms
from app.models import ModelFiles
from app.models.adapter import AdapterFile, check_fits
from app.models.examine import examine as examine_model


@dataclass(frozen=True, slots=True)
class Diagnosis:
    findings: tuple[Finding, ...]
    facts: dict[str, Any]
    """The same for programs."""

    @property
    def sound(self) -> bool:
        return not any(finding.wrong for finding in self.findings)


def examine(rooms: Rooms) -> Diagnosis:
    """Reads all of the catalog; loads no model."""
    parts = [
        _program(),
        _machine(rooms),
        _model(rooms),
        _threads(rooms),
        _recommended(rooms),
        _embedder(rooms),
        _scans(rooms),
        _paths(rooms),
        ruling.found(Policy.load()),
        _network(),
        guarding.found(),
        _prices(rooms),
        _library(rooms),
        safekeeping.found(rooms),
        _memory(rooms),
    ]
    facts: dict[str, Any] = {}
    for _, fact in parts:
        facts.update(fact)
    return Diagnosis(tuple(finding for findings, _ in parts for finding in findings), facts)


_Part = tuple[list[Finding], dict[str, Any]]


def _program() -> _Part:
    said = f"{__version__}, Python {platform.python_version()}, {platform.platform()}"
    return [line("Inglenook", "{said}", said=said)], {
        "version": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
    }


def _machine(rooms: Rooms) -> _Part:
    found = hardware.examine()
    placed = _placed(rooms, found)
    findings = [
        line(
            "Processor",
            "{processor}, {cores} cores ({threads} threads), {free} of {memory} memory free",
            processor=found.processor,
            cores=str(found.physical_cores),
            threads=str(found.logical_cores),
            free=gigabytes(found.memory_available),
            memory=gigabytes(found.memory_total),
        ),
        _graphics(found.gpus, placed),
    ]
    fact = {"hardware": dataclasses.asdict(found), "device": placed.said, "device_note": placed.note}
    return findings, {**fact, "gpu_layers": {"on_gpu": placed.layers, "of": placed.whole}}


def _placed(rooms: Rooms, found: hardware.Hardware) -> Placement:
    """Where the model would go if it were loaded now; without a model, why no GPU could be used, as far as that is known."""
    if not rooms.may_use_gpu:
        return Placement(note=TURNED_OFF)
    try:
        return probe.forecast(_usable(rooms).gguf, context=CONTEXT)
    except UserFixable:
        return Placement(note=found.gpu_note)


def _usable(rooms: Rooms) -> ModelFiles:
    """The model in use, examined: one of the user's own may be damaged, too."""
    files = rooms.model_files()
    examine_model(files.gguf)
    return files


def _graphics(gpus: tuple[str, ...], placed: Placement) -> Finding:
    if placed.layers and placed.device:
        return line(
            "GPU",
            "{gpu}: {layers} of {whole} layers of the model go there",
            gpu=placed.device.name,
            layers=str(placed.layers),
            whole=str(placed.whole),
        )
    if gpus and not any(gpu in (placed.note or "") for gpu in gpus):
        return line("GPU", "{gpus}: {note}", gpus="; ".join(gpus), note=placed.note or "")
    return line("GPU", "{note}", note=placed.note or "")


def _model(rooms: Rooms) -> _Part:
    try:
        files = _usable(rooms)
    except UserFixable as error:
        if error.kind == "adapter":
            fact = {"id": rooms.chosen, "error": error.kind, "adapter": {"id": error.file, "error": error.kind}}
            return [trouble("Adapter", error)], {"model": fact}
        return [trouble("Model", error)], {"model": {"id": _concerned(rooms, error), "error": error.kind}}
    found = {"id": files.id, "file": str(files.gguf), "bytes": files.bytes, "adapter": None}
    said = f"{files.id}, {gigabytes(files.bytes)}, {files.gguf}"
    finding = line("Model", "{said}", said=said)
    if files.adapter is None:
        return [finding], {"model": found}
    adapter, facts = _adapter(files, files.adapter)
    return [finding, adapter], {"model": found | {"adapter": facts}}


def _adapter(files: ModelFiles, adapter: AdapterFile) -> tuple[Finding, dict[str, Any]]:
    facts: dict[str, Any] = {"id": adapter.id, "file": str(adapter.path), "sha256": adapter.sha256}
    try:
        found = check_fits(adapter.path, files.gguf, model=files.id)
    except UserFixable as error:
        return trouble("Adapter", error), facts | {"error": error.kind}
    said = f"{adapter.id}, {gigabytes(found.bytes)}, {adapter.path}"
    return line("Adapter", "{said}", said=said), facts | {"bytes": found.bytes, "rank": found.rank}


def _threads(rooms: Rooms) -> _Part:
    findings, fact = holding.threads(rooms)
    return findings, {"threads": fact}


def _memory(rooms: Rooms) -> _Part:
    """After all else, so that what the diagnosis has opened is in it."""
    findings, fact = holding.memory(rooms)
    return findings, {"memory": fact}


def _recommended(rooms: Rooms) -> _Part:
    advice = advising.advised(rooms)
    why = advising.said(advice.sentences)
    fact = {"id": advice.model.id, "fits": advice.fits, "limit": advice.limit, "why": why}
    return [Finding("Suits this machine", sentences=advice.sentences)], {"recommended": fact}


def _concerned(rooms: Rooms, error: UserFixable) -> str:
    """The id of the model that cannot be used: the chosen one or the user's choice for this time; of a file, its name."""
    if "model" in error.values:
        return str(error.values["model"])
    owners = (model.id for model in rooms.store.manifest.models if error.file in {file.name for file in model.files})
    return next(owners, error.file or rooms.store.chosen)


def _embedder(rooms: Rooms) -> _Part:
    name = rooms.store.embedder.id
    try:
        embedder = rooms.embedder
    except UserFixable as error:
        fact = {"id": name, "installed": False, "error": error.kind}
        return [trouble("Search by meaning", error)], {"embedder": fact}
    fact = {"id": name, "installed": embedder is not None}
    if embedder is None:
        finding = line(
            "Search by meaning",
            "not here: search goes by words only. Get it with ‘inglenook models pull {model}’.",
            wrong=True,
            model=name,
        )
        return [finding], {"embedder": fact}
    return [line("Search by meaning", "{model}", model=name)], {"embedder": fact}


def _scans(rooms: Rooms) -> _Part:
    """Missing networks are wrong only where something waits for them: most libraries have no scanned pages."""
    name = rooms.store.manifest.model("scans").id
    here, wanted = scans.networks(rooms) is not None, scans.is_wanted(rooms)
    left = scans.left_out(rooms)
    fact = {"model": name, "installed": here, "wanted": wanted, "left_out": left}
    if not wanted:
        return [line("Scanned pages", "left out: that is what the settings or the policy say")], {"scans": fact}
    if not here:
        finding = line(
            "Scanned pages",
            "left out ({pages}): get what reads them with ‘inglenook models pull {model}’",
            wrong=left > 0,
            pages=str(left),
            model=name,
        )
        return [finding], {"scans": fact}
    return [
        line("Scanned pages", "read by {model}, in the background; left out: {pages}", model=name, pages=str(left))
    ], {"scans": fact}


def _paths(rooms: Rooms) -> _Part:
    paths = rooms.paths
    return (
        [
            line("Data", "{folder}", folder=str(paths.data)),
            line("Models", "{folder}, then {other}", folder=str(paths.models), other=str(paths.machine_models)),
        ],
        {"paths": {"data": str(paths.data), "models": str(paths.models), "machine_models": str(paths.machine_models)}},
    )


def _network() -> _Part:
    attempts = network.attempts()
    closed = network.is_closed()
    fact = {"closed": closed, "refused": list(attempts)}
    finding = line(
        "Network",
        "{state}; refused: {refused}" if attempts else "{state}",
        wrong=not closed or bool(attempts),
        state="closed in this process and in all that read documents" if closed else "open",
        refused=", ".join(sorted(set(attempts))),
    )
    return [finding], {"network": fact}


def _prices(rooms: Rooms) -> _Part:
    """The user's own, of models elsewhere; nothing is said where there is no such table."""
    path = rooms.paths.prices
    try:
        own = len(prices.read(path))
    except UserFixable as error:
        return [trouble("Prices", error)], {"prices": {"own": None, "path": str(path), "error": error.kind}}
    fact = {"own": own, "path": str(path), "error": None}
    findings = [line("Prices", "{count} of your own, in {path}", count=str(own), path=str(path))] if own else []
    return findings, {"prices": fact}


def _library(rooms: Rooms) -> _Part:
    try:
        problems = rooms.catalog.check()
        documents = rooms.catalog.documents()
    except UserFixable as error:
        return [trouble("Library", error)], {"library": {"error": error.kind}}
    ready = sum(document.state == "ready" for document in documents)
    size = _size(rooms.paths)
    findings = [
        line(
            "Library",
            "{documents} documents, {ready} of them searchable by meaning, {size} on disk",
            documents=str(len(documents)),
            ready=str(ready),
            size=gigabytes(size),
        ),
        *(line("Library", "{problem}", wrong=True, problem=one) for one in problems),
    ]
    if rooms.catalog.read_only:
        findings.append(line("Library", "can only be read: nothing can be added or kept"))
    fact = {
        "documents": len(documents),
        "ready": ready,
        "bytes": size,
        "problems": problems,
        "read_only": rooms.catalog.read_only,
        "owner_only": access.is_private(rooms.paths.data),
    }
    return findings, {"library": fact}


def _size(paths: Paths) -> int:
    """Bytes of the library's own files. Models may lie below the data folder and are not the library's."""
    catalog = paths.catalog.parent.glob(paths.catalog.name + "*")
    below = (file for folder in (paths.vectors, paths.logs, paths.crashes) for file in folder.rglob("*"))
    return sum(_bytes(file) for file in (*catalog, *below))


def _bytes(file: Path) -> int:
    """0 for a folder, and for a file that another process has just removed."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0
