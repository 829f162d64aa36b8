"""Models elsewhere: which are set up, and whether this machine's policy and this edition let anything go to them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit

from app.cloud.masking import CATEGORIES
from app.errors import Refused, UserFixable
from app.host import children
from app.host.policy import Policy
from app.host.settings import Settings, change, is_provider_id
from app.library.rooms import Rooms
from app.types import Dialect, Provider

WELL_KNOWN: Mapping[str, tuple[str, Dialect, str]] = {
    "openai": ("OpenAI", "openai", "https://api.openai.com/v1"),
    "anthropic": ("Anthropic", "anthropic", "https://api.anthropic.com/v1"),
}
"""Name, dialect and address of those that need not be told, by id."""

_ENDINGS = ("/chat/completions", "/messages", "/completions", "/models")
"""What people copy with an address and the gateway puts there itself."""


def listed(rooms: Rooms) -> tuple[Provider, ...]:
    """The one that is used first comes first."""
    return Settings.load(rooms.paths.settings).providers


def named(rooms: Rooms, name: str | None = None) -> Provider:
    """By id or name, in whatever case; the first one without a name. Raises `cloud_none`, `cloud_unknown`."""
    known = listed(rooms)
    if not known:
        raise UserFixable("cloud_none")
    if name is None:
        return known[0]
    wanted = name.casefold()
    found = next((one for one in known if one.id == wanted or one.name.casefold() == wanted), None)
    found = found or next((one for one in known if one.id == _slug(name)), None)
    if found is None:
        raise UserFixable("cloud_unknown", name=name)
    return found


def made(
    name: str, *, model: str, address: str = "", dialect: Dialect | None = None, trusted: bool = False
) -> Provider:
    """With what is known of the well-known ones, and an id made of the name. Raises `cloud_setup`."""
    ident = _slug(name)
    if not is_provider_id(ident):
        raise UserFixable("cloud_setup", name=name, reason="its name has neither a letter nor a digit")
    called, spoken, lies = WELL_KNOWN.get(ident, (name.strip(), "openai", ""))
    if address and _tidy(address) != lies:
        called = name.strip()
    return Provider(ident, called, dialect or spoken, address or lies, model, trusted)


def usable(provider: Provider, policy: Policy) -> Provider:
    """As it is kept, its address tidied. Raises `cloud_setup`, Refused `policy`."""
    provider = replace(provider, address=_tidy(provider.address), model=provider.model.strip())
    _check(provider)
    reason = shut(policy) or policy.may_send(provider.address, provider.model)
    if reason is not None:
        raise Refused("policy", reason=reason)
    return provider


def keep(rooms: Rooms, provider: Provider) -> None:
    """One of the same id is replaced."""
    known = listed(rooms)
    if any(one.id == provider.id for one in known):
        kept = tuple(provider if one.id == provider.id else one for one in known)
    else:
        kept = (*known, provider)
    change(rooms.paths.settings, providers=kept)


def moves(rooms: Rooms, provider: Provider) -> bool:
    """Whether one of the same id is set up that lies elsewhere: its key is not for this address."""
    return any(one.id == provider.id and _server(one) != _server(provider) for one in listed(rooms))


def require_unchanged(rooms: Rooms, provider: Provider) -> None:
    """That what a letter was made for is still set up, and where it was. Raises `cloud_unknown`, Refused `consent`."""
    now = next((one for one in listed(rooms) if one.id == provider.id), None)
    if now is None:
        raise UserFixable("cloud_unknown", name=provider.name)
    if (now.address, now.dialect, now.trusted) != (provider.address, provider.dialect, provider.trusted):
        raise Refused("consent", reason="it goes to another address than was approved")


def put_first(rooms: Rooms, ident: str) -> None:
    """It is used from now on where none is named. Raises `cloud_none`, `cloud_unknown`."""
    first = named(rooms, ident)
    change(rooms.paths.settings, providers=(first, *(one for one in listed(rooms) if one.id != first.id)))


def take_away(rooms: Rooms, ident: str) -> None:
    change(rooms.paths.settings, providers=tuple(one for one in listed(rooms) if one.id != ident))


def shut(policy: Policy) -> str | None:
    """Why nothing at all may be sent; None if it may. The words are among `reasons.REASONS`."""
    if not policy.may_use_cloud:
        return "this machine's policy forbids sending anything to the cloud"
    if not set(policy.cloud_masks) <= set(CATEGORIES):
        return "this machine's policy wants something masked that this version does not know"
    return None if children.has_gateway() else "this edition sends nothing to models elsewhere"


def is_plain(provider: Provider) -> bool:
    """Whether it is reached without encryption."""
    return urlsplit(provider.address).scheme == "http"


def _check(provider: Provider) -> None:
    if not provider.address:
        raise UserFixable("cloud_setup", name=provider.name, reason="it has no address")
    if not provider.model:
        raise UserFixable("cloud_setup", name=provider.name, reason="it names no model")
    try:
        parts = urlsplit(provider.address)
        host = parts.hostname
        _ = parts.port  # raises for one that is none
    except ValueError as error:
        raise _unusable(provider) from error
    if parts.scheme not in ("https", "http") or not host or "@" in parts.netloc or parts.query or parts.fragment:
        raise _unusable(provider)
    if parts.scheme == "http" and not provider.trusted and not _is_here(host):
        raise UserFixable("cloud_setup", name=provider.name, reason="its address is not encrypted", cause="blocked")


def _server(provider: Provider) -> tuple[str, str | None, int | None]:
    parts = urlsplit(provider.address)
    return parts.scheme, parts.hostname, parts.port


def _unusable(provider: Provider) -> UserFixable:
    return UserFixable("cloud_setup", name=provider.name, reason="its address cannot be used")


def _is_here(host: str) -> bool:
    """As the gateway has it, which looks once more at what answers there."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _tidy(address: str) -> str:
    """Without what the gateway adds itself; scheme and host in small letters. What is no address stays as it is."""
    address = address.strip().rstrip("/")
    ending = next((one for one in _ENDINGS if address.endswith(one)), "")
    address = address.removesuffix(ending).rstrip("/")
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return urlunsplit((parts.scheme, parts.netloc.lower(), *parts[2:])) if "@" not in parts.netloc else address


def _slug(name: str) -> str:
    """'Büro Süd 2' becomes 'buro-sud-2'."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].rstrip("-")
