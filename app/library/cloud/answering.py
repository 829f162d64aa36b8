"""From an approved letter to an answer that is kept."""

from collections.abc import Sequence
from dataclasses import replace

from app.cloud.compose import Letter
from app.cloud.draft import Draft, Kind
from app.errors import UserFixable
from app.library.cloud import stepping
from app.library.cloud.approved import approved
from app.library.cloud.checking import Material, Watch, checked, checked_summary
from app.library.cloud.sending import Arrived, Post
from app.library.keeping import if_it_can_be
from app.library.kept import answer_to_json
from app.library.rooms import Rooms
from app.library.scope import Where, scope_of
from app.stop import Stopped
from app.types import Answer, Passage, Scope, TokenCount

_DEVICE = "cloud"
"""What stands for the device of an answer that was not written here."""
_ASKED: frozenset[Kind] = frozenset({"ask", "findings"})
"""Letters for which the documents that they were asked of were searched."""


class CutShort(UserFixable):
    """The answer broke off: what came of it is `answer`, checked, kept and marked like any other."""

    answer: Answer

    @classmethod
    def of(cls, error: UserFixable, answer: Answer) -> "CutShort":
        made = cls(error.kind, **error.values)
        made.answer = answer
        return made


def answer(rooms: Rooms, draft: Draft, letter: Letter, post: Post, key: str | None, conversation: str | None) -> Answer:
    """Checked against what was sent, or what that rests on; of the first letter by steps, the steps. Raises as sending does, and CutShort."""
    arrived = post.send(letter, draft.kind, key)
    if draft.kind == "steps":
        return _steps(rooms, draft, letter, arrived, conversation)
    against = passages_of(draft, letter)
    made = read(rooms, draft, letter, against, arrived, Watch(post.report, post.stop))
    made = keep(rooms, made, conversation, against)
    if arrived.error is not None:
        raise CutShort.of(arrived.error, made) from arrived.error
    return made


def _steps(rooms: Rooms, draft: Draft, letter: Letter, arrived: Arrived, conversation: str | None) -> Answer:
    """Half a list of steps is none."""
    if arrived.error is not None:
        raise arrived.error
    if arrived.stopped:
        raise Stopped
    return stepping.planned(rooms, draft, letter, arrived, conversation)


def passages_of(draft: Draft, letter: Letter) -> tuple[Passage, ...]:
    """As they stand in the documents: what was changed by hand before it left is no text of theirs. Of findings, what they rest on."""
    parts = [draft.parts[number - 1] for number in sorted(letter.parts)]
    each = (part.rests_on if part.passage is None else (part.passage,) for part in parts)
    return tuple(dict.fromkeys(passage for passages in each for passage in passages))


def read(
    rooms: Rooms, draft: Draft, letter: Letter, passages: tuple[Passage, ...], arrived: Arrived, watch: Watch
) -> Answer:
    """Checked against these passages."""
    material, cloud = Material.of(rooms, passages), arrived.cloud
    if draft.kind in _ASKED:
        material = replace(material, scope=_scope(rooms, draft, material.scope.read))
    if draft.kind == "summary":
        made = checked_summary(rooms, _asked(draft), arrived.text, material, watch, ended=cloud.ended)
    elif draft.of_summary:
        made = checked_summary(rooms, draft.question, arrived.text, material, watch, ended=cloud.ended)
    else:
        made = checked(rooms, draft.question, arrived.text, material, watch, ended=cloud.ended)
    return replace(
        made,
        asked=draft.asked,
        asked_pages=draft.asked_pages,
        approved=approved(draft, letter, made.passages),
        model=cloud.model,
        device=_DEVICE,
        tokens=cloud.tokens or TokenCount(),
        seconds=arrived.seconds,
        cloud=cloud,
    )


def _scope(rooms: Rooms, draft: Draft, read: int) -> Scope:
    """Of all that was searched for it, also where nothing of that was sent."""
    documents = [one for one in rooms.catalog.documents() if not draft.asked or one.id in draft.asked]
    where = Where(ids=draft.asked or None, pages=draft.asked_pages)
    return replace(scope_of(rooms, where, documents), read=read)


def keep(rooms: Rooms, made: Answer, conversation: str | None, passages: Sequence[Passage]) -> Answer:
    """As a turn of that conversation, or of a new one. Where that cannot be done now, the answer is given all the same; where one of the
    documents that `passages` are of has been removed meanwhile, nothing is kept."""
    documents = sorted(made.documents | {passage.document for passage in passages})
    kept = if_it_can_be(
        rooms.catalog,
        lambda: rooms.catalog.conversations.add_turn(
            conversation, made.question, answer_to_json(made), documents=documents
        ),
    )
    return made if kept is None else replace(made, conversation=kept[0], turn=kept[1])


def _asked(draft: Draft) -> str:
    """The words that stand for a question where a summary is kept."""
    files = ", ".join(f"‘{file}’" for _, file in draft.documents)
    return f"Summarise {files}: {draft.question}" if draft.question else f"Summarise {files}"
