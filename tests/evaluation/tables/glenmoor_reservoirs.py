"""A sheet for each of 60 reservoirs, the same boxes on all, some of them blank."""

import random

from tests.evaluation.tables import pages, point, table, thousands

_FIRST = ("Upper", "Lower", "Black", "White", "Long", "Old", "New", "Little")
_SECOND = ("Carn", "Dowie", "Ferrin", "Gask", "Ings", "Keld", "Lorn", "Mara")
_STATES = ("sound", "fair", "worn", "poor")
_FINDINGS = (
    "Moss on the upstream stones hides the joints; two were opened with a knife and found empty.",
    "The gate of the bottom outlet moved by hand with 46 turns and closed without leaking.",
    "The gate of the bottom outlet did not move. It was not forced.",
    "A wet patch of the size of a door lies at the left foot of the dam, as in the last report.",
    "The spillway has a crack across its floor, into which a coin can be put upright.",
    "Birch trees grow on the crest; the thickest measures 14 cm.",
    "Rabbits have dug on the downstream face, eleven holes in all.",
    "The gauge board has been lost and the level was taken with a tape.",
    "Anglers have built a shed against the parapet, with a stove in it.",
    "The valve tower rings hollow on the north side over about two square metres.",
    "The road over the crest has a rut that holds water after rain.",
    "Wave wall: four coping stones are missing, one lies in the water.",
)
_ACTIONS = (
    "fell the trees on the crest", "free the outlet gate", "fill the joints of the pitching", "drive off the rabbits and fill the holes",
    "replace the gauge board", "survey the crest by level", "seal the crack in the spillway", "remove the shed of the anglers",
    "tap and inject the valve tower", "put back the coping stones", "dig out the drain at the left foot",
)  # fmt: skip


def sheets() -> str:
    names = [f"{first} {second}" for second in _SECOND for first in _FIRST][:60]
    random.Random("glenmoor").shuffle(names)
    return pages(["", *(f"{_sheet(number, name)}\n\n{_around(name, names)}" for number, name in enumerate(names, 1))])


def _around(name: str, names: list[str]) -> str:
    c = random.Random(f"around{name}")
    above, below, beside = c.sample([other for other in names if other != name], 3)
    return (
        f"Water comes from {above} and goes on to {below}; for the freeboard and seepage of these see their own sheets. "
        f"The outlet was last compared with that of {beside}, which has the same key, spillway and kind of gate."
    )


def _sheet(number: int, name: str) -> str:
    c = random.Random(f"glenmoor{name}")
    kind = c.choice(("earth with clay core", "earth, homogeneous", "masonry, gravity", "concrete, gravity"))

    def maybe(value: str) -> str:
        return "" if c.random() < 0.1 else value

    form = [
        f"Reservoir = {name} | Sheet = GW-24/{number:02} | Class = {c.choice('1223')}",
        f"Date of visit = {maybe(f'{c.randint(2, 28)}/{c.randint(3, 10):02}/2024')} | Inspector = {maybe(c.choice(('E. Strang', 'L. Mulvey')))} | Weather = {maybe(c.choice(('dry', 'rain', 'fog', 'frost', 'wind')))}",
        f"Built = {maybe(str(c.randint(1849, 1968)))} | Kind of dam = {kind} | Height, m = {point(c.uniform(4, 31))}",
        f"Length of crest, m = {c.randint(45, 410)} | Holds, thousand m³ = {thousands(c.randint(40, 4200))} | Freeboard, m = {maybe(point(c.uniform(0.6, 2.4), places=2))}",
        f"Spillway, m³/s = {maybe(point(c.uniform(2, 64)))} | Outlet, mm = {c.choice((225, 300, 375, 450, 600))} | Last drained = {maybe(str(c.randint(1976, 2021)))}",
        f"Owner of land below = {maybe(c.choice(('the estate', 'the parish', 'Mr. Ruddock', 'the Crown', 'the railway')))} | Key held by = {maybe(c.choice(('gatehouse', 'farm', 'depot', 'warden')))} | Telephone at dam = {maybe(c.choice(('none', 'works', 'dead')))}",
    ]
    rows = [["Part", "State in 2024", "State at last visit"]]
    rows += [
        [part, c.choice(_STATES), c.choice(_STATES)]
        for part in (
            "crest",
            "upstream face",
            "downstream face",
            "spillway",
            "valve tower",
            "outlet gate",
            "tunnel or culvert",
            "instruments",
        )
    ]
    measured = [["Measured", "2024", "2023", "2022"]]
    for label, low, high in (
        ("Seepage, litres a minute", 0.4, 96.0),
        ("Settlement since 1990, mm", 3.0, 61.0),
        ("Highest water below sill, m", 0.0, 2.2),
    ):
        start = c.uniform(low, high)
        grown = [start, start - c.uniform(0, 0.9), start - c.uniform(0.9, 1.8)]
        values = [
            point(one)
            for one in (
                grown if label.startswith("Settlement") else (start, c.uniform(low, high), c.uniform(low, high))
            )
        ]
        if c.random() < 0.25:
            values[c.randint(1, 2)] = "not read"
        measured.append([label, *values])
    actions = [
        f"{letter}: {action}, estimate £{thousands(c.randint(4, 480) * 100)}"
        for letter, action in zip(sorted(c.choices("ABC", k=3)), c.sample(_ACTIONS, 3), strict=True)
    ]
    again = (
        " The inspectors came back after nine days and found no change."
        if name in {"Black Gask", "Upper Ferrin"}
        else ""
    )
    return (
        f"## {name}\n\n[form{' spread' if number % 2 else ''}] "
        + "\n".join(form)
        + f"\n\n{table('2 1.4 1.6 rules', rows)}\n\n{' '.join(c.sample(_FINDINGS, 3))}{again}\n\n"
        f"{table('3 1 1 1 rules', measured)}\n\n"
        + "\n".join(f"- {action}" for action in actions)
        + f"\n\n[form] Signed = {maybe('yes')} | Next inspection = {maybe(str(c.randint(2025, 2029)))} | Copy to council = {maybe(c.choice(('sent', 'not needed')))}"
    )
