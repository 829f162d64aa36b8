"""The window. `run` opens it; nothing else of this room is used from outside, and nothing of it is imported by the command line."""

import os
import sys

from app.errors import UserFixable
from app.host.paths import Paths


def run(paths: Paths, *, model: str | None = None) -> int:
    """Open the window and stay until it is closed: the exit status. Raises UserFixable `display` where there is no screen, and
    `locked` where another program holds the window's lock and does not answer."""
    _require_display()
    from app.ui import application

    return application.run(paths, model=model)


def _require_display() -> None:
    """Qt ends the process where it finds no screen; a sentence is better."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise UserFixable("display", reason="neither DISPLAY nor WAYLAND_DISPLAY is set")
