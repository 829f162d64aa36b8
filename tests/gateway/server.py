"""A model hub on this machine that misbehaves as it is told."""

import socket
import socketserver
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

_RECORD = 500
"""Bytes that are sent, and encrypted, at a time: less than a piece, so that a cut finds something that came."""
_LARGE = 16_384
"""Of a large file, what TLS encrypts at a time anyway."""


@dataclass
class Hub:
    """`content` by path. Each answer takes one entry off `faults`: a number of bytes after which the connection is cut,
    a status, an address to go to, or None; one off `cuts`, where the connection is reset; and one off `spoils`, a place in the file
    where a byte is wrong this time. `ranges` keeps what was asked for, `hosts` of whom, and `signed` with what name and password."""

    content: dict[str, bytes] = field(default_factory=dict)
    faults: list[int | str | None] = field(default_factory=list)
    cuts: list[int | None] = field(default_factory=list)
    spoils: list[int | None] = field(default_factory=list)
    ranges: list[str | None] = field(default_factory=list)
    hosts: list[str | None] = field(default_factory=list)
    signed: list[str | None] = field(default_factory=list)
    head: dict[str, str] = field(default_factory=dict)
    """Headers of every answer, also of one that leads elsewhere; an ETag here is heeded in If-Range."""
    heeds_etags: bool = True
    ignores_ranges: bool = False
    stall_after: int | None = None
    """Bytes after which an answer waits for `go_on`."""
    go_on: threading.Event = field(default_factory=threading.Event)
    sent: int = 0
    """Bytes of content that were sent, over all answers."""
    port: int = 0
    encrypted: bool = False

    @property
    def address(self) -> str:
        return f"http{'s' if self.encrypted else ''}://127.0.0.1:{self.port}/{{repository}}/{{revision}}/{{path}}"


@contextmanager
def serving(certificate: ssl.SSLContext | None = None) -> Iterator[Hub]:
    hub = Hub(encrypted=certificate is not None)

    class Handler(_Handler):
        state = hub

    server = _Server(("127.0.0.1", 0), Handler, certificate)
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


class Encrypting(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """A server that speaks TLS where it has a certificate."""

    daemon_threads = True

    def __init__(
        self,
        address: tuple[str, int],
        handler: type[socketserver.BaseRequestHandler],
        certificate: ssl.SSLContext | None,
    ) -> None:
        super().__init__(address, handler)
        self.certificate = certificate

    def finish_request(self, request: Any, client_address: Any) -> None:
        """In the connection's own thread: a client that does not like the certificate holds nobody up."""
        if self.certificate is None:
            super().finish_request(request, client_address)
            return
        with self.certificate.wrap_socket(request, server_side=True) as encrypted:
            super().finish_request(encrypted, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients go away in the middle here."""


class _Server(Encrypting, HTTPServer):
    pass


class _Handler(BaseHTTPRequestHandler):
    state: Hub

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.state.ranges.append(asked)
        self.state.hosts.append(self.headers.get("Host"))
        self.state.signed.append(self.headers.get("Authorization"))
        fault = self.state.faults.pop(0) if self.state.faults else None
        content = self.state.content.get(self.path)
        if content is None or (isinstance(fault, int) and 300 <= fault < 600):
            self.send_error(fault if isinstance(fault, int) else 404)
        elif isinstance(fault, str):
            self.send_response(302)
            self.send_header("Location", fault)
            self._end_head()
        else:
            self._send(_spoilt(content, self.state.spoils), asked, cut=fault)

    def _send(self, content: bytes, asked: str | None, *, cut: int | None) -> None:
        start, end = 0, len(content)
        same = not self.state.heeds_etags or self.headers.get("If-Range") in (None, self.state.head.get("ETag"))
        if asked and same and not self.state.ignores_ranges:
            first, _, last = asked.removeprefix("bytes=").partition("-")
            start, end = int(first), int(last) + 1 if last else end
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(content)}")
        else:
            self.send_response(200)
        body = content[start:end]
        self.send_header("Content-Length", str(len(body)))
        self._end_head()
        stall = self.state.stall_after
        if stall is not None:
            self.wfile.write(body[:stall])
            self.wfile.flush()
            self.state.go_on.wait()
            body = body[stall:]
        reset = self.state.cuts.pop(0) if self.state.cuts else None
        body = body[: reset if cut is None else cut]
        record = _RECORD if len(content) < _LARGE else _LARGE
        for at in range(0, len(body), record):
            self.wfile.write(body[at : at + record])
            self.state.sent += len(body[at : at + record])
        if reset is not None:
            self._reset()
        self.close_connection = True

    def _end_head(self) -> None:
        for name, value in self.state.head.items():
            self.send_header(name, value)
        self.end_headers()

    def _reset(self) -> None:
        """The connection ends as if a cable was pulled: no goodbye."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:
        pass


def _spoilt(content: bytes, spoils: list[int | None]) -> bytes:
    place = spoils.pop(0) if spoils else None
    if place is None:
        return content
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
