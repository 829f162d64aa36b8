"""The large initial of a paragraph, which reaches over several of its lines, is the first letter of its first word."""

from collections.abc import Sequence

from app.documents.fragments import Fragment

_LARGE = 1.8
"""An initial is at least so many times as large as the text beside it; one over two lines is about 2.2 times as large."""
_NEAR = 0.5
"""The text begins within so many sizes of the initial behind it."""


def joined(fragments: list[Fragment]) -> list[Fragment]:
    """The fragments in the coordinates of reading, with each initial put before the rest of its word. The word's box reaches
    over the initial no higher and lower than its line, so that it covers no other line."""
    initials = [f for f in fragments if len(f.words) == 1 and len(f.words[0][0]) == 1 and f.words[0][0].isalpha()]
    for initial in initials:
        line = _beside(initial, fragments)
        if line is not None:
            (letter, at), (rest, box) = initial.words[0], line.words[0]
            sideways = at[2] <= box[0] or box[2] <= at[0]
            across = (min(at[0], box[0]), box[1], max(at[2], box[2]), box[3])
            down = (box[0], min(at[1], box[1]), box[2], max(at[3], box[3]))
            line.words[0] = (letter + rest, across if sideways else down)
            fragments.remove(initial)
    return fragments


def _beside(initial: Fragment, fragments: Sequence[Fragment]) -> Fragment | None:
    """The first line of text beside the initial, where it goes on with a word and a further line stands beside it, too."""
    beside = [
        f
        for f in fragments
        if initial.size >= _LARGE * f.size
        and -0.1 * initial.size <= f.x0 - initial.x1 <= _NEAR * initial.size
        and initial.y0 <= f.middle <= initial.y1
    ]
    beside.sort(key=lambda f: f.middle)
    if len(beside) < 2 or not beside[0].words[0][0][:1].isalpha():
        return None
    return beside[0]
