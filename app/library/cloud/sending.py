"""One approved letter goes out, once, and what comes back is read: logged before and after, masks put back."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from app.cloud.compose import Letter
from app.cloud.draft import Kind
from app.cloud.prices import Prices
from app.cloud.record import Outcome, Record
from app.errors import Refused, UserFixable
from app.host import faults
from app.library import errand
from app.library.cloud.streaming import Restored
from app.library.errand import Message, StartGateway
from app.stop import Stop, Stopped
from app.types import Cloud, Progress, Provider, Report, TokenCount

_NEVER_LEFT = frozenset(
    {"unreachable", "script", "proxy", "proxy_password", "proxy_refused", "certificate", "clock", "blocked"}
)
"""Causes behind which no connection came about; after any other the text may have left."""
_LOCAL = ("none is kept on this machine", "it has characters that no key has")
"""Why a key is not taken before anything is reached."""


@dataclass(slots=True)
class Arrived:
    """What came back. `raw` is as it was written there, `text` with what was masked put back; `error` where it broke off, `stopped` where the
    user wanted no more of it."""

    raw: str
    text: str
    cloud: Cloud
    seconds: dict[str, float]
    error: UserFixable | None = None
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """The way out: the gateway, the log of what left, the prices, and who listens."""

    record: Record
    start: StartGateway
    prices: Prices
    report: Report
    stop: Stop
    on_text: Callable[[str], None] | None = None
    clock: Callable[[], float] = time.time
    _times: list[float] = field(default_factory=list)

    def send(self, letter: Letter, kind: Kind, key: str | None) -> Arrived:
        """The answer, or what came of it before it was cut short or stopped. Where no word came it raises UserFixable and Refused as the gateway
        does, and Stopped."""
        ident = self.record.begin(letter, kind, self.clock())
        began = time.monotonic()
        restored = Restored(letter.restore, self.on_text)
        self._times.clear()
        try:
            done = self._asked(letter, key, restored)
        except Stopped:
            self._note_end(ident, "halted" if restored.any else "stopped")
            if not restored.any:
                raise
            return replace(self._arrived(letter, restored, None, began, None), stopped=True)
        except UserFixable as error:
            cut = error.kind == "cloud_broken" and restored.any
            self._note_end(ident, "cut" if cut else _outcome(error))
            if not cut:
                raise
            return self._arrived(letter, restored, None, began, error)
        arrived = self._arrived(letter, restored, done, began, None)
        told = arrived.cloud.tokens
        self._note_end(ident, "answered", told, arrived.cloud.cost if told is not None else None)
        return arrived

    def _asked(self, letter: Letter, key: str | None, restored: Restored) -> Message:
        request = {"provider": _told(letter.provider), "digest": letter.digest, "body": letter.text}
        if key is not None:
            request["key"] = key
        self.report(Progress("asking a model elsewhere", 0, 1))
        try:
            done = errand.run(
                {"send": request}, self.start, lambda message: self._heard(message, restored), stop=self.stop
            )
        except FileNotFoundError as error:
            raise Refused("policy", reason="this edition sends nothing to models elsewhere") from error
        self.report(Progress("asking a model elsewhere", 1, 1))
        return done

    def _heard(self, message: Message, restored: Restored) -> None:
        if "text" in message:
            if not self._times:
                self._times.append(time.monotonic())
            restored.put(message["text"])
        elif "note" in message:
            self.report(Progress("asking a model elsewhere", 0, 1, note=message["note"]))
        elif "error" in message:
            raise errand.error_of(message)
        else:
            raise RuntimeError(f"the gateway failed: {message.get('fault', message)}")

    def _arrived(
        self, letter: Letter, restored: Restored, done: Message | None, began: float, error: UserFixable | None
    ) -> Arrived:
        total = time.monotonic() - began
        first = self._times[0] - began if self._times else total
        text = restored.end()
        cloud = self._cloud(letter, done)
        return Arrived(restored.raw, text, cloud, {"search": 0.0, "first_token": first, "total": total}, error)

    def _cloud(self, letter: Letter, done: Message | None) -> Cloud:
        provider, tokens = letter.provider, _tokens(done)
        cost = self.prices.cost(provider, tokens.prompt, tokens.generated) if tokens is not None else None
        price = self.prices.price(provider)
        made = Cloud(
            provider=provider.id,
            name=provider.name,
            model=(done or {}).get("model") or provider.model,
            tokens=tokens,
            cost=cost,
            currency="" if price is None else price.currency,
            digest=letter.digest,
            ended=done is not None and done["ended"],
        )
        return made if cost is not None or letter.cost is None else replace(made, cost=letter.cost.amount)

    def _note_end(
        self, ident: str, outcome: Outcome, count: TokenCount | None = None, cost: float | None = None
    ) -> None:
        """What was answered is not lost because this cannot be written: that it was sent stands there already."""
        faults.note(
            "sent", answered=outcome == "answered", tokens=0 if count is None else count.prompt + count.generated
        )
        with suppress(UserFixable):
            self.record.end(ident, outcome, count, cost)


def _outcome(error: UserFixable) -> Outcome:
    if isinstance(error, Refused) or error.kind == "keyring" or error.values.get("cause") in _NEVER_LEFT:
        return "unreached"
    return "unreached" if error.values.get("reason") in _LOCAL else "refused"


def _tokens(done: Message | None) -> TokenCount | None:
    match done:
        case {"tokens": {"prompt": int(prompt), "generated": int(generated)}}:
            return TokenCount(prompt, 0, generated)
    return None


def _told(provider: Provider) -> dict[str, Any]:
    return {
        "id": provider.id,
        "dialect": provider.dialect,
        "address": provider.address,
        "model": provider.model,
        "trusted": provider.trusted,
    }
