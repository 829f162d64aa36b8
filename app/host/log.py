"""Logs and crash reports: local, rotating, readable by their owner only, and without a word of any document.

A crash report holds where the fault happened (files and lines of our own code and libraries), never what the values were:
an exception's text may quote a document, so only its type is kept.
"""

import contextlib
import logging
import logging.handlers
import os
import platform
import sys
import time
import traceback
from pathlib import Path

from app import __version__
from app.errors import UserFixable
from app.host.paths import make_private

_LARGEST = 1_000_000
_KEPT = 3


def start(folder: Path, *, verbose: bool = False) -> None:
    """Write the program's log into `folder`. Where that is impossible the program goes on without a log."""
    try:
        make_private(folder)
        path = folder / "inglenook.log"
        path.touch(mode=0o600)
        handler = logging.handlers.RotatingFileHandler(path, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8")
    except (OSError, UserFixable):
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(name)s %(levelname)s %(message)s"))
    logger = logging.getLogger("app")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)


def keep_crash(folder: Path, fault: BaseException) -> Path | None:
    """Keep a report of `fault` in `folder`; its path, or None where nothing can be written."""
    path = folder / time.strftime(f"crash-%Y%m%d-%H%M%S-{os.getpid()}.txt")
    try:
        make_private(folder)
        path.touch(mode=0o600)
        path.write_text(_report(fault), encoding="utf-8")
    except (OSError, UserFixable):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        return None
    return path


def _report(fault: BaseException) -> str:
    head = f"Inglenook {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
    frames = "".join(
        f'  File "{Path(frame.filename).name}", line {frame.lineno}, in {frame.name}\n'
        for frame in traceback.extract_tb(fault.__traceback__)
    )
    arguments = "a command" if len(sys.argv) > 1 else "the window"
    return f"{head}{arguments}\n{frames}{type(fault).__module__}.{type(fault).__qualname__}\n"
