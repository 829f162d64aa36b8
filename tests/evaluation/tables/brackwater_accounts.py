"""A chapter for each of the nine divisions of Brackwater."""

import random

from tests.evaluation.tables import point, table, thousands
from tests.evaluation.tables.brackwater_data import DIVISIONS, SEED, YEARS, figures, line
from tests.evaluation.tables.brackwater_notes import (
    assets_note,
    group_record,
    interim,
    leases,
    loans,
    pay,
    people_note,
    profit_note,
    provisions,
    restated,
    revenue_note,
)

__all__ = [
    "assets_note",
    "division",
    "group_record",
    "interim",
    "leases",
    "loans",
    "pay",
    "people_note",
    "profit_note",
    "provisions",
    "restated",
    "revenue_note",
]

_REGIONS = ("Britain and Ireland", "Nordic countries", "Iberia", "Rest of the world")
_PLACES = [
    "Kelmouth",
    "Whinmouth",
    "Scarle",
    "Tidewell",
    "Saltholme",
    "Garrick",
    "Lowmarsh",
    "Fenwick",
    "Lorne",
    "Orme",
    "Alderby",
    "Anstey",
    "Pellow",
    "Haddon",
    "Thirle",
    "Brock",
    "Calder",
    "Dunmere",
    "Ebbside",
    "Flint",
    "Grange",
    "Harle",
    "Inver",
    "Jarrow",
    "Kersey",
    "Lindal",
    "Mossgate",
    "Netherby",
    "Oxcliff",
    "Penmoor",
    "Ravenby",
    "Silloth",
    "Tarrant",
    "Ulpha",
    "Venner",
    "Wickham",
    "Yarrow",
    "Zeal",
    "Ashkirk",
    "Bolder",
    "Crosby",
    "Drigg",
]
_USES = ("workshop", "store", "office", "quay", "depot", "yard", "slipway", "training room", "laboratory")
_RISKS = {
    "marine-services": "owners who crew their ships themselves, wages of officers, the loss of the approval by a flag state",
    "marine-supply": "makers who sell directly, stock that passes its date, theft from quayside stores",
    "coastal-works": "ground that is not as surveyed, subcontractors who give up, winter storms before a wall is closed",
    "coastline-leisure": "wet summers, the cost of repairing old piers and walls, councils that do not renew leases",
    "northern-cable-laying": "weather downtime, stones on the route, damage to a cable while it is being laid",
    "northern-cable-repair": "years in which few cables break, the age of the repair ship, spare cable of the wrong kind",
    "estuary-towage": "collisions, rival tugs from the neighbouring ports, ships that need no tug",
    "estuary-terminals": "leaks from tanks, the decline of fuel oil, silting of the berths",
    "upland-stone": "orders of a court against blasting, falling house building, the life of the quarries",
}


def division(key: str) -> str:
    name = DIVISIONS[key][0]
    parts = (_five, _quarters, _plan, _regions, _contracts, _sites, _people, _energy, _outlook)
    return "\n\n".join(f"{part(key, name)}\n\n{_beside(key, number)}" for number, part in enumerate(parts))


_COMPARED = {
    "revenue": "revenue",
    "profit": "underlying profit",
    "capital": "capital expenditure",
    "return": "return on capital",
    "people": "headcount",
}


def _beside(key: str, number: int) -> str:
    """Sentences, all of them true, that set a division beside others: the words of the tables without their figures."""
    chance = random.Random(f"{SEED}{key}beside{number}")
    others = [other for other in DIVISIONS if other != key]
    made = list[str]()
    for label in chance.sample(sorted(_COMPARED), 4):
        other, year = chance.choice(others), chance.randint(1, 4)
        mine, theirs = figures(key)[label], figures(other)[label]
        words = (DIVISIONS[other][0], _COMPARED[label], YEARS[year], YEARS[year - 1])
        more = "more" if mine[year] > theirs[year] else "no more"
        moved, beside = (("went up" if one[year] > one[year - 1] else "did not go up") for one in (mine, theirs))
        made += [
            f"{words[1].capitalize()} in {words[2]} was {more} than that of {words[0]}.",
            f"Between {words[3]} and {words[2]} it {moved} here, while at {words[0]} it {beside}.",
        ]
    return " ".join(made)


