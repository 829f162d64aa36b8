"""Ten pumps that look alike, a chapter of eight pages for each."""

import random
from dataclasses import dataclass

from tests.evaluation.tables import pages, point, table, thousands


@dataclass(frozen=True)
class _Model:
    name: str
    chapter: int
    size: int
    chance: random.Random

    @property
    def kind(self) -> str:
        return {"S": "coupled", "L": "long-shafted"}.get(self.name[-1], "close-coupled")


_NAMES = ("HX-40", "HX-40S", "HX-50", "HX-50S", "HX-65", "HX-65L", "HX-80", "HX-80L", "HX-100", "HX-100L")
_GREASES = ("lithium complex grade 2", "polyurea grade 2", "calcium sulphonate grade 1")
_SEALS = ("carbon on ceramic", "silicon carbide on itself", "carbon on tungsten carbide")


def models() -> str:
    made = (
        _Model(name, number, int(name[3:].rstrip("SL")), random.Random(f"7716{name}"))
        for number, name in enumerate(_NAMES, 3)
    )
    return pages(["", *(_chapter(model) for model in made)])


def _chapter(model: _Model) -> str:
    parts = (_plate, _data, _mounting, _starting, _running, _upkeep, _faults, _parts, _curve, _wires)
    beside = random.Random(f"beside{model.name}")
    return "\n\n".join(
        f"{part(model)}\n\n{_beside(beside, model.name, words)}" for part, words in zip(parts, _WORDS, strict=True)
    )


_WORDS = (
    "plate, serial number and permitted liquids",
    "rated flow, head, motor, current, noise, weight and shaft seal",
    "torque of the bolts, impeller nut, grout and wear ring",
    "first start, filling, direction of the fan and warm bearings",
    "vibration, bearing temperature, smallest flow, leakage and frost",
    "hours of upkeep, grease of the upper and lower bearing, coupling and wear ring",
    "codes, panel, reset and service menu",
    "part numbers, shaft seal, gasket set, impeller and prices",
    "head, flow, power and suction head",
    "terminals, fuse, cable, probe and converter",
)


def _beside(chance: random.Random, name: str, words: str) -> str:
    one, other, third = chance.sample([model for model in _NAMES if model != name], 3)
    return (
        f"This section holds for the {name} alone. What is said of the {one} and the {other} about {words} is different, even where the drawing looks the same; "
        f"the two have chapters of their own. If the plate cannot be read, do not go by the {third}, with which the {name} is often confused, but ask. "
        f"In pumps converted from {one} to {name} the old plate stays on and a second one is put over it; go by the upper one."
    )


def _plate(m: _Model) -> str:
    c, letter = m.chance, {"S": "S", "L": "L"}.get(m.name[-1], "")
    extra = {
        "S": "Between motor and wet end sits a coupling with six rubbers. The guard over it is part of the machine; without it the pump must not run.",
        "L": "The long shaft has a bearing of its own at the lower end, which is cooled by the liquid. It must never run dry, not for ten seconds.",
        "": "The impeller sits on the shaft of the motor. There is nothing to align, and nothing to align with if the motor is replaced by a foreign one.",
    }[letter]
    use = c.choice(
        (
            "heating circuits and cooling towers",
            "irrigation and washing plants",
            "ballast and bilge",
            "boosting of mains",
            "quarry water",
        )
    )
    return (
        f"# {m.chapter} {m.name}\n\n## {m.chapter}.1 What it is\n\nThe {m.name} is a {m.kind} pump with a flange of {m.size} mm. It was designed for {use}. "
        f"{extra}\n\nThe plate is riveted to the motor stool, on the side away from the terminal box. The serial number begins with the year and the week of "
        f"building. Pumps built before week {c.randint(4, 50)} of {c.randint(2017, 2022)} have the old panel; its codes are printed in edition "
        f"{c.randint(4, 7)} of this book and differ from those in {m.chapter}.7.\n\nThe pump is delivered with {c.choice(('two', 'three', 'four'))} wedges, a "
        f"key of {c.choice((8, 10, 13))} mm for the vent, and a bag with {c.randint(2, 6)} spare bolts. Throw the red caps on the flanges away before "
        "mounting; more pumps have failed from a forgotten cap than from any other cause.\n\n"
        f"Permitted liquids: clean water, water with up to {c.choice((20, 30, 40, 50))} per cent glycol, "
        f"and suspended matter up to {point(c.uniform(0.2, 2.4))} mm and {c.randint(20, 180)} grams a litre."
    )


