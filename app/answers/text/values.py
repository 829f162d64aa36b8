"""Values of a text in one normal form: numbers, dates, times and codes, however they are written.

A value may be read in two ways ('3/4/2024', '1.234'); `key` is the likelier one and `others` are the rest. Two values are
the same if they share a key.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from app.answers.text.measures import unit
from app.answers.text.remembered import remembered
from app.tongues.months import NUMBERS

Kind = Literal["date", "month", "time", "code", "number", "year", "name"]

_SCALES = {
    "k": 3, "thousand": 3, "thousands": 3, "tausend": 3, "tsd": 3, "mille": 3, "mil": 3, "m": 6, "mn": 6, "mio": 6,
    "million": 6, "millions": 6, "millionen": 6, "millones": 6, "bn": 9, "billion": 9, "billions": 9, "mrd": 9,
    "milliarde": 9, "milliarden": 9, "milliards": 9, "trillion": 12, "tn": 12,
}  # fmt: skip
_WORDS = {
    word: number
    for number, words in {
        0: "zero", 2: "two zwei deux dos dois duas", 3: "three drei trois tres tre", 4: "four vier quatre cuatro quatro quattro",
        5: "five fünf cinq cinco cinque", 6: "six sechs seis", 7: "seven sieben siete", 8: "eight acht huit ocho oito",
        9: "nine neun neuf nueve nove", 10: "ten zehn dix diez dez dieci", 11: "eleven elf onze", 12: "twelve zwölf douze doce",
        13: "thirteen dreizehn treize", 14: "fourteen vierzehn quatorze", 15: "fifteen fünfzehn quinze quince",
        16: "sixteen sechzehn seize", 17: "seventeen siebzehn", 18: "eighteen achtzehn", 19: "nineteen neunzehn",
        20: "twenty zwanzig vingt veinte venti vinte", 30: "thirty dreißig trente treinta", 40: "forty vierzig quarante",
        50: "fifty fünfzig cinquante", 60: "sixty sechzig soixante", 70: "seventy siebzig", 80: "eighty achtzig",
        90: "ninety neunzig",
    }.items()
    for word in words.split()
}  # fmt: skip
"""'one' is left out: it is a pronoun more often than a number. So are words of one language that are ordinary in another."""
_MONTH = "|".join(sorted(NUMBERS, key=len, reverse=True))
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_TH = r"(?:st|nd|rd|th|er|º|\.)?"
_AND = r"(?:\s*[-–]\s*|\s+(?:and|to|until|or|und|bis|oder|et|au|y|al|e)\s+(?:the\s+)?)"
_DATE = re.compile(
    rf"\b(?P<y1>\d{{4}})-(?P<m1>\d{{1,2}})-(?P<d1>\d{{1,2}})\b"
    rf"|\b(?P<d2>{_DAY}){_TH}(?:{_AND}(?P<e2>{_DAY}){_TH})?\s+(?:of\s+|de\s+|di\s+)?(?P<m2>{_MONTH})\b(?:\.|,|\s+de[l]?)?(?:\s+(?P<y2>\d{{4}})\b)?"
    rf"|\b(?P<m3>{_MONTH})\.?\s+(?P<d3>{_DAY})(?:st|nd|rd|th)?(?!\d)(?!\s*(?:percent|per\b|%))(?:{_AND}(?P<e3>{_DAY}){_TH}(?!\d))?(?:,?\s+(?P<y3>\d{{4}})\b)?"
    rf"|\b(?P<m4>{_MONTH})\b\.?(?:\s+de[l]?)?\s+(?P<y4>\d{{4}})\b"
    rf"|\b(?P<a5>\d{{1,2}})(?P<s5>[./])(?P<b5>\d{{1,2}})(?P=s5)(?P<y5>\d{{4}}|\d\d)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"(?<=\w\s)(?P<month>{_MONTH})\b(?! \d)", re.IGNORECASE)
_ONLY = re.compile(rf"\s*(?P<month>{_MONTH})\.?\s*", re.IGNORECASE)
_TIME = re.compile(
    r"\b([01]?\d|2[0-4])[:h]([0-5]\d)\b(?!:)|\b(1[0-2]|[1-9])(?::([0-5]\d))?\s?([ap])\.?m\b", re.IGNORECASE
)
_CODE = re.compile(
    r"\b(?=[\w./-]{0,60}\d)(?=[\w./-]{0,60}[A-Za-z])[A-Za-z0-9]+(?:[-/.][A-Za-z0-9]+)*\b|\b\d{1,3}-\d{4,}\b|\b\d+-\d+-\d+\b"
)
_NUMBER = re.compile(
    r"(?<![\w.,])(\d{1,3}(?P<by>[,.   ’'])\d{3}(?:(?P=by)\d{3})*(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?:[\s-]?(?P<scale>"
    + "|".join(sorted(_SCALES, key=len, reverse=True))
    + r")\b)?",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(\d+(?:[.,]\d+)*)([^\W\d_]+[²³]?)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_COMPOUND = re.compile(r"\d+(?:[.,]\d+)*(?:-[a-z]{2,})+")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)$", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_FISCAL = re.compile(r"\b((?:19|20)\d\d)[/–-](\d\d)\b(?![-/.\d])")
_SET_OF_MONTHS = frozenset(NUMBERS) - {
    "mar",
    "mars",
    "sep",
    "dec",
    "jan",
    "jun",
    "jul",
    "nov",
    "oct",
    "feb",
    "apr",
    "aug",
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a text, at `text[start:end]`; `others` are the other ways to read it, `also` what it says besides: a date
    says its year."""

    key: str
    start: int
    end: int
    kind: Kind = "number"
    others: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        return frozenset((self.key, *self.others, *self.also))

    def borne_by(self, other: "Value") -> bool:
        """Whether `other` says this: the same, or more (a whole date for its year), or a day whose year stands elsewhere."""
        mine = (self.key, *self.others)
        if any(key in other.keys for key in mine):
            return True
        return self.kind == other.kind == "date" and other.key.startswith("--") and other.key in self.also


