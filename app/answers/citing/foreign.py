"""Where a statement stands that is in another language than the text: words cannot be compared then, figures and names can."""

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from app.answers.text.terms import stem
from app.answers.text.values import values
from app.tongues import language_of
from app.types import Passage

if TYPE_CHECKING:
    from app.answers.citing.cite import Window

_NAME = re.compile(r"\b[^\W\d_a-z]\w{3,}")


def windows_abroad(
    body: str, candidates: Sequence["Window"], passages: Sequence[Passage], asked: Collection[str]
) -> list["Window"]:
    """The window in another language that has all figures of the statement which the question had not, and most of its words
    with a capital; none where there is neither."""
    own = language_of(body)
    figures = {value.key: value for value in values(body) if value.key not in asked}
    names = {word for word in _NAME.findall(body) if stem(word) not in asked}
    if not own or not (figures or names):
        return []
    abroad = {number for number, one in enumerate(passages) if language_of(one.text) not in ("", own)}
    scored = [
        (len(figures) + len(shared), -len(window.text), -i)
        for i, window in enumerate(candidates)
        if window.passage in abroad
        and all(value.keys & window.terms.values for value in figures.values())
        and ((shared := names & set(_NAME.findall(window.text))) or figures)
    ]
    return [candidates[-max(scored)[2]]] if scored else []
