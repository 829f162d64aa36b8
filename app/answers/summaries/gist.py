"""What the model says of a part that it has read whole: one sentence, taken only where the part bears it.

A sentence that only says again what the text says in the same words is a vote for the text's own; one that puts several
together stands beside them to be chosen.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.answers.citing import cite
from app.answers.citing.verify import verify
from app.answers.summaries.units import Unit, overlapping
from app.answers.text.terms import terms, values
from app.types import Passage

TOKENS = 70
"""Of one gist, at most."""
_SHORTEST = 12
"""Characters."""
_ITEM = re.compile(r"^(?:[-*•]\s*|\(?\d{1,2}[.)]\s+(?=\D))+")
_ENDED = re.compile(r"[.!?][\"'”’)]*$")
_NOT = re.compile(
    r"\b(?:not|no|never|none|nor|neither|without|cannot|nicht|kein\w*|nie|ohne|ne|pas|aucun\w*|jamais|sans|ningun\w*|nunca|sin)\b"
    r"|n['’]t\b|\bn['’]",
    re.IGNORECASE,
)
_UP = re.compile(
    r"\b(?:rose|ris(?:en|es?|ing)|grew|grown|increas\w+|higher|more|doubled|gestiegen|stieg\w*|mehr|augment\w+|hausse|plus|"
    r"aument\w+|subi\w+|más)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:fell|fall(?:en|s|ing)?|decreas\w+|declin\w+|dropp\w+|lower|less|fewer|halved|gesunken|sank\w*|weniger|baiss\w+|"
    r"diminu\w+|moins|disminu\w+|baj\w+|menos)\b",
    re.IGNORECASE,
)
_SHARED = 0.6
"""Share of its terms that its sources must have: a gist in another language than the text has hardly any."""
_SAME_WORDS = 0.85
"""Share of the terms of the gist and of its sentence that they have in common, above which it is that sentence again."""


@dataclass(frozen=True, slots=True)
class Gist:
    """`votes` are numbers of the sentences that it says again; `own` is the statement where it says more than one of them."""

    votes: tuple[int, ...]
    own: Unit | None


def gist(written: str, part: Sequence[Unit]) -> Gist | None:
    """None where the part does not bear what was written."""
    text = _first_sentences(written)
    if len(text) < _SHORTEST or not part:
        return None
    passages = list({unit.passage.chunk: unit.passage for unit in part}.values())
    statements = cite.place(text, "", passages)
    if not statements or verify(statements, "", passages).unsupported:
        return None
    windows = [window for statement in statements for window in statement.windows]
    sources = _sources(windows, passages, part)
    known = frozenset().union(*(unit.said.all for unit in sources))
    if (
        not sources
        or len(terms(text).all & known) < _SHARED * len(terms(text).all)
        or _turned(text, " ".join(unit.text for unit in sources))
    ):
        return None
    return _weighed(text, sources)


def _weighed(text: str, sources: Sequence[Unit]) -> Gist:
    said = terms(text)
    for unit in sources:
        if len(said.all & unit.said.all) >= _SAME_WORDS * max(len(said.all), len(unit.said.all)):
            return Gist((unit.number,), None)
    rows = any(unit.row for unit in sources) and values(text)
    pages = tuple(sorted({page for unit in sources for page in unit.pages}))
    own = None if rows else replace(sources[0], text=text, said=said, pages=pages, row=False, pairs=False, rank=0)
    return Gist(tuple(unit.number for unit in sources), own)


def _first_sentences(written: str) -> str:
    """The first line that says something; '' where it was cut off in the middle."""
    lines = [_ITEM.sub("", line.strip()) for line in written.splitlines()]
    line = next((" ".join(line.split()) for line in lines if len(line) >= _SHORTEST), "")
    return line if _ENDED.search(line) else ""


def _sources(windows: Sequence[cite.Window], passages: Sequence[Passage], part: Sequence[Unit]) -> list[Unit]:
    found = [unit for w in windows for unit in overlapping(part, passages[w.passage], w.start, w.end)]
    return sorted({unit.number: unit for unit in found}.values(), key=lambda unit: unit.number)


def _turned(line: str, source: str) -> bool:
    """Whether a 'not' came or went, or up became down."""
    if bool(_NOT.search(line)) != bool(_NOT.search(source)):
        return True
    return any(word.search(line) and not word.search(source) for word in (_UP, _DOWN))
