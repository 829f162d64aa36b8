"""Whole-document summaries: everything is read, every point is placed, nothing is left to one merge after another.

What a summary says is chosen by code among the document's own sentences and rows (`units`, `salience`, `choosing`), with room
for each heading of the shape that such a document has (`shapes`). A model large enough for it reads each part whole, once, and
says in a sentence what it says (`gist`): that is a vote, or a statement of its own where the part bears it. So no merge can lose or invent anything,
a page costs the same in a long document as in a short one, and one reading serves all three lengths. What the model wrote is
kept under the hash of what it read: a stopped summary continues with the parts that are missing.
"""

import hashlib
import time
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.answers.needs import Generator, Prompts
from app.answers.summaries.choosing import Candidate, candidates, choose, room, with_gists
from app.answers.summaries.contents import without_leader
from app.answers.summaries.gist import TOKENS, Gist, gist
from app.answers.summaries.parts import Part
from app.answers.summaries.salience import weigh
from app.answers.summaries.shape import Language, Shape
from app.answers.summaries.shapes import FURTHER, language_of, recognise
from app.answers.summaries.telling import Point, once, tell
from app.answers.summaries.units import Unit, units
from app.answers.text.terms import terms
from app.stop import Stop
from app.types import Length, Progress, Prompt, Report, SectionSummary, TokenCount, ignore

_PROBE_TOKENS = 8
_PROBE_CHARACTERS = 600
_COST_OF_WRITING = 6
"""How many tokens are read in the time that one is written."""
_OF_PART: Mapping[Length, int] = {"brief": 40, "standard": 80, "detailed": 160}
"""Words of one part in 'section by section'."""
_BEGINNING = 3
"""Passages at the beginning that have the words of the document's title."""
_LETTERHEADS = frozenset(["record", "letter"])
"""Kinds whose first heading is who sends it."""
_OF_TITLE = 0.6
"""Share of its words; the others may stand in the head of the page, which is no part of the text."""
_LEAST_HEADED = 4
"""Points below which a summary has no headings."""


