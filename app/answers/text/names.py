"""Names of a text, as far as capitals tell: runs of words that begin with a capital inside a sentence."""

import re

from app.answers.text.remembered import remembered
from app.answers.text.terms import terms
from app.answers.text.values import Value, months, values

_RUN = re.compile(
    r"[^\W\d_a-zß-öø-ÿ][\w’'.–-]*(?:\s(?:(?:de|van|von|der|du|la|le|el|of)\s)?[^\W\d_a-zß-öø-ÿ][\w’'–-]*)*"
)
_GERMAN = re.compile(
    r"\b(?:der|die|das|den|dem|des|ein|eine|einer|und|ist|sind|war|waren|wird|werden|wurde|nicht|nein|im|vom|zum|zur|auf|mit|für|bis|bei|von|zu|sich|als|nach|kein|keine|beträgt|gab|gibt|hatte|hatten|wurden|können|kann|seit|beim|durch|wer|haben|hat|darf|muss)\b",
)
"""A language that writes every noun with a capital; there a capital tells no name."""


@remembered(8192)
def names(text: str) -> tuple[Value, ...]:
    """Names with the stems of their words as key; none in German."""
    if _GERMAN.search(text):
        return ()
    taken = [*values(text), *months(text)]
    found = []
    for match in _RUN.finditer(text):
        start, end = match.start(), match.end()
        if _opens(text, start) and " " not in match.group():
            continue
        while end > start and text[end - 1] in ".'’-":
            end -= 1
        run = text[start:end]
        stems = terms(f"x {run}").stems
        if not stems or any(v.start < end and start < v.end for v in taken):
            continue
        found.append(Value("@" + " ".join(sorted(stems)), start, end, "name"))
    return tuple(found)


def parts(name: Value) -> frozenset[str]:
    return frozenset(name.key[1:].split())


def _opens(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t\n\"'“‘(*-•")
    return not before or before[-1] in ".!?:;|"
