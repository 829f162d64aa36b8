"""From characters of a page's text to places on the page."""

import unicodedata
from bisect import bisect_left, bisect_right

from app.types import Box, Page, Words

_SAME_LINE = 0.5
_JOIN_GAP = 2.0
"""Words of a line further apart than so many heights get boxes of their own: a row of a table is not one long mark."""


def boxes(page: Page, start: int, end: int) -> tuple[Box, ...]:
    """One box for each run of words in a line that characters `start` to `end` of `page.text` touch, in reading order.

    Of scripts without spaces, where a whole line is one word, only the characters themselves. Words of text that stands
    sideways get a box each."""
    words = page.words
    first = bisect_right(words.ends, start)
    last = bisect_left(words.starts, end)
    joined: list[Box] = []
    for index in range(first, last):
        box = _part(page.text, words, index, start, end)
        if joined and _goes_on(joined[-1], box):
            joined[-1] = _around(joined[-1], box)
        else:
            joined.append(box)
    return tuple(_rounded(box) for box in joined)


def _part(text: str, words: Words, index: int, start: int, end: int) -> Box:
    """The box of a word, or of those of its characters that are wanted: each is taken to be as wide as its kind."""
    begin, stop, box = words.starts[index], words.ends[index], words.boxes[index]
    if start <= begin and stop <= end:
        return box
    word = text[begin:stop]
    if not any(map(_is_wide, word)):
        return box
    widths = _widths(word)
    left, right = (sum(widths[: max(at - begin, 0)]) / sum(widths) for at in (start, end))
    x0, y0, x1, y1 = box
    if x1 - x0 >= y1 - y0:
        return (x0 + left * (x1 - x0), y0, x0 + right * (x1 - x0), y1)
    return (x0, y0 + left * (y1 - y0), x1, y0 + right * (y1 - y0))


def _is_wide(character: str) -> bool:
    return character > "\u1100" and unicodedata.east_asian_width(character) in "WF"


def _widths(word: str) -> list[float]:
    """In ems. Punctuation beside a wide character is wide, too, though NFKC has made it narrow."""
    wide = [_is_wide(character) for character in word]
    beside = [any(wide[max(at - 1, 0) : at + 2]) for at in range(len(word))]
    return [1.0 if w or (b and not c.isalnum()) else 0.5 for c, w, b in zip(word, wide, beside, strict=True)]


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
