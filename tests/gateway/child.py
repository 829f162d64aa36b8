"""The gateway as a real child process, with a manifest, a hub and a policy of a test's own: one JSON argument."""

import json
import socket
import sys
import threading
from pathlib import Path

from app.gateway.hub import Hub
from app.gateway.program import Gateway
from app.host.policy import Policy
from app.models import place


def run(manifest: str, hub: str, policy: str, *, deaf: bool = False, full: bool = False) -> int:
    """`deaf`: no name is ever looked up to an end. `full`: the disk has no room."""
    if deaf:
        socket.getaddrinfo = lambda *_, **__: threading.Event().wait()  # type: ignore[assignment]
    if full:
        place.RESERVE = 2**62
    seconds = 0.2 if deaf else 10.0
    gateway = Gateway(
        manifest=Path(manifest),
        hub=Hub(hub, connect_seconds=seconds, pause=0.0),
        policy=lambda: Policy.load(Path(policy)),
    )
    return gateway.run()


if __name__ == "__main__":
    sys.exit(run(**json.loads(sys.argv[1])))
