"""From a question to passages, and from passages to an answer."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.answers.ask import Means, ask, check, read_first
from app.answers.citing.cite import without_marks
from app.answers.context.excerpts import budgets
from app.answers.conversation.follow import Understood, leans, understood
from app.answers.everything import thorough
from app.answers.translate import questions, wanted
from app.documents.places import boxes
from app.errors import UserFixable
from app.host import faults
from app.index.near import near_words_of
from app.index.query import names_something
from app.index.search import search as find_passages
from app.language.prompts import Prompts
from app.library import documents, pace, suggesting, whole
from app.library.beginning import beginnings
from app.library.conversations import before
from app.library.documents import Passwords
from app.library.keeping import if_it_can_be
from app.library.kept import answer_to_json
from app.library.rooms import Rooms
from app.library.scope import OnFailed, Where, as_asked, check_pages, chosen, learned, on_pages, scope_of
from app.stop import Stop
from app.types import Answer, Box, Chunk, Document, Passage, Progress, Prompt, Report, Scope, ignore

_PASSAGES = 20
"""So many passages are considered for an answer; the token budget decides what of them is read."""
_BEGINNINGS = 12
"""So many passages of how documents begin."""

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
    kept: bool = True,
) -> Answer:
    """The answer of the model on this device, checked, and, if it is to be `kept`, kept as a conversation. `deep` reads every page of the scope;
    `after` is the answer that the question follows up: what the question means is taken from there, if it does not say it itself."""
    if not question.strip():
        raise UserFixable("question_empty")
    generator = rooms.generator
    found = chosen(rooms, where, password=password, report=report, stop=stop, on_failed=on_failed)
    check_pages(where, found)
    found = learned(rooms, found, wait, report, stop)
    if after is not None and leans(question):
        generator.load(report=report, stop=stop)
    began = time.monotonic()
    meant = understood(question, [] if after is None else before(rooms, after), generator, Prompts(), stop)
    if meant.question != question:
        report(Progress("searching", 0, 1, note=f"Understood as: {meant.question}"))
    made = _by_code(rooms, meant.question, where, found, report=report, on_text=on_text, stop=stop)
    by_code = made is not None
    if made is None:
        spent = time.monotonic() - began
        generator.load(report=report, stop=stop)
        check(question, generator)
        began = time.monotonic() - spent
        paced = pace.Paced(generator, pace.known(rooms, generator), rooms.read_ahead)
        made = _Asking(rooms, meant, where, found, paced, report, on_text, stop, seed).answer(deep=deep)
        pace.keep(rooms, paced)
        rooms.read_ahead = None
    made = _noted(made, question, meant, where, found, time.monotonic() - began)
    by_code = by_code or (made.found and not made.tokens.generated)
    made = replace(made, suggest_cloud=suggesting.reason(made, by_code=by_code))
    faults.note("answered", found=made.found, documents=len(found), seconds=made.seconds["total"])
    return keep(rooms, made, after) if kept else made


def beginning(rooms: Rooms, typed: str, where: Where, *, after: Answer | None, stop: Stop) -> Prompt | None:
    """What the model would read first for a question of which so much is typed; None where only the model can tell. It is asked for
    nothing but to count. Raises as `answer` does."""
    if after is not None and leans(typed):
        return None
    found = chosen(rooms, where, password=_no_password, report=ignore, stop=stop, on_failed=None)
    paced = pace.Paced(rooms.generator, pace.known(rooms, rooms.generator))
    return _Asking(rooms, Understood(typed), where, found, paced, ignore, None, stop, None).beginning()


def _no_password(path: Path) -> str | None:
    return None


def _noted(
    made: Answer, question: str, meant: Understood, where: Where, found: Sequence[Document], total: float
) -> Answer:
    """With what was asked, of what, and the time that went by before the model was asked for it (`total` is all of it)."""
    before = max(0.0, total - made.seconds["total"])
    return replace(
        made,
        question=question,
        understood=meant.question if meant.question != question else None,
        follows=meant.follows,
        asked=() if where.everything else tuple(document.id for document in found),
        asked_pages=where.pages,
        seconds={name: value + before for name, value in made.seconds.items()} | {"search": before},
    )


def _by_code(
    rooms: Rooms,
    question: str,
    where: Where,
    found: Sequence[Document],
    *,
    report: Report,
    on_text: Callable[[str], None] | None,
    stop: Stop,
) -> Answer | None:
    """None where a model is needed."""
    scope = scope_of(rooms, where, found)
    lines = whole.by_code(rooms, question, where, found, scope, report=report, stop=stop)
    if not lines:
        return None
    made = whole.told(question, lines, scope, rooms.generator, rooms.catalog.page, boxes)
    if on_text is not None:
        on_text(without_marks(made.text))
    return made


@dataclass(frozen=True, slots=True)
class _Asking:
    """One question on its way; `meant` can be understood alone."""

    rooms: Rooms
    meant: Understood
    where: Where
    found: Sequence[Document]
    generator: pace.Paced
    report: Report
    on_text: Callable[[str], None] | None
    stop: Stop
    seed: int | None

    def beginning(self) -> Prompt | None:
        """What the first prompt begins with, found without the model; None where that cannot be."""
        question, scope = self.meant.question, scope_of(self.rooms, self.where, self.found)
        of_whole = not names_something(question)
        if of_whole and len(self.found) == 1:
            passages, chunks = begun_in(self.rooms, self.where, self.found)
            means = self._means(chunks)
        elif of_whole or whole.asks_for_all(question) or wanted(question, self._languages()):
            return None
        else:
            passages, means = self._sources({})
        read = read_first(question, passages, scope, means, of_whole=of_whole)
        return means.prompts.beginning(read) if read else None

    def answer(self, *, deep: bool) -> Answer:
        """In full if it is to be `deep` or takes little time, else from a search."""
        question = self.meant.question
        scope = scope_of(self.rooms, self.where, self.found)
        if not deep and not names_something(question):
            return self._of_beginnings(scope)
        if not deep and not whole.asks_for_all(question):
            return self._searched(scope)
        return self._in_full(scope, deep=deep)

    def _searched(self, scope: Scope) -> Answer:
        said = self._in_other_languages()
        passages, means = self._sources(said)
        return ask(self.meant.question, passages, scope, means, **self._how())

    def _sources(self, said: Mapping[str, str]) -> tuple[list[Passage], Means]:
        """`said` is the question in other languages."""
        sought = " ".join([self.meant.before[0] if self.meant.before else "", self.meant.question]).strip()
        passages, chunks = found_in(self.rooms, sought, self.where, self.found, also=[*said.values()], stop=self.stop)
        return passages, replace(self._means(chunks), said=said)

    def _languages(self) -> Sequence[str]:
        return self.rooms.catalog.languages([document.id for document in self.found])

    def _in_other_languages(self) -> Mapping[str, str]:
        """The question in those of the documents' languages that it is not in."""
        return questions(
            self.meant.question,
            self._languages(),
            self.rooms.translations,
            generator=self.generator,
            prompts=Prompts(),
            stop=self.stop,
        )

    def _of_beginnings(self, scope: Scope) -> Answer:
        if len(self.found) > 1:
            means = self._means({})
            return whole.overview_of(
                self.rooms, self.meant.question, self.where, self.found, scope, means, **self._how()
            )
        passages, chunks = begun_in(self.rooms, self.where, self.found)
        return ask(self.meant.question, passages, scope, self._means(chunks), of_whole=True, **self._how())

    def _in_full(self, scope: Scope, *, deep: bool) -> Answer:
        """From a search after all, with the time that it would take, where that is long and was not asked for."""
        everything = whole.everything(self.rooms, self.where, self.found, report=self.report, stop=self.stop)
        means = self._means({one.document: one.chunks for one in everything})
        kept = whole.Kept(self.rooms, self.generator.model)
        reading = whole.reading(self.meant.question, scope, means, kept, **self._how())
        seconds = whole.seconds(reading, everything, self.generator.pace)
        if deep or whole.is_at_once(seconds):
            return replace(thorough.ask(reading, everything), thorough=True)
        return replace(self._searched(scope), whole=seconds)

    def _means(self, chunks: Mapping[str, Sequence[Chunk]]) -> Means:
        prompts = Prompts(self.meant.before)
        embedder, translations = self.rooms.embedder, self.rooms.translations
        page_of = self.rooms.catalog.page
        return Means(
            self.generator,
            prompts,
            embedder,
            page_of,
            boxes,
            chunks,
            budgets=budgets(self.generator.device, self.generator.context),
            near=near_words_of(self.meant.question),
            translations=translations,
        )

    def _how(self) -> dict[str, Any]:
        return {"stop": self.stop, "report": self.report, "on_text": self.on_text, "seed": self.seed}


