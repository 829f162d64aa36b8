"""What models elsewhere cost, and what is to be known of them to ask them: a dated table, and the user's own before it."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self, TypeGuard
from urllib.parse import urlsplit

from app.types import Provider

_OURS = Path(__file__).resolve().parents[2] / "resources" / "prices.toml"
_MILLION = 1_000_000
_DATED_NAME = re.compile(r"-(?:\d{4}-\d{2}-\d{2}|\d{8})$")
"""Providers put the day of a version behind a model's name; it costs what the name costs."""


@dataclass(frozen=True, slots=True)
class Cost:
    """About so much in `currency`, for the letter and an answer of usual length; `most` if the answer is as long as it may be. `dated` is
    the day on which the price was looked up."""

    amount: float
    currency: str
    dated: str
    most: float


@dataclass(frozen=True, slots=True)
class Price:
    """Prices in `currency` for a million tokens; from `beyond` tokens in a letter on, the long ones hold for all of it. `context` is how many
    tokens fit, None where it is not known."""

    model: str
    input: float
    output: float
    currency: str = "USD"
    at: str = ""
    """The host that asks so much; '' for any."""
    beyond: int | None = None
    long_input: float = 0.0
    long_output: float = 0.0
    context: int | None = None
    sampling: bool = False
    """Whether the model takes a temperature."""
    dated: str = ""
    source: str = ""

    def of(self, prompt: int, generated: int) -> float:
        """For so many tokens."""
        long = self.beyond is not None and prompt > self.beyond
        each = (self.long_input, self.long_output) if long else (self.input, self.output)
        return (prompt * each[0] + generated * each[1]) / _MILLION


@dataclass(frozen=True, slots=True)
class Prices:
    """`rows` in the order in which they are asked; `problem` is one sentence about a table of the user's that could not be understood."""

    rows: tuple[Price, ...] = ()
    problem: str | None = None

    @classmethod
    def load(cls, own: Path | None = None) -> Self:
        """Ours, and before it the user's where there is one."""
        ours = _rows(tomllib.loads(_OURS.read_text(encoding="utf-8")))
        if own is None:
            return cls(ours)
        try:
            mine = _rows(tomllib.loads(own.read_text(encoding="utf-8-sig")))
        except FileNotFoundError:
            return cls(ours)
        except (OSError, ValueError, TypeError) as error:
            return cls(ours, f"The prices in ‘{own.name}’ cannot be read ({error}), so they are not used.")
        return cls((*mine, *ours))

    def price(self, provider: Provider) -> Price | None:
        """None where nobody told."""
        host = host_of(provider.address)
        names = (provider.model, _DATED_NAME.sub("", provider.model))
        for name in dict.fromkeys(names):
            for row in self.rows:
                if row.model == name and row.at in ("", host):
                    return row
        return None

    def cost(self, provider: Provider, prompt: int, generated: int) -> float | None:
        """Of an answer whose tokens the provider told, in the currency of its price."""
        price = self.price(provider)
        return None if price is None else price.of(prompt, generated)


def host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _rows(table: Mapping[str, Any]) -> tuple[Price, ...]:
    rows: Sequence[object] = table.get("model", ())
    return tuple(_row(row) for row in rows if _is_table(row))


def _row(row: Mapping[str, Any]) -> Price:
    """Raises TypeError and ValueError for what is no row."""
    for name in ("name", "input", "output"):
        if name not in row:
            raise ValueError(f"a row has no ‘{name}’")
    beyond, context = row.get("beyond"), row.get("context")
    looked_up = row.get("looked_up", "")
    return Price(
        model=_text(row["name"]),
        input=_price(row["input"]),
        output=_price(row["output"]),
        currency=_text(row.get("currency", "USD")),
        at=_text(row.get("at", "")),
        beyond=None if beyond is None else int(beyond),
        long_input=_price(row.get("long_input", row["input"])),
        long_output=_price(row.get("long_output", row["output"])),
        context=None if context is None else int(context),
        sampling=row.get("sampling") is True,
        dated=looked_up.isoformat() if isinstance(looked_up, date) else _text(looked_up),
        source=_text(row.get("source", "")),
    )


def _is_table(row: object) -> TypeGuard[Mapping[str, Any]]:
    if not isinstance(row, dict):
        raise TypeError(f"‘{row}’ is no row")
    return True


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"‘{value}’ is no text")
    return value


def _price(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise ValueError(f"‘{value}’ is no price")
    return float(value)
