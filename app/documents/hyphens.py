"""A hyphen at a line's end: does it break a word ('compre-hensive') or belong to it ('cabinet-level')?

The composer, who sees the pages up to his own, drops the hyphen where he knows no better. Here the whole document is known.
A document whose typesetting breaks words shows it: some broken word stands whole elsewhere. One that shows none, and keeps
hyphens that are known to belong to their words, or has hardly a hyphen at its lines' ends, breaks no words.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from app.documents.fragments import RawPage
from app.documents.inserting import inserted

_WORD = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?:-[^\W\d_]+)+")
_BEFORE = re.compile(r"[^\W\d_]+$")
_LINE = 30
"""Characters that a line of running text has at least."""
_RARE = 0.01
"""Hyphens of unknown kind to a line. Documents that break words had 0.014 to 0.23, a long one that does not 0.002."""


def mended(pages: Sequence[RawPage]) -> list[RawPage]:
    """The pages, with the hyphens put back that belong to their words."""
    joints = [(number, at) for number, page in enumerate(pages) for at in page.joints.dropped]
    if not joints:
        return list(pages)
    wholes = Counter("".join(_parts(pages[number].text, at)) for number, at in joints)
    known = Counter(word for page in pages for words in (_WORD, _COMPOUND) for word in words.findall(page.text.lower()))
    broken = sum(known[whole] > count for whole, count in wholes.items()) + sum(page.joints.soft for page in pages)
    breaks = broken > 0 or _rather_breaks(pages, len(joints))
    back = [joint for joint in joints if _belongs(pages[joint[0]].text, joint[1], wholes, known, breaks=breaks)]
    made = list(pages)
    for number, group in groupby(back, key=lambda joint: joint[0]):
        made[number] = inserted(made[number], [at for _, at in group], "-", before=False)
    return made


def _rather_breaks(pages: Sequence[RawPage], undecided: int) -> bool:
    """Of a document that shows no broken word whole elsewhere."""
    if any(page.joints.kept for page in pages):
        return False
    return undecided >= _RARE * sum(line.end - line.start >= _LINE for page in pages for line in page.lines)


def _belongs(text: str, at: int, wholes: Counter[str], known: Counter[str], *, breaks: bool) -> bool:
    left, right = _parts(text, at)
    if known[left + right] > wholes[left + right]:
        return False
    return not breaks or f"{left}-{right}" in known


def _parts(text: str, at: int) -> tuple[str, str]:
    """The letters on both sides of a joint, in small letters."""
    before, behind = _BEFORE.search(text, _start(text, at), at), _WORD.match(text, at)
    return (before.group().lower() if before else ""), (behind.group().lower() if behind else "")


def _start(text: str, at: int) -> int:
    return max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
