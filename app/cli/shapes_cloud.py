"""What the `cloud` commands print: for programs, where fields are added, never renamed or removed, and in words. A key is in none of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.cli.shapes import SCHEMA, Shape, moment, step, tokens
from app.errors import UserFixable
from app.library.cloud import Key, Letter, PlacedMask, Priced, Sent, Shown
from app.types import Answer, Cloud, Provider
from app.words import elsewhere

OUTCOMES: Mapping[str | None, str] = {
    "answered": "answered",
    "cut": "the answer broke off",
    "refused": "no answer was given",
    "unreached": "it did not leave",
    "stopped": "stopped",
    "halted": "stopped while the answer was coming",
    None: "how it ended is not known",
}


@dataclass(frozen=True, slots=True)
class Known:
    """One that is set up. `forbidden` says why nothing may be sent to it, None if it may."""

    provider: Provider
    forbidden: str | None
    key: Key
    needs_key: bool


def status(locked: str | None, known: Sequence[Known], prices: UserFixable | None = None) -> Shape:
    """`locked` says why nothing may be sent at all, `forbidden` why not to this one; null where it may. `prices_problem` says why a table
    of the user's own is not used."""
    listed = [
        {
            **provider(one.provider), "forbidden": one.forbidden, "key": one.key.kept, "key_needed": one.needs_key,
            "keyring": one.key.keyring or None, "key_note": one.key.why_not or None,
        }
        for one in known
    ]  # fmt: skip
    problem = None if prices is None else prices.message
    return {"schema": SCHEMA, "locked": locked, "prices_problem": problem, "providers": listed}


def provider(value: Provider) -> Shape:
    return {
        "provider": value.id,
        "name": value.name,
        "dialect": value.dialect,
        "address": value.address,
        "model": value.model,
        "trusted": value.trusted,
    }


def added(value: Provider, known: bool, changed: Sequence[str], lost_key: bool) -> Shape:
    """`known`: one of that name was set up; `changed` names what of it is another now."""
    return {"schema": SCHEMA, **provider(value), "known": known, "changed": list(changed), "key_forgotten": lost_key}


def changes(before: Provider, now: Provider) -> list[str]:
    """The names of what is another."""
    told = provider(before), provider(now)
    return [name for name in told[0] if name != "provider" and told[0][name] != told[1][name]]


def removed(value: Provider) -> Shape:
    return {"schema": SCHEMA, "provider": value.id, "removed": True}


def key(value: Provider, kept: Key) -> Shape:
    return {"schema": SCHEMA, "provider": value.id, "key": kept.kept, "keyring": kept.keyring}


def letter(value: Letter, kind: str, found: Answer | None = None) -> Shape:
    """`body` is the exact text that would leave, and `digest` its SHA-256; `shown` has every word of it in order, with what is masked. `steps` and
    `conversation` are there where it tells what was `found` for steps."""
    told: Shape = {
        "schema": SCHEMA,
        **provider(value.provider),
        "kind": kind,
        "digest": value.digest,
        "tokens": value.tokens,
        "cost": _cost(value),
        "prices_problem": value.prices_trouble and value.prices_trouble.message,
        "left_out": list(value.left_out),
        "shown": [_piece(one) for one in value.shown],
        "body": value.text,
    }
    if found is None:
        return told
    return {**told, "conversation": found.conversation, "steps": [step(one) for one in found.steps]}


def _cost(value: Letter) -> Shape | None:
    """About; null where no price is known."""
    cost = value.cost
    return (
        None
        if cost is None
        else {"amount": cost.amount, "most": cost.most, "currency": cost.currency, "dated": cost.dated, "own": cost.own}
    )


def _piece(value: Shown) -> Shape:
    masks = [_mask(one) for one in value.masks]
    return {"what": value.what, "number": value.number, "label": value.label, "text": value.text, "masks": masks}


def _mask(value: PlacedMask) -> Shape:
    """What it stands for is told here, on this machine."""
    return {
        "start": value.start,
        "end": value.end,
        "placeholder": value.placeholder,
        "category": value.category,
        "locked": value.locked,
        "lifted": value.lifted,
        "original": value.original,
    }


def sent(value: Sent) -> Shape:
    """`text` is null where it is no longer kept; `outcome` where it was never learnt. `tokens` are estimated, `count` is the provider's."""
    return {
        "schema": SCHEMA,
        "time": moment(value.time),
        "kind": value.kind,
        "provider": value.provider,
        "name": value.name,
        "address": value.address,
        "model": value.model,
        "tokens": value.tokens,
        "count": None if value.count is None else tokens(value.count),
        "cost": value.cost,
        "currency": value.currency or None,
        "digest": value.digest,
        "outcome": value.outcome,
        "text": value.text or None,
    }


def price(value: Priced) -> Shape:
    """For a million tokens; null where none is known. `at` is the host that asks so much, null for any; `own` says whether the price is
    the user's, `listed` what came with the program, `providers` who of those that are set up asks it."""
    price, listed = value.price, value.listed
    return {
        "schema": SCHEMA,
        "model": value.model,
        "at": value.at or None,
        "input": price and price.input,
        "output": price and price.output,
        "currency": price and price.currency,
        "dated": (price and price.dated) or None,
        "own": value.own,
        "listed": listed and {"input": listed.input, "output": listed.output, "currency": listed.currency, "dated": listed.dated},
        "providers": list(value.asked),
    }  # fmt: skip


def heading(value: Letter) -> str:
    """Where it would go, how much it is and what it would cost."""
    to = value.provider
    cost = value.cost
    price = "its price is not known"
    if cost is not None:
        whose = f" ({'your own prices' if cost.own else 'prices'} of {cost.dated})" if cost.dated else ""
        price = f"about {cost.amount:.4f} {cost.currency}{whose}"
    return f"To {to.name}, {to.model}, at {to.address}: about {value.tokens} tokens, {price}. This is all that would leave, word for word:"


def told_masks(value: Letter) -> str:
    """How much of which kind stands masked; it tells what was looked for, not that nothing is left."""
    masked = {mask.placeholder: mask.category for one in value.shown for mask in one.masks if not mask.lifted}
    if not masked:
        return "Nothing in it was found to mask."
    kinds = ", ".join(f"{category} {count}" for category, count in sorted(Counter(masked.values()).items()))
    return f"Masked, as far as it was found: {kinds}."


def origin(value: Cloud) -> str:
    """The line under an answer that was not written here."""
    count = "" if value.tokens is None else f" {value.tokens.prompt + value.tokens.generated} tokens."
    cost = "" if value.cost is None else f" About {value.cost:.4f} {value.currency}."
    return f"{elsewhere(value.name, value.model, ended=value.ended)}{count}{cost}"


def size(value: Sent) -> str:
    count = (
        f"about {value.tokens} tokens"
        if value.count is None
        else f"{value.count.prompt + value.count.generated} tokens"
    )
    return count if value.cost is None else f"{count}, about {value.cost:.4f} {value.currency}"
