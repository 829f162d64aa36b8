"""Scripts that run from right to left: MuPDF gives the words of a line in the order of reading, but cuts a word where the
direction changes ('30%', a full stop), and a line into several; and a page of them is laid out from the right."""

import unicodedata
from collections.abc import Sequence

from app.documents.fragments import Fragment, Word

_LEFTWARD = frozenset({"R", "AL"})
_TOUCHING = 0.08
"""Words nearer to each other than so many sizes are one word. A space is at least three times as wide."""


def runs_left(text: str) -> bool:
    """Whether a text has letters of such a script."""
    return not text.isascii() and any(unicodedata.bidirectional(c) in _LEFTWARD for c in text)


def put_together(words: Sequence[Word], size: float) -> list[Word]:
    """The words of a line as drawn, with those joined that touch and were cut for their direction only."""
    made: list[Word] = []
    for word, box in words:
        if made and _one_word(made[-1][0], word):
            last, other = made[-1]
            if -size < max(box[0] - other[2], other[0] - box[2]) < _TOUCHING * size:
                around = (min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3]))
                made[-1] = (last + word, around)
                continue
        made.append((word, box))
    return made


def _one_word(one: str, other: str) -> bool:
    """Whether one runs to the left, and the other does so or has no letters: digits and punctuation are written into the
    word, and MuPDF takes the joined forms of Arabic letters for another direction than the letters themselves."""
    return runs_left(one + other) and not any(c.isalpha() and not runs_left(c) for c in one + other)


def from_the_right(fragments: list[Fragment]) -> list[Fragment]:
    """The fragments with x running to the left, as reading does, where most of them run so."""
    leftward = [runs_left(fragment.text) for fragment in fragments]
    if sum(leftward) * 2 <= len(fragments):
        return fragments
    edge = max(fragment.x1 for fragment in fragments)
    for fragment in fragments:
        fragment.x0, fragment.x1 = edge - fragment.x1, edge - fragment.x0
    return fragments
