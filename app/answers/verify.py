"""Verifying: what an answer says and its cited text does not bear.

A statement fails if nothing supports it, or if one of its numbers, dates, codes or names stands neither in the cited
text nor close around it. A value that came from the question counts only if the passages have it too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.answers.cite import Statement, Window
from app.answers.terms import Terms, stem, terms, values
from app.types import Passage

_ASKS_WHEN = re.compile(r"\b(?:when|years?|dates?|since|until|how long|old)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`unsupported` holds statements and values that nothing bears, as they stand in the answer; `borne` counts the others."""

    unsupported: tuple[str, ...]
    borne: int
    sound: tuple[Statement, ...]
    """The statements that hold, with their windows."""


def verify(statements: Sequence[Statement], question: str, passages: Sequence[Passage]) -> Verdict:
    """Judge each statement by the windows that `cite.place` gave it."""
    asked = terms(question)
    read = [terms(_with_headings(passage)) for passage in passages]
    unsupported: list[str] = []
    sound: list[Statement] = []
    for statement in statements:
        faults = _faults(statement, asked, read)
        unsupported.extend(faults)
        if not faults:
            sound.append(statement)
    return Verdict(tuple(unsupported), len(sound), tuple(sound))


def beside_the_point(question: str, sound: Sequence[Statement], passages: Sequence[Passage]) -> tuple[str, ...]:
    """Numbers, dates and codes of the question that the cited places do not have: the answer is then about another year,
    clause or item than the one that was asked about.

    A value counts as there if it stands anywhere in a cited passage or its headings; a year only if the cited words
    themselves do not speak of another one (unless a time is what was asked for).
    """
    windows = [window for statement in sound for window in statement.windows]
    said = frozenset().union(*(terms(_with_headings(passages[window.passage])).values for window in windows))
    asked = values(question)
    missing = [value for value in asked if value.key not in said]
    years = {key for value in asked for key in terms(question[value.start : value.end]).values if _YEAR.fullmatch(key)}
    told = {key for window in windows for key in window.terms.values if _YEAR.fullmatch(key)}
    if years and told and not years & told and not _ASKS_WHEN.search(question):
        missing += [value for value in asked if value.key in years]
    return tuple(dict.fromkeys(question[value.start : value.end] for value in missing))


def _with_headings(passage: Passage) -> str:
    return f"{passage.file}\n{passage.header}\n{passage.section}\n{passage.text}"


def _faults(statement: Statement, asked: Terms, read: Sequence[Terms]) -> list[str]:
    if not statement.windows:
        return [statement.text]
    return [*_missing_values(statement, asked), *_strange_names(statement, asked, read)]


def _missing_values(statement: Statement, asked: Terms) -> list[str]:
    """Values that no cited text bears. One that the question had must stand close to one that the answer brings: a figure
    from here and a year from there make a sentence that no page says."""
    brought = statement.terms.values - asked.values
    bearing = [window for window in statement.windows if window.terms.values & brought] or list(statement.windows)
    anywhere = _values_of(statement.windows)
    beside = _values_of(bearing)
    return [
        statement.text[value.start : value.end]
        for value in values(statement.text)
        if value.key not in (beside if value.key in asked.values else anywhere)
    ]


def _values_of(windows: Sequence[Window]) -> frozenset[str]:
    return frozenset().union(*(window.terms.values | window.around.values for window in windows))


def _strange_names(statement: Statement, asked: Terms, read: Sequence[Terms]) -> list[str]:
    """Names of the answer that stand neither in the passages that it cites nor in the question and any passage."""
    cited = frozenset().union(*(read[w.passage].stems for w in statement.windows))
    anywhere = frozenset().union(*(t.stems for t in read))
    known = cited | (asked.stems & anywhere)
    strange = statement.terms.names - known
    return [word for word in _words(statement.text) if stem(word) in strange]


def _words(text: str) -> list[str]:
    return [word.strip(".,;:!?()[]\"'“”‘’*") for word in text.split()]
