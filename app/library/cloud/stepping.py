"""Asking by steps: no passage leaves. The model elsewhere gets the question and titles of sections and says what has to be looked up; the model
here looks that up; the model elsewhere gets what was found, masked, and answers. Both letters are approved like any other."""

from collections.abc import Callable, Collection
from dataclasses import replace

from app.cloud import steps
from app.cloud.compose import Letter
from app.cloud.draft import Draft
from app.cloud.steps import Found, Title, steps_in
from app.errors import UserFixable
from app.host.policy import Policy
from app.library import asking
from app.library.cloud import gathered
from app.library.cloud.approved import approved, choices_of
from app.library.cloud.preparing import Wanted, choices
from app.library.cloud.sending import Arrived
from app.library.documents import Passwords
from app.library.keeping import if_it_can_be
from app.library.kept import answer_to_json
from app.library.rooms import Rooms
from app.library.scope import Where
from app.stop import Stop
from app.tongues import language_of
from app.types import Answer, Document, Progress, Provider, Report


def plan(rooms: Rooms, wanted: Wanted, provider: Provider, policy: Policy) -> Draft:
    """The first letter: the question and the titles of the documents' sections. Raises `model_missing` and its like where there is no model here
    that could look anything up."""
    rooms.model_files()
    found = wanted.documents(rooms)
    titles = [title for document in found for title in _titles(rooms, document)]
    made = steps.to_plan(
        wanted.whole, titles, provider, language=wanted.language, choices=wanted.choices(rooms, policy)
    )
    return wanted.asked_in(made, found)


def planned(rooms: Rooms, draft: Draft, letter: Letter, arrived: Arrived, conversation: str | None) -> Answer:
    """The steps that came, masks put back, to be looked up: kept already. Nothing else of what came is taken. Raises `cloud_broken` where
    there is none."""
    wanted = tuple(map(letter.restore, steps_in(arrived.raw)))
    if not wanted:
        raise UserFixable("cloud_broken", provider=draft.provider.id, reason="what it sends is no answer")
    made = gathered.begun(draft.question, wanted, approved(draft, letter, ()), draft.asked, draft.asked_pages)
    made = replace(made, conversation=conversation)
    told = {draft.parts[number - 1].document for number in letter.parts}
    return _kept(rooms, made, told)


def look_up(
    rooms: Rooms,
    begun: Answer,
    *,
    on_found: Callable[[Answer], None] | None,
    wait: bool | None,
    password: Passwords,
    report: Report,
    stop: Stop,
) -> Answer:
    """With what the model here answers to each step that waits; `on_found` gets it after each, kept already."""
    made = begun
    for step in begun.waiting:
        stop.check()
        at = len(made.steps) - len(made.waiting)
        report(Progress("looking up", at, len(made.steps)))
        found = _answer(rooms, step.question, begun, wait, password, report, stop)
        made = _kept(rooms, gathered.with_found(made, found))
        if on_found is not None:
            on_found(made)
    return made


def combine(rooms: Rooms, answer: Answer, provider: Provider, policy: Policy) -> Draft:
    """The second letter: each step that was looked up with what was found here, without pages, masked as the first one was."""
    told = [
        Found(step.question, step.found or None, tuple(answer.passages[at] for at in step.passages))
        for step in answer.steps
        if step.found is not None
    ]
    kept, now = answer.approved, choices(rooms, policy)
    now = now if kept is None else choices_of(kept, now)
    made = steps.to_combine(answer.question, told, provider, language=language_of(answer.question), choices=now)
    return replace(made, asked=answer.asked, asked_pages=answer.asked_pages)


def _answer(
    rooms: Rooms, question: str, begun: Answer, wait: bool | None, password: Passwords, report: Report, stop: Stop
) -> Answer:
    where = Where(ids=begun.asked or None, pages=begun.asked_pages)
    return asking.answer(
        rooms, question, where, deep=False, wait=wait, seed=None, password=password, report=report, on_text=None,
        stop=stop, kept=False,
    )  # fmt: skip


def _kept(rooms: Rooms, made: Answer, told: Collection[str] = ()) -> Answer:
    """Where it is kept already, in that place; else as a turn of its conversation, or of a new one. `told` are further documents that something of
    is in it. Where that cannot be done now, it is given all the same."""
    documents, turns = sorted({*made.documents, *told}), rooms.catalog.conversations
    said, turn = answer_to_json(made), made.turn
    if turn is not None:
        if_it_can_be(rooms.catalog, lambda: turns.change_turn(turn, said, documents=documents))
        return made
    kept = if_it_can_be(
        rooms.catalog, lambda: turns.add_turn(made.conversation, made.question, said, documents=documents)
    )
    return made if kept is None else replace(made, conversation=kept[0], turn=kept[1])


def _titles(rooms: Rooms, document: Document) -> list[Title]:
    return [Title(one.title, document.id, document.file, one.level) for one in rooms.catalog.sections(document.id)]
