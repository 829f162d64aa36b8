"""Right answers made wrong in one thing each, by rule and seed: what a small model gets wrong when it reads well and copies badly.

Knows nothing of how the product reads numbers, dates or tables, so that the two do not share a blind spot. An alteration
that would leave the answer true (the neighbouring cell holds the same figure) is not made.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

Table = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Right:
    """A right answer. `values` are the ranges of `text` that hold what was asked for; `pages` the texts of the pages that
    say it, `others` those of the document's other pages; `told` are pieces of the lines that say it."""

    id: str
    text: str
    values: tuple[tuple[int, int], ...]
    pages: tuple[str, ...]
    others: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Altered:
    kind: str
    text: str
    was: str
    now: str


Rule = Callable[[Right, random.Random], Iterator[tuple[int, int, str]]]
"""Yields changes, the likeliest first: `text[start:end]` becomes the string."""

_FIGURE = re.compile(r"(?<![\w.,-])\d[\d,. ]*\d(?![\w-])|(?<![\w.,-])\d(?![\w-])")
_NUMBER_WORDS = (
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen"],
    ["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"],
)
_MONTHS = (
    [
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
    ],
    [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
)
_GERMAN = re.compile(r"\b(?:der|die|das|ist|muss|wird|werden|nicht|nein|darf|beträgt|wurde|waren|bis zu)\b", re.I)
_NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
_MODEL = re.compile(r"\b[A-Z]{1,4}-?\d{1,4}[A-Z]?\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_UNITS = {
    "£": "€", "€": "£", "thousand": "million", "million": "thousand", "Tausend": "Millionen", "Millionen": "Tausend",
    "per cent": "percentage points", "%": "percentage points", "kg": "g", "g": "kg", "Nm": "N", "mm": "cm", "km": "m",
    "m": "cm", "hours": "days", "hour": "day", "minutes": "hours", "days": "weeks", "weeks": "months", "Wochen": "Monaten",
    "months'": "weeks'", "months": "weeks", "years": "months", "years'": "months'", "euro": "pounds", "euros": "pounds",
    "pounds": "euros", "Pfund": "Euro", "Pence": "Pfund", "centimes": "euros", "tonnes": "kilograms", "A": "V",
    "ml/h": "l/h", "°C": "°F", "ha": "square kilometres", "mg": "g", "Nächten": "Stunden", "km/h": "mph", "litres": "gallons",
    "ppm": "per cent", "decibels": "watts", "mm/s": "m/s", "megawatt": "kilowatt", "a night": "a week", "a day": "a week",
    "a year": "a month", "a litre": "a hectare", "per week": "per month", "an hour": "a day", "times a": "hours a",
    "degrees": "metres", "dB(A)": "mW",
}  # fmt: skip
_BOUNDS = {
    "at least": "at most", "at most": "at least", "not more than": "not less than", "not less than": "not more than",
    "more than": "less than", "less than": "more than", "up to": "at least", "höchstens": "mindestens",
    "bis zu": "mindestens", "within": "not before", "until": "from", "bis zum": "ab dem",
    "cannot exceed": "cannot fall below", "must not exceed": "must not fall below", "may not exceed": "may not fall below",
    "not to exceed": "not to fall below", "after": "before",
}  # fmt: skip
_DIRECTIONS = {
    "rose": "fell", "raised": "lowered", "lowered": "raised", "falls": "rises", "fall": "rise", "gone up": "gone down",
    "higher": "lower", "larger": "smaller", "longer": "shorter", "lowest": "highest", "most of": "fewest of", "the most": "the fewest", "the fewest": "the most",
    "reduced": "increased", "go up": "go down", "above": "below", "below": "above", "too low": "too high",
    "anticlockwise": "clockwise", "low zone": "high zone", "high zone": "low zone", "earned": "lost", "lower": "upper",
    "sold": "bought", "more noise": "less noise", "rise": "fall", "slower": "faster", "dry": "oiled", "oiled": "dry",
    "many": "few", "few": "many", "by day": "at night", "at night": "by day", "hottest": "coldest",
}  # fmt: skip
_NOT = re.compile(r"\b(?:not|never|nicht) |\b(?:no|kein|keine) (?=\w)", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|must|may|can|could|will|would|should|has|have|had|wird|wurden|wurde|waren|muss|ist)\b(?! not)"
)
_TAKEN_OUT = {"never": "always", "no ": "a ", "kein ": "ein ", "keine ": "eine "}


