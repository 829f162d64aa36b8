"""Whether to answer, decided apart from the answer.

One prompt that asks for an answer and offers a refusal makes a small model refuse what it knows and answer what it does
not. So looks are taken that do not depend on each other: what the model says when it is asked only whether the excerpts
state the answer (its own probability, from one row of logits); whether a number, date or name of the question stands
nowhere in them, which is how a swapped year or name shows; and what it says when it is shown its answer and asked whether
the excerpts say this. Only an answer that the first looks leave no doubt about is shown while it is written.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.answers.needs import Generator, Prompts
from app.answers.swapped import absent
from app.stop import Stop
from app.types import Chunk, Passage

_PLAIN = 0.92
_HOPELESS = 0.3
_AGREED = 0.3
"""Product of two probabilities. Provisional: over 8 documents it kept 21 of 22 right answers and stopped 6 of 10 answers to
questions that have none (CONTRIBUTING, decisions)."""
_REPLIES = ("Yes", "No")
_EXCERPTS = r"(?:excerpts?|passages?|documents?|texts?|context|auszüge?n?|dokumente?n?|text|extraits?|textes?|documentos?|fragmentos?|extractos?|estratt[oi]|document[oi]|trechos?|texto)"
_TELL = r"(?:mention|stat|specif|provid|contain|includ|indicat|giv|list|disclos|say|erwähn|genannt|nennt|angegeben|enthalten|angaben|information|mentionn|indiqu|précis|mencion|indica|especifica|menzion|specifica|informa)"
_SAYS_NOT = re.compile(
    rf"\b{_EXCERPTS}\b[^.;]{{0,40}}?(?:\b(?:not|nicht|keine?|ne|no|non|não|nor)\b|n[’']t\b|\bn[’'])[^.;]{{0,40}}?\b{_TELL}"
    rf"|\b(?:not|nicht|pas|no|non|não)\b[^.;]{{0,25}}?\b{_TELL}\w*[^.;]{{0,20}}?\b(?:in|im|dans|en|nei|nel|no|nos)\b[^.;]{{0,25}}?\b{_EXCERPTS}\b"
    rf"|\b(?:there is|es gibt|il n[’']y a|no hay|non ci sono|não há)\b[^.;]{{0,15}}?\b(?:no|keine?|aucune?|pas d)\b[^.;]{{0,15}}?\b(?:information|mention|angabe)",
    re.IGNORECASE,
)
"""'The excerpts do not mention …', 'This is not stated in the documents', and the same in the languages that answers come in."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """`said_yes` is the model's probability (0 to 1) that the excerpts answer; `absent` are the values and names of the
    question that no excerpt has."""

    said_yes: float
    absent: tuple[str, ...]

    @property
    def hopeless(self) -> bool:
        """Not worth a try: the model sees nothing, or what the question names is nowhere."""
        return self.said_yes < _HOPELESS or (bool(self.absent) and self.said_yes < _PLAIN)

    @property
    def plain(self) -> bool:
        """Beyond doubt: reading more is not worth its time, and the answer may be shown as it is written."""
        return self.said_yes >= _PLAIN and not self.absent


GIVEN = Evidence(1.0, ())
"""Where there is nothing to look for: any beginning says something of what a document is about."""


def gather(
    question: str,
    passages: Sequence[Passage],
    known: Iterable[Sequence[Chunk]],
    *,
    generator: Generator,
    prompts: Prompts,
    stop: Stop,
) -> Evidence:
    """The first look. `known` are the chunks of the documents that the passages are of."""
    likely = generator.choose(prompts.enough(question, passages), _REPLIES, stop=stop)
    return Evidence(likely["Yes"], absent(question, passages, known))


def says_not(answer: str) -> bool:
    """Whether the answer begins by saying that the excerpts do not tell: the model was not asked for that, and says it all
    the same."""
    return _SAYS_NOT.search(answer.split("\n")[0]) is not None


def confirmed(
    evidence: Evidence,
    question: str,
    answer: str,
    passages: Sequence[Passage],
    *,
    generator: Generator,
    prompts: Prompts,
    stop: Stop,
) -> bool:
    """The second look: asked whether the excerpts say just this, does the model agree with its first look?"""
    likely = generator.choose(prompts.confirm(question, answer, passages), _REPLIES, stop=stop)
    return evidence.said_yes * likely["Yes"] >= _AGREED
