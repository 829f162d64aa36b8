"""Whether to answer, decided before the first word and apart from the answer.

One prompt that asks for an answer and offers a refusal makes a small model refuse what it knows and answer what it does
not. So three looks are taken that do not depend on each other: what the model says when it is asked only whether the
excerpts state the answer (its own probability, from one row of logits); how much of the question stands in the excerpts;
and whether a number, date or name of the question stands nowhere in them, which is how a swapped year or name shows.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.answers.needs import Generator, Prompts
from app.answers.terms import terms
from app.stop import Stop
from app.types import Passage

_PLAIN = 0.85
_REPLIES = ("Yes", "No")


@dataclass(frozen=True, slots=True)
class Evidence:
    """`said_yes` is the model's probability (0 to 1) that the excerpts answer; `covered` the share (0 to 1), by weight, of
    the question's terms that stand in one excerpt; `absent` the values and names of the question that no excerpt has."""

    said_yes: float
    covered: float
    absent: tuple[str, ...]

    @property
    def sufficient(self) -> bool:
        return _score(self) > 0.0

    @property
    def plain(self) -> bool:
        """Beyond doubt: reading more is not worth its time."""
        return self.said_yes >= _PLAIN and not self.absent


def _score(evidence: Evidence) -> float:
    doubt = math.log(max(evidence.said_yes, 1e-4) / max(1 - evidence.said_yes, 1e-4))
    return doubt + 4.0 * (evidence.covered - 0.5) - 2.0 * len(evidence.absent) + 1.0


def gather(question: str, passages: Sequence[Passage], generator: Generator, prompts: Prompts, stop: Stop) -> Evidence:
    likely = generator.choose(prompts.enough(question, passages), _REPLIES, stop=stop)
    covered, absent = lexical(question, passages)
    return Evidence(likely["Yes"], covered, absent)


def lexical(question: str, passages: Sequence[Passage]) -> tuple[float, tuple[str, ...]]:
    """The two looks that need no model: coverage of the question and what is absent of it."""
    asked = terms(question)
    read = [terms(f"{p.file}\n{p.header}\n{p.section}\n{p.text}").all for p in passages]
    if not asked.all or not read:
        return 0.0, ()
    counts = Counter(term for one in read for term in one)
    weigh = {term: 1.0 / (1 + counts[term]) + 0.5 for term in asked.all}
    best = max(sum(weigh[t] for t in asked.all & one) for one in read)
    anywhere = frozenset().union(*read)
    absent = sorted((asked.values | asked.names) - anywhere)
    return best / sum(weigh.values()), tuple(absent)
