"""The gateway's end of its standard input and output."""

import json
import os
import signal
import sys
import threading
import time
from typing import Any

from app.stop import Stop

_REQUEST_LIMIT = 2**25
"""Bytes. A text of the eight million that may be sent is a line up to four times as long, with its accents spelt out."""
_PROGRESS_EVERY = 0.1  # seconds
_GRACE = 2.0  # seconds between being asked to end and ending in the middle of something


class Channel:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last_progress = 0.0

    def read_request(self) -> Any:
        """The one line that is asked. Raises ValueError if there is none or it is not JSON."""
        # os.read: a buffered reader that a daemon thread still waits in ends the interpreter with an abort.
        data = bytearray()
        while not data.endswith(b"\n") and len(data) < _REQUEST_LIMIT:
            more = os.read(0, 65536)
            if not more:
                break
            data += more
        return json.loads(data)

    def stop_at_end_of_input(self, stop: Stop) -> None:
        """Ask for the stop when the parent closes our input, dies, or sends SIGTERM; end at the latest two seconds later."""
        signal.signal(signal.SIGTERM, lambda *_: _end(stop))
        threading.Thread(target=_watch, args=(stop,), daemon=True).start()

    def progress(self, done: int, total: int, file: str) -> None:
        now = time.monotonic()
        if done >= total or now - self._last_progress >= _PROGRESS_EVERY:
            self._last_progress = now
            self._write({"progress": {"done": done, "total": total, "file": file}})

    def note(self, sentence: str) -> None:
        self._write({"note": sentence})

    def text(self, delta: str) -> None:
        """Words of an answer, as they come."""
        self._write({"text": delta})

    def done(self, value: object) -> None:
        self._write({"done": value})

    def error(self, kind: str, values: dict[str, object]) -> None:
        self._write({"error": {"kind": kind, "values": {key: str(value) for key, value in values.items()}}})

    def fault(self, text: str) -> None:
        self._write({"fault": text})

    def _write(self, message: dict[str, object]) -> None:
        with self._lock:
            sys.stdout.write(json.dumps(message) + "\n")
            sys.stdout.flush()


def _watch(stop: Stop) -> None:
    while os.read(0, 4096):
        pass
    _end(stop)


def _end(stop: Stop) -> None:
    stop.request()
    timer = threading.Timer(_GRACE, os._exit, (130,))
    timer.daemon = True
    timer.start()
