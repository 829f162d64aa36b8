"""From a place in a passage's text to places on pages."""

from collections.abc import Sequence

from app.types import Span


def pieces(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """Where characters `start` to `end` of a chunk's text lie on its pages.

    A chunk's text is its spans' texts joined by one newline each, so the joints belong to no page.
    """
    found, begin = [], 0
    for span in spans:
        length = span.end - span.start
        first, last = max(start - begin, 0), min(end - begin, length)
        if first < last:
            found.append(Span(span.page, span.start + first, span.start + last))
        begin += length + 1
    return found
