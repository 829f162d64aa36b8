"""How well a site fits what is said, and whether it could stand there in place of another."""

import re
from collections.abc import Mapping
from decimal import Decimal

from app.answers.citing.sites import Site
from app.answers.text.names import parts
from app.answers.text.remembered import remembered
from app.answers.text.values import Value

_WIDE = 0.5
"""What a term counts in headings and captions, beside 1 in a value's own words."""
_NEAR = 0.35
"""The same for neighbouring sentences."""
_CLOSE = 0.25
"""What a term counts more in the same part of the sentence as the value."""
_STRANGE_ROW, _STRANGE_COLUMN = 0.2, 0.1
"""What a term of a row's or a column's name costs that neither statement nor question has: 'Saint Olave' is not 'Saint Olave
Fields'. At most for two terms."""


def bears(site: Site, value: Value) -> bool:
    """Whether the value of the site is this one; a figure of a table in thousands may be told with its thousands."""
    if value.kind == "name":
        return site.value.kind == "name" and parts(value) <= parts(site.value)
    if value.borne_by(site.value):
        return True
    if value.kind != "number" or site.value.kind not in ("number", "year"):
        return False
    return any(_scaled(site.value.key, power) == value.key for power in site.powers)


def same(site: Site, value: Value) -> bool:
    """Whether a site says a value of the statement, or a name that shares a word with one of its names."""
    if "name" in (value.kind, site.value.kind):
        return value.kind == site.value.kind and bool(parts(value) & parts(site.value))
    return bears(site, value)


@remembered(8192)
def _scaled(key: str, power: int) -> str:
    return f"{Decimal(key).scaleb(power).normalize():f}"


def fit(site: Site, weights: Mapping[str, float]) -> float:
    """The weight of the terms that the site has in its own words, with a part of those in its wider surroundings."""
    score = 0.0
    for term, weight in weights.items():
        if term in site.own:
            score += weight * (1 + _CLOSE) if term in site.close else weight
        elif term in site.wide:
            score += weight * _WIDE
        elif term in site.near:
            score += weight * _NEAR
    rows = sum(term not in weights for term in site.label)
    columns = sum(term not in weights for term in site.column) if not site.column & weights.keys() else 0
    return score - _STRANGE_ROW * min(rows, 2) - _STRANGE_COLUMN * min(columns, 2)


def rivals(site: Site, best: Site, unit: str) -> bool:
    """Whether a site's value could have stood in the statement instead: of the same kind and measured in the same."""
    if (site.place == best.place and site.start == best.start) or (site.form == "name" and best.form != "name"):
        return False
    if site.value.kind != best.value.kind and not (_counts(site) and _counts(best) and len(site.value.key) == 4):
        return False
    if site.form != best.form and _is_small(site) != _is_small(best):
        return False
    if site.value.kind == "code" and shape(site.value.key) != shape(best.value.key):
        return False
    measured = unit or best.unit
    return compatible(measured, site.unit) if site.form == "cell" else measured == site.unit


def _is_small(site: Site) -> bool:
    """A count up to a hundred: 'nine divisions' in a sentence is no rival of 4,206 in a table."""
    return site.value.kind == "number" and len(site.value.key) < 3


def _counts(site: Site) -> bool:
    """Whether it is a number, or a cell that may hold one that looks like a year."""
    return site.value.kind == "number" or (site.value.kind == "year" and site.form == "cell")


def other_row(rival: Site, best: Site, weights: Mapping[str, float]) -> bool:
    """Where columns are not known, rows may be: the rival's is named by statement or question, and the value's is not."""
    return bool(rival.label & weights.keys()) and not best.label & weights.keys()


def told_apart(rival: Site, best: Site, weights: Mapping[str, float]) -> bool:
    """Within a sentence: the rival stands with a word of the statement that the value does not stand with, and the value with
    words that the statement does not have ('the upper bearing takes 13 g and the lower 22 g'); what the first of
    several has is meant for all."""
    gained = {term for term in rival.close if term in weights} - best.close
    kept = {term for term in best.close if term in weights} - rival.close
    strange, foreign = (
        {term for term in one - other if term not in weights and not term[:1].isdigit()}
        for one, other in ((best.close, rival.close), (rival.close, best.close))
    )
    elliptic = best.start < rival.start and 2 * len(rival.close) < len(best.close)
    return len(gained) > (0 if elliptic else len(kept)) and len(strange) > len(foreign)


def shape(code: str) -> str:
    """What codes of one kind have in common: 'HX-50' and 'HX-65L' not, 'E14' and 'E31' do."""
    return re.sub(r"\d+", "9", re.sub(r"[a-z]+", "a", code))


def family(code: str) -> str:
    """What codes of things of one kind begin with: 'HX-50' and 'HX-65L' are pumps, and 'M20' is a bolt."""
    return re.sub(r"\d.*", "", code)


def compatible(one: str, other: str) -> bool:
    """Whether two units may be the same; an unknown one may be any."""
    return not one or not other or one == other


def named_in_full(best: Site, rival: Site, said: frozenset[str]) -> bool:
    """Whether the statement names the row of the value, and not what the rival's has more: 'Saint Olave', not 'Saint Olave
    Fields', whatever the question set it against."""
    return (
        bool(best.label) and best.label <= said and best.label < rival.label and not (rival.label - best.label) & said
    )
