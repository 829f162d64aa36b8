"""What becomes of a fault that nobody catches, in every process of the program: a report without values, never a traceback with them.

Python's own hooks print the text of an exception, which may quote a document, and standard error often ends up in a journal of
the system. Native crashes (a signal in llama.cpp, MuPDF or Qt) are written by `faulthandler` into a file that each process opens
while it is well, since nothing can be opened any more then; where that process has ended, `collect` makes a report of it.

The folder reaches children, the gateway too, by a variable of the environment, and is kept for this process in `_watching`: hooks are a
process's own, too.
"""

import contextlib
import faulthandler
import os
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

from app.errors import UserFixable
from app.host import crashes, log
from app.host.paths import Paths, make_private

if TYPE_CHECKING:
    # A type of the standard library's stubs alone.
    from sys import UnraisableHookArgs

_VARIABLE = "INGLENOOK_REPORTS"
"""The data folder of the program that started this process."""
_END = ".native"
ROOM = 64 << 10
"""Bytes that a process must be able to write for its trace. Measured: 1 to 4 KB for the window with its threads."""
_FATAL = re.compile(r"^(?:Fatal Python error|Windows fatal exception): (.{1,60})$", re.MULTILINE)
_FRAME = re.compile(r'^  File "(.*)", line (\d+|\?\?\?) in (.*)$')
_SIGNALS = {
    "Segmentation fault": "SIGSEGV",
    "Aborted": "SIGABRT",
    "Bus error": "SIGBUS",
    "Illegal instruction": "SIGILL",
    "Floating point exception": "SIGFPE",
    "access violation": "access violation",
}
_OTHER = "native crash"
_THREAD = "\x1e"
"""Between threads, while they are put into order: the one that failed comes first."""
_FAILED = "the thread that failed, innermost place first:"


@dataclass(slots=True)
class _Watch:
    paths: Paths
    process: str
    trace: IO[bytes] | None = None
    file: Path | None = None
    told: set[str] = field(default_factory=set)
    """Faults beside the main thread that are kept already: a callback may fail a thousand times."""


_watching: _Watch | None = None


def watch(paths: Paths, process: str) -> None:
    """From now on faults of this process and of its children are kept there. `process` is a plain name of ours."""
    os.environ[_VARIABLE] = str(paths.data)
    _begin(paths, process)


def watch_child(process: str) -> None:
    """The same in a child, where its parent is watched; nothing otherwise."""
    data = os.environ.get(_VARIABLE)
    if data:
        _begin(Paths.find(Path(data)), process)


@contextmanager
def kept_in_child(process: str) -> Iterator[None]:
    """The whole life of a child: a fault that ends it is kept, and nothing is left of one that ends well."""
    watch_child(process)
    try:
        yield
    except Exception as fault:
        keep(fault)
        raise
    finally:
        release()


def end() -> None:
    """The end of a program that is watched: what its children left becomes reports."""
    release()
    if _watching is not None:
        collect(_watching.paths)


def keep(fault: BaseException) -> Path | None:
    """Keep a report of `fault` in this process; None where it is not watched or nothing can be written."""
    if _watching is None:
        return None
    note("fault", type=fault)
    return crashes.keep(_watching.paths.crashes, fault, _watching.process)


def note(event: log.Event, **values: log.Value) -> None:
    """A line in the log of a process that is watched."""
    if _watching is not None:
        log.note(_watching.paths.logs, _watching.process, event, **values)


def folders() -> tuple[Path, ...]:
    """Where this process must be able to write for its reports and its log; both are there afterwards. Empty where it is not watched."""
    if _watching is None or not _watching.paths.data.is_dir():
        return ()
    both = _watching.paths.logs, _watching.paths.crashes
    with contextlib.suppress(OSError, UserFixable):
        for folder in both:
            make_private(folder)
    return both


def release() -> None:
    """Close and remove this process's trace: before its folder is deleted, and at an orderly end. `resume` goes on."""
    if _watching is None or _watching.trace is None or _watching.file is None:
        return
    note("ended")
    faulthandler.disable()
    _watching.trace.close()
    with contextlib.suppress(OSError):
        _watching.file.unlink(missing_ok=True)
    _watching.trace = _watching.file = None


