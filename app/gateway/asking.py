"""One question to a web server, in a thread of its own: looking up a name has no time limit and cannot be stopped, but it can be left."""

import contextlib
import math
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol, cast

import httpx

from app.gateway.failed import SourceFailed
from app.gateway.proxies import is_loopback
from app.stop import Stop

_REDIRECTS = 5
_HEED = 0.05
"""Seconds between two looks at the stop token."""

Look = Callable[[httpx.Response], None]
"""Sees every answer's head, those that lead elsewhere too; raises SourceFailed for one that is not wanted."""


class Connection(Protocol):
    """What httpx has of a connection; `socket` and `server_addr` are among what it tells."""

    def close(self) -> None: ...

    def get_extra_info(self, info: str) -> Any: ...


OnConnected = Callable[[Connection], None]
"""Sees a connection before anything is sent on it; raises SourceFailed for one that is not wanted."""

Trace = Callable[[str, Mapping[str, object]], None]
"""What httpx tells of a request's steps, to be handed on as the extension `trace`."""

Ask = Callable[[Trace], httpx.Response]
"""Sends what is asked; the content is still to come."""


class TooLate(Exception):
    """It took longer than it may."""


class TooMuch(Exception):
    """More came than may come."""


@contextmanager
def response(
    ask: Ask,
    *,
    connect_seconds: float,
    stop: Stop,
    seconds: float = math.inf,
    on_connected: OnConnected | None = None,
    once: bool = False,
) -> Iterator[httpx.Response]:
    """The answer, with its content still to come. Raises httpx.TransportError, SourceFailed, Stopped; TimeoutError where no connection
    came about in `connect_seconds`, however many addresses the name has; TooLate where no answer began in `seconds`. A connection that
    is left is cut at once, as is one that is for this question only (`once`)."""
    asking = _Asking(ask, on_connected)
    keeps = False
    try:
        _wait(asking, connect_seconds, seconds, stop)
        yield asking.result()
        keeps = not once
    finally:
        if not keeps:
            asking.cut()
        asking.close()


def _wait(asking: "_Asking", connect_seconds: float, seconds: float, stop: Stop) -> None:
    began = time.monotonic()
    while not asking.finished.wait(_HEED):
        stop.check()
        passed = time.monotonic() - began
        if passed > connect_seconds and not asking.connected.is_set():
            raise TimeoutError
        if passed > seconds:
            raise TooLate


def following(client: httpx.Client, url: httpx.URL, headers: Mapping[str, str], look: Look) -> Ask:
    """Asks for a file, wherever the answers lead, as long as the way there is encrypted."""

    def ask(trace: Trace) -> httpx.Response:
        here, plain_allowed = url, is_loopback(url.host)
        for _ in range(_REDIRECTS):
            if here.scheme != "https" and not (plain_allowed and is_loopback(here.host)):
                raise _unencrypted(led=here != url)
            answer = client.send(
                client.build_request("GET", here, headers=headers, extensions={"trace": trace}), stream=True
            )
            try:
                look(answer)
            except SourceFailed:
                answer.close()
                raise
            if not answer.has_redirect_location:
                return answer
            answer.close()
            here = here.join(answer.headers["location"])
        raise SourceFailed("it leads from one address to the next without end")

    return ask


def blocks(answer: httpx.Response, *, limit: int, seconds: float, stop: Stop) -> Iterator[bytes]:
    """The content as it comes; a stop is heard while nothing does. Raises httpx.TransportError, Stopped; TooMuch after `limit` bytes,
    TooLate after `seconds`."""
    came: queue.SimpleQueue[bytes | Exception | None] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(answer, came, limit), daemon=True).start()
    deadline = time.monotonic() + seconds
    while True:
        stop.check()
        if time.monotonic() > deadline:
            raise TooLate
        try:
            block = came.get(timeout=_HEED)
        except queue.Empty:
            continue
        if block is None:
            return
        if isinstance(block, Exception):
            raise block
        yield block


def _read(answer: httpx.Response, came: "queue.SimpleQueue[bytes | Exception | None]", limit: int) -> None:
    size = 0
    try:
        for block in answer.iter_raw():
            size += len(block)
            if size > limit:
                came.put(TooMuch())
                return
            came.put(block)
        came.put(None)
    except (httpx.TransportError, httpx.StreamError) as error:
        came.put(error)
    except ValueError as error:  # of a connection that was cut under its feet
        came.put(httpx.ReadError(str(error)))


class _Asking(threading.Thread):
    def __init__(self, ask: Ask, on_connected: OnConnected | None) -> None:
        super().__init__(daemon=True)
        self.connected, self.finished = threading.Event(), threading.Event()
        self._ask, self._on_connected = ask, on_connected
        self._connection: Connection | None = None
        self._outcome: httpx.Response | Exception = RuntimeError("asking ended without an answer")
        self.start()

    def run(self) -> None:
        try:
            self._outcome = self._ask(self._trace)
        except (httpx.HTTPError, httpx.InvalidURL, SourceFailed) as error:
            self._outcome = error
        except UnicodeError as error:  # a name with an empty part: Python refuses it before it looks it up
            self._outcome = httpx.InvalidURL(str(error))
        except ValueError as error:  # of a connection that was cut under its feet
            self._outcome = httpx.InvalidURL(type(error).__name__)
        finally:
            self.finished.set()

    def result(self) -> httpx.Response:
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome

    def close(self) -> None:
        if isinstance(self._outcome, httpx.Response):
            self._outcome.close()

    def cut(self) -> None:
        """End the connection now, even while a thread waits in it: closing alone would not wake that one."""
        if self._connection is None:
            return
        with contextlib.suppress(OSError):
            self._connection.get_extra_info("socket").shutdown(socket.SHUT_RDWR)

    def _trace(self, event: str, info: Mapping[str, object]) -> None:
        if not event.endswith(("connect_tcp.complete", "start_tls.complete")):
            return
        self._connection = cast(Connection, info["return_value"])
        if event.endswith("connect_tcp.complete"):
            self._look_at(self._connection)
            self.connected.set()

    def _look_at(self, connection: Connection) -> None:
        try:
            if self._on_connected is not None:
                self._on_connected(connection)
        except SourceFailed:
            connection.close()
            raise


def _unencrypted(*, led: bool) -> SourceFailed:
    """`led`: it was not asked for, but led to."""
    if led:
        return SourceFailed("it leads to an address that is not encrypted", "login_page")
    return SourceFailed("its address is not encrypted", "blocked")
