"""From characters of a page's text to places on the page."""

from bisect import bisect_left, bisect_right

from app.types import Box, Page

_SAME_LINE = 0.5
_JOIN_GAP = 2.0
"""Words of a line further apart than so many heights get boxes of their own: a row of a table is not one long mark."""


def boxes(page: Page, start: int, end: int) -> tuple[Box, ...]:
    """One box for each run of words in a line that characters `start` to `end` of `page.text` touch, in reading order.

    Words of text that stands sideways get a box each."""
    words = page.words
    first = bisect_right(words.ends, start)
    last = bisect_left(words.starts, end)
    joined: list[Box] = []
    for box in words.boxes[first:last]:
        if joined and _goes_on(joined[-1], box):
            joined[-1] = _around(joined[-1], box)
        else:
            joined.append(box)
    return tuple(_rounded(box) for box in joined)


def _goes_on(one: Box, other: Box) -> bool:
    """Whether `other` follows `one` in its line."""
    thinner = min(one[3] - one[1], other[3] - other[1])
    overlap = min(one[3], other[3]) - max(one[1], other[1])
    gap = max(other[0] - one[2], one[0] - other[2])
    return overlap > _SAME_LINE * thinner and -0.5 * thinner < gap < _JOIN_GAP * thinner


def _around(one: Box, other: Box) -> Box:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


def _rounded(box: Box) -> Box:
    """A hundredth of a point is finer than any page can be shown."""
    return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))
