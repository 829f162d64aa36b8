"""Verifying: what an answer says and its cited text does not bear.

A statement fails if nothing supports it; if one of its numbers, dates, codes or names does not stand in the cited text, or
another one fits better there (`bearing`); if its unit is another; or if it denies, turns round or bounds otherwise what the
cited text says (`polarity`). A value that came from the question counts only if it stands by the one that the answer brings.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.answers.citing.astray import astray, is_like, other_months, overlap, replaced_years
from app.answers.citing.bearing import Borne, Reading, reading
from app.answers.citing.cite import Statement, Window
from app.answers.citing.claims import clause, neighbours
from app.answers.citing.sites import Site
from app.answers.text import bounds, denial, polarity
from app.answers.text.amounts import time_of, times_in, unit_of
from app.answers.text.names import names, parts
from app.answers.text.terms import stem, terms
from app.answers.text.values import Value, is_year, values
from app.types import Passage

_ASKS_WHEN = re.compile(
    r"\b(?:when|years?|dates?|since|until|how long|old|wann|jahre?|seit|bis wann|wie lange|quand|année|depuis|cuándo|año)\b",
    re.IGNORECASE,
)
_BOUNDING = re.compile(r"\b(?:before|after|since|until|vor|nach|seit|bis|ab|avant|après|depuis)\s$", re.IGNORECASE)
_BOUNDED = re.compile(_BOUNDING.pattern.replace("$", r"(?:1[5-9]|20)\d\d\b"), re.IGNORECASE)
_A_SENTENCE = 4
"""Words. Fewer stand in many places."""
_ITEM = re.compile(r"^(?:[-*•–]\s+|\(?\w{1,3}[.)]\s+|\d+(?:\.\d+)*\s+)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`unsupported` holds statements and values that nothing bears, as they stand in the answer; `borne` counts the others."""

    unsupported: tuple[str, ...]
    borne: int
    sound: tuple[Statement, ...]
    """The statements that hold, with their windows."""


def verify(statements: Sequence[Statement], question: str, passages: Sequence[Passage]) -> Verdict:
    """Judge each statement by the windows that `cite.place` gave it."""
    unsupported: list[str] = []
    sound: list[Statement] = []
    for statement, faults in verifying(statements, question, passages):
        unsupported.extend(faults)
        if not faults and not statement.empty:
            sound.append(statement)
    return Verdict(tuple(dict.fromkeys(unsupported)), len(sound), tuple(sound))


def verifying(
    statements: Iterable[Statement], question: str, passages: Sequence[Passage]
) -> Iterator[tuple[Statement, Sequence[str]]]:
    """Each statement with what of it nothing bears, one by one as they come."""
    read = reading(question, tuple(passages))
    stems = [terms(_with_headings(passage)).all for passage in passages]
    for statement in statements:
        yield statement, [] if statement.empty else _faults(statement, read, stems)


def beside_the_point(question: str, sound: Sequence[Statement], passages: Sequence[Passage]) -> tuple[str, ...]:
    """Years, dates and codes of the question that the cited places do not have: the answer is then about another year,
    clause or item than the one that was asked about.

    One counts as there if it stands anywhere in a cited passage, its headings, or what was read of the pages around it; a year only if the cited words themselves do
    not speak of another one (unless a time is what was asked for).
    """
    windows = [window for statement in sound for window in statement.windows]
    cited = [passages[window.passage] for window in windows]
    beside = [passage for passage in passages if any(neighbours(passage, other) for other in cited)]
    said = frozenset().union(*(terms(_with_headings(passage)).values for passage in beside))
    asked = [value for value in values(question) if value.kind in ("date", "year", "code")]
    told = frozenset().union(*(_years_meant(window.text) for window in windows))
    free = [window for window in windows if not _BOUNDED.search(window.text)]
    around = frozenset(key for window in free for key in window.around.values - window.terms.values if is_year(key))
    missing = [value for value in asked if not value.keys & said and _others_are_there(value, said, told | around)]
    years = {key for value in asked for key in value.keys if is_year(key)}
    if years and told and not years & (told | around) and not _ASKS_WHEN.search(question):
        missing += [value for value in asked if value.keys & years]
    return tuple(dict.fromkeys(question[value.start : value.end] for value in missing))


def _years_meant(text: str) -> frozenset[str]:
    """The years that a text speaks of, without those that only bound others: 'before 2022', 'since 1990'."""
    return frozenset(
        key for value in values(text) if not _BOUNDING.search(text[: value.start]) for key in value.keys if is_year(key)
    )


def _others_are_there(value: Value, said: frozenset[str], years: frozenset[str]) -> bool:
    """Whether others of the kind are: what names no model holds for all, and what names no year for any."""
    return any(is_like(key, value) for key in said) if value.kind == "code" else bool(years)


def _with_headings(passage: Passage) -> str:
    return f"{passage.file}\n{passage.header}\n{passage.section}\n{passage.text}"


def _faults(statement: Statement, read: Reading, stems: Sequence[frozenset[str]]) -> list[str]:
    if not statement.windows:
        return [statement.text]
    text = statement.text
    if _is_verbatim(statement):
        return []
    borne = [read.bearing(text, value) for value in read.brought(text)]
    found = [
        text[one.value.start : one.value.end] for one in borne if not _is_borne(one, text, statement.windows, read)
    ]
    found += _strange_units(text, borne, read)
    found += astray(statement, borne, read)
    found += replaced_years(statement, borne, read) + other_months(text, borne)
    found += _strange_names(statement, read, stems) or _misplaced_names(text, borne)
    if not found and _turned(statement, borne, read):
        return [text]
    return list(dict.fromkeys(found))


