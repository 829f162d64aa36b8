"""Models of this machine: what is known and what is here; get, take, check, choose, remove."""

import contextlib
import json
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import KINDS, Refused, UserFixable
from app.host import children, settings
from app.host.paths import expanded
from app.library.rooms import Rooms
from app.models import Model, ModelFiles, examine
from app.stop import Stop
from app.types import Progress, Report

StartGateway = Callable[[], "subprocess.Popen[bytes]"]

_END_SECONDS = 3.0


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


@dataclass(frozen=True, slots=True)
class Checked:
    """A model after `verify`; `error` is None where every byte is right."""

    id: str
    files: tuple[Path, ...]
    error: UserFixable | None = None


def listed(rooms: Rooms) -> list[KnownModel]:
    """The manifest's models but the tests' engine, then the user's own."""
    here = {files.id: files for files in rooms.store.installed()}
    chosen = rooms.store.chosen
    known = [
        _known(model, here.get(model.id), chosen) for model in rooms.store.manifest.models if model.purpose != "tests"
    ]
    return known + [_own(files, chosen) for files in here.values() if files.model is None]


def pull(
    rooms: Rooms, name: str, *, report: Report, stop: Stop, start: StartGateway = children.start_gateway
) -> ModelFiles:
    """Fetch a model unless it is here. `default` and `embedder` name the default ones.

    Raises UserFixable `unknown_model`, `network`, `no_space`, `read_only`; Refused `policy`; Stopped.
    """
    model = rooms.store.manifest.model(name)
    with contextlib.suppress(UserFixable):
        return rooms.store.find(model.id)
    _through_gateway({"pull": {"model": model.id, "models": str(rooms.paths.models)}}, start, report=report, stop=stop)
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
    if files.model is not None and files.model.purpose == "embedder":
        raise UserFixable("model_unsupported", file=files.id, reason="it compares texts and writes none")
    default = rooms.store.manifest.generator.id
    settings.change(rooms.paths.settings, model=None if files.id == default else files.id)
    return files


def _real_name(rooms: Rooms, name: str) -> str:
    return rooms.store.manifest.model(name).id if name in {"default", "embedder"} else name


def _present(rooms: Rooms) -> list[str]:
    """Ids of all that has a folder here, whole or not."""
    folder = rooms.store.folder
    partly = [model.id for model in rooms.store.manifest.models if (folder / model.id).is_dir()]
    return list(dict.fromkeys([*partly, *(files.id for files in rooms.store.installed())]))


def _known(model: Model, files: ModelFiles | None, chosen: str) -> KnownModel:
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
        chosen=model.id == chosen or (model.purpose == "embedder" and model.default),
        default=model.default,
    )


def _own(files: ModelFiles, chosen: str) -> KnownModel:
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
        chosen=files.id == chosen,
        own=True,
    )


def _through_gateway(request: dict[str, Any], start: StartGateway, *, report: Report, stop: Stop) -> None:
    try:
        process = start()
    except FileNotFoundError as error:
        raise UserFixable("network", reason="this edition does not download; import the model's file") from error
    try:
        _send(process, request)
        _follow(process, _Watch(report), stop)
    finally:
        _end(process)


def _send(process: "subprocess.Popen[bytes]", request: dict[str, Any]) -> None:
    """Its input stays open: closing it is how the gateway is told to end."""
    assert process.stdin is not None
    with contextlib.suppress(OSError):  # it has ended already: then its silence is the fault that is reported
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()


def _follow(process: "subprocess.Popen[bytes]", watch: "_Watch", stop: Stop) -> None:
    """Until it is done. A thread reads, so that a stop is heard while the gateway waits for an answer."""
    lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(process, lines), daemon=True).start()
    while True:
        stop.check()
        try:
            line = lines.get(timeout=0.1)
        except queue.Empty:
            continue
        if line is None:
            raise RuntimeError(f"the gateway ended without an answer (status {process.wait(_END_SECONDS)})")
        message = json.loads(line)
        if "done" in message:
            return
        watch.heard(message)


def _read(process: "subprocess.Popen[bytes]", lines: "queue.SimpleQueue[bytes | None]") -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)
    lines.put(None)


def _end(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None and process.stdout is not None
    with contextlib.suppress(OSError):
        process.stdin.close()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()


class _Watch:
    """Turns the gateway's messages into progress with a remaining time, and into errors."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._first: tuple[float, int] | None = None
        self._last = Progress("download", 0, 0)

    def heard(self, message: dict[str, Any]) -> None:
        if "progress" in message:
            self._last = self._progress(**message["progress"])
            self._report(self._last)
        elif "note" in message:
            self._report(Progress("download", self._last.done, self._last.total, note=message["note"]))
        elif "error" in message:
            raise _error(**message["error"])
        else:
            raise RuntimeError(f"the gateway failed: {message.get('fault', message)}")

    def _progress(self, done: int, total: int, file: str) -> Progress:
        now = time.monotonic()
        if self._first is None or done < self._first[1]:
            self._first = (now, done)
        started, before = self._first
        rate = (done - before) / (now - started) if now - started > 1.0 else 0.0
        return Progress("download", done, total, file=file, left=(total - done) / rate if rate else None)


def _error(kind: str, values: dict[str, object]) -> UserFixable:
    if kind not in KINDS:
        return UserFixable("network", reason=kind)
    make = Refused if kind in {"policy", "consent"} else UserFixable
    return make(kind, **values)  # type: ignore[arg-type]
