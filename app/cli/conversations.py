"""`conversations list|show|remove` and `export`."""

import argparse
from collections.abc import Callable
from datetime import datetime

from app.cli import shapes, shapes_cloud
from app.cli.answering import sources
from app.cli.console import Console
from app.cli.scope import open_library
from app.errors import UserFixable
from app.library import conversations as library_conversations
from app.library.rooms import Rooms, absolute, exists
from app.stop import Stop
from app.types import Conversation, Turn
from app.words import remarked


def conversations(options: argparse.Namespace, console: Console, stop: Stop) -> int:
    actions: dict[str, Callable[[Rooms, argparse.Namespace, Console, Stop], None]] = {
        "list": _list,
        "show": _show,
        "remove": _remove,
    }
    with open_library(options) as library:
        actions[options.action](library.rooms, options, console, stop)
    return 0


def export(options: argparse.Namespace, console: Console, stop: Stop) -> int:
    """A file that is there already stays, unless it is said that it may go."""
    to = absolute(options.to)
    with open_library(options) as library:
        conversation = library_conversations.find(library.rooms, options.target)
        if exists(to) and not options.force:
            raise UserFixable("exists", file=to.name)
        written = library_conversations.export(library.rooms, conversation.id, to, stop=stop)
    if console.json:
        console.object(shapes.exported(conversation, written))
    else:
        console.result(f"{written}  written")
    return 0


def _list(rooms: Rooms, options: argparse.Namespace, console: Console, stop: Stop) -> None:
    found = library_conversations.listed(rooms, " ".join(options.words))
    for conversation in found:
        if console.json:
            console.object(shapes.conversation(conversation))
        else:
            console.result(_line(conversation))
    if not found and not console.json:
        console.note("No conversation was found. ‘inglenook ask’ begins one.")


def _show(rooms: Rooms, options: argparse.Namespace, console: Console, stop: Stop) -> None:
    conversation = library_conversations.find(rooms, options.target)
    turns = library_conversations.turns(rooms, conversation.id)
    if console.json:
        console.object(shapes.conversation_shown(conversation, turns))
        return
    console.result(conversation.title)
    for turn in turns:
        _show_turn(turn, console)


def _show_turn(turn: Turn, console: Console) -> None:
    console.result(f"\n{_local(turn.created)}  {turn.question}")
    for remark in remarked(turn.answer.remarks, question=turn.answer.understood, earlier=turn.answer.earlier):
        console.text(remark)
    if turn.answer.cloud is not None:
        console.text(shapes_cloud.origin(turn.answer.cloud))
    console.text(turn.answer.text)
    if turn.answer.withdrawn:
        console.result("An answer was withdrawn because nothing in the documents supports it.")
    sources(turn.answer, console)


def _remove(rooms: Rooms, options: argparse.Namespace, console: Console, stop: Stop) -> None:
    conversation = library_conversations.find(rooms, options.target)
    library_conversations.remove(rooms, conversation.id, stop)
    if console.json:
        console.object(shapes.conversation_removed(conversation))
    else:
        console.result(f"{conversation.id}  removed: {conversation.title}")


def _line(conversation: Conversation) -> str:
    turns = "1 question" if conversation.turns == 1 else f"{conversation.turns} questions"
    return f"{conversation.id}  {_local(conversation.updated)}  {conversation.title} ({turns})"


def _local(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")
