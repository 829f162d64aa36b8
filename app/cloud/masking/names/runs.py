"""Runs of words with capitals, such as names are made of: 'Anna Berg', 'J.-P. de la Tour', 'GERTRUD  AIGNER'."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_UPPER = "".join(chr(code) for code in range(0x250) if chr(code).isupper())
CAP = rf"(?:[{_UPPER}][^\W\d_]{{1,29}}+(?:['’-](?!s(?![^\W\d_]))[^\W\d_]{{1,30}}+){{0,3}}+|[{_UPPER}]['’][{_UPPER}][^\W\d_]{{1,29}}+)"
INITIAL = rf"[{_UPPER}]\.(?:[ -]{{0,1}}[{_UPPER}]\.){{0,2}}"
SPACE = r"[  ]{1,2}"
PARTICLE = r"(?:von der|von dem|van der|van den|van de|de la|de los|de las|von|van|vom|zu|de|del|della|di|da|do|dos|du|la|le|el|al|ten|ter|y|bin|ibn|af)"
_RUN = re.compile(rf"(?<![^\W_])(?:{INITIAL}|{CAP})(?:{SPACE}(?:{PARTICLE}{SPACE})?(?:{INITIAL}|{CAP})){{0,5}}")
_WORD = re.compile(r"\S+")
START = r"(?:\A|(?<=\n)|(?<=[.;|] ))"
_BEFORE, _AFTER = 64, 48


@dataclass(frozen=True, slots=True)
class Run:
    """Words as (text, start, end), with what stands before and after on the same line or the one next to it."""

    words: tuple[tuple[str, int, int], ...]
    before: str
    after: str

    @property
    def text(self) -> str:
        return " ".join(word for word, _, _ in self.words)


def runs_in(text: str) -> Iterator[Run]:
    for match in _RUN.finditer(text):
        at = match.start()
        words = tuple((word.group(), at + word.start(), at + word.end()) for word in _WORD.finditer(match.group()))
        yield Run(words, text[max(0, at - _BEFORE) : at], text[match.end() : match.end() + _AFTER])
