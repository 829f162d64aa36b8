"""Crash reports: local, readable by their owner only, and without a word of any document.

A crash report holds where the fault happened (files and lines of our own code and libraries), never what the values were:
an exception's text may quote a document, so only its type is kept.
"""

import contextlib
import os
import platform
import sys
import time
import traceback
from pathlib import Path

from app import __version__
from app.errors import UserFixable
from app.host.paths import make_private


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
