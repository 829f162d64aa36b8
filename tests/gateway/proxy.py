"""A proxy as a company has one, on this machine: CONNECT, a password if it wants one, and whatever it refuses."""

import base64
import contextlib
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.gateway.proxies import Settings
from tests.gateway.server import Encrypting


@dataclass
class Proxy:
    """Whatever name is asked for, it is at `port`. `password`: `name:password` that it wants. `refusal`: the status that it answers
    instead. Each connection takes one entry off `cuts`: bytes after which it ends. `asked` keeps the names that were asked for."""

    port: int
    password: str | None = None
    refusal: str | None = None
    cuts: list[int | None] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    own_port: int = 0
    scheme: str = "http"

    def settings(self, sign: str = "") -> Settings:
        """A machine that is told to use it, with `name:password@` before it."""
        return Settings({"https": f"{self.scheme}://{sign}127.0.0.1:{self.own_port}"})


@contextmanager
def proxying(port: int, certificate: ssl.SSLContext | None = None) -> Iterator[Proxy]:
    """With a certificate, the way to the proxy is encrypted as well."""
    proxy = Proxy(port, scheme="http" if certificate is None else "https")

    class Handler(_Handler):
        state = proxy

    server = Encrypting(("127.0.0.1", 0), Handler, certificate)
    proxy.own_port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(socketserver.StreamRequestHandler):
    state: Proxy

    def handle(self) -> None:
        method, target, _ = self.rfile.readline().decode().split()
        head = dict(line.split(": ", 1) for line in iter(lambda: self.rfile.readline().decode().strip(), ""))
        self.state.asked.append(f"{method} {target}")
        refusal = self._refusal(head)
        if refusal is not None:
            self.wfile.write(f"HTTP/1.1 {refusal}\r\nContent-Length: 0\r\n\r\n".encode())
            return
        with socket.create_connection(("127.0.0.1", self.state.port)) as there:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            sending = threading.Thread(target=_pass_on, args=(self.connection, there, None), daemon=True)
            sending.start()
            _pass_on(there, self.connection, self.state.cuts.pop(0) if self.state.cuts else None)
            sending.join()

    def _refusal(self, head: dict[str, str]) -> str | None:
        wanted = self.state.password
        if wanted is not None:
            signed = head.get("Proxy-Authorization", "")
            if signed != f"Basic {base64.b64encode(wanted.encode()).decode()}":
                return "407 Proxy Authentication Required"
        return self.state.refusal


def _pass_on(source: socket.socket, target: socket.socket, limit: int | None) -> None:
    """At most `limit` bytes; then both ends are told that it is over."""
    with contextlib.suppress(OSError):
        while data := source.recv(4096):
            target.sendall(data[:limit])
            if limit is not None:
                limit -= len(data)
                if limit <= 0:
                    break
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
