"""The unit of a value, as far as the words beside it tell, in one form for all spellings and languages."""

import re

from app.answers.text.measures import unit
from app.answers.text.remembered import remembered
from app.answers.text.values import Value

_MORE = {
    form: name
    for name, forms in {
        "pp": "points prozentpunkte prozentpunkten",
        "night": "nights nächte nächten nuits",
        "kw": "kilowatts",
        "mw": "megawatt megawatts",
        "kwh": "kilowatt-hours",
        "mg": "mg milligram milligrams milligramm",
        "n": "n newton newtons",
        "nm": "nm",
        "db": "db decibel decibels dezibel",
        "ppm": "ppm",
        "km/h": "km/h kph",
        "mph": "mph",
        "mm/s": "mm/s",
        "m/s": "m/s",
        "ml/h": "ml/h",
        "l/h": "l/h",
        "°f": "°f",
        "°c": "degrees grad degrés",
        "gph": "gph",
        "gallon": "gallons gallon",
        "mile": "miles mile meilen",
        "lb": "lb lbs",
        "km2": "km2 km²",
        "hz": "hz",
        "mw.": "mw",
    }.items()
    for form in forms.split()
}
_CURRENCY = re.compile(r"([£$€])\s?$|\b(EUR|GBP|USD|CHF)\s?$")
_AFTER = re.compile(
    r"[\s -]?(?:of )?(?-i:a |an )?(per cent|percentage points?|%[- ]?points?|square (?:kilo)?metres?|cubic metres?|mètres? cubes?|metros cúbicos|metri cubi|mètres? carrés?|metros cuadrados|metri quadrati|megawatt hours?|[%£$€]|°\s?[CF]|"
    r"dB(?:\(A\))?|[^\W\d_]+(?:/[^\W\d_]+)?[²³23]?)['’]?",
    re.IGNORECASE,
)
_PER = re.compile(
    r"\b(?:per|an?|each|every|pro|je|par|por|al|la)\s(hour|day|night|week|month|quarter|year|stunde|tag|nacht|woche|monat|quartal|jahr"
    r"|heure|jour|nuit|semaine|mois|an|hora|día|semana|mes|año)\b",
    re.IGNORECASE,
)
_FAR = 30
"""Characters behind a figure in which the time stands that it is for."""
_SCALE = re.compile(
    r"[\s ]?(?:thousand|million|billion|tausend|millionen?|milliarden?|mille|millions|bn|mio|m|k)\b\s?(?:of )?", re.I
)
_PHRASES = {
    "per cent": "%", "percentage point": "pp", "percentage points": "pp", "% points": "pp", "%-points": "pp",
    "square metres": "m2", "square metre": "m2", "square kilometres": "km2", "cubic metres": "m3", "cubic metre": "m3",
    "megawatt hours": "mwh",
    "mètres cubes": "m3", "mètre cube": "m3", "metros cúbicos": "m3", "metri cubi": "m3",
    "mètres carrés": "m2", "metros cuadrados": "m2", "metri quadrati": "m2", "megawatt hour": "mwh", "db(a)": "db", "°c": "°c", "° c": "°c", "°f": "°f",
}  # fmt: skip
_LETTERS = frozenset(["a", "s", "t", "v", "w", "h", "g", "l", "m", "n"])
"""Units of one letter; 'A' and 'V' count where they stand alone behind a figure."""


@remembered(8192)
def unit_of(text: str, value: Value) -> str:
    """The unit right before or behind a number, '' where there is none that is known."""
    if value.kind not in ("number", "year"):
        return ""
    before = _CURRENCY.search(text[max(0, value.start - 4) : value.start])
    if before:
        return {"eur": "€", "gbp": "£", "usd": "$"}.get(before.group().strip().lower(), before.group().strip().lower())
    return unit_at(text, value.end)


def time_of(text: str, value: Value) -> str:
    """The time that a figure is for, in one form: 'week' of '£58 per week'; '' where none is told."""
    match = _PER.search(re.split(r"\d", text[value.end : value.end + _FAR])[0])
    return unit(match[1]) or match[1].lower() if match else ""


def times_in(text: str) -> frozenset[str]:
    """All such times that a text has."""
    return frozenset(unit(match[1]) or match[1].lower() for match in _PER.finditer(text))


def unit_at(text: str, at: int) -> str:
    scale = _SCALE.match(text, at)
    if scale and not re.match(r"\s?m\b", text[at:]):
        at = scale.end()
    match = _AFTER.match(text, at)
    return unit_named(match[1]) if match else ""


def unit_named(word: str) -> str:
    plain = " ".join(word.lower().split())
    if plain in _LETTERS and word not in ("A", "N", "V", "W", "g", "h", "l", "m", "s", "t"):
        return ""
    if plain == "a":
        return "a" if word == "A" else ""
    over, _, under = plain.partition("/")
    if under and plain not in _MORE and unit_named(over):
        return f"{unit_named(over)}/{under}"
    return _PHRASES.get(plain) or _MORE.get(plain) or unit(plain)


_TOKEN = re.compile(
    r"[%£$€]|°\s?[CF]|percentage points?|per cent|square (?:kilo)?metres?|cubic metres?|mètres? cubes?|metros cúbicos|metri cubi|mètres? carrés?|metros cuadrados|metri quadrati|megawatt hours?|dB\(A\)|[^\W\d_]+(?:/[^\W\d_]+)?[²³23]?",
    re.IGNORECASE,
)


@remembered(4096)
def units_in(text: str) -> frozenset[str]:
    """All units that a text speaks of, one-letter ones included: what may be meant by a figure near it."""
    found = {unit_named(match.group()) for match in _TOKEN.finditer(text)}
    return frozenset(found - {""})


@remembered(4096)
def unit_of_label(label: str) -> str:
    """The unit that a row's or column's name ends in: 'Weight, kg', 'Day, £', 'Current at 400 V, A', 'Strom (kWh)'."""
    if re.search(r"\b(?:per|pro|par|por|a|an) \w+$", label):
        return ""
    for tail in (label, label.rsplit(",", 1)[-1], re.split(r"[(]", label)[-1].rstrip(") ")):
        if tail is not label or len(label.split()) <= 2:
            words = tail.split()
            ends = [words[-1], words[0]] if 1 <= len(words) <= 2 and tail is not label else []
            found = next((unit for one in [tail, *ends] if (unit := unit_named(one))), "")
            if found:
                return found
    return ""
