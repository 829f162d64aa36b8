"""What is loaded and not used is given back: after some minutes, sooner when the machine is short of memory, at once when
another model is chosen. The window looks every few seconds; nothing runs by itself."""

import math
from collections.abc import Callable

from app.host.policy import Policy
from app.host.pressure import is_short
from app.host.settings import Settings
from app.language import hardware
from app.library.rooms import Rooms

LOOK = 15.0
"""Seconds from look to look: a look takes a millisecond, and memory runs short in seconds rather than minutes."""
_BRIEFLY = 20.0
"""Seconds of rest after which a model goes while memory is short: whoever reads an answer may ask at once again."""


class Resting:
    """`memory` gives bytes in total and available; it and `is_short` are for tests."""

    def __init__(
        self,
        rooms: Rooms,
        *,
        memory: Callable[[], tuple[int, int]] = hardware.memory,
        is_short: Callable[[int, int], bool] = is_short,
    ) -> None:
        self._rooms, self._memory, self._is_short = rooms, memory, is_short
        self._was_short = False

    def look(self) -> tuple[str, ...]:
        """Names of what was given back: 'model', 'embedder', 'reranker'."""
        if not self._rooms.holds_models:
            self._was_short = False
            return ()
        left = self._rooms.leave_unchosen()
        return left + self._rooms.release(idle=self._bound())

    def _bound(self) -> float:
        """Seconds. One short moment is none: memory has to be short at two looks in a row."""
        short = self._is_short(*self._memory())
        bound = _BRIEFLY if short and self._was_short else math.inf
        self._was_short = short
        return min(bound, 60.0 * minutes(self._rooms) or math.inf)


def minutes(rooms: Rooms, policy: Policy | None = None) -> int:
    """Of rest, as the user chose it, but no more than the administrator allows; 0 for no end."""
    most = (policy or Policy.load()).idle_minutes
    wanted = Settings.load(rooms.paths.settings).idle_minutes
    return min(wanted or most, most or wanted)


def unload(rooms: Rooms) -> bool:
    """Give back what can be at once; false while the model is at work."""
    rooms.release(idle=0.0)
    return not rooms.holds_generator
