"""What a held child does that tries to get out; a spawned child imports its work by name."""

import contextlib
import socket
import subprocess
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from app.host import limits


def try_all(channel: "Connection[object, object]", memory: int, ours: Path, other: Path) -> None:
    """Sends what succeeded, by name. `ours` may be written to, `other` may not."""
    limits.reader(memory, [ours])
    attempts: dict[str, Callable[[], object]] = {
        "write where it may": lambda: (ours / "report").write_text("fault"),
        "write elsewhere": lambda: (other / "loot").write_text("loot"),
        "remove": (other / "there").unlink,
        "run": lambda: subprocess.run(["true"], check=True),
        "connect": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM).connect(("127.0.0.1", 9)),
        "fill memory": lambda: bytearray(memory),
        "read": lambda: (other / "there").read_text(),
    }
    channel.send([name for name, attempt in attempts.items() if _succeeds(attempt)])


def _succeeds(attempt: Callable[[], object]) -> bool:
    with contextlib.suppress(OSError, MemoryError):
        attempt()
        return True
    return False


def compute_for_ever(channel: "Connection[object, object]") -> None:
    limits.renewed(0)
    while True:
        pass
