"""A calculation that the model wrote down, '6,097 − 5,430', taken apart: its figures and what is done with them.

A small model names the right figures more often than it works with them rightly, so a result that it writes is not read.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from app.answers.computing.figures import Figure, Manner, figures
from app.answers.computing.operations import Operation

_SIGNS = {"×": "*", "x": "*", "·": "*", "÷": "/", ":": "/", "−": "-", "–": "-"}
_SIGN = re.compile(r"[-+*/×÷·−–:x]")
_BETWEEN = re.compile(r"[\s()\[\]£$€%a-zA-ZÀ-ÿ²³]*")
_SCALES = frozenset(map(Decimal, ("100", "1000", "1000000")))
"""Factors that only change the unit: they are no figures of a document."""
_LONGEST = 200
"""Characters."""


@dataclass(frozen=True, slots=True)
class Expression:
    """Figures as they were written, and the one sign between them: '-', '+', '*' or '/'. `relative`: (b − a) ÷ a."""

    sign: str
    figures: tuple[Figure, ...]
    relative: bool = False


def parsed(text: str, manner: Manner) -> Expression | None:
    """None for what is no calculation of one kind with two figures at least."""
    text = _cut(text)
    found = list(figures(text, manner))
    signs = [_sign(text[one.end : other.start]) for one, other in pairwise(found)]
    found, signs = _without_scales(found, signs)
    if len(found) == 3 and signs == ["-", "/"] and found[2].value in (found[0].value, found[1].value):
        return Expression("-", (found[0], found[1]), relative=True)
    if len(found) == 3 and signs == ["+", "/"] and found[2].value == 2:
        return Expression("+", (found[0], found[1]))
    if len(found) < 2 or len(set(signs)) != 1 or signs[0] == "" or (signs[0] != "+" and len(found) > 2):
        return None
    return Expression(signs[0], tuple(found))


def fits(expression: Expression, operation: Operation) -> bool:
    """Whether it is of the kind that was asked for; a total may be a price times a number."""
    if operation == "percent change":
        return expression.relative
    allowed = {"difference": "-", "share": "/", "ratio": "/", "sum": "+*", "average": "+", "product": "*"}[operation]
    return expression.sign in allowed and not expression.relative


def _cut(text: str) -> str:
    """The first line with figures, up to its result. A minus sign stands apart from the figure behind it."""
    line = next((line for line in text[:_LONGEST].splitlines() if re.search(r"\d", line)), "")
    left = line.split("=")[0] if re.search(r"\d", line.split("=")[0]) else line.split("=")[-1]
    return re.sub(r"(?<=[\d)])\s*([-−–])\s*(?=[\d(£$€])", r" \1 ", left)


def _sign(between: str) -> str:
    signs = [match[0] for match in _SIGN.finditer(between) if not match[0].isalpha() or match[0] == "x"]
    return _SIGNS.get(signs[0], signs[0]) if len(signs) == 1 else ""


def _without_scales(found: list[Figure], signs: list[str]) -> tuple[list[Figure], list[str]]:
    while len(found) > 2 and found[-1].value in _SCALES and signs[-1] in ("*", "/"):
        found, signs = found[:-1], signs[:-1]
    return found, signs
