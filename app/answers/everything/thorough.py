"""Reading everything: every part of every document of the scope is put before the model, so that nothing is left out
because a search did not find it. Slow, and said to be: it is done when asked for, or where it takes less than a minute.

Each part is first asked only whether it bears on the question (one row of logits). Where a list or a count is wanted, what
belongs to it is written down part by part, each item is placed on its page, and the items are united by code (`listing`). Else the answer is
written from the parts that bear on it: at once where they fit the context, else in several runs of parts, and the runs' answers
are put together. What was found out about a part is kept, so that a reading that was stopped goes on where it was.
"""

import hashlib
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from app.answers import ask as asking
from app.answers.everything.lines import Whole, answered
from app.answers.everything.listing import Item, placed, told, united
from app.answers.needs import Prompts
from app.answers.summaries.parts import Part, cut
from app.answers.text.terms import terms
from app.stop import Stop
from app.types import Answer, Citation, Passage, Progress, Report, Scope, TokenCount, ignore

_BEARS = 0.5
"""Probability of 'Yes' above which a part is read again for the answer."""
_MARK = re.compile(r"\[(\d+)\]")
_FEWEST = 3
"""So many of the likeliest parts are read again in any case."""
_ITEM_TOKENS = 320
_ITEM = re.compile(r"^\s*+(?:[-•*–]|\d{1,3}[.)])\s*(?=\S)")


class Kept(Protocol):
    """What was found out about a part of a document, by key; goes with the document."""

    def get(self, document: str, key: str) -> Mapping[str, Any] | None: ...

    def put(self, document: str, key: str, found: Mapping[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of everything. `lists` tells that items are wanted, `counts` that they are to be counted."""

    question: str
    scope: Scope
    means: asking.Means
    kept: Kept
    stop: Stop
    report: Report = ignore
    on_text: Callable[[str], None] | None = None
    seed: int | None = None
    lists: bool = False
    counts: bool = False

    def key(self, part: Part) -> str:
        what = f"{' '.join(self.question.casefold().split())}\n{self.lists}\n{part.text}"
        return "all " + hashlib.sha256(what.encode()).hexdigest()


def ask(reading: Reading, everything: Sequence[Whole]) -> Answer:
    """Like `ask.ask`, but over all text of the scope; `scope.read` of the answer is every page. Raises as that does."""
    began = time.monotonic()
    all_parts = parts(everything)
    if reading.lists:
        items, tokens = _items(reading, all_parts)
        if items:
            return _listed(reading, items, tokens, time.monotonic() - began)
    return replace(_from_runs(reading, all_parts), scope=replace(reading.scope, read=reading.scope.pages))


def parts(everything: Sequence[Whole]) -> list[Part]:
    return [
        part
        for whole in everything
        for part in cut(
            [chunk for chunk in whole.chunks if chunk.section >= 0],
            whole.sections,
            document=whole.document,
            file=whole.file,
        )
    ]


def left(reading: Reading, everything: Sequence[Whole]) -> list[Part]:
    """The parts that nothing is known about yet."""
    return [part for part in parts(everything) if reading.kept.get(_document(part), reading.key(part)) is None]


# Lists


def _items(reading: Reading, all_parts: Sequence[Part]) -> tuple[list[Item], TokenCount]:
    """What belongs to the list, part by part, placed and united."""
    found: list[Item] = []
    tokens = TokenCount()
    clock = asking.Pace(len(all_parts))
    _tell(reading, 0, len(all_parts), clock)
    similar = reading.means.embedder.similarities if reading.means.embedder else None
    for number, part in enumerate(all_parts):
        reading.stop.check()
        names, used = _names(reading, part)
        tokens += used
        found += placed(names, reading.question, part.passages, similar)
        _tell(reading, number + 1, len(all_parts), clock)
    return united(found), tokens


def _names(reading: Reading, part: Part) -> tuple[list[str], TokenCount]:
    """What the model wrote down from one part, line by line; kept."""
    known = reading.kept.get(_document(part), reading.key(part))
    if known is not None:
        return list(known["items"]), TokenCount()
    likely = _bears(reading, part)
    names, used = [], TokenCount()
    if likely >= _BEARS:
        prompt = _prompts(reading).items(reading.question, part.passages)
        made = reading.means.generator.generate(prompt, max_tokens=_ITEM_TOKENS, stop=reading.stop, seed=reading.seed)
        lines = [_ITEM.sub("", line).strip() for line in f"{prompt.opening}{made.text}".splitlines()]
        names = list(dict.fromkeys(line for line in (lines if made.ended else lines[:-1]) if line))
        used = made.tokens
    reading.kept.put(_document(part), reading.key(part), {"bears": likely, "items": names})
    return names, used


def _listed(reading: Reading, items: Sequence[Item], tokens: TokenCount, seconds: float) -> Answer:
    means = reading.means
    made = answered(
        reading.question,
        told(reading.question, items, counts=reading.counts),
        replace(reading.scope, read=reading.scope.pages),
        means.generator,
        means.page_of,
        means.boxes_of,
    )
    if reading.on_text is not None:
        reading.on_text(_MARK.sub("", made.text))
    return replace(made, tokens=tokens, seconds={"first_token": seconds, "total": seconds})


# Other questions


def _from_runs(reading: Reading, all_parts: Sequence[Part]) -> Answer:
    scored = _scored(reading, all_parts)
    bearing = [part for score, part in scored if score >= _BEARS] or [part for _, part in scored[:_FEWEST]]
    means = reading.means
    room = max(*means.budgets, means.generator.context // 2)
    roomy = replace(means, budgets=(room,))
    made = [
        asking.ask(
            reading.question,
            _passages(reading.question, run),
            reading.scope,
            roomy,
            stop=reading.stop,
            report=reading.report,
            on_text=reading.on_text,
            seed=reading.seed,
        )
        for run in _runs(bearing, room, means)
    ]
    return together(made)


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


def _scored(reading: Reading, all_parts: Sequence[Part]) -> list[tuple[float, Part]]:
    """Each part with the model's probability that it bears on the question, likeliest first."""
    found = []
    clock = asking.Pace(len(all_parts))
    _tell(reading, 0, len(all_parts), clock)
    for number, part in enumerate(all_parts):
        reading.stop.check()
        known = reading.kept.get(_document(part), reading.key(part))
        likely = float(known["bears"]) if known is not None else _bears(reading, part)
        if known is None:
            reading.kept.put(_document(part), reading.key(part), {"bears": likely})
        found.append((likely, part))
        _tell(reading, number + 1, len(all_parts), clock)
    return sorted(found, key=lambda pair: -pair[0])


def _bears(reading: Reading, part: Part) -> float:
    prompt = _prompts(reading).bears(reading.question, part.passages)
    return reading.means.generator.choose(prompt, ("Yes", "No"), stop=reading.stop)["Yes"]


def _tell(reading: Reading, done: int, total: int, clock: asking.Pace) -> None:
    reading.report(Progress("reading everything", done, total, left=clock.left(done)))


def _prompts(reading: Reading) -> Prompts:
    return reading.means.prompts


def _document(part: Part) -> str:
    return part.passages[0].document


def _passages(question: str, parts: Sequence[Part]) -> list[Passage]:
    """The chunks of the bearing parts, best first: those that share most with the question, part by part."""
    asked = terms(question).all
    ranked = [sorted(part.passages, key=lambda p: -len(terms(p.text).all & asked)) for part in parts]
    longest = max((len(one) for one in ranked), default=0)
    return [one[rank] for rank in range(longest) for one in ranked if rank < len(one)]
