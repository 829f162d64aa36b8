"""Questions of the whole scope: answered by code where that can be, read in full where it is asked for or takes under a minute, else
answered from a search, with the time that a full reading would take."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.answers.ask import Means
from app.answers.everything import abbreviations, bycode, overview, thorough
from app.answers.everything.lines import Line, Whole, answered
from app.answers.everything.phrases import phrases_for
from app.answers.everything.way import Way
from app.answers.everything.whole import kind_of
from app.answers.needs import Generator
from app.answers.places import BoxesOf, PageOf
from app.answers.summaries.parts import Part
from app.index.search import search
from app.language.prompts import Prompts
from app.library.beginning import beginnings
from app.library.keeping import if_it_can_be
from app.library.pace import Pace
from app.library.rooms import Rooms
from app.library.scope import Where, as_asked, on_pages
from app.stop import Stop
from app.types import Answer, Chunk, Document, Passage, Report, Scope

_AT_ONCE = 60.0
"""Seconds. Where reading everything takes less, it is done without being asked for."""
_BESIDE = 200
"""Characters of the question and what comes with it, for each part."""
_WRITTEN = 40
"""Tokens that are written for each part, some bearing on the question and some not."""
_ABBREVIATIONS = 40
"""So many passages with an abbreviation are looked through for what it stands for."""
_LOOKED_AT = 12
"""So many documents are told what they are about."""
_BY_CODE = 1_000
"""Pages. A larger scope is not gone through for such a question: 306 pages took 1.0 s on two busy cores."""
_READINGS: Mapping[str | None, tuple[bool, bool]] = {"list": (True, False), "count": (True, True)}
"""Whether items are wanted, and counted."""
_LENGTH = "thorough"
"""Under this, what was found out about parts lies beside the parts of summaries; it goes with its document."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was found out about parts, in the catalog; satisfies `answers.thorough.Kept`."""

    rooms: Rooms
    model: str

    def get(self, document: str, key: str) -> Mapping[str, Any] | None:
        return self.rooms.catalog.summaries.get(
            document, key=key, model=self.model, prompts=Prompts.version, length=_LENGTH
        )

    def put(self, document: str, key: str, found: Mapping[str, Any]) -> None:
        """What cannot be kept now is found out again another time."""
        catalog = self.rooms.catalog
        if_it_can_be(
            catalog,
            lambda: catalog.summaries.put(
                document, found, key=key, model=self.model, prompts=Prompts.version, length=_LENGTH
            ),
        )


def everything(rooms: Rooms, where: Where, found: Sequence[Document], *, report: Report, stop: Stop) -> list[Whole]:
    """Raises Stopped, also from its texts when they are gone through, which is reported."""
    way = Way(sum(document.chunks for document in found), report, stop)
    return [
        Whole(
            document.id,
            document.file,
            document.title,
            _chunks(rooms, document.id, where, stop),
            rooms.catalog.sections(document.id),
            way,
        )
        for document in found
    ]


def _chunks(rooms: Rooms, document: str, where: Where, stop: Stop) -> list[Chunk]:
    stop.check()
    return on_pages(rooms.catalog.chunks(document), where.pages)


def by_code(
    rooms: Rooms,
    question: str,
    where: Where,
    found: Sequence[Document],
    scope: Scope,
    *,
    report: Report,
    stop: Stop,
) -> list[Line]:
    """The lines of an answer that needs no model, or none. Raises Stopped."""
    short = abbreviations.asked_for(question)
    if short is not None:
        return _abbreviation(rooms, question, short, where, found, stop)
    if scope.pages > _BY_CODE or not bycode.may_answer(question, len(found)):
        return []
    return bycode.lines_for(question, everything(rooms, where, found, report=report, stop=stop))


def _abbreviation(
    rooms: Rooms, question: str, short: str, where: Where, found: Sequence[Document], stop: Stop
) -> list[Line]:
    ids = None if where.everything else [document.id for document in found]
    passages = search(short, catalog=rooms.catalog, documents=ids, pages=where.pages, limit=_ABBREVIATIONS, stop=stop)
    chunks = {ident: _chunks(rooms, ident, where, stop) for ident in {p.document for p in passages}}
    named = as_asked(passages, found)
    return bycode.abbreviation(question, short, ((p.document, p.file, chunks[p.document][p.chunk]) for p in named))


def told(
    question: str, lines: Sequence[Line], scope: Scope, generator: Generator, page_of: PageOf, boxes_of: BoxesOf
) -> Answer:
    """Every page was gone through, and nothing was asked of the model."""
    made = answered(question, lines, scope, generator, page_of, boxes_of)
    return replace(made, scope=replace(scope, read=scope.pages), seconds={"first_token": 0.0, "total": 0.0})


def asks_for_all(question: str) -> bool:
    return kind_of(question) is not None


def overview_of(
    rooms: Rooms,
    question: str,
    where: Where,
    found: Sequence[Document],
    scope: Scope,
    means: Means,
    *,
    stop: Stop,
    report: Report,
    on_text: Callable[[str], None] | None,
    seed: int | None,
) -> Answer:
    """A line for each document, of the first dozen. Greedy whatever the seed: it says what stands there."""
    began = time.monotonic()
    first = found[:_LOOKED_AT]
    passages = [one for document in first if (one := _beginning(rooms, document, where))]
    lines = overview.lines(
        passages,
        means.generator,
        means.prompts,
        similar=means.embedder.similarities if means.embedder else None,
        stop=stop,
        report=report,
        on_line=on_text or (lambda line: None),
    )
    if len(found) > len(first):
        lines.append(Line("\n" + phrases_for(question).looked_at.format(count=len(first), of=len(found))))
    made = answered(question, lines, scope, means.generator, means.page_of, means.boxes_of)
    total = time.monotonic() - began
    read = {(passage.document, span.page) for run in passages for passage in run for span in passage.spans}
    return replace(
        made,
        scope=replace(scope, read=len(read)),
        passages=tuple(passage for run in passages for passage in run),
        seconds={"first_token": total, "total": total},
    )


def _beginning(rooms: Rooms, document: Document, where: Where) -> list[Passage]:
    chunks = {document.id: on_pages(rooms.catalog.chunks(document.id), where.pages)}
    return beginnings(rooms, [document], chunks, limit=4)[0]


def reading(
    question: str,
    scope: Scope,
    means: Means,
    kept: Kept,
    *,
    stop: Stop,
    report: Report,
    on_text: Callable[[str], None] | None,
    seed: int | None,
) -> thorough.Reading:
    lists, counts = _READINGS.get(kind_of(question), (False, False))
    return thorough.Reading(
        question, scope, means, kept, stop, report, on_text=on_text, seed=seed, lists=lists, counts=counts
    )


def seconds(wanted: thorough.Reading, whole: Sequence[Whole], pace: Pace) -> float:
    """An estimate of reading what has not been read for this question yet."""
    left = thorough.left(wanted, whole)
    return pace.seconds(characters=_characters(left), tokens=_WRITTEN * len(left))


def _characters(parts: Sequence[Part]) -> int:
    return sum(len(part.text) + _BESIDE for part in parts)


def is_at_once(seconds: float) -> bool:
    return seconds < _AT_ONCE
