"""The nine divisions of Brackwater, five years of each."""

import random
from functools import cache

from tests.evaluation.tables import pages, point, table, thousands

_YEARS = (2021, 2022, 2023, 2024, 2025)
_SEED = 420917
# Division: revenue in 2021, profit in %, people, what its risks are.
_DIVISIONS = {
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


@cache
def _record(key: str) -> dict[str, tuple[float, ...]]:
    """Five years of a division, in the order of `_YEARS`; money in thousands of pounds."""
    name, revenue, margin, people = _DIVISIONS[key]
    chance = random.Random(f"{_SEED}{name}")
    rates = [1.0]
    for _ in _YEARS[1:]:
        rates.append(rates[-1] * (1 + chance.uniform(-0.05, 0.11)))
    revenues = tuple(round(revenue * rate * chance.uniform(0.985, 1.015)) for rate in rates)
    profits = tuple(round(one * (margin + chance.uniform(-1.8, 1.8)) / 100) for one in revenues)
    return {
        "revenue": revenues,
        "profit": profits,
        "capital": tuple(round(one * chance.uniform(0.03, 0.17)) for one in revenues),
        "orders": tuple(round(one * chance.uniform(0.5, 1.9)) for one in revenues),
        "return": tuple(round(chance.uniform(6.5, 19.5), 1) for _ in _YEARS),
        "people": tuple(round(people * rate * chance.uniform(0.96, 1.03)) for rate in rates),
        "harm": tuple(chance.randint(0, 9) for _ in _YEARS),
    }


def _years(label: str, values: tuple[float, ...]) -> list[str]:
    plain = [point(one) if isinstance(one, float) else thousands(one) for one in values]
    return [label, *reversed(plain)]


def division(key: str) -> str:
    name = _DIVISIONS[key][0]
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
    chance = random.Random(f"{_SEED}{key}beside{number}")
    others = [other for other in _DIVISIONS if other != key]
    made = list[str]()
    for label in chance.sample(sorted(_COMPARED), 4):
        other, year = chance.choice(others), chance.randint(1, 4)
        mine, theirs = _record(key)[label], _record(other)[label]
        words = (_DIVISIONS[other][0], _COMPARED[label], _YEARS[year], _YEARS[year - 1])
        more = "more" if mine[year] > theirs[year] else "no more"
        moved, beside = (("went up" if one[year] > one[year - 1] else "did not go up") for one in (mine, theirs))
        made += [
            f"{words[1].capitalize()} in {words[2]} was {more} than that of {words[0]}.",
            f"Between {words[3]} and {words[2]} it {moved} here, while at {words[0]} it {beside}.",
        ]
    return " ".join(made)


def _five(key: str, name: str) -> str:
    record = _record(key)
    rows = [["", *[str(year) for year in reversed(_YEARS)]]]
    rows.append(_years("Revenue", record["revenue"]))
    rows.append(_years("Underlying profit", record["profit"]))
    rows.append(_years("Capital expenditure", record["capital"]))
    if key not in {"coastline-leisure", "upland-stone"}:
        rows.append(_years("Order book at 30 September", record["orders"]))
    rows.append(_years("Return on capital, %", record["return"]))
    rows.append(_years("Headcount", record["people"]))
    rows.append(_years("Injuries with serious harm", record["harm"]))
    note = (
        "This division takes its bookings by the day and has no order book in the sense of this report."
        if key == "coastline-leisure"
        else "Stone is sold from stock, and no order book is kept."
        if key == "upland-stone"
        else "The order book counts firm orders only; the terms at the front of this report say how."
    )
    return f"## {name}: five years\n\n{table('3 1 1 1 1 1 rules', rows)}\n\n{note}"


def _quarters(key: str, name: str) -> str:
    chance = random.Random(f"{_SEED}{key}quarters")
    rows = [["", "First quarter", "Second", "Third", "Fourth"]]
    for label, kind in (("Revenue", "revenue"), ("Underlying profit", "profit")):
        for year, total in ((2025, _record(key)[kind][-1]), (2024, _record(key)[kind][-2])):
            parts = _split(chance, int(total), ("1", "2", "3", "4"), even=True)
            rows.append([f"{label} {year}", *[thousands(one) for one in parts]])
    return f"## {name}: quarter by quarter\n\n{table('3 1.2 1 1 1 rules', rows)}\n\nThe first quarter is that from October to December."


def _plan(key: str, name: str) -> str:
    chance = random.Random(f"{_SEED}{key}plan")
    record = _record(key)
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
    chance = random.Random(f"{_SEED}{key}contracts")
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
    chance = random.Random(f"{_SEED}{key}energy")
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
    now, before = _record(key)["revenue"][-1], _record(key)["revenue"][-2]
    chance = random.Random(f"{_SEED}{key}regions")
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
    chance = random.Random(f"{_SEED}{key}sites")
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
    chance = random.Random(f"{_SEED}{key}people")
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
    chance = random.Random(f"{_SEED}{key}outlook")
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


def _total(name: str) -> tuple[float, ...]:
    records = [_record(key)[name] for key in _DIVISIONS]
    return tuple(sum(year) for year in zip(*records, strict=True))


_BETWEEN = (11_240, 12_075, 12_660, 13_385, 14_190)
_CENTRAL = (6_110, 6_480, 6_905, 7_240, 7_655)


def group_record() -> str:
    revenue = tuple(a - b for a, b in zip(_total("revenue"), _BETWEEN, strict=True))
    profit = tuple(a - b for a, b in zip(_total("profit"), _CENTRAL, strict=True))
    rows = [
        ["", *[str(year) for year in reversed(_YEARS)]],
        _years("Revenue", revenue),
        _years("Underlying profit", profit),
        _years("Net borrowings", (118_400, 124_950, 131_200, 109_870, 96_310)),
        _years("Headcount", _total("people")),
        _years("Dividend, pence", (10.4, 11.2, 12.1, 12.8, 13.3)),
        _years("Ships at the year end", (71, 70, 68, 66, 61)),
        _years("Carbon dioxide, thousand tonnes", (214.3, 209.8, 203.1, 196.6, 171.9)),
    ]
    return table("3 1 1 1 1 1 rules", rows)


def restated() -> str:
    rows = [["", "As first published", "Change", "As restated"]]
    for key, change in (("marine-supply", 7_315), ("estuary-terminals", 1_860)):
        now = _record(key)["revenue"][1]
        label = f"Revenue of {_DIVISIONS[key][0]}, 2022"
        rows.append([label, thousands(now + change), f"-{thousands(change)}", thousands(now)])
    profit = _record("estuary-terminals")["profit"][1]
    rows.append(
        ["Underlying profit of Estuary Terminals, 2022", thousands(profit + 1_860), "-1,860", thousands(profit)]
    )
    return (
        "Two errors of an earlier year were found when the group changed its ledgers in the spring of 2024. Marine Supply had shown sales on behalf of "
        "makers of lubricants in full. Estuary Terminals had counted rent of tanks that belonged to the year after.\n\n"
        + table("3.4 1.4 1 1.2 rules", rows)
    )


def revenue_note() -> str:
    rows = [["Division", "2025 outside", "2025 within the group", "2024 outside", "2024 within the group"]]
    chance = random.Random(f"{_SEED}note3")
    within = [_parts(chance, _BETWEEN[-1]), _parts(chance, _BETWEEN[-2])]
    for place, key in enumerate(_DIVISIONS):
        revenue = _record(key)["revenue"]
        cells = [revenue[-1] - within[0][place], within[0][place], revenue[-2] - within[1][place], within[1][place]]
        rows.append([_DIVISIONS[key][0], *[thousands(cell) for cell in cells]])
    return table("2.6 1 1.2 1 1.2 rules", rows)


def _parts(chance: random.Random, total: int) -> list[int]:
    weights = [chance.uniform(0.2, 2) for _ in _DIVISIONS]
    parts = [round(total * one / sum(weights)) for one in weights]
    parts[-1] += total - sum(parts)
    return parts


def profit_note() -> str:
    rows = [["2025", "Underlying profit", "Closing sites", "Sales of ships and land", "Operating profit"]]
    closing = {"marine-supply": 2_030, "coastline-leisure": 745, "northern-cable-repair": 310}
    sales = {"coastal-works": 3_600, "estuary-towage": -420, "coastline-leisure": 185}
    for key, (name, *_) in _DIVISIONS.items():
        profit, less, more = _record(key)["profit"][-1], closing.get(key, 0), sales.get(key, 0)
        cells = [
            thousands(profit),
            f"-{thousands(less)}" if less else "–",
            thousands(more) if more else "–",
            thousands(profit - less + more),
        ]
        rows.append([name, *cells])
    rows.append(["Central costs", f"-{thousands(_CENTRAL[-1])}", "–", "–", f"-{thousands(_CENTRAL[-1])}"])
    return table("2.4 1.2 1 1.4 1.2 rules", rows)


def people_note() -> str:
    rows = [["Headcount", "2025", "2024", "Wages 2025", "Wages 2024"]]
    chance = random.Random(f"{_SEED}note5")
    for key, (name, *_) in _DIVISIONS.items():
        now, before = _record(key)["people"][-1], _record(key)["people"][-2]
        wages = (now * chance.uniform(36, 58), before * chance.uniform(35, 55))
        rows.append([name, *[thousands(one) for one in (now, before, *wages)]])
    return table("2.6 1 1 1.2 1.2 rules", rows) + "\n\nWages are in thousands of pounds and include social security."


def assets_note() -> str:
    rows = [["Book value at 30 September 2025", "Ships", "Land and buildings", "Plant", "Under construction"]]
    chance = random.Random(f"{_SEED}note6")
    for key, (name, *_) in _DIVISIONS.items():
        ships = thousands(chance.randint(900, 71_000)) if key not in {"upland-stone", "marine-supply"} else "–"
        rows.append(
            [
                name,
                ships,
                *[thousands(chance.randint(250, 19_000)) for _ in range(2)],
                thousands(chance.randint(0, 9_000)),
            ]
        )
    return table("2.6 1 1.3 1 1.3 rules", rows)


def loans() -> str:
    return table(
        "3 1.2 1.2 1.2 rules",
        [
            ["", "30 September 2025", "30 September 2024", "Interest"],
            ["Bank loan, until 2029", "41,500", "52,000", "1.85 % over base rate"],
            ["Loan for the third cable ship", "10,200", "–", "5.10 %, fixed"],
            ["Private notes, until 2032", "35,000", "35,000", "4.35 %, fixed"],
            ["Overdrafts", "1,870", "3,145", "2.25 % over base rate"],
            ["Leases of ships", "19,640", "27,905", "between 3.9 and 6.2 %"],
            ["Cash", "-11,900", "-8,180", ""],
        ],
    )


def leases() -> str:
    rows = [["Payments due at 30 September 2025", "Within a year", "Two to five years", "Later"]]
    chance = random.Random(f"{_SEED}note8")
    for kind in ("Ships", "Land and quays", "Offices", "Vehicles and plant"):
        rows.append([kind, *[thousands(chance.randint(180, 9_400)) for _ in range(3)]])
    return table("3 1 1.2 1 rules", rows)


def provisions() -> str:
    return table(
        "2.6 1 1 1 1 1 rules",
        [
            ["", "1 October 2024", "Set aside", "Used", "Released", "30 September 2025"],
            ["Outfall at Garrick Sands", "–", "4,800", "-1,065", "–", "3,735"],
            ["Cleaning of ground", "3,470", "260", "-1,300", "-700", "1,730"],
            ["Closing of sites", "615", "3,085", "-2,540", "-90", "1,070"],
            ["Guarantees to customers", "1,205", "480", "-355", "-140", "1,190"],
            ["Making good of quarries", "2,940", "165", "-75", "–", "3,030"],
        ],
    )


_DIRECTORS = (
    ("Hugo Lindqvist", "chief executive", 512, 487),
    ("Philippa Garside", "finance director", 366, 351),
    ("Averil Thackray", "executive director since 1 May 2025", 131, None),
    ("Rosalind Achebe-Moore", "chair", 165, 160),
    ("Tomasz Wielgosz", "chair of the audit committee", 71, 68),
    ("Niamh Corrigan-Foss", "", 56, 54),
    ("Elias Burckhardt", "", 56, 54),
    ("Jocasta Penry", "until 31 January 2025", 19, 54),
)


def pay() -> str:
    chance = random.Random(f"{_SEED}pay")
    parts = []
    for year in (2025, 2024):
        rows = [[str(year), "Salary or fee", "Bonus", "Share awards", "Pension", "Other"]]
        for name, office, now, before in _DIRECTORS:
            salary = now if year == 2025 else before
            if salary is None:
                continue
            executive = office.startswith(("chief", "finance", "executive"))
            more = [str(round(salary * chance.uniform(0.1, 0.6))) for _ in range(2)] if executive else ["–", "–"]
            pension = str(round(salary * 0.09)) if executive else "–"
            rows.append([f"{name}, {office}".rstrip(", "), str(salary), *more, pension, str(chance.randint(1, 14))])
        parts.append(f"## Pay for {year}, in thousands of pounds\n\n{table('3.4 1 0.8 1 0.9 0.7 rules', rows)}")
    rows = [["Shares held", "30 September 2025", "30 September 2024", "Needed"]]
    for name, office, *_ in _DIRECTORS:
        needed = "200 % of salary" if office.startswith(("chief", "finance", "executive")) else "–"
        rows.append([name, thousands(chance.randint(2, 400) * 500), thousands(chance.randint(2, 400) * 500), needed])
    parts.append(f"## Shares of the directors\n\n{table('3 1.4 1.4 1.2 rules', rows)}")
    parts.append(
        "## Rules for 2026\n\nSalaries of executive directors rise by 3.0 per cent, as those of all staff. The bonus may reach 110 per cent of salary for the "
        "chief executive and 90 per cent for the others; half of it depends on underlying profit, three tenths on net borrowings and a fifth on serious harm. "
        "A third of any bonus is paid in shares that must be kept for three years. If figures have to be restated, the committee can claim bonuses back for "
        "five years. Averil Thackray's salary on becoming chief executive will be £495 thousand, less than that of her predecessor, and rise to £530 thousand "
        "after eighteen months if the committee is content. Pension payments are 9 per cent of salary for all."
    )
    return pages(parts)


def interim() -> str:
    chance = random.Random(f"{_SEED}interim")
    heads = [
        "Six months to 31 March",
        "Revenue 2025",
        "Revenue 2024",
        "Underlying profit 2025",
        "Underlying profit 2024",
    ]
    rows = [heads]
    for key, (name, *_) in _DIVISIONS.items():
        record = _record(key)
        share = [chance.uniform(0.41, 0.53) for _ in range(4)]
        figures = (record["revenue"][-1], record["revenue"][-2], record["profit"][-1], record["profit"][-2])
        rows.append([name, *[thousands(one * part) for one, part in zip(figures, share, strict=True)]])
    spill = [["Spills and discharges", "2025", "2024", "2023"]]
    for key, (name, *_) in _DIVISIONS.items():
        spill.append(
            [name, *([str(chance.randint(0, 6)) for _ in range(3)] if key != "coastline-leisure" else ["not kept"] * 3)]
        )
    return pages(
        [
            f"## The half-year\n\n{table('2.4 1 1 1.2 1.2 rules', rows)}\n\nThe half-year has not been audited.",
            f"## Spills and discharges reported to the authorities\n\n{table('3 1 1 1 rules', spill)}",
            "## For shareholders\n\nThe annual meeting is on 21 January 2026 at noon in the Pilot Hall, Kelmouth. The final dividend is paid on 6 February 2026 to "
            "those on the register on 9 January. Shareholders with fewer than 250 shares may sell them through the registrar without charge until 30 June 2026. "
            "The register is kept by Tolland Registrars, 16 Weir Lane, Haddon. Between 1 October 2024 and 30 September 2025 the share price was between 214 and "
            "291 pence and closed at 268 pence.",
        ]
    )
