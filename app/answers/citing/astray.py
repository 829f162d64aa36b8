"""Figures from here and a year, month or model from there: what a statement puts together that no place has together."""

import re
from collections.abc import Sequence

from app.answers.citing.bearing import Borne, Reading
from app.answers.citing.cite import Statement, Window
from app.answers.citing.claims import clause
from app.answers.citing.fitting import bears, family
from app.answers.citing.sites import Place, Site
from app.answers.text.values import Value, is_year, months, values

_RELATIVE = re.compile(
    r"\b(?:year before|(?:previous|prior|last|preceding) year|year earlier|Vorjahr\w*|année précédente|año anterior)\b",
    re.IGNORECASE,
)


def astray(statement: Statement, borne: Sequence[Borne], read: Reading) -> list[str]:
    """Values of the question that do not stand with those that the answer brings: a figure from here and a year from there
    make a sentence that no page says. A year must stand close by if other years do; other values in the same passage."""
    there = [one.site for one in borne if one.site is not None and one.value.kind != "name"]
    places = [read.places[site.place] for site in there] or [
        place for place in read.places if any(overlap(place, window) for window in statement.windows)
    ]
    wide = frozenset().union(*(read.said_around(place.passage) for place in places), *(site.own for site in there))
    periods = _periods(there, places) if not any(_RELATIVE.search(place.text) for place in places) else frozenset()
    return [
        statement.text[value.start : value.end]
        for value in values(statement.text)
        if (read.is_asked(value) or (there and value.kind == "year"))
        and value.kind != "code"
        and not any(bears(site, value) for site in there if site.form != "name")
        and not _stands(value, wide, periods, read)
    ] + [
        statement.text[value.start : value.end]
        for value in values(statement.text)
        if value.kind == "code" and _of_another(value, there, statement.windows, read)
    ]


def _periods(there: Sequence[Site], places: Sequence[Place]) -> frozenset[str]:
    """The years that the surroundings of the answer's figures speak of: the names of row and column, else of the table's
    columns; a sentence and those beside it."""
    cells = [site for site in there if site.form == "cell"]
    named = frozenset(key for site in cells for key in site.label | site.column if is_year(key))
    if named:
        return named
    around = frozenset().union(*(place.above if place.row else place.own | place.near for place in places))
    return frozenset(key for key in around if is_year(key))


def _of_another(code: Value, there: Sequence[Site], windows: Sequence[Window], read: Reading) -> bool:
    """Whether what says of which model or item the figures are names another code of the kind: the row and column, else the
    sentence, else the headings. Where nothing does, it may be any."""
    told = [site for site in there if not is_like(site.value.key, code)]
    places = [read.places[site.place] for site in told] or [
        place for place in read.places if any(overlap(place, window) for window in windows)
    ]
    levels = (
        [site.label | site.column for site in told if site.form == "cell"],
        [site.own for site in told] or [place.own for place in places],
        [place.headings | place.above for place in places],
    )
    for level in levels:
        named = [found for terms_ in level if (found := {key for key in terms_ if is_like(key, code)})]
        if named:
            return all(code.key not in keys for keys in named)
    return False


def _stands(value: Value, wide: frozenset[str], periods: frozenset[str], read: Reading) -> bool:
    if value.kind == "year":
        return not periods or bool(value.keys & periods)
    return bool(value.keys & wide) or (value.kind == "number" and read.in_a_range(value))


def replaced_years(statement: Statement, borne: Sequence[Borne], read: Reading) -> list[str]:
    """Years that stand in place of those that were asked for, where neither the row or column nor the sentence has them."""
    told = [value for value in values(statement.text) if value.kind == "year"]
    asked = [value for value in values(read.question) if value.kind == "year"]
    if not told or not asked or any(one.keys & other.keys for one in told for other in asked):
        return []
    there = [one.site for one in borne if one.site is not None and one.value.kind == "number"]
    own = [site.own | {site.value.key} for site in there] or [window.terms.values for window in statement.windows]
    return [
        statement.text[value.start : value.end]
        for value in told
        if not read.is_asked(value) and not any(value.keys & some for some in own)
    ]


def other_months(text: str, borne: Sequence[Borne]) -> list[str]:
    """Months beside a figure whose row, column or sentence has other months only."""
    found: list[str] = []
    for one in borne:
        if one.site is None or one.value.kind != "number":
            continue
        start, end = clause(text, one.value)
        beside = [month for month in months(text) if start <= month.start < end]
        own = {key for key in one.site.own if re.fullmatch(r"--\d\d", key)}
        if beside and own and not any(month.key in own for month in beside):
            found.extend(text[month.start : month.end] for month in beside)
    return found


def is_like(key: str, code: Value) -> bool:
    return key.startswith("#") and family(key) == family(code.key)


def overlap(place: Place, window: Window) -> bool:
    return place.passage == window.passage and place.start < window.end and window.start < place.end
