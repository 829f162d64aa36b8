"""From a question to passages, and from passages to an answer."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from app.answers import thorough
from app.answers.ask import Means, ask, check
from app.answers.parts import within
from app.documents.places import boxes
from app.errors import UserFixable
from app.index.query import names_something
from app.index.search import search as find_passages
from app.language.prompts import Prompts
from app.library import documents
from app.library.beginning import beginnings
from app.library.documents import Passwords
from app.library.kept import answer_to_json
from app.library.rooms import Rooms
from app.library.scope import PASSING, OnFailed, Where, check_pages, chosen, learned, scope_of
from app.stop import Stop
from app.types import Answer, Box, Chunk, Document, Passage, Report

_PASSAGES = 12
"""So many passages are considered for an answer; the token budget decides how many are read."""

_RELATED = 0.3
"""Cosine below which, if no passage has a word of it either, a search has found nothing: something is always the nearest."""


def search(
    rooms: Rooms,
    question: str,
    where: Where,
    *,
    limit: int,
    wait: bool | None,
    password: Passwords,
    report: Report,
    stop: Stop,
    on_failed: OnFailed | None = None,
) -> list[Passage]:
    if not question.strip():
        raise UserFixable("question_empty")
    found = chosen(rooms, where, password=password, report=report, stop=stop, on_failed=on_failed)
    check_pages(where, found)
    found = learned(rooms, found, wait, report, stop)
    passages = _passages(rooms, question, where, found, limit, stop)
    related = any(passage.lexical > 0 or (passage.dense or 0.0) >= _RELATED for passage in passages)
    return passages if related else []


def answer(
    rooms: Rooms,
    question: str,
    where: Where,
    *,
    deep: bool,
    wait: bool | None,
    seed: int | None,
    password: Passwords,
    report: Report,
    on_text: Callable[[str], None] | None,
    stop: Stop,
    on_failed: OnFailed | None = None,
    after: Answer | None = None,
) -> Answer:
    """The answer of the model on this device, checked, and kept as a conversation. `deep` reads every page of the scope;
    `after` is the answer that the question follows up: its question is searched for, too."""
    if not question.strip():
        raise UserFixable("question_empty")
    generator = rooms.generator
    found = chosen(rooms, where, password=password, report=report, stop=stop, on_failed=on_failed)
    check_pages(where, found)
    found = learned(rooms, found, wait, report, stop)
    generator.load(report=report, stop=stop)
    check(question, generator)
    began = time.monotonic()
    sought = question if after is None else f"{after.question} {question}"
    of_whole = not deep and not names_something(sought)
    if of_whole:
        passages, chunks = _begun(rooms, where, found)
    else:
        passages, chunks = _found(rooms, sought, where, found, deep=deep, stop=stop)
    scope = scope_of(rooms, where, found)
    searched = time.monotonic() - began
    means = Means(
        generator,
        Prompts((after.question, after.text) if after else None),
        rooms.embedder,
        rooms.catalog.page,
        boxes,
        chunks,
    )
    if deep:
        everything = _everything(rooms, where, found)
        made = thorough.ask(question, everything, scope, means, stop=stop, report=report, on_text=on_text, seed=seed)
    else:
        made = ask(
            question, passages, scope, means, stop=stop, report=report, on_text=on_text, seed=seed, of_whole=of_whole
        )
    seconds = {"search": searched, **{name: value + searched for name, value in made.seconds.items()}}
    return keep(rooms, replace(made, seconds=seconds), after)


def boxes_of(rooms: Rooms, passage: Passage) -> list[Box]:
    """Boxes of a passage's words on its first page."""
    page = rooms.catalog.page(passage.document, passage.page)
    return [box for span in passage.spans if span.page == passage.page for box in boxes(page, span.start, span.end)]


def keep(rooms: Rooms, made: Answer, after: Answer | None = None) -> Answer:
    """Keep question and answer, in the conversation that they follow up or in one of their own. Where that cannot be done now, the answer is given all the same."""
    if rooms.catalog.read_only:
        return made
    try:
        conversation, turn = _add_turn(rooms, made, after) or (None, None)
    except UserFixable as error:
        if error.kind not in PASSING:
            raise
        return made
    return replace(made, conversation=conversation, turn=turn)


def _add_turn(rooms: Rooms, made: Answer, after: Answer | None) -> tuple[str, int] | None:
    """The ids of the conversation and the turn. None, and nothing is kept, if a document that the answer was made of has been removed meanwhile."""
    return rooms.catalog.conversations.add_turn(
        None if after is None else after.conversation,
        made.question,
        answer_to_json(made),
        documents=sorted(made.documents),
    )


def _passages(
    rooms: Rooms, question: str, where: Where, found: Sequence[Document], limit: int, stop: Stop
) -> list[Passage]:
    return find_passages(
        question,
        catalog=rooms.catalog,
        embedder=rooms.embedder,
        vectors=documents.vectors_for(rooms, sum(document.chunks for document in found)),
        documents=None if where.everything else [document.id for document in found],
        pages=where.pages,
        limit=limit,
        stop=stop,
    )


Sources = tuple[list[Passage], dict[str, list[Chunk]]]
"""The passages that are considered, best first, and the chunks of the documents that they are of."""


def _found(rooms: Rooms, question: str, where: Where, found: Sequence[Document], *, deep: bool, stop: Stop) -> Sources:
    """`deep`: with the chunks of all documents."""
    passages = _passages(rooms, question, where, found, _PASSAGES, stop)
    wanted = {document.id for document in found} if deep else {passage.document for passage in passages}
    chunks = {ident: _on_pages(rooms.catalog.chunks(ident), where.pages) for ident in wanted}
    return [
        replace(p, text=chunks[p.document][p.chunk].text, spans=chunks[p.document][p.chunk].spans) for p in passages
    ], chunks


def _begun(rooms: Rooms, where: Where, found: Sequence[Document]) -> Sources:
    """Of how many documents there are, the first ones can be read; they are in the order of the library."""
    first = found[:_PASSAGES]
    chunks = {document.id: _on_pages(rooms.catalog.chunks(document.id), where.pages) for document in first}
    return beginnings(rooms, first, chunks, limit=_PASSAGES)


def _on_pages(chunks: Sequence[Chunk], pages: tuple[int, int] | None) -> list[Chunk]:
    """The chunks cut to the pages asked for. What lies outside keeps its place in the list but is in no section, so that it
    is never read as somebody's neighbour."""
    if pages is None:
        return list(chunks)
    return [within(chunk, pages) or replace(chunk, section=-1) for chunk in chunks]


def _everything(rooms: Rooms, where: Where, found: Sequence[Document]) -> list[thorough.Whole]:
    return [
        thorough.Whole(d.id, d.file, rooms.catalog.chunks(d.id), rooms.catalog.sections(d.id), where.pages)
        for d in found
    ]
