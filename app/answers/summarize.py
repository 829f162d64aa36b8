"""Whole-document summaries: everything is read, every point is placed.

Sections are summarised one by one, each from all of its text; the document's summary is made from their points. At each
step a point is kept only if the document's own text bears it, so that nothing which a merge invented gets through; where
too few points survive, the text's own sentences stand in. What the model wrote is kept under the hash of what it read, so
that a stopped summary continues with the sections that are missing.
"""

import hashlib
import math
import re
import time
from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.answers import cite
from app.answers.needs import Generator, Prompts
from app.answers.parts import Part
from app.answers.places import pieces
from app.answers.sentences import sentences
from app.answers.terms import terms
from app.answers.verify import verify
from app.stop import Stop
from app.types import Length, Passage, Progress, Prompt, Report, SectionSummary, TokenCount, ignore

_SECTION_TOKENS: dict[Length, int] = {"brief": 90, "standard": 160, "detailed": 360}
_MOST_POINTS: dict[Length, int] = {"brief": 2, "standard": 4, "detailed": 8}
"""Of one part: a small model goes on past the number that it was asked for."""
_DOCUMENT_TOKENS: dict[Length, int] = {"brief": 250, "standard": 500, "detailed": 900}
_LEAST_POINTS: dict[Length, int] = {"brief": 2, "standard": 4, "detailed": 8}
_MERGED_AT_ONCE = 1800
"""Tokens of points that one merge reads; more are merged in groups first."""
_SAME = 0.75
"""Overlap of terms above which two points say the same."""
_PROBE_TOKENS = 8
_ITEM = re.compile(
    r"^(?:[-*•]\s*|\d{1,3}[.)]\s+(?!(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b))+"
)
"""What begins an item of a list. '3. Oktober' is a date."""
_ENDED = re.compile(r"[.!?][\"'”’)]*$")


