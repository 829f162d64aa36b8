"""Characters that are put into the text of a page after it was composed: every place behind them moves."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from app.documents.fragments import RawPage
from app.types import Words


def inserted(page: RawPage, at: Sequence[int], what: str, *, before: bool) -> RawPage:
    """The page with one character, `what`, put in at each offset of `at` (ascending). Where one word ends and the next begins
    there, it goes to the one behind if `before`, else to the one in front."""
    if not at:
        return page
    count = bisect_left if before else bisect_right

    def moved(offset: int) -> int:
        return offset + count(at, offset)

    cuts = [0, *at, len(page.text)]
    words = page.words
    return replace(
        page,
        text=what.join(page.text[a:b] for a, b in pairwise(cuts)),
        words=Words(tuple(map(moved, words.starts)), tuple(map(moved, words.ends)), words.boxes),
        lines=tuple(replace(line, start=moved(line.start), end=moved(line.end)) for line in page.lines),
        tables=tuple((moved(a), moved(b)) for a, b in page.tables),
    )
