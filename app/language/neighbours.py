"""How busy other programs keep the machine while something is measured."""

import os
import time


class Neighbours:
    """All that the processors do, less what this process does. Satisfies `threads.Load`."""

    def __init__(self) -> None:
        self._began = (0.0, 0.0)
        self._seconds = self._taken = 0.0

    def begin(self) -> None:
        self._began = (time.perf_counter(), _of_others())

    def end(self) -> None:
        began, before = self._began
        self._seconds += time.perf_counter() - began
        self._taken += _of_others() - before

    def others(self) -> float:
        seconds, taken = self._seconds, self._taken
        self._seconds = self._taken = 0.0
        return max(0.0, taken) / max(seconds, 1e-6)


def _of_others() -> float:
    """Processor seconds since the machine's start."""
    import psutil

    spent = psutil.cpu_times()
    idle = spent.idle + getattr(spent, "iowait", 0.0)
    guests = getattr(spent, "guest", 0.0) + getattr(spent, "guest_nice", 0.0)  # counted as user's as well
    own = os.times()
    return float(sum(spent) - idle - guests) - own.user - own.system
