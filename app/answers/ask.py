"""From a question and the passages that a search returned to an answer with citations, or to a refusal."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.answers import translate
from app.answers.citing import cite
from app.answers.computing import calculate
from app.answers.computing.units import with_unit
from app.answers.context.excerpts import excerpts
from app.answers.context.picking import Near
from app.answers.context.wholes import whole_pages
from app.answers.deciding import enough, refuse
from app.answers.deciding.judge import judge
from app.answers.deciding.swapped import absent, other_years
from app.answers.needs import Embedder, Generator, Prompts
from app.answers.places import BoxesOf, PageOf
from app.answers.text.kinds import kind_of
from app.errors import UserFixable
from app.stop import Stop
from app.tongues import language_of
from app.types import Answer, Chunk, Passage, Progress, Report, Scope, TokenCount, ignore

_ANSWER_TOKENS = 320
_CALCULATION_TOKENS = 40
_SIDES_TOKENS = 60
"""A table of two things and their values takes 25 to 40."""
_BEGINNING_TOKENS = (700,)
"""Of excerpts, for a question about documents as a whole, which no more reading would answer better."""
_PAGES = 2
"""Pages that are read one after the other. Of 51 questions the first gave 30 right drafts, the second 2 more."""
_QUESTION_SHARE = 4
"""A question may take a quarter of the model's context."""


@dataclass(frozen=True, slots=True)
class Means:
    """What answering works with; handed in by the library."""

    generator: Generator
    prompts: Prompts
    embedder: Embedder | None
    page_of: PageOf
    boxes_of: BoxesOf
    chunks: Mapping[str, Sequence[Chunk]]
    budgets: Sequence[int] = (500, 1000)
    said: Mapping[str, str] = field(default_factory=dict)
    """The question in other languages of the documents, by language."""
    near: Near = field(default_factory=dict)
    """Words near in meaning to those of the question."""
    translations: translate.Translations | None = None
    """None where an answer is not to be translated."""


