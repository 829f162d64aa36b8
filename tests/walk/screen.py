"""A screen of our own: Xvfb with a window manager, and the hands of a person who sits before it."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.walk.seen import Rect

NEEDED = ("Xvfb", "openbox", "xdotool", "import")
_SECONDS = 30.0


class Screen:
    """`environment` is for programs that are to be shown on it."""

    def __init__(self, display: str, home: Path) -> None:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("QT_", "XDG_", "DBUS_", "WAYLAND_", "LC_", "LANG"))
        }
        self.environment: Mapping[str, str] = kept | {
            "DISPLAY": display,
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "xcb",
        }

    def _do(self, *arguments: str) -> str:
        command = ["xdotool", *arguments]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=_SECONDS, check=True
        )
        return done.stdout.strip()

    def move(self, at: tuple[int, int]) -> None:
        self._do("mousemove", str(at[0]), str(at[1]))

    def click(self, at: tuple[int, int], button: int = 1, *, times: int = 1) -> None:
        self.move(at)
        self._do("click", "--repeat", str(times), "--delay", "30", str(button))

    def scroll(self, at: tuple[int, int], notches: int) -> None:
        """Down, or up where `notches` is less than 0."""
        self.click(at, 5 if notches > 0 else 4, times=abs(notches))

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        self.move(start)
        self._do("mousedown", "1")
        self._do("mousemove_relative", "--", "12", "0")
        self.move(end)
        self._do("mouseup", "1")

    def keys(self, *keys: str) -> None:
        """As xdotool writes them: 'ctrl+o', 'Return'."""
        self._do("key", "--delay", "40", *keys)

    def type(self, text: str) -> None:
        self._do("type", "--delay", "15", text)

    def place(self, window: str, size: tuple[int, int]) -> None:
        """At the upper left."""
        self._do("windowsize", "--sync", window, *(str(side) for side in size))
        self._do("windowmove", window, "0", "0")

    def minimise(self, window: str) -> None:
        self._do("windowminimize", "--sync", window)

    def windows(self, title: str) -> list[str]:
        command = ["xdotool", "search", "--onlyvisible", "--name", title]
        found = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
        return found.stdout.split()

    def picture(self, file: Path, part: Rect | None = None) -> None:
        """Of the whole screen, or a part of it."""
        crop = (
            []
            if part is None
            else ["-crop", f"{part.width:.0f}x{part.height:.0f}+{part.x:.0f}+{part.y:.0f}", "+repage"]
        )
        command = ["import", "-window", "root", *crop, str(file)]
        subprocess.run(command, env=self.environment, timeout=_SECONDS, check=True, capture_output=True)

    def colour(self, at: tuple[int, int]) -> tuple[int, int, int]:
        """Of one pixel: red, green, blue."""
        command = ["import", "-window", "root", "-crop", f"1x1+{at[0]}+{at[1]}", "-depth", "8", "rgb:-"]
        done = subprocess.run(command, env=self.environment, timeout=_SECONDS, check=True, capture_output=True)
        red, green, blue = done.stdout[:3]
        return red, green, blue


@contextmanager
def screen(home: Path, size: tuple[int, int] = (1600, 1000)) -> Iterator[Screen]:
    """A screen with `home` as the person's folder, until the end of the block."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        raise RuntimeError(f"missing on this machine: {', '.join(missing)}; packaging/apt.txt lists their packages")
    home.mkdir(parents=True, exist_ok=True)
    with _xvfb(size) as display:
        made = Screen(display, home)
        with _running(["openbox", "--sm-disable"], made.environment):
            _until_managed(made)
            yield made


@contextmanager
def _xvfb(size: tuple[int, int]) -> Iterator[str]:
    """The display that it has chosen itself, among the free ones."""
    reading, writing = os.pipe()
    kind = f"{size[0]}x{size[1]}x24"
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", kind, "-nolisten", "tcp", "-noreset", "-dpi", "96"]
    with subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                number = told.readline().strip()
            if not number:
                raise RuntimeError("Xvfb did not start")
            yield f":{number}"
        finally:
            server.terminate()


@contextmanager
def _running(command: list[str], environment: Mapping[str, str]) -> Iterator[None]:
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


def _until_managed(made: Screen) -> None:
    """A window that comes before the window manager would get no focus."""
    from tests.walk.person import patiently

    def managed() -> bool:
        command = ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]
        done = subprocess.run(
            command, env=made.environment, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
        return "window id" in done.stdout

    patiently("the window manager is there", managed, _SECONDS)
