"""Reading everything: every part of every document of the scope is put before the model, so that nothing is left out
because a search did not find it. Slow, and said to be: it is done when asked for.

Each part is first asked only whether it bears on the question (one row of logits). The answer is written from those that
do: at once where they fit the context, else in several runs of parts, and the runs' answers are put together.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.answers import ask as asking
from app.answers.parts import Part, cut, within
from app.answers.terms import terms
from app.stop import Stop
from app.types import Answer, Chunk, Citation, Passage, Progress, Report, Scope, Section, ignore

_BEARS = 0.5
"""Probability of 'Yes' above which a part is read again for the answer."""
_MARK = re.compile(r"\[(\d+)\]")
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
    room = max(*means.budgets, means.generator.context // 2)
    roomy = replace(means, budgets=(room,))
    made = [
        asking.ask(
            question, _passages(question, run), scope, roomy, stop=stop, report=report, on_text=on_text, seed=seed
        )
        for run in _runs(bearing, room, means)
    ]
    return replace(together(made), scope=replace(scope, read=scope.pages))


def _runs(parts: Sequence[Part], room: int, means: asking.Means) -> list[list[Part]]:
    """Parts, likeliest first, in runs that fit what is read for one answer."""
    runs: list[list[Part]] = []
    left = 0
    for part in parts:
        size = means.generator.count_tokens(part.text)
        if not runs or size > left:
            runs.append([])
            left = room
        runs[-1].append(part)
        left -= size
    return runs or [[]]


def together(made: Sequence[Answer]) -> Answer:
    """One answer of several: those that found something, each distinct text once, with their marks counted on."""
    found = list({answer.text: answer for answer in made if answer.found}.values())
    if len(found) < 2:
        return found[0] if found else made[0]
    texts, citations = [], list[Citation]()
    for answer in found:
        before = max((citation.mark for citation in citations), default=0)
        texts.append(_counted_on(answer.text, before))
        citations.extend(replace(citation, mark=citation.mark + before) for citation in answer.citations)
    return replace(
        found[0],
        text="\n\n".join(texts),
        citations=tuple(citations),
        unsupported=tuple(one for answer in found for one in answer.unsupported),
        passages=tuple(passage for answer in found for passage in answer.passages),
        tokens=sum((answer.tokens for answer in made[1:]), made[0].tokens),
    )


def _counted_on(text: str, before: int) -> str:
    return _MARK.sub(lambda match: f"[{int(match.group(1)) + before}]", text)


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


def _passages(question: str, parts: Sequence[Part]) -> list[Passage]:
    """The chunks of the bearing parts, best first: those that share most with the question, part by part."""
    asked = terms(question).all
    ranked = [sorted(part.passages, key=lambda p: -len(terms(p.text).all & asked)) for part in parts]
    longest = max((len(one) for one in ranked), default=0)
    return [one[rank] for rank in range(longest) for one in ranked if rank < len(one)]
