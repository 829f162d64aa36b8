"""Conversations: found again, named, rated, removed, written into files."""

import contextlib
import os
import uuid
from collections.abc import Callable
from pathlib import Path

from app.errors import UserFixable
from app.host.paths import unwritable
from app.index.catalog import Turn as StoredTurn
from app.library.documents import scrub
from app.library.kept import answer_from_json
from app.library.rooms import Rooms, absolute
from app.stop import Stop
from app.types import Answer, Conversation, Turn

LAST = "last"
"""Names the conversation that was used last."""
_SHORTEST_PREFIX = 6
_FORMATS = {".md", ".docx", ".pdf"}


def listed(rooms: Rooms, matching: str = "") -> list[Conversation]:
    """The last used first. Every word of `matching` occurs in the title, a question or an answer, in whatever case."""
    return rooms.catalog.conversations.listed(matching)


def find(rooms: Rooms, name: str) -> Conversation:
    """By id, by six characters or more of its beginning, by title, or 'last'. Raises `unknown_conversation`, also where several
    are meant."""
    known = listed(rooms)
    if name == LAST and known:
        return known[0]
    wanted = name.casefold()
    tests: tuple[Callable[[Conversation], bool], ...] = (
        lambda one: one.id == wanted,
        lambda one: len(wanted) >= _SHORTEST_PREFIX and one.id.startswith(wanted),
        lambda one: one.title.casefold() == wanted,
    )
    for test in tests:
        found = [one for one in known if test(one)]
        if len(found) == 1:
            return found[0]
        if found:
            break
    raise UserFixable("unknown_conversation", name=name)


def turns(rooms: Rooms, conversation_id: str) -> list[Turn]:
    """In order. Each answer is as it was given and knows its conversation, so that a question can follow it up."""
    return [_restored(stored) for stored in rooms.catalog.conversations.turns(conversation_id)]


def before(rooms: Rooms, after: Answer) -> list[Answer]:
    """The answers that a question follows up, in order: of the conversation of `after`, up to it; it alone where nothing was kept."""
    if after.conversation is None or after.turn is None:
        return [after]
    earlier = rooms.catalog.conversations.turns(after.conversation)
    return [*(_restored(one).answer for one in earlier if one.id < after.turn), after]


def rename(rooms: Rooms, conversation_id: str, title: str) -> None:
    """In one line. Nothing happens for a blank title. Raises `unknown_conversation`."""
    tidy = " ".join(title.split())
    if tidy and not rooms.catalog.conversations.rename(conversation_id, tidy):
        raise UserFixable("unknown_conversation", name=conversation_id)


def rate(rooms: Rooms, turn_id: int, rating: int) -> None:
    """1 good, -1 bad, 0 none: the reader's own record. A turn that is gone is passed over."""
    if rating not in {-1, 0, 1}:
        raise ValueError(f"no rating: {rating}")
    rooms.catalog.conversations.rate(turn_id, rating)


def remove(rooms: Rooms, conversation_id: str, stop: Stop) -> None:
    """Out of every view at once; then its bytes off the disk, which a later command finishes if this one is ended. Raises
    `unknown_conversation`."""
    if not rooms.catalog.conversations.remove(conversation_id):
        raise UserFixable("unknown_conversation", name=conversation_id)
    with contextlib.suppress(UserFixable):  # it is out of every view; the rest of it goes with a later command
        scrub(rooms, stop)


def export(rooms: Rooms, conversation_id: str, to: Path, *, stop: Stop) -> Path:
    """Write a conversation into a file, in the form that its suffix says: .md, .docx or .pdf. What was there is replaced when
    the new file is whole. Readable by its owner only.

    Raises `export_format`, `unknown_conversation`, `no_space`, `read_only`, Stopped."""
    to = absolute(to)
    suffix = to.suffix.lower()
    if suffix not in _FORMATS:
        raise UserFixable("export_format", file=to.name)
    conversation = find(rooms, conversation_id)
    spoken = turns(rooms, conversation.id)
    from app import export as forms

    if suffix == ".pdf":
        forms.pdf(conversation, spoken, to, stop=stop)
    elif suffix == ".docx":
        _write(to, forms.word(conversation, spoken))
    else:
        _write(to, forms.markdown(conversation, spoken).encode("utf-8", "replace"))
    return to


def _restored(stored: StoredTurn) -> Turn:
    answer = answer_from_json(stored.answer, question=stored.question, conversation=stored.conversation, turn=stored.id)
    return Turn(stored.id, stored.conversation, answer, stored.created, stored.rating)


def _write(to: Path, content: bytes) -> None:
    beside = to.with_name(f".{uuid.uuid4().hex[:12]}.part")
    try:
        with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
        beside.replace(to)
    except OSError as error:
        raise unwritable(error, to.parent) from error
    finally:
        with contextlib.suppress(OSError):  # which a disk that can only be read refuses as well
            beside.unlink(missing_ok=True)
