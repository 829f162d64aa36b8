"""The parts of the Brackwater report that speak of all divisions: record, notes, pay, interim figures."""

import random

from tests.evaluation.tables import pages, table, thousands
from tests.evaluation.tables.brackwater_data import DIVISIONS, SEED, YEARS, figures, line


def _total(name: str) -> tuple[float, ...]:
    records = [figures(key)[name] for key in DIVISIONS]
    return tuple(sum(year) for year in zip(*records, strict=True))


_BETWEEN = (11_240, 12_075, 12_660, 13_385, 14_190)
_CENTRAL = (6_110, 6_480, 6_905, 7_240, 7_655)


def group_record() -> str:
    revenue = tuple(a - b for a, b in zip(_total("revenue"), _BETWEEN, strict=True))
    profit = tuple(a - b for a, b in zip(_total("profit"), _CENTRAL, strict=True))
    rows = [
        ["", *[str(year) for year in reversed(YEARS)]],
        line("Revenue", revenue),
        line("Underlying profit", profit),
        line("Net borrowings", (118_400, 124_950, 131_200, 109_870, 96_310)),
        line("Headcount", _total("people")),
        line("Dividend, pence", (10.4, 11.2, 12.1, 12.8, 13.3)),
        line("Ships at the year end", (71, 70, 68, 66, 61)),
        line("Carbon dioxide, thousand tonnes", (214.3, 209.8, 203.1, 196.6, 171.9)),
    ]
    return table("3 1 1 1 1 1 rules", rows)


def restated() -> str:
    rows = [["", "As first published", "Change", "As restated"]]
    for key, change in (("marine-supply", 7_315), ("estuary-terminals", 1_860)):
        now = figures(key)["revenue"][1]
        label = f"Revenue of {DIVISIONS[key][0]}, 2022"
        rows.append([label, thousands(now + change), f"-{thousands(change)}", thousands(now)])
    profit = figures("estuary-terminals")["profit"][1]
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
    chance = random.Random(f"{SEED}note3")
    within = [_parts(chance, _BETWEEN[-1]), _parts(chance, _BETWEEN[-2])]
    for place, key in enumerate(DIVISIONS):
        revenue = figures(key)["revenue"]
        cells = [revenue[-1] - within[0][place], within[0][place], revenue[-2] - within[1][place], within[1][place]]
        rows.append([DIVISIONS[key][0], *[thousands(cell) for cell in cells]])
    return table("2.6 1 1.2 1 1.2 rules", rows)


def _parts(chance: random.Random, total: int) -> list[int]:
    weights = [chance.uniform(0.2, 2) for _ in DIVISIONS]
    parts = [round(total * one / sum(weights)) for one in weights]
    parts[-1] += total - sum(parts)
    return parts


def profit_note() -> str:
    rows = [["2025", "Underlying profit", "Closing sites", "Sales of ships and land", "Operating profit"]]
    closing = {"marine-supply": 2_030, "coastline-leisure": 745, "northern-cable-repair": 310}
    sales = {"coastal-works": 3_600, "estuary-towage": -420, "coastline-leisure": 185}
    for key, (name, *_) in DIVISIONS.items():
        profit, less, more = figures(key)["profit"][-1], closing.get(key, 0), sales.get(key, 0)
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
    chance = random.Random(f"{SEED}note5")
    for key, (name, *_) in DIVISIONS.items():
        now, before = figures(key)["people"][-1], figures(key)["people"][-2]
        wages = (now * chance.uniform(36, 58), before * chance.uniform(35, 55))
        rows.append([name, *[thousands(one) for one in (now, before, *wages)]])
    return table("2.6 1 1 1.2 1.2 rules", rows) + "\n\nWages are in thousands of pounds and include social security."


def assets_note() -> str:
    rows = [["Book value at 30 September 2025", "Ships", "Land and buildings", "Plant", "Under construction"]]
    chance = random.Random(f"{SEED}note6")
    for key, (name, *_) in DIVISIONS.items():
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
    chance = random.Random(f"{SEED}note8")
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
    chance = random.Random(f"{SEED}pay")
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
    chance = random.Random(f"{SEED}interim")
    heads = [
        "Six months to 31 March",
        "Revenue 2025",
        "Revenue 2024",
        "Underlying profit 2025",
        "Underlying profit 2024",
    ]
    rows = [heads]
    for key, (name, *_) in DIVISIONS.items():
        record = figures(key)
        share = [chance.uniform(0.41, 0.53) for _ in range(4)]
        halved = (record["revenue"][-1], record["revenue"][-2], record["profit"][-1], record["profit"][-2])
        rows.append([name, *[thousands(one * part) for one, part in zip(halved, share, strict=True)]])
    spill = [["Spills and discharges", "2025", "2024", "2023"]]
    for key, (name, *_) in DIVISIONS.items():
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
