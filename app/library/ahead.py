"""Read ahead: what a question will be asked of is evaluated by the model while it is still being typed, so that the first word comes
sooner. A search tells which page that is; nothing of what is typed is handed to the model, kept or logged.
"""

from app.errors import UserFixable
from app.host.settings import Settings
from app.library import asking, pace
from app.library.rooms import Rooms
from app.library.scope import Where
from app.stop import Stop
from app.types import Answer, Prompt, ignore

_LEAST_WORDS, _LEAST_LETTERS = 3, 12
"""With fewer words and letters typed a search seldom finds the page of the whole question."""


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


def found(rooms: Rooms, typed: str, where: Where, *, after: Answer | None, stop: Stop) -> Prompt | None:
    """The beginning of the first prompt for a question of which so much is typed; `after` is the answer that it would follow up. None
    where that cannot be told yet. Raises Stopped."""
    if len(typed.split()) < _LEAST_WORDS and len(typed) < _LEAST_LETTERS:
        return None
    try:
        return asking.beginning(rooms, typed, where, after=after, stop=stop)
    except UserFixable:
        return None


def read(rooms: Rooms, prompt: Prompt, stop: Stop) -> bool:
    """Have the model read it, unless it is wanted for something else; false if it did not come to the end. Raises Stopped."""
    rooms.read_ahead = None
    try:
        generator = rooms.generator
        paced = pace.Paced(generator, pace.known(rooms, generator))
        done = paced.read_ahead(prompt, stop=stop)
    except UserFixable:
        return False
    if done is None:
        return False
    rooms.read_ahead = pace.written(prompt)
    pace.keep(rooms, paced)
    return True


def _on_battery() -> bool:
    import psutil

    try:
        battery = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    except OSError:  # Linux without /sys/class/power_supply
        return False
    return battery is not None and battery.power_plugged is False
