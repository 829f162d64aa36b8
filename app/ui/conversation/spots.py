"""Finding in an answer, as the reader sees it, the words that the documents do not support."""

import re
from collections.abc import Iterator, Sequence

Spot = tuple[int, int]
"""Characters `start` to `end` (exclusive) of the text."""

_MARK = re.compile(r"\s*\[\d+\]")


def spots(text: str, sought: Sequence[str]) -> tuple[list[Spot], list[str]]:
    """Where each of `sought` stands in `text`, and those that stand nowhere. Runs of blanks and marks between words do not
    matter. A value counts wherever it stands as a whole: which of two sentences it was meant in is not known."""
    found: list[Spot] = []
    missing: list[str] = []
    for one in sought:
        here = list(_places(text, one))
        found += here
        if not here and one.strip():
            missing.append(one)
    return found, missing


def _places(text: str, sought: str) -> Iterator[Spot]:
    words = _MARK.sub(" ", sought).split()
    if not words:
        return
    before = r"(?<!\w)(?<!\d[.,])" if re.match(r"\w", words[0]) else ""
    behind = r"(?!\w|[.,]\d)" if re.search(r"\w$", words[-1]) else ""
    between = r"(?:\s*\[\d+\])?\s+"
    pattern = before + between.join(map(re.escape, words)) + behind
    marks = {at for match in re.finditer(r"\[\d+\]", text) for at in range(*match.span())}
    for match in re.finditer(pattern, text):
        if match.start() not in marks:
            yield match.span()
