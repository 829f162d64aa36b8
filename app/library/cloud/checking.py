"""What a model elsewhere answered is treated as what the model here answers: its own marks go, each statement is placed in the passages
that were sent, what nothing bears is told, and an answer of which nothing stands is withdrawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.answers.citing import cite
from app.answers.citing.verify import verify
from app.answers.deciding import refuse
from app.answers.deciding.judge import judge
from app.cloud.wording import says_nothing
from app.documents.places import boxes
from app.errors import UserFixable
from app.index.near import near_words_of
from app.library.rooms import Rooms
from app.tongues import language_of
from app.types import Answer, Chunk, Document, Passage, Scope, TokenCount


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


def checked(rooms: Rooms, question: str, reply: str, material: Material) -> Answer:
    """To a question. Who answered, and how long it took, is still to be added."""
    text = cite.without_marks(reply).strip()
    if not text or says_nothing(reply):
        return _refused(rooms, question, material)
    statements = _stated(text, question, material, _similar(rooms))
    judged = judge(question, text, statements, material.passages, _chunks(rooms, material), near_words_of(question))
    if not judged.stands:
        return replace(
            _refused(rooms, question, material, judged.aside), withdrawn=text, unsupported=judged.unsupported
        )
    return _cited(rooms, question, text, statements, judged.unsupported, material)


def checked_summary(rooms: Rooms, title: str, reply: str, material: Material) -> Answer:
    """Of a summary: there is no question that it could pass by. `found` tells whether anything of it has its place."""
    text = cite.without_marks(reply).strip()
    statements = _stated(text, "", material, None)
    unsupported = verify(statements, "", material.passages).unsupported
    return _cited(rooms, title, text, statements, unsupported, material)


def _stated(text: str, question: str, material: Material, similar: cite.Similar | None) -> list[cite.Statement]:
    """The statements of it, placed; headings state nothing."""
    placed = cite.place(text, question, material.passages, similar)
    return [one for one in placed if not text[text.rfind("\n", 0, one.start) + 1 :].startswith("#")]


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
