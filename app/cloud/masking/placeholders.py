"""Placeholders: how they are written, and how they are known again in a reply.

PERSON_1 is one person. Where the texts write that person in several ways, each has a letter of its own (PERSON_1b), so that each is put
back as it was. Letters that endings are made of in the languages we know are left out: in 'PERSON_1s' the s belongs to the
sentence.
"""

import re
from collections.abc import Iterable, Mapping

from app.cloud.masking.kinds import CATEGORIES, Category

_LETTERS = "bcdfghjkpqvwxyz"
_LABELS: Mapping[Category, str] = {category: category.upper() for category in CATEGORIES}
_WRITTEN = re.compile(
    rf"(?<![^\W_])({'|'.join(_LABELS.values())}|Person|Organisation"
    rf"|(?i:{'|'.join(_LABELS.values())})(?=\\?_))"
    rf"[\\_  \t-]{{0,3}}(\d{{1,6}})([{_LETTERS}{_LETTERS.upper()}]?)(?![\d])"
)
"""As it was sent, or as models write it anew: 'Person 1', 'PERSON\\_1', 'person_1', 'PERSON-1'. 'Card 1' and 'Place 2' are anybody's words."""


def label_of(category: Category) -> str:
    return _LABELS[category]


def taken_in(texts: Iterable[str]) -> frozenset[tuple[str, int]]:
    """Label and number of what looks like a placeholder and is the texts' own."""
    return frozenset((match[1].upper(), int(match[2])) for text in texts for match in _WRITTEN.finditer(text))


def written(category: Category, number: int, way: int) -> str:
    """`way` counts the ways in which the thing is written, from 0, each with its letter; past the last letter all are written
    as the first."""
    return f"{_LABELS[category]}_{number}{_LETTERS[way - 1] if 0 < way <= len(_LETTERS) else ''}"


def ways() -> int:
    """In how many ways one thing can be told apart."""
    return len(_LETTERS) + 1


def put_back(text: str, sent: Mapping[str, str]) -> str:
    """`text` with each placeholder of `sent` replaced by what it stands for; others stay as they are."""

    def back(match: re.Match[str]) -> str:
        base, letter = f"{match[1].upper()}_{int(match[2])}", match[3]
        if base + letter.lower() in sent:
            return sent[base + letter.lower()]
        plain = sent.get(base) or next((sent[base + other] for other in _LETTERS if base + other in sent), None)
        return match.group() if plain is None else plain + letter

    return _WRITTEN.sub(back, text)
