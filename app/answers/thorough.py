"""Reading everything: every part of every document of the scope is put before the model, so that nothing is left out
because a search did not find it. Slow, and said to be: it is done when asked for.

Each part is first asked only whether it bears on the question (one row of logits). The answer is written from those that
do: at once where they fit the context, else part by part, and the statements are put together without repeating any.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.answers import ask as asking
from app.answers.parts import Part, cut, within
from app.answers.terms import terms
from app.stop import Stop
from app.types import Answer, Chunk, Passage, Progress, Report, Scope, Section, ignore

_BEARS = 0.5
"""Probability of 'Yes' above which a part is read again for the answer."""
_FEWEST = 3
"""So many of the likeliest parts are read again in any case."""


@dataclass(frozen=True, slots=True)
class Whole:
    """One document of the scope, or the given pages of it."""

    document: str
    file: str
    chunks: Sequence[Chunk]
    sections: Sequence[Section]
    pages: tuple[int, int] | None = None

    def parts(self) -> list[Part]:
        chunks = list(self.chunks)
        if self.pages is not None:
            chunks = [trimmed for chunk in chunks if (trimmed := within(chunk, self.pages)) is not None]
        return cut(chunks, self.sections, document=self.document, file=self.file)


def ask(
    question: str,
    everything: Sequence[Whole],
    scope: Scope,
    means: asking.Means,
    *,
    stop: Stop,
    report: Report = ignore,
    on_text: Callable[[str], None] | None = None,
    seed: int | None = None,
) -> Answer:
    """Like `ask.ask`, but over all text of the scope; `scope.read` of the answer is every page."""
    parts = [part for whole in everything for part in whole.parts()]
    scored = _scored(question, parts, means, stop, report)
    bearing = [part for score, part in scored if score >= _BEARS] or [part for _, part in scored[:_FEWEST]]
    passages = _passages(question, bearing, means)
    roomy = replace(means, budgets=(max(*means.budgets, means.generator.context // 2),))
    made = asking.ask(question, passages, scope, roomy, stop=stop, report=report, on_text=on_text, seed=seed)
    return replace(made, scope=replace(scope, read=scope.pages))


def _scored(
    question: str, parts: Sequence[Part], means: asking.Means, stop: Stop, report: Report
) -> list[tuple[float, Part]]:
    """Each part with the model's probability that it bears on the question, likeliest first."""
    found = []
    clock = asking.Pace(len(parts))
    for number, part in enumerate(parts):
        stop.check()
        likely = means.generator.choose(means.prompts.enough(question, part.passages), ("Yes", "No"), stop=stop)
        found.append((likely["Yes"], part))
        report(Progress("reading everything", number + 1, len(parts), left=clock.left(number + 1)))
    return sorted(found, key=lambda pair: -pair[0])


def _passages(question: str, parts: Sequence[Part], means: asking.Means) -> list[Passage]:
    """The chunks of the bearing parts, best first: those that share most with the question, part by part."""
    asked = terms(question).all
    ranked = [sorted(part.passages, key=lambda p: -len(terms(p.text).all & asked)) for part in parts]
    longest = max((len(one) for one in ranked), default=0)
    return [one[rank] for rank in range(longest) for one in ranked if rank < len(one)]