def _five(key: str, name: str) -> str:
    record = figures(key)
    rows = [["", *[str(year) for year in reversed(YEARS)]]]
    rows.append(line("Revenue", record["revenue"]))
    rows.append(line("Underlying profit", record["profit"]))
    rows.append(line("Capital expenditure", record["capital"]))
    if key not in {"coastline-leisure", "upland-stone"}:
        rows.append(line("Order book at 30 September", record["orders"]))
    rows.append(line("Return on capital, %", record["return"]))
    rows.append(line("Headcount", record["people"]))
    rows.append(line("Injuries with serious harm", record["harm"]))
    note = (
        "This division takes its bookings by the day and has no order book in the sense of this report."
        if key == "coastline-leisure"
        else "Stone is sold from stock, and no order book is kept."
        if key == "upland-stone"
        else "The order book counts firm orders only; the terms at the front of this report say how."
    )
    return f"## {name}: five years\n\n{table('3 1 1 1 1 1 rules', rows)}\n\n{note}"


def _quarters(key: str, name: str) -> str:
    chance = random.Random(f"{SEED}{key}quarters")
    rows = [["", "First quarter", "Second", "Third", "Fourth"]]
    for label, kind in (("Revenue", "revenue"), ("Underlying profit", "profit")):
        for year, total in ((2025, figures(key)[kind][-1]), (2024, figures(key)[kind][-2])):
            parts = _split(chance, int(total), ("1", "2", "3", "4"), even=True)
            rows.append([f"{label} {year}", *[thousands(one) for one in parts]])
    return f"## {name}: quarter by quarter\n\n{table('3 1.2 1 1 1 rules', rows)}\n\nThe first quarter is that from October to December."


def _plan(key: str, name: str) -> str:
    chance = random.Random(f"{SEED}{key}plan")
    record = figures(key)
    rows = [["", "Plan 2025", "Outcome 2025", "Plan 2026"]]
    for label, kind in (
        ("Revenue", "revenue"),
        ("Underlying profit", "profit"),
        ("Capital expenditure", "capital"),
        ("Headcount", "people"),
    ):
        now = record[kind][-1]
        rows.append(
            [
                label,
                thousands(now * chance.uniform(0.88, 1.13)),
                thousands(now),
                thousands(now * chance.uniform(0.95, 1.12)),
            ]
        )
    reason = chance.choice(
        (
            "the price of steel",
            "ships that came late",
            "a customer who waited",
            "weather",
            "people who could not be found",
        )
    )
    return f"## {name}: plan and outcome\n\n{table('3 1.2 1.3 1.2 rules', rows)}\n\nThe head of the division explains the difference mostly by {reason}."


_BUYERS = [
    "Havn Energi",
    "Skerry Banks",
    "Hydrographic Trust",
    "Port of Lannick",
    "Council of Kelmouth",
    "Orrin Wind",
    "Delmar Lines",
    "Ferry Agency",
    "Tessel Oil",
    "Grain Union",
    "Coast Guard",
    "Northlight Telecom",
]


def _contracts(key: str, name: str) -> str:
    chance = random.Random(f"{SEED}{key}contracts")
    rows = [["Customer", "Since", "Runs until", "Worth a year", "Price goes by"]]
    for buyer in chance.sample(_BUYERS, 5):
        since = chance.randint(2009, 2025)
        rows.append(
            [
                buyer,
                str(since),
                str(chance.randint(2026, 2034)),
                thousands(chance.randint(40, 1900) * 10),
                chance.choice(("index", "fixed", "fuel", "each year anew")),
            ]
        )
    return f"## {name}: contracts of more than a year\n\n{table('2.4 0.9 1.1 1.2 1.4 rules', rows)}"


def _energy(key: str, name: str) -> str:
    chance = random.Random(f"{SEED}{key}energy")
    rows = [["", "2025", "2024", "2023"]]
    for label, low, high in (
        ("Diesel, tonnes", 90, 9800),
        ("Electricity, megawatt hours", 240, 8200),
        ("Water, cubic metres", 900, 61000),
        ("Waste, tonnes", 12, 2300),
    ):
        start = chance.uniform(low, high)
        rows.append([label, *[thousands(start * chance.uniform(0.85, 1.15)) for _ in range(3)]])
    rows.append(["Carbon dioxide, thousand tonnes", *[point(chance.uniform(2.1, 31.0)) for _ in range(3)]])
    return f"## {name}: energy and waste\n\n{table('3 1 1 1 rules', rows)}"


