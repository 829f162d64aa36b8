"""How the words around a value bound it: 'at least', 'at most', 'until', 'from', 'before', 'after'."""

import re
from bisect import bisect_right

from app.answers.text.remembered import remembered
from app.answers.text.values import Value, values

_UPPER = re.compile(
    r"\b(?:at (?:the )?most|at the latest|up to|no(?:t)? (?:more|later|longer|higher|above|over)(?: than)?|never (?:more|above)(?: than)?|less than|fewer than"
    r"|(?:not|never|nicht)\b[^.;,]{1,34}\b(?:more|higher|longer|mehr|höher|länger) (?:than|als)"
    r"|within|not (?:to )?exceed(?:ing)?|exceed(?:s)? .{0,4}not|maxim\w+|max|cannot exceed|limited to|limit\w*|cap(?:ped)?|höchstens|maximal|längstens|spätestens"
    r"|bis zu|nicht mehr als|weniger als|au plus|jusqu['’]à|moins de|maximum|largest|highest|a lo sumo|hasta|como máximo|al massimo|no máximo)\b",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"\b(?:at (?:the )?least|at the earliest|no(?:t)? (?:less|fewer|earlier|before|below|under)(?: than)?|never (?:fewer|less|below)(?: than)?|more than"
    r"|(?:not|never|nicht)\b[^.;,]{1,34}\b(?:less|fewer|weniger) (?:than|als)|(?<!not )(?<!cannot )(?<!not to )exceeds?"
    r"|minim\w+|not fall below|cannot fall below|mindestens|wenigstens|frühestens|nicht weniger als|mehr als|au moins|plus de|smallest|lowest"
    r"|al menos|por lo menos|almeno|pelo menos)\b",
    re.IGNORECASE,
)
_EXCEEDS = re.compile(r"\b(?:no|not|never|nothing|nor|cannot)\b[^.;]{1,80}\bexceed\b[^.;,]{0,20}$", re.IGNORECASE)
"""'in no event shall the rent after review exceed'"""
_UNTIL = re.compile(r"\b(?:until|till|bis(?: zum)?|jusqu['’]\w+|hasta|fino|até|ends|through)\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|since|starting|beginning|ab(?: dem)?|seit|depuis|desde|dal|a partir)\b", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:before|prior to|vor|avant)\b", re.IGNORECASE)
_LATER = re.compile(r"\b(?:after|nach|après)\b", re.IGNORECASE)
_BOUNDS = (
    ("upper", _UPPER),
    ("lower", _LOWER),
    ("until", _UNTIL),
    ("from", _FROM),
    ("before", _EARLIER),
    ("after", _LATER),
)
_BEHIND = re.compile(
    r"\s*+\S{0,40}\s*+(or more|or less|at most|at least|oder mehr|oder weniger|und mehr|at the latest)\b", re.IGNORECASE
)
_REACH = 42
"""Characters before a value in which its bound stands."""


@remembered(4)
def _ends(text: str) -> tuple[int, ...]:
    """Where its values end, in order; asked for each of them."""
    return (0, *sorted(value.end for value in values(text)))


def _before(text: str, start: int) -> int:
    """Where the last value before `start` ends, 0 for none."""
    ends = _ends(text)
    return ends[max(0, bisect_right(ends, start) - 1)]


def bound(text: str, value: Value) -> str:
    """'upper', 'lower', 'until', 'from' or '': how the words before a value, or right behind it, bound it."""
    since = _before(text, value.start)
    before = re.split(r"[.;]\s", text[max(since, value.start - _REACH) : value.start])[-1]
    if since and re.fullmatch(r"\s*(?:to|bis|à|a)\s*", before):
        return "until"
    behind = _BEHIND.match(text, value.end)
    around = before + (" " + behind.group(1) if behind else "")
    if re.search(r"\bor more\b|\boder mehr\b|\bund mehr\b", around[len(before) :]):
        return "lower"
    found = [
        (match.end(), match.end() - match.start(), name)
        for name, pattern in _BOUNDS
        for match in pattern.finditer(around)
    ]
    if found and max(found)[2] == "lower" and _EXCEEDS.search(text[: value.start]):
        return "upper"
    return max(found)[2] if found else ""


def bound_of_label(label: str) -> str:
    """The same of the names of a row and column: 'Starts an hour, at most', 'Runs until'."""
    found = [name for name, pattern in _BOUNDS if pattern.search(label)]
    return found[0] if found else ""


def bounds_differ(one: str, other: str) -> bool:
    return {one, other} in ({"upper", "lower"}, {"until", "from"}, {"before", "after"})
