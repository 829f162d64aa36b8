"""Scripts: what letters alone tell of a language, and which scripts put no spaces between words."""

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
_HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
_SOUTH_EAST = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ede\u1000-\u109f\u1780-\u17d3"
"""Thai, Lao, Burmese and Khmer."""

_UNSPACED = re.compile(f"[{_HAN}{_KANA}{_HANGUL}{_SOUTH_EAST}]+")
"""Korean has spaces, but particles grow on to its words, so it is searched like the others."""

_BY_SCRIPT = (
    ("ja", re.compile(f"[{_KANA}]")),
    ("ko", re.compile(f"[{_HANGUL}]")),
    ("zh", re.compile(f"[{_HAN}]")),
    ("th", re.compile("[\u0e01-\u0e4e]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("ar", re.compile("[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
)
_LEAST_SHARE = 0.3
"""Of a text's letters, for a script to name its language: a Chinese text also has Latin names and units in it."""
_KANA_SHARE = 0.1
"""Of the letters of a Japanese text, kana are half and more (the Chinese have none)."""


def unspaced_runs(text: str) -> Iterator[re.Match[str]]:
    """Runs of letters of scripts that do not put spaces between words."""
    return _UNSPACED.finditer(text)


def is_unspaced(text: str) -> bool:
    return _UNSPACED.search(text) is not None


def language_by_script(text: str) -> str:
    """The language that a text's letters tell, '' for Latin ones. One that shares its script is called by its largest."""
    if text.isascii():
        return ""
    letters = sum(map(str.isalpha, text)) or 1
    counts = Counter({language: len(pattern.findall(text)) for language, pattern in _BY_SCRIPT})
    if counts["ja"] and counts["ja"] >= _KANA_SHARE * (counts["ja"] + counts["zh"]):
        counts["ja"] += counts.pop("zh")
    language, count = counts.most_common(1)[0]
    return language if count >= _LEAST_SHARE * letters else ""


def _marks() -> str:
    """Signs that belong to a letter before them, outside the unspaced scripts, as a class of a regular expression."""
    of_letters = (chr(code) for code in range(0x300, 0x1200) if unicodedata.category(chr(code)) in {"Mn", "Mc"})
    return "".join(sign for sign in of_letters if not _UNSPACED.match(sign))


MARKS = sys.intern(_marks())
"""Accents that stand for themselves, vowel signs of Hebrew, Arabic and the scripts of India."""
