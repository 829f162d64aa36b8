"""A provider on this machine that answers as it is told, and keeps what reached it to the byte."""

import contextlib
import json
import socket
import socketserver
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from app import __version__
from tests.gateway.server import Encrypting

KEY = "sk-proj-Quillwort7391-Tern40"
_PATIENCE = 60.0

Step = bytes | threading.Event | Callable[[socket.socket, bytes], None]
"""Of an answer: bytes that are sent, something that is waited for, or whatever else is done with the connection and the request."""


@dataclass(frozen=True)
class Seen:
    """One request as it came: its first line, its headers in order, its body."""

    first: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass
class Provider:
    """Each request takes one answer off `answers`. `connections` counts all that came about; `left` is set once a client has gone away
    before its answer was whole."""

    port: int = 0
    encrypted: bool = False
    answers: list[Sequence[Step]] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    connections: int = 0
    came: threading.Event = field(default_factory=threading.Event)
    """Set once a whole request is there."""
    left: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        return f"http{'s' if self.encrypted else ''}://127.0.0.1:{self.port}/v1"

    def require_documented(self, approved: bytes, dialect: str, key: str, address: str, since: int) -> None:
        """Everything that reached it is the approved body, to the byte, under the headers that are documented, and nothing else."""
        host = address.partition("://")[2].partition("/")[0]
        wanted = {
            "host": host,
            "content-type": "application/json",
            "content-length": str(len(approved)),
            "accept": "text/event-stream",
            "accept-encoding": "identity",
            "user-agent": f"inglenook/{__version__}",
            "connection": "close",
            **of_dialect(dialect, key),
        }
        path = "/v1/messages" if dialect == "anthropic" else "/v1/chat/completions"
        for seen in self.seen[since:]:
            assert seen.first == f"POST {path} HTTP/1.1"
            assert sorted((name.lower(), value) for name, value in seen.headers) == sorted(wanted.items())
            assert seen.body == approved


def of_dialect(dialect: str, key: str) -> dict[str, str]:
    if dialect == "anthropic":
        version = {"anthropic-version": "2023-06-01"}
        return {"x-api-key": key, **version} if key else version
    return {"authorization": f"Bearer {key}"} if key else {}


@contextmanager
def providing(certificate: ssl.SSLContext | None = None) -> Iterator[Provider]:
    provider = Provider(encrypted=certificate is not None)

    class Handler(_Handler):
        state = provider

    server = _Counting(("127.0.0.1", 0), Handler, certificate)
    server.state = provider
    provider.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield provider
    finally:
        provider.go_on.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Counting(Encrypting):
    state: Provider

    def process_request(self, request: "socket.socket | tuple[bytes, socket.socket]", client_address: object) -> None:
        self.state.connections += 1
        super().process_request(request, client_address)


class _Handler(socketserver.StreamRequestHandler):
    state: Provider

    def handle(self) -> None:
        first = self.rfile.readline().decode().strip()
        lines = [line.decode().strip() for line in iter(self.rfile.readline, b"\r\n") if line]
        headers = tuple((name, value) for name, _, value in (line.partition(": ") for line in lines))
        size = next(int(value) for name, value in headers if name.lower() == "content-length")
        body = self.rfile.read(size)
        self.state.seen.append(Seen(first, headers, body))
        self.state.came.set()
        whole = "\r\n".join([first, *lines, "", ""]).encode() + body
        with contextlib.suppress(OSError):
            for step in self.state.answers.pop(0):
                self._do(step, whole)

    def _do(self, step: Step, request: bytes) -> None:
        if isinstance(step, bytes):
            self.wfile.write(step)
        elif isinstance(step, threading.Event):
            step.wait(_PATIENCE)
        else:
            step(self.connection, request)


def head(status: str = "200 OK", kind: str = "text/event-stream", **more: str) -> bytes:
    """The head of an answer that ends with its connection."""
    given = {
        "Content-Type": kind,
        "Connection": "close",
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    return "".join(
        [f"HTTP/1.1 {status}\r\n", *(f"{name}: {value}\r\n" for name, value in given.items()), "\r\n"]
    ).encode()


def refusal(status: str, said: object = None, **more: str) -> list[Step]:
    """An answer that is none, as JSON."""
    content = json.dumps({} if said is None else said).encode()
    return [head(status, "application/json", Content_Length=str(len(content)), **more) + content]


def events(*data: object, ends: str = "\n") -> bytes:
    """Server-sent events; a text stands as it is."""
    texts = (one if isinstance(one, str) else json.dumps(one) for one in data)
    return "".join(f"data: {text}{ends}{ends}" for text in texts).encode()


def chunk(text: str | None = None, *, finish: str | None = None, **more: object) -> dict[str, object]:
    """One of a chat completion."""
    delta = {} if text is None else {"content": text}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "c1", "object": "chat.completion.chunk", "model": "wren-large", "choices": [choice], **more}


USAGE = {
    "choices": [],
    "model": "wren-large",
    "usage": {"prompt_tokens": 42, "completion_tokens": 7, "total_tokens": 49},
}


def answer(*words: str) -> list[Step]:
    """A whole answer of the chat completions' kind."""
    said = events(chunk(), *map(chunk, words), chunk(finish="stop"), USAGE, "[DONE]")
    return [head() + said]


def messages(*words: str) -> list[Step]:
    """A whole answer of Anthropic's kind."""
    start = {
        "id": "m1",
        "model": "wren-large",
        "usage": {"input_tokens": 40, "cache_read_input_tokens": 2, "output_tokens": 1},
    }
    said: list[dict[str, object]] = [
        {"type": "message_start", "message": start},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "ping"},
        *({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": word}} for word in words),
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 7}},
        {"type": "message_stop"},
    ]
    return [head() + "".join(f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in said).encode()]


def reset(connection: socket.socket, _: bytes) -> None:
    """The connection ends as if a cable was pulled."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def endlessly(provider: Provider, block: bytes) -> Callable[[socket.socket, bytes], None]:
    """Says the same until nobody listens any more."""

    def say(connection: socket.socket, _: bytes) -> None:
        try:
            while True:
                connection.sendall(block)
        except OSError:
            provider.left.set()
            raise

    return say


def until_left(provider: Provider) -> Callable[[socket.socket, bytes], None]:
    """Says nothing until the client goes away."""

    def wait(connection: socket.socket, _: bytes) -> None:
        connection.settimeout(_PATIENCE)
        if connection.recv(1) == b"":
            provider.left.set()

    return wait
