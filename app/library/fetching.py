"""What the library asks of the gateway: the one process that may reach the network."""

import contextlib
import json
import queue
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, cast

from app.errors import KINDS, Refused, UserFixable
from app.stop import Stop
from app.types import Progress, Report
from app.words import Kind

StartGateway = Callable[[], "subprocess.Popen[bytes]"]

_END_SECONDS = 3.0
_RATE_SECONDS = 20.0
"""Seconds over which the speed is taken: long enough for one slow moment, short enough for a network that has changed."""


def through_gateway(request: dict[str, Any], start: StartGateway, *, report: Report, stop: Stop) -> None:
    """Do what `request` says in a gateway process, which is ended whatever happens.

    Raises UserFixable and Refused as the gateway does, and `network` where this edition has none; Stopped.
    """
    try:
        process = start()
    except FileNotFoundError as error:
        raise UserFixable("network", reason="this edition does not download; import the model's file") from error
    try:
        _send(process, request)
        _follow(process, Watch(report), stop)
    finally:
        _end(process)


def _send(process: "subprocess.Popen[bytes]", request: dict[str, Any]) -> None:
    """Its input stays open: closing it is how the gateway is told to end."""
    assert process.stdin is not None
    with contextlib.suppress(OSError):  # it has ended already: then its silence is the fault that is reported
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()


def _follow(process: "subprocess.Popen[bytes]", watch: "Watch", stop: Stop) -> None:
    """Until it is done. A thread reads, so that a stop is heard while the gateway waits for an answer."""
    lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(process, lines), daemon=True).start()
    while True:
        stop.check()
        try:
            line = lines.get(timeout=0.1)
        except queue.Empty:
            continue
        if line is None:
            raise RuntimeError(f"the gateway ended without an answer (status {process.wait(_END_SECONDS)})")
        message = json.loads(line)
        if "done" in message:
            return
        watch.heard(message)


def _read(process: "subprocess.Popen[bytes]", lines: "queue.SimpleQueue[bytes | None]") -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)
    lines.put(None)


def _end(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None and process.stdout is not None
    with contextlib.suppress(OSError):
        process.stdin.close()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()


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
            raise _error(**message["error"])
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


def _error(kind: str, values: dict[str, object]) -> UserFixable:
    if kind not in KINDS:
        return UserFixable("network", reason=kind)
    make = Refused if kind in {"policy", "consent"} else UserFixable
    return make(cast(Kind, kind), **values)
