"""Read ahead: what a question will be asked of is evaluated by the model while it is still being typed, so that the first word comes
sooner. A search tells which page that is; nothing of what is typed is handed to the model, kept or logged.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from app.errors import UserFixable
from app.host.settings import Settings
from app.library import asking, pace
from app.library.rooms import Rooms
from app.library.scope import Where
from app.stop import Stop
from app.types import Answer, Prompt, ignore

_LEAST_WORDS, _LEAST_LETTERS = 3, 12
"""With fewer words and letters typed a search seldom finds the page of the whole question."""


@dataclass(frozen=True, slots=True)
class Found:
    """The beginning of a prompt, found when text had gone from the library so many times."""

    prompt: Prompt
    removals: int

    @property
    def key(self) -> str:
        """Tells it from others, without a word of it."""
        return hashlib.sha256(f"{self.removals} {pace.written(self.prompt)}".encode(errors="replace")).hexdigest()


class _Gone(Exception):
    """Text went from the library since the prompt was found; it may be in it."""


class _WhileThere(Stop):
    """Also heard when text goes."""

    def __init__(self, stop: Stop, is_there: Callable[[], bool]) -> None:
        super().__init__()
        self._stop, self._is_there = stop, is_there

    def check(self) -> None:
        """Raises Stopped or _Gone."""
        self._stop.check()
        if not self._is_there():
            raise _Gone

    @property
    def requested(self) -> bool:
        return self._stop.requested

    def wait(self, seconds: float) -> bool:
        return self._stop.wait(seconds)


def is_wanted(rooms: Rooms) -> bool:
    """Whether the user wants it, and the machine is not running on its battery: a page that is read for nothing costs seconds of all
    cores."""
    return Settings.load(rooms.paths.settings).ahead and not _on_battery()


def load(rooms: Rooms, stop: Stop) -> None:
    """Make the model ready for the question that has been begun. What stands against it is told when the question is asked."""
    try:
        rooms.generator.load(report=ignore, stop=stop)
    except UserFixable:
        return


def found(rooms: Rooms, typed: str, where: Where, *, after: Answer | None, stop: Stop) -> Found | None:
    """The beginning of the first prompt for a question of which so much is typed; `after` is the answer that it would follow up. None
    where that cannot be told yet. Raises Stopped."""
    if len(typed.split()) < _LEAST_WORDS and len(typed) < _LEAST_LETTERS:
        return None
    removals = rooms.removals
    try:
        prompt = asking.beginning(rooms, typed, where, after=after, stop=stop)
    except UserFixable:
        return None
    return None if prompt is None else Found(prompt, removals)


def read(rooms: Rooms, found: Found, stop: Stop) -> bool:
    """Have the model read it, unless it is wanted for something else, or text went meanwhile; false if it did not come to the end.
    Raises Stopped."""
    rooms.read_ahead = None
    there = _WhileThere(stop, lambda: rooms.removals == found.removals)
    try:
        with rooms.read_by_model():
            return _read(rooms, found.prompt, there)
    except (UserFixable, _Gone):
        return False


def _read(rooms: Rooms, prompt: Prompt, stop: Stop) -> bool:
    stop.check()
    generator = rooms.generator
    paced = pace.Paced(generator, pace.known(rooms, generator))
    if paced.read_ahead(prompt, stop=stop) is None:
        return False
    rooms.read_ahead = pace.written(prompt)
    pace.keep(rooms, paced)
    return True


def is_read(rooms: Rooms, found: Found) -> bool:
    """Whether the model has it still."""
    return rooms.read_ahead == pace.written(found.prompt)


def _on_battery() -> bool:
    import psutil

    try:
        battery = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    except OSError:  # Linux without /sys/class/power_supply
        return False
    return battery is not None and battery.power_plugged is False
