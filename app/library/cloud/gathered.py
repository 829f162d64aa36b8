"""What the model here found for the steps of a question, as one answer with its places: kept from the moment that the steps have come, and
after each one of them, so that nothing is lost whatever happens next."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.answers.citing.cite import without_marks
from app.types import Answer, Approved, Citation, Passage, Scope, Step, TokenCount

_MARK = re.compile(r"\[(\d+)\]")


def begun(
    question: str,
    steps: Sequence[str],
    approved: Approved,
    asked: tuple[str, ...],
    pages: tuple[int, int] | None,
) -> Answer:
    """Nothing is looked up yet."""
    return Answer(
        question=question,
        text="\n".join(f"- {step}" for step in steps),
        found=False,
        citations=(),
        unsupported=(),
        passages=(),
        scope=Scope(0, 0, 0, 0),
        model="",
        device="",
        device_note=None,
        tokens=TokenCount(),
        asked=asked,
        asked_pages=pages,
        approved=approved,
        steps=tuple(map(Step, steps)),
    )


def with_found(so_far: Answer, found: Answer) -> Answer:
    """With what was found for the first step that waits: its words and places behind those of the steps before."""
    at = len(so_far.steps) - len(so_far.waiting)
    passages = tuple(dict.fromkeys((*so_far.passages, *found.passages)))
    text, citations = _marked_anew(found, so_far.citations)
    rests_on = tuple(passages.index(one) for one in dict.fromkeys(found.passages)) if found.found else ()
    step = replace(so_far.steps[at], found=without_marks(found.text).strip() if found.found else "", passages=rests_on)
    block = f"**{at + 1}. {step.question}**\n\n{text}"
    return replace(
        so_far,
        text=block if not at else f"{so_far.text}\n\n{block}",
        found=so_far.found or found.found,
        citations=citations,
        unsupported=(*so_far.unsupported, *(one for one in found.unsupported if one not in so_far.unsupported)),
        passages=passages,
        scope=_scope(found.scope, passages),
        model=found.model,
        device=found.device,
        device_note=found.device_note,
        tokens=so_far.tokens + found.tokens,
        seconds=_together(so_far.seconds, found.seconds),
        nearest=so_far.nearest or found.nearest,
        steps=(*so_far.steps[:at], step, *so_far.steps[at + 1 :]),
    )


def _marked_anew(found: Answer, before: Sequence[Citation]) -> tuple[str, tuple[Citation, ...]]:
    """Its text with marks that go on from those before, and all citations. A place that is cited already keeps its mark."""
    there = {places: mark for mark, places in _places(before).items()}
    new = max((one.mark for one in before), default=0)
    marks = dict[int, int]()
    for mark, places in _places(found.citations).items():
        if places not in there:
            new += 1
        marks[mark] = there.setdefault(places, new)
    text = _MARK.sub(lambda m: f"[{marks.get(int(m[1]), m[1])}]", found.text)
    last = max((one.mark for one in before), default=0)
    added = (replace(one, mark=marks[one.mark]) for one in found.citations if marks[one.mark] > last)
    return text, (*before, *added)


def _places(citations: Sequence[Citation]) -> dict[int, tuple[tuple[str, int, str], ...]]:
    """What each mark stands for."""
    told = dict[int, tuple[tuple[str, int, str], ...]]()
    for one in citations:
        told[one.mark] = (*told.get(one.mark, ()), (one.document, one.page, one.quote))
    return told


def _scope(scope: Scope, passages: Sequence[Passage]) -> Scope:
    """Of all steps: they are asked of the same documents."""
    return replace(scope, read=len({(one.document, span.page) for one in passages for span in one.spans}))


def _together(before: dict[str, float], now: dict[str, float]) -> dict[str, float]:
    """The first word is that of the first step."""
    summed = {name: before.get(name, 0.0) + now.get(name, 0.0) for name in {*before, *now}}
    first = before.get("first_token", now.get("first_token"))
    return summed if first is None else summed | {"first_token": first}
