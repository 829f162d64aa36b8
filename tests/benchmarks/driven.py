"""The real program with an eye in it: `python -m tests.benchmarks.driven SCENE JSON` prints one line of JSON and ends.

A scene is a generator: it does something to the window and yields a question, and goes on once that is answered with yes. Nothing large is
imported at the top, so that the time to the window is the program's own.
"""

import faulthandler
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QPaintEvent

    from app.answers.needs import Generator
    from app.host.paths import Paths
    from app.library import Library
    from app.models import ModelFiles
    from app.ui.window import Window

TICK = 0.005
"""Seconds between two ticks of the window's thread. How late one comes is how long a key or a click would have waited."""
_LONGEST = 150.0
"""Seconds that a scene may wait for one thing."""
_SAMPLED_FROM = 0.05
Setup = Mapping[str, Any]
Scene = Iterator[Callable[[], bool]]


class Waits:
    """How long the event loop kept a tick waiting, in seconds, while one thing went on; `own` is that without the time in which this
    thread wanted a processor and the machine gave it to somebody else (known on Linux)."""

    def __init__(self) -> None:
        self._late: dict[str, list[float]] = {"": [], "own_": []}
        self._last, self._starved = time.perf_counter(), _starved()
        self._began = self._last

    def tick(self) -> None:
        now, starved = time.perf_counter(), _starved()
        gap, without = now - self._last, starved - self._starved
        self._last, self._starved = now, starved
        _note(self._late[""], gap)
        _note(self._late["own_"], gap - without)

    def figures(self, name: str) -> dict[str, list[float]]:
        figures = {f"{name}_seconds": [self._last - self._began]}
        for kind, late in self._late.items():
            ordered = sorted(late)
            figures[f"{name}_{kind}longest"] = [ordered[-1]]
            figures[f"{name}_{kind}p99"] = [ordered[int(0.99 * (len(ordered) - 1))]]
        return figures


def _note(into: list[float], gap: float) -> None:
    """Ticks that a stall has swallowed count too: each of them would have been late."""
    late = max(gap - TICK, 0.0)
    into.append(late)
    while late > TICK:
        late -= TICK
        into.append(late)


def _starved() -> float:
    """Seconds that this thread has waited for a processor since it began."""
    if sys.platform != "linux":
        return 0.0
    with open("/proc/thread-self/schedstat", "rb") as told:  # noqa: PTH123 - hundreds of times a second
        return int(told.read().split()[1]) / 1e9


class Eye:
    """Ticks in the window's thread. With `sample`, whenever that thread is late, what every thread does is written to standard error,
    whoever holds the interpreter."""

    def __init__(self, parent: "QObject", *, sample: bool) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.figures: dict[str, list[float]] = {}
        self._waits: Waits | None = None
        self._samples = sample
        self._timer = QTimer(parent, interval=round(TICK * 1000))
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def begin(self) -> None:
        self._waits = Waits()
        self._timer.start()

    def end(self, name: str) -> None:
        assert self._waits is not None
        self._tick()
        self._timer.stop()
        faulthandler.cancel_dump_traceback_later()
        self.figures.update(self._waits.figures(name))
        self._waits = None

    def _tick(self) -> None:
        if self._waits is not None:
            self._waits.tick()
        if self._samples:
            faulthandler.dump_traceback_later(_SAMPLED_FROM)


def main(scene: str, setup: Setup) -> int:
    import app.ui
    from app.__main__ import main as program

    figures: dict[str, list[float]] = {}

    def run(paths: "Paths", **chosen: str | None) -> int:
        from app.ui import application

        vars(application).update(Window=_watched(scene, setup, figures), Library=_library)
        return application.run(paths, **chosen)

    vars(app.ui).update(run=run)
    sys.argv = ["inglenook", "--data-dir", setup["data"]]
    status = program()
    print(json.dumps(figures))
    return status


