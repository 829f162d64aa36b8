"""Files from web servers, over HTTPS: through the machine's proxy, with the system's certificates, taken up where they broke off."""

import ssl
from pathlib import Path

import httpx
import truststore

from app import __version__
from app.gateway import asking, faults
from app.gateway.failed import Interrupted, SourceFailed
from app.gateway.partial import Partial
from app.gateway.proxies import Proxies
from app.gateway.wanted import Wanted
from app.stop import Stop

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
"""Seconds without a byte after which a connection counts as broken."""

_TRIES = 2
_TRIES_LATER = 6
"""Tries in a row that bring nothing: at the beginning, and once something came; then a network that is away for half a minute is waited for."""


class Web:
    """Plain HTTP is for this machine's own addresses alone, which tests use. `pause` is the wait in seconds before a broken connection
    is taken up again; it doubles with each try that brings nothing. `authority`: a certificate that is trusted beside the system's,
    for tests."""

    def __init__(
        self,
        *,
        proxies: Proxies | None = None,
        connect_seconds: float = CONNECT_SECONDS,
        read_seconds: float = READ_SECONDS,
        pause: float = 1.0,
        authority: Path | None = None,
    ) -> None:
        self._proxies = proxies or Proxies()
        self._authority = authority
        self._read_seconds = read_seconds
        self._connect_seconds = connect_seconds
        self._pause = pause

    def deliver(self, address: str, partial: Partial, stop: Stop) -> None:
        """Put all that is missing. A connection that breaks is taken up again as long as it brings something.

        Raises SourceFailed, `no_space`, Stopped.
        """
        began, fruitless = partial.size, 0
        with self._client() as client:
            while partial.left:
                partial.require_room()
                size = partial.size
                failed = self._attempt(client, address, partial=partial, stop=stop)
                fruitless = 0 if partial.size > size else fruitless + 1
                if partial.left and fruitless >= _tries(failed, came=partial.size > began):
                    raise failed
                if partial.left and fruitless and stop.wait(self._pause * 2 ** (fruitless - 1)):
                    stop.check()

    def _attempt(self, client: httpx.Client, address: str, *, partial: Partial, stop: Stop) -> SourceFailed:
        """One connection; returns why it did not bring all. Raises SourceFailed where another could not bring more."""
        try:
            self._append(client, address, partial=partial, stop=stop)
        except Interrupted as error:
            return error
        except (httpx.TransportError, httpx.InvalidURL) as error:
            failed = faults.reason_of(error, self._proxies)
            if isinstance(failed, Interrupted):
                return failed
            raise failed from error
        except TimeoutError:
            return self._too_late(httpx.URL(address))
        return Interrupted("what arrives is damaged on its way" if partial.damaged else "the connection broke off")

    def _append(self, client: httpx.Client, address: str, *, partial: Partial, stop: Stop) -> None:
        url = httpx.URL(address)
        wanted = Wanted(partial, str(url))
        asked = asking.response(
            client, url, wanted.headers, look=wanted.look, connect_seconds=self._connect_seconds, stop=stop
        )
        with asked as response:
            at = wanted.beginning(response)
            if at is None:
                return
            # Without a size: httpx would hold bytes back until a block is full, and a broken connection would lose them.
            for block in response.iter_raw():
                partial.put(at, block)
                at += len(block)

    def _too_late(self, address: httpx.URL) -> SourceFailed:
        if self._proxies.to(address) is not None:
            return faults.unreachable(self._proxies.to(address), self._proxies)
        return Interrupted(f"no connection within {self._connect_seconds:g} seconds", "unreachable")

    def _client(self) -> httpx.Client:
        return httpx.Client(
            transport=_Roads(self._proxies, self._authority),
            timeout=httpx.Timeout(self._read_seconds, connect=self._connect_seconds),
            headers={"User-Agent": f"inglenook/{__version__}", "Accept-Encoding": "identity"},
            follow_redirects=False,
            trust_env=False,
        )


def _tries(failed: SourceFailed, *, came: bool) -> int:
    """How many times in a row nothing may come. What cannot be reached at first is left at once: another source may be."""
    if came:
        return _TRIES_LATER
    return 1 if failed.cause is not None else _TRIES


class _Roads(httpx.BaseTransport):
    """Each address through its own proxy, or directly. A proxy that inspects connections is as trusted as in the system's browsers: the
    system's certificates count, for the proxy's own as well."""

    def __init__(self, proxies: Proxies, authority: Path | None) -> None:
        self._proxies = proxies
        self._certificates = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if authority is not None:
            self._certificates.load_verify_locations(authority)
        self._roads: dict[httpx.URL | None, httpx.HTTPTransport] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        proxy = self._proxies.to(request.url)
        if proxy not in self._roads:
            self._roads[proxy] = self._build(proxy)
        return self._roads[proxy].handle_request(request)

    def _build(self, proxy: httpx.URL | None) -> httpx.HTTPTransport:
        through = None
        if proxy is not None:
            own = self._certificates if proxy.scheme == "https" else None
            through = httpx.Proxy(proxy, ssl_context=own)
        return httpx.HTTPTransport(verify=self._certificates, proxy=through, trust_env=False)

    def close(self) -> None:
        for road in self._roads.values():
            road.close()
