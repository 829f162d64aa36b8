"""The address of a provider as somebody types it."""

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import urlsplit

_HERE = {"localhost"}


def tidied(text: str) -> str:
    """As it is kept: without blanks and slashes at its end, and with a scheme."""
    text = text.strip()
    if text and "://" not in text:
        text = f"https://{text}"
    scheme, mark, rest = text.partition("://")
    return f"{scheme}{mark}{rest.rstrip('/')}"


def is_usable(address: str) -> bool:
    """Whether requests can be sent to addresses that begin so: nothing of it may go as a header that nobody was shown."""
    try:
        parts = urlsplit(address)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        return False
    plain = parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", address)
    return plain and port_is_fine and "@" not in parts.netloc and not parts.query and not parts.fragment


def needs_trust(address: str) -> bool:
    """Whether what is sent there could be read on its way: not encrypted, and not on this machine."""
    return is_usable(address) and urlsplit(address).scheme == "http" and not _is_here(host_of(address))


def host_of(address: str) -> str:
    """'' where it has none."""
    return (urlsplit(address).hostname or "") if is_usable(address) else ""


def is_same_server(one: str, other: str) -> bool:
    """Whether a key that was given for one is for the other, too: scheme, host and port are the same."""
    try:
        first, second = urlsplit(one), urlsplit(other)
        return (first.scheme, first.hostname, first.port) == (second.scheme, second.hostname, second.port)
    except ValueError:
        return False


def ident_of(name: str, taken: Collection[str]) -> str:
    """An id that is made of the name and not taken: lower-case letters, digits and '-'."""
    first = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "provider"
    ident, number = first, 1
    while ident in taken:
        number += 1
        ident = f"{first}-{number}"
    return ident


def _is_here(host: str) -> bool:
    try:
        return host in _HERE or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
