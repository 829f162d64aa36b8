"""Whether to answer, decided apart from the answer.

One prompt that asks for an answer and offers a refusal makes a small model refuse what it knows and answer what it does
not. So looks are taken that do not depend on each other: what the model says when it is asked only whether the excerpts
state the answer (its own probability, from one row of logits); whether a number, date or name of the question stands
nowhere in them, which is how a swapped year or name shows; and, where that leaves a doubt, what it says when it is shown
its answer and asked whether the excerpts say this.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.answers.needs import Generator, Prompts
from app.answers.terms import terms
from app.stop import Stop
from app.types import Passage

_PLAIN = 0.85
_HOPELESS = 0.3
_AGREED = 0.4
"""Product of two probabilities. Provisional: over 8 documents it kept 21 of 22 right answers and stopped 6 of 10 answers to
questions that have none (CONTRIBUTING, decisions)."""
_REPLIES = ("Yes", "No")


@dataclass(frozen=True, slots=True)
class Evidence:
    """`said_yes` is the model's probability (0 to 1) that the excerpts answer; `covered` the share (0 to 1), by weight, of
    the question's terms that stand in one excerpt; `absent` the values and names of the question that no excerpt has."""

    said_yes: float
    covered: float
    absent: tuple[str, ...]

    @property
    def hopeless(self) -> bool:
        """Not worth a try: the model sees nothing, or what the question names is nowhere."""
        return self.said_yes < _HOPELESS or (bool(self.absent) and self.said_yes < _PLAIN)

    @property
    def plain(self) -> bool:
        """Beyond doubt: reading more is not worth its time, and the answer may be shown as it is written."""
        return self.said_yes >= _PLAIN and not self.absent


def gather(question: str, passages: Sequence[Passage], generator: Generator, prompts: Prompts, stop: Stop) -> Evidence:
    likely = generator.choose(prompts.enough(question, passages), _REPLIES, stop=stop)
    covered, absent = lexical(question, passages)
    return Evidence(likely["Yes"], covered, absent)


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
