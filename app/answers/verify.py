"""Verifying: what an answer says and its cited text does not bear.

A statement fails if nothing supports it, or if one of its numbers, dates, codes or names stands neither in the cited
text nor close around it. A value that came from the question counts only if the passages have it too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.answers.cite import Statement
from app.answers.terms import Terms, stem, terms, values
from app.types import Passage


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
    """Numbers, dates and codes of the question that no cited passage has, nor its headings: the answer is then about
    another year, clause or item than the one that was asked about."""
    cited = {window.passage for statement in sound for window in statement.windows}
    said = frozenset().union(*(terms(_with_headings(passages[number])).values for number in cited))
    return tuple(question[value.start : value.end] for value in values(question) if value.key not in said)


def _with_headings(passage: Passage) -> str:
    return f"{passage.file}\n{passage.header}\n{passage.section}\n{passage.text}"


def _faults(statement: Statement, asked: Terms, read: Sequence[Terms]) -> list[str]:
    if not statement.windows:
        return [statement.text]
    cited_values = frozenset().union(*(w.terms.values | w.around.values for w in statement.windows))
    missing = [
        statement.text[value.start : value.end] for value in values(statement.text) if value.key not in cited_values
    ]
    return missing + _strange_names(statement, asked, read)


def _strange_names(statement: Statement, asked: Terms, read: Sequence[Terms]) -> list[str]:
    """Names of the answer that stand neither in the passages that it cites nor in the question and any passage."""
    cited = frozenset().union(*(read[w.passage].stems for w in statement.windows))
    anywhere = frozenset().union(*(t.stems for t in read))
    known = cited | (asked.stems & anywhere)
    strange = statement.terms.names - known
    return [word for word in _words(statement.text) if stem(word) in strange]


def _words(text: str) -> list[str]:
    return [word.strip(".,;:!?()[]\"'“”‘’*") for word in text.split()]