def altered(right: Right, seed: int) -> list[Altered]:
    """At most one alteration of each kind."""
    found = []
    for kind, rule in RULES.items():
        chance = random.Random(f"{seed} {right.id} {kind}")
        for start, end, now in rule(right, chance):
            was = right.text[start:end]
            if not _same(was, now):
                found.append(Altered(kind, right.text[:start] + now + right.text[end:], was, now))
                break
    return found


def number(text: str) -> Decimal | None:
    """The number that a cell or phrase is, if it is one alone. Minus signs and brackets of losses do not count."""
    plain = re.sub(r"(?<=\d)[,\s](?=\d{3}(?!\d))", "", text.strip("£€%()-–− "))
    if re.fullmatch(r"\d+,\d{1,2}", plain):
        plain = plain.replace(",", ".")
    try:
        return Decimal(plain).normalize()
    except InvalidOperation:
        return None


def tables(text: str) -> list[list[list[str]]]:
    """The tables of a page's text as rows of cells: runs of lines with a bar between cells. Cells that the page leaves
    empty stay, as they keep the columns apart."""
    found: list[list[list[str]]] = [[]]
    for line in text.split("\n"):
        if " | " in line or line.startswith("| "):
            found[-1].append([cell.strip() for cell in re.split(r"\|", line)])
        elif found[-1]:
            found.append([])
    return [table for table in found if len(table) > 1]


def _same(was: str, now: str) -> bool:
    return was.casefold() == now.casefold() or (number(was) is not None and number(was) == number(now))


def _like(was: str, value: Decimal) -> str:
    """`value` written as `was` is, with or without commas in thousands."""
    return f"{value:,f}" if "," in was or (value >= 10000 and "." not in was) else f"{value:f}"


def _figures(right: Right) -> Iterator[tuple[int, int]]:
    for start, end in right.values:
        yield from ((start + m.start(), start + m.end()) for m in _FIGURE.finditer(right.text[start:end]))


