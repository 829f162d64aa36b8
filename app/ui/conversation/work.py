"""What the conversation asks of the library, each in a lane. The library's rooms are imported when they are first needed: the window
must be on the screen before."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import UserFixable
from app.library import Library
from app.stop import Stop
from app.types import Answer, Conversation, Passage, Token, Turn
from app.ui.conversation.asked import Asked
from app.ui.jobs import Tell
from app.ui.wanted import Mark

if TYPE_CHECKING:
    from app.library.ahead import Found

_FOUND = 8
"""So many passages stand in the place of an answer that no model can give."""


@dataclass(frozen=True, slots=True)
class Began:
    """Told when the model is free for the question."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation as it was kept."""

    title: str
    turns: Sequence[Turn]


def answer(library: Library, asked: Asked, after: Answer | None, *, tell: Tell, stop: Stop) -> Answer:
    """Tells `Began`, then progress, and words as they are written."""
    tell(Began())
    return library.ask(
        asked.question,
        documents=asked.documents,
        pages=asked.pages,
        thorough=asked.thorough,
        after=after,
        report=tell,
        on_text=lambda text: tell(Token(text)),
        stop=stop,
    )


def found(library: Library, asked: Asked, stop: Stop) -> list[Passage]:
    """What a search alone finds for a question, now: nothing is prepared for it first."""
    return library.search(
        asked.question, documents=asked.documents, pages=asked.pages, limit=_FOUND, wait=False, stop=stop
    )


def load_ahead(library: Library, stop: Stop) -> None:
    from app.library import ahead

    if ahead.is_wanted(library.rooms):
        ahead.load(library.rooms, stop)


def found_ahead(library: Library, typed: Asked, after: Answer | None, stop: Stop) -> "Found | None":
    """What the model would read first for a question as far as it is typed; None where that cannot be told, or is not wanted."""
    from app.library import ahead
    from app.library.scope import Where

    if not ahead.is_wanted(library.rooms):
        return None
    where = Where(pages=typed.pages, ids=typed.documents)
    return ahead.found(library.rooms, typed.question, where, after=after, stop=stop)


def read_ahead(library: Library, found: "Found", stop: Stop) -> bool:
    """Whether it was read to the end."""
    from app.library import ahead

    return ahead.read(library.rooms, found, stop)


def is_read(library: Library, found: "Found") -> bool:
    """Whether the model has it still."""
    from app.library import ahead

    return ahead.is_read(library.rooms, found)


def kept(library: Library, conversation: str) -> Kept:
    from app.library import conversations

    title = conversations.find(library.rooms, conversation).title
    return Kept(title, conversations.turns(library.rooms, conversation))


def rate(library: Library, turn: int, rating: int) -> None:
    from app.library import conversations

    conversations.rate(library.rooms, turn, rating)


def marks(library: Library, given: Answer, stop: Stop) -> list[Mark]:
    """The cited words first, then those of every passage that was used."""
    from app.library import pages

    found = [Mark(one.document, one.page, one.boxes, cited=True) for one in given.citations]
    for passage in given.passages:
        stop.check()
        with contextlib.suppress(UserFixable):  # its document has just been removed, or is being read anew
            found += [Mark(passage.document, page, boxes) for page, boxes in pages.places(library.rooms, passage)]
    return found


def listed(library: Library, matching: str) -> list[Conversation]:
    from app.library import conversations

    return conversations.listed(library.rooms, matching)


def rename(library: Library, conversation: str, title: str) -> None:
    from app.library import conversations

    conversations.rename(library.rooms, conversation, title)


def remove(library: Library, conversation: str, stop: Stop) -> None:
    from app.library import conversations

    conversations.remove(library.rooms, conversation, stop)


def export(library: Library, conversation: str, to: Path, stop: Stop) -> Path:
    from app.library import conversations

    return conversations.export(library.rooms, conversation, to, stop=stop)
