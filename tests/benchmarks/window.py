"""The window as a person meets it: how soon it is there and gone, how long its event loop keeps a key waiting, what it holds.

The real program runs in a child process (`driven`), on a screen of its own where there is Xvfb, else on none. Beside the busy ones a bare
window ticks in a process of its own: how late that one is, the machine is to blame for.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.benchmarks.workloads import ROOT, Figures, Setup

LONG, LONGER, MANY, SOME = 300, 500, 2000, 20
"""Pages that are read, pages that are scrolled through; documents in the filtered library, and in the one at rest."""
_SECONDS = 15.0
_STARTS = 5
_MODEL = "smollm2-135m"

_BARE = """
import json, sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Bare(QMainWindow):
    painted = False
    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            QTimer.singleShot(0, shown)
def shown():
    print(json.dumps({"painted_at": [time.monotonic()]}), flush=True)
    application.quit()
application = QApplication([])
window = Bare()
window.resize(1360, 860)
window.show()
application.exec()
"""
_BESIDE = """
import json, signal
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
import app.ui
from tests.benchmarks.driven import TICK, Waits
signal.signal(signal.SIGTERM, lambda *_: application.quit())
application = QApplication([])
window = QMainWindow()
window.show()
waits = Waits()
timer = QTimer(interval=round(TICK * 1000))
timer.setTimerType(Qt.TimerType.PreciseTimer)
timer.timeout.connect(waits.tick)
timer.start()
application.exec()
print(json.dumps(waits.figures("beside")))
"""


def window(setup: Setup) -> Figures:
    data = Path(setup["data"])
    figures: Figures = {}
    with _screen() as environment:
        figures |= _starts(data / "start", setup, environment)
        _prepare("pdf", data / "busy.pdf", setup, pages=LONG)
        _settle(data / "busy")
        figures |= _played("busy", data / "busy", setup, environment, pdf=str(data / "busy.pdf"), seconds=_SECONDS)
        _prepare("scrolled", data / "scrolling", setup, pages=LONGER)
        figures |= _played("scrolling", data / "scrolling", setup, environment, seconds=_SECONDS)
        _prepare("many", data / "filtering", setup, documents=MANY)
        figures |= _played("filtering", data / "filtering", setup, environment, documents=MANY)
        _prepare("learned", data / "memory", setup, documents=SOME)
        figures |= _said(_driven("memory", data / "memory", setup, documents=SOME), environment)
    return figures


def resting(data: Path, *, documents: int) -> Figures:
    """Bytes of each process of a program whose window is at rest over a library that was read into `data`, no model loaded."""
    _prepare("learned", data, {"models": ""}, documents=documents)
    with _screen() as environment:
        return _said(_driven("resting", data, {}, documents=documents), environment)


@contextlib.contextmanager
def _screen() -> Iterator[Mapping[str, str]]:
    """The environment of a program that is to be seen by nobody."""
    plain = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        yield plain | {"QT_QPA_PLATFORM": "offscreen"}
        return
    reading, writing = os.pipe()
    command = [xvfb, "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            display = told.readline().strip()
        try:
            yield plain | {"DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb"}
        finally:
            server.terminate()


def _starts(data: Path, setup: Setup, environment: Mapping[str, str]) -> Figures:
    """Seconds from the start of the process to a painted window that answers: the bare one and the program in turns, after one start
    of each that fills the caches."""
    figures = Figures(bare=[], ready=[], listed=[], closing=[])
    _settle(data)
    for repeat in range(_STARTS + 1):
        began = time.monotonic()
        bare = _said([sys.executable, "-c", _BARE], environment)["painted_at"][0] - began
        began = time.monotonic()
        told = _said(_driven("ready", data, setup), environment)
        ended = time.monotonic()
        if repeat:
            figures["bare"].append(bare)
            figures["ready"].append(told["painted_at"][0] - began)
            figures["listed"].append(told["listed_at"][0] - began)
            figures["closing"].append(ended - told["closed_at"][0])
    return figures


def _played(scene: str, data: Path, setup: Setup, environment: Mapping[str, str], **more: object) -> Figures:
    """A scene's figures, and how late a bare window was meanwhile."""
    beside = subprocess.Popen([sys.executable, "-c", _BESIDE], cwd=ROOT, env=environment, stdout=subprocess.PIPE)
    try:
        figures = _said(_driven(scene, data, setup, **more), environment)
        ended = time.monotonic()
    finally:
        beside.terminate()
        said, _ = beside.communicate()
    bare: Figures = json.loads(said)
    closing = {f"{scene}_closing": [ended - figures["closed_at"][0]]}
    return figures | closing | {f"{scene}_{name}": values for name, values in bare.items()}


def _driven(scene: str, data: Path, setup: Setup, **more: object) -> list[str]:
    given = {"data": str(data), "sample": setup.get("sample", False), **more}
    return [sys.executable, "-m", "tests.benchmarks.driven", scene, json.dumps(given)]


def _said(command: list[str], environment: Mapping[str, str]) -> Figures:
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _settle(data: Path) -> None:
    """A data folder whose first start is over, with the smallest model."""
    from app.host.paths import make_private
    from app.host.settings import Settings

    make_private(data)
    Settings(started=True, model=_MODEL).save(data / "settings.json")


# What is there before


def _prepare(what: str, at: Path, setup: Setup, **more: int) -> None:
    """In a process of its own: what it imports is no part of what is measured."""
    if what != "pdf":
        _settle(at)
    given = {"at": str(at), "models": setup["models"], **more}
    subprocess.run([sys.executable, "-m", "tests.benchmarks.window", what, json.dumps(given)], cwd=ROOT, check=True)


def _pdf(at: Path, given: Setup) -> None:
    from tests.material import long_document

    long_document(at.parent, given["pages"], name=at.name)


def _scrolled(at: Path, given: Setup) -> None:
    from tests.material import long_document

    _add([long_document(at.parent, given["pages"], name="scrolled.pdf")], at, wait=False)


def _learned(at: Path, given: Setup) -> None:
    from tests.material import long_document

    pdfs = [long_document(at.parent, 2 + number, name=f"report-{number}.pdf") for number in range(given["documents"])]
    _add(pdfs, at, wait=True)


def _add(pdfs: list[Path], data: Path, *, wait: bool) -> None:
    from app.host.paths import Paths
    from app.library import Library
    from app.stop import Stop

    with Library(Paths.find(data)) as library:
        list(library.add(pdfs, wait=wait, stop=Stop()))


def _many(at: Path, given: Setup) -> None:
    """Documents of one page each, written into the catalog as if they had been read."""
    from app.index.catalog import Catalog
    from tests.index import texts

    catalog = Catalog(at / "catalog.sqlite3")
    for number in range(given["documents"]):
        kind = ("Annual report", "Lease", "Minutes of the board", "Invoice")[number % 4]
        texts.add(catalog, f"{kind} {number}.pdf", [f"{kind} number {number}."])
    catalog.close()


_PREPARED = {"pdf": _pdf, "scrolled": _scrolled, "learned": _learned, "many": _many}

if __name__ == "__main__":
    _given = json.loads(sys.argv[2])
    _PREPARED[sys.argv[1]](Path(_given["at"]), _given)
