"""Characters as people search for them: NFKC, without what cannot be seen.

NFKC alone would turn 1½ into 11⁄2 and 10² into 102, which are other numbers; these are written 1 1/2 and 10^2.
"""

import re
import unicodedata

SOFT_HYPHEN = "\u00ad"
UNKNOWN = "\ufffd"
HYPHENS = frozenset("-\u2010\u2011" + SOFT_HYPHEN)
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_FRACTION = re.compile("(?<=[0-9])(?=[\u00bc-\u00be\u2150-\u215e])")
_POWER = re.compile("(?<=[0-9])(?=[\u00b2\u00b3\u00b9\u2070\u2074-\u2079])")
_SPACES = re.compile(r"\s+")


def clean(word: str) -> str:
    """The word in NFKC without control, zero-width, direction, variation and tag characters; may be empty."""
    if word.isascii():
        return word if word.isprintable() else _SPACES.sub(" ", _UNSEEN.sub("", word)).strip()
    word = _POWER.sub("^", _FRACTION.sub(" ", word))
    word = unicodedata.normalize("NFKC", word).replace("\u2044", "/").replace("\u2010", "-")
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", _UNSEEN.sub("", word))).strip()


def breaks(word: str) -> bool:
    """Whether a word as drawn, standing last in its line, may go on in the next one."""
    return len(word) > 1 and word[-1] in HYPHENS and word[-2].isalnum()


def garbled(text: str) -> bool:
    """Whether a text layer says nothing: most of it are characters that no font table explains."""
    if text.isascii():
        return False
    letters = text.replace(" ", "")
    unknown = sum(c == UNKNOWN or "\ue000" <= c <= "\uf8ff" for c in letters if c > "\ue000")
    return unknown > 0.5 * len(letters)
