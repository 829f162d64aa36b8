"""Dates of birth: a date that the text calls one."""

import re
from collections.abc import Iterator

from app.cloud.masking.kinds import Finding
from app.tongues.months import NUMBERS

_MONTH = "|".join(sorted((re.escape(name) for name in NUMBERS), key=len, reverse=True))
DATE = (
    r"(?:\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:19|20)?\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|\.|º)?\s(?:de\s|of\s)?(?:{_MONTH})\.?,?\s(?:de\s|del\s)?(?:19|20)\d\d"
    rf"|(?:{_MONTH})\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d)"
)
SAID = (
    r"(?:\bborn(?: on)?|\bd\.?o\.?b\b\.?|\bdate of birth|\bbirth ?(?:date|day)|\bgeb\b\.?(?:[ -]?(?:datum|dat\.?))?|\bgeboren(?:e[rn]?)?|\bgeburts(?:datum|tag)"
    r"|\bné(?:\(e\)|e)?s?(?!\w)|\bnaissance|\bnacid[oa](?:\(a\))?|\bnacimiento|\bnat[oa](?:\(a\))?|\bnascita|\bnascid[oa]|\bnascimento|\bgeboortedatum|\burodz\w+|\*)"
)
_BIRTH = re.compile(rf"{SAID}[^\n\d|;]{{0,40}}?({DATE})(?!\d)", re.IGNORECASE)
"""A place may stand between: 'nato a Catanzaro il 8 maggio 1962'."""


def found_births(text: str) -> Iterator[Finding]:
    for match in _BIRTH.finditer(text):
        yield Finding(match.start(1), match.end(1), "birthdate", 0.95)
