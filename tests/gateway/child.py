"""The gateway as a real child process, with a manifest, servers and a policy of a test's own: one JSON argument."""

import json
import socket
import sys
import threading
from pathlib import Path

from app.gateway.download import Ways
from app.gateway.packages import PackageIndex
from app.gateway.program import Gateway
from app.gateway.web import Web
from app.host.policy import Policy
from app.models import pieces


def run(
    manifest: str, hub: str, policy: str, *, deaf: bool = False, authority: str | None = None, piece: int = 1024
) -> int:
    """`deaf`: no name is ever looked up to an end. `authority`: a certificate that is trusted. `piece`: bytes of a piece."""
    pieces.PIECE = piece
    if deaf:
        socket.getaddrinfo = lambda *_, **__: threading.Event().wait()  # type: ignore[assignment]
    trusted = Path(authority) if authority else None
    web = Web(connect_seconds=0.2 if deaf else 120.0, pause=0.0, authority=trusted)
    gateway = Gateway(
        manifest=Path(manifest),
        ways=Ways(web, PackageIndex.here(), hub),
        policy=lambda: Policy.load(Path(policy)),
    )
    return gateway.run()


if __name__ == "__main__":
    sys.exit(run(**json.loads(sys.argv[1])))
