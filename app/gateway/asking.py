"""One question to a web server, in a thread of its own: looking up a name has no time limit and cannot be stopped, but it can be left."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import httpx

from app.gateway.failed import SourceFailed
from app.gateway.proxies import is_loopback
from app.stop import Stop

_REDIRECTS = 5

Look = Callable[[httpx.Response], None]
"""Sees every answer's head, those that lead elsewhere too; raises SourceFailed for one that is not wanted."""


@contextmanager
def response(
    client: httpx.Client, url: httpx.URL, headers: Mapping[str, str], *, look: Look, connect_seconds: float, stop: Stop
) -> Iterator[httpx.Response]:
    """The answer, with its content still to come. Raises httpx.TransportError, SourceFailed, Stopped; TimeoutError where no connection
    came about in `connect_seconds`, however many addresses the name has."""
    asking = _Asking(client, url, headers, look)
    deadline = time.monotonic() + connect_seconds
    while not asking.finished.wait(0.05):
        stop.check()
        if not asking.connected.is_set() and time.monotonic() > deadline:
            raise TimeoutError
    answer = asking.result()
    try:
        yield answer
    finally:
        answer.close()


class _Asking(threading.Thread):
    def __init__(self, client: httpx.Client, url: httpx.URL, headers: Mapping[str, str], look: Look) -> None:
        super().__init__(daemon=True)
        self.connected, self.finished = threading.Event(), threading.Event()
        self._client, self._url, self._headers, self._look = client, url, headers, look
        self._outcome: httpx.Response | Exception = RuntimeError("asking ended without an answer")
        self.start()

    def run(self) -> None:
        try:
            self._outcome = self._follow()
        except (httpx.HTTPError, httpx.InvalidURL, SourceFailed) as error:
            self._outcome = error
        except UnicodeError as error:  # a name with an empty part: Python refuses it before it looks it up
            self._outcome = httpx.InvalidURL(str(error))
        finally:
            self.finished.set()

    def result(self) -> httpx.Response:
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome

    def _follow(self) -> httpx.Response:
        url, plain_allowed = self._url, is_loopback(self._url.host)
        for _ in range(_REDIRECTS):
            if url.scheme != "https" and not (plain_allowed and is_loopback(url.host)):
                raise _unencrypted(led=url != self._url)
            request = self._client.build_request("GET", url, headers=self._headers, extensions={"trace": self._trace})
            answer = self._client.send(request, stream=True)
            try:
                self._look(answer)
            except SourceFailed:
                answer.close()
                raise
            if not answer.has_redirect_location:
                return answer
            answer.close()
            url = url.join(answer.headers["location"])
        raise SourceFailed("it leads from one address to the next without end")

    def _trace(self, event: str, _: object) -> None:
        if event.endswith("connect_tcp.complete"):
            self.connected.set()


def _unencrypted(*, led: bool) -> SourceFailed:
    """`led`: it was not asked for, but led to."""
    if led:
        return SourceFailed("it leads to an address that is not encrypted", "login_page")
    return SourceFailed("its address is not encrypted", "blocked")
