"""From the start of the program to its end: one window for a data folder, its language and look, and an orderly close."""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QSocketNotifier, QTimer, QTranslator, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app.errors import UserFixable
from app.host import crashes, faults
from app.host.instance import Bell, Hold
from app.host.paths import Paths
from app.host.settings import Settings
from app.library import Library, standing
from app.stop import Stop, Stopped
from app.ui import resources
from app.ui.jobs import Jobs, Lane
from app.ui.theme import Theme
from app.ui.window import Window

_ANOTHER_SECONDS = 6.0
"""How long a second start waits for a first one that does not answer: it may be closing."""
_CLOSE_SECONDS = 4.0


def run(paths: Paths, *, model: str | None = None, adapter: str | None = None) -> int:
    """Open the window and stay until it is closed: the exit status. Raises UserFixable `locked` where another
    program holds the window's lock and does not answer."""
    held = _only_window(paths)
    if held is None:
        return 0
    try:
        return _Program(paths, model, adapter).run()
    finally:
        held.release()


def _only_window(paths: Paths) -> Hold | None:
    """The window's lock; None if a window was there and has come to the front. A folder that cannot be written has no lock, and
    is opened for its library. Raises `locked`, and `read_only` where there is none to open."""
    hold = Hold(paths.window)
    try:
        paths.ensure()
        if hold.take() or (not Bell(paths.data).ring() and hold.take(wait=_ANOTHER_SECONDS)):
            return hold
    except UserFixable as error:
        if error.kind != "read_only" or not _is_there(paths.catalog):
            raise
        return hold
    if Bell(paths.data).ring():
        return None
    raise UserFixable("locked", file=str(paths.window))


def _is_there(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError:
        return False


class _Program(QObject):
    """What lives as long as the program does."""

    _rung = Signal()

    def __init__(self, paths: Paths, model: str | None, adapter: str | None) -> None:
        self._application = _application()
        super().__init__()
        self._paths = paths
        settings = Settings.load(paths.settings)
        self._translators = _translate(self._application, settings.language)
        self._theme = Theme(self._application, appearance=settings.appearance, text_size=settings.text_size)
        self._library = Library(paths, model=model, adapter=adapter, gentle=True)
        self._jobs = Jobs(paths.crashes)
        self._bell = Bell(paths.data)
        self._window = Window(self._library, self._jobs, self._theme, settings)

    def run(self) -> int:
        sys.excepthook = self._on_fault
        self._window.closed.connect(self._application.quit)
        self._rung.connect(self._window.come_to_front)
        with _ended_by_signals(self._window.close):
            self._window.show()
            QTimer.singleShot(0, self._begin)
            status = self._application.exec()
        self._end()
        return status

    def _begin(self) -> None:
        """Once the window is on the screen."""
        self._window.start()
        self._jobs.run(lambda tell, stop: self._bell.listen(self._rung.emit, stop), lane=Lane.BELL)
        self._jobs.run(
            lambda tell, stop: standing.is_read_only(self._library.rooms),
            lane=Lane.QUICK,
            on_done=lambda is_so: self._window.say_read_only() if is_so else None,
            on_error=lambda error: None,  # the list of documents says it
        )

    def _end(self) -> None:
        """The window is hidden; stop what runs, finish what was promised, and never hang."""
        waker = threading.Timer(0.05, self._bell.end)
        waker.start()
        ended = self._jobs.close(_CLOSE_SECONDS)
        promised = self._window.promised
        if promised is not None:
            _within(_CLOSE_SECONDS, promised)
        if not ended:
            # Native code that hears no stop. Children end with us, and the catalog is whole after any end.
            os._exit(0)
        self._library.close()

    def _on_fault(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        """A fault of ours in a slot: kept and told, and the window goes on."""
        faults.note("fault", type=fault)
        kept = crashes.keep(self._paths.crashes, fault.with_traceback(trace), "window")
        self._jobs.failed.emit(UserFixable("fault", path=kept or "-"))


def _application() -> QApplication:
    application = QApplication(["inglenook"])
    application.setApplicationName("inglenook")
    application.setApplicationDisplayName("Inglenook")
    application.setDesktopFileName("inglenook")
    application.setWindowIcon(QIcon(str(resources.icon_file("inglenook"))))
    application.setQuitOnLastWindowClosed(False)
    return application


def _translate(application: QApplication, language: str) -> list[QTranslator]:
    """Load our own words and Qt's in the same language; they are in force as long as they live. One that we do not have is English."""
    if language:
        QLocale.setDefault(QLocale(language))
    ours, theirs = QTranslator(), QTranslator()
    folder = str(resources.translations())
    if not ours.load(QLocale(), "inglenook", "_", folder):
        ours.load("inglenook_en", folder)
    theirs.load(f"qtbase_{ours.language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for translator in (ours, theirs):
        application.installTranslator(translator)
    return [ours, theirs]


def _within(seconds: float, work: Callable[[Stop], None]) -> None:
    """What is left of it when time is up, the next start finishes."""
    stop = Stop()
    timer = threading.Timer(seconds, stop.request)
    timer.start()
    with contextlib.suppress(Stopped, UserFixable):
        work(stop)
    timer.cancel()


@contextlib.contextmanager
def _ended_by_signals(close: Callable[[], object]) -> Iterator[None]:
    """SIGTERM, SIGINT and a closed terminal close the window as its button does."""
    if sys.platform == "win32":
        yield
        return
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    handlers = {
        number: signal.signal(number, lambda *_: None) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    }
    notifier = QSocketNotifier(reading, QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda *_: (os.read(reading, 64), close()))
    try:
        yield
    finally:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(before)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        os.close(reading)
        os.close(writing)
