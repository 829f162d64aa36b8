"""Which pages have to be read from their picture: those without text, and those whose text says nothing.

A page is read again only where its text layer is clearly of no use, since reading takes seconds and a good layer knows better.
"""

import re
from typing import Any

from app.documents import letters
from app.tongues.function_words import weights

_COVERED = 0.8
"""Share of a page that pictures cover, from which it counts as a picture of a page."""
_STAMP = 12
"""Words that a scanner's or a court's stamp adds to a page that is a picture; from so many on, the page has text of its own."""
_LEAST = 40
"""Words of three or more letters that a page must have before its text is doubted."""
_BROKEN = 0.15
"""Share of words with an unknown character among their letters."""
_VOWELS = (0.30, 0.55)
"""Share of vowels among Latin letters between which a text can be a language. 829 pages of 86 documents in eight languages have 0.34 to 0.46; with
their letters turned by 1 to 25 places in the alphabet, as broken fonts turn them, four of five are outside."""
_GRAMMAR = 0.02
"""Share of words that carry grammar, in any language that we know, from which on a text is one after all: all but three of these pages have it."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_LATIN_ENDS = "\u0250"
_VOWEL = re.compile("[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýœąęėįųūåőűığ]")
_UNKNOWN_INSIDE = re.compile("[^\\W\\d_][\ufffd\ue000-\uf8ff]|[\ufffd\ue000-\uf8ff][^\\W\\d_]")


def needs_reading(page: Any, text: str) -> bool:
    """Whether a page, a PyMuPDF one, says nothing of what it shows; `text` is its text layer's, words parted by blanks."""
    words = text.split()
    if not words:
        return _shows_something(page)
    if letters.garbled(text) or _is_nonsense(words):
        return True
    return len(words) < _STAMP and _covered(page) >= _COVERED


def _shows_something(page: Any) -> bool:
    return bool(page.get_images() or page.get_cdrawings())


def _is_nonsense(words: list[str]) -> bool:
    if len(words) < _LEAST:
        return False
    if sum(bool(_UNKNOWN_INSIDE.search(word)) for word in words) > _BROKEN * len(words):
        return True
    spelled = [word for word in _WORD.findall(" ".join(words).lower()) if max(word) < _LATIN_ENDS]
    if len(spelled) < _LEAST:
        return False
    vowels = sum(len(_VOWEL.findall(word)) for word in spelled) / sum(map(len, spelled))
    if _VOWELS[0] <= vowels <= _VOWELS[1]:
        return False
    known = weights()
    return sum(word in known for word in spelled) < _GRAMMAR * len(spelled)


def _covered(page: Any) -> float:
    """The share of the page that its largest picture covers."""
    area = abs(page.rect.get_area())
    shown = [abs((page.rect & info["bbox"]).get_area()) for info in page.get_image_info()]
    return max(shown, default=0.0) / area if area else 0.0
