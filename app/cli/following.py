"""`--continue`: the answer that a question follows up, and what it is asked of then."""

import argparse

from app.cli.console import Console
from app.errors import UserFixable
from app.library import conversations
from app.library.rooms import Rooms
from app.types import Answer


def settle(options: argparse.Namespace) -> None:
    """`ask --continue "And then?"` is meant as it is written: what stands there alone is the question."""
    if options.question is None and options.after:
        options.question, options.after = options.after, ""


def followed(rooms: Rooms, options: argparse.Namespace, console: Console) -> tuple[Answer | None, list[str] | None]:
    """The answer, and the ids of the documents that it was asked of, unless others are named; `options.pages` are then its pages. Both None
    where nothing is followed up. Raises `unknown_conversation`."""
    if options.after is None:
        return None, None
    after = last_answer(rooms, options.after or conversations.LAST, console)
    if options.file or options.collection is not None:
        return after, None
    documents = _asked_of(rooms, after)
    options.pages = after.asked_pages if documents is not None and len(documents) == 1 else None
    return after, documents


def last_answer(rooms: Rooms, name: str, console: Console) -> Answer:
    """Of a conversation. Raises `unknown_conversation`."""
    conversation = conversations.find(rooms, name)
    turns = conversations.turns(rooms, conversation.id)
    if not turns:
        raise UserFixable("unknown_conversation", name=name)
    console.note(f"Continuing ‘{conversation.title}’.")
    return turns[-1].answer


def _asked_of(rooms: Rooms, answer: Answer) -> list[str] | None:
    """The documents that an answer was asked of, by id; None, for all of them, if it was asked of all. Of an answer that does not
    know it, those that it was made from."""
    here = {document.id for document in rooms.catalog.documents()}
    if answer.asked:
        return [ident for ident in answer.asked if ident in here] or None
    if answer.scope.documents >= len(here):
        return None
    made_from = [passage.document for passage in answer.passages] + [one.document for one in answer.citations]
    return [ident for ident in dict.fromkeys(made_from) if ident in here] or None
