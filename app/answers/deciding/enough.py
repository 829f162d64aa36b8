"""Whether to answer, decided before the first word.

One prompt that asks for an answer and offers a refusal makes a small model refuse what it knows and answer what it does
not. So one look comes first: how likely the model says, in one word, that the excerpts state the answer. Where it is likely enough, and what
the question names stands there, the model is asked for an answer without a way out, shown as it is written. What it wrote has to stand then:
something of it is borne by the passages and is about what was asked (`judge`), and it does not say itself that it does not know.
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

_ENOUGH = 0.75
"""Probability that the excerpts state the answer. Over 165 questions, of ours and to real documents (102 with an answer), and before the checks
0.75 gives 46 right answers, 10 wrong ones and 9 to questions without one; 0.70 gives 49, 17 and 14, and 0.80 38, 8 and 5. The shortest answer with a way out and a last look
whether the page says what was answered, weighed together with this one, gave 47, 8 and 9 for twice the time."""
_WITHOUT_A_NAME = 0.92
"""The same where something that the question names stands nowhere in what was read: of questions without an answer the highest was 0.89."""
_STANDS_BY_GIVEN = 0.4
"""Probability that the model stands by an answer from how a document begins."""
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
    def suffices(self) -> bool:
        """Whether an answer is to be written from it."""
        return self.said_yes >= (_WITHOUT_A_NAME if self.absent else _ENOUGH)


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
    """`known` are the chunks of the documents that the passages are of. Raises as the generator does."""
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


def stands_by(
    question: str, answer: str, passages: Sequence[Passage], *, generator: Generator, prompts: Prompts, stop: Stop
) -> bool:
    """Asked whether the excerpts say just this, does the model stand by its answer? For answers that no look came before."""
    likely = generator.choose(prompts.confirm(question, answer, passages), _REPLIES, stop=stop)
    return likely["Yes"] >= _STANDS_BY_GIVEN