@remembered(8192)
def values(text: str) -> tuple[Value, ...]:
    """All values of `text` in order, dates before times before codes before numbers, none inside another."""
    found: list[Value] = []
    readers = (_dates, _fiscal, _times, _codes, _numbers, _spelled) if any(map(str.isdigit, text)) else (_spelled,)
    for reader in readers:
        for value in reader(text):
            if all(value.end <= other.start or value.start >= other.end for other in found):
                found.append(value)
    return tuple(sorted(found, key=lambda value: value.start))


@remembered(8192)
def months(text: str) -> tuple[Value, ...]:
    """Months named without day and year: 'the invoice for March'. They are no values by themselves, since a text may write
    them as quarters, but two months are not the same."""
    taken = values(text)
    return tuple(
        Value(f"--{NUMBERS[m['month'].lower()]:02}", m.start("month"), m.end("month"), "month")
        for m in _ALONE.finditer(text)
        if m["month"].lower() in _SET_OF_MONTHS
        and m["month"][0].isupper()
        and all(m.end("month") <= v.start or m.start("month") >= v.end for v in taken)
    )


def month_of(cell: str) -> str:
    """The key of a month that is all that a cell of a table says, however short: 'Jul'; '' for none."""
    match = _ONLY.fullmatch(cell)
    return f"--{NUMBERS[match['month'].lower()]:02}" if match and match["month"][0].isupper() else ""


def is_year(key: str) -> bool:
    return _YEAR.fullmatch(key) is not None


def _dates(text: str) -> Iterator[Value]:
    for match in _DATE.finditer(text):
        found = match.groupdict()
        if found["a5"]:
            yield _of_digits(match)
            continue
        n = next(n for n in "1234" if found.get(f"m{n}"))
        month = found[f"m{n}"].lower()
        if n != "1" and not _is_month(match, f"m{n}"):
            continue
        number = int(month) if month.isdigit() else NUMBERS[month]
        if not 1 <= number <= 12:
            continue
        year = found.get(f"y{n}")
        first, last = found.get(f"d{n}"), found.get(f"e{n}")
        if first and last:
            yield _date(year, number, int(first), match.start(f"d{n}"), match.end(f"d{n}"))
            yield _date(year, number, int(last), match.start(f"e{n}"), match.end(f"m{n}" if n == "2" else f"e{n}"))
        else:
            yield _date(year, number, int(first) if first else None, *_trimmed(text, match))


def _trimmed(text: str, match: re.Match[str]) -> tuple[int, int]:
    end = match.end()
    while text[end - 1] in " .,":
        end -= 1
    return match.start(), end


def _is_month(match: re.Match[str], group: str) -> bool:
    """'may 20' is a verb, 'Mar 20' a month; in other languages months have no capital, but then a day or a year stands there."""
    word = match[group]
    return word[0].isupper() or word.lower() not in {"may", "march", "mar", "dec", "mars", "sep", "jun"}


def _date(year: str | None, month: int, day: int | None, start: int, end: int) -> Value:
    of_month = f"-{month:02}"
    if day is None:
        return Value(f"{year}{of_month}", start, end, "date", also=(str(year), f"-{of_month}"))
    if year is None:
        return Value(f"-{of_month}-{day:02}", start, end, "date", also=(f"-{of_month}",))
    more = (year, f"{year}{of_month}", f"-{of_month}-{day:02}", f"-{of_month}")
    return Value(f"{year}{of_month}-{day:02}", start, end, "date", also=more)


