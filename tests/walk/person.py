"""Somebody who uses the program: looks until something is there, then clicks or types, and takes pictures."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from tests.walk.screen import Screen
from tests.walk.seen import Rect, Row, Seen, Widget

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
_LOOK = 0.05
"""Seconds between two looks."""
USUAL = 30.0
"""Seconds in which the window does what takes no model."""


class Lost(Exception):
    """What was waited for did not come."""


def patiently(what: str, condition: Callable[[], T | None], seconds: float) -> T:
    """The first true value of `condition`. Raises Lost with `what` when time is up."""
    end = time.monotonic() + seconds
    while True:
        if found := condition():
            return found
        if time.monotonic() > end:
            raise Lost(f"not within {seconds:.0f} seconds: {what}")
        time.sleep(_LOOK)


class Person:
    """Sits before a `Screen` with one program on it."""

    def __init__(self, screen: Screen, snapshot: Path, process: "subprocess.Popen[bytes]") -> None:
        self.screen, self.process = screen, process
        self._snapshot = snapshot

    # Looking

    def look(self) -> Seen | None:
        if self.process.poll() is not None:
            raise Lost(f"the program has ended with {self.process.returncode}")
        return Seen.read(self._snapshot)

    def until(self, what: str, condition: Callable[[Seen], T | None], seconds: float = USUAL) -> T:
        """Look until `condition` gives something."""

        def now() -> T | None:
            seen = self.look()
            return None if seen is None else condition(seen)

        return patiently(what, now, seconds)

    def until_gone(self, what: str, condition: Callable[[Seen], object], seconds: float = USUAL) -> None:
        self.until(what, lambda seen: not condition(seen), seconds)

    def at_rest(self, what: str, condition: Callable[[Seen], Widget | Row | None], seconds: float = USUAL) -> Rect:
        """Where it is, once it has stood in one place for two looks of the observer."""
        number, was = 0, None

        def now(seen: Seen) -> Rect | None:
            nonlocal number, was
            if seen.number == number:
                return None
            found = condition(seen)
            rect = None if found is None else found.rect
            same, number, was = rect == was, seen.number, rect
            return rect if same else None

        return self.until(what, now, seconds)

    # Doing

    def click(self, what: str, condition: Callable[[Seen], Widget | Row | None], seconds: float = USUAL) -> None:
        """In its middle, once it is at rest and can be used."""

        def usable(seen: Seen) -> Widget | Row | None:
            found = condition(seen)
            return found if found is not None and found.enabled else None

        self.screen.click(self.at_rest(what, usable, seconds).middle)

    def point(self, what: str, condition: Callable[[Seen], Widget | Row | None], seconds: float = USUAL) -> None:
        """Rest the mouse on it, as one does for a tooltip."""
        x, y = self.at_rest(what, condition, seconds).middle
        self.screen.move((x + 1, y))
        self.screen.move((x, y))

    def keys(self, *keys: str) -> None:
        self.screen.keys(*keys)

    def shortcut(self, keys: str) -> None:
        """Of the main window, once it is in front: a dialog that has just closed gives way to it a little later."""
        self.until("the window is in front", lambda seen: (one := seen.window("Window")) and one.active)
        self.keys(keys)

    def type(self, text: str) -> None:
        self.screen.type(text)

    def terminate(self) -> None:
        """As the system does at its end."""
        os.kill(self.until("the window", lambda seen: seen.process), signal.SIGTERM)

    def until_ended(self, seconds: float = USUAL) -> int:
        """The exit status."""
        patiently("the program ends", lambda: self.process.poll() is not None, seconds)
        return self.process.wait()


@contextmanager
def program(
    screen: Screen,
    folder: Path,
    *arguments: str,
    environment: dict[str, str] | None = None,
    before: tuple[str, ...] = (),
) -> Iterator[Person]:
    """The program with its window, its data in `folder`/data; ended at the end of the block where it has not ended itself.
    `before` is a command that it is run by."""
    snapshot = folder / "snapshot.json"
    snapshot.unlink(missing_ok=True)
    command = [*before, sys.executable, "-m", "tests.walk.observer", "--data-dir", str(folder / "data"), *arguments]
    variables = {**screen.environment, "SNAPSHOT": str(snapshot), **(environment or {})}
    with (folder / "program.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=log, stderr=log, start_new_session=True)
    try:
        yield Person(screen, snapshot, process)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
