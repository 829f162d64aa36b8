"""What a text says, term by term: stems of its words, and its values (numbers, dates, codes) in one normal form.

Two texts that write a thing differently ('$2.1bn', '2.1 billion') have equal terms; this is what citing and verifying
compare. Stems: Snowball (M. F. Porter, 2001), by the snowballstemmer library.
"""

import re
import threading
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import snowballstemmer

from app.answers.text.remembered import remembered
from app.answers.text.values import Value, values
from app.tongues import is_unspaced, spelled

__all__ = ["Terms", "Value", "stem", "terms", "values"]

_FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "of",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "to",
        "with",
        "without",
        "into",
        "onto",
        "over",
        "under",
        "about",
        "as",
        "and",
        "or",
        "but",
        "nor",
        "not",
        "no",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "shall",
        "should",
        "can",
        "could",
        "may",
        "might",
        "must",
        "it",
        "its",
        "he",
        "she",
        "they",
        "them",
        "his",
        "her",
        "their",
        "our",
        "we",
        "you",
        "your",
        "i",
        "me",
        "my",
        "us",
        "there",
        "here",
        "which",
        "who",
        "whom",
        "whose",
        "what",
        "when",
        "where",
        "why",
        "how",
        "if",
        "then",
        "than",
        "so",
        "such",
        "also",
        "only",
        "very",
        "more",
        "most",
        "any",
        "some",
        "all",
        "each",
        "both",
        "other",
        "another",
        "one",
        "same",
        "own",
        "just",
        "during",
        "between",
        "through",
        "per",
        "via",
        "according",
    ]
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

_stemmer_lock = threading.Lock()
_stemmer = snowballstemmer.stemmer("english")


@dataclass(frozen=True, slots=True)
class Terms:
    """Stems of the content words, and the values, of one text."""

    stems: frozenset[str]
    values: frozenset[str]
    names: frozenset[str]
    """Stems of words written with a capital inside a sentence: names, as far as one can tell without a model."""

    @property
    def all(self) -> frozenset[str]:
        return self.stems | self.values


@remembered(16384)
def terms(text: str) -> Terms:
    found = values(text)
    starts, ends = [value.start for value in found], [value.end for value in found]
    words = [m for m in _WORD.finditer(text) if not _within(m.start(), starts, ends)]
    content = [m for m in words if m.group().lower() not in _FUNCTION_WORDS and len(m.group()) > 1]
    return Terms(
        stems=frozenset(one for m in content for one in _stems(m.group())),
        values=frozenset(key for value in found for key in (value.key, *value.also)),
        names=frozenset(stem(m.group()) for m in content if m.group()[0].isupper() and not _opens(text, m.start())),
    )


def _stems(word: str) -> list[str]:
    """One stem, or of a run that has no spaces between its words its pairs of letters, as they are searched."""
    return [stem(word)] if word.isascii() or not is_unspaced(word) else spelled(word, "").split()


def _within(at: int, starts: Sequence[int], ends: Sequence[int]) -> bool:
    """Whether a place lies in one of the ranges, which are in order and apart."""
    before = bisect_right(starts, at) - 1
    return before >= 0 and at < ends[before]


@remembered(65536)
def stem(word: str) -> str:
    """The Snowball stem of one word, lower case, without accents."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
    plain = plain.replace("’", "'")
    with _stemmer_lock:
        return str(_stemmer.stemWord(plain))


def _opens(text: str, start: int) -> bool:
    """Whether the word at `start` opens a sentence, so that its capital says nothing."""
    before = text[:start].rstrip(" \t\n\"'“‘(*-•")
    return not before or before[-1] in ".!?:;\n|"
