"""A scope as SQL on the table of chunks, `c`: documents by number, and pages."""

from collections.abc import Sequence


def within(documents: Sequence[int] | None, pages: tuple[int, int] | None = None) -> str:
    """The chunk is in one of these documents (None for all that are not removed) and touches these pages, first and last."""
    if documents is None:
        scope = "c.document IN (SELECT number FROM documents WHERE NOT removed)"
    else:
        scope = f"c.document IN ({', '.join(str(int(number)) for number in documents)})"
    if pages is None:
        return scope
    first, last = pages
    return f"{scope} AND c.first_page <= {last:d} AND c.last_page >= {first:d}"
