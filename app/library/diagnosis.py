"""What `doctor` tells: what was found on this machine, what is in force, and whether the library is sound."""

import dataclasses
import platform
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app import __version__
from app.errors import UserFixable
from app.host import network
from app.host.paths import Paths
from app.host.policy import Policy
from app.language import hardware
from app.library.rooms import Rooms


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: `name`, what was found in words, and whether it needs the user."""

    name: str
    said: str
    wrong: bool = False


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
        _machine(),
        _model(rooms),
        _embedder(rooms),
        _paths(rooms),
        _policy(),
        _network(),
        _library(rooms),
    ]
    facts: dict[str, Any] = {}
    for _, fact in parts:
        facts.update(fact)
    return Diagnosis(tuple(finding for findings, _ in parts for finding in findings), facts)


_Part = tuple[list[Finding], dict[str, Any]]


def _program() -> _Part:
    said = f"{__version__}, Python {platform.python_version()}, {platform.platform()}"
    return [Finding("Inglenook", said)], {
        "version": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
    }


def _machine() -> _Part:
    found = hardware.examine()
    gpu = "; ".join(found.gpus) if found.gpus else "none found"
    said = f"{found.physical_cores} cores ({found.logical_cores} threads), {_gigabytes(found.memory_available)} of {_gigabytes(found.memory_total)} memory free"
    findings = [
        Finding("Processor", f"{found.processor}, {said}"),
        Finding("GPU", f"{gpu}. {found.gpu_note}" if found.gpu_note else gpu),
    ]
    return findings, {"hardware": dataclasses.asdict(found)}


def _model(rooms: Rooms) -> _Part:
    try:
        files = rooms.model_files()
    except UserFixable as error:
        fact = {"id": _concerned(rooms, error), "error": error.kind}
        return [Finding("Model", f"{error.message} {error.hint}", True)], {"model": fact}
    found = {"id": files.id, "file": str(files.gguf), "bytes": files.bytes}
    return [Finding("Model", f"{files.id}, {_gigabytes(files.bytes)}, {files.gguf}")], {"model": found}


def _concerned(rooms: Rooms, error: UserFixable) -> str:
    """The id of the model that cannot be used: the chosen one or the user's choice for this time; of a file, its name."""
    if "model" in error.values:
        return str(error.values["model"])
    owners = (model.id for model in rooms.store.manifest.models if error.file in {file.name for file in model.files})
    return next(owners, error.file or rooms.store.chosen)


def _embedder(rooms: Rooms) -> _Part:
    name = rooms.store.manifest.embedder.id
    try:
        embedder = rooms.embedder
    except UserFixable as error:
        fact = {"id": name, "installed": False, "error": error.kind}
        return [Finding("Search by meaning", f"{error.message} {error.hint}", True)], {"embedder": fact}
    if embedder is None:
        hint = f"not here: search goes by words only. Get it with ‘inglenook models pull {name}’."
        return [Finding("Search by meaning", hint, True)], {"embedder": {"id": name, "installed": False}}
    return [Finding("Search by meaning", name)], {"embedder": {"id": name, "installed": True}}


def _paths(rooms: Rooms) -> _Part:
    paths = rooms.paths
    return (
        [Finding("Data", str(paths.data)), Finding("Models", f"{paths.models}, then {paths.machine_models}")],
        {"paths": {"data": str(paths.data), "models": str(paths.models), "machine_models": str(paths.machine_models)}},
    )


def _policy() -> _Part:
    policy = Policy.load()
    source = str(policy.source) if policy.source else None
    if source is None:
        return [Finding("Policy", "none")], {"policy": {"source": None, "network": True, "downloads": True}}
    rules = f"network {'allowed' if policy.network else 'forbidden'}, downloads {'allowed' if policy.may_download else 'forbidden'}"
    fact = {"source": source, "network": policy.network, "downloads": policy.may_download}
    problem = f". {policy.problem}" if policy.problem else ""
    return [Finding("Policy", f"{rules} ({source}){problem}", wrong=bool(policy.problem))], {"policy": fact}


def _network() -> _Part:
    attempts = network.attempts()
    closed = network.is_closed()
    said = "closed in this process and in all that read documents" if closed else "open"
    if attempts:
        said += f"; refused: {', '.join(sorted(set(attempts)))}"
    fact = {"closed": closed, "refused": list(attempts)}
    return [Finding("Network", said, wrong=not closed or bool(attempts))], {"network": fact}


def _library(rooms: Rooms) -> _Part:
    try:
        problems = rooms.catalog.check()
        documents = rooms.catalog.documents()
    except UserFixable as error:
        return [Finding("Library", f"{error.message} {error.hint}", True)], {"library": {"error": error.kind}}
    ready = sum(document.state == "ready" for document in documents)
    said = f"{len(documents)} documents, {ready} of them searchable by meaning"
    size = _size(rooms.paths)
    findings = [
        Finding("Library", f"{said}, {_gigabytes(size)} on disk"),
        *(Finding("Library", one, True) for one in problems),
    ]
    if rooms.catalog.read_only:
        findings.append(Finding("Library", "can only be read: nothing can be added or kept"))
    fact = {
        "documents": len(documents),
        "ready": ready,
        "bytes": size,
        "problems": problems,
        "read_only": rooms.catalog.read_only,
        "owner_only": _owner_only(rooms),
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


def _owner_only(rooms: Rooms) -> bool | None:
    """Whether only its owner can open the data folder; None where the system cannot say."""
    if sys.platform == "win32":
        return None
    return not rooms.paths.data.stat().st_mode & 0o077


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
