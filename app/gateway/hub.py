"""The publisher's repository on the model hub, over HTTPS: resumes, follows redirects only where they stay encrypted."""

import ipaddress
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import truststore

from app import __version__
from app.gateway.partial import Partial, SourceFailed
from app.models.manifest import HubSource
from app.stop import Stop

HUB = "https://huggingface.co/{repository}/resolve/{revision}/{file}"
CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0

_REDIRECTS = 5
_FRUITLESS_TRIES = 2


class Hub:
    """`address` is for tests: a server on this machine, for which alone plain HTTP is allowed. `pause` is the wait in
    seconds before a broken connection is taken up again."""

    def __init__(self, address: str = HUB, *, connect_seconds: float = CONNECT_SECONDS, pause: float = 1.0) -> None:
        self._address = address
        self._connect_seconds = connect_seconds
        self._pause = pause

    def deliver(self, source: HubSource, partial: Partial, stop: Stop) -> None:
        """Append all that is missing. A connection that breaks is taken up again as long as each brings something.

        Raises SourceFailed, `no_space`, Stopped.
        """
        url = self._address.format(repository=source.repository, revision=source.revision, file=source.file)
        fruitless = 0
        with self._client() as client:
            while partial.left:
                partial.require_room()
                size = partial.size
                try:
                    self._append(client, url, partial=partial, stop=stop)
                    reason = "the connection broke off"
                except httpx.TransportError as error:
                    reason = _why(error)
                fruitless = 0 if partial.size > size else fruitless + 1
                if partial.left and fruitless >= _FRUITLESS_TRIES:
                    raise SourceFailed(reason)
                if partial.left and stop.wait(self._pause):
                    stop.check()

    def _client(self) -> httpx.Client:
        # The system's own certificates and proxies: a company's inspecting proxy is then as trusted as in its browsers.
        try:
            return httpx.Client(
                verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
                timeout=httpx.Timeout(READ_SECONDS, connect=self._connect_seconds),
                headers={"User-Agent": f"inglenook/{__version__}", "Accept-Encoding": "identity"},
                follow_redirects=False,
                trust_env=True,
            )
        except (ValueError, ImportError) as error:
            raise SourceFailed("this machine's proxy settings cannot be used") from error

    def _append(self, client: httpx.Client, url: str, *, partial: Partial, stop: Stop) -> None:
        with self._response(client, url, offset=partial.size, stop=stop) as response:
            if response.status_code == httpx.codes.OK:
                partial.cut(0)
            _require_length(response, partial)
            # Without a size: httpx would hold bytes back until a block is full, and a broken connection would lose them.
            for block in response.iter_raw():
                partial.append(block)

    @contextmanager
    def _response(self, client: httpx.Client, url: str, *, offset: int, stop: Stop) -> Iterator[httpx.Response]:
        """Ask in a thread of its own: looking up a name has no time limit and cannot be stopped, but it can be left."""
        asking = _Asking(client, url, offset)
        deadline = time.monotonic() + self._connect_seconds
        while not asking.finished.wait(0.05):
            stop.check()
            if not asking.connected.is_set() and time.monotonic() > deadline:
                raise SourceFailed(f"no connection within {self._connect_seconds:g} seconds")
        response = asking.result()
        try:
            yield response
        finally:
            response.close()


class _Asking(threading.Thread):
    def __init__(self, client: httpx.Client, url: str, offset: int) -> None:
        super().__init__(daemon=True)
        self.connected, self.finished = threading.Event(), threading.Event()
        self._client, self._url, self._offset = client, url, offset
        self._outcome: httpx.Response | Exception = RuntimeError("asking ended without an answer")
        self.start()

    def run(self) -> None:
        try:
            self._outcome = self._follow()
        except (httpx.HTTPError, httpx.InvalidURL, SourceFailed) as error:
            self._outcome = error
        finally:
            self.finished.set()

    def result(self) -> httpx.Response:
        if isinstance(self._outcome, Exception):
            if isinstance(self._outcome, httpx.ConnectError | httpx.ConnectTimeout | httpx.InvalidURL):
                raise SourceFailed("it cannot be reached") from self._outcome
            raise self._outcome
        return self._outcome

    def _follow(self) -> httpx.Response:
        url = httpx.URL(self._url)
        plain_allowed = _is_loopback(url.host)
        headers = {"Range": f"bytes={self._offset}-"} if self._offset else {}
        for _ in range(_REDIRECTS):
            if url.scheme != "https" and not (plain_allowed and _is_loopback(url.host)):
                raise SourceFailed("it leads to an address that is not encrypted")
            request = self._client.build_request("GET", url, headers=headers, extensions={"trace": self._trace})
            response = self._client.send(request, stream=True)
            if not response.is_redirect:
                return response
            response.close()
            url = url.join(response.headers["location"])
        raise SourceFailed("it leads from one address to the next without end")

    def _trace(self, event: str, _: object) -> None:
        if event.endswith("connect_tcp.complete"):
            self.connected.set()


def _require_length(response: httpx.Response, partial: Partial) -> None:
    """The answer continues the file where it stands, and has the rest of it: else it is another file."""
    status = response.status_code
    if status >= 500 or status == httpx.codes.TOO_MANY_REQUESTS:
        raise httpx.RemoteProtocolError(f"it answers {status}")
    if status not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
        raise SourceFailed(f"it answers {status}")
    if status == httpx.codes.PARTIAL_CONTENT:
        expected = f"bytes {partial.size}-{partial.file.bytes - 1}/{partial.file.bytes}"
        if response.headers.get("content-range") != expected:
            raise SourceFailed("its file has another length")
    elif response.headers.get("content-length", str(partial.file.bytes)) != str(partial.file.bytes):
        raise SourceFailed("its file has another length")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _why(error: httpx.TransportError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "it stopped answering"
    if isinstance(error, httpx.RemoteProtocolError) and str(error).startswith("it answers"):
        return str(error)
    return "the connection broke off"