def _of_digits(match: re.Match[str]) -> Value:
    """'27.11.2007', '11/27/2007', and '3/4/2024', which may be read both ways."""
    one, two, year = int(match["a5"]), int(match["b5"]), match["y5"]
    year = year if len(year) == 4 else ("20" if int(year) < 50 else "19") + year
    ways = [(two, one)] if match["s5"] == "." else [(two, one), (one, two)]
    read = [
        _date(year, month, day, match.start(), match.end())
        for month, day in ways
        if 1 <= month <= 12 and 1 <= day <= 31
    ]
    if not read:
        return Value("#" + re.sub(r"\W", "", match.group()), match.start(), match.end(), "code")
    others = tuple(value.key for value in read[1:])
    also = tuple(dict.fromkeys(key for value in read for key in value.also))
    return Value(read[0].key, match.start(), match.end(), "date", others, also)


def _fiscal(text: str) -> Iterator[Value]:
    """'2023/24', which says both its years."""
    for match in _FISCAL.finditer(text):
        first, last = int(match[1]), int(match[2])
        if (first + 1) % 100 == last:
            yield Value(f"{first}/{last:02}", match.start(), match.end(), "year", also=(str(first), str(first + 1)))


def _times(text: str) -> Iterator[Value]:
    for match in _TIME.finditer(text):
        if match[1]:
            hour, minute = int(match[1]), match[2]
        else:
            hour, minute = int(match[3]) % 12 + (12 if match[5].lower() == "p" else 0), match[4] or "00"
        yield Value(f"{hour:02}:{minute}", match.start(), match.end(), "time")


def _codes(text: str) -> Iterator[Value]:
    for match in _CODE.finditer(text):
        code = match.group()
        if _is_measure(code):
            continue
        ordinal = _ORDINAL.fullmatch(code)
        if ordinal:
            yield Value(ordinal[1], match.start(), match.end())
        else:
            key = "#" + re.sub(r"[^a-z0-9]", "", code.lower())
            yield Value(key, match.start(), match.end(), "code", _counted(code))


def _counted(code: str) -> tuple[str, ...]:
    """The number in '12-month' and '500-million-page', which stand for twelve months and 500 million pages elsewhere."""
    if not _COMPOUND.fullmatch(code):
        return ()
    return tuple(key for value in _numbers(code) for key in value.keys)


def _is_measure(code: str) -> bool:
    """'2.1bn', '500k' and '35g' look like codes and are numbers."""
    match = _GLUED.fullmatch(code)
    return bool(match and (match[2].lower() in _SCALES or unit(match[2])))


def _numbers(text: str) -> Iterator[Value]:
    for match in _NUMBER.finditer(text):
        scale = match["scale"] if match["scale"] and _is_scale(text, match) else None
        read = _read(match[1], scale)
        if read:
            kind: Kind = "year" if scale is None and _YEAR.fullmatch(match[1]) else "number"
            yield Value(
                read[0], match.start(), match.start(1) + len(match[1]) if scale is None else match.end(), kind, read[1:]
            )


def _is_scale(text: str, match: re.Match[str]) -> bool:
    """'1.25 m' are metres, '£1.25 m' and '1.25m' are millions."""
    if len(match["scale"]) > 1 and match["scale"].lower() != "mil":
        return True
    return match.end(1) == match.start("scale") or text[: match.start()].rstrip()[-1:] in ("£", "$", "€")


def _read(digits: str, scale: str | None) -> tuple[str, ...]:
    """The ways to read a number, the likelier first: a comma before three digits parts thousands, a point decimals."""
    plain = re.sub(r"[   ’']", "", digits)
    ways = []
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", plain):
        ways.append(plain.replace(",", ""))
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", plain):
        dotless = plain.replace(".", "").replace(",", ".")
        ways += [dotless] if plain.count(".") > 1 or "," in plain else [plain, dotless]
    else:
        ways.append(plain.replace(",", "."))
    power = _SCALES[scale.lower()] if scale else 0
    try:
        return tuple(f"{Decimal(way).scaleb(power).normalize():f}" for way in ways)
    except InvalidOperation:
        return ()


def _spelled(text: str) -> Iterator[Value]:
    """Counts written as words."""
    for match in _WORD.finditer(text):
        tens, _, ones = match.group().lower().partition("-")
        if tens in _WORDS and (not ones or ones in _WORDS):
            yield Value(str(_WORDS[tens] + (_WORDS[ones] if ones else 0)), match.start(), match.end())
        elif tens in _WORDS:
            yield Value(str(_WORDS[tens]), match.start(), match.start() + len(tens))