class Cache(Protocol):
    """What the model wrote before, by the hash of what it was asked; bound to one document."""

    def get(self, key: str) -> str | None: ...

    def put(self, key: str, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """What a document has to say: known before the model reads anything, and the same for each length."""

    parts: tuple[Part, ...]
    shape: Shape | None
    language: Language
    candidates: tuple[Candidate, ...]
    words: int
    lead: Point | None
    """What the document calls itself."""

    def of_part(self, number: int) -> list[Candidate]:
        return [one for one in self.candidates if one.unit.part == number]

    def by_number(self) -> dict[int, Unit]:
        return {one.unit.number: one.unit for one in self.candidates}


@dataclass(slots=True)
class _Work:
    """One summary in the making."""

    generator: Generator
    prompts: Prompts
    cache: Cache
    stop: Stop
    report: Report
    total: int = 0
    done: int = 0
    spent: float = 0.0
    """Seconds in which the model worked, and below the tokens it worked on, for the remaining time."""
    worked: int = 0
    tokens: TokenCount = field(default_factory=TokenCount)

    def write(self, prompt: Prompt, max_tokens: int) -> str:
        key = _key(prompt, self.generator.model, max_tokens)
        kept = self.cache.get(key)
        if kept is not None:
            return kept
        began = time.monotonic()
        generation = self.generator.generate(prompt, max_tokens=max_tokens, stop=self.stop)
        self.spent += time.monotonic() - began
        self.worked += generation.tokens.prompt + _COST_OF_WRITING * generation.tokens.generated
        self.tokens += generation.tokens
        text = prompt.opening + generation.text
        self.cache.put(key, text)
        return text

    def advance(self, tokens: int) -> None:
        self.done += tokens
        self.report(Progress("summarising", self.done, self.total, left=self.left()))

    def left(self) -> float | None:
        if not self.worked:
            return None
        return (self.total - self.done) * self.spent / self.worked


def planned(title: str, parts: Sequence[Part]) -> Plan:
    """Needs no model."""
    text = "\n".join(part.text for part in parts)
    titles = list(dict.fromkeys(passage.section for part in parts for passage in part.passages))
    shape = recognise(title, titles, text)
    found = weigh(units(parts), title)
    return Plan(
        tuple(parts),
        shape,
        _language(parts),
        tuple(candidates(found, shape)),
        len(text.split()),
        _lead(title, parts, shape),
    )


def _language(parts: Sequence[Part]) -> Language:
    return language_of("\n".join(part.text for part in parts))


def _lead(title: str, parts: Sequence[Part], shape: Shape | None) -> Point | None:
    """The document's title, if its beginning has most words of it (many a title in a file is another document's), else its first
    heading where that names its kind or its sender."""
    first = [passage for part in parts for passage in part.passages][:_BEGINNING]
    if not first:
        return None
    known = terms("\n".join(f"{passage.section}\n{passage.text}" for passage in first)).all
    headed = shape is not None and (shape.kind in _LETTERHEADS or shape.named.search(first[0].section) is not None)
    heading = first[0].section if headed else ""
    for name in (" ".join(title.split()), " ".join(heading.split())):
        said = terms(name).all
        if len(name.split()) > 1 and len(said & known) >= _OF_TITLE * len(said):
            return Point(name, (first[0].spans[0].page,))
    return None


def summarize(
    title: str,
    parts: Sequence[Part],
    length: Length,
    *,
    generator: Generator,
    prompts: Prompts,
    cache: Cache,
    stop: Stop,
    report: Report = ignore,
    on_section: Callable[[SectionSummary], None] | None = None,
    gists: bool = True,
) -> tuple[str, tuple[SectionSummary, ...], TokenCount]:
    """The document's summary in Markdown, its sections' summaries, and what it cost. `on_section` is told of each section when
    all of it is done. `gists`: whether the model reads, too; else the summary is there in a moment. Raises Stopped, and as the
    generator."""
    work = _Work(generator, prompts, cache, stop, report)
    plan = planned(title, parts)
    sizes = [_size(generator, part) if gists else len(part.text) for part in parts]
    work.total = sum(sizes)
    if gists:
        _estimate(work, plan)
    taken: list[Gist] = []
    points: list[list[Point]] = []
    for number, size in enumerate(sizes):
        stop.check()
        said = _read(work, plan, number) if gists else None
        taken += [said] if said else []
        points.append(_of_part(plan, number, length, [said] if said else []))
        work.advance(size)
        if on_section and (number + 1 == len(parts) or not _same_section(parts[number], parts[number + 1])):
            on_section(_by_section(parts[: number + 1], points)[-1])
    return _whole(plan, length, taken), _by_section(parts, points), work.tokens


def done(parts: Sequence[Part], *, model: str, prompts: Prompts, keys: Container[str]) -> tuple[int, int]:
    """How many sections need no model any more, of how many. `keys` are those of the cache."""
    language = _language(parts)
    sections: list[bool] = []
    for number, part in enumerate(parts):
        is_done = _key(prompts.gist(part.title, part.text, language), model, TOKENS) in keys
        if number and _same_section(parts[number - 1], part):
            sections[-1] = sections[-1] and is_done
        else:
            sections.append(is_done)
    return sum(sections), len(sections)


def _size(generator: Generator, part: Part) -> int:
    return generator.count_tokens(part.text) + _COST_OF_WRITING * TOKENS // 2


def _estimate(work: _Work, plan: Plan) -> None:
    """Say how long it will take before it begins, from the speed at which the model reads the first lines of the text."""
    if plan.parts and work.cache.get(_key(_asked(work, plan, 0), work.generator.model, TOKENS)) is None:
        first = plan.parts[0]
        work.write(work.prompts.gist(first.title, first.text[:_PROBE_CHARACTERS], plan.language), _PROBE_TOKENS)
    work.report(Progress("summarising", 0, work.total, left=work.left()))


def _asked(work: _Work, plan: Plan, number: int) -> Prompt:
    part = plan.parts[number]
    return work.prompts.gist(part.title, part.text, plan.language)


def _read(work: _Work, plan: Plan, number: int) -> Gist | None:
    """The model reads all of a part and says what it says."""
    written = work.write(_asked(work, plan, number), TOKENS)
    return gist(written, [one.unit for one in plan.of_part(number)])


def _of_part(plan: Plan, number: int, length: Length, gists: Sequence[Gist]) -> list[Point]:
    chosen = choose(with_gists(plan.of_part(number), gists, None), _OF_PART[length], length, None)
    return tell([one.unit for one in chosen], plan.by_number(), _numbers(chosen))


def _whole(plan: Plan, length: Length, gists: Sequence[Gist]) -> str:
    able = with_gists(plan.candidates, gists, plan.shape)
    chosen = choose(able, room(plan.words, length), length, plan.shape)
    known: set[str] = set()
    lead = once([plan.lead] if plan.lead else [], known)
    before, told = plan.by_number(), _numbers(chosen)
    if plan.shape is None or len(chosen) < _LEAST_HEADED:
        return _lines([*lead, *once(tell([one.unit for one in chosen], before, told), known)])
    named = [(slot.names[plan.language], [c for c in chosen if c.slot is slot]) for slot in plan.shape.slots]
    named.append((FURTHER[plan.language], [c for c in chosen if c.slot is None]))
    blocks = [_lines(lead)] if lead else []
    for name, of in named:
        points = once(tell([c.unit for c in of], before, told, heading=name), known)
        if points:
            blocks.append(f"## {name}\n\n{_lines(points)}")
    return "\n\n".join(blocks)


def _numbers(chosen: Sequence[Candidate]) -> frozenset[int]:
    return frozenset(one.unit.number for one in chosen)


def _lines(points: Sequence[Point]) -> str:
    return "\n".join(point.line for point in points)


def _by_section(parts: Sequence[Part], points: Sequence[Sequence[Point]]) -> tuple[SectionSummary, ...]:
    """The parts of one section joined again."""
    found: list[tuple[Part, list[Point], tuple[int, int]]] = []
    for part, of in zip(parts, points, strict=False):
        if found and _same_section(found[-1][0], part):
            first, so_far, pages = found[-1]
            found[-1] = (first, [*so_far, *of], (pages[0], part.pages[1]))
        else:
            found.append((part, list(of), part.pages))
    return tuple(SectionSummary(without_leader(p.title), pages, _lines(once(of, set()))) for p, of, pages in found)


def _same_section(one: Part, other: Part) -> bool:
    return one.section == other.section and one.title == other.title


def _key(prompt: Prompt, model: str, max_tokens: int) -> str:
    parts = [model, str(max_tokens), prompt.opening, *(f"{m.role}\0{m.content}" for m in prompt.messages)]
    return hashlib.sha256("\1".join(parts).encode()).hexdigest()
