"""Asking by steps: no passage leaves. The model elsewhere gets the question and titles of sections and says what has to be looked up; the model
here looks that up; the model elsewhere gets what was found, masked, and answers. Both letters are approved like any other."""

from collections.abc import Callable, Sequence

from app.answers.citing.cite import without_marks
from app.cloud import steps
from app.cloud.draft import Draft
from app.cloud.steps import Found, Title
from app.errors import UserFixable
from app.host.policy import Policy
from app.library import asking
from app.library.cloud.preparing import choices
from app.library.documents import Passwords
from app.library.rooms import Rooms
from app.library.scope import OnFailed, Where, check_pages, chosen
from app.stop import Stop
from app.tongues import language_of
from app.types import Answer, Document, Passage, Provider, Report


def plan(
    rooms: Rooms,
    question: str,
    where: Where,
    provider: Provider,
    policy: Policy,
    *,
    password: Passwords,
    report: Report,
    stop: Stop,
    on_failed: OnFailed | None,
) -> Draft:
    """The first letter: the question and the titles of the documents' sections."""
    if not question.strip():
        raise UserFixable("question_empty")
    found = chosen(rooms, where, password=password, report=report, stop=stop, on_failed=on_failed)
    check_pages(where, found)
    titles = [title for document in found for title in _titles(rooms, document)]
    return steps.to_plan(question, titles, provider, language=language_of(question), choices=choices(rooms, policy))


def look_up(
    rooms: Rooms,
    wanted: Sequence[str],
    where: Where,
    *,
    on_found: Callable[[str, Answer], None] | None,
    wait: bool | None,
    password: Passwords,
    report: Report,
    stop: Stop,
) -> tuple[Answer, ...]:
    """What the model here answers to each step; none of it is kept as a conversation."""
    found = []
    for step in wanted:
        answer = asking.answer(
            rooms, step, where, deep=False, wait=wait, seed=None, password=password, report=report, on_text=None,
            stop=stop, kept=False,
        )  # fmt: skip
        found.append(answer)
        if on_found is not None:
            on_found(step, answer)
    return tuple(found)


def combine(rooms: Rooms, question: str, found: Sequence[Answer], provider: Provider, policy: Policy) -> Draft:
    """The second letter: each step with what was found here, without pages."""
    told = [Found(one.question, without_marks(one.text).strip() if one.found else None) for one in found]
    return steps.to_combine(question, told, provider, language=language_of(question), choices=choices(rooms, policy))


def passages_of(found: Sequence[Answer]) -> tuple[Passage, ...]:
    """What the findings rest on: an answer made of them is checked against it."""
    return tuple(dict.fromkeys(passage for one in found if one.found for passage in one.passages))


def _titles(rooms: Rooms, document: Document) -> list[Title]:
    return [Title(one.title, document.id, document.file, one.level) for one in rooms.catalog.sections(document.id)]