def _is_verbatim(statement: Statement) -> bool:
    """Whether a cited sentence says just this, word for word: then it needs no reading between the lines."""
    said = _plainly(statement.text)
    return len(said.split()) >= _A_SENTENCE and any(_plainly(window.text) == said for window in statement.windows)


def _plainly(text: str) -> str:
    """Without case, white space, what a list puts before an item and what ends a sentence."""
    return _ITEM.sub("", " ".join(text.casefold().split())).rstrip(".!?;:")


def _is_borne(one: Borne, text: str, windows: Sequence[Window], read: Reading) -> bool:
    """Names without a place are judged by their words, elsewhere."""
    if one.site is None:
        return one.value.kind == "name"
    return one.sound and not _bounded_otherwise(one, text) and not _of_other_times(one, text)


def _bounded_otherwise(one: Borne, text: str) -> bool:
    """Whether one is said to be at least what the other is at most; or one may be after it and the other may not."""
    mine, theirs = bounds.bound(text, one.value), _bound_at(one)
    if one.value.kind == "number" and {mine, theirs} == {"until", "from"}:
        return False
    if bounds.bounds_differ(mine, theirs):
        return True
    site = one.site
    if site is None or site.form != "prose" or not mine or mine != theirs:
        return False
    return denial.forbidden(site.text, site.value.start) and not denial.denies(text)


def _of_other_times(one: Borne, text: str) -> bool:
    """Whether one is by the week and the other by the month."""
    site = one.site
    if site is None or one.value.kind != "number":
        return False
    mine = time_of(text, one.value)
    theirs = times_in(site.text) if site.form == "cell" else frozenset({time_of(site.text, site.value)} - {""})
    return bool(mine) and bool(theirs) and mine not in theirs


def _bound_at(one: Borne) -> str:
    site = one.site
    if site is None:
        return ""
    return bounds.bound(site.text, site.value) if site.form == "prose" else bounds.bound_of_label(site.text)


def _strange_units(text: str, borne: Sequence[Borne], read: Reading) -> list[str]:
    """Values with a unit of which neither the passages nor the question speak."""
    found = []
    for one in borne:
        unit = unit_of(text, one.value)
        if unit and unit not in read.units:
            found.append(text[one.value.start : one.value.end])
    return found


def _turned(statement: Statement, borne: Sequence[Borne], read: Reading) -> bool:
    """Whether the statement says the contrary of what is cited for it."""
    if any(one.site is not None and one.value.kind != "name" and _is_head(one.site, read) for one in borne):
        return False
    there = [_evidence(window, borne, read) for window in statement.windows]
    labels = [one.site.text for one in borne if one.site is not None]
    text = statement.text
    around = [_caption(one.site, read) for one in borne if one.site is not None]
    if polarity.out_of_order(text) or denial.contradicts(text, there, asked=read.question, around=around):
        return True
    if polarity.turned_from(text, read.question, [*there, *labels]):
        return True
    return any(_turned_about(text, one) for one in borne) or polarity.reversed_in(text, [*there, *labels])


def _is_head(site: Site, read: Reading) -> bool:
    row = read.places[site.place].row
    return row is not None and row.is_head


def _caption(site: Site, read: Reading) -> str:
    row = read.places[site.place].row
    return "" if row is None else row.caption


def _evidence(window: Window, borne: Sequence[Borne], read: Reading) -> str:
    """The words of a window; of a row, only those of the cells that bear a value, with the names of row and column."""
    cells = [
        one.site.text
        for one in borne
        if one.site is not None and one.site.form == "cell" and overlap(read.places[one.site.place], window)
    ]
    return " ; ".join(cells) or window.text


def _turned_about(text: str, one: Borne) -> bool:
    if one.site is None or one.value.kind == "name":
        return False
    start, end = clause(text, one.value)
    return polarity.turned_about(text[start:end], one.site.close or one.site.label | one.site.column)


def _misplaced_names(text: str, borne: Sequence[Borne]) -> list[str]:
    """Names that the answer brings and that do not stand with its figures."""
    there = [one.site for one in borne if one.site is not None and one.value.kind != "name"]
    known = frozenset().union(*(site.own | site.wide | site.near for site in there))
    return [
        text[one.value.start : one.value.end]
        for one in borne
        if one.value.kind == "name" and there and not parts(one.value) & known and not _tells_apart(text, one, borne)
    ]


def _tells_apart(text: str, name: Borne, borne: Sequence[Borne]) -> bool:
    """Whether a name that stands on its own feet is told in a clause of its own, without a figure."""
    mine = clause(text, name.value)
    figures = [clause(text, one.value) for one in borne if one.value.kind != "name"]
    return name.sound and mine not in figures


def _strange_names(statement: Statement, read: Reading, stems: Sequence[frozenset[str]]) -> list[str]:
    """Names of the answer that stand neither in the passages that it cites nor in the question and any passage."""
    cited = frozenset().union(*(stems[w.passage] for w in statement.windows))
    anywhere = frozenset().union(*stems)
    known = cited | (read.asked & anywhere)
    strange = frozenset().union(*(parts(name) - known for name in names(statement.text)))
    return [word for word in _words(statement.text) if stem(word) in strange]


def _words(text: str) -> Iterator[str]:
    return (word.strip(".,;:!?()[]\"'“”‘’*") for word in re.split(r"[\s–-]+", text))
