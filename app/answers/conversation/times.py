"""'The year before' and 'the month after': the time of an earlier question, moved by one.

Only where the earlier question names exactly one time of the kind; a question without one has nothing that could be moved.
"""

import re
from collections.abc import Sequence

from app.tongues import language_of

_BEFORE, _AFTER = -1, 1
_NOUNS = {
    "year": r"(?:year|jahr|année|an|año|anno|ano)",
    "month": r"(?:month|monat|mois|mes|mese|mês)",
}
_EARLIER = (
    r"before|earlier|previous|preceding|prior|davor|zuvor|vorher|früher|vorige\w*|vorherige\w*|vorangegangene\w*|précédente?|d['’]avant|avant|plus tôt"
    r"|anterior|antes|previo|precedente|prima|prévio"
)
_LATER = (
    r"after|later|following|next|danach|darauf|später|folgende\w*|nächste\w*|suivante?|d['’]après|après|plus tard"
    r"|siguiente|después|successivo|seguente|dopo|seguinte|depois"
)
_LEAD = r"(?:(?:in|im|das|der|den|dem|ein|the|a|one|à|au|le|un|en|el|al|nel|il|no|o|um)\s){0,2}(?:l['’]|nell['’])?"
_ONE_WORD = {
    "year": {_BEFORE: r"vorjahr\w*", _AFTER: r"folgejahr\w*"},
    "month": {_BEFORE: r"vormonat\w*", _AFTER: r"folgemonat\w*"},
}
_NAMES = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
_MONTHS = {language: names.split() for language, names in _NAMES.items()}
_YEAR = re.compile(r"\b((?:1[5-9]|20)\d\d)(?:(/)(\d\d(?:\d\d)?))?\b")
_MONTH = re.compile(
    rf"\b(?!may\b)(?:{'|'.join(sorted({name for names in _MONTHS.values() for name in names}))})\b", re.IGNORECASE
)
_MAY = re.compile(r"(?<!\A)\bMay\b")
"""The month; 'may', and a 'May' that begins a question, ask for leave."""


def _patterns() -> list[tuple[str, int, re.Pattern[str]]]:
    made = []
    for unit, noun in _NOUNS.items():
        for step, words in ((_BEFORE, _EARLIER), (_AFTER, _LATER)):
            either = rf"(?:{words})\s+{noun}|{noun}\s+(?:{words})|{_ONE_WORD[unit][step]}"
            made.append((unit, step, re.compile(rf"{_LEAD}(?:{either})", re.IGNORECASE)))
    return made


_PATTERNS = _patterns()


def moved(fragment: str, earlier: str) -> str | None:
    """The earlier question at the time that the fragment says; None where the fragment says none, or the question has none."""
    said = fragment.strip(" ?¿.!")
    for unit, step, pattern in _PATTERNS:
        if pattern.fullmatch(said):
            return _by_years(earlier, step) if unit == "year" else _by_months(earlier, step)
    return None


def says_when(fragment: str) -> bool:
    """Whether it says a time by another one."""
    return any(pattern.fullmatch(fragment.strip(" ?¿.!")) for _, _, pattern in _PATTERNS)


def _by_years(question: str, step: int) -> str | None:
    found = list(_YEAR.finditer(question))
    if len(found) != 1:
        return None
    first, slash, second = found[0].groups()
    made = str(int(first) + step)
    if slash:
        made += slash + str(int(second) + step)[-len(second) :].zfill(len(second))
    return question[: found[0].start()] + made + question[found[0].end() :]


def _by_months(question: str, step: int) -> str | None:
    found = [*_MONTH.finditer(question), *_MAY.finditer(question)]
    if len(found) != 1:
        return None
    word, (start, end) = found[0].group(), found[0].span()
    names = _names_of(word.lower(), question)
    at = names.index(word.lower()) + step
    name = names[at % len(names)]
    made = question[:start] + (name.capitalize() if word[0].isupper() else name) + question[end:]
    return made if 0 <= at < len(names) else _by_years(made, step) or made


def _names_of(month: str, question: str) -> Sequence[str]:
    """The months of the question's language, if this is one of them, else of the first that has it."""
    own = _MONTHS.get(language_of(question), [])
    return own if month in own else next(names for names in _MONTHS.values() if month in names)
