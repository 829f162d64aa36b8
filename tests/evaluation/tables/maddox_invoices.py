"""Twelve invoices that look alike, two credit notes and a statement."""

import random
from dataclasses import dataclass

from tests.evaluation.tables import pages, point, table

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SITES = ("Priory Mill", "Priory Yard", "Old Priory", "Prior's Croft")
_GOODS = (
    ("hire, independent scaffold, per metre and week", 1.5, 4.2),
    ("hire, birdcage, per bay and week", 6.0, 14.0),
    ("hire, tower, per week", 28.0, 64.0),
    ("erect and strike", 240.0, 1900.0),
    ("hoist with driver, per day", 160.0, 290.0),
    ("sheeting, per square metre", 0.9, 2.8),
    ("delivery", 55.0, 140.0),
    ("lost couplers, each", 3.1, 6.4),
    ("temporary roof, per week", 180.0, 520.0),
    ("inspection and tag", 22.0, 48.0),
)
_CREDITS = {
    "April": ("temporary roof leaked for nine days", 448.50),
    "October": ("scaffold struck a week before the date charged", 316.80),
}


@dataclass(frozen=True)
class _Bill:
    number: str
    month: str
    site: str
    order: str
    due: str
    lines: tuple[tuple[str, int, float], ...]
    note: str

    @property
    def net(self) -> float:
        return round(sum(round(count * price, 2) for _, count, price in self.lines), 2)

    @property
    def tax(self) -> float:
        return round(self.net * 0.2, 2)


_REMARKS = {
    "February": "The tower had to be moved by 40 cm because it stood on a drain.",
    "May": "Agreed by telephone with your Mr. Sandys: no charge for the weekend of the flood.",
    "July": "The number of couplers was counted by both sides.",
    "September": "Your order gives no number; please send one.",
    "November": "From 1 January our price for delivery will be £12.50 higher.",
}


def _bills() -> list[_Bill]:
    made = []
    for place, month in enumerate(_MONTHS):
        c = random.Random(f"maddox{month}")
        goods = c.sample(_GOODS, c.randint(4, 6))
        lines = tuple(
            (name, c.randint(1, 4 if high > 100 else 46), round(c.uniform(low, high), 2)) for name, low, high in goods
        )
        order = "" if month == "September" else f"PW-{c.randint(210, 990)}"
        made.append(
            _Bill(
                f"24-{1180 + place * 37 + c.randint(0, 30)}",
                month,
                _SITES[c.randint(0, 3)],
                order,
                f"{c.randint(2, 28)} {(_MONTHS * 2)[place + 1]}",
                lines,
                _REMARKS.get(month, ""),
            )
        )
    return made


def papers() -> str:
    parts = [""]
    bills = _bills()
    for bill in bills:
        parts.append(_invoice(bill))
        if bill.month in _CREDITS:
            parts.append(_credit(bill))
    parts.append(_statement(bills))
    return pages(parts)


def _invoice(bill: _Bill) -> str:
    rows = [["Description", "Quantity", "Price", "Amount"]]
    rows += [[name, str(count), point(price, places=2), f"{count * price:,.2f}"] for name, count, price in bill.lines]
    rows += [
        ["Net", "", "", f"{bill.net:,.2f}"],
        ["Tax", "", "", f"{bill.tax:,.2f}"],
        ["To be paid", "", "", f"{bill.net + bill.tax:,.2f}"],
    ]
    return (
        f"[form] Invoice = {bill.number} | Month of service = {bill.month} 2024 | Due = {bill.due}\nSite = {bill.site} | Your order = {bill.order} | "
        f"Taken by = {random.Random(bill.number).choice(('J. Maddox', 'T. Iqbal', ''))}\n\n{table('3.4 0.8 0.9 1.1 rules', rows)}\n\n{bill.note}"
    )


def _credit(bill: _Bill) -> str:
    reason, amount = _CREDITS[bill.month]
    rows = [
        ["Credit note", "Net", "Tax", "Total"],
        [f"to invoice {bill.number}: {reason}", f"-{amount:,.2f}", f"-{amount * 0.2:,.2f}", f"-{amount * 1.2:,.2f}"],
    ]
    return f"[form] Credit note = C{bill.number} | Month of service = {bill.month} 2024 | Site = {bill.site}\n\n{table('3.4 1 0.9 1.1 rules', rows)}"


def _statement(bills: list[_Bill]) -> str:
    rows = [["Paper", "Site", "Total", "Paid on"]]
    for bill in bills:
        c = random.Random(f"paid{bill.number}")
        day = (
            ""
            if bill.month in {"August", "December"}
            else f"{c.randint(1, 28)} {(_MONTHS * 2)[_MONTHS.index(bill.month) + c.randint(1, 2)]}"
        )
        rows.append([bill.number, bill.site, f"{bill.net + bill.tax:,.2f}", day or "open"])
        if bill.month in _CREDITS:
            rows.append([f"C{bill.number}", bill.site, f"-{_CREDITS[bill.month][1] * 1.2:,.2f}", "set off"])
    return (
        f"## Statement at 31 December 2024\n\n{table('1.4 2 1.2 1.6 rules', rows)}\n\nPlease pay what is open within fourteen days. For sums open for more than "
        "sixty days we charge 8 per cent a year and £40 once. The August invoice is disputed by you, and we have answered on 9 October."
    )
