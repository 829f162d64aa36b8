"""Crash reports: kept on this machine, readable by their owner only, sent nowhere, and without a word of any document.

A report tells which process failed, of what type the fault was and where it happened (files and lines of our code and of
libraries). It never tells what values were: the text of an exception may quote a document, a question or a key.
"""

import contextlib
import os
import platform
import re
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from app import __version__
from app.errors import UserFixable
from app.host.paths import make_private, unwritable

KEPT = 20
"""Reports: with one more the oldest goes."""
_CAUSES = 5
"""Faults behind a fault that are told."""
_SEEN = ".seen.txt"
_NAME = re.compile(r"crash-(\d{8}-\d{6})-\d+(-\d+)?(\.seen)?\.txt")


@dataclass(frozen=True, slots=True)
class CrashReport:
    """`seen`: the user was told of it and put that aside."""

    path: Path
    text: str
    seen: bool

    @property
    def id(self) -> str:
        """Its name without what is the same for all: '20261123-051204-4711'."""
        return self.path.name.removeprefix("crash-").removesuffix(".txt").removesuffix(".seen")

    @property
    def time(self) -> float:
        """Seconds since 1970."""
        return time.mktime(time.strptime(self.id[:15], "%Y%m%d-%H%M%S"))

    @property
    def process(self) -> str:
        """Which one failed: 'window', 'reader', 'engine', …"""
        return _line(self.text, "process")

    @property
    def fault(self) -> str:
        """A type of Python's or a signal's name."""
        return _line(self.text, "fault")


def keep(folder: Path, fault: BaseException, process: str) -> Path | None:
    """Keep a report of `fault` in `folder`; its path, or None where nothing can be written."""
    return keep_text(folder, process, type_of(fault), "\n".join(_told(fault)))


def keep_text(folder: Path, process: str, fault: str, places: str) -> Path | None:
    """The same for a fault that is told already: `places` are lines without values."""
    head = f"Inglenook {__version__}, Python {platform.python_version()}, {platform.platform()}"
    text = f"{head}\nprocess: {process}\nfault: {fault}\n{places}\n"
    path: Path | None = None
    try:
        make_private(folder)
        path = _write_new(folder, text)
        _drop_old(folder)
    except (OSError, UserFixable):
        if path is None:
            return None
    return path


def listed(folder: Path) -> list[CrashReport]:
    """Newest first; what is no report of ours is passed over."""
    return sorted(_all(folder), key=lambda report: report.id, reverse=True)


def mark_seen(reports: list[CrashReport]) -> None:
    """They stay, and the user is not told of them again. In a folder that cannot be written they are told of again."""
    for report in reports:
        if not report.seen:
            with contextlib.suppress(OSError):
                report.path.rename(report.path.with_name(report.path.stem + _SEEN))


def remove(reports: list[CrashReport]) -> None:
    """Raises UserFixable `read_only`."""
    for report in reports:
        try:
            report.path.unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(error, report.path.parent) from error


def type_of(fault: BaseException) -> str:
    return f"{type(fault).__module__}.{type(fault).__qualname__}"


def place(file: str, line: int | None, function: str) -> str:
    """A line of a report. Of a file's path its last two names are told: the others may be the user's."""
    names = re.split(r"[/\\]", file)[-2:]
    return f'  File "{"/".join(names)}", line {line or 0}, in {function}'


def _told(fault: BaseException) -> Iterator[str]:
    """Where it happened, then the types and places of what was behind it."""
    yield from _places(fault)
    yield type_of(fault)
    seen = {id(fault)}
    for _ in range(_CAUSES):
        behind = fault.__cause__ or fault.__context__
        if behind is None or id(behind) in seen:
            return
        fault = behind
        seen.add(id(fault))
        yield "behind it:"
        yield from _places(fault)
        yield type_of(fault)


def _places(fault: BaseException) -> Iterator[str]:
    return (place(frame.filename, frame.lineno, frame.name) for frame in traceback.extract_tb(fault.__traceback__))


def _write_new(folder: Path, text: str) -> Path:
    """No two faults share a name, nor does a report take the place of another."""
    stem = time.strftime(f"crash-%Y%m%d-%H%M%S-{os.getpid()}")
    for number in count():
        path = folder / (f"{stem}-{number}.txt" if number else f"{stem}.txt")
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path
    raise AssertionError("numbers do not end")


def _drop_old(folder: Path) -> None:
    for report in listed(folder)[KEPT:]:
        report.path.unlink(missing_ok=True)


def _all(folder: Path) -> Iterator[CrashReport]:
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if _NAME.fullmatch(path.name):
                with contextlib.suppress(OSError):
                    yield CrashReport(path, path.read_text("utf-8", "replace"), path.name.endswith(_SEEN))


def _line(text: str, name: str) -> str:
    found = re.search(rf"^{name}: (.*)$", text, re.MULTILINE)
    return found.group(1) if found else ""
