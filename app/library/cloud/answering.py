"""From an approved letter to an answer that is kept."""

from dataclasses import replace

from app.cloud.compose import Letter
from app.cloud.draft import Draft
from app.errors import UserFixable
from app.library.cloud.checking import Material, checked, checked_summary
from app.library.cloud.sending import Arrived, Post
from app.library.keeping import if_it_can_be
from app.library.kept import answer_to_json
from app.library.rooms import Rooms
from app.types import Answer, Passage, TokenCount

_DEVICE = "cloud"
"""What stands for the device of an answer that was not written here."""


class CutShort(UserFixable):
    """The answer broke off: what came of it is `answer`, checked, kept and marked like any other."""

    answer: Answer

    @classmethod
    def of(cls, error: UserFixable, answer: Answer) -> "CutShort":
        made = cls(error.kind, **error.values)
        made.answer = answer
        return made


def answer(
    rooms: Rooms,
    draft: Draft,
    letter: Letter,
    post: Post,
    key: str | None,
    conversation: str | None,
    passages: tuple[Passage, ...] | None = None,
) -> Answer:
    """Checked against what was sent, or against `passages`. Raises as sending does, and CutShort."""
    arrived = post.send(letter, draft.kind, key)
    against = sent_passages(draft, letter) if passages is None else passages
    made = keep(rooms, read(rooms, draft, against, arrived), conversation)
    if arrived.error is not None:
        raise CutShort.of(arrived.error, made) from arrived.error
    return made


def sent_passages(draft: Draft, letter: Letter) -> tuple[Passage, ...]:
    """As they stand in the documents: what was changed by hand before it left is no text of theirs."""
    parts = (draft.parts[number - 1] for number in sorted(letter.parts))
    return tuple(part.passage for part in parts if part.passage is not None)


def read(rooms: Rooms, draft: Draft, passages: tuple[Passage, ...], arrived: Arrived) -> Answer:
    """Checked against what was sent."""
    material = Material.of(rooms, passages)
    if draft.kind == "summary":
        made = checked_summary(rooms, _asked(draft), arrived.text, material)
    else:
        made = checked(rooms, draft.question, arrived.text, material)
    cloud = arrived.cloud
    return replace(
        made,
        model=cloud.model,
        device=_DEVICE,
        tokens=cloud.tokens or TokenCount(),
        seconds=arrived.seconds,
        cloud=cloud,
    )


def keep(rooms: Rooms, made: Answer, conversation: str | None) -> Answer:
    """As a turn of that conversation, or of a new one. Where that cannot be done now, the answer is given all the same."""
    kept = if_it_can_be(
        rooms.catalog,
        lambda: rooms.catalog.conversations.add_turn(
            conversation, made.question, answer_to_json(made), documents=sorted(made.documents)
        ),
    )
    return made if kept is None else replace(made, conversation=kept[0], turn=kept[1])


def _asked(draft: Draft) -> str:
    """The words that stand for a question where a summary is kept."""
    files = ", ".join(f"‘{file}’" for _, file in draft.documents)
    return f"Summarise {files}: {draft.question}" if draft.question else f"Summarise {files}"
