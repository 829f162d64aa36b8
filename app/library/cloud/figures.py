"""Figures of one's own: what was asked here and elsewhere, week by week. Reckoned from the conversations that are kept, and told to nobody."""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.cloud.prices import Price, Prices
from app.index.catalog.conversations import Figure
from app.library.cloud import providers
from app.library.rooms import Rooms


@dataclass(frozen=True, slots=True)
class Side:
    """Of one side, here or elsewhere: `content` and `discontent` count what was rated good and bad; `first_word` is the median in seconds, None
    where nothing was asked."""

    questions: int = 0
    answered: int = 0
    """So many of them found something."""
    content: int = 0
    discontent: int = 0
    first_word: float | None = None
    prompt: int = 0
    generated: int = 0
    """Tokens."""


@dataclass(frozen=True, slots=True)
class Week:
    """`monday` is its first day."""

    monday: date
    here: Side
    there: Side


@dataclass(frozen=True, slots=True)
class Figures:
    """`weeks` in order, without gaps. `spent` is what answers from elsewhere cost, by currency; `saved` is what those from here would have
    cost at the prices of `model`, None where no price is known, in `currency` and as of `dated`."""

    weeks: tuple[Week, ...]
    here: Side
    there: Side
    spent: tuple[tuple[str, float], ...]
    saved: float | None
    model: str
    currency: str
    dated: str


def figures(rooms: Rooms, prices: Prices) -> Figures:
    """At the prices of the first model elsewhere that has one."""
    kept = rooms.catalog.conversations.figures()
    here = [one for one in kept if one.provider is None]
    there = [one for one in kept if one.provider is not None]
    model, price = _price(rooms, prices)
    spent: defaultdict[str, float] = defaultdict(float)
    for one in there:
        if one.cost is not None:
            spent[one.currency] += one.cost
    return Figures(
        weeks=tuple(_weeks(kept)),
        here=_side(here),
        there=_side(there),
        spent=tuple(sorted(spent.items())),
        saved=None if price is None else sum(price.of(one.prompt, one.generated) for one in here),
        model=model,
        currency="" if price is None else price.currency,
        dated="" if price is None else price.dated,
    )


def _price(rooms: Rooms, prices: Prices) -> tuple[str, Price | None]:
    known = providers.listed(rooms)
    for provider in known:
        if (price := prices.price(provider)) is not None:
            return provider.model, price
    return (known[0].model if known else ""), None


def _weeks(kept: Sequence[Figure]) -> Iterable[Week]:
    by_week: defaultdict[date, list[Figure]] = defaultdict(list)
    for one in kept:
        by_week[_monday(one.created)].append(one)
    monday, last = min(by_week, default=date.max), max(by_week, default=date.min)
    while monday <= last:
        asked = by_week.get(monday, [])
        here, there = ([one for one in asked if (one.provider is None) is local] for local in (True, False))
        yield Week(monday, _side(here), _side(there))
        monday += timedelta(days=7)


def _monday(seconds: float) -> date:
    day = datetime.fromtimestamp(seconds).date()
    return day - timedelta(days=day.weekday())


def _side(asked: Sequence[Figure]) -> Side:
    times = [one.first_word for one in asked if one.first_word is not None]
    return Side(
        questions=len(asked),
        answered=sum(one.found for one in asked),
        content=sum(one.rating > 0 for one in asked),
        discontent=sum(one.rating < 0 for one in asked),
        first_word=statistics.median(times) if times else None,
        prompt=sum(one.prompt for one in asked),
        generated=sum(one.generated for one in asked),
    )
