"""Asking by steps: no passage and no page leaves. The model elsewhere is told the question and titles of sections, and writes what has to be
looked up; that is looked up here, by the model here; then the model elsewhere is told what was found, and answers.

Each of the two letters is previewed and approved like any other. Of what comes back for the first, only questions are taken, and they are
asked of the documents here and of nobody else.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.cloud.draft import Choices, Draft, Part
from app.types import Passage, Provider

MOST_STEPS = 6
LONGEST_STEP = 200
"""Characters of one step. Both are told to the model, and what goes beyond is not taken."""
MOST_TITLES = 120
"""Of the documents together: some 1,000 tokens."""
NOT_FOUND = "The documents do not say."
"""What is told of a step for which nothing was found here."""

_ITEM = re.compile(r"\s{0,3}(?:\*\*)?(?:\d{1,2}[.)]|[-*•])(?:\*\*)?\s+(?P<words>\S.*)")
_ASKED = re.compile(r".*[?？؟]|.*[Ͱ-Ͽ].*[;\u037e]")
"""A question's end; Greek has another one."""
_NOT_PLAIN = re.compile(r"://|www\.|[<>{}\[\]`|\\@#=]|\b(?:https?|file|data|javascript):", re.IGNORECASE)
"""What a question to look up in documents has no use for."""


@dataclass(frozen=True, slots=True)
class Title:
    """A heading of a document's outline; `level` 1 is the outermost."""

    text: str
    document: str = ""
    file: str = ""
    level: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """What was found here for a step: the answer of the model here without its marks, None where the documents do not say."""

    step: str
    text: str | None
    passages: tuple[Passage, ...] = ()
    """What it was read from. None of it leaves."""


def to_plan(
    question: str,
    titles: Sequence[Title],
    provider: Provider,
    *,
    language: str = "",
    choices: Choices | None = None,
) -> Draft:
    """The first letter. Of many titles the outer ones are taken; each can be left out."""
    parts = [Part(one.text, one.document, one.file) for one in _outer(titles)]
    return Draft.of("steps", provider, question, parts, language=language, choices=choices)


def to_combine(
    question: str,
    found: Iterable[Found],
    provider: Provider,
    *,
    language: str = "",
    choices: Choices | None = None,
) -> Draft:
    """The second letter."""
    return Draft.of("findings", provider, question, map(part_of, found), language=language, choices=choices)


def part_of(found: Found) -> Part:
    return Part(found.text or NOT_FOUND, step=found.step, rests_on=found.passages)


def steps_in(reply: str) -> tuple[str, ...]:
    """The questions of a numbered list, in their order; everything else in the reply is passed over. `reply` as it came, before what was masked
    is put back."""
    found: dict[str, None] = {}
    for line in reply.splitlines():
        item = _ITEM.fullmatch(line.rstrip())
        step = _plain(item["words"]) if item else ""
        if step:
            found[step] = None
    return tuple(found)[:MOST_STEPS]


def _plain(words: str) -> str:
    """'' for what is no plain question."""
    step = " ".join(words.replace("**", "").split())
    signs = {unicodedata.category(sign) for sign in step}
    if len(step) > LONGEST_STEP or not _ASKED.fullmatch(step) or _NOT_PLAIN.search(step):
        return ""
    return "" if signs & {"Cc", "Cf", "Co", "Cs", "Cn"} or not any(map(str.isalpha, step)) else step


def _outer(titles: Sequence[Title]) -> list[Title]:
    """All down to the deepest level that leaves no more than MOST_TITLES, in their order; of a level that is too many, the first ones."""
    told = list(dict.fromkeys(one for one in titles if one.text.strip()))
    for level in sorted({one.level for one in told}, reverse=True):
        if len(told) <= MOST_TITLES:
            break
        outer = [one for one in told if one.level < level]
        told = outer or told[:MOST_TITLES]
    return told
