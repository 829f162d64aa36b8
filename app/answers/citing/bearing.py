"""Which place bears a value of an answer: not any place that has it, but the one that is about what the answer says.

'The order book was 62,378 in 2021' is not borne by a page that has 62,378 in the row of 2023. So all values of the passages
compete: each is scored by how much of the statement and the question its own words hold (the names of its row and column,
its sentence), and a value is borne only if no other value of its kind fits clearly better.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.answers.citing.claims import amends, clause, neighbours, outdated, replaces, stated
from app.answers.citing.fitting import (
    bears,
    compatible,
    family,
    fit,
    named_in_full,
    other_row,
    rivals,
    same,
    told_apart,
)
from app.answers.citing.sites import Place, Site, places, sites
from app.answers.text.amounts import unit_of, units_in
from app.answers.text.names import names, parts
from app.answers.text.remembered import remembered
from app.answers.text.terms import stem, terms
from app.answers.text.values import Value, months, values
from app.types import Passage

_OF_QUESTION = 0.7
"""Weight of a term that only the question has."""
_ELSEWHERE = 0.6
"""Weight of a term in another part of the statement than the value."""
_OF_OTHERS = 0.4
"""How much of its weight a term keeps that stands with another figure of the statement."""
_HALF_HEARD = 0.25
"""Less than a word of the statement (1), or of the question alone (0.7), and more than the difference of the two."""
_SAME_UNIT = 0.5
"""What it counts in a row that one of two cells has the unit that the value is told with."""
_UNIT = 0.25
"""Share of the whole weight by which a place with another unit must fit better to be the one that is meant."""
_VALUE = 1.6
"""Weight of a year, date or code beside a word."""
_CLEARLY = {"cell": 0.04, "prose": 0.18, "across": 0.3}
"""Share of the whole weight by which another value must fit better: cell against cell, sentence against sentence, and one
against the other."""
_LEAST = 0.12
"""The same as a weight, for short statements."""
_NEIGHBOUR = 0.15
"""How much more for a sentence close by, whose words the next one goes on from."""
_A_FIGURE = 2
"""Characters. One digit stands in many places."""
_BY = re.compile(r"\b(?:by|um)\s[£$€+–-]?\s?$")
"""'exceeds the budget by 2.7': what lies between two columns, whose names the statement then has, stands in neither."""
_REPLACED = ("code", "year", "date")
"""What an answer may have in place of what the question had."""
_RANGE = re.compile(r"(?<![\d.,])(\d{1,4}(?:\.\d+)?)\s?(?:[–-]|to|bis)\s?(\d{1,4}(?:\.\d+)?)(?![\d-])")


@dataclass(frozen=True, slots=True)
class Borne:
    """The best site of a value, None where no place has it. `rival` is a value that fits clearly better."""

    value: Value
    site: Site | None
    rival: Site | None
    fit: float
    """Share of the weight of statement and question that the site's own and wider words hold."""
    wrong_unit: bool = False
    alone: bool = False
    """Whether a figure of several digits, or a code, stands nowhere else."""
    outdated: bool = False
    """Whether the place says that this value was replaced, and the statement speaks of now."""

    @property
    def sound(self) -> bool:
        return self.site is not None and self.rival is None and not self.wrong_unit and not self.outdated


