"""What a model elsewhere answered is treated as what the model here answers: its own marks go, each statement is placed in the passages
that were sent, what nothing bears is told, and an answer of which nothing stands is withdrawn."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.answers.citing import cite
from app.answers.citing.verify import verifying
from app.answers.deciding import refuse
from app.answers.deciding.judge import judge
from app.cloud.wording import says_nothing
from app.documents.places import boxes
from app.errors import UserFixable
from app.index.near import near_words_of
from app.library.rooms import Rooms
from app.stop import Stop
from app.tongues import language_of
from app.types import Answer, Chunk, Document, Passage, Progress, Report, Scope, TokenCount

_AFTER_STOP = 2.0
"""Seconds for checking what had come of an answer when it was stopped: most answers take less, a long summary more."""
_ENDS = (".", "!", "?", "…", "。", "！", "？", "|", ")", "]", '"', "”", "“", "»", "*")
"""How a statement ends that came whole."""


@dataclass(frozen=True, slots=True)
class Material:
    """What was sent, as far as it is still in the library; `documents` are those that the passages are of."""

    passages: tuple[Passage, ...]
    documents: tuple[Document, ...]
    scope: Scope

    @classmethod
    def of(cls, rooms: Rooms, passages: Sequence[Passage]) -> "Material":
        known = {
            ident: found for ident in dict.fromkeys(p.document for p in passages) if (found := _found(rooms, ident))
        }
        there = tuple(one for one in passages if one.document in known)
        documents = tuple(known.values())
        read = len({(one.document, span.page) for one in there for span in one.spans})
        embedded = 0 if rooms.embedder is None else sum(d.pages for d in documents if d.embedded >= d.chunks)
        return cls(there, documents, Scope(len(documents), sum(d.pages for d in documents), read, embedded))


@dataclass(frozen=True, slots=True)
class Watch:
    """How far a check is, told, and when it has to end. A stop ends it, but not before one statement has its place; one that came while the
    answer was still arriving leaves it `_AFTER_STOP` seconds."""

    report: Report
    stop: Stop
    clock: Callable[[], float] = time.monotonic
    _ends: list[float] = field(default_factory=list)

    def begin(self) -> None:
        self._ends[:] = [self.clock() + _AFTER_STOP] if self.stop.requested else []

    def tell(self, done: int, total: int) -> None:
        self.report(Progress("checking the answer", done, total))

    @property
    def is_over(self) -> bool:
        return self.stop.requested and (not self._ends or self.clock() >= self._ends[0])


def checked(rooms: Rooms, question: str, reply: str, material: Material, watch: Watch, *, ended: bool = True) -> Answer:
    """To a question. Who answered, and how long it took, is still to be added. What was cut short, not `ended`, is not withdrawn: how it would have
    gone on nobody knows."""
    text = cite.without_marks(reply).strip()
    if not text or says_nothing(reply):
        return _refused(rooms, question, material)
    wanted = _wanted(text, ended=ended)
    statements = list(_told(_placed(text, question, wanted, material, _similar(rooms)), len(wanted), watch))
    judged = judge(question, text, statements, material.passages, _chunks(rooms, material), near_words_of(question))
    if ended and not judged.stands:
        return replace(
            _refused(rooms, question, material, judged.aside), withdrawn=text, unsupported=judged.unsupported
        )
    return _cited(rooms, question, text, statements, judged.unsupported, material)


def checked_summary(
    rooms: Rooms, title: str, reply: str, material: Material, watch: Watch, *, ended: bool = True
) -> Answer:
    """Of a summary: there is no question that it could pass by. `found` tells whether anything of it has its place. What a stop leaves unchecked is
    neither cited nor called unsupported, and counted."""
    text = cite.without_marks(reply).strip()
    wanted = _wanted(text, ended=ended)
    statements, unsupported = list[cite.Statement](), list[str]()
    watch.begin()
    placed = _told(_placed(text, "", wanted, material, None), len(wanted), watch)
    for statement, faults in verifying(placed, "", material.passages):
        statements.append(statement)
        unsupported += faults
        if watch.is_over and any(one.windows and one.text not in unsupported for one in statements):
            break
    made = _cited(rooms, title, text, statements, tuple(dict.fromkeys(unsupported)), material)
    done = len(statements)
    return made if done == len(wanted) else replace(made, checked=(done, len(wanted)))


def _wanted(text: str, *, ended: bool) -> list[tuple[int, int]]:
    """Where its statements are: headings state nothing, and what the cut has left half is none."""
    found = [one for one in cite.stated(text) if not text[text.rfind("\n", 0, one[0]) + 1 :].startswith("#")]
    half = not ended and bool(found) and found[-1][1] >= len(text) and not text.endswith(_ENDS)
    return found[:-1] if half else found


def _placed(
    text: str,
    question: str,
    wanted: Sequence[tuple[int, int]],
    material: Material,
    similar: cite.Similar | None,
) -> Iterator[cite.Statement]:
    return cite.placing(text, question, material.passages, similar, of=wanted)


def _told(placed: Iterator[cite.Statement], total: int, watch: Watch) -> Iterator[cite.Statement]:
    for done in range(total):
        watch.tell(done, total)
        yield next(placed)


def _cited(
    rooms: Rooms,
    question: str,
    text: str,
    statements: Sequence[cite.Statement],
    unsupported: tuple[str, ...],
    material: Material,
) -> Answer:
    cited = [one for one in statements if one.windows and one.text not in unsupported]
    marked, citations = cite.mark(text, cited, material.passages, rooms.catalog.page, boxes)
    made = _answer(question, marked, material)
    return replace(made, found=bool(citations), citations=citations, unsupported=unsupported)


def _refused(rooms: Rooms, question: str, material: Material, missing: Sequence[str] = ()) -> Answer:
    near = refuse.nearest(question, material.passages, rooms.catalog.page, boxes)
    left = refuse.unmentioned(missing, near, material.passages)
    text = refuse.refusal(material.scope, near, left, language_of(question))
    return replace(_answer(question, text, material), nearest=near, missing=left)


def _answer(question: str, text: str, material: Material) -> Answer:
    return Answer(
        question=question,
        text=text,
        found=False,
        citations=(),
        unsupported=(),
        passages=material.passages,
        scope=material.scope,
        model="",
        device="",
        device_note=None,
        tokens=TokenCount(),
        asked=tuple(document.id for document in material.documents),
    )


def _similar(rooms: Rooms) -> cite.Similar | None:
    embedder = rooms.embedder
    return None if embedder is None else embedder.similarities


def _chunks(rooms: Rooms, material: Material) -> Mapping[str, Sequence[Chunk]]:
    return {document.id: rooms.catalog.chunks(document.id) for document in material.documents}


def _found(rooms: Rooms, ident: str) -> Document | None:
    try:
        return rooms.catalog.document(ident)
    except UserFixable:
        return None
