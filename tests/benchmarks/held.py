"""What is held in memory: by the engine's process against what was promised of the model, and by a program at rest without one.

Bytes: `resident` is all that is in memory; of that, pages of files (the model's weights, libraries) can be given up and read again, so
`own` counts without them.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from app.language.engine import Engine
from app.stop import Stop
from tests.benchmarks import window
from tests.benchmarks.figures import Figure, compared, plain
from tests.benchmarks.pages import Long, question
from tests.benchmarks.workloads import ROOT

_PART = "memory"
_MEGA = 1e6
_EVERY = 0.02
"""Seconds between two looks at a process."""
_FROM_PROMISE = 0.1
_BESIDE = 160
"""Tokens of a prompt beside its text, and some to spare."""
_WINDOW, _LIST, _SEARCH = 150.0, 60.0, 280.0
"""MB that the window with 20 documents, `list` and `search` may hold, as the other benchmarks have it."""


@dataclass(slots=True)
class Most:
    """The most that was seen of a process, in MB."""

    resident: float = 0.0
    own: float = 0.0

    def see(self, resident: float, own: float) -> None:
        self.resident, self.own = max(self.resident, resident), max(self.own, own)


def engine(path: Path, document: Long, *, context: int, filled: int, promised: int, basis: str) -> Iterator[Figure]:
    """A fresh engine reads `filled` tokens in a cache of `context`, and writes a few: the most that its process held. `promised`:
    bytes, and `basis` says by whom."""
    with Engine(path, name=path.stem, context=context) as made:
        made.load()
        assert made.pid is not None
        with watched(made.pid) as most:
            _fill(made, document, context=context, filled=filled)
            most.see(_peak(made.pid), 0.0)
    words = f"engine, {context} tokens of context"
    note = f"{filled} of them evaluated" if filled < context else ""
    yield (
        compared(_PART, f"{words}, resident", "MB", [most.resident], [promised / _MEGA], floor=f"promised: {basis}")
        .within(_FROM_PROMISE)
        .noted(note)
    )
    yield plain(_PART, "  of that not pages of files", "MB", [most.own])


def _fill(made: Engine, document: Long, *, context: int, filled: int) -> None:
    """Room for a whole context of tokens is asked for, whatever is evaluated: `end_at` ends the reply at its first letters."""
    pages = document.texts(4000)
    one = next(pages)
    text = one.text
    while (tokens := made.count_tokens(text)) < filled:
        text = f"{text}\n{next(pages).text}"
    prompt = question("What is it about?", replace(one, text=text[: len(text) * max(1, filled - _BESIDE) // tokens]))
    room = context - filled
    ends = [chr(letter) for letter in range(33, 127)]
    made.generate(prompt, max_tokens=max(1, room), end_at=ends, stop=Stop())


@contextmanager
def watched(pid: int) -> Iterator[Most]:
    """Look at a process again and again."""
    most, over = Most(), threading.Event()

    def look() -> None:
        while not over.is_set():
            most.see(*held(pid))
            over.wait(_EVERY)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()


def held(pid: int) -> tuple[float, float]:
    """MB resident, and of that not pages of files; where the system does not tell the two apart, twice the first. Nothing of a
    process that is gone."""
    try:
        told = psutil.Process(pid).memory_info()
    except psutil.Error:
        return 0.0, 0.0
    shared = getattr(told, "shared", 0)
    return told.rss / _MEGA, (told.rss - shared) / _MEGA


def _peak(pid: int) -> float:
    """The system's own record of the most that was resident, in MB; 0 where it keeps none."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    kilobytes = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
    return int(kilobytes[0]) * 1024 / _MEGA if kilobytes else 0.0


# The program at rest


def at_rest(folder: Path, *, documents: int) -> Iterator[Figure]:
    """By process: the window over a library that has been read, with no model loaded, and two commands of the command line."""
    told = window.resting(folder, documents=documents)
    for process in sorted(
        {name.rpartition("_")[0] for name in told if name.endswith("_rss")}, key=lambda name: name != "window"
    ):
        figure = plain(
            _PART, f"{process} at rest, {documents} documents, resident", "MB", _mega(told[f"{process}_rss"])
        )
        yield figure.at_most(_WINDOW) if process == "window" else figure
        yield plain(_PART, "  of that not shared with other processes", "MB", _mega(told[f"{process}_own"]))
    yield from _command(folder, ["list"], limit=_LIST)
    yield from _command(folder, ["search", "costs of repair and maintenance"], limit=_SEARCH)


def _mega(values: Sequence[float]) -> list[float]:
    return [value / _MEGA for value in values]


def _command(data: Path, arguments: Sequence[str], *, limit: float) -> Iterator[Figure]:
    """The most that a command's process held, and the most that any of its children did."""
    command = [sys.executable, "-m", "app", "--data-dir", str(data), *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as program, watched(program.pid) as most:
        children: dict[int, float] = {}
        while program.poll() is None:
            _see_children(program.pid, children)
            time.sleep(_EVERY)
    yield plain(_PART, f"{arguments[0]}, resident", "MB", [most.resident]).at_most(limit)
    yield plain(_PART, "  of that not pages of files", "MB", [most.own])
    if children:
        yield plain(_PART, f"  the largest of its {len(children)} children", "MB", [max(children.values())])


def _see_children(pid: int, seen: dict[int, float]) -> None:
    with suppress(psutil.Error):
        for child in psutil.Process(pid).children(recursive=True):
            seen[child.pid] = max(seen.get(child.pid, 0.0), held(child.pid)[0])
