"""Files from web servers, over HTTPS: through the machine's proxy, with the system's certificates, taken up where they broke off."""

from pathlib import Path

import httpx

from app.gateway import asking, faults, roads
from app.gateway.failed import Interrupted, SourceFailed
from app.gateway.partial import Partial
from app.gateway.proxies import Proxies
from app.gateway.roads import CONNECT_SECONDS
from app.gateway.wanted import Wanted
from app.stop import Stop

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
        ask = asking.following(client, url, wanted.headers, wanted.look)
        with asking.response(ask, connect_seconds=self._connect_seconds, stop=stop) as response:
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
        return roads.client(
            self._proxies, self._authority, connect_seconds=self._connect_seconds, read_seconds=self._read_seconds
        )


def _tries(failed: SourceFailed, *, came: bool) -> int:
    """How many times in a row nothing may come. What cannot be reached at first is left at once: another source may be."""
    if came:
        return _TRIES_LATER
    return 1 if failed.cause is not None else _TRIES
