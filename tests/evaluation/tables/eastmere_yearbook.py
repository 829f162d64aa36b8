"""Sixty tables over the sixteen wards of Eastmere."""

import random

from tests.evaluation.tables import pages, point, table, thousands

_WARDS = [
    "Harbour",
    "Harbour East",
    "Quayside",
    "Quarry Bank",
    "Mill Hill",
    "Upper Mill",
    "Saint Olave",
    "Saint Olave Fields",
    "Northgate",
    "North Common",
    "Gasworks",
    "Weir Side",
    "Weavers",
    "Old Town",
    "Island",
    "Longmeadow",
]
_YEARS = ("2020", "2021", "2022", "2023", "2024")
_CHAPTERS = {
    "A People": (
        ("Residents on 31 December", 2400, 21000),
        ("Residents under 18", 300, 4800),
        ("Residents of 65 and over", 350, 5200),
        ("Births in the year", 14, 260),
        ("Deaths in the year", 20, 240),
        ("People who moved in from outside the city", 120, 2600),
        ("People who moved out of the city", 110, 2500),
        ("Households of one person", 500, 6900),
        ("Households with children", 210, 3900),
        ("Residents born abroad", 160, 4400),
        ("Residents of 85 and over", 30, 900),
        ("Marriages registered", 6, 140),
    ),
    "B Dwelling": (
        ("Dwellings on 31 December", 1200, 11400),
        ("Dwellings finished in the year", 0, 420),
        ("Dwellings pulled down in the year", 0, 40),
        ("Rent of let dwellings, euro a square metre, without heating", 6.2, 14.9),
        ("Rent of dwellings newly let, euro a square metre, without heating", 7.1, 17.8),
        ("Empty dwellings", 9, 610),
        ("Dwellings of the city's own company", 0, 2900),
        ("Floor space for each resident, square metres", 31.0, 52.0),
        ("Dwellings heated from the city's network", 60, 7400),
        ("Dwellings let for holidays", 3, 510),
        ("Price of sold dwellings, thousand euro", 118.0, 620.0),
        ("Building permits granted", 2, 160),
    ),
    "C Learning and care": (
        ("Pupils in primary schools", 90, 1300),
        ("Places in nurseries", 30, 620),
        ("Children on the waiting list of nurseries", 0, 190),
        ("Pupils who left school without a certificate", 0, 41),
        ("Places in homes for the old", 0, 310),
        ("General practitioners", 0, 19),
        ("Residents on a general practitioner's list, for each practice", 900, 2600),
        ("People cared for at home", 40, 690),
        ("Pupils in secondary schools", 80, 1900),
        ("Pupils who learn an instrument at the city's school", 6, 420),
        ("Children looked after by the city", 3, 120),
        ("Chemists", 1, 12),
    ),
    "D Ways and wheels": (
        ("Cars registered", 700, 7800),
        ("Cars with electric drive", 8, 1290),
        ("Bicycles counted on a day in June", 150, 9800),
        ("Share of journeys on foot, per cent", 14.0, 39.0),
        ("Share of journeys by tram, per cent", 6.0, 31.0),
        ("Road accidents with injuries", 2, 97),
        ("People killed or badly hurt on the roads", 0, 12),
        ("Parking permits for residents", 0, 3900),
        ("Parking fines", 120, 9600),
        ("Trams stopping on a working day", 40, 1400),
        ("Share of journeys by bicycle or scooter, per cent", 5.0, 27.0),
        ("Street lamps", 190, 2600),
    ),
    "E Leisure, work and safety": (
        ("Visits to museums, theatres and concerts", 0, 88000),
        ("Books lent by the libraries", 2100, 98000),
        ("Members of sports clubs", 180, 4700),
        ("Unemployed at the end of September", 40, 1250),
        ("Firms with ten or more people", 4, 310),
        ("Burglaries of dwellings", 1, 96),
        ("Calls for the fire brigade", 11, 340),
        ("Dogs registered", 60, 990),
        ("Registered readers of the libraries", 150, 5200),
        ("Young people out of work", 4, 160),
        ("Thefts of bicycles", 9, 380),
        ("Complaints about noise", 5, 240),
    ),
}
_NOTES = (
    "The source is the register of residents.",
    "The source is the office's own survey, with 4,120 answers in 2024.",
    "Figures of 2020 are lower than usual in most wards for reasons that everybody remembers.",
    "The law on which the count rests was changed in 2021; the change is said to matter little.",
    "The city's line is not always the sum of the wards, since some could not be placed.",
    "The figures come from the authority concerned and have not been checked by us.",
    "Figures for 2024 are provisional and will be replaced in the spring.",
)


def tables() -> str:
    made = list[str]()
    for heading, entries in _CHAPTERS.items():
        for number, (title, low, high) in enumerate(entries, 1):
            head = f"# {heading}\n\n" if number == 1 else ""
            made.append(f"{head}## {heading[0]}{number} {title}\n\n{_table(heading[0], number, low, high)}")
    return pages(["", *made])


def _table(chapter: str, number: int, low: float, high: float) -> str:
    chance = random.Random(f"eastmere{chapter}{number}")
    share = isinstance(low, float)
    years = ("2020", "2022", "2024") if chapter == "D" and share else _YEARS
    rows = [["Ward", *years]]
    sums = [0.0] * len(years)
    for ward in _WARDS:
        start, value = chance.uniform(low, high), 0.0
        cells = list[str]()
        for place in range(len(years)):
            value = start * (1 + place * chance.uniform(-0.03, 0.06)) * chance.uniform(0.95, 1.05)
            sums[place] += value if share else round(value)
            cells.append(_cell(chance, ward, chapter, years[place], value, share=share))
        rows.append([ward, *cells])
    rows.append(["City", *[point(one / len(_WARDS)) if share else thousands(one) for one in sums]])
    notes = " ".join(chance.sample(_NOTES, 2))
    return f"{table('2.4' + ' 1' * len(years) + ' rules', rows)}\n\n{notes}\n\n{_comment(rows)}"


def _comment(rows: list[list[str]]) -> str:
    """What the table shows, in words: who stands first and last in each year, of those whose figures are given."""
    said = list[str]()
    for column, year in enumerate(rows[0][1:], 1):
        order = sorted((_value(row[column]), row[0]) for row in rows[1:-1] if row[column] not in {".", "–"})
        said.append(
            f"In {year} the highest figure was that of {order[-1][1]}, followed by {order[-2][1]}; the lowest was that of {order[0][1]}."
        )
    whole = [row for row in rows[1:-1] if not {row[1], row[-1]} & {".", "–"}]
    moved = sorted((_value(row[-1]) / _value(row[1]), row[0]) for row in whole)
    return (
        " ".join(said)
        + f" Over the whole time the figure of {moved[-1][1]} rose most in proportion, and that of {moved[0][1]} least."
    )


def _value(cell: str) -> float:
    return float(cell.strip("()").replace(",", ""))


def _cell(chance: random.Random, ward: str, chapter: str, year: str, value: float, *, share: bool) -> str:
    if chapter == "E" and ward == "Upper Mill" and year in {"2020", "2021"}:
        return "."
    if not share and round(value) == 0:
        return "–"
    hidden = chance.random()
    plain = point(value) if share else thousands(value)
    return "." if hidden < 0.012 else f"({plain})" if hidden < 0.03 else plain
