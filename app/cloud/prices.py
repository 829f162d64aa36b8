"""What models elsewhere cost, and what is to be known of them to ask them: a dated table, and the user's own before it."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Self, TypeGuard
from urllib.parse import urlsplit

from app.errors import UserFixable
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
    own: bool = False
    """Whether the price is the user's."""


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
    own: bool = False
    """Whether it is the user's."""

    def of(self, prompt: int, generated: int) -> float:
        """For so many tokens."""
        long = self.beyond is not None and prompt > self.beyond
        each = (self.long_input, self.long_output) if long else (self.input, self.output)
        return (prompt * each[0] + generated * each[1]) / _MILLION


@dataclass(frozen=True, slots=True)
class Prices:
    """`rows`, the user's first; `trouble` says why a table of the user's could not be understood and is not used (UserFixable `prices`)."""

    rows: tuple[Price, ...] = ()
    trouble: UserFixable | None = None

    @classmethod
    def load(cls, own: Path | None = None) -> Self:
        """Ours, and before it the user's where there is one."""
        ours = _ours()
        if own is None:
            return cls(ours)
        try:
            return cls((*read(own), *ours))
        except UserFixable as trouble:
            return cls(ours, trouble)

    def price(self, provider: Provider) -> Price | None:
        """None where nobody told."""
        host = host_of(provider.address)
        names = (provider.model, _DATED_NAME.sub("", provider.model))
        for name in dict.fromkeys(names):
            if (found := self.row(name, host)) is not None:
                return found
        return None

    def row(self, model: str, host: str) -> Price | None:
        """Of exactly this name: the user's before ours, and one for this host before one for any."""
        rows = [row for row in self.rows if row.model == model and row.at in ("", host)]
        return min(rows, key=lambda row: (not row.own, row.at == ""), default=None)

    def cost(self, provider: Provider, prompt: int, generated: int) -> float | None:
        """Of an answer whose tokens the provider told, in the currency of its price."""
        price = self.price(provider)
        return None if price is None else price.of(prompt, generated)


def host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def read(own: Path) -> tuple[Price, ...]:
    """The user's rows, with what is known of a model beside its price; none where there is no such file. Raises UserFixable `prices`."""
    try:
        table = tomllib.loads(own.read_text(encoding="utf-8-sig"))
        return tuple(replace(row, own=True) for row in rows_of(table, _ours()))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise UserFixable("prices", file=own.name, path=str(own), reason="it cannot be opened") from error
    except UnicodeDecodeError as error:
        raise UserFixable("prices", file=own.name, path=str(own), reason="it is no text in UTF-8") from error
    except (ValueError, TypeError) as error:
        raise UserFixable("prices", file=own.name, path=str(own), reason=str(error)) from error


def rows_of(table: Mapping[str, Any], known: Sequence[Price] = ()) -> tuple[Price, ...]:
    """What a row does not tell of a model beside its price is taken from those that are `known`. Raises TypeError and ValueError for what
    is no table of prices."""
    rows: Sequence[object] = table.get("model", ())
    return tuple(_row(_completed(row, known), number) for number, row in enumerate(rows, 1) if _is_table(row))


@cache
def _ours() -> tuple[Price, ...]:
    """It comes with the program, and stays as it is while that runs."""
    return rows_of(tomllib.loads(_OURS.read_text(encoding="utf-8")))


def _completed(row: Mapping[str, Any], known: Sequence[Price]) -> Mapping[str, Any]:
    """A price of the user's changes nothing of how a model is asked."""
    at = row.get("at", "")
    for one in known:
        if one.model == row.get("name") and at in ("", one.at):
            return {"context": one.context, "sampling": one.sampling, **row}
    return row


def _row(row: Mapping[str, Any], number: int) -> Price:
    """Raises TypeError and ValueError for what is no row."""
    for name in ("name", "input", "output"):
        if name not in row:
            raise ValueError(f"its row {number} has no ‘{name}’")
    looked_up = row.get("looked_up", "")
    return Price(
        model=_text(row["name"]),
        input=_price(row["input"]),
        output=_price(row["output"]),
        currency=_text(row.get("currency", "USD")),
        at=_text(row.get("at", "")).lower(),
        beyond=_count(row.get("beyond")),
        long_input=_price(row.get("long_input", row["input"])),
        long_output=_price(row.get("long_output", row["output"])),
        context=_count(row.get("context")),
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


def _count(value: object) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
        raise ValueError(f"‘{value}’ is no number of tokens")
    return value
