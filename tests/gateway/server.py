"""A model hub on this machine that misbehaves as it is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Hub:
    """`content` by path. Each answer takes one entry off `faults`: a number of bytes after which the connection is cut,
    a status, an address to go to, or None. `ranges` keeps what was asked for."""

    content: dict[str, bytes] = field(default_factory=dict)
    faults: list[int | str | None] = field(default_factory=list)
    ranges: list[str | None] = field(default_factory=list)
    ignores_ranges: bool = False
    stall_after: int | None = None
    """Bytes after which an answer waits for `go_on`."""
    go_on: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/{{repository}}/{{revision}}/{{path}}"


@contextmanager
def serving() -> Iterator[Hub]:
    hub = Hub()

    class Handler(_Handler):
        state = hub

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hub.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield hub
    finally:
        hub.go_on.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    state: Hub

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.state.ranges.append(asked)
        fault = self.state.faults.pop(0) if self.state.faults else None
        content = self.state.content.get(self.path)
        if content is None or (isinstance(fault, int) and 300 <= fault < 600):
            self.send_error(fault if isinstance(fault, int) else 404)
        elif isinstance(fault, str):
            self.send_response(302)
            self.send_header("Location", fault)
            self.end_headers()
        else:
            self._send(content, asked, cut=fault)

    def _send(self, content: bytes, asked: str | None, *, cut: int | None) -> None:
        start = 0
        if asked and not self.state.ignores_ranges:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        else:
            self.send_response(200)
        body = content[start:]
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        stall = self.state.stall_after
        if stall is not None:
            self.wfile.write(body[:stall])
            self.wfile.flush()
            self.state.go_on.wait()
            body = body[stall:]
        self.wfile.write(body if cut is None else body[:cut])
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        pass
