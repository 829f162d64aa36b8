"""How a text is spelled for searching: words as their stems, runs without spaces as overlapping pairs of letters.

Stems are Snowball's (M. F. Porter, 2001), by the snowballstemmer library. Pairs of letters find Chinese and Japanese words
about as well as dictionaries do (Nie and Ren, 1999) and need none; Thai and its neighbours are written with threes, their
letters being closer to ours.
"""

import re
import threading
import unicodedata
from functools import lru_cache
from typing import Any

import snowballstemmer

from app.tongues.scripts import MARKS, is_unspaced, unspaced_runs

_STEMMERS = {
    "en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian", "pt": "portuguese", "nl": "dutch",
    "sv": "swedish", "da": "danish", "no": "norwegian", "fi": "finnish", "ru": "russian", "el": "greek", "ar": "arabic",
    "hi": "hindi",
}  # fmt: skip
COMPOUNDING = frozenset({"de", "nl", "sv", "da", "no", "fi"})
"""Languages that write words together."""
_AS_IT_IS = frozenset({"", "en"})
"""Languages whose words the full-text index stems by itself."""

_WORD = re.compile(f"(?:[^\\W\\d_]|[{MARKS}])+")
_MARKS = re.compile(f"[{MARKS}]")
_PAIRED = re.compile("[^\u0e00-\u109f\u1780-\u17ff]")
_OWN = threading.local()
"""A stemmer works on a state of its own, so each thread has its own."""


def same_spelling(text: str, language: str) -> bool:
    """Whether the full-text index can take the text as it is."""
    return language in _AS_IT_IS and (text.isascii() or not (is_unspaced(text) or _has_signs(text)))


def spelled(text: str, language: str) -> str:
    """The text for the full-text index. What is no letter stays where it is."""
    if same_spelling(text, language):
        return text
    apart = "".join(_apart(text))
    return (
        apart
        if language in _AS_IT_IS and not _has_signs(apart)
        else _WORD.sub(lambda m: _of_index(m.group(), language), apart)
    )


def stem(word: str, language: str) -> str:
    """The stem of one word in lower case, with its accents; the word itself in a language without stemmer."""
    return _stemmed(word.lower(), language)


def folded(text: str) -> str:
    """Without accents and vowel signs, in lower case."""
    apart = unicodedata.normalize("NFD", text.lower())
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


def _of_index(word: str, language: str) -> str:
    if is_unspaced(word):
        return word
    return _stemmed(_MARKS.sub("", unicodedata.normalize("NFC", word)).lower(), language)


def _apart(text: str) -> list[str]:
    """The text with runs of unspaced script written as overlapping pairs or threes."""
    parts, at = [], 0
    for run in unspaced_runs(text):
        parts += [text[at : run.start()], " ", " ".join(_overlapping(run.group())), " "]
        at = run.end()
    return [*parts, text[at:]]


def _overlapping(run: str) -> list[str]:
    if _PAIRED.match(run):
        size = 2
    else:
        # The full-text index would break words at these signs.
        run, size = "".join(c for c in run if unicodedata.category(c) not in {"Mn", "Mc"}), 3
    return [run[start : start + size] for start in range(max(len(run) - size + 1, 1))]


def _has_signs(text: str) -> bool:
    return _MARKS.search(text) is not None


@lru_cache(maxsize=1 << 16)
def _stemmed(word: str, language: str) -> str:
    name = _STEMMERS.get(language)
    if name is None or len(word) < 3:
        return word
    return str(_stemmer(name).stemWord(word))


def _stemmer(name: str) -> Any:
    known = _OWN.__dict__
    if name not in known:
        known[name] = snowballstemmer.stemmer(name)
    return known[name]
