"""Questions about two: 'By how much did the revenue of Ferries exceed that of Harbours in 2023?' needs a place for each.

Searched as a whole, what speaks of both comes first, and what says it of one of them far behind. So each is searched for by the
question without the other's name, and the findings take turns.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from app.tongues import language_of

_NAME = re.compile(r"(?<=[\w,;)] )(?:[A-Z][\w&-]*|[A-Z]+-?\d\w*)(?: (?:of )?[A-Z][\w&-]*)*")
"""Capitals inside a sentence, or a code with digits."""
_TWO = re.compile(r"\b(?:and|or|than|versus|vs)\b|\b(?:differ|differs|difference|exceed|exceeds|both)\b", re.IGNORECASE)
_JOINED = re.compile(r"\b(?:and|or|than|versus|vs|of|from|with|to)\b")


def one_by_one(question: str) -> tuple[str, ...]:
    """The question for each of the two names that it asks about, none where it does not."""
    if language_of(question) not in ("en", "") or not _TWO.search(question):
        return ()
    for first, second in pairwise(_NAME.finditer(question)):
        between = question[first.end() : second.start()]
        alike = first[0] in second[0] or second[0] in first[0]
        if not alike and not re.search(r"[.?!]", between) and _JOINED.search(between):
            return (_without(question, second[0]), _without(question, first[0]))
    return ()


def taking_turns(orders: Sequence[Sequence[int]]) -> list[int]:
    """All that is in any of `orders`, which are best first: each in turn gives its best that nobody has given yet."""
    taken: dict[int, None] = {}
    queues = [iter(order) for order in orders]
    while queues:
        for queue in list(queues):
            chunk = next((one for one in queue if one not in taken), None)
            if chunk is None:
                queues.remove(queue)
            else:
                taken[chunk] = None
    return list(taken)


def _without(question: str, name: str) -> str:
    return " ".join(question.replace(name, " ").split())
