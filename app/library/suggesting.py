"""When a larger model may do better than the one here: a suggestion with its reason, never a decision. Nothing is sent because of it.

The reasons were chosen over 121 recorded answers of the default model, to our own questions and to real documents (`python -m
tests.evaluation.hinted`). What tells nothing there is not among them: how likely the model held the answer to be, among answers that it gave
(0.76 to 0.90 for 9 wrong ones, 0.76 to 0.95 for 33 right ones).
"""

import re

from app.answers.computing import calculate
from app.answers.text.kinds import kind_of
from app.types import Answer
from app.words import SUGGESTIONS

NEAR = 0.5
"""Probability, as the model here sees it, that a page states the answer, from which on passages count as strong although none was found.
Of 31 questions with an answer that were declined 27 have it, of 40 without one 21; with 0.6 it is 20 and 17, with 0.7 7 and 6."""

_WHY = re.compile(
    r"^\W*(?:and |und |et |y |e )?(?:why|for what reasons?|how come|warum|weshalb|wieso|aus welche[mn] gr[uü]nd\w*|pourquoi|por qu[eé]|perché)\b",
    re.IGNORECASE,
)
"""3 of 9 wrong answers were to such questions, none of 41 right ones."""
_AND_ALSO = re.compile(
    r"(?:,|\band\b|\bund\b|\bet\b|\by\b|\be\b)\s*(?:and |und |et |y |e )?(?:at |in |by |of |from |for |to |on |zu |in |bei )?"
    r"(?:what|which|who|when|where|how|why|was|welche\w*|wer|wann|wo|wie|warum|quel\w*|qui|quand|où|combien|cuál\w*|qu[eé]|quién|cuándo|dónde|cuánt\w*"
    r"|quale|chi|quando|dove|quanto)\b.*\?",
    re.IGNORECASE,
)


def reason(answer: Answer, *, by_code: bool) -> str | None:
    """One of `words.SUGGESTIONS`; None where nothing speaks for it. `by_code`: no model wrote it."""
    if answer.withdrawn:
        return SUGGESTIONS["withdrawn"]
    if answer.unsupported:
        return SUGGESTIONS["unsupported"]
    if by_code and answer.found:
        return None
    of_question = _hard(answer.question if answer.understood is None else answer.understood)
    if answer.found:
        return SUGGESTIONS[of_question] if of_question in {"reasons", "several"} else None
    if answer.missing:
        return None
    if of_question:
        return SUGGESTIONS[of_question]
    return SUGGESTIONS["near"] if answer.likely is not None and answer.likely >= NEAR else None


def _hard(question: str) -> str:
    """Which kind of question it is of those that small models are bad at; '' for none."""
    if _WHY.search(question):
        return "reasons"
    if calculate.is_asked(question):
        return "figures"
    if kind_of(question) == "comparison":
        return "comparison"
    return "several" if _AND_ALSO.search(question) else ""
