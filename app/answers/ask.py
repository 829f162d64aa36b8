"""From a question and the passages that a search returned to an answer with citations, or to a refusal."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.answers import cite, enough
from app.answers.context import excerpts
from app.answers.needs import Embedder, Generator, Prompts
from app.answers.refuse import refusal
from app.answers.verify import beside_the_point, verify
from app.errors import UserFixable
from app.stop import Stop
from app.types import Answer, Chunk, Citation, Generation, Passage, Progress, Report, Scope, TokenCount, ignore

_ANSWER_TOKENS = 320
_CONTEXT_TOKENS = (500, 1000)
"""Tokens of excerpts that the model reads for a question: first the fewer, and the more only if those do not plainly hold
the answer. On two cores each hundred costs more than a second before the first word."""
_BEGINNING_TOKENS = (700,)
"""The same for a question about documents as a whole, which no more reading would answer better."""
_QUESTION_SHARE = 4
"""A question may take a quarter of the model's context."""


@dataclass(frozen=True, slots=True)
class Means:
    """What answering works with; handed in by the library."""

    generator: Generator
    prompts: Prompts
    embedder: Embedder | None
    page_of: cite.PageOf
    boxes_of: cite.BoxesOf
    chunks: Mapping[str, Sequence[Chunk]]
    budgets: Sequence[int] = _CONTEXT_TOKENS


class Pace:
    """The remaining time of `total` equal steps, from those that are done."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._began = time.monotonic()

    def left(self, done: int) -> float | None:
        return (time.monotonic() - self._began) / done * (self._total - done) if done else None


@dataclass(slots=True)
class _Course:
    """Times and tokens of one answer as it is made."""

    started: float = field(default_factory=time.monotonic)
    first_token: float | None = None
    tokens: TokenCount = field(default_factory=TokenCount)

    def elapsed(self) -> float:
        return time.monotonic() - self.started


def check(question: str, generator: Generator) -> None:
    """Raises UserFixable `question_empty` or `question_too_long`."""
    if not question.strip():
        raise UserFixable("question_empty")
    tokens, limit = generator.count_tokens(question), generator.context // _QUESTION_SHARE
    if tokens > limit:
        raise UserFixable("question_too_long", tokens=tokens, limit=limit)


def ask(
    question: str,
    passages: Sequence[Passage],
    scope: Scope,
    means: Means,
    *,
    stop: Stop,
    report: Report = ignore,
    on_text: Callable[[str], None] | None = None,
    seed: int | None = None,
    of_whole: bool = False,
) -> Answer:
    """Answer `question` from `passages`, best first. `of_whole`: it names nothing to look for, and the passages are how the
    documents begin, so whether they hold the answer is no question. Raises Stopped, and UserFixable as the generator does."""
    course = _Course()
    budgets = _BEGINNING_TOKENS if of_whole else means.budgets
    stages = excerpts(passages, means.chunks, budgets=budgets, count_tokens=means.generator.count_tokens)
    if not stages:
        return _refused(question, passages, scope, means, course)
    read, evidence = (stages[-1], enough.GIVEN) if of_whole else _read(question, stages, means, stop, report)
    scope = _with_read(scope, read)
    if evidence.hopeless:
        return _refused(question, read, scope, means, course)
    shown = on_text if evidence.plain else None
    if not evidence.plain:
        report(Progress("writing and checking", len(stages) - 1, len(stages)))
    generation = _generate(question, read, means, course, stop=stop, on_text=shown, seed=seed)
    if not evidence.plain:
        course.first_token = None  # nothing has been shown yet
    answer = _checked(question, generation, evidence, read, scope, means, course, stop)
    if answer.found and shown is None and on_text is not None:
        on_text(cite.without_marks(generation.text).strip())
    return answer


def _read(
    question: str, stages: Sequence[Sequence[Passage]], means: Means, stop: Stop, report: Report
) -> tuple[Sequence[Passage], enough.Evidence]:
    """The smallest stage that plainly holds the answer, else the largest, and what was found out about it."""
    for number, read in enumerate(stages):
        report(Progress("reading passages", number, len(stages)))
        evidence = enough.gather(question, read, means.generator, means.prompts, stop)
        if evidence.plain:
            break
    return read, evidence


def _generate(
    question: str,
    read: Sequence[Passage],
    means: Means,
    course: _Course,
    *,
    stop: Stop,
    on_text: Callable[[str], None] | None,
    seed: int | None,
) -> Generation:
    def passed_on(text: str) -> None:
        if course.first_token is None:
            course.first_token = course.elapsed()
        if on_text is not None:
            on_text(text)

    generation = means.generator.generate(
        means.prompts.answer(question, read), max_tokens=_ANSWER_TOKENS, stop=stop, on_text=passed_on, seed=seed
    )
    course.tokens += generation.tokens
    return generation


def _checked(
    question: str,
    generation: Generation,
    evidence: enough.Evidence,
    read: Sequence[Passage],
    scope: Scope,
    means: Means,
    course: _Course,
    stop: Stop,
) -> Answer:
    """Place and verify what was written; refuse if nothing of it is borne, if it is about another year or item than the
    question, or if the model on a second look does not stand by it."""
    text = cite.without_marks(generation.text).strip()
    similar = means.embedder.similarities if means.embedder else None
    statements = cite.place(text, question, read, similar)
    verdict = verify(statements, question, read)
    holds = verdict.borne and not beside_the_point(question, verdict.sound, read)
    if not holds or not enough.confirmed(
        evidence, question, text, read, generator=means.generator, prompts=means.prompts, stop=stop
    ):
        return _refused(question, read, scope, means, course, withdrawn=text if evidence.plain else None)
    cited = [s for s in statements if s.windows and s not in _whole_faults(statements, verdict.unsupported)]
    marked, citations = cite.mark(text, cited, read, means.page_of, means.boxes_of)
    return _answer(question, marked, read, scope, means, course, citations=citations, unsupported=verdict.unsupported)


def _whole_faults(statements: Sequence[cite.Statement], unsupported: Sequence[str]) -> list[cite.Statement]:
    return [s for s in statements if s.text in unsupported]


def _refused(
    question: str,
    nearest: Sequence[Passage],
    scope: Scope,
    means: Means,
    course: _Course,
    *,
    withdrawn: str | None = None,
) -> Answer:
    text = refusal(scope, nearest)
    return _answer(question, text, nearest, scope, means, course, withdrawn=withdrawn)


def _answer(
    question: str,
    text: str,
    passages: Sequence[Passage],
    scope: Scope,
    means: Means,
    course: _Course,
    *,
    citations: tuple[Citation, ...] = (),
    unsupported: tuple[str, ...] = (),
    withdrawn: str | None = None,
) -> Answer:
    total = course.elapsed()
    return Answer(
        question=question,
        text=text,
        found=bool(citations),
        citations=citations,
        unsupported=unsupported,
        passages=tuple(passages),
        scope=scope,
        model=means.generator.model,
        device=means.generator.device,
        device_note=means.generator.device_note,
        tokens=course.tokens,
        seconds={"first_token": course.first_token or total, "total": total},
        withdrawn=withdrawn,
    )


def _with_read(scope: Scope, read: Sequence[Passage]) -> Scope:
    pages = {(p.document, span.page) for p in read for span in p.spans}
    return Scope(scope.documents, scope.pages, len(pages), scope.by_meaning)
