"""How an address is reached: through the machine's proxy, with the system's certificates."""

import ssl
from pathlib import Path

import httpx
import truststore

from app import __version__
from app.gateway.proxies import Proxies

CONNECT_SECONDS = 10.0

HEADERS = {"User-Agent": f"inglenook/{__version__}", "Accept-Encoding": "identity"}
"""What every request says of itself."""


def client(proxies: Proxies, authority: Path | None, *, connect_seconds: float, read_seconds: float) -> httpx.Client:
    """Follows no redirect and takes nothing from the environment but what `proxies` did."""
    return httpx.Client(
        transport=Roads(proxies, authority),
        timeout=httpx.Timeout(read_seconds, connect=connect_seconds),
        headers=HEADERS,
        follow_redirects=False,
        trust_env=False,
    )


class Roads(httpx.BaseTransport):
    """Each address through its own proxy, or directly. A proxy that inspects connections is as trusted as in the system's browsers: the
    system's certificates count, for the proxy's own as well. `authority` is a certificate that is trusted beside them, for tests."""

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
