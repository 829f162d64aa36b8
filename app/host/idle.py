"""How long ago something was used last."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Idle:
    """Safe from several threads. What was never used counts from when it was made."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._users = 0
        self._last = clock()

    @contextmanager
    def using(self) -> Iterator[None]:
        with self._lock:
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
                self._last = self._clock()

    @property
    def seconds(self) -> float:
        """Since the last use ended; 0 while it lasts."""
        with self._lock:
            return 0.0 if self._users else max(0.0, self._clock() - self._last)
