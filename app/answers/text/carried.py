"""Whether a translation carries the names of its text: those of the text stand in it, and it has none that the text lacks.

Names are told by capitals, so this knows names of texts and translations in Latin letters; in German, where every noun has one,
only those that the question has, too. What stands behind an article ('the Landlord') is an office that a translation renames,
and a place may have another name in the other language ('München', 'Munich'): likeness of letters is asked for, not sameness.
"""

import re
from difflib import SequenceMatcher

from app.answers.text.names import names
from app.tongues import folded, language_of

_ALIKE = 0.6
"""Likeness of letters (Ratcliff and Metzener) of two spellings of a name: 'München' and 'Munich' have 0.77."""
_SHORTEST = 4
"""Letters; shorter ones are titles and initials."""
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_WORD = re.compile(r"[^\W\d_]+")
_ARTICLE = r"(?:the|an?|this|each|every|any|no|its|their|our|le|la|les|un|une|du|des|au|aux|ce|cette|el|los|las|una|il|lo|gli|i|os?|as?|um|uma)"
_BEHIND_ARTICLE = re.compile(rf"\b{_ARTICLE}\s+$", re.IGNORECASE)
_BEGINS_WITH_ARTICLE = re.compile(rf"{_ARTICLE}\s", re.IGNORECASE)
_DAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?", re.IGNORECASE)


def carries_names(made: str, text: str, question: str) -> bool:
    """`question` is in the language of the translation `made` of `text`: a name that both it and the text have is spelled alike
    in all languages."""
    if not _LATIN.search(text) or not _LATIN.search(made):
        return True
    there, source = _words(made), _words(text)
    both = {word for word in _named(question) if word in source}
    return (
        both <= there
        and all(_like(word, there) for word in _named(text))
        and all(_like(word, source | _words(question)) for word in _named(made))
    )


def _named(text: str) -> set[str]:
    """Words of names, folded."""
    if language_of(text) == "de":
        return set()
    text = text.lstrip("¿¡")
    return {
        folded(word)
        for name in names(text)
        if not _BEHIND_ARTICLE.search(text[: name.start])
        and not _BEGINS_WITH_ARTICLE.match(text[name.start : name.end])
        for word in _WORD.findall(text[name.start : name.end])
        if word[0].isupper() and len(word) >= _SHORTEST and not _DAY.fullmatch(word)
    }


def _words(text: str) -> set[str]:
    return {folded(word) for word in _WORD.findall(text)}


def _like(word: str, others: set[str]) -> bool:
    return any(SequenceMatcher(None, word, other).ratio() >= _ALIKE for other in others)