def _data(m: _Model) -> str:
    c, s = m.chance, m.size
    rows = [["", "2-pole", "4-pole"]]
    flow = s * s / 90 * c.uniform(0.9, 1.2)
    rows += [
        ["Rated flow, m³/h", point(flow), point(flow * c.uniform(0.46, 0.54))],
        ["Head at rated flow, m", point(c.uniform(24, 61)), point(c.uniform(6, 15))],
        ["Largest pressure in the casing, bar", "16" if s > 50 else "10", "10" if s > 50 else "6"],
        ["Motor, kW", c.choice(("3.0", "4.0", "5.5", "7.5")), c.choice(("0.55", "0.75", "1.1", "1.5"))],
        ["Speed, 1/min", str(c.randint(2860, 2945)), str(c.randint(1415, 1465))],
        ["Current at 400 V, A", point(c.uniform(5.8, 15.2)), point(c.uniform(1.4, 4.1))],
        ["Noise at 1 m, dB(A)", str(c.randint(68, 84)), str(c.randint(54, 67))],
        ["Suction head needed (NPSH), m", point(c.uniform(2.1, 5.9)), point(c.uniform(0.8, 2.4))],
        [
            "Liquid temperature, °C",
            f"-{c.randint(5, 20)} to {c.choice((95, 105, 110, 120, 140))}",
            f"-{c.randint(5, 25)} to {c.choice((95, 110, 120, 140))}",
        ],
        ["Starts an hour, at most", str(c.randint(8, 22)), str(c.randint(16, 40))],
        ["Weight, kg", str(round(s * c.uniform(0.8, 1.4))), str(round(s * c.uniform(0.7, 1.2)))],
    ]
    return (
        f"## {m.chapter}.2 Technical data of the {m.name}\n\n{table('3 1.4 1.4 rules', rows)}\n\nThe figures hold for water of 20 degrees at "
        f"{c.choice((0, 200, 300, 500))} m above the sea. Take off one per cent of the power for each {c.randint(80, 160)} m more. Protection {c.choice(('IP54', 'IP55', 'IP56', 'IP65'))}; "
        f"insulation class {c.choice('FH')}. With a converter the lowest frequency is {c.randint(12, 24)} Hz and the highest {c.randint(52, 60)} Hz.\n\n"
        f"Shaft seal: {c.choice(_SEALS)}, {c.choice((22, 24, 28, 32, 38))} mm. Grease: {c.choice(_GREASES)}. "
        "Other greases may be used only after the first fill has been washed out."
    )


def _mounting(m: _Model) -> str:
    c = m.chance
    rows = [["Bolt", "Size", "Dry, Nm", "Oiled, Nm"]]
    for bolt in (
        "casing to stool",
        "stool to motor",
        "foundation",
        "suction flange",
        "pressure flange",
        "impeller nut",
        "vent",
    ):
        dry = c.randint(12, 190)
        rows.append([bolt, f"M{c.choice((8, 10, 12, 16, 20))}", str(dry), str(round(dry * c.uniform(0.7, 0.85)))])
    gap = (
        f"The shafts of motor and pump may be out of line by at most {point(c.uniform(0.04, 0.15), places=2)} mm and the faces of the coupling must stand "
        f"{point(c.uniform(2.0, 4.5))} mm apart, measured cold."
        if m.kind == "coupled"
        else "There is no coupling, and nothing has to be aligned on this model."
    )
    return (
        f"## {m.chapter}.3 Mounting the {m.name}\n\nSet the pump on its wedges, level it to {point(c.uniform(0.1, 0.5))} mm on a metre, and pour grout under it. "
        f"Bring the pipes to the flanges, not the flanges to the pipes. Draw the bolts crosswise in {c.choice(('two', 'three'))} rounds and once more after "
        f"{c.choice((8, 24, 48, 50))} hours of running.\n\n{table('2.4 1 1 1 rules', rows)}\n\n{gap}\n\nBetween impeller and wear ring leave "
        f"{point(c.uniform(0.15, 0.45), places=2)} mm all round; the ring has to be replaced when the gap has grown to {point(c.uniform(0.6, 1.4), places=2)} mm. "
        f"Earth the casing with at least {c.choice((6, 10, 16))} mm² of copper."
    )


