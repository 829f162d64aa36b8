"""Fields of a form that contain themselves. MuPDF follows a field's first kid to its end, and comes to none there."""

import re
from typing import Any

_FIRST = re.compile(r"\[\s*(\d+) \d+ R")


def has_endless_field(document: Any, page: Any) -> bool:
    """Whether a field on the page is reached again from its own first kid, and so must not be asked for."""
    return any(_comes_back(document, number) for number, *_ in page.annot_xrefs())


def _comes_back(document: Any, number: int | None) -> bool:
    seen: set[int] = set()
    while number is not None:
        if number in seen:
            return True
        seen.add(number)
        number = _first_kid(document, number)
    return False


def _first_kid(document: Any, number: int) -> int | None:
    if not 0 < number < document.xref_length():
        return None
    kind, text = document.xref_get_key(number, "Kids")
    if kind == "xref":
        inner = int(text.split()[0])
        text = document.xref_object(inner) if 0 < inner < document.xref_length() else ""
    found = _FIRST.match(text)
    return int(found.group(1)) if found else None
