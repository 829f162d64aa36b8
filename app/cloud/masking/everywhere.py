"""What is masked in one place is masked wherever it stands: an address that is hidden in one passage must not be read in the next."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.cloud.masking.kinds import NAMES, Category, Finding, settled
from app.cloud.masking.masked import Masking, whole
from app.cloud.masking.names.lists import lists

_ROUNDS = 4
"""Overlapping finds grow together, and what they make may stand elsewhere, too. Two rounds were the most that was seen."""


def everywhere(masking: Masking, before: Sequence[tuple[str, Category]] = ()) -> Masking:
    """With what was found in any text, or `before` in others, found in all of them, whatever its case and spacing. An ordinary word in small
    letters is not the name that is written like it: 'will' and Mr Will."""
    others = {plain(text): category for text, category in before if text.strip()}
    for _ in range(_ROUNDS):
        known = {**others, **_known(masking)}
        if not known:
            break
        pattern = _pattern(sorted(known, key=len, reverse=True))
        found = tuple(
            settled([*there, *_again(text, there, known, pattern)], masking.locked)
            for text, there in zip(masking.texts, masking.found, strict=True)
        )
        if found == masking.found:
            break
        masking = replace(masking, found=found)
    return masking


def still_inside(masking: Masking) -> tuple[tuple[int, Finding], ...]:
    """Where within what was lifted something stands that is masked elsewhere: a person in the name of a firm that is shown."""
    standing = [masking.standing(place) for place in range(len(masking.texts))]
    known = _known(replace(masking, found=tuple(standing)))
    if not known or not masking.lifted:
        return ()
    pattern = _pattern(sorted(known, key=len, reverse=True))
    bare = [(place, one, masking.texts[place]) for place, one in sorted(masking.lifted)]
    return tuple(
        (place, whole(text, Finding(at.start(), at.end(), known.get(plain(at.group()), "hidden"))))
        for place, one, text in bare
        for at in pattern.finditer(text, one.start, one.end)
    )


def places_of(written: str, texts: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Text, start and end of each place where these words stand, whatever their case and spacing."""
    pattern = _pattern([plain(written)])
    for place, text in enumerate(texts):
        for match in pattern.finditer(text):
            yield place, match.start(), match.end()


def plain(written: str) -> str:
    """Alike whatever the case and the spacing."""
    return " ".join(written.split()).lower()


def _known(masking: Masking) -> Mapping[str, Category]:
    known: dict[str, Category] = {}
    for text, found in zip(masking.texts, masking.found, strict=True):
        for one in found:
            known.setdefault(plain(text[one.start : one.end]), one.category)
    known.pop("", None)
    return known


def _again(
    text: str, there: Sequence[Finding], known: Mapping[str, Category], pattern: re.Pattern[str]
) -> Iterator[Finding]:
    covered = {at for one in there for at in range(one.start, one.end)}
    for match in pattern.finditer(text):
        # A sign that only looks like a letter in another case has no entry of its own.
        category = known.get(plain(match.group()), "hidden")
        if covered.issuperset(range(match.start(), match.end())) or _is_ordinary(match.group(), category):
            continue
        yield whole(text, Finding(match.start(), match.end(), category, 0.58))


def _is_ordinary(written: str, category: Category) -> bool:
    return category in NAMES and written.islower() and written in lists().ordinary


def _pattern(known: Sequence[str]) -> re.Pattern[str]:
    ways = "|".join(r"\s+".join(map(re.escape, one.split())) for one in known)
    return re.compile(rf"(?<![^\W_])(?:{ways})(?![^\W_])", re.IGNORECASE)
