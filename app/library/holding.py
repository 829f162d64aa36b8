"""What holds how much memory: the processes of this program as the system counts them now, and what parts of this one took when they
were opened."""

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from app.errors import UserFixable
from app.host import resident
from app.language import hardware, measured
from app.language.engine import CONTEXT
from app.library import resting
from app.library.advising import gigabytes
from app.library.finding import Finding, line
from app.library.rooms import Rooms
from app.models.examine import examine

Part = Literal["program", "engine", "viewer", "reader", "writer", "embedder", "reranker", "catalog", "vectors"]

_PROCESSES: dict[str, Part] = {
    "inglenook-engine": "engine",
    "inglenook-viewer": "viewer",
    "inglenook-reader": "reader",
    "inglenook-writer": "writer",
}


@dataclass(frozen=True, slots=True)
class Held:
    """Bytes of a process, `in_files` of them parts of files that the system can take back; or, of what lies within this
    process, what it grew by when that was opened."""

    part: Part
    bytes: int
    in_files: int = 0
    pid: int | None = None
    """None for a part of this process."""


def held(rooms: Rooms) -> list[Held]:
    """This process first, then its children, then parts of this process."""
    return [*_processes(), *_parts(rooms)]


def needed(rooms: Rooms) -> int | None:
    """Bytes that the engine takes with the model in use, as computed from its file; None where no model can be used."""
    try:
        facts = examine(rooms.model_files().gguf)
    except UserFixable:
        return None
    return facts.memory(min(CONTEXT, facts.context or CONTEXT))


def threads(rooms: Rooms) -> tuple[list[Finding], dict[str, Any]]:
    """How many the model computes with, and how that was found; the same for programs."""
    cores = hardware.threads_for(hardware.usable_cores())
    try:
        found = measured.find(rooms.paths.threads, rooms.model_files().gguf)
    except UserFixable:
        found = None
    if found is None:
        finding = line("Threads", "{count}, as the cores suggest: measured with the next answer", count=str(cores))
        return [finding], {"reading": cores, "writing": cores, "measured": None}
    reading, writing = str(found.reading), str(found.writing)
    finding = line(
        "Threads",
        "{reading} to read with and {writing} to write with, measured on {date}",
        reading=reading,
        writing=writing,
        date=found.at,
    )
    return [finding], {"reading": found.reading, "writing": found.writing, "measured": found.at}


def memory(rooms: Rooms) -> tuple[list[Finding], dict[str, Any]]:
    """What each part holds, and when that is given back; the same for programs."""
    parts, needs, minutes = held(rooms), needed(rooms), resting.minutes(rooms)
    findings = told(parts, needs)
    if minutes:
        findings.append(line("Memory", "given back after {minutes} minutes without a question", minutes=str(minutes)))
    return findings, {"parts": [asdict(one) for one in parts], "model_needs": needs, "idle_minutes": minutes}


def told(parts: Sequence[Held], needs: int | None) -> list[Finding]:
    """`needs`: what the model would take."""
    findings = [_line_of(one) for one in parts]
    if needs is not None and not any(one.part == "engine" for one in parts):
        findings.append(line("Memory", "model: not loaded; it takes about {size}", size=gigabytes(needs)))
    return findings


def _line_of(one: Held) -> Finding:
    size, files = gigabytes(one.bytes), gigabytes(one.in_files)
    match one.part:
        case "program":
            return line("Memory", "this program: {size}, {files} of it parts of files", size=size, files=files)
        case "engine":
            return line("Memory", "model: {size}, {files} of it parts of files", size=size, files=files)
        case "viewer":
            return line("Memory", "pictures of pages: {size}", size=size)
        case "reader":
            return line("Memory", "reading PDFs: {size}", size=size)
        case "writer":
            return line("Memory", "writing PDFs: {size}", size=size)
        case "embedder":
            return line("Memory", "search by meaning, within this program: {size}", size=size)
        case "reranker":
            return line("Memory", "order of what was found, within this program: {size}", size=size)
        case "catalog":
            return line("Memory", "catalog, within this program: {size}", size=size)
        case "vectors":
            return line("Memory", "vectors, within this program: {size}", size=size)


def _processes() -> Iterator[Held]:
    named: list[tuple[Part, int | None]] = [("program", os.getpid())]
    named += [
        (_PROCESSES[child.name], child.pid) for child in multiprocessing.active_children() if child.name in _PROCESSES
    ]
    for part, pid in named:
        found = None if pid is None else resident.of(pid)
        if found is not None:
            yield Held(part, *found, pid=pid)


def _parts(rooms: Rooms) -> Iterator[Held]:
    grown: dict[Part, int] = {
        "catalog": rooms.grown.get("catalog", 0),
        "vectors": rooms.grown.get("vectors", 0),
        "embedder": rooms.grown_of("embedder"),
        "reranker": rooms.grown_of("reranker"),
    }
    for part, count in grown.items():
        if count:
            yield Held(part, count)
