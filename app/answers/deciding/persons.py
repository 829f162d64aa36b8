"""Whose field of a form it is: 'Annual salary: 28,300' under the applicant's name is not the guarantor's, who is named below.

Only what can be told for sure: fields in lines ('Label: value'), in which a label says that its value is a person, and a question
that asks for something of one of them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.answers.citing.cite import Statement, Window
from app.answers.text.terms import Terms, terms
from app.types import Chunk, Passage

_FIELD = re.compile(r"^[ \t]*(?P<label>[^\W\d_][^:|\n]{1,44}):[ \t]*(?P<value>[^|\n]*?)[ \t]*$", re.MULTILINE)
_PERSON = re.compile(r"[^\W\d_][\w’'.-]+(?: [^\W\d_][\w’'.-]*){1,3}")
_ROLE = re.compile(
    r"\b(?:(?:full )?names?|applicant|tenant|guarantor|landlord|landlady|buyer|purchaser|seller|vendor|employee|patient|insured|borrower|lender"
    r"|claimant|client|customer|member|spouse|husband|wife|partner|child|parent|mother|father|guardian|owner|lessee|lessor|candidate|student|pupil"
    r"|antragsteller\w*|mieter\w*|vermieter\w*|bürg(?:e|in)|käufer\w*|verkäufer\w*|patient\w*|demandeur|locataire|garant|bailleur|solicitante|inquilin[oa]"
    r"|avalista|fiador\w*|richiedente|garante|conduttore)\b",
    re.IGNORECASE,
)
"""What labels call persons that a form is filled in for."""
_NAME = r"(?P<name>[A-ZÀ-Þ][\w-]{1,40}(?: [A-ZÀ-Þ][\w.-]{0,40}){1,3})"
_OF = re.compile(rf"{_NAME}['’]s?\b|\b(?:of|von|de|di|del|does|did|is|was) {_NAME.replace('name', 'other')}")
"""Something of somebody: 'Ida Brandt's salary', 'the salary of Ida Brandt', 'does Ida Brandt earn'."""


@dataclass(frozen=True, slots=True)
class _Somebody:
    """A field whose value is a person, in the text's block of that number."""

    start: int
    block: int
    label: frozenset[str]
    name: frozenset[str]


def of_another(
    question: str, statements: Sequence[Statement], read: Sequence[Passage], chunks: Mapping[str, Sequence[Chunk]]
) -> tuple[str, ...]:
    """The person whose something is asked for, if all that is told stands in fields under another one's name, in a form that names
    the one who is asked about elsewhere. What is filled in before a field in its block goes for it."""
    asked = {
        name: terms(f"x {name}").stems - {"x"} for m in _OF.finditer(question) if (name := m["name"] or m["other"])
    }
    if len(asked) != 1:
        return ()
    ((name, words),) = asked.items()
    said = terms(question)
    found = [
        _is_others(field, text, words, said.stems)
        for one in statements
        for window in one.windows
        for text in [_whole(read[window.passage], chunks)]
        for field in _told(one.text, window, text, said)
    ]
    return (name,) if found and all(found) else ()


def _whole(passage: Passage, chunks: Mapping[str, Sequence[Chunk]]) -> str:
    known = chunks.get(passage.document, ())
    return known[passage.chunk].text if passage.chunk < len(known) else passage.text


def _told(statement: str, window: Window, text: str, said: Terms) -> Iterator[re.Match[str]]:
    """The fields of a cited place whose values the statement tells."""
    at = text.find(window.text)
    if at < 0:
        return
    told = terms(statement)
    brought = told.values - said.values
    for field in _FIELD.finditer(text, text.rfind("\n", 0, at) + 1, at + len(window.text)):
        value = terms(f"x {field['value']}")
        words = value.stems - {"x"}
        if value.values & brought or (not brought and words and words <= told.stems and words - said.stems):
            yield field


def _is_others(field: re.Match[str], text: str, words: frozenset[str], said: frozenset[str]) -> bool:
    label, block, persons = terms(field["label"]).stems, _block(text, field.start()), list(_persons(text))
    theirs = [one for one in persons if words <= one.name]
    before = [one for one in persons if one.block == block and one.start < field.start()]
    if not theirs or not before or _ROLE.search(field["label"]):
        return False
    if any(one.label & (label | said) for one in theirs) or any(one in before for one in theirs):
        return False
    nearest = before[-1]
    return not nearest.label & said and not (nearest.name - words) & said


def _persons(text: str) -> Iterator[_Somebody]:
    for match in _FIELD.finditer(text):
        if _ROLE.search(match["label"]) and _PERSON.fullmatch(match["value"]):
            stems = (terms(f"x {match[part]}").stems - {"x"} for part in ("label", "value"))
            yield _Somebody(match.start(), _block(text, match.start()), *stems)


def _block(text: str, at: int) -> int:
    return text.count("\n\n", 0, at)
