"""Page labels: what a page is called in print ('iv', 'A-3'), by the rules that a PDF gives (ISO 32000-1, 12.4.2)."""

from collections.abc import Mapping, Sequence
from typing import Any

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def labels_by(rules: Sequence[Mapping[str, Any]], count: int) -> tuple[str, ...]:
    """Labels of `count` pages. A rule has `startpage` (from 0), `prefix`, `style` (D, r, R, a, A or none) and `firstpagenum`;
    a page without a rule or with an empty label is called by its number."""
    ordered = sorted(rules, key=lambda rule: int(rule["startpage"]))
    labels = []
    for page in range(count):
        rule = next((r for r in reversed(ordered) if int(r["startpage"]) <= page), None)
        labels.append((_label(rule, page) if rule else "") or str(page + 1))
    return tuple(labels)


def _label(rule: Mapping[str, Any], page: int) -> str:
    number = page - int(rule["startpage"]) + int(rule.get("firstpagenum") or 1)
    return str(rule.get("prefix") or "") + _numeral(number, str(rule.get("style") or ""))


def _numeral(number: int, style: str) -> str:
    if style == "D":
        return str(number)
    if style in {"r", "R"}:
        roman = _roman(number)
        return roman if style == "r" else roman.upper()
    if style in {"a", "A"}:
        letter = chr(ord(style) + (number - 1) % 26)
        return letter * ((number - 1) // 26 + 1)
    return ""


def _roman(number: int) -> str:
    if not 0 < number < 5000:
        return str(number)
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written
