"""The language of a text: its script, or the function words that it uses.

A handful of function words make up half of any running text, and hardly any text uses those of another language. So each one
found votes for its languages, one vote in all; the most votes win if they are clear enough. (The idea is old: Ingle, 1976.)
"""

import re
from collections import Counter
from collections.abc import Sequence

from app.tongues.function_words import weights
from app.tongues.scripts import language_by_script

_WORD = re.compile(r"[^\W\d_]{2,}|[aàeèéioóuyåö]\b", re.IGNORECASE)
"""Single consonants are initials and abbreviations as often as what French leaves before an apostrophe."""
_LONGEST = 4000
"""Characters that are looked at: more would not change the verdict."""
_LEAST_VOTES = 0.6
_LEAD = 1.25
"""Times the votes of the second: Danish and Norwegian share most of theirs."""
_CLEAR_VOTES = 6.0
"""So many say that a piece of a document is in another language than the whole."""
_CLEAR_LEAD = 2.0


def language_of(text: str) -> str:
    """'' where too little speaks for any. Enough for a question of a few words, if one or two are function words."""
    return language_by_script(text) or _by_words(text, _LEAST_VOTES, _LEAD)


def plain_language_of(text: str) -> str:
    """The same where there is no doubt: '' for a table with a word or two."""
    return language_by_script(text) or _by_words(text, _CLEAR_VOTES / 2, _CLEAR_LEAD)


def languages_in(pieces: Sequence[str]) -> list[str]:
    """The language of each piece of a document: the document's own, but for pieces that are plainly in another one."""
    own = [language_by_script(piece) or _by_words(piece, _CLEAR_VOTES, _CLEAR_LEAD) for piece in pieces]
    counts: Counter[str] = Counter()
    for piece, language in zip(pieces, own, strict=True):
        counts[language] += len(piece) if language else 0
    del counts[""]
    if not counts:
        return [language_of(" ".join(pieces))] * len(pieces)
    whole = counts.most_common(1)[0][0]
    return [language or whole for language in own]


def _by_words(text: str, least: float, lead: float) -> str:
    known = weights()
    votes: dict[str, float] = {}
    for word in _WORD.findall(text[:_LONGEST].lower()):
        for language, weight in known.get(word, ()):
            votes[language] = votes.get(language, 0.0) + weight
    if not votes:
        return ""
    first, *others = sorted(votes, key=votes.__getitem__, reverse=True)
    most, second = votes[first], votes[others[0]] if others else 0.0
    return first if most >= least and most >= lead * second else ""
