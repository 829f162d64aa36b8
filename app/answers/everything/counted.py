"""How many there are, where a sentence says so: 'This file holds twelve invoices.' Told by its words, without a model, and only where all
such sentences give one number."""

import re
from collections.abc import Sequence

from app.answers.everything.lines import Line, Text, Whole
from app.answers.everything.whole import counted_in
from app.answers.text.terms import stem, terms
from app.answers.text.values import values

_HOLDS = re.compile(
    r"\b(?:there (?:are|were|is)|holds?|has|have|had|contains?|consists? of|comprises?|includes?|lists?|in all|altogether|a total of"
    r"|gibt es|hat|umfasst|besteht aus|enthält|comprend|contient|compte|comporte|il y a|hay|tiene|contiene|consta de)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?<!\s)\s++(?:[\w-]+\s+){0,2}?(\w+)\b")
_ASKING = frozenset(
    stem(word)
    for word in [
        "how",
        "many",
        "different",
        "are",
        "were",
        "is",
        "there",
        "listed",
        "named",
        "mentioned",
        "document",
        "file",
        "text",
        "does",
        "do",
    ]
)
_WORD = re.compile(r"[^\W_]+")


def stated_count(question: str, everything: Sequence[Whole]) -> list[Line]:
    """The sentences that say it, up to three; none where none does, or two differ."""
    what = counted_in(question)
    words = _WORD.findall(what)
    if not words:
        return []
    thing = stem(words[-1])
    besides = frozenset(map(stem, _WORD.findall(question))) & terms(question).all - _ASKING - {thing}
    found: dict[Text, str] = {}
    for whole in everything:
        for text in whole.texts(lambda text: _HOLDS.search(text) is not None):
            number = _number_of(thing, text.plain)
            if number and besides <= terms(f"{text.plain} {whole.sections[text.section].title} {whole.title}").all:
                found[text] = number
    return [Line(text.plain, (text,)) for text in list(found)[:3]] if len(set(found.values())) == 1 else []


def _number_of(thing: str, text: str) -> str | None:
    """The number right before the thing, behind a word for having."""
    holds = _HOLDS.search(text)
    for value in values(text) if holds is not None else ():
        behind = _BETWEEN.findall(text[value.end : value.end + 60])
        first = _WORD.findall(text[value.end :])[:3]
        if (
            value.kind == "number"
            and holds is not None
            and value.start > holds.start()
            and behind
            and thing in map(stem, first[:2])
        ):
            return value.key
    return None