def _digit(right: Right, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    for start, end in _figures(right):
        was = right.text[start:end]
        places = [i for i, c in enumerate(was) if c.isdigit()]
        at = chance.choice(places)
        others = [d for d in "123456789" if d != was[at]]
        yield start, end, was[:at] + chance.choice(others) + was[at + 1 :]
    for start, end in right.values:
        for words in _NUMBER_WORDS:
            was = right.text[start:end]
            if was.lower() in words:
                yield start, end, chance.choice([word for word in words if word != was.lower()])


def _cells(right: Right) -> Iterator[tuple[int, int, Table, int, int]]:
    """Places of figures in the answer, each with a table, row and column where it stands; rows that are told of come first."""
    for start, end in _figures(right):
        value = number(right.text[start:end])
        places = [
            (table, i, j)
            for page in right.pages
            for table in tables(page)
            for i, row in enumerate(table)
            for j, cell in enumerate(row)
            if j and value is not None and number(cell) == value
        ]
        told = [place for place in places if _is_told(right, place[0][place[1]])]
        yield from ((start, end, *place) for place in told or places)


def _is_told(right: Right, row: Sequence[str]) -> bool:
    line = " ".join(cell for cell in row if cell)
    return any(piece in line or line in piece for piece in right.told)


def _numbers(cells: Sequence[str]) -> list[Decimal]:
    return [value for cell in cells if (value := number(cell)) is not None]


def _column(right: Right, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    for start, end, table, i, j in _cells(right):
        row = table[i]
        near = [cell for k in sorted(range(1, len(row)), key=lambda k: abs(k - j)) for cell in [row[k]] if k != j]
        for value in _numbers(near)[:4]:
            yield start, end, _like(right.text[start:end], value)


def _row(right: Right, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    for start, end, table, i, j in _cells(right):
        rows = [r for k, r in sorted(enumerate(table), key=lambda one: abs(one[0] - i)) if k != i and len(r) > j]
        for value in _numbers([row[j] for row in rows if row[0]])[:4]:
            yield start, end, _like(right.text[start:end], value)


def _other_table(right: Right, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    """The same row and column of a table of another page: another division, ward or model."""
    for start, end, table, i, j in _cells(right):
        rows = [
            row
            for page in right.others
            for other in tables(page)
            if other[0] == table[0]
            for row in other
            if row[0] == table[i][0] and len(row) == len(table[i])
        ]
        chance.shuffle(rows)
        for value in _numbers([row[j] for row in rows]):
            yield start, end, _like(right.text[start:end], value)


def _elsewhere(right: Right, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    for start, end in _figures(right):
        was = number(right.text[start:end])
        figures = [m.group() for page in right.pages for m in _FIGURE.finditer(page) if not _YEAR.fullmatch(m.group())]
        found = [v for figure in figures if (v := number(figure)) is not None]
        close = [v for v in found if was and v != was and v and Decimal("0.2") < v / was < 5]
        for value in chance.sample(close, len(close)):
            yield start, end, _like(right.text[start:end], value)


def _name(right: Right, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    """Another name of the page, rather one of as many words; in German only what was asked for is known to be a name. What
    has digits is a code."""
    for start, end in _names(right):
        was = right.text[start:end]
        there = [name for page in right.pages for name in _names_of(page) if not set(name.split()) & set(was.split())]
        there = [name for name in dict.fromkeys(there) if name not in right.text and not _is_word(name, right.pages)]
        chance.shuffle(there)
        for name in sorted(there, key=lambda name: abs(len(name.split()) - len(was.split()))):
            yield start, end, name


def _names(right: Right) -> list[tuple[int, int]]:
    marked = [(s, e) for s, e in right.values if _is_name(right.text[s:e])]
    if _GERMAN.search(right.text):
        return marked
    free = [
        (m.start(), m.end())
        for m in _NAME.finditer(right.text)
        if m.start() and right.text[m.start() - 2] not in ".:" and _is_name(m.group()) and len(m.group()) > 3
    ]
    return marked or free


def _is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text)) and not _has_month(text) and not re.search(r"\d", text)


def _names_of(page: str) -> list[str]:
    """Runs of capitals inside sentences, and what a table's rows are called."""
    prose = [
        m.group()
        for m in _NAME.finditer(page)
        if m.start() > 1 and page[m.start() - 1] == " " and page[m.start() - 2].islower() and not _has_month(m.group())
    ]
    rows = [row[0] for table in tables(page) for row in table[1:] if _NAME.fullmatch(row[0])]
    return [name for name in (*rows, *prose) if len(name) > 3 and not re.search(r"\d", name)]


def _is_word(name: str, pages: Sequence[str]) -> bool:
    """A word that the pages have without a capital, too, or that is all capitals, is no name of anything."""
    return name.isupper() or any(re.search(rf"\b{re.escape(name.lower())}s?\b", page) for page in pages)


def _has_month(text: str) -> bool:
    return any(word in months for months in _MONTHS for word in text.split())


def _model(right: Right, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    for match in _MODEL.finditer(right.text):
        there = [m.group() for page in right.pages for m in _MODEL.finditer(page)]
        shaped = [code for code in dict.fromkeys(there) if code[0] == match.group()[0] and code not in right.text]
        chance.shuffle(shaped)
        for code in shaped:
            yield match.start(), match.end(), code


def _year(right: Right, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    for match in _YEAR.finditer(right.text):
        if _is_date(right.text, match.start()):
            continue
        there = {m.group() for page in right.pages for m in _YEAR.finditer(page)}
        there |= {str(int(match.group()) + step) for step in (-1, 1)}
        for year in chance.sample(sorted(there), len(there)):
            if year not in right.text and not _is_true_in(right, year):
                yield match.start(), match.end(), year


def _is_true_in(right: Right, year: str) -> bool:
    """Whether a row that says the answer has one of its figures in the column of that year, too."""
    figures = {number(right.text[start:end]) for start, end in _figures(right)}
    return any(
        head and head[-1] == year and number(cell) in figures
        for page in right.pages
        for table in tables(page)
        for row in table
        if _is_told(right, row)
        for head, cell in zip(_heads(table, len(row)), row, strict=True)
    )


def _heads(table: Table, columns: int) -> list[list[str]]:
    """For each column, the years that stand in it."""
    return [[row[j] for row in table if len(row) > j and _YEAR.fullmatch(row[j])] for j in range(columns)]


def _is_date(text: str, year: int) -> bool:
    return any(re.search(rf"\b\d{{1,2}}\.? {month} $", text[:year]) for months in _MONTHS for month in months)


def _day(right: Right, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    for months in _MONTHS:
        for match in re.finditer(rf"\b(\d{{1,2}})\.? (?:{'|'.join(months)})\b", right.text):
            day = int(match.group(1))
            others = [d for d in (day - 1, day + 1, day + 10, day - 10) if 0 < d < 29]
            yield match.start(1), match.end(1), str(chance.choice(others))


def _month(right: Right, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    for months in _MONTHS:
        for match in re.finditer(rf"\b(?:{'|'.join(months)})\b", right.text):
            if months[0] == "Januar" and not _GERMAN.search(right.text):
                continue
            yield match.start(), match.end(), chance.choice([month for month in months if month != match.group()])


def _negation(right: Right, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    """A 'not' taken out, together with the 'No' that opens the answer; else one put in behind the verb."""
    opening = re.match(r"(No|Nein|Yes|Ja), ", right.text)
    begin = opening.end() if opening else 0
    body = right.text[begin:]
    match = _NOT.search(body)
    if match and not re.match(r"not (?:more|less) than", body[match.start() :]):
        word = match.group().lower()
        changed = body[: match.start()] + _TAKEN_OUT.get(word, "") + body[match.end() :]
        yield 0, len(right.text), {"No": "Yes, ", "Nein": "Ja, "}.get(opening.group(1) if opening else "", "") + changed
        return
    verb = _VERB.search(body)
    if verb:
        word = " nicht" if _GERMAN.search(body) else " not"
        changed = body[: verb.end()] + word + body[verb.end() :]
        yield 0, len(right.text), {"Yes": "No, ", "Ja": "Nein, "}.get(opening.group(1) if opening else "", "") + changed


def _unit(right: Right, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    """The unit before or behind a figure that was asked for."""
    for start, end in right.values:
        if right.text[start - 1 : start] in ("£", "€"):
            yield start - 1, start, _UNITS[right.text[start - 1]]
        for unit in sorted(_UNITS, key=len, reverse=True):
            if re.match(rf"\s?{re.escape(unit)}(?![\w])", right.text[end:]):
                at = end + right.text[end:].index(unit)
                yield at, at + len(unit), _UNITS[unit]
                break


def _swapped(words: dict[str, str]) -> Rule:
    longest = sorted(words, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", re.IGNORECASE)

    def rule(right: Right, chance: random.Random) -> Iterator[tuple[int, int, str]]:
        for match in pattern.finditer(right.text):
            now = words[match.group().lower()]
            if words is _DIRECTIONS and right.text[: match.start()].endswith("at "):
                continue
            yield match.start(), match.end(), now.capitalize() if match.group()[0].isupper() else now

    return rule


RULES: dict[str, Rule] = {
    "a digit": _digit,
    "neighbouring column": _column,
    "neighbouring row": _row,
    "same cell, other table": _other_table,
    "number from the page": _elsewhere,
    "name": _name,
    "model or code": _model,
    "year": _year,
    "day": _day,
    "month": _month,
    "negation": _negation,
    "unit": _unit,
    "bound": _swapped(_BOUNDS),
    "direction": _swapped(_DIRECTIONS),
}
