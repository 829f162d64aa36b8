"""Threads that were measured, kept in a file: for this machine, these cores, this build of the engine and this model."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.language import cores, hardware

_MOST = 32
"""Entries that the file may have: models of a few machines that share a data folder. The oldest go."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Threads for `reading` a prompt and for `writing` a reply; `at` is when that was measured, an ISO date."""

    reading: int
    writing: int
    at: str = ""


def find(file: Path, model: Path) -> Choice | None:
    """What was kept for the model on this machine; None where it has to be measured (again)."""
    return _choice(_entries(file).get(key(model)))


def keep(file: Path, model: Path, choice: Choice) -> None:
    """Where that cannot be done it is measured again next time."""
    dated = Choice(choice.reading, choice.writing, datetime.now(UTC).date().isoformat())
    entries = {name: entry for name, entry in _entries(file).items() if name != key(model)}
    newest = [*entries.items(), (key(model), asdict(dated))][-_MOST:]
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new.touch(mode=0o600)
        new.write_text(json.dumps(dict(newest)), encoding="utf-8")
        new.replace(file)
    except OSError:
        return


def key(model: Path) -> str:
    """Changes with whatever changes how fast the model is; no name of anything can be read from it."""
    about = [*_machine(), *_build(), model.name, _bytes(model)]
    return hashlib.sha256(json.dumps(about).encode()).hexdigest()[:16]


def _machine() -> list[object]:
    return [hardware.processor(), hardware.usable_cores(), cores.fast_cores()]


def _build() -> list[object]:
    """Of the engine: its version, and its libraries by their sizes, as one version is built in many ways."""
    import importlib.metadata

    try:
        version = importlib.metadata.version("llama-cpp-python")
    except importlib.metadata.PackageNotFoundError:
        version = ""
    folder = hardware.engine_folder()
    libraries = sorted(folder.glob("*ggml*")) if folder is not None else []
    return [version, *((library.name, _bytes(library)) for library in libraries)]


def _bytes(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _entries(file: Path) -> dict[str, Any]:
    """None for a file that is missing or damaged."""
    try:
        table = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return table if isinstance(table, dict) else {}


def _choice(entry: object) -> Choice | None:
    """None for what no version of ours has written: the file may be anybody's work."""
    if not isinstance(entry, Mapping):
        return None
    reading, writing, at = entry.get("reading"), entry.get("writing"), entry.get("at", "")
    counts = range(1, (os.cpu_count() or 1) + 1)
    if type(reading) is not int or type(writing) is not int or reading not in counts or writing not in counts:
        return None
    return Choice(reading, writing, at if isinstance(at, str) else "")
