"""Sums, differences, shares and averages over figures that are cited: exact, and shown as they are done."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.answers.computing.figures import Figure, Manner
from app.answers.computing.operations import Operation

_NAMES = {
    "en": {
        "difference": "Difference",
        "change": "Change",
        "percent change": "Change in per cent",
        "share": "Share",
        "sum": "Sum",
        "average": "Average",
        "ratio": "Ratio",
        "product": "Product",
        "points": "percentage points",
        "rounded": "rounded",
    },
    "de": {
        "difference": "Differenz",
        "change": "Veränderung",
        "percent change": "Veränderung in Prozent",
        "share": "Anteil",
        "sum": "Summe",
        "average": "Durchschnitt",
        "ratio": "Verhältnis",
        "product": "Produkt",
        "points": "Prozentpunkte",
        "rounded": "gerundet",
    },
    "fr": {
        "difference": "Différence",
        "change": "Variation",
        "percent change": "Variation en pour cent",
        "share": "Part",
        "sum": "Somme",
        "average": "Moyenne",
        "ratio": "Rapport",
        "product": "Produit",
        "points": "points de pourcentage",
        "rounded": "arrondi",
    },
    "es": {
        "difference": "Diferencia",
        "change": "Variación",
        "percent change": "Variación en porcentaje",
        "share": "Parte",
        "sum": "Suma",
        "average": "Promedio",
        "ratio": "Razón",
        "product": "Producto",
        "points": "puntos porcentuales",
        "rounded": "redondeado",
    },
}
_BEFORE = frozenset("£$")
"""Units that stand before their figure."""
_HUNDRED = Decimal(100)
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Term:
    """A figure of a calculation as it is written; `unit` as its label or the word behind it has it, '' for none."""

    figure: Figure
    text: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """A calculation that was done: `shown` is 'a − b', `result` exact or rounded."""

    operation: str
    shown: str
    result: Decimal
    rounded: bool
    unit: str = ""
    currency: str = ""

    def told(self, language: str, manner: Manner) -> str:
        """'Difference: 92,070 − 80,863 = 11,207', in English where the language has no words here."""
        words = _NAMES.get(language, _NAMES["en"])
        sign = self.currency or (self.unit if self.unit in _BEFORE else "")
        unit = words["points"] if self.unit == "points" else "" if self.unit == sign else self.unit
        result = manner.written(self.result)
        result = result.replace("−", f"−{sign}") if self.result < 0 else f"{sign}{result}"
        tail = f" {unit}" if unit else ""
        note = f" ({words['rounded']})" if self.rounded else ""
        return f"{words[self.operation]}: {self.shown} = {result}{tail}{note}"


def worked_out(operation: Operation, first: Term, second: Term, *, in_order: bool) -> Sum | None:
    """`in_order`: the first is the earlier of two times, so that a change has a sign; else the smaller is taken from the larger,
    or set against it. None for figures of different scales or units, or a division by nothing."""
    if first.figure.power != second.figure.power or first.unit != second.unit or _currencies(first, second) is None:
        return None
    large, small = sorted((first, second), key=lambda term: -term.figure.value)
    unit, currency = first.unit, _currencies(first, second) or ""
    match operation:
        case "difference" if in_order:
            value = second.figure.value - first.figure.value
            return Sum("change", f"{second.text} − {first.text}", value, False, _of_points(unit), currency)
        case "difference":
            value = large.figure.value - small.figure.value
            return Sum("difference", f"{large.text} − {small.text}", value, False, _of_points(unit), currency)
        case "sum":
            return Sum(
                "sum", f"{first.text} + {second.text}", first.figure.value + second.figure.value, False, unit, currency
            )
        case "average":
            mean, rounded = _mean(first.figure.value + second.figure.value, first, second)
            return Sum("average", f"({first.text} + {second.text}) ÷ 2", mean, rounded, unit, currency)
        case _:
            return _divided(operation, first, second, large, small, in_order=in_order)


def _divided(
    operation: Operation, first: Term, second: Term, large: Term, small: Term, *, in_order: bool
) -> Sum | None:
    if not first.figure.value or not second.figure.value:
        return None
    match operation:
        case "percent change" if in_order:
            share, rounded = _rounded(_HUNDRED * (second.figure.value / first.figure.value - 1), _TENTH)
            return Sum("percent change", f"({second.text} − {first.text}) ÷ {first.text}", share, rounded, "%")
        case "share":
            share, rounded = _rounded(_HUNDRED * small.figure.value / large.figure.value, _TENTH)
            return Sum("share", f"{small.text} ÷ {large.text}", share, rounded, "%")
        case "ratio":
            share, rounded = _rounded(large.figure.value / small.figure.value, _TENTH)
            return Sum("ratio", f"{large.text} ÷ {small.text}", share, rounded)
        case _:
            return None


def _rounded(value: Decimal, step: Decimal) -> tuple[Decimal, bool]:
    made = value.quantize(step, ROUND_HALF_UP)
    return made, made != value


def _mean(total: Decimal, *terms: Term) -> tuple[Decimal, bool]:
    """With one decimal more than the figures have, if it needs it."""
    step = Decimal(1).scaleb(min(int(term.figure.value.as_tuple().exponent) for term in terms))
    mean, rounded = _rounded(total / len(terms), step)
    return _rounded(total / len(terms), step / 10) if rounded else (mean, rounded)


def _of_points(unit: str) -> str:
    return "points" if unit == "%" else unit


def _currencies(*terms: Term) -> str | None:
    """The one that all have, '' for none; None where they have different ones."""
    found = {term.figure.currency for term in terms}
    return found.pop() if len(found) == 1 else None


def of_list(operation: Operation, terms: Sequence[Term]) -> Sum | None:
    """A sum or an average of more than two."""
    if len({(term.figure.power, term.unit) for term in terms}) != 1 or _currencies(*terms) is None:
        return None
    total = sum((term.figure.value for term in terms), Decimal(0))
    shown, currency = " + ".join(term.text for term in terms), _currencies(*terms) or ""
    if operation == "sum":
        return Sum("sum", shown, total, False, terms[0].unit, currency)
    mean, rounded = _mean(total, *terms)
    return Sum("average", f"({shown}) ÷ {len(terms)}", mean, rounded, terms[0].unit, currency)


def multiplied(count: Term, each: Term) -> Sum:
    """So many times a price or an amount."""
    product = count.figure.value * each.figure.value
    currency = count.figure.currency or each.figure.currency
    unit = "" if currency else each.unit if count.unit in ("", each.unit) else ""
    return Sum("product", f"{count.text} × {each.text}", product, False, unit, currency)
