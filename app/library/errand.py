"""One errand for the gateway, the one process that may reach the network: it is started, asked, listened to and ended."""

import contextlib
import json
import queue
import subprocess
import threading
from collections.abc import Callable
from typing import Any, cast

from app.errors import KINDS, Refused, UserFixable
from app.stop import Stop
from app.words import Kind

StartGateway = Callable[[], "subprocess.Popen[bytes]"]
Message = dict[str, Any]

_END_SECONDS = 3.0


def run(request: Message, start: StartGateway, heard: Callable[[Message], None], *, stop: Stop) -> Message:
    """What it says in the end. `heard` gets every message before, errors and faults too, and raises what they mean (`error_of`).
    The process is ended whatever happens. Raises FileNotFoundError where this edition has no gateway; Stopped."""
    process = start()
    try:
        _send(process, request)
        return _follow(process, heard, stop)
    finally:
        _end(process)


def error_of(message: Message) -> UserFixable:
    """What the user can mend, of a message that tells of it."""
    kind, values = message["error"]["kind"], message["error"]["values"]
    if kind not in KINDS:
        return UserFixable("network", reason=kind)
    make = Refused if kind in {"policy", "consent"} else UserFixable
    return make(cast(Kind, kind), **values)


def _send(process: "subprocess.Popen[bytes]", request: Message) -> None:
    """Its input stays open: closing it is how the gateway is told to end."""
    assert process.stdin is not None
    with contextlib.suppress(OSError):  # it has ended already: then its silence is the fault that is reported
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()


def _follow(process: "subprocess.Popen[bytes]", heard: Callable[[Message], None], stop: Stop) -> Message:
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
            return cast(Message, message["done"])
        heard(message)


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