class Cache(Protocol):
    """What the model wrote before, by the hash of what it was asked; bound to one document."""

    def get(self, key: str) -> str | None: ...

    def put(self, key: str, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Point:
    """A statement of a summary with the pages whose text bears it."""

    text: str
    pages: tuple[int, ...]

    @property
    def line(self) -> str:
        first, last = self.pages[0], self.pages[-1]
        return f"- {self.text} [p. {first}]" if first == last else f"- {self.text} [pp. {first}-{last}]"


@dataclass(slots=True)
class _Work:
    """One summary in the making."""

    generator: Generator
    prompts: Prompts
    cache: Cache
    length: Length
    stop: Stop
    report: Report
    similar: cite.Similar | None
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
        self.worked += generation.tokens.prompt + 6 * generation.tokens.generated
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


def summarize(
    title: str,
    parts: Sequence[Part],
    length: Length,
    *,
    generator: Generator,
    prompts: Prompts,
    cache: Cache,
    similar: cite.Similar | None,
    stop: Stop,
    report: Report = ignore,
    on_section: Callable[[SectionSummary], None] | None = None,
) -> tuple[str, tuple[SectionSummary, ...], TokenCount]:
    """The document's summary in Markdown, its sections' summaries, and what it cost. `on_section` is told of each section when
    all of it is done. Raises Stopped, and as the generator."""
    work = _Work(generator, prompts, cache, length, stop, report, similar)
    sizes = [generator.count_tokens(part.text) + 6 * _SECTION_TOKENS[length] // 2 for part in parts]
    work.total = sum(sizes) + 6 * _DOCUMENT_TOKENS[length]
    _estimate(work, parts)
    points: list[list[Point]] = []
    for part, size in zip(parts, sizes, strict=True):
        stop.check()
        points.append(_of_part(work, part))
        work.advance(size)
        done = len(points)
        if on_section and (done == len(parts) or not _same_section(part, parts[done])):
            on_section(_by_section(parts[:done], points)[-1])
    whole = _of_document(work, title, parts, points)
    work.advance(work.total - work.done)
    return "\n".join(point.line for point in whole), _by_section(parts, points), work.tokens


def done(
    parts: Sequence[Part], length: Length, *, model: str, prompts: Prompts, keys: Container[str]
) -> tuple[int, int]:
    """How many sections need no model any more, of how many. `keys` are those of the cache."""
    sections: list[bool] = []
    for number, part in enumerate(parts):
        prompt = prompts.summarize_section(part.title, part.text, length)
        is_done = _key(prompt, model, _SECTION_TOKENS[length]) in keys
        if number and _same_section(parts[number - 1], part):
            sections[-1] = sections[-1] and is_done
        else:
            sections.append(is_done)
    return sum(sections), len(sections)


def _estimate(work: _Work, parts: Sequence[Part]) -> None:
    """Say how long it will take before it begins, from the speed at which the model reads the first lines of the text."""
    first = work.prompts.summarize_section(parts[0].title, parts[0].text[:600], work.length) if parts else None
    whole = work.prompts.summarize_section(parts[0].title, parts[0].text, work.length) if parts else None
    if first and whole and work.cache.get(_key(whole, work.generator.model, _SECTION_TOKENS[work.length])) is None:
        work.write(first, _PROBE_TOKENS)
    work.report(Progress("summarising", 0, work.total, left=work.left()))


def _of_part(work: _Work, part: Part) -> list[Point]:
    prompt = work.prompts.summarize_section(part.title, part.text, work.length)
    written = work.write(prompt, _SECTION_TOKENS[work.length])
    kept = _distinct(_borne(_lines(written), part.passages, work.similar))[: _MOST_POINTS[work.length]]
    return kept or _own_sentences(part.passages, 1 if work.length == "brief" else 2)


def _of_document(work: _Work, title: str, parts: Sequence[Part], points: Sequence[Sequence[Point]]) -> list[Point]:
    """Merge the sections' points, in groups first where they are many."""
    if len(parts) == 1:
        return list(points[0])
    passages = [passage for part in parts for passage in part.passages]
    named = [(part.title, list(of)) for part, of in zip(parts, points, strict=True)]
    while len(groups := _groups(work, named)) > 1:
        named = [(f"{group[0][0]} – {group[-1][0]}", _merged(work, title, group, passages)) for group in groups]
    return _merged(work, title, named, passages)


def _merged(
    work: _Work, title: str, named: Sequence[tuple[str, list[Point]]], passages: Sequence[Passage]
) -> list[Point]:
    texts = [(name, "\n".join(f"- {point.text}" for point in of)) for name, of in named]
    written = work.write(work.prompts.summarize_document(title, texts, work.length), _DOCUMENT_TOKENS[work.length])
    near = _near(written, passages)
    kept = _distinct(_borne(_lines(written), near, work.similar))
    if len(kept) < _LEAST_POINTS[work.length]:
        firsts = [point for rank in range(3) for _, of in named for point in of[rank : rank + 1]]
        kept = _distinct([*kept, *firsts])[: max(_LEAST_POINTS[work.length], len(kept))]
    return kept


def _groups(work: _Work, named: Sequence[tuple[str, list[Point]]]) -> list[list[tuple[str, list[Point]]]]:
    """Runs of sections whose points fit one merge; a single run when all do, or when no run can hold two."""
    groups: list[list[tuple[str, list[Point]]]] = []
    room = 0
    for name, of in named:
        size = work.generator.count_tokens(name + "\n" + "\n".join(point.text for point in of))
        if not groups or (room + size > _MERGED_AT_ONCE and len(groups[-1]) > 1):
            groups.append([])
            room = 0
        groups[-1].append((name, of))
        room += size
    return groups if len(groups) < len(named) else [list(named)]


def _near(written: str, passages: Sequence[Passage]) -> list[Passage]:
    """The passages that share most with what was written: comparing each point with a whole book is not needed."""
    said = terms(written).all
    scored = sorted(range(len(passages)), key=lambda i: -len(terms(passages[i].text).all & said))
    return [passages[i] for i in sorted(scored[:60])]


def _lines(written: str) -> list[str]:
    """The points that were written. A last one that was cut off in the middle is left out."""
    lines = [_ITEM.sub("", line.strip()) for line in written.splitlines()]
    points = [line for line in lines if len(line) > 12 and not line.endswith(":")]
    if len(points) > 1 and _ENDED.search(points[0]) and not _ENDED.search(points[-1]):
        points.pop()
    return points


def _borne(lines: Sequence[str], passages: Sequence[Passage], similar: cite.Similar | None) -> list[Point]:
    """The lines that the passages bear, word for word of their values, each with its pages."""
    points = []
    for line in lines:
        statements = cite.place(line, "", passages, similar)
        verdict = verify(statements, "", passages)
        pages = sorted({page for s in verdict.sound for w in s.windows for page in _pages(passages[w.passage], w)})
        text = _plain(cite.without_marks(line))
        if pages and text and not verdict.unsupported:
            points.append(Point(text, tuple(pages)))
    return points


def _plain(text: str) -> str:
    """Without what a list, a table or a form leaves of itself: numbers of items, bars between cells, labels with nothing after
    them. '' if there is nothing else."""
    cells = [_ITEM.sub("", cell.strip()) for cell in text.split("|")]
    filled = [cell for cell in cells if not cell.endswith(":") and any(map(str.isalnum, cell))]
    return "; ".join(filled)


def _pages(passage: Passage, window: cite.Window) -> list[int]:
    return [span.page for span in pieces(passage.spans, window.start, window.end)]


def _distinct(points: Sequence[Point]) -> list[Point]:
    kept: list[Point] = []
    seen: list[frozenset[str]] = []
    for point in points:
        said = terms(point.text).all
        if said and all(len(said & other) / min(len(said), len(other)) < _SAME for other in seen):
            kept.append(point)
            seen.append(said)
    return kept


def _own_sentences(passages: Sequence[Passage], n: int) -> list[Point]:
    """The text's own most central sentences, verbatim: the mean weight of their terms in the part decides."""
    units = [(p, s, e, terms(p.text[s:e]).all) for p in passages for s, e in sentences(p.text) if _plain(p.text[s:e])]
    counts = Counter(term for *_, said in units for term in said)
    full = [unit for unit in units if len(unit[3]) >= 5] or units

    def weight(unit: tuple[Passage, int, int, frozenset[str]]) -> float:
        return sum(math.log(1 + counts[t]) for t in unit[3]) / (len(unit[3]) + 5)

    best = sorted(full, key=weight, reverse=True)[:n]
    return [_verbatim(p, s, e) for p, s, e, _ in best]


def _verbatim(passage: Passage, start: int, end: int) -> Point:
    pages = tuple(sorted({span.page for span in pieces(passage.spans, start, end)}))
    return Point(_plain(" ".join(passage.text[start:end].split())), pages)


def _by_section(parts: Sequence[Part], points: Sequence[Sequence[Point]]) -> tuple[SectionSummary, ...]:
    """The parts of one section joined again."""
    found: list[tuple[Part, list[Point], tuple[int, int]]] = []
    for part, of in zip(parts, points, strict=True):
        if found and _same_section(found[-1][0], part):
            first, so_far, pages = found[-1]
            found[-1] = (first, _distinct([*so_far, *of]), (pages[0], part.pages[1]))
        else:
            found.append((part, list(of), part.pages))
    return tuple(SectionSummary(p.title, pages, "\n".join(point.line for point in of)) for p, of, pages in found)


def _same_section(one: Part, other: Part) -> bool:
    return one.section == other.section and one.title == other.title


def _key(prompt: Prompt, model: str, max_tokens: int) -> str:
    parts = [model, str(max_tokens), prompt.opening, *(f"{m.role}\0{m.content}" for m in prompt.messages)]
    return hashlib.sha256("\1".join(parts).encode()).hexdigest()