class Reading:
    """The passages read for values, under one question."""

    def __init__(self, question: str, passages: Sequence[Passage]) -> None:
        self.question = question
        self.passages = passages
        self._brought: dict[str, list[Value]] = {}
        self.asked = terms(question).all
        self.asked_values = frozenset(key for value in values(question) for key in (value.key, *value.also))
        self.asked_values |= frozenset(value.key for value in months(question))
        self._asked_names = frozenset().union(*(parts(name) for name in names(question)))
        self.places: list[Place] = places(passages)
        self.sites: list[Site] = [_ranged(site, question) for site in sites(self.places, passages)]
        self.units = units_in(question).union(*(units_in(f"{passage.header}\n{passage.text}") for passage in passages))
        self._ordinary = frozenset(
            stem(word) for passage in passages for word in re.findall(r"\b[a-zß-öø-ÿ][\w’'-]+", passage.text)
        )
        self._ranges = [
            (Decimal(match[1]), Decimal(match[2])) for passage in passages for match in _RANGE.finditer(passage.text)
        ]
        counts = Counter(term for site in self.sites for term in site.own | site.wide)
        n = max(len(self.sites), 1)
        self._idf = {term: math.log(1 + n / count) / math.log(1 + n) for term, count in counts.items()}

    def brought(self, statement: str) -> list[Value]:
        """What the statement claims with values and names that the question did not have."""
        if statement not in self._brought:
            new = (v for v in stated(statement) if not self.is_asked(v) and not self._is_ordinary(v))
            self._brought[statement] = list(new)
        return self._brought[statement]

    def _is_ordinary(self, value: Value) -> bool:
        """Words with a capital that the passages have without one: no name."""
        return value.kind == "name" and parts(value) <= self._ordinary

    def said_around(self, passage: int) -> frozenset[str]:
        """All terms of a passage, its headings, and what else was read of its pages and the next ones."""
        here = self.passages[passage]
        near = [number for number, other in enumerate(self.passages) if neighbours(here, other)]
        return frozenset().union(*(p.own | p.above | p.headings for p in self.places if p.passage in near))

    def in_a_range(self, value: Value) -> bool:
        """Whether the passages speak of a range of numbers that it lies in: '20–24 %'."""
        number = Decimal(value.key)
        return any(low <= number <= high for low, high in self._ranges)

    def is_asked(self, value: Value) -> bool:
        return parts(value) <= self.asked if value.kind == "name" else value.key in self.asked_values

    def bearing(self, statement: str, value: Value) -> Borne:
        """Where `value` of `statement` stands, and whether another value would fit better there."""
        able = self._of_the_thing([site for site in self.sites if bears(site, value)], statement, value)
        if not able:
            return Borne(value, None, None, 0.0)
        unit = unit_of(statement, value)
        right = [site for site in able if compatible(unit, site.unit)]
        weights = self._weights(statement, value)
        total = sum(weights.values()) or 1.0
        best, likeliest = (
            max(some, key=lambda site: (fit(site, weights), -site.place)) for some in (right or able, able)
        )
        score = max(fit(site, weights) for site in [best, *self._partly(value)])
        rival = self._rival(statement, value, best, unit, weights, score, total)
        return Borne(
            value,
            best,
            rival,
            score / total,
            wrong_unit=not right or fit(likeliest, weights) - fit(best, weights) > _UNIT * total,
            alone=len(able) == 1 and len(re.sub(r"\W|0+$", "", value.key)) > 2,
            outdated=outdated(statement, best),
        )

    def _of_the_thing(self, able: Sequence[Site], statement: str, value: Value) -> Sequence[Site]:
        """Those that stand under the code that the statement names, else the question, if any do: what the chapter of a model
        says goes before what the chapter of another one says."""
        for text in (statement, self.question):
            codes = [one.key for one in values(text) if one.kind == "code" and family(one.key) != family(value.key)]
            named = [site for site in able if any(key in site.own or key in site.wide for key in codes)]
            if named:
                return named
        return able

    def _partly(self, value: Value) -> list[Site]:
        """Where a name that stands in full elsewhere is said in part: 'the network of Haldersund' for 'Haldersund Varme AS'."""
        if value.kind != "name" or len(parts(value)) == 1:
            return []
        return [site for site in self.sites if site.value.kind == "name" and parts(site.value) < parts(value)]

    def _rival(
        self,
        statement: str,
        value: Value,
        best: Site,
        unit: str,
        weights: Mapping[str, float],
        score: float,
        total: float,
    ) -> Site | None:
        """The value that fits best of those that fit clearly better."""
        if not best.own:
            return None
        said, whole = stated(statement), terms(statement).all
        named = frozenset() if _BY.search(statement[: value.start]) else whole
        anchored = self._anchored(statement, value, best)
        if anchored and value.kind in ("name", "date"):
            return None
        found, highest = None, 0.0
        for site in self.sites:
            if (
                (anchored and site.place != best.place)
                or not rivals(site, best, unit)
                or (self.is_asked(site.value) and not (value.kind in _REPLACED and site.value.key not in whole))
                or self._is_ordinary(site.value)
                or any(same(site, other) for other in said if compatible(unit_of(statement, other), site.unit))
            ):
                continue
            ahead = self._ahead(site, best, unit, weights, score, total, named)
            if ahead > highest and not self._amended(best, site):
                found, highest = site, ahead
        return found

    def _anchored(self, statement: str, value: Value, best: Site) -> bool:
        """Whether the place has another figure that the statement brings, too."""
        others = [
            one
            for one in self.brought(statement)
            if one is not value and one.kind != "name" and len(one.key) >= _A_FIGURE
        ]
        there = [site for site in self.sites if site.place == best.place and site.start != best.start]
        return any(one.key != value.key and bears(site, one) for one in others for site in there)

    def _ahead(
        self,
        site: Site,
        best: Site,
        unit: str,
        weights: Mapping[str, float],
        score: float,
        total: float,
        said: frozenset[str],
    ) -> float:
        """By how much of the weight a rival is more than clearly better."""
        if site.place == best.place and site.form == "prose":
            return 1.0 if told_apart(site, best, weights) else 0.0
        if not (site.known and best.known) and not other_row(site, best, weights):
            return 0.0
        if named_in_full(best, site, said):
            return 0.0
        bar = _CLEARLY[site.form if site.form == best.form and site.form != "name" else "across"]
        bar += _NEIGHBOUR * self._neighbours(site, best)
        ahead = (fit(site, weights) - score) / total - max(bar, _LEAST / total)
        return max(ahead, self._other_column(site, best, unit, weights, said)) if site.place == best.place else ahead

    def _other_column(
        self, site: Site, best: Site, unit: str, weights: Mapping[str, float], said: frozenset[str]
    ) -> float:
        """Within a row only the names of the columns tell cells apart, however common they are in the table: by how much more
        than a half-heard word the rival's is named."""
        if not (site.known and best.known and said):
            return 0.0
        gained, kept = (
            sum(1.0 if term in said else _OF_QUESTION for term in one - other if term in weights)
            for one, other in ((site.column, best.column), (best.column, site.column))
        )
        return gained - kept - _HALF_HEARD + (_SAME_UNIT if unit and site.unit == unit != best.unit else 0.0)

    def _neighbours(self, site: Site, best: Site) -> bool:
        same = self.places[site.place].passage == self.places[best.place].passage
        return site.form == best.form == "prose" and same and abs(site.place - best.place) <= 2

    def _amended(self, best: Site, rival: Site) -> bool:
        """Whether the place of the value sets it against the rival: 'the sum of £7,500 is replaced by £5,000', 'the time in
        clause 3.1 becomes 45 minutes'."""
        if best.form != "prose" or best.place == rival.place:
            return False
        text = self.places[best.place].text
        return amends(text) or rival.value.key in self.places[best.place].own

    def _weights(self, statement: str, value: Value) -> dict[str, float]:
        a, b = clause(statement, value)
        own = terms(statement[a:b]).all
        whole = terms(statement).all
        asked = self.asked
        for other in self.brought(statement):
            if other.kind in ("year", "date", "code") and other is not value:
                asked = frozenset(key for key in asked if key in whole or not replaces(other, key))
        if value.kind != "name" and any(name for name in names(statement) if not self.is_asked(name)):
            asked -= self._asked_names - whole
        own, whole, asked = (
            frozenset(term for term in some if not term.startswith("--")) for some in (own, whole, asked)
        )
        weights = {term: self._weigh(term) * _OF_QUESTION for term in asked}
        weights |= {term: self._weigh(term) * _ELSEWHERE for term in whole}
        weights |= {term: self._weigh(term) for term in own}
        weights |= {month.key: self._weigh(month.key) for month in months(statement) or months(self.question)}
        for term in self._of_others(statement, value) - own:
            weights[term] = weights.get(term, 0.0) * _OF_OTHERS
        for term in self._claimed(statement, value):
            weights.pop(term, None)
        return weights

    def _of_others(self, statement: str, value: Value) -> frozenset[str]:
        """The terms of the clauses in which other figures stand."""
        mine = clause(statement, value)
        ranges = {clause(statement, one) for one in self.brought(statement) if one.kind == "number"} - {mine}
        return (
            frozenset().union(*(terms(statement[a:b]).all for a, b in ranges)) if value.kind != "name" else frozenset()
        )

    def _claimed(self, statement: str, value: Value) -> set[str]:
        """Terms that say nothing of where the value stands: its own, and other numbers that the statement brings."""
        if value.kind == "name":
            return set(parts(value))
        claims = [other for other in stated(statement) if other is value or other.kind == "number"]
        return {key for other in claims for key in (other.key, *other.also)} - self.asked_values

    def _weigh(self, term: str) -> float:
        known = self._idf.get(term, 0.0)
        return known * _VALUE if term[:1].isdigit() or term[:1] in "#-" else known


@remembered(16)
def reading(question: str, passages: tuple[Passage, ...]) -> Reading:
    return Reading(question, passages)


def _ranged(site: Site, question: str) -> Site:
    """A column or row named by a range is named by the numbers of the question that lie in it: '20–24 %' by 22."""
    if site.form != "cell":
        return site
    held = {
        value.key
        for value in values(question)
        if value.kind == "number"
        for match in _RANGE.finditer(site.text[: -len(site.value.key)])
        if Decimal(match[1]) <= Decimal(value.key) <= Decimal(match[2])
    }
    return replace(site, own=site.own | held, column=site.column | held) if held else site
