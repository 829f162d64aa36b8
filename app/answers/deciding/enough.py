"""Whether to answer, decided apart from the answer.

One prompt that asks for an answer and offers a refusal makes a small model refuse what it knows and answer what it does
not. So it is asked for an answer without a way out, and what it wrote has to stand: something of it is borne by the passages and is
about what was asked (`verify`, `swapped`), it does not say itself that it does not know, and the model, shown its own answer, agrees
that the excerpts say this. Before that, a first look tells the cases beyond doubt: what need not be tried, and what may be shown
while it is written.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.answers.deciding.swapped import absent
from app.answers.needs import Generator, Prompts
from app.answers.text.polarity import asks_yes_or_no
from app.answers.text.terms import terms
from app.stop import Stop
from app.types import Chunk, Passage

_PLAIN = 0.92
"""Probability at the first look. Of questions without an answer the highest was 0.89."""
_HOPELESS = 0.3
"""The same. Of right answers the lowest was 0.58."""
_STANDS_BY = 0.58
"""Probability at the second look. With the checks it stopped 22 of 27 answers to questions that have none, 10 of 11 wrong ones and
1 of 9 right ones; the first look separates them worse and adds nothing (`tests.evaluation.decide`; CONTRIBUTING, decisions)."""
_STANDS_BY_GIVEN = 0.4
"""The same where no first look was taken."""
_REPLIES = ("Yes", "No")
_CHOICE = re.compile(r"\b(?:or|oder|ou|o|which of|welche[rs]? (?:von|der)|between|zwischen)\b", re.IGNORECASE)
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


def echoes(question: str, answer: str) -> bool:
    """Whether the answer only says the question again: 'Which insurer covers it?' – 'The insurance covers it.' Yes or no, and a
    choice between two, may be answered with the question's words."""
    is_choice = _CHOICE.search(question) is not None
    return not is_choice and not asks_yes_or_no(question) and not terms(answer).all - terms(question).all


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
    """The second look: asked whether the excerpts say just this, does the model stand by its answer?"""
    likely = generator.choose(prompts.confirm(question, answer, passages), _REPLIES, stop=stop)
    return likely["Yes"] >= (_STANDS_BY_GIVEN if evidence is GIVEN else _STANDS_BY)
