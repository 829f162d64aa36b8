"""Conversations: what was asked and answered, turn by turn."""

import json
import sqlite3
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.index.catalog import scrubbing
from app.index.catalog.database import Database
from app.index.catalog.forgetting import TITLE, without
from app.index.catalog.schema import HIDDEN, HIDDEN_ALONE
from app.index.catalog.texts import clean
from app.types import Conversation

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer, as the JSON that the caller made of it; `created` in seconds since 1970. Only the answer's
    text, its `answer`, is looked through."""

    id: int
    conversation: str
    question: str
    answer: Json
    created: float
    rating: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """What a turn adds to the figures. `provider` is None for an answer from here; tokens as they were counted, `first_word` in seconds."""

    created: float
    rating: int
    found: bool
    provider: str | None
    prompt: int
    generated: int
    first_word: float | None
    cost: float | None
    currency: str


_FIGURE = """
    created, rating, json_extract(answer, '$.found'), json_extract(answer, '$.cloud.provider'),
    json_extract(answer, '$.tokens.prompt'), json_extract(answer, '$.tokens.generated'), json_extract(answer, '$.seconds.first_token'),
    json_extract(answer, '$.cloud.cost'), json_extract(answer, '$.cloud.currency')"""


_OUT_OF_VIEW = f"""(SELECT h.turn FROM documents d CROSS JOIN turn_documents h ON h.document = d.id
    WHERE d.removed > 0 AND d.removed = {HIDDEN} AND NOT EXISTS (SELECT 1 FROM documents o WHERE o.id = d.id AND NOT o.removed))"""
"""Turns about a document whose removal can still be undone."""


class Conversations:
    """A turn goes when a document that it cites is removed or has become another one, and a conversation with its last turn."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, title: str) -> str:
        """The id of a new conversation."""
        identity = _new_id()
        with self._database.write() as connection:
            connection.execute("INSERT INTO conversations VALUES (?, ?, ?)", (identity, time.time(), clean(title)))
        return identity

    def add_turn(
        self,
        conversation: str | None,
        question: str,
        answer: Json,
        *,
        documents: Sequence[str],
        follows: int | None = None,
    ) -> tuple[str, int] | None:
        """The ids of the conversation, which begins with this turn if there is none of this id (any more), and of the turn.
        `follows` is the turn that the question was understood from: what that was about, this is about, too. None, and nothing is
        written, if one of `documents`, the ids of all documents whose text is in the answer, has been removed, or that turn has."""
        identity = conversation or _new_id()
        question = clean(question)
        with self._database.write() as connection:
            if not _are_all_there(connection, documents) or not _is_turn(connection, follows):
                return None
            connection.execute(
                "INSERT OR IGNORE INTO conversations VALUES (?, ?, ?)", (identity, time.time(), _title(question))
            )
            cursor = connection.execute(
                "INSERT INTO turns (conversation, created, question, answer, said) VALUES (?, ?, ?, ?, ?)",
                (identity, time.time(), question, _json(answer), clean(str(answer.get("answer", "")))),
            )
            assert cursor.lastrowid is not None
            connection.executemany(
                "INSERT OR IGNORE INTO turn_documents VALUES (?, ?)", ((cursor.lastrowid, d) for d in documents)
            )
            connection.execute(
                "INSERT OR IGNORE INTO turn_documents SELECT ?, document FROM turn_documents WHERE turn = ?",
                (cursor.lastrowid, follows),
            )
        return identity, cursor.lastrowid

    def change_turn(self, turn: int, answer: Json, *, documents: Sequence[str]) -> bool:
        """Another answer in the place of one, with the ids of further documents whose text is in it. False, and nothing is written, if there is no
        such turn or one of the documents has been removed."""
        with self._database.write() as connection:
            if not _are_all_there(connection, documents):
                return False
            changed = connection.execute(
                "UPDATE turns SET answer = ?, said = ? WHERE id = ?",
                (_json(answer), clean(str(answer.get("answer", ""))), turn),
            )
            if changed.rowcount:
                connection.executemany(
                    "INSERT OR IGNORE INTO turn_documents VALUES (?, ?)", ((turn, d) for d in documents)
                )
            return changed.rowcount > 0

    def turns(self, conversation: str) -> list[Turn]:
        """In order; none if there is no such conversation."""
        with self._database.read() as connection:
            rows = connection.execute(
                f"""SELECT id, conversation, question, answer, created, rating FROM turns
                    WHERE conversation = ? AND id NOT IN {_OUT_OF_VIEW} ORDER BY id""",
                (conversation,),
            ).fetchall()
            hidden = _hidden_alone(connection)
        turns = [Turn(number, at, question, json.loads(answer), *rest) for number, at, question, answer, *rest in rows]
        return [replace(turn, answer=without(turn.answer, hidden)) for turn in turns] if hidden else turns

    def figures(self) -> list[Figure]:
        """Of all turns, in the order in which they were asked."""
        with self._database.read() as connection:
            rows = connection.execute(f"SELECT {_FIGURE} FROM turns ORDER BY created, id").fetchall()
        return [
            Figure(created, rating, bool(found), provider, prompt or 0, generated or 0, first, cost, currency or "")
            for created, rating, found, provider, prompt, generated, first, cost, currency in rows
        ]

    def listed(self, matching: str = "") -> list[Conversation]:
        """Newest first, by their last turn. Each word of `matching` stands in the title, a question or an answer, in whatever
        case."""
        with self._database.read() as connection:
            rows = connection.execute(
                f"""SELECT c.id, c.title, c.created, coalesce(max(t.created), c.created), count(t.id) FROM conversations c
                   LEFT JOIN turns t ON t.conversation = c.id AND t.id NOT IN {_OUT_OF_VIEW} GROUP BY c.id
                   HAVING count(t.id) OR NOT EXISTS (SELECT 1 FROM turns WHERE conversation = c.id) ORDER BY coalesce(max(t.created), c.created) DESC, max(t.id) DESC"""
            ).fetchall()
            found = [Conversation(*row) for row in rows]
            words = matching.casefold().split()
            if not words:
                return found
            texts = {one.id: [one.title.casefold()] for one in found}
            shown = f"SELECT conversation, question, said FROM turns WHERE id NOT IN {_OUT_OF_VIEW}"
            for identity, question, said in connection.execute(shown):
                texts[identity] += [question.casefold(), said.casefold()]
        return [one for one in found if all(any(word in text for text in texts[one.id]) for word in words)]

    def rename(self, conversation: str, title: str) -> bool:
        """False if there is none of this id."""
        with self._database.write() as connection:
            changed = connection.execute(
                "UPDATE conversations SET title = ? WHERE id = ?", (clean(title), conversation)
            )
            return changed.rowcount > 0

    def rate(self, turn: int, rating: int) -> bool:
        """False if there is no such turn."""
        with self._database.write() as connection:
            return connection.execute("UPDATE turns SET rating = ? WHERE id = ?", (rating, turn)).rowcount > 0

    def remove(self, conversation: str) -> bool:
        """False if there is none of this id. `Catalog.scrub` takes its bytes off the disk."""
        with self._database.write() as connection:
            scrubbing.note(connection)
            return connection.execute("DELETE FROM conversations WHERE id = ?", (conversation,)).rowcount > 0


def is_there(connection: sqlite3.Connection, document: str) -> bool:
    return bool(connection.execute("SELECT 1 FROM documents WHERE id = ? AND NOT removed", (document,)).fetchone())


def _hidden_alone(connection: sqlite3.Connection) -> frozenset[str]:
    rows = connection.execute(f"SELECT id FROM documents WHERE removed > 0 AND removed = {HIDDEN_ALONE}")
    return frozenset(identity for (identity,) in rows)


def _title(question: str) -> str:
    return question[:TITLE]


def _new_id() -> str:
    return uuid.uuid4().hex[:12]


def _json(answer: Json) -> str:
    return clean(json.dumps(answer, ensure_ascii=False))


def _is_turn(connection: sqlite3.Connection, turn: int | None) -> bool:
    return turn is None or bool(connection.execute("SELECT 1 FROM turns WHERE id = ?", (turn,)).fetchone())


def _are_all_there(connection: sqlite3.Connection, documents: Sequence[str]) -> bool:
    return all(is_there(connection, document) for document in documents)
