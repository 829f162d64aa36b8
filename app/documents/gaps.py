"""Cells that stand close together: a figure set right and a word set left of the same gap look like one text ('1,500 6 months').

In one row such a gap tells nothing. In a table it parts cells where words begin at the same place in several rows, or where
a figure ends at the same place as those of other rows.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.documents.fragments import Fragment, Row, Word

_GAP = 0.45
"""Of the size of letters; a space has 0.25 to 0.33, and gaps of more than 1 have parted the text already."""
_ROWS = 3
"""So many rows must have the gap."""
_SAME = 1.0
"""Points by which edges may differ."""

Gap = tuple[int, Word, Word]
"""The number of the word behind it, and the words before and behind it."""


def parted(band: Sequence[Row]) -> list[Row]:
    """The rows of a table with its fragments cut between cells."""
    gaps = [[gap for fragment in row for gap in _wide(fragment, first=fragment is row[0])] for row in band]
    if not any(gaps):
        return list(band)
    starts = [
        {*(f.x0 for f in row), *(right[1][0] for _, _, right in found)} for row, found in zip(band, gaps, strict=True)
    ]
    ends = [
        {*(f.x1 for f in row), *(left[1][2] for _, left, _ in found)} for row, found in zip(band, gaps, strict=True)
    ]

    def parts(gap: Gap) -> bool:
        _, (left, left_box), (_, right_box) = gap
        return _rows_at(right_box[0], starts) >= _ROWS or (_is_figure(left) and _rows_at(left_box[2], ends) >= _ROWS)

    return [
        [part for f in row for part in _cut(f, [gap[0] for gap in _wide(f, first=f is row[0]) if parts(gap)])]
        for row in band
    ]


def _wide(fragment: Fragment, *, first: bool) -> Iterator[Gap]:
    """The wide gaps between words, but not behind what numbers the row. None in text that stands sideways, whose boxes are
    another way round."""
    words = fragment.words
    if len(words) < 2 or abs(words[0][1][0] - fragment.x0) > _SAME:
        return
    least = _GAP * fragment.size
    for number, (left, right) in enumerate(pairwise(words), 1):
        if (
            right[1][0] - left[1][2] >= least
            and _is_word(left[0])
            and _is_word(right[0])
            and not (first and number == 1 and _is_mark(left[0]))
        ):
            yield number, left, right


def _rows_at(edge: float, rows: Sequence[set[float]]) -> int:
    return sum(any(abs(edge - other) <= _SAME for other in row) for row in rows)


def _is_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _is_mark(text: str) -> bool:
    """'1.', '(a)', '2.3', '12'."""
    core = text.strip("().:")
    return len(core) <= 3 and (core != text or not core.isalpha())


def _is_figure(text: str) -> bool:
    return text[-1:].isdigit()


def _cut(fragment: Fragment, cuts: Sequence[int]) -> list[Fragment]:
    if not cuts:
        return [fragment]
    parts = [fragment.words[a:b] for a, b in pairwise([0, *cuts, len(fragment.words)])]
    return [
        Fragment(
            words[0][1][0], fragment.y0, words[-1][1][2], fragment.y1, fragment.size, fragment.bold, words,
            broken=fragment.broken and words is parts[-1],
        )
        for words in parts
    ]  # fmt: skip
