"""Downloads, which the gateway does: what it tells of them becomes progress and errors."""

import time
from collections import deque
from collections.abc import Callable
from typing import Any

from app.errors import UserFixable
from app.library import errand
from app.library.errand import StartGateway
from app.stop import Stop
from app.types import Progress, Report

_RATE_SECONDS = 20.0
"""Seconds over which the speed is taken: long enough for one slow moment, short enough for a network that has changed."""


def through_gateway(request: dict[str, Any], start: StartGateway, *, report: Report, stop: Stop) -> None:
    """Do what `request` says in a gateway process, which is ended whatever happens.

    Raises UserFixable and Refused as the gateway does, and `network` where this edition has none; Stopped.
    """
    try:
        errand.run(request, start, Watch(report).heard, stop=stop)
    except FileNotFoundError as error:
        raise UserFixable("network", reason="this edition does not download; import the model's file") from error


class Watch:
    """Turns the gateway's messages into progress with a remaining time, and into errors. `clock` tells seconds."""

    def __init__(self, report: Report, clock: Callable[[], float] = time.monotonic) -> None:
        self._report = report
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()
        self._last = Progress("download", 0, 0)

    def heard(self, message: dict[str, Any]) -> None:
        if "progress" in message:
            self._last = self._progress(**message["progress"])
            self._report(self._last)
        elif "note" in message:
            self._report(Progress("download", self._last.done, self._last.total, note=message["note"]))
        elif "error" in message:
            raise errand.error_of(message)
        else:
            raise RuntimeError(f"the gateway failed: {message.get('fault', message)}")

    def _progress(self, done: int, total: int, file: str) -> Progress:
        rate = self._rate(self._clock(), done)
        return Progress("download", done, total, file=file, left=(total - done) / rate if rate > 0 else None)

    def _rate(self, now: float, done: int) -> float:
        """Bytes a second of late; 0 as long as there is too little to tell. What an earlier run left is counted off in a moment, and
        would make all that follows seem as quick."""
        self._seen.append((now, done))
        while now - self._seen[0][0] > _RATE_SECONDS:
            self._seen.popleft()
        since, before = self._seen[0]
        return (done - before) / (now - since) if now - since > 1.0 else 0.0
