"""How chosen sentences are told: what leans on the sentence before it comes with it, labels with their values stand together,
and what has lost its subject by standing alone gets the title of its section."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.answers.summaries.contents import without_leader
from app.answers.summaries.cues import LEANS, SUMMED_UP, cues_of
from app.answers.summaries.units import Unit
from app.answers.text.terms import terms

_JOINED = 360
"""Characters of a sentence and the one that leans on it."""
_SHORT = 60
"""Characters of a sentence that is told with the next one."""
_OPENING = frozenset(["conclusion", "limit"])
_PAIRS = 160
"""Characters of labels with their values in one line."""
_TITLE_WORDS = 5
_CLEAR = 16
"""Words of a sentence that tells by itself what it is about."""
_GENERAL = re.compile(
    r"introduction|background|related work|methods?|results?|discussion|limitations?|conclusions?|review|notes?|general|miscellaneous|"
    r"appendix|annex|schedule|part\b|section|chapter|financial|business|letter|report|report of|"
    r"einleitung|methoden|ergebnisse|diskussion|anhang|allgemeines|bericht|annexe|rapport|généralités|le mot|anexo|informe|introducción",
    re.IGNORECASE,
)
"""Titles that say nothing of what stands under them."""
_NUMBER = re.compile(
    r"^(?:§\s*)?(?:(?:[Pp]art|[Ss]ection|[Cc]hapter|[Aa]rt(?:icle|\.)?)\s+\w{1,4}\s*[.:–-]\s*|[A-Z]?\d+(?:\.\d+)*[.:)]?\s+|[A-Z][.:)]\s+)"
)
_CLAUSE = re.compile(r"(?:[A-Z]?\d+(?:\.\d+)+|[A-Z]\d+|§)\s")
"""The number of a clause, by which it is found."""
_CUT_END = re.compile(r"(?:[;,]\s*(?:and|or|und|oder|et|ou|y|o)?|:)\s*$")


@dataclass(frozen=True, slots=True)
class Point:
    """A statement of a summary with the pages whose text bears it."""

    text: str
    pages: tuple[int, ...]

    @property
    def line(self) -> str:
        first, last = self.pages[0], self.pages[-1]
        return f"- {self.text} [p. {first}]" if first == last else f"- {self.text} [pp. {first}-{last}]"


def tell(chosen: Sequence[Unit], before: Mapping[int, Unit], told: frozenset[int], *, heading: str = "") -> list[Point]:
    """Points of one heading. `before` has every sentence of the document by its number, `told` the numbers of all that is said
    under any heading."""
    groups: list[list[Unit]] = []
    for unit in chosen:
        if groups and groups[-1][-1].number >= unit.number:
            continue
        if groups and _goes_with(groups[-1], unit):
            groups[-1].append(unit)
        else:
            groups.append([*_leaned_on(unit, before, told), unit, *_explained_by(unit, before, told)])
    return [_point(group, heading) for group in groups]


def once(points: Iterable[Point], known: set[str]) -> list[Point]:
    """Without those that are told already, word for word; `known` has what is told, and is added to."""
    found: list[Point] = []
    for point in points:
        letters = re.sub(r"[\W_]+", " ", point.text).strip().casefold()
        if letters not in known:
            known.add(letters)
            found.append(point)
    return found


def _goes_with(group: Sequence[Unit], unit: Unit) -> bool:
    last = group[-1]
    length = sum(len(one.text) for one in group) + len(unit.text)
    if unit.pairs and all(one.pairs for one in group):
        return last.passage.chunk == unit.passage.chunk and unit.number == last.number + 1 and length <= _PAIRS
    return leans(unit) and follows(unit, last) and length <= _JOINED


def _leaned_on(unit: Unit, before: Mapping[int, Unit], told: frozenset[int]) -> list[Unit]:
    """The sentence that this one cannot do without, unless it is told already or too long."""
    last = before.get(unit.number - 1)
    if last is None or not leans(unit) or not follows(unit, last) or last.number in told:
        return []
    return [last] if len(last.text) + len(unit.text) <= _JOINED else []


def _explained_by(unit: Unit, before: Mapping[int, Unit], told: frozenset[int]) -> list[Unit]:
    """What follows a short sentence that only says that a limit or a conclusion comes."""
    following = before.get(unit.number + 1)
    begins = len(unit.text) <= _SHORT and not unit.row and not unit.said.values and _OPENING & cues_of(unit.text)
    if following is None or not begins:
        return []
    fits = not following.row and follows(following, unit) and following.number not in told
    return [following] if fits and len(unit.text) + len(following.text) <= _JOINED else []


def leans(unit: Unit) -> bool:
    return not unit.row and not unit.opens and LEANS.match(unit.text) is not None


def follows(unit: Unit, last: Unit) -> bool:
    return unit.number == last.number + 1 and unit.section == last.section and not last.row


def _point(group: Sequence[Unit], heading: str) -> Point:
    pages = tuple(sorted({page for unit in group for page in unit.pages}))
    between = "; " if group[0].pairs else " "
    text = _CUT_END.sub("", between.join(unit.text for unit in group))
    title = _subject(group[0], heading)
    return Point(f"{title}: {text}" if title else text, pages)


def _subject(unit: Unit, heading: str) -> str:
    """The title of the section, where a statement names nobody and nothing that the title speaks of. '' where it can do without."""
    title = plain_title(without_leader(unit.section))
    title = title[:1].upper() + title[1:]
    if not title or len(title.split()) > _TITLE_WORDS or _GENERAL.match(title) or SUMMED_UP.match(title):
        return ""
    said = unit.said
    if (len(unit.text.split()) > _CLEAR and not unit.row) or _CLAUSE.match(unit.text):
        return ""
    if terms(title).stems & terms(heading).stems:
        return ""
    if unit.row:
        return "" if said.stems & terms(title).stems else title
    return "" if said.names or said.stems & terms(title).stems else title


def plain_title(section: str) -> str:
    """Without its number."""
    return _NUMBER.sub("", " ".join(section.split())).strip()
