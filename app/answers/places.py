"""From a place in a passage's text to places on pages, and to what is quoted from there."""

import re
from collections.abc import Callable, Sequence

from app.types import Box, Citation, Page, Span

BoxesOf = Callable[[Page, int, int], tuple[Box, ...]]
PageOf = Callable[[str, int], Page]

_RAISED = re.compile(r"(?:(?<=[\d.,;:!?)\]%\"'’”»“])|(?<=[^\W_]{3}))\^([-−]?\d{1,3}(?:,\d{1,3})*)")
_WITHIN = re.compile(
    r"(?<=[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef])\s*\n\s*(?=[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef,.;:!?])"
)
"""The end of a line in Chinese and Japanese, which have no spaces."""
_AS_RAISED = str.maketrans("0123456789-−,", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻,")


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


def quoted(page: Page, start: int, end: int) -> str:
    """Characters `start` to `end` of a page as they are told: in one line, and what is raised on the page is raised."""
    text = " ".join(_WITHIN.sub("", page.text[start:end]).split())
    return _RAISED.sub(lambda match: match[1].translate(_AS_RAISED), text)


def citation(mark: int, document: str, file: str, span: Span, page_of: PageOf, boxes_of: BoxesOf) -> Citation:
    """A place on one page, quoted."""
    page = page_of(document, span.page)
    quote = quoted(page, span.start, span.end)
    return Citation(mark, document, file, span.page, page.label, quote, boxes_of(page, span.start, span.end))
