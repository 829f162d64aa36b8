"""Choosing what a summary says: by weight, with room for each heading of the document's shape, nothing twice."""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.answers.summaries.cues import cues_of
from app.answers.summaries.gist import Gist
from app.answers.summaries.salience import Weighed
from app.answers.summaries.shape import Shape, Slot
from app.answers.summaries.units import Unit
from app.types import Length

_BASE: Mapping[Length, float] = {"brief": 50.0, "standard": 100.0, "detailed": 200.0}
_GROWTH: Mapping[Length, float] = {"brief": 2.2, "standard": 6.0, "detailed": 13.0}
"""Words of a summary, and for the square root of the words of the text: one that is four times as long gets nearly twice as many."""
_MOST: Mapping[Length, int] = {"brief": 300, "standard": 900, "detailed": 2400}
_MOST_SHARE: Mapping[Length, float] = {"brief": 0.2, "standard": 0.4, "detailed": 0.65}
"""Of all that the text says: a summary of a short text is shorter than it."""
_SAME = 0.6
"""Overlap of terms above which two say the same, unless half of its values are new."""
_PARALLEL, _LEAST_STEMS = 0.7, 4
"""Share of the stems that two of at least so many have in common."""
_NEW = 0.5
_FIT = 0.9
"""How well something must belong under a heading to stand there: by a word or the section's title, or by two cues."""
_IN_SHAPE = 0.6
"""What belonging under a heading adds, for each point of fit."""
_VOTE = 0.5
"""What the model's word for a sentence adds."""
_LEAST_WORTH = 0.7
"""Weight below which a heading stays empty rather than be filled."""
_AGAIN = 0.15
"""Taken off for each point that the same section has already."""
_FULL = 1.0
"""Taken off where a heading has its share."""
_A_WORD, _USUAL = 0.03, 20
"""Taken off for each word beyond the usual length, and added for each below it."""
_LOOKED_AT = 12
"""Sentences that are looked at for each that there is room for."""
_OVER, _LEAST_OVER = 0.08, 4
"""Share of its room, and words, by which a summary may be longer or shorter than that."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be said, with the heading that it belongs under and its worth for the summary."""

    weighed: Weighed
    slot: Slot | None
    worth: float

    @property
    def unit(self) -> Unit:
        return self.weighed.unit


def room(words: int, length: Length) -> int:
    """Words of a summary of a text of so many words."""
    wanted = _BASE[length] + _GROWTH[length] * math.sqrt(words)
    return round(min(wanted, _MOST[length], _MOST_SHARE[length] * words))


def candidates(weighed: Sequence[Weighed], shape: Shape | None) -> list[Candidate]:
    return [_candidate(one, shape) for one in weighed]


def _candidate(one: Weighed, shape: Shape | None) -> Candidate:
    if shape is None:
        return Candidate(one, None, one.weight)
    fits = [(slot.fit(one.unit.section, one.unit.text, one.cues), -i) for i, slot in enumerate(shape.slots)]
    fit, place = max(fits)
    if fit < _FIT:
        return Candidate(one, None, one.weight)
    return Candidate(one, shape.slots[-place], one.weight + _IN_SHAPE * min(fit, 3.0))


def with_gists(all_of: Sequence[Candidate], gists: Sequence[Gist], shape: Shape | None) -> list[Candidate]:
    """What the model said weighs for the sentences that it said, and stands beside them where it put several together."""
    votes = {number for said in gists if said.own is None for number in said.votes}
    voted = [replace(one, worth=one.worth + _VOTE * (one.unit.number in votes)) for one in all_of]
    weights = {one.unit.number: one.weighed.weight for one in all_of}
    own = [_own(said, weights, shape) for said in gists if said.own is not None]
    return sorted([*voted, *own], key=lambda c: c.unit.number)


def _own(said: Gist, weights: Mapping[int, float], shape: Shape | None) -> Candidate:
    assert said.own is not None
    best = max((weights.get(number, 0.0) for number in said.votes), default=0.0)
    made = _candidate(Weighed(said.own, cues_of(said.own.text), best), shape)
    return replace(made, worth=made.worth + _VOTE)


