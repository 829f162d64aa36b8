"""The stop token: one way to ask long work to end, from any thread."""

import threading


class Stopped(BaseException):
    """The user asked for the end. Neither an error nor a fault, so it stands outside the error tree."""


class Stop:
    """Handed down to everything long. `check()` raises `Stopped` once `request()` was called."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def request(self) -> None:
        self._event.set()

    @property
    def requested(self) -> bool:
        return self._event.is_set()

    def check(self) -> None:
        if self._event.is_set():
            raise Stopped

    def wait(self, seconds: float) -> bool:
        """Sleep for at most `seconds`; true as soon as the stop is requested."""
        return self._event.wait(seconds)
