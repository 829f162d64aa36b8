"""What a failed connection means to the person in front of it, and what can be done about it."""

import socket
import ssl
from collections.abc import Iterator

import httpx

from app.gateway.failed import Interrupted, SourceFailed
from app.gateway.proxies import Proxies

_DATES = frozenset({9, 10, 0x800B0101, -67818})
_NAMES = frozenset({62, 64, 0x800B010F, -67602})
"""What a certificate is refused for: OpenSSL's numbers (X509_V_ERR_…), Windows' (CERT_E_…), macOS' (errSec…)."""


def reason_of(error: httpx.TransportError | httpx.InvalidURL, proxies: Proxies) -> SourceFailed:
    """The words for it. `error.request` tells whether a proxy was in between."""
    proxy = _proxy_of(error, proxies)
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _certificate(cause)
        if isinstance(cause, ssl.SSLError) and isinstance(
            error, httpx.ConnectError
        ):  # later ones are broken connections
            return Interrupted("no encrypted connection to it comes about", "unreachable")
        if isinstance(cause, socket.gaierror):
            return _no_name(proxy, proxies)
    if isinstance(error, httpx.ProxyError):
        return _refused_by_proxy(error, proxy)
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return unreachable(proxy, proxies)
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return SourceFailed("its address cannot be used")
    return Interrupted(
        "it stopped answering" if isinstance(error, httpx.TimeoutException) else "the connection broke off"
    )


def unreachable(proxy: httpx.URL | None, proxies: Proxies) -> SourceFailed:
    if proxy is not None:
        return Interrupted(f"the proxy {proxy.host} cannot be reached", "proxy")
    return Interrupted("it cannot be reached", "script" if proxies.settings.script else "unreachable")


def _no_name(proxy: httpx.URL | None, proxies: Proxies) -> SourceFailed:
    if proxy is not None:
        return Interrupted(f"the name of the proxy {proxy.host} is not known", "proxy")
    return Interrupted("its name is not known to this network", "script" if proxies.settings.script else "unreachable")


def _certificate(error: ssl.SSLCertVerificationError) -> SourceFailed:
    if error.verify_code in _DATES:
        return SourceFailed("its certificate is not valid today", "clock")
    if error.verify_code in _NAMES:
        return SourceFailed("its certificate is made out to another name", "login_page")
    return SourceFailed("its certificate comes from an authority that this machine does not know", "certificate")


def _refused_by_proxy(error: httpx.ProxyError, proxy: httpx.URL | None) -> SourceFailed:
    """httpcore's words begin with the status that the proxy answered."""
    status, host = str(error)[:3], "" if proxy is None else proxy.host
    if status == "407" and proxy is not None and proxy.username:
        return SourceFailed(f"the proxy {host} does not take the user and password that it was given", "proxy_password")
    if status == "407":
        return SourceFailed(f"the proxy {host} asks for a user and password", "proxy_password")
    if status.startswith("5"):
        return Interrupted(f"the proxy {host} cannot reach it ({status})", "proxy")
    return SourceFailed(f"the proxy {host} refuses the connection ({status})", "proxy_refused")


def _proxy_of(error: httpx.TransportError | httpx.InvalidURL, proxies: Proxies) -> httpx.URL | None:
    if isinstance(error, httpx.InvalidURL):
        return None
    return proxies.to(error.request.url)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """What led to it, the error itself first."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
