"""A range of pages as people write it."""

import re

_RANGE = re.compile(r"\s*(\d{1,6})\s*(?:[-–—]\s*(\d{1,6})\s*)?")


def page_range(text: str, pages: int | None = None) -> tuple[int, int] | None:
    """'3-7' or '5' as first and last page; None for anything that is no range, or none of a document of so many pages."""
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    return (first, last) if 1 <= first <= last <= (pages or last) else None