def choose(all_of: Sequence[Candidate], words: int, length: Length, shape: Shape | None) -> list[Candidate]:
    """In reading order, of about so many words. First the best under each heading that even a short summary has, then the best
    of all."""
    chosen: list[Candidate] = []
    for slot in shape.slots if shape is not None else ():
        if slot.first or length != "brief":
            _take_best(chosen, [c for c in all_of if c.slot is slot and c.worth >= _LEAST_WORTH], slot.least)
    _fill(chosen, all_of, words)
    return sorted(chosen, key=lambda c: c.unit.number)


def _take_best(chosen: list[Candidate], able: Sequence[Candidate], count: int) -> None:
    for one in sorted(able, key=lambda c: (_length(c) - c.worth, c.unit.number)):
        if count and _is_new(one, chosen):
            chosen.append(one)
            count -= 1


def _fill(chosen: list[Candidate], all_of: Sequence[Candidate], words: int) -> None:
    """The best that are left, sections and headings that have little going first."""
    taken: defaultdict[object, int] = defaultdict(int)
    for one in chosen:
        _count(taken, one)
    able = sorted(all_of, key=lambda c: (_length(c) - c.worth, c.unit.number))[: _LOOKED_AT * (words + 1) // _USUAL + 1]
    left = [one for one in able if one not in chosen]
    over = max(_LEAST_OVER, round(_OVER * words))
    while left:
        best = max(left, key=lambda c: (_after(c, taken, words), -c.unit.number))
        left.remove(best)
        if taken["words"] + _words(best) > words + over and chosen:
            if taken["words"] > words - over:
                return
        elif _is_new(best, chosen):
            chosen.append(best)
            _count(taken, best)


def _after(one: Candidate, taken: Mapping[object, int], words: int) -> float:
    """The worth of one beside what is chosen already."""
    worth = one.worth - _length(one) - _AGAIN * taken.get(_place(one), 0)
    if one.slot is not None and taken.get(id(one.slot), 0) > one.slot.most * words:
        worth -= _FULL
    return worth


def _length(one: Candidate) -> float:
    """What is taken off for words, so that two short ones go before a long one."""
    return _A_WORD * (_words(one) - _USUAL)


def _words(one: Candidate) -> int:
    return len(one.unit.text.split())


def _count(taken: defaultdict[object, int], one: Candidate) -> None:
    """Words of the whole and of each heading, points of each section."""
    taken["words"] += _words(one)
    taken[id(one.slot)] += _words(one)
    taken[_place(one)] += 1


def _place(one: Candidate) -> tuple[int, str]:
    return (one.unit.part, one.unit.section)


def _is_new(one: Candidate, chosen: Sequence[Candidate]) -> bool:
    said = one.unit.said
    if any(_is_parallel(one.unit, other.unit) for other in chosen):
        return False
    return all(not _says_the_same(said.all, said.values, other.unit) for other in chosen)


def _is_parallel(one: Unit, other: Unit) -> bool:
    """Whether two say the same of different things, in the same words: one of them stands for both. Rows of one table do so by
    nature; of different tables, those of one name do."""
    if one.row or other.row:
        return one.row and other.row and one.passage.chunk != other.passage.chunk and _label(one) == _label(other)
    least, most = sorted((len(one.said.stems), len(other.said.stems)))
    return least >= _LEAST_STEMS and len(one.said.stems & other.said.stems) >= _PARALLEL * most


def _label(row: Unit) -> str:
    """The name of a row, without its number."""
    return re.sub(r"[\W\d_]+", " ", re.split(r"[:;]", row.text, maxsplit=1)[0]).casefold()


def _says_the_same(said: frozenset[str], values: frozenset[str], other: Unit) -> bool:
    least = min(len(said), len(other.said.all))
    if not least or len(said & other.said.all) / least < _SAME:
        return False
    return not values or len(values - other.said.values) < _NEW * len(values)
