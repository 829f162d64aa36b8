"""Five years of the nine divisions of Brackwater, made once for all tables that show them."""

import random
from functools import cache

from tests.evaluation.tables import point, thousands

YEARS = (2021, 2022, 2023, 2024, 2025)
SEED = 420917
DIVISIONS = {
    "marine-services": ("Marine Services", 61_000, 9.0, 540),
    "marine-supply": ("Marine Supply", 58_000, 4.5, 310),
    "coastal-works": ("Coastal Works", 74_000, 6.0, 620),
    "coastline-leisure": ("Coastline Leisure", 33_000, 7.5, 470),
    "northern-cable-laying": ("Northern Cable Laying", 82_000, 13.0, 390),
    "northern-cable-repair": ("Northern Cable Repair", 41_000, 14.5, 260),
    "estuary-towage": ("Estuary Towage", 52_000, 12.0, 410),
    "estuary-terminals": ("Estuary Terminals", 47_000, 16.0, 280),
    "upland-stone": ("Upland Stone", 29_000, 8.5, 190),
}


@cache
def figures(key: str) -> dict[str, tuple[float, ...]]:
    """Five years of a division, in the order of `YEARS`; money in thousands of pounds."""
    name, revenue, margin, people = DIVISIONS[key]
    chance = random.Random(f"{SEED}{name}")
    rates = [1.0]
    for _ in YEARS[1:]:
        rates.append(rates[-1] * (1 + chance.uniform(-0.05, 0.11)))
    revenues = tuple(round(revenue * rate * chance.uniform(0.985, 1.015)) for rate in rates)
    profits = tuple(round(one * (margin + chance.uniform(-1.8, 1.8)) / 100) for one in revenues)
    return {
        "revenue": revenues,
        "profit": profits,
        "capital": tuple(round(one * chance.uniform(0.03, 0.17)) for one in revenues),
        "orders": tuple(round(one * chance.uniform(0.5, 1.9)) for one in revenues),
        "return": tuple(round(chance.uniform(6.5, 19.5), 1) for _ in YEARS),
        "people": tuple(round(people * rate * chance.uniform(0.96, 1.03)) for rate in rates),
        "harm": tuple(chance.randint(0, 9) for _ in YEARS),
    }


def line(label: str, values: tuple[float, ...]) -> list[str]:
    plain = [point(one) if isinstance(one, float) else thousands(one) for one in values]
    return [label, *reversed(plain)]
