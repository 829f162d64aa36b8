"""Thirty filled-in forms of one kind, with blanks."""

import random

from tests.evaluation.tables import pages, point, table, thousands

_GROUPS = (
    "Skerryport Rowing Club", "Skerryport Rovers Juniors", "Friends of Tern Row Park", "Friends of Skerryport Library", "Harbour Choir", "Harbour Men's Choir",
    "Allotments, Gull Lane", "Allotments, Upper Gull Lane", "Brass for All", "Saint Bride's Toddlers", "Saint Bride's Lunch Club", "Repair Café",
    "Bike Kitchen", "Skerryport Bowls", "Ladies' Bowls", "Chess at the Anchor", "Junior Chess", "Deaf Club", "Talking Newspaper", "Boat Shed Trust",
    "Tapestry Group", "Lifeboat Museum", "Skate Park Users", "Night Shelter", "Food Larder West", "Food Larder East", "Bell Ringers", "Scouts, first troop",
    "Scouts, third troop", "Carnival Committee",
)  # fmt: skip
_THINGS = (
    "a boiler for the hall", "new jerseys", "a defibrillator", "hire of a coach to the county show", "forty chairs that stack", "a shed with a rain barrel",
    "repair of the roof", "tools and a lathe", "sheet music and stands", "a ramp at the side door", "a fridge with a glass door", "paint for the fence",
    "training of six volunteers", "a loop for the hard of hearing", "a tent of six by nine metres",
)  # fmt: skip
_REASONS = (
    "the plan has no prices",
    "the group holds more in the bank than it asks for",
    "the hall belongs to somebody else",
    "a grant was made in both rounds before",
)
_NAMES = (
    "Ada Penhale",
    "Rufus Okello",
    "Thora Quist",
    "Bram Tolliver",
    "Inez Marwick",
    "Colm Dacey",
    "Petra Vail",
    "Hector Ambrose",
    "Lise Underhay",
    "Noor Sayeed",
)


def forms() -> str:
    return pages(["", *(_form(number, group) for number, group in enumerate(_GROUPS, 1))])


def _form(number: int, group: str) -> str:
    c = random.Random(f"skerryport{group}")

    def maybe(value: object, share: float = 0.12) -> str:
        return "" if c.random() < share else str(value)

    cost = c.randint(8, 140) * 50
    asked = min(3000, round(cost * c.uniform(0.25, 0.5) / 10) * 10)
    form = [
        f"Number = SG25-{number:02} | Group = {group} | Came in = {c.randint(3, 28)} February 2025",
        f"Founded = {maybe(c.randint(1891, 2023))} | Members = {maybe(c.randint(7, 320))} | of whom under 18 = {maybe(c.randint(0, 60))}",
        f"Person to ask = {maybe(c.choice(_NAMES), 0.05)} | Telephone = {maybe(f'01632 96{c.randint(1000, 9999)}')} | Place of meeting = {maybe(c.choice(('the Anchor', 'town hall', 'church hall', 'boat shed', 'school')))}",
        f"What for = {c.choice(_THINGS)} | Begins = {maybe(c.choice(('April', 'May', 'June', 'when we can')))} | Charity number = {maybe(c.randint(1020000, 1199999), 0.5)}",
        f"Cost in all, £ = {thousands(cost)} | Asked for, £ = {thousands(asked)} | Own money, £ = {maybe(thousands(max(0, cost - asked - c.choice((0, 0, 50, 200)))))}",
        f"In the bank, £ = {maybe(thousands(c.randint(60, 21_000)))} | Grant in autumn 2024, £ = {maybe(c.choice(('none', '400', '750', '1,200')))} | Grant in spring 2024, £ = {maybe(c.choice(('none', 'none', '300', '900')))}",
    ]
    marks = [["Marks", "Mrs. Leck", "Mr. Oduya", "Mr. Tarn"]]
    for label, most in (("Use", 10), ("Plan", 8), ("Effort", 6), ("New", 4)):
        marks.append([label, *[str(c.randint(most // 3, most)) for _ in range(3)]])
    fate = c.choice(("granted", "granted", "granted in part", "refused", "put off"))
    granted = {
        "granted": thousands(asked),
        "granted in part": thousands(round(asked * c.uniform(0.3, 0.8) / 10) * 10),
        "refused": "0",
    }.get(fate, "")
    why = {"refused": c.choice(_REASONS), "granted in part": "for the first half only", "put off": ""}.get(fate, "")
    decision = (
        f"[form] Decision = {fate} | Sum, £ = {granted} | Reason = {why}\nPaid on = {f'{c.randint(1, 28)} April 2025' if fate.startswith('granted') and c.random() < 0.7 else ''} | "
        f"Report due = {maybe(c.choice(('September', 'December', 'March')))} | For the council = {maybe('M. Leck')}"
    )
    quorum = point(c.uniform(2, 9))
    return (
        f"## Application {number}\n\n[form spread] "
        + "\n".join(form)
        + f"\n\n{table('2 1 1 1 rules', marks)}\n\n{decision}\n\nHours of volunteers a week, as the group says: {quorum}."
    )