def _watched(scene: str, setup: Setup, figures: dict[str, list[float]]) -> "type[Window]":
    """The program's window, but that it tells when it was first painted, and then plays the scene."""
    from PySide6.QtCore import QTimer

    from app.ui.window import Window

    class Watched(Window):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            self._is_painted = False

        def paintEvent(self, event: "QPaintEvent") -> None:
            super().paintEvent(event)
            if not self._is_painted:
                self._is_painted = True
                QTimer.singleShot(0, lambda: _play(scene, self, setup, figures))

    return Watched


def _library(paths: "Paths", *, gentle: bool = False, **chosen: str | None) -> "Library":
    from app.library import Library

    model, adapter = chosen.get("model"), chosen.get("adapter")
    return Library(paths, model=model, adapter=adapter, gentle=gentle, make_generator=_sure)


def _sure(files: "ModelFiles") -> "Generator":
    """The real engine, but for its doubts: a model this small has no opinion on whether the text answers, and it is the writing that is measured."""
    from app.language.engine import Engine

    class Sure(Engine):
        def choose(self, prompt: Any, options: Sequence[str], *, stop: Any) -> Mapping[str, float]:
            super().choose(prompt, options, stop=stop)
            return {option: 1.0 if number == 0 else 0.0 for number, option in enumerate(options)}

    return Sure(files.gguf, name=files.id)


def _play(name: str, window: "Window", setup: Setup, figures: dict[str, list[float]]) -> None:
    """Play a scene in the window that is on the screen now, then close it."""
    from PySide6.QtCore import QTimer

    figures["painted_at"] = [time.monotonic()]
    eye = Eye(window, sample=bool(setup.get("sample")))
    scene = SCENES[name](window, setup, eye)
    clock = QTimer(window, interval=20)
    waits: list[tuple[Callable[[], bool], float]] = []

    def go_on() -> None:
        if waits and not waits[-1][0]():
            if time.monotonic() - waits[-1][1] > _LONGEST:
                raise SystemExit(f"{name}: gave up waiting")
            return
        try:
            waits[:] = [(next(scene), time.monotonic())]
        except StopIteration:
            clock.stop()
            figures.update(eye.figures)
            figures["closed_at"] = [time.monotonic()]
            window.close()

    clock.timeout.connect(go_on)
    clock.start()


def _seconds(seconds: float) -> Callable[[], bool]:
    until = time.monotonic() + seconds
    return lambda: time.monotonic() >= until


# Scenes


def ready(window: "Window", setup: Setup, eye: Eye) -> Scene:
    """Nothing but a window at rest."""
    yield lambda: window.shelf.shelf.is_loaded
    eye.figures["listed_at"] = [time.monotonic()]
    yield _seconds(1.0)


def busy(window: "Window", setup: Setup, eye: Eye) -> Scene:
    """A long PDF is read, made searchable by meaning, and asked about; its pages are on the screen meanwhile."""
    shelf = window.shelf.shelf
    yield lambda: shelf.is_loaded
    window.shelf.pause_meaning()
    eye.begin()
    window.shelf.add([Path(setup["pdf"])])
    yield lambda: shelf.reading.is_busy
    yield lambda: not shelf.reading.is_busy and bool(window.shelf.documents())
    eye.end("reading")
    window.pages.show_document(window.shelf.documents()[0])
    yield lambda: window.pages.page > 0
    yield _seconds(1.0)
    eye.begin()
    window.shelf.resume_meaning()
    yield lambda: shelf.learning.is_running
    until = _seconds(setup["seconds"])
    yield lambda: until() or not shelf.learning.is_running
    eye.end("embedding")
    window.shelf.pause_meaning()
    yield lambda: not shelf.learning.is_running
    yield from _asked(window, setup, eye)