def _starting(m: _Model) -> str:
    c = m.chance
    return (
        f"## {m.chapter}.4 First start of the {m.name}\n\n- Fill the casing until water without bubbles comes from the vent; this takes about {c.randint(2, 14)} litres.\n"
        f"- Close the valve on the pressure side to {c.choice(('a quarter', 'a third', 'a tenth'))}.\n- Start for {c.randint(2, 5)} seconds and watch which way "
        f"the fan turns: {c.choice(('clockwise', 'anticlockwise'))}, seen from the fan.\n- Start again and open the valve within {c.randint(20, 90)} seconds.\n"
        f"- Read the current after {c.randint(10, 40)} minutes. If it is more than {c.randint(3, 9)} per cent above the plate, the liquid is too dense or the valve too far open.\n\n"
        f"In the first {c.choice((50, 100, 150, 200))} hours the bearings run warmer than later, up to {c.randint(72, 94)} degrees at the outside. "
        f"Write the pressure on both sides, the current and the temperature of the room into the sheet at the end of the log book. "
        f"If the pump hums and does not turn, switch off within {c.randint(3, 8)} seconds.\n\nThe sheet is to be signed by a competent person. "
        "A pump started by somebody else runs without guarantee until it has been looked at, which Halden does at cost."
    )


def _running(m: _Model) -> str:
    c = m.chance
    rows = [["", "Warning", "Stop"]]
    rows += [
        ["Bearing temperature, °C", str(c.randint(82, 93)), str(c.randint(95, 112))],
        ["Vibration, mm/s", point(c.uniform(2.8, 4.4)), point(c.uniform(4.9, 8.2))],
        ["Current, % of plate", str(c.randint(103, 109)), str(c.randint(112, 125))],
        [
            "Suction pressure, bar below open air",
            point(c.uniform(0.3, 0.5), places=2),
            point(c.uniform(0.55, 0.8), places=2),
        ],
        ["Leakage at the seal, ml/h", str(c.randint(4, 30)), str(c.randint(45, 160))],
    ]
    return (
        f"## {m.chapter}.5 Running the {m.name}\n\nDo not run against a closed valve for more than {c.randint(2, 9)} minutes. The smallest flow at which the pump may "
        f"run for good is {c.randint(9, 28)} per cent of the rated flow. Two pumps side by side are changed over each {c.choice((24, 48, 100, 168))} hours, by "
        f"the panel or by hand.\n\n{table('3 1.2 1.2 rules', rows)}\n\nIn frost drain the casing by the lower plug when the pump stands for more than "
        f"{c.randint(2, 20)} hours, and tilt it towards the motor by hand-width; a spoonful stays behind and does no harm. "
        f"The heater in the motor, where fitted, takes {c.choice((25, 40, 50, 65))} W."
    )


def _upkeep(m: _Model) -> str:
    c = m.chance
    rows = [["Work", "Every, hours", "At least every", "By whom"]]
    works = (
        "look and listen",
        "grease the upper bearing",
        "grease the lower bearing",
        "check the bolts",
        "measure the wear ring",
        "replace the shaft seal",
    )
    more = {"coupled": ("replace the coupling rubbers",), "long-shafted": ("replace the lower bearing bush",)}.get(
        m.kind, ()
    )
    for work in (*works, *more, "replace both bearings"):
        seldom = work.startswith(("measure", "replace"))
        hours = c.choice((4000, 5000, 6000, 8000, 12000, 16000) if seldom else (200, 300, 500, 800, 1000, 1500, 2000))
        span = c.choice(
            ("year", "18 months", "2 years", "3 years", "5 years")
            if seldom
            else ("week", "month", "2 months", "3 months", "6 months")
        )
        who = "anybody told how" if work.startswith(("look", "grease")) else "competent person"
        rows.append([work, thousands(hours), span, who])
    return (
        f"## {m.chapter}.6 Upkeep of the {m.name}\n\n{table('3 1.2 1.3 1.8 rules', rows)}\n\nThe upper bearing takes {c.randint(8, 30)} g of grease and the lower "
        f"{c.randint(10, 45)} g, with the motor turning if the guard allows it. More is not better: a bearing that is too full runs hot until it has thrown "
        f"the rest out. After {c.choice((3, 4, 5))} greasings take off the cover and wipe the old grease away.\n\nTo draw the impeller use puller "
        f"{c.randint(2100, 2990)}; a hammer bends the shaft. Heat a new bearing to {c.randint(85, 110)} degrees in oil or on a plate, never with a flame."
    )


_SIGNS = (
    ("no flow at the switch", "valve closed, or air in the suction pipe"),
    ("bearing too hot", "too much grease, or too little"),
    ("phase missing", "fuse, or a loose terminal"),
    ("motor winding too hot", "fan blocked, or too many starts"),
    ("suction pressure too low", "strainer full, or the tank empty"),
    ("seal chamber wet", "replace the seal before long"),
    ("turning backwards", "non-return valve leaks"),
    ("converter gives no answer", "cable of the bus, or its last resistor"),
)


