"""What models elsewhere cost, to be seen and changed: what came with the program, and what the user says otherwise."""

import math
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.cloud.own_prices import OwnPrices
from app.cloud.prices import Price, Prices, host_of, read
from app.errors import UserFixable
from app.library.cloud import providers
from app.library.rooms import Rooms

_MOST = 1_000_000.0
"""For a million tokens; more is a slip of the hand."""
_LONGEST = 200
"""Characters of a model's name."""


@dataclass(frozen=True, slots=True)
class Priced:
    """A model at a host ('' for any). `price` is what is reckoned with, None where nobody told; `listed` what came with the program, None
    where it knows nothing; `asked` the names of providers that are set up with it."""

    model: str
    at: str
    price: Price | None
    listed: Price | None = None
    asked: tuple[str, ...] = ()

    @property
    def own(self) -> bool:
        return self.price is not None and self.price.own


@dataclass(frozen=True, slots=True)
class Pricing:
    """The table of one library."""

    rooms: Rooms

    @property
    def path(self) -> Path:
        """Of the user's own table, which need not be there."""
        return self.rooms.paths.prices

    def table(self) -> tuple[Priced, ...]:
        """What is asked of providers that are set up first, then what the user has changed, then the rest."""
        prices = Prices.load(self.path)
        rows = {(row.model, row.at): row for row in reversed(prices.rows)}
        listed = {(row.model, row.at): row for row in prices.rows if not row.own}
        asked = self._asked(prices)
        known = [Priced(*key, row, listed.get(key), asked.get(key, ())) for key, row in reversed(rows.items())]
        unknown = [Priced(*key, None, None, names) for key, names in asked.items() if key not in rows]
        return tuple(sorted((*unknown, *known), key=lambda row: (not row.asked, not row.own)))

    def trouble(self) -> UserFixable | None:
        """Why the user's own table is not used."""
        return Prices.load(self.path).trouble

    def put(
        self, model: str, input: float, output: float, *, currency: str | None = None, at: str | None = None
    ) -> Priced:
        """From now on it costs that, in the currency that it had, USD where it had none. `at`: a host or an address; None for where it is
        listed or set up, and for any where that is not one place. Raises `price`, and as `OwnPrices` does."""
        model = _name(model)
        at = self._place(model) if at is None else _host(at, model)
        before = Prices.load(self.path).row(model, at)
        currency = _currency(currency or (before.currency if before else "USD"), model)
        price = Price(
            model, _amount(input, model), _amount(output, model), currency, at, dated=date.today().isoformat(), own=True
        )
        OwnPrices(self.path).put(price)
        return self._row(model, at)

    def reset(self, model: str, at: str | None = None) -> tuple[Priced, bool]:
        """Back to what came with the program; whether the user had said something else. Without `at` for wherever he did. Raises as
        `OwnPrices` does."""
        model = model.strip()
        places = [row.at for row in read(self.path) if row.model == model] if at is None else [_host(at, model)]
        gone = [OwnPrices(self.path).take_out(model, place) for place in dict.fromkeys(places)]
        return self._row(model, places[0] if places else self._place(model)), any(gone)

    def put_aside(self) -> Path | None:
        """The user's table gets another name, beside it; None where there is none. Raises `read_only`, `locked`."""
        return OwnPrices(self.path).put_aside()

    def _asked(self, prices: Prices) -> dict[tuple[str, str], tuple[str, ...]]:
        """By the row that each provider's price is in; by its model and host where it has none."""
        asked: dict[tuple[str, str], tuple[str, ...]] = {}
        for one in providers.listed(self.rooms):
            price = prices.price(one)
            key = (one.model, host_of(one.address)) if price is None else (price.model, price.at)
            asked[key] = (*asked.get(key, ()), one.name)
        return asked

    def _place(self, model: str) -> str:
        """Where the user has it, else where it is listed or set up, if that is one place."""
        prices = Prices.load(self.path)
        rows = [row for row in prices.rows if row.model == model]
        places = [row.at for row in rows if row.own] or [row.at for row in rows]
        places += [] if rows else [host_of(one.address) for one in providers.listed(self.rooms) if one.model == model]
        return places[0] if len(set(places)) == 1 else ""

    def _row(self, model: str, at: str) -> Priced:
        found = next((row for row in self.table() if (row.model, row.at) == (model, at)), None)
        return found or Priced(model, at, None)


def _amount(value: float, model: str) -> float:
    if not math.isfinite(value) or not 0 <= value <= _MOST:
        raise UserFixable("price", model=model, reason=f"‘{value:g}’ is no price")
    return float(value)


def _currency(text: str, model: str) -> str:
    found = text.strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", found):
        raise UserFixable("price", model=model, reason=f"‘{text}’ is no currency")
    return found


def _name(text: str) -> str:
    name = text.strip()
    if not name or len(name) > _LONGEST or not name.isprintable():
        raise UserFixable("price", model=name, reason=f"‘{name[:40]}’ is no name of a model")
    return name


def _host(text: str, model: str) -> str:
    """Of an address, or as it is; '' for any."""
    text = text.strip()
    host = host_of(text if "://" in text else f"https://{text}")
    if text and not re.fullmatch(r"[a-z0-9.:_-]+", host):
        raise UserFixable("price", model=model, reason=f"‘{text[:40]}’ is no host")
    return host