def _asked(window: "Window", setup: Setup, eye: Eye) -> Scene:
    panel = window.conversation
    panel.ask("What did the trust say about its passengers and its fuel?")
    yield lambda: panel.busy and bool(panel.column.turns)
    yield lambda: not panel.busy or bool(_written(panel))
    eye.begin()
    until = _seconds(setup["seconds"])
    written = 0
    while panel.busy and not until():
        written = max(written, len(_written(panel)))
        yield lambda: True
    eye.end("streaming")
    eye.figures["streamed"] = [float(written)]
    panel.stop()
    yield lambda: not panel.busy


def _written(panel: Any) -> str:
    turn = panel.column.turns[-1]
    return str(turn.written)


def scrolling(window: "Window", setup: Setup, eye: Eye) -> Scene:
    """Through 500 pages: steadily, by leaps, and steadily again."""
    yield lambda: bool(window.shelf.documents())
    began = time.monotonic()
    window.pages.show_document(window.shelf.documents()[0], 1)
    yield lambda: window.pages.page > 0 and window.pages.prints.bytes_kept > 0
    eye.figures["opened"] = [time.monotonic() - began]
    bar = window.pages.view.verticalScrollBar()
    eye.begin()
    until = _seconds(setup["seconds"])
    step = 0
    while not until():
        step += 1
        leap = bar.maximum() // 7 if step % 60 == 0 else 3 * bar.singleStep()
        bar.setValue((bar.value() + leap) % bar.maximum())
        yield lambda: True
    eye.end("scrolling")


def filtering(window: "Window", setup: Setup, eye: Eye) -> Scene:
    """Words typed into the filter, letter by letter, and taken away again."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    yield lambda: len(window.shelf.documents()) >= setup["documents"]
    yield _seconds(1.0)
    field_ = window.shelf.header.filter
    field_.setFocus()
    eye.begin()
    for word in ("annual report", "lease 17", "no such document"):
        for letter in word:
            QTest.keyClicks(field_, letter)
            yield _seconds(0.1)
        for _ in word:
            QTest.keyClick(field_, Qt.Key.Key_Backspace)
            yield _seconds(0.1)
    eye.end("filter")


def memory(window: "Window", setup: Setup, eye: Eye) -> Scene:
    """At rest over a library of some documents, and after a search by meaning."""
    from app.stop import Stop
    from app.types import Passage
    from app.ui.jobs import Lane

    yield lambda: len(window.shelf.documents()) >= setup["documents"]
    yield _seconds(3.0)
    eye.figures |= _held("rest")
    found: list[Sequence[Passage]] = []
    library = window.shelf.shelf._library
    window.shelf.shelf._jobs.run(
        lambda tell, stop: library.search("costs of repair and maintenance", wait=False, stop=Stop()),
        lane=Lane.QUICK,
        on_done=found.append,
    )
    yield lambda: bool(found)
    eye.figures["by_meaning"] = [float(any(passage.dense is not None for passage in found[0]))]
    yield _seconds(1.0)
    eye.figures |= _held("search")


def resting(window: "Window", setup: Setup, eye: Eye) -> Scene:
    """At rest over a library of some documents: every process that the program has then."""
    import psutil

    yield lambda: len(window.shelf.documents()) >= setup["documents"]
    yield _seconds(3.0)
    eye.figures |= _held("window")
    for number, child in enumerate(psutil.Process().children(recursive=True), start=1):
        tracker = "resource_tracker" in " ".join(child.cmdline())
        eye.figures |= _held("resource tracker" if tracker else f"child {number}", child.pid)


def _held(name: str, pid: int | None = None) -> dict[str, list[float]]:
    """Bytes of a process, this one if none is named, that are in memory, and those of them that no other process could share."""
    import psutil

    held = psutil.Process(pid).memory_full_info()
    return {f"{name}_rss": [float(held.rss)], f"{name}_own": [float(held.uss)]}


SCENES: dict[str, Callable[["Window", Setup, Eye], Scene]] = {
    scene.__name__: scene for scene in (ready, busy, scrolling, filtering, memory, resting)
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1], json.loads(sys.argv[2])))