class Pace:
    """The remaining time of `total` equal steps, from those that are done."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._began = time.monotonic()

    def left(self, done: int) -> float | None:
        return (time.monotonic() - self._began) / done * (self._total - done) if done else None


@dataclass(slots=True)
class _Course:
    """A question on its way to an answer, with what it is asked of and by, and the times and tokens that it took."""

    question: str
    scope: Scope
    means: Means
    stop: Stop
    foreign: translate.Foreign | None = None
    started: float = field(default_factory=time.monotonic)
    first_token: float | None = None
    tokens: TokenCount = field(default_factory=TokenCount)
    read: list[Passage] = field(default_factory=list)
    """In all stages so far."""

    def elapsed(self) -> float:
        return time.monotonic() - self.started

    @property
    def checked(self) -> str:
        """The question in the language of what was read, whose words can be compared with it."""
        return self.question if self.foreign is None else self.foreign.question


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
    course = _Course(question, scope, means, stop)
    worked = None if of_whole else calculate.by_table(question, passages, means.chunks)
    if worked is not None and _about_it(course, worked):
        return _worked(course, worked, on_text)
    works_out = calculate.is_asked(question) or kind_of(question) == "comparison"
    stages = _stages(course, passages, of_whole=of_whole, alone=not works_out)
    if not stages:
        return _refused(course, passages)
    if of_whole:
        return _tried(course, stages[-1], enough.GIVEN, report, on_text, seed)
    if works_out:
        report(Progress("reading passages", 0, len(stages)))
        worked = _calculation(course, stages[-1])
        if worked is not None and _about_it(course, worked):
            return _worked(course, worked, on_text)
    return _first_that_stands(course, stages, report, on_text, seed)


def read_first(
    question: str, passages: Sequence[Passage], scope: Scope, means: Means, *, of_whole: bool = False
) -> Sequence[Passage]:
    """What the model would be given first for this question: none where nothing was found. It is not asked for anything."""
    works_out = calculate.is_asked(question) or kind_of(question) == "comparison"
    stages = _stages(_Course(question, scope, means, Stop()), passages, of_whole=of_whole, alone=not works_out)
    return stages[-1 if works_out else 0] if stages else ()


def _stages(course: _Course, passages: Sequence[Passage], *, of_whole: bool, alone: bool) -> list[list[Passage]]:
    """What is read one after the other: pages `alone`, or sentences of several pages, first fewer and then more."""
    means = course.means
    sought = "" if of_whole else " ".join([course.question, *means.said.values()])
    count, near = means.generator.count_tokens, means.near
    if alone and not of_whole:
        most = means.budgets[-1]
        return whole_pages(sought, passages, means.chunks, stages=_PAGES, budget=most, count_tokens=count, near=near)
    budgets = _BEGINNING_TOKENS if of_whole else means.budgets
    return excerpts(sought, passages, means.chunks, budgets=budgets, count_tokens=count, near=near)


def _first_that_stands(
    course: _Course,
    stages: Sequence[Sequence[Passage]],
    report: Report,
    on_text: Callable[[str], None] | None,
    seed: int | None,
) -> Answer:
    likely = 0.0
    for number, read in enumerate(stages):
        report(Progress("reading passages", number, len(stages)))
        look = _first_look(course, read)
        likely = max(likely, look.said_yes)
        answer = _tried(course, read, look, report, on_text, seed)
        if answer.found or answer.withdrawn:
            break
    return replace(answer, likely=likely)


def _calculation(course: _Course, read: Sequence[Passage]) -> calculate.Worked | None:
    """What the model would calculate or compare, done by code."""
    prompts, calculated = course.means.prompts, calculate.is_asked(course.question)
    prompt = (prompts.calculation if calculated else prompts.sides)(course.question, read)
    most = _CALCULATION_TOKENS if calculated else _SIDES_TOKENS
    generation = course.means.generator.generate(prompt, max_tokens=most, stop=course.stop)
    course.tokens += generation.tokens
    work = calculate.by_expression if calculated else calculate.by_sides
    return work(course.question, generation.text, read)


def _about_it(course: _Course, worked: calculate.Worked) -> bool:
    """Whether the figures that were taken are of the year and the thing that the question names."""
    windows = [window for statement in worked.statements for window in statement.windows]
    astray = absent(course.question, worked.read, course.means.chunks.values())
    return not astray and not other_years(course.question, windows, worked.read)


def _worked(course: _Course, worked: calculate.Worked, on_text: Callable[[str], None] | None) -> Answer:
    """An answer that needs no model: every figure of it was taken from the place that is cited."""
    means = course.means
    _note_read(course, worked.read)
    if on_text is not None:
        course.first_token = course.elapsed()
        on_text(worked.text)
    text, citations = cite.mark(worked.text, worked.statements, worked.read, means.page_of, means.boxes_of)
    return replace(_answer(course, text, worked.read), found=True, citations=citations)


def _first_look(course: _Course, read: Sequence[Passage]) -> enough.Evidence:
    means = course.means
    return enough.gather(
        course.question,
        read,
        means.chunks.values(),
        generator=means.generator,
        prompts=means.prompts,
        stop=course.stop,
    )


def _tried(
    course: _Course,
    read: Sequence[Passage],
    evidence: enough.Evidence,
    report: Report,
    on_text: Callable[[str], None] | None,
    seed: int | None,
) -> Answer:
    """The answer from these passages, shown as it is written, or a refusal. One that is put into another language is shown when it
    has been checked."""
    _note_read(course, read)
    if not evidence.suffices:
        return _refused(course, course.read, missing=evidence.absent)
    means = course.means
    if means.translations is not None:
        course.foreign = translate.foreign(course.question, read, means.said)
    if course.foreign is None:
        return _checked(course, read, evidence, _written(course, read, on_text, seed), shown=True)
    report(Progress("writing and checking", 0, 1))
    text = _written(course, read, None, seed)
    course.first_token = None  # nothing has been shown yet
    answer = _checked(course, read, evidence, text, shown=False)
    if answer.found and on_text is not None:
        on_text(cite.without_marks(answer.text))
    return answer


def _written(course: _Course, read: Sequence[Passage], on_text: Callable[[str], None] | None, seed: int | None) -> str:
    """What the model answers, without the marks that it makes up; a value with its unit."""

    def passed_on(text: str) -> None:
        if course.first_token is None:
            course.first_token = course.elapsed()
        if on_text is not None:
            on_text(text)

    means, kind = course.means, kind_of(course.question)
    generation = means.generator.generate(
        means.prompts.answer(course.question, read, course.foreign.of if course.foreign else "", kind),
        max_tokens=_ANSWER_TOKENS,
        stop=course.stop,
        on_text=passed_on,
        seed=seed,
    )
    course.tokens += generation.tokens
    text = cite.without_marks(generation.text).strip()
    return with_unit(text, read) if kind == "value" else text


def _checked(course: _Course, read: Sequence[Passage], evidence: enough.Evidence, text: str, *, shown: bool) -> Answer:
    """Place and verify what was written; refuse if nothing of it is borne, if it is about another year or item than the
    question, or if it says itself that it does not know. An answer that no look came before has to be stood by."""
    means, question = course.means, course.checked
    similar = means.embedder.similarities if means.embedder else None
    statements = cite.place(text, question, read, similar)
    judged = judge(question, text, statements, read, means.chunks, means.near)
    if not judged.stands or (evidence is enough.GIVEN and not _stood_by(course, text, read)):
        refused = _refused(course, course.read, missing=evidence.absent or judged.aside)
        return replace(refused, withdrawn=text) if shown else refused
    unsupported = judged.unsupported
    cited = [s for s in statements if s.windows and s.text not in unsupported]
    if course.foreign is not None:
        text, cited, unsupported = _put_back(course, text, statements, cited, unsupported)
    marked, citations = cite.mark(text, cited, read, means.page_of, means.boxes_of)
    return replace(_answer(course, marked, read), found=True, citations=citations, unsupported=unsupported)


def _stood_by(course: _Course, text: str, read: Sequence[Passage]) -> bool:
    means = course.means
    return enough.stands_by(
        course.question, text, read, generator=means.generator, prompts=means.prompts, stop=course.stop
    )


def _put_back(
    course: _Course,
    text: str,
    statements: Sequence[cite.Statement],
    cited: Sequence[cite.Statement],
    unsupported: Sequence[str],
) -> tuple[str, list[cite.Statement], tuple[str, ...]]:
    """A verified answer, the statements of it that are cited and those that nothing bears, in the language of the question."""
    means, foreign = course.means, course.foreign
    assert foreign is not None and means.translations is not None
    text, made = translate.put_into(
        foreign.own,
        text,
        statements,
        means.translations,
        generator=means.generator,
        prompts=means.prompts,
        stop=course.stop,
        question=course.question,
    )
    said = {before.text: after.text for before, after in zip(statements, made, strict=True)}
    kept = [after for before, after in zip(statements, made, strict=True) if before in cited]
    return text, kept, tuple(said.get(one, one) for one in unsupported)


def _refused(course: _Course, read: Sequence[Passage], *, missing: Sequence[str] = ()) -> Answer:
    near = refuse.nearest(course.checked, read, course.means.page_of, course.means.boxes_of)
    missing = refuse.unmentioned(missing, near, read)
    text = refuse.refusal(course.scope, near, missing, language_of(course.question))
    return replace(_answer(course, text, read), nearest=near, missing=missing)


def _answer(course: _Course, text: str, read: Sequence[Passage]) -> Answer:
    """Without citations yet."""
    total, generator = course.elapsed(), course.means.generator
    return Answer(
        question=course.question,
        text=text,
        found=False,
        citations=(),
        unsupported=(),
        passages=tuple(read),
        scope=course.scope,
        model=generator.model,
        device=generator.device,
        device_note=generator.device_note,
        tokens=course.tokens,
        seconds={"first_token": course.first_token or total, "total": total},
    )


def _note_read(course: _Course, read: Sequence[Passage]) -> None:
    course.read += [one for one in read if one not in course.read]
    pages = {(p.document, span.page) for p in course.read for span in p.spans}
    course.scope = replace(course.scope, read=len(pages))
