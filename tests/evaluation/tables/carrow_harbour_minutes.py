"""The two tables that stand in the minutes of each month."""

import random

from tests.evaluation.tables import point, table, thousands

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "September",
    "October",
    "November",
    "December",
]
_BEFORE = dict(zip(_MONTHS, ["December", *_MONTHS[:-1]], strict=True)) | {"September": "July and August"}
_ACCOUNT = {
    "Dues of yachts, moored": 14_000,
    "Dues of visitors": 9_000,
    "Landing of fish": 6_200,
    "Ferry": 8_800,
    "Fuel berth": 4_100,
    "Rents": 5_300,
    "Wages": 19_500,
    "Repairs": 5_900,
    "Light and power": 1_900,
    "Insurance": 2_700,
    "Patrol boat": 1_300,
}
_KINDS = ("Visiting yachts", "Ferry passages", "Fishing boats, landings", "Cargo ships", "Pilots taken")


def money(month: str) -> str:
    chance = random.Random(f"carrow{month}")
    rows = [[f"Account of {_BEFORE[month]}", "£", "Same month last year, £"]]
    for label, usual in _ACCOUNT.items():
        amount = usual * chance.uniform(0.55, 1.4)
        rows.append([label, thousands(amount), thousands(amount * chance.uniform(0.8, 1.25))])
    return f"{table('3 1.2 1.8 rules', rows)}\n\nAt the bank: £{thousands(chance.randint(91_000, 268_000))}. Owed to the harbour: £{thousands(chance.randint(4_000, 29_000))}."


def traffic(month: str) -> str:
    chance = random.Random(f"carrow traffic {month}")
    rows = [[f"Traffic of {_BEFORE[month]}", "Number", "Year before"]]
    for label in _KINDS:
        number = chance.randint(2, 390)
        rows.append([label, str(number), str(round(number * chance.uniform(0.7, 1.3)))])
    gust, day = chance.randint(31, 68), chance.randint(2, 28)
    ill = chance.choice(("a rowing boat", "a crab boat", "a sloop on passage", "a motor cruiser", "two boys on a raft"))
    return (
        f"{table('3 1 1.2 rules', rows)}\n\nThe strongest gust was {gust} knots, on the {day}th. The patrol boat was out {chance.randint(3, 29)} times and towed in "
        f"{ill}. {point(chance.uniform(0.2, 3.4))} litres of oil were found on the water on {chance.randint(1, 4)} days; from whom is not known."
    )
