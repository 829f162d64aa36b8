"""Tables of the twelve marshes, in two narrow columns."""

import random

from tests.evaluation.tables import point, table

_MARSHES = (
    "Orfleet",
    "Orford Ness",
    "Haddiscombe",
    "Haddon Creek",
    "Kroonland",
    "Sele Point",
    "Selwick",
    "Tollard",
    "Tolle Sand",
    "Nessing",
    "Brae",
    "Lower Brae",
)
_ESTUARIES = ("Wend", "Wend", "Wend", "Oster", "Oster", "Oster", "Sele", "Sele", "Sele", "Brae", "Brae", "Brae")
_MUD = (131, 52, 78, 44, 96, 27, 61, 38, 88, 14, 33, 22)


def marshes() -> str:
    return "\n\n".join((_places(), _rates("high"), _rates("low"), _mud(), _stems(), _years()))


def _places() -> str:
    c = random.Random("saltmarsh places")
    rows = [["Marsh", "Estuary", "Hectares", "Tide, m", "Floods a year"]]
    rows += [
        [name, estuary, str(c.randint(12, 240)), point(c.uniform(2.1, 6.4)), str(c.randint(48, 290))]
        for name, estuary in zip(_MARSHES, _ESTUARIES, strict=True)
    ]
    return f"### Table A1. The marshes\n\n{table('1.7 1.1 1.2 0.9 1.1 rules', rows)}"


def _rates(zone: str) -> str:
    c = random.Random(f"saltmarsh {zone}")
    rows = [["Marsh", "None", "Few", "Many", "s.e."]]
    for name, mud in zip(_MARSHES, _MUD, strict=True):
        none = 3.2 + mud / 30 + (0.7 if zone == "low" else 0) + c.uniform(-0.5, 0.5)
        loss = max(-0.1, (75 - mud) / 22) + c.uniform(-0.3, 0.3)
        cells = [none, none + c.uniform(-0.3, 0.6), none - loss]
        rows.append([name, *[point(one) for one in cells], point(c.uniform(0.2, 0.9))])
    return f"### Table A2, {zone} zone. Rise of the surface, mm a year, by number of sheep\n\n{table('1.7 1 1 1 1 rules', rows)}"


def _mud() -> str:
    c = random.Random("saltmarsh mud")
    rows = [["Marsh", "2013", "2015", "2017", "2019", "2021", "Mean"]]
    for name, mud in zip(_MARSHES, _MUD, strict=True):
        cells = [str(round(mud * c.uniform(0.7, 1.3))) for _ in range(5)]
        if name == "Haddiscombe":
            cells[1] = "lost"
        if name in {"Kroonland", "Sele Point"}:
            cells[-1] = "–"
        if name == "Kroonland":
            cells[-2] = "–"
        rows.append([name, *cells, str(mud)])
    return f"### Table A3. Mud in the water, mg a litre, in alternate years, and mean of all nine\n\n{table('1.8 1 1 1 1 1 1 rules', rows)}"


def _stems() -> str:
    c = random.Random("saltmarsh stems")
    rows = [["Marsh", "None", "Few", "Many", "Cut"]]
    for name in _MARSHES:
        cut = str(c.randint(120, 240)) if name in {"Orfleet", "Tollard", "Brae"} else ""
        rows.append([name, str(c.randint(90, 210)), str(c.randint(160, 310)), str(c.randint(60, 180)), cut])
    return f"### Table A4. Stems in a frame of 25 cm, in 2021 or the last year\n\n{table('1.7 1 1 1 1 rules', rows)}"


def _years() -> str:
    c = random.Random("saltmarsh years")
    rows = [["Year", "Sheep lost", "Fences broken", "Days under water", "Points read"]]
    rows += [
        [str(year), str(c.randint(0, 9)), str(c.randint(2, 31)), str(c.randint(21, 66)), str(c.randint(780, 864))]
        for year in range(2013, 2022)
    ]
    return f"### Table A5. The years of the trial\n\n{table('1 1 1.2 1.3 1.1 rules', rows)}"
