"""'Both together?', 'Which is cheaper?', 'The difference between the two?': asked of the last questions at once.

Questions that differ in one place ('… of Lot 1 …', '… of Lot 4 …') are put into one, which names both; the question that follows
them keeps its words behind it.
"""

import re
from collections.abc import Sequence

from app.tongues import language_of

_ALL_THREE = re.compile(
    r"\b(?:all|the) three\b|\balle(?:r|n)? drei\b|\b(?:les|tous les) trois\b|\b(?:los|las) tres\b|\btutt[ei] e tre\b|\b[oa]s três\b",
    re.I,
)
_BOTH = re.compile(
    r"\b(?:both|together|altogether|combined|in total|the two|of them|between them|the (?:difference|sum|total|average))\b"
    r"|\b(?:beide[nrm]?|zusammen|insgesamt|der unterschied|die (?:differenz|summe))\b"
    r"|\b(?:les deux|des deux|ensemble|au total|la (?:différence|somme))\b"
    r"|\b(?:ambos|ambas|los dos|las dos|juntos|juntas|en total|la (?:diferencia|suma))\b"
    r"|\b(?:entrambi|entrambe|i due|le due|insieme|in totale|la (?:differenza|somma))\b"
    r"|\b(?:ambos|ambas|os dois|as duas|juntos|juntas|no total|a (?:diferença|soma))\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^(?:and |so )?(?:which|who|what)(?: one)? (?:is|are|was|were|has|had|costs?|asked) (?:the )?(?:more|less|fewer|most|least|\w+er|\w+est|better|worse)\b[^?]{0,20}\?*$"
    r"|^(?:und )?(?:welche[rs]?|wer|was) (?:ist|sind|war|waren|hat) (?:\w+er|mehr|weniger)\s*\?*$"
    r"|^(?:et )?(?:lequel|laquelle|qui) (?:est|était|a) (?:le |la )?(?:plus|moins|meilleure?)\b[^?]{0,20}\?*$"
    r"|^(?:y )?(?:cuál|quién) (?:es|era|fue|tiene) (?:el |la )?(?:más|menos|mayor|menor|mejor)\b[^?]{0,20}\?*$"
    r"|^(?:e )?(?:quale|chi) (?:è|era|ha) (?:il |la )?(?:più|meno|maggiore|minore|migliore)\b[^?]{0,20}\?*$"
    r"|^(?:e )?(?:qual|quem) (?:é|era|foi|tem) (?:o |a )?(?:mais|menos|maior|menor|melhor)\b[^?]{0,20}\?*$",
    re.IGNORECASE,
)
_AT_END = re.compile(
    r"\b(?:the two|the three|them|both|together|in total|(?:den|die|der) beiden|beide[nr]?|zusammen|insgesamt|(?:les|des) deux|ensemble|(?:los|las) dos"
    r"|juntos|juntas|ambos|ambas|(?:i|le) due|insieme|entrambi|entrambe|(?:os|as) (?:dois|duas))[\s?]*$",
    re.IGNORECASE,
)
"""What a whole question ends with that speaks of several, but does not say of which."""
_LONGEST = 8
"""Words in which two questions may differ, and of a question that is asked of both."""
_AND = {"de": "und", "fr": "et", "es": "y", "it": "e", "pt": "e"}
_ENDS = re.compile(r"[\s?¿.!]+$")


def of_several(question: str, earlier: Sequence[str]) -> tuple[str, int] | None:
    """The question, and of how many of `earlier` (in order) it is asked. None where the question is not asked of several, or these do not go together."""
    asks_all = _BOTH.search(question) is not None
    if len(question.split()) > _LONGEST or not (asks_all or _MORE.match(question.strip())):
        return None
    few = 3 if _ALL_THREE.search(question) else 2
    if len(earlier) < few:
        return None
    made = merged(earlier[-few:])
    return None if made is None else (f"{made} {question.strip()}", few)


def is_of_unnamed(question: str) -> bool:
    """'What is the difference between the two?'"""
    return _AT_END.search(question) is not None


def merged(questions: Sequence[str]) -> str | None:
    """One question in the place of several that differ in one place; None where they differ in more, or only by something added."""
    split = [_ENDS.sub("", one).split() for one in questions]
    head = _shared(split)
    tail = _shared([one[: head - 1 if head else None : -1] for one in split])
    if head and any(_leans_back(one[head:]) for one in split):
        head -= 1  # 'Lot 1 and Lot 4', not 'Lot 1 and 4'
    places = [one[head : len(one) - tail] for one in split]
    if (
        not all(places)
        or max(map(len, places)) > _LONGEST
        or head + tail == 0
        or len({*map(tuple, places)}) < len(places)
    ):
        return None
    joined = f" {_AND.get(language_of(questions[0]), 'and')} ".join(" ".join(place) for place in places)
    return " ".join([*split[0][:head], joined, *split[0][len(split[0]) - tail :]]) + "?"


def _shared(split: Sequence[Sequence[str]]) -> int:
    """So many words are the same at the beginning of all."""
    count = 0
    while all(len(one) > count for one in split) and len({one[count].casefold() for one in split}) == 1:
        count += 1
    return count


def _leans_back(words: Sequence[str]) -> bool:
    """A number or a letter alone belongs to the word before it."""
    return bool(words) and re.fullmatch(r"\d{1,3}[a-z]?|[A-Z]", words[0]) is not None
