"""What a printer's shop sets beside the page, on each page of a document, is no news to a reader."""

import re
from collections import Counter
from collections.abc import Sequence

from app.documents.fragments import RawPage
from app.types import Unseen

_FEWEST = 4
"""Pages: on fewer nothing can be told to stand on each."""
_BEGINNING = 40
"""Letters of a mark by which it is known again."""
_DIGITS = re.compile(r"\d+")


def without_marks(pages: Sequence[RawPage]) -> list[tuple[Unseen, ...]]:
    """Of each page what cannot be seen on it, without what stands beside more than half of the pages."""
    counts = Counter(mark for page in pages for mark in {_mark(one) for one in page.unseen if one.why == "outside"})
    usual = {mark for mark, count in counts.items() if len(pages) >= _FEWEST and 2 * count > len(pages)}
    return [tuple(one for one in page.unseen if one.why != "outside" or _mark(one) not in usual) for page in pages]


def _mark(unseen: Unseen) -> str:
    """Its beginning without numbers, which go from page to page."""
    return _DIGITS.sub("", unseen.text)[:_BEGINNING]
