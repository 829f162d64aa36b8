"""What was approved, checked again: the text by its digest, the model that it names, the address, and this machine's policy."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import httpx

from app.errors import Refused, UserFixable
from app.gateway.proxies import is_here
from app.host.policy import Policy
from app.words import Cause, Kind

BODY_LIMIT = 8 * 2**20
"""Bytes. The largest contexts on offer hold some four million."""

_DIFFERENT = "it is not what was approved"


@dataclass(frozen=True, slots=True)
class Letter:
    """`body` goes to `address`, to be answered by `model`. `provider` is the id by which the user knows whom it goes to; `trusted`: the
    user said that this address may be reached without encryption."""

    provider: str
    dialect: str
    address: str
    model: str
    trusted: bool
    digest: str
    body: bytes

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> Self:
        """From the request. Raises Refused `consent` for a text that has no bytes."""
        provider = asked["provider"]
        try:
            body = asked["body"].encode()
        except UnicodeEncodeError as error:
            raise Refused("consent", reason=_DIFFERENT) from error
        return cls(
            provider=provider["id"],
            dialect=provider["dialect"],
            address=provider["address"],
            model=provider["model"],
            trusted=provider.get("trusted", False) is True,
            digest=asked["digest"],
            body=body,
        )

    def check(self, policy: Policy) -> None:
        """Raises Refused `policy` and `consent`, UserFixable for an address that cannot be used; nothing has been reached then."""
        reason = policy.may_send(self.address, self.model)
        if reason is not None:
            raise Refused("policy", reason=reason)
        if not hmac.compare_digest(hashlib.sha256(self.body).hexdigest().encode(), self.digest.encode()):
            raise Refused("consent", reason=_DIFFERENT)
        if _model_of(self.body) != self.model:
            raise Refused("consent", reason="it names another model than was approved")
        if len(self.body) > BODY_LIMIT:
            raise self.failure(f"it is longer than {BODY_LIMIT // 2**20} MB", "cloud_refused")
        self._check_address()

    def _check_address(self) -> None:
        try:
            url = httpx.URL(self.address)
        except httpx.InvalidURL as error:
            raise self.failure("its address cannot be used") from error
        # A name or a password before the host would go as a header that nobody was shown.
        if url.scheme not in ("https", "http") or not url.host or url.userinfo or url.query or url.fragment:
            raise self.failure("its address cannot be used")
        if url.scheme == "http" and not (self.trusted or is_here(url.host)):
            raise self.failure("its address is not encrypted", "cloud_network", "blocked")

    @property
    def must_stay_here(self) -> bool:
        """Whether it may go without encryption only because it does not leave this machine."""
        url = httpx.URL(self.address)
        return url.scheme == "http" and not self.trusted

    def failure(self, reason: str, kind: Kind = "cloud_network", cause: Cause | None = None) -> UserFixable:
        """The error of this kind; `reason` is among `reasons.REASONS`."""
        known = {} if cause is None else {"cause": cause}
        return UserFixable(kind, reason=reason, provider=self.provider, **known)


def _model_of(body: bytes) -> object:
    """What the text itself names. A name that stands there twice may be read one way here and another way there: then none."""
    try:
        told = json.loads(body, object_pairs_hook=_once)
    except ValueError:
        return None
    return told.get("model") if isinstance(told, dict) else None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a name stands there twice")
    return table