def boxes_of(rooms: Rooms, passage: Passage) -> list[Box]:
    """Boxes of a passage's words on its first page."""
    page = rooms.catalog.page(passage.document, passage.page)
    return [box for span in passage.spans if span.page == passage.page for box in boxes(page, span.start, span.end)]


def keep(rooms: Rooms, made: Answer, after: Answer | None = None) -> Answer:
    """Keep question and answer, in the conversation that they follow up or in one of their own. Where that cannot be done now, the answer is given all the same."""
    kept = if_it_can_be(rooms.catalog, lambda: _add_turn(rooms, made, after) or (None, None))
    return made if kept is None else replace(made, conversation=kept[0], turn=kept[1])


def _add_turn(rooms: Rooms, made: Answer, after: Answer | None) -> tuple[str, int] | None:
    """The ids of the conversation and the turn. None, and nothing is kept, if a document that the answer was made of has been removed meanwhile."""
    return rooms.catalog.conversations.add_turn(
        None if after is None else after.conversation,
        made.question,
        answer_to_json(made),
        documents=sorted(made.documents),
        follows=_followed(rooms, made, after),
    )


def _followed(rooms: Rooms, made: Answer, after: Answer | None) -> int | None:
    """The turn that the question was understood from: words of its answer may be in this one."""
    if after is None or made.follows is None or not made.follows.back:
        return None
    return next((one.turn for one in before(rooms, after)[-made.follows.back :]), None)


