"""The log: what the program did and when, for whoever looks for the cause of a trouble. Local, its owner's alone, and dumb by design.

A line consists of the time, the process's number and role, an event, and values that are numbers, kinds of errors, types of faults, or
the first digits of a document's hash. Any other text is written as '?': no caller can put words of a document, a question,
a key or a path into it, whatever it passes on.
"""

import contextlib
import os
import re
import time
from pathlib import Path
from typing import Literal

from app.errors import KINDS, UserFixable
from app.host.paths import make_private

Event = Literal["started", "ended", "crashed", "fault", "error", "added", "removed", "answered", "summarised", "sent"]
Value = int | float | str | type[BaseException] | BaseException

NAME = "inglenook.log"
SIZE = 256 << 10
"""Bytes of a file: some 4,000 lines."""
FILES = 3
"""With the one that is written to."""
_DIGITS = 8
"""Of a document's hash."""
_HASH = re.compile(r"[0-9a-f]{64}")
PROCESSES = frozenset({
    "window", "add", "list", "remove", "search", "ask", "summarize", "conversations", "export", "models", "cloud", "doctor",
    "crashes", "reader", "viewer", "writer", "scanner", "engine", "devices", "gateway",
})  # fmt: skip
"""The roles of processes: the window, a command by its name, and the children."""
SIGNALS = frozenset({"SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE", "access violation", "native crash"})
_WORDS = KINDS | PROCESSES | SIGNALS


def note(folder: Path, process: str, event: Event, **values: Value) -> None:
    """Add a line to the log in `folder`, where the data folder above it is there. What cannot be written is lost."""
    if not folder.parent.is_dir():
        return
    told = " ".join(f"{name}={_said(value)}" for name, value in values.items())
    line = f"{time.strftime('%Y-%m-%d %H:%M:%S')} {os.getpid()} {_said(process)} {event} {told}".rstrip() + "\n"
    with contextlib.suppress(OSError, UserFixable):
        make_private(folder)
        _make_room(folder / NAME)
        # One write of a short line at the end of a file is whole, whoever else writes to it.
        with os.fdopen(
            os.open(folder / NAME, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb", buffering=0
        ) as file:
            file.write(line.encode("ascii", "replace"))


def read(folder: Path) -> str:
    """All that is kept, oldest first."""
    parts = []
    for path in reversed(_files(folder / NAME)):
        with contextlib.suppress(OSError):
            parts.append(path.read_text("ascii", "replace"))
    return "".join(parts)


def _said(value: Value) -> str:
    match value:
        case bool() | int():
            return str(value)
        case float():
            return f"{value:.2f}"
        case str() if value in _WORDS:
            return value.replace(" ", "-")
        case str() if _HASH.fullmatch(value):
            return value[:_DIGITS]
        case BaseException():
            return _said(type(value))
        case type():
            return f"{value.__module__}.{value.__qualname__}"
    return "?"


def _make_room(file: Path) -> None:
    """Two processes may do so at once: then an older file goes earlier than it would."""
    with contextlib.suppress(FileNotFoundError):
        if file.stat().st_size < SIZE:
            return
        newest, *older = _files(file)
        for target, source in zip(reversed(older), [*reversed(older[:-1]), newest], strict=True):
            with contextlib.suppress(FileNotFoundError):
                source.replace(target)


def _files(file: Path) -> list[Path]:
    """Newest first."""
    return [file, *(file.with_name(f"{file.name}.{number}") for number in range(1, FILES))]