def _faults(m: _Model) -> str:
    c = m.chance
    rows = [["Code", "Meaning", "Look first at", "Restarts by itself"]]
    used = set[int]()
    for meaning, look in c.sample(_SIGNS, 7):
        number = c.choice([one for one in range(11, 60) if one not in used])
        used.add(number)
        again = c.choice(("no", "no", "yes, once", f"after {c.randint(2, 30)} min"))
        rows.append([f"{c.choice('AFF')}{number}", meaning, look, again])
    return (
        f"## {m.chapter}.7 Codes of the {m.name}\n\n{table('0.8 2.4 3 1.6 rules', rows)}\n\nTo reset, hold the green key for {c.randint(2, 9)} seconds. After "
        f"{c.randint(3, 7)} resets in an hour the panel locks for {c.choice((15, 20, 30, 45, 60))} minutes. Codes not listed here stand in chapter 13.\n\n"
        f"The service menu asks for a number; it is the {c.choice(('last', 'first'))} four digits of the serial number. In it, line "
        f"{c.randint(3, 29)} shows the running hours and line {c.randint(30, 60)} the number of starts."
    )


def _parts(m: _Model) -> str:
    c = m.chance
    rows = [["Part", "Number", "Pieces", "Euro each"]]
    names = [
        "casing",
        "impeller",
        "wear ring",
        "shaft seal",
        "upper bearing",
        "lower bearing",
        "gasket set",
        "vent",
        "fan",
        "panel",
    ]
    names += {"coupled": ["coupling rubbers, set"], "long-shafted": ["bearing bush"]}.get(m.kind, [])
    for name in names:
        price = "on request" if name in {"casing", "panel"} and c.random() < 0.5 else point(c.uniform(4, 410), places=2)
        rows.append([name, f"{m.size}-{c.randint(1000, 9999)}-{c.choice('ABCD')}", str(c.choice((1, 1, 1, 2))), price])
    return (
        f"## {m.chapter}.8 Spare parts of the {m.name}\n\n{table('2.6 1.6 1 1.2 rules', rows)}\n\nFor two years of running, keep on the shelf: a shaft seal, a "
        f"gasket set and {c.choice(('a wear ring', 'both bearings', 'a fan'))}. Prices are those of 1 January 2025, without tax and freight."
    )


def _curve(m: _Model) -> str:
    c = m.chance
    rows = [["Flow, m³/h", "Head, m", "Power, kW", "Suction head (NPSH), m"]]
    flow, head, power, suction = (c.uniform(low, high) for low, high in ((2, 6), (30, 64), (1.1, 3.0), (0.9, 1.9)))
    for _ in range(9):
        rows.append([point(flow), point(head), point(power, places=2), point(suction)])
        flow, head, power, suction = (
            flow * c.uniform(1.2, 1.5),
            head * c.uniform(0.86, 0.97),
            power * c.uniform(1.05, 1.2),
            suction * c.uniform(1.08, 1.3),
        )
    return f"## {m.chapter}.9 Curve of the {m.name}, 2-pole\n\n{table('1 1 1 1.6 rules', rows)}\n\nPoints between may be read along a straight line. For 4-pole motors halve the flow and take a quarter of the head."


def _wires(m: _Model) -> str:
    c = m.chance
    terminals = c.sample(range(1, 40), 8)
    rows = [["Terminal", "What for", "Cable, mm²", "Fuse, A"]]
    for terminal, what in zip(
        terminals,
        (
            "mains",
            "earth",
            "probe of the winding",
            "probe of the bearing",
            "leak probe of the seal chamber",
            "bus",
            "lamp for failure",
            "heater in the motor",
        ),
        strict=True,
    ):
        fuse = "–" if what.startswith(("earth", "probe", "leak", "bus")) else str(c.choice((2, 4, 6, 10, 16, 20, 25)))
        rows.append([f"X{terminal}", what, point(c.choice((0.5, 0.75, 1.0, 1.5, 2.5, 4.0, 6.0)), places=2), fuse])
    return (
        f"## {m.chapter}.10 Wiring of the {m.name}\n\n{table('1 2.6 1 0.8 rules', rows)}\n\nThe cable to a converter must not be longer than {c.randint(15, 90)} m. "
        f"The screen is laid on at {c.choice(('both ends', 'the side of the converter alone'))}. The bus has the address {c.randint(2, 126)} when it leaves the works."
    )