def _passages(
    rooms: Rooms,
    question: str,
    where: Where,
    found: Sequence[Document],
    limit: int,
    stop: Stop,
    also: Sequence[str] = (),
) -> list[Passage]:
    passages = find_passages(
        question,
        catalog=rooms.catalog,
        embedder=rooms.embedder and rooms.embedder.for_questions(),
        vectors=documents.vectors_for(rooms, sum(document.chunks for document in found)),
        documents=None if where.everything else [document.id for document in found],
        pages=where.pages,
        limit=limit,
        also=also,
        reranker=rooms.reranker,
        stop=stop,
    )
    return as_asked(passages, found)


Sources = tuple[list[Passage], dict[str, list[Chunk]]]
"""The passages that are considered, best first, and the chunks of the documents that they are of."""


def found_in(
    rooms: Rooms, question: str, where: Where, found: Sequence[Document], *, also: Sequence[str], stop: Stop
) -> Sources:
    """Found without the model. `also` is the question in other languages."""
    passages = _passages(rooms, question, where, found, _PASSAGES, stop, also)
    wanted = {passage.document for passage in passages}
    chunks = {ident: on_pages(rooms.catalog.chunks(ident), where.pages) for ident in wanted}
    return [
        replace(p, text=chunks[p.document][p.chunk].text, spans=chunks[p.document][p.chunk].spans) for p in passages
    ], chunks


def begun_in(rooms: Rooms, where: Where, found: Sequence[Document]) -> Sources:
    """Of how many documents there are, the first ones can be read; they are in the order of the library."""
    first = found[:_BEGINNINGS]
    chunks = {document.id: on_pages(rooms.catalog.chunks(document.id), where.pages) for document in first}
    return beginnings(rooms, first, chunks, limit=_BEGINNINGS)
