"""The refusal: an honest answer, with what was searched and the nearest that was found."""

from collections.abc import Sequence

from app.types import Passage, Scope


def refusal(scope: Scope, nearest: Sequence[Passage]) -> str:
    """One or two sentences. They say that nothing was found, never that nothing is there."""
    what = "The document does not say." if scope.documents == 1 else "The documents do not say."
    pages = "1 page was" if scope.pages == 1 else f"{scope.pages} pages were"
    of = "" if scope.documents == 1 else f" of {scope.documents} documents"
    searched = f" {pages} searched{of}"
    if not nearest:
        return f"{what}{searched}, and nothing on them is close to the question."
    best = nearest[0]
    return f"{what}{searched}; the nearest text is on page {best.page} of {best.file}, and it does not answer this."
