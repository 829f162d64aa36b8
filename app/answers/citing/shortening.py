"""What of a sentence is quoted: all of it, unless it is long; then the clauses that bear what is said."""

import re
from itertools import pairwise

from app.answers.text.sentences import Range
from app.answers.text.terms import Terms, terms

_LONG = 40
"""Words. Of 276 quotes of right answers over our own documents one in thirty was longer."""
_SHARE = 0.6
"""Of the words that sentence and statement have in common, so many have to stand in what is quoted, and every value."""
_WORTH = 0.8
"""A clause of more than this share of the sentence is no shorter quote."""
_LEAST = 5
"""Words that a quote has."""
_BULLET = re.compile(r"[•◦▪▫■□●○–*‣⁃➢➤►▶-]\s+")
_CUT = re.compile(r"[,;:]\s+|\s[–—]\s")


def quoted_part(text: str, said: Terms) -> Range:
    """Where in the text of a window the quote begins and ends, on the edges of words. A row stays whole; a bullet is left out."""
    bullet = _BULLET.match(text)
    start = bullet.end() if bullet and not text[bullet.end() : bullet.end() + 1].isdigit() else 0
    if " | " in text or len(text.split()) <= _LONG:
        return start, len(text)
    return _clauses(text, start, said) or (start, len(text))


def _clauses(text: str, start: int, said: Terms) -> Range | None:
    """The fewest words between two commas, or the like, that hold every value and most of what is said; None where they are
    hardly fewer than all."""
    cuts = [start, *(match.end() for match in _CUT.finditer(text, start)), len(text)]
    parts = [terms(text[a:b]) for a, b in pairwise(cuts)]
    shared = frozenset().union(*(part.all for part in parts)) & said.all
    values = frozenset().union(*(part.values for part in parts)) & said.values
    able: list[tuple[int, Range]] = []
    for first in range(len(parts)):
        held: frozenset[str] = frozenset()
        for last in range(first, len(parts)):
            held |= parts[last].all & shared
            words = len(text[cuts[first] : cuts[last + 1]].split())
            if values <= held and len(held) >= _SHARE * len(shared) and words >= _LEAST:
                able.append((words, (cuts[first], cuts[last + 1])))
                break
    if not shared or not able:
        return None
    words, (a, b) = min(able)
    return (a, a + len(text[a:b].rstrip(" \n,;:–—"))) if words <= _WORTH * len(text.split()) else None
