"""What is looked for, and what one find is."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

Category = Literal[
    "person", "organisation", "place", "email", "phone", "iban", "card", "identity", "tax", "ip", "url", "secret",
    "birthdate", "word", "hidden",
]  # fmt: skip
"""These names are public: a policy and a setting name them. 'identity' holds national identity, social security, health and
passport numbers; 'tax' tax, VAT and company register numbers; 'url' only addresses with a secret or a person's data in
them; 'word' is from the user's own list; 'hidden' was masked by hand."""
CATEGORIES: tuple[Category, ...] = get_args(Category)
NAMES: frozenset[Category] = frozenset({"person", "organisation", "place"})
"""Found by signals of the text and lists of names, and so never all of them."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Characters `start` to `end` (exclusive) of one text. `certainty` is 0 to 1, a rough order and no probability: a
    checksum or a label that fits is near 1, a capital alone near a half."""

    start: int
    end: int
    category: Category
    certainty: float = 1.0


def settled(findings: Iterable[Finding], first: frozenset[Category] = frozenset()) -> tuple[Finding, ...]:
    """In the order of the text and without overlaps. What overlaps becomes one, so that nothing that was found stays bare; it is
    of the kind of its most certain part, of equally certain ones the longest; kinds in `first` go before all others."""
    kept: list[Finding] = []
    for one in sorted(findings):
        if one.start >= one.end:
            continue
        if kept and one.start < kept[-1].end:
            last = kept.pop()
            chief = max((last, one), key=lambda each: (each.category in first, each.certainty, each.end - each.start))
            one = replace(chief, start=last.start, end=max(last.end, one.end))
        kept.append(one)
    return tuple(kept)


def best_of(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Without overlaps, too: of two the more certain one stays, of equally certain ones the longer, and the other goes."""
    kept: list[Finding] = []
    taken: set[int] = set()
    for one in sorted(findings, key=lambda one: (-one.certainty, one.start - one.end, one)):
        span = range(one.start, one.end)
        if span and taken.isdisjoint(span):
            taken.update(span)
            kept.append(one)
    return tuple(sorted(kept))
