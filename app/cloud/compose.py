"""The letter: the complete body of the request, byte for byte, and all of its words in their order for whoever is to approve them.

The same draft gives the same bytes: nothing in it comes from a clock, by chance or from this machine.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from app.cloud.draft import Draft
from app.cloud.masking.placeholders import put_back
from app.cloud.prices import Cost, Price, Prices, host_of
from app.cloud.shown import Shown, content, shown_of
from app.cloud.tokens import tokens_of
from app.errors import UserFixable
from app.types import Provider

ANSWER_TOKENS = 4096
"""The most that an answer may have; 3,000 words. A summary of 25 points has some 1,500."""
THINKING_TOKENS = 16384
"""The same for models that take no temperature: they think first, and what they think counts."""
_USUAL = 500
"""Tokens of an answer that costs are estimated with."""
_KEPT = 0.8
"""So much of a context is filled at most, since tokens are estimated: at worst 0.81 of their true number (see `tokens`), for Anthropic unknown."""
_FRAME = 12
"""Tokens of what dialects put around the messages."""
_OPENAI, _ANTHROPIC = "api.openai.com", "api.anthropic.com"
_THINKERS = frozenset({_OPENAI, _ANTHROPIC})
"""Whose present models think before they answer, unless the table of prices says that they take a temperature."""


@dataclass(frozen=True)
class Letter:
    """`body` goes to `address`, to be answered by `model`; `digest` is its SHA-256 in hexadecimal. `shown` is every word of it but the model's name
    and the names of the roles; `tokens` about how many it is. `left_out` are the numbers of parts that were to leave and for which there is
    no room."""

    provider: Provider
    body: bytes
    digest: str
    shown: tuple[Shown, ...]
    tokens: int
    cost: Cost | None
    left_out: tuple[int, ...] = ()
    about: tuple[str, ...] | None = ()
    """Ids of the documents whose text leaves; None where they are not known."""
    prices_trouble: UserFixable | None = None
    """Why a table of the user's own was not used for its cost."""

    @property
    def address(self) -> str:
        return self.provider.address

    @property
    def model(self) -> str:
        return self.provider.model

    @property
    def text(self) -> str:
        """The body as text, for the request to the gateway and the log."""
        return self.body.decode()

    @property
    def parts(self) -> frozenset[int]:
        """The numbers of the parts whose words leave."""
        return frozenset(one.number for one in self.shown if one.of_part and one.number is not None)

    @cached_property
    def placeholders(self) -> Mapping[str, str]:
        """Those that are in it, and what they stand for."""
        return {mask.placeholder: mask.original for one in self.shown for mask in one.masks if not mask.lifted}

    def restore(self, reply: str) -> str:
        """What came back, with what was masked put in again. A placeholder that never left stays as it is."""
        return put_back(reply, self.placeholders)


def letter(draft: Draft, prices: Prices) -> Letter:
    """Parts for which the model's context has no room are left out from the end."""
    price = prices.price(draft.provider)
    left_out = _left_out(draft, price)
    draft = draft.without(left_out)
    shown = shown_of(draft)
    tokens = _tokens(shown)
    body = json.dumps(_body(draft.provider, shown, price), ensure_ascii=False, separators=(",", ":")).encode()
    digest = hashlib.sha256(body).hexdigest()
    cost = _cost(draft.provider, tokens, price)
    return Letter(draft.provider, body, digest, shown, tokens, cost, left_out, draft.about, prices.trouble)


def _body(provider: Provider, shown: tuple[Shown, ...], price: Price | None) -> Mapping[str, object]:
    system, words = content(shown)
    limit = _limit(provider, price)
    if provider.dialect == "anthropic":
        sampling = {"temperature": 0} if price is not None and price.sampling else {}
        message = {"role": "user", "content": words}
        return {
            "model": provider.model, "max_tokens": limit, **sampling, "stream": True, "system": system, "messages": [message],
        }  # fmt: skip
    messages = [{"role": "system", "content": system}, {"role": "user", "content": words}]
    return {
        "model": provider.model, **_sampling(provider, limit, price), "stream": True, "stream_options": {"include_usage": True},
        "messages": messages,
    }  # fmt: skip


def _sampling(provider: Provider, limit: int, price: Price | None) -> Mapping[str, int]:
    """OpenAI's own models want another name for the limit, and those that think refuse a temperature; other servers know the old names."""
    if host_of(provider.address) != _OPENAI:
        return {"max_tokens": limit, "temperature": 0}
    return {"max_completion_tokens": limit, **({"temperature": 0} if price is not None and price.sampling else {})}


def _limit(provider: Provider, price: Price | None) -> int:
    thinks = host_of(provider.address) in _THINKERS and (price is None or not price.sampling)
    return THINKING_TOKENS if thinks else ANSWER_TOKENS


def _left_out(draft: Draft, price: Price | None) -> tuple[int, ...]:
    """The numbers of those parts, the fewest that have to go, from the end."""
    if price is None or price.context is None:
        return ()
    shown = shown_of(draft)
    tokens, room, left_out = _tokens(shown), _KEPT * (price.context - _limit(draft.provider, price)), list[int]()
    for number in sorted({one.number for one in shown if one.of_part and one.number}, reverse=True):
        if tokens <= room:
            break
        left_out.append(number)
        tokens -= sum(tokens_of(one.text) for one in shown if one.of_part and one.number == number)
    return tuple(sorted(left_out))


def _tokens(shown: tuple[Shown, ...]) -> int:
    return _FRAME + sum(tokens_of(one.text) for one in shown)


def _cost(provider: Provider, tokens: int, price: Price | None) -> Cost | None:
    if price is None:
        return None
    most = price.of(tokens, _limit(provider, price))
    return Cost(price.of(tokens, _USUAL), price.currency, price.dated, most, price.own)
