"""The same number, code or date as others write it: '1,250' is '1 250' and '1250', 'HX-40S' is 'HX 40 S', '3 May 2024' is
'03.05.2024'.

All of it is done to the question: what a text has is indexed as it stands there. A form that no text has costs nothing, since
only those are looked for whose words the library knows.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from app.tongues.months import MONTHS, NUMBERS

_GROUPS = re.compile(r"(?<![\w.,])\d{1,3}(?:[ '’]\d{3})+(?!\w)")
"""Thousands apart: '1 250', "1'250"."""
_ATOM = re.compile(r"\d+|[^\W\d_]+")
_MOST_ATOMS = 5
_SHORT = 4
"""Letters of a unit or a part of a code that may be written together with a number beside it."""
_LONGEST_RUN = 5
_ZEROS = {"ar": (0x660, 0x6F0), "hi": (0x966,), "th": (0xE50,)}
"""The digit 0 in scripts that have digits of their own; Arabic script has those of Arabic and of Persian."""

_MONTH = "|".join(sorted(NUMBERS, key=len, reverse=True))
_TH = r"(?:st|nd|rd|th|er|º|\.)?"
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}}){_TH}\s+(?:of\s+|de\s+|di\s+)?(?P<month>{_MONTH})\b\.?,?(?:\s+(?:de[l]?\s+)?(?P<year>\d{{4}})\b)?"
    rf"|\b(?P<month_first>{_MONTH})\.?\s+(?P<day_second>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:,?\s+(?P<year_last>\d{{4}})\b)?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)|(\d{4})-(\d{1,2})-(\d{1,2})")
_VERBS = frozenset({"may"})
"""Months that are something else where they are not capitalised."""
_CENTURY = 2000


def plain(question: str) -> str:
    """The question as pages are read (NFKC), its digits as ASCII, its thousands parted as one word."""
    normal = unicodedata.normalize("NFKC", question)
    ascii_digits = "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in normal)
    return _GROUPS.sub(lambda found: re.sub(r"[ '’]", ",", found.group()), ascii_digits)


def others(piece: str, languages: Collection[str]) -> list[str]:
    """Other ways to write a piece of a question that has digits; `piece` with its signs ('HX-40S', '2,400.50')."""
    if not any(map(str.isdigit, piece)):
        return []
    written = [*_dates_of(piece, languages), *_numbers(piece), *_codes(piece)]
    own = " ".join(re.findall(r"\w+", piece))
    return [text for text in dict.fromkeys([*written, *_digits([own, *written], languages)]) if text != own]


def joined(pieces: Sequence[tuple[int, str]]) -> list[list[str]]:
    """For each piece, which is a place in the question and its text, what it makes with its neighbours: '30' and 'kg' '30kg'."""
    made: list[list[str]] = [[] for _ in pieces]
    for length in range(2, _LONGEST_RUN + 1):
        for start in range(len(pieces) - length + 1):
            run = pieces[start : start + length]
            together = "".join(text for _, text in run)
            if _go_together(run):
                for index in range(start, start + length):
                    made[index] += dict.fromkeys([together, *_codes(together)])
    return made


def dates(question: str, languages: Collection[str]) -> list[list[str]]:
    """For each day that the question names with its month in letters, all ways to write it."""
    found = (_named(match) for match in _DATE.finditer(question))
    return [list(dict.fromkeys([date.said, *date.written(languages)])) for date in found if date is not None]


@dataclass(frozen=True, slots=True)
class _Date:
    """`said` is how the question has it; who says 'May 3' writes the month first in figures, too."""

    day: int
    month: int
    year: int | None
    said: str
    day_first: bool = True

    def written(self, languages: Collection[str]) -> Iterator[str]:
        yield from self._in_letters(languages)
        if self.year is not None:
            yield from self._in_figures(self.year)

    def _in_letters(self, languages: Collection[str]) -> Iterator[str]:
        year = "" if self.year is None else f" {self.year}"
        days = {f"{self.day}", f"{self.day:02}", _ordinal(self.day)}
        for language in sorted({"en", *languages} & MONTHS.keys()):
            for month, day in product(MONTHS[language][self.month - 1].split(), sorted(days)):
                yield f"{day} {month}{year}"
                if language == "en":
                    yield from (f"{month} {day}{year}", f"{day} of {month}{year}")
                elif language in {"es", "pt"}:
                    yield f"{day} de {month}" + (f" de{year}" if year else "")
                elif language == "fr" and self.day == 1:
                    yield f"1er {month}{year}"

    def _in_figures(self, year: int) -> Iterator[str]:
        first, second = (self.day, self.month) if self.day_first else (self.month, self.day)
        for written in (f"{year}", f"{year % 100:02}"):
            yield from (f"{first:02} {second:02} {written}", f"{first} {second} {written}")
        yield from (f"{year} {self.month:02} {self.day:02}", f"{year}{self.month:02}{self.day:02}")


def _named(match: re.Match[str]) -> _Date | None:
    day_first = match["day"] is not None
    day = int(match["day"] or match["day_second"])
    name, year = match["month"] or match["month_first"], match["year"] or match["year_last"]
    if not 1 <= day <= 31 or name in _VERBS:
        return None
    said = f"{day} {name}" if day_first else f"{name} {day}"
    return _Date(day, NUMBERS[name.lower()], int(year) if year else None, f"{said} {year or ''}".strip(), day_first)


def _dates_of(piece: str, languages: Collection[str]) -> Iterator[str]:
    """Of a date in figures; 3/5/2024 is either the third of May or the fifth of March."""
    match = _NUMERIC.fullmatch(piece)
    if match is None:
        return
    if match[5]:
        readings = [(int(match[7]), int(match[6]), int(match[5]))]
    else:
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        year += _CENTURY if len(match[4]) == 2 else 0
        readings = [(first, second, year), (second, first, year)] if match[2] == "/" else [(first, second, year)]
    for day, month, year in readings:
        if 1 <= day <= 31 and 1 <= month <= 12:
            yield from _Date(day, month, year, piece).written(languages)


def _numbers(piece: str) -> Iterator[str]:
    """Thousands together and apart; what comes after them is a fraction."""
    parts = re.findall(r"\w+", piece)
    if not all(part.isdigit() for part in parts):
        return
    head, *rest = parts
    groups = next((place for place, part in enumerate(rest) if len(part) != 3), len(rest))
    if groups and len(head) <= 3:
        yield " ".join([head + "".join(rest[:groups]), *rest[groups:]])
    elif len(head) > 3 and head[0] != "0":
        yield " ".join([f"{int(head):,}".replace(",", " "), *rest])


def _codes(piece: str) -> Iterator[str]:
    """Letters and figures together and apart in every way; figures are never put to figures."""
    atoms = _ATOM.findall(piece)
    if not 1 < len(atoms) <= _MOST_ATOMS or not any(map(str.isalpha, atoms)):
        return
    for gaps in product(("", " "), repeat=len(atoms) - 1):
        pairs = zip(atoms, atoms[1:], gaps, strict=False)
        if not any(gap == "" and one.isdigit() and other.isdigit() for one, other, gap in pairs):
            yield "".join(atom + gap for atom, gap in zip(atoms, (*gaps, ""), strict=True))


def _digits(texts: Sequence[str], languages: Collection[str]) -> Iterator[str]:
    for zero in (zero for language in sorted(languages) for zero in _ZEROS.get(language, ())):
        for text in texts:
            yield text.translate({ord("0") + digit: zero + digit for digit in range(10)})


def _go_together(run: Sequence[tuple[int, str]]) -> bool:
    """Neighbours in the question, figures and short words in turn: '5', 'x', '20', 'mm'; 'HX 40', 'S'."""
    short = all(len(text) <= _SHORT or not text.isalpha() for _, text in run)
    return short and all(
        after == before + 1 and {one[-1:].isdigit(), other[:1].isdigit()} == {True, False}
        for (before, one), (after, other) in pairwise(run)
    )


def _ordinal(day: int) -> str:
    ending = "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"
