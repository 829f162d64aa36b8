"""The price lists of the agreement, one for each of three dates, and its buildings."""

import random

from tests.evaluation.tables import pages, point, table, thousands

_BUILDINGS = (
    ("Main hospital, north block", 21_400, 31.0),
    ("Main hospital, south block", 17_950, 25.5),
    ("Old Infirmary, east wing", 4_210, 5.5),
    ("Old Infirmary, west wing", 4_380, 5.5),
    ("Maternity house", 6_120, 9.0),
    ("School of nursing", 3_340, 3.5),
    ("Laundry", 2_150, 4.0),
    ("Kitchen", 1_980, 4.5),
    ("Boiler house", 890, 5.0),
    ("Harbour Road clinic", 1_640, 3.0),
    ("Chapel and gate", 520, 0.5),
)
_LOTS = {
    "A, heating and hot water": (
        "burner",
        "pump up to 2 kW",
        "pump above 2 kW",
        "plate exchanger",
        "radiator",
        "thermostatic valve",
        "expansion vessel",
    ),
    "B, air and cooling": (
        "filter of a theatre",
        "filter, other",
        "fan up to 4 kW",
        "fan above 4 kW",
        "damper",
        "humidifier lamp",
        "cooling coil",
    ),
    "C, electricity": (
        "emergency light",
        "battery of a generator",
        "socket",
        "luminaire",
        "circuit breaker",
        "distribution board",
        "nurse call unit",
    ),
    "D, water and drains": (
        "tap",
        "mixer with thermostat",
        "lavatory pan",
        "cistern",
        "metre of drain",
        "tank valve",
        "shower head",
    ),
    "E, fabric": (
        "square metre of roof felt",
        "window pane",
        "door closer",
        "lock",
        "square metre of paint",
        "metre of gutter",
        "floor tile",
    ),
    "F, medical gas": (
        "outlet",
        "alarm panel",
        "zone valve",
        "metre of copper pipe",
        "pressure gauge",
        "vacuum filter",
        "manifold hose",
    ),
}


def buildings() -> str:
    rows: list[list[object]] = [["", "Building", "Square metres", "Share of the Standing Charge, %"]]
    rows += [[number, name, thousands(area), point(share)] for number, (name, area, share) in enumerate(_BUILDINGS, 1)]
    return (
        f"{table('0.4 3 1.2 2 rules', rows)}\n\nThe remaining 3.0 per cent of the Standing Charge belong to the mains between the buildings. "
        "The Rye Street clinic is let to the Trust with upkeep and is not one of the Buildings."
    )


def rates(year: str) -> str:
    steps = {"2019": 0, "2021": 1, "2023": 2}[year]
    parts = [_hours(year, steps)]
    for lot, items in _LOTS.items():
        rows = [[f"Lot {lot}", "Part, £", "Fitting by day, £", "Fitting at night or weekend, £"]]
        for item in items:
            chance = random.Random(f"stoneleigh{lot}{item}")
            prices = [chance.uniform(4, 420), chance.uniform(12, 160)]
            prices.append(prices[1] * chance.uniform(1.3, 2))
            for _ in range(steps):
                prices = [one * chance.uniform(0.97, 1.14) for one in prices]
            rows.append([item, *[point(one, places=2) for one in prices]])
        parts.append(f"## Rates from 1 April {year}: Lot {lot}\n\n{table('2.4 1 1.2 1.8 rules', rows)}")
    return pages(parts)


def _hours(year: str, steps: int) -> str:
    rows = [["An hour of", "Day, £", "Night, £", "Sunday and public holiday, £"]]
    for trade in (
        "heating engineer",
        "refrigeration engineer",
        "electrician",
        "plumber",
        "joiner",
        "painter",
        "labourer",
        "apprentice",
    ):
        chance = random.Random(f"stoneleigh{trade}")
        price = chance.uniform(21, 58)
        for _ in range(steps):
            price *= chance.uniform(1.02, 1.11)
        night = "–" if trade == "apprentice" else point(price * 1.45, places=2)
        sunday = "–" if trade == "apprentice" else point(price * 1.9, places=2)
        rows.append([trade, point(price, places=2), night, sunday])
    return (
        f"## Rates from 1 April {year}: hours\n\n{table('2 1 1 2 rules', rows)}\n\nNight is from 20:00 to 06:00. Prices hold until a new schedule takes their "
        "place; they do not rise with the index."
    )
