"""Whether to answer, decided apart from the answer.

One prompt that asks for an answer and offers a refusal makes a small model refuse what it knows and answer what it does
not. So it is asked for an answer without a way out, and what it wrote has to stand: something of it is borne by the passages and is
about what was asked (`verify`, `swapped`), and it does not say itself that it does not know. Three looks of the model are weighed
beside that (`strength`): whether the excerpts answer; the shortest answer, where a way out is offered; and whether they say what was
answered. The first two tell the cases beyond doubt: what need not be tried, and what may be shown while it is written.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

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
_SAW, _STANDS_BY, _AGREES, _DOUBT = 1.2, 0.9, 1.1, 2.4
"""A logistic regression over what the default model said of 111 answers that it drafted from one page each (32 of them right), over
documents of ours and real ones (the decisions name the command). Fitted to ours and tried on the real ones it keeps as many right ones as
fitted to both (19); the other way round 5 instead of 8. The doubt is 0.8 less than where right and wrong are equally likely: a right
answer that is lost weighs twice one that should not have been given."""
_STANDS_BY_GIVEN = 0.4
"""Probability at the last look where no first look was taken."""
_WORD = re.compile(r"\w+(?:[.,]\w+)*")
_REPLIES = ("Yes", "No")
_HOPELESS_AND_DECLINED = 0.5
"""The same where the model took the way out: so were 30 of 76 pages, and one of 9 right answers."""
_BRIEF_TOKENS = 24
"""A value takes 2 to 10, 'not found' two."""
_NOT_FOUND = ("not found", "nicht gefunden", "non trouv", "no encontrad", "non trovat", "não encontrad")
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
    question that no excerpt has; `brief` is its answer in a word or two where it was offered to say 'not found'."""

    said_yes: float
    absent: tuple[str, ...]
    brief: str = ""

    @property
    def declined(self) -> bool:
        """Whether the model took the way out when it was offered one."""
        return self.brief.casefold().startswith(_NOT_FOUND) or says_not(self.brief)

    @property
    def hopeless(self) -> bool:
        """Not worth a try: the model sees nothing, or what the question names is nowhere."""
        least = _HOPELESS_AND_DECLINED if self.declined else _HOPELESS
        return self.said_yes < least or (bool(self.absent) and self.said_yes < _PLAIN)

    @property
    def plain(self) -> bool:
        """Beyond doubt: reading more is not worth its time, and the answer may be shown as it is written."""
        return self.said_yes >= _PLAIN and not self.absent and not self.declined


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
    seen = Evidence(likely["Yes"], absent(question, passages, known))
    if seen.hopeless:
        return seen
    brief = generator.generate(prompts.offered(question, passages), max_tokens=_BRIEF_TOKENS, stop=stop)
    return replace(seen, brief=brief.text.strip())


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
    """The last look: asked whether the excerpts say just this, does the model stand by its answer, as far as it saw one before, gave
    the same when it was asked for the shortest, and did not take the way out?"""
    likely = generator.choose(prompts.confirm(question, answer, passages), _REPLIES, stop=stop)["Yes"]
    if evidence is GIVEN:
        return likely >= _STANDS_BY_GIVEN
    return strength(evidence, answer, likely) >= 0


def strength(evidence: Evidence, answer: str, stands_by: float) -> float:
    """An answer is given from 0 on: log odds above that bar, from `stands_by`, the probability that the model stands by its
    answer, and what it said before."""
    saw, stands, agrees = signs(evidence, answer, stands_by)
    return _SAW * saw + _STANDS_BY * stands + _AGREES * agrees - _DOUBT


def signs(evidence: Evidence, answer: str, stands_by: float) -> tuple[float, float, float]:
    """What is weighed: log odds of the first look and of the last, and the share of the short answer that the long one repeats."""
    return _log_odds(evidence.said_yes), _log_odds(stands_by), _agreement(evidence, answer)


def _log_odds(probability: float) -> float:
    kept = min(max(probability, 0.001), 0.999)
    return math.log(kept / (1 - kept))


def _agreement(evidence: Evidence, answer: str) -> float:
    """The share of the short answer's words that the long one has; 0 where there is no short one."""
    brief = set(_WORD.findall(evidence.brief.casefold()))
    if evidence.declined or not brief:
        return 0.0
    return len(brief & set(_WORD.findall(answer.casefold()))) / len(brief)
