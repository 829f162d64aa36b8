"""Figures as documents write them: '92,070', '2.310', '1 370 000', '£31,500', '15.3 %', '£4.2m'. Read exactly, as decimals, and
written again in the same manner.

One separator with three digits behind it says nothing by itself; how the other figures of the text are written decides,
and then the language of the text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.answers.text.measures import unit

_BLANK = " \u00a0\u202f\u2009"
_DIGITS = re.compile(
    rf"(?<![\w.,/])(?<!\w[-–])(?P<sign>[-−–](?=[£$€]?\d))?(?:(?P<currency>[£$€])[{_BLANK}]?)?"
    rf"(?P<digits>\d{{1,3}}(?:[{_BLANK}'’]\d{{3}})+(?:[.,]\d+)?|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?"
    r"|\d+(?:[.,]\d+)?)(?![.,]?\d|[-/]\w)"
)
_CURRENCIES = frozenset("£$€")
_SCALES = {
    word: power
    for power, words in {
        3: "thousand thousands k tausend tsd mille mil",
        6: "million millions m mn mio millionen millones millón",
        9: "billion billions bn milliarde milliarden mrd milliard milliards",
    }.items()
    for word in words.split()
}
_BEHIND = re.compile(rf"[{_BLANK}]?(%|°C|[^\W\d_]+[²³23]?(?:/[^\W\d_]+[²³23]?)?|[£$€])")
_SEPARATED = re.compile(
    r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+[.,]\d+)(?![\w]|[.,]\d)"
)
_OF_LANGUAGE = {
    ".": re.compile(r"\b(?:the|of|and|is|are|was|were)\b", re.IGNORECASE),
    ",": re.compile(r"\b(?:der|die|das|und|ist|sind|le|les|des|est|et|el|los|las|del|es|y)\b", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Manner:
    """The signs between whole digits and decimals, and between groups of three digits."""

    decimal: str = "."
    group: str = ","

    def written(self, value: Decimal) -> str:
        """With its decimals, groups from five digits on or where the manner has them anyway, and a true minus sign."""
        text = f"{abs(value):,f}".translate({ord(","): self.group, ord("."): self.decimal})
        return f"−{text}" if value < 0 else text


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` is without the scale ('4.2' of '£4.2m'), `power` that scale's power of ten. It stands at `text[start:end]`,
    sign and currency included, the unit not; `unit` is the word behind it if that is one."""

    value: Decimal
    start: int
    end: int
    currency: str = ""
    unit: str = ""
    power: int = 0

    @property
    def whole(self) -> Decimal:
        return self.value.scaleb(self.power)


def figures(text: str, manner: Manner) -> Iterator[Figure]:
    """All figures of `text`; none inside a code, a longer number or a date of digits."""
    for match in _DIGITS.finditer(text):
        value = number(match["digits"], manner)
        behind = _BEHIND.match(text, match.end())
        word = behind[1] if behind else ""
        power = _SCALES.get(word.lower(), 0)
        yield Figure(
            value=-value if match["sign"] else value,
            start=match.start(),
            end=match.end(),
            currency=match["currency"] or (word if word in _CURRENCIES else ""),
            unit=word if unit(word) and word not in _CURRENCIES and not power else "",
            power=power,
        )


def number(digits: str, manner: Manner) -> Decimal:
    bare = re.sub(rf"[{_BLANK}'’]", "", digits)
    signs = [sign for sign in bare if sign in ".,"]
    if not signs:
        return Decimal(bare)
    last = signs[-1]
    if len(set(signs)) == 1 and (len(signs) > 1 or (_is_open(bare) and manner.group == last)):
        return Decimal(bare.replace(last, ""))
    other = "." if last == "," else ","
    return Decimal(bare.replace(other, "").replace(last, "."))


def manner_of(texts: Iterable[str]) -> Manner:
    """How these texts of one document write figures."""
    votes = {".": 0.0, ",": 0.0}
    blanks = 0
    for text in texts:
        for match in _SEPARATED.finditer(text):
            sign, weight = _vote(match[0])
            votes[sign] += weight
        blanks += len(re.findall(rf"(?<!\d)\d{{1,3}}(?:[{_BLANK}]\d{{3}})+(?!\d)", text))
        known = {sign: len(pattern.findall(text)) for sign, pattern in _OF_LANGUAGE.items()}
        votes["." if known["."] >= known[","] else ","] += 1
    if votes[","] > votes["."]:
        return Manner(",", "\u202f" if blanks else ".")
    return Manner(".", ",")


def _vote(digits: str) -> tuple[str, float]:
    """The decimal sign that a figure speaks for, and how loudly. '2.310' is more likely one of many thousands than one of three
    decimals; '5.2' may be the number of a section, a date or a time; '3,5' is a figure."""
    signs = [sign for sign in digits if sign in ".,"]
    other = "." if signs[-1] == "," else ","
    if len(set(signs)) > 1:
        return signs[-1], 3.0
    if len(signs) > 1:
        return other, 3.0
    return (other, 0.2) if _is_open(digits) else (signs[-1], 1.0 if signs[-1] == "," else 0.3)


def _is_open(digits: str) -> bool:
    return re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", digits) is not None