def resume() -> None:
    """After `release`."""
    if _watching is not None and _watching.trace is None:
        _watching.trace, _watching.file = _opened(_watching.paths, _watching.process)


def collect(paths: Paths) -> None:
    """Make reports of what processes wrote that are no more, and clear away what those left that ended well."""
    with contextlib.suppress(OSError, UserFixable):
        for file in paths.logs.glob(f"*{_END}"):
            if (text := _claimed(file)) is not None and text.strip():
                fault, places = without_values(text)
                process = file.name.split("-")[0]
                log.note(paths.logs, process, "crashed", fault=fault)
                crashes.keep_text(paths.crashes, process, fault, places)


def without_values(trace: str) -> tuple[str, str]:
    """What `faulthandler` wrote: the signal, and the threads' places. What has not its shape is left out."""
    found = _FATAL.search(trace)
    said = found.group(1) if found else ""
    fault = next((name for words, name in _SIGNALS.items() if words in said), _OTHER)
    threads = "\n".join(_lines(trace)).split(_THREAD)
    return fault, "".join(sorted(threads, key=lambda told: _FAILED not in told)).strip("\n")


def _lines(trace: str) -> Iterator[str]:
    for line in trace.splitlines():
        if frame := _FRAME.match(line):
            file, number, function = frame.groups()
            yield crashes.place(file, int(number) if number.isdigit() else None, function)
        elif line.startswith(("Current thread", "Thread")):
            yield f"{_THREAD}{'another thread:' if line.startswith('Thread') else _FAILED}"


def _begin(paths: Paths, process: str) -> None:
    global _watching
    _watching = _Watch(paths, process)
    sys.excepthook = _on_exception
    sys.unraisablehook = _on_unraisable
    threading.excepthook = _on_thread
    _watching.trace, _watching.file = _opened(paths, process)


def _opened(paths: Paths, process: str) -> tuple[IO[bytes] | None, Path | None]:
    """The open trace. Without a data folder, or where it cannot be written, a crash is told on standard error."""
    file = paths.logs / f"{process}-{os.getpid()}{_END}"
    try:
        if not paths.data.is_dir():
            raise FileNotFoundError(paths.data)
        make_private(paths.logs)
        trace = os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb", buffering=0)
    except (OSError, UserFixable):
        if sys.stderr is not None:
            with contextlib.suppress(OSError, ValueError):
                faulthandler.enable()
        return None, None
    _hold(trace)
    faulthandler.enable(trace)
    log.note(paths.logs, process, "started")
    return trace, file


def _hold(trace: IO[bytes]) -> None:
    """Shows others that this process is there. On Windows an open file cannot be renamed, which shows the same."""
    if sys.platform != "win32":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.flock(trace, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _claimed(file: Path) -> str | None:
    """What a process has left, which is cleared away; None where it is still there, or somebody else has taken it."""
    try:
        if sys.platform == "win32":
            file = file.rename(file.with_suffix(".left"))
            text = file.read_text("utf-8", "replace")
        else:
            import fcntl

            with file.open("rb") as trace:
                fcntl.flock(trace, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if not os.fstat(trace.fileno()).st_nlink:
                    return None
                text = trace.read(ROOM).decode("utf-8", "replace")
                file.unlink()
                return text
        file.unlink()
    except OSError:
        return None
    return text


def _on_exception(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    kept = keep(fault.with_traceback(trace))
    if sys.stderr is not None:
        where = f" A report was kept on this machine: {kept}" if kept else ""
        print(f"inglenook: This is a fault of Inglenook, not yours.{where}", file=sys.stderr, flush=True)


def _on_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None and not isinstance(told.exc_value, SystemExit):
        _keep_once(told.exc_value.with_traceback(told.exc_traceback))


def _on_unraisable(told: "UnraisableHookArgs") -> None:
    """In a finaliser or a callback of native code."""
    if told.exc_value is not None and not isinstance(told.exc_value, BrokenPipeError):
        _keep_once(told.exc_value.with_traceback(told.exc_traceback))


def _keep_once(fault: BaseException) -> None:
    frames = traceback.extract_tb(fault.__traceback__)
    what = f"{crashes.type_of(fault)} {[(frame.filename, frame.lineno) for frame in frames]}"
    if _watching is not None and what not in _watching.told:
        _watching.told.add(what)
        keep(fault)
