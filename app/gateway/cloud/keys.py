"""What opens a provider: the key that came with the request, else the one that the system's keyring keeps."""

import re
from typing import Any

import httpx

from app.errors import Refused, UserFixable
from app.gateway.cloud.letter import Letter
from app.host import secrets
from app.host.policy import Policy


def answer(asked: dict[str, Any], policy: Policy) -> dict[str, object]:
    """Keep, look for or forget a provider's key. Raises UserFixable `keyring` and `cloud_key`, Refused `policy`."""
    provider = _checked(asked["provider"])
    match asked["do"]:
        case "set":
            _keep(provider, asked["key"], policy)
        case "forget":
            secrets.forget(provider)
        case "has":
            pass
        case other:
            raise ValueError(f"nothing that is known is to be done: {other}")
    return {"has": secrets.read(provider) is not None, "keyring": secrets.NAME}


def for_sending(asked: dict[str, Any], letter: Letter) -> str:
    """The key that goes along, empty where none does: where the request says so, or a server without encryption has none, as those
    that people run themselves mostly do. Raises UserFixable `cloud_key`, `keyring`."""
    if "key" in asked:
        return _usable(asked["key"], letter.provider)
    may_lack = httpx.URL(letter.address).scheme == "http"
    try:
        key = secrets.read(_checked(letter.provider))
    except secrets.NoKeyring:
        if may_lack:
            return ""
        raise
    if key is None and not may_lack:
        raise letter.failure("none is kept on this machine", "cloud_key")
    return _usable(key or "", letter.provider)


def _keep(provider: str, key: str, policy: Policy) -> None:
    if not policy.may_use_cloud:
        raise Refused("policy", reason="this machine's policy forbids sending anything to the cloud")
    usable = _usable(key, provider)
    if not usable:
        raise UserFixable("cloud_key", reason="it is empty", provider=provider)
    secrets.keep(provider, usable)


def _usable(key: str, provider: str) -> str:
    """Without the space around it that copying brings. A key goes into a header, which holds no other characters."""
    key = key.strip()
    if not re.fullmatch(r"[!-~]{0,4096}", key):
        raise UserFixable("cloud_key", reason="it has characters that no key has", provider=provider)
    return key


def _checked(provider: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]{1,64}", provider):
        raise ValueError("no provider has such an id")
    return provider