def _regions(key: str, name: str) -> str:
    heading = f"## {name}: where and to whom"
    now, before = figures(key)["revenue"][-1], figures(key)["revenue"][-2]
    chance = random.Random(f"{SEED}{key}regions")
    buyers = ("Owners of ships", "Governments and councils", "Builders and utilities", "Other divisions of the group")
    of_buyers = _split(chance, int(now), buyers), _split(chance, int(before), buyers)
    kinds = table("3 1 1 rules", [["By customer", "2025", "2024"], *_pairs(buyers, *of_buyers)])
    if key == "upland-stone":
        return f"{heading}\n\n{kinds}\n\nAll stone is sold in one country, and no table by region is given."
    of_regions = _split(chance, int(now), _REGIONS), _split(chance, int(before), _REGIONS)
    regions = table("3 1 1 rules", [["By region", "2025", "2024"], *_pairs(_REGIONS, *of_regions)])
    largest = chance.randint(8, 29)
    return (
        f"{heading}\n\n{regions}\n\n{kinds}\n\nThe largest customer stood for {largest} per cent of revenue in 2025 and the ten "
        f"largest for {largest + chance.randint(22, 38)} per cent. Revenue by region goes by where the work is done or the goods are handed over, not by "
        "the seat of the customer. Earlier years were not analysed in this way."
    )


def _split(chance: random.Random, total: int, names: tuple[str, ...], *, even: bool = False) -> list[int]:
    weights = [chance.uniform(0.8, 1.2) if even else chance.uniform(0.4, 3) for _ in names]
    parts = [round(total * one / sum(weights)) for one in weights[:-1]]
    return [*parts, total - sum(parts)]


def _pairs(names: tuple[str, ...], one: list[int], other: list[int]) -> list[list[str]]:
    return [[name, thousands(a), thousands(b)] for name, a, b in zip(names, one, other, strict=True)]


def _sites(key: str, name: str) -> str:
    chance = random.Random(f"{SEED}{key}sites")
    rows = [["Place", "Use", "Held", "Square metres", "Lease ends", "Rent a year"]]
    for place in chance.sample(_PLACES, 12):
        own = chance.random() < 0.35
        rows.append(
            [
                place,
                chance.choice(_USES),
                "freehold" if own else "lease",
                thousands(chance.randint(18, 940) * 10),
                "–" if own else str(chance.randint(2026, 2061)),
                "–" if own else thousands(chance.randint(14, 390)),
            ]
        )
    empty = chance.choice(rows[1:])[0]
    return (
        f"## {name}: sites\n\n{table('2 1.6 1.3 1.5 1.3 1.3 rules', rows)}\n\nRents are in thousands of pounds and are those of the last full "
        f"quarter, times four. The site at {empty} has stood empty since {chance.choice(['January', 'March', 'June'])} and is on offer."
    )


def _people(key: str, name: str) -> str:
    chance = random.Random(f"{SEED}{key}people")
    rows = [["", "Women", "Men", "Left in 2025", "Training, hours each"]]
    for grade in ("Managers", "Officers and engineers", "Crew and trades", "Office", "Apprentices"):
        rows.append([grade, *[str(chance.randint(3, 96)) for _ in range(3)], point(chance.uniform(6, 41))])
    gap, before = chance.uniform(2, 17), chance.uniform(2, 17)
    return (
        f"## {name}: people\n\n{table('3 1 1 1.3 1.6 rules', rows)}\n\nThe table counts people on 30 September and not the mean of the year. The median "
        f"hourly pay of women was {point(gap)} per cent below that of men ({point(before)} per cent the year before). "
        f"{chance.randint(51, 93)} per cent of those asked would recommend the division as a place to work; {chance.randint(48, 88)} per cent answered."
    )


def _outlook(key: str, name: str) -> str:
    chance = random.Random(f"{SEED}{key}outlook")
    low = chance.randint(2, 7)
    rows = [["Lost-time injuries", "First quarter", "Second", "Third", "Fourth"]]
    for year in (2025, 2024):
        rows.append([str(year), *[str(chance.randint(0, 11)) for _ in range(4)]])
    return (
        f"## {name}: risks and outlook\n\nThe division's own list of risks is headed by {_RISKS[key]}.\n\nThe plan for 2026 that the board approved in "
        f"September expects revenue to change by between {low} and {low + chance.randint(1, 4)} per cent and allows for capital expenditure of "
        f"£{point(chance.uniform(1.2, 12.8))} million. The head of the division receives a bonus only if return on capital reaches "
        f"{point(chance.uniform(8, 15))} per cent.\n\n{table('2.4 1.2 1 1 1 rules', rows)}\n\nThere were {chance.randint(11, 87)} near misses for each "
        f"injury, and the board's target is that more of them be reported. Inspectors of the group visited {chance.randint(4, 11)} sites."
    )
