"""The JSON of the `cloud` commands. Fields are added, never renamed or removed. A key is in none of them."""

from collections.abc import Sequence

from app.cli.shapes import SCHEMA, Shape
from app.library.cloud import Key
from app.types import Provider


def status(locked: str | None, known: Sequence[tuple[Provider, str | None, Key]]) -> Shape:
    """`locked` says why nothing may be sent at all, `forbidden` why not to this one; null where it may."""
    listed = [
        {**provider(one), "forbidden": forbidden, "key": key.kept, "keyring": key.keyring or None, "key_note": key.why_not or None}
        for one, forbidden, key in known
    ]  # fmt: skip
    return {"schema": SCHEMA, "locked": locked, "providers": listed}


def provider(value: Provider) -> Shape:
    return {
        "provider": value.id,
        "name": value.name,
        "dialect": value.dialect,
        "address": value.address,
        "model": value.model,
        "trusted": value.trusted,
    }


def added(value: Provider) -> Shape:
    return {"schema": SCHEMA, **provider(value)}


def removed(value: Provider) -> Shape:
    return {"schema": SCHEMA, "provider": value.id, "removed": True}


def key(value: Provider, kept: Key) -> Shape:
    return {"schema": SCHEMA, "provider": value.id, "key": kept.kept, "keyring": kept.keyring}
