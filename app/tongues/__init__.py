"""Languages: which one a text is in, which of its words carry grammar only, and how a word is spelled for searching.

A language is its ISO 639-1 code; '' is one that is not known.
"""

from app.tongues.detect import language_of, languages_in, plain_language_of
from app.tongues.function_words import function_words
from app.tongues.names import NAMES
from app.tongues.scripts import is_unspaced
from app.tongues.spelling import COMPOUNDING, folded, same_spelling, spelled, stem

__all__ = [
    "COMPOUNDING",
    "NAMES",
    "folded",
    "function_words",
    "is_unspaced",
    "language_of",
    "languages_in",
    "plain_language_of",
    "same_spelling",
    "spelled",
    "stem",
]
