"""The window. `run` opens it; nothing else of this room is used from outside, and nothing of it is imported by the command line."""

import ctypes
import os
import sys

from app.errors import UserFixable
from app.host.paths import Paths


def run(paths: Paths, *, model: str | None = None, adapter: str | None = None) -> int:
    """Open the window and stay until it is closed: the exit status. Raises UserFixable `display` where there is no screen, and
    `locked` where another program holds the window's lock and does not answer."""
    _require_display()
    try:
        from PySide6 import QtWidgets  # noqa: F401 - the system's graphics libraries come with it
    except ImportError as error:
        raise UserFixable("display", reason=f"a library of the system is missing ({error})") from error
    from app.ui import application

    return application.run(paths, model=model, adapter=adapter)


def _require_display() -> None:
    """Qt ends the process where it finds no screen or lacks a library of the system; a sentence is better."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY"):
        return
    if not os.environ.get("DISPLAY"):
        raise UserFixable("display", reason="neither DISPLAY nor WAYLAND_DISPLAY is set")
    try:
        ctypes.CDLL("libxcb-cursor.so.0")
    except OSError as error:
        raise UserFixable("display", reason="the system's package libxcb-cursor0 is missing") from error
