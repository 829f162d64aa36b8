"""Conversations and the cache of summaries: what was asked and made of the documents."""

import json
import sqlite3
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.index.catalog import scrubbing
from app.index.catalog.database import Database

Json = Mapping[str, Any]
_TITLE = 80
"""Characters of its first question that name a conversation."""


@dataclass(frozen=True, slots=True)
class Conversation:
    id: str
    created: float
    title: str
    turns: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer, as the JSON that the caller made of it; `created` in seconds since 1970."""

    question: str
    answer: Json
    created: float


class Conversations:
    """A turn goes when a document that it cites is removed or has become another one, and a conversation with its last turn."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, title: str) -> str:
        """The id of a new conversation."""
        identity = _new_id()
        with self._database.write() as connection:
            connection.execute("INSERT INTO conversations VALUES (?, ?, ?)", (identity, time.time(), title))
        return identity

    def add_turn(
        self, conversation: str | None, question: str, answer: Json, *, documents: Sequence[str]
    ) -> str | None:
        """The id of the conversation, which begins with this turn if there is none of this id (any more). None, and nothing
        is written, if one of `documents`, the ids of all documents whose text is in the answer, has been removed."""
        identity = conversation or _new_id()
        with self._database.write() as connection:
            if not _are_all_there(connection, documents):
                return None
            connection.execute(
                "INSERT OR IGNORE INTO conversations VALUES (?, ?, ?)", (identity, time.time(), question[:_TITLE])
            )
            cursor = connection.execute(
                "INSERT INTO turns (conversation, created, question, answer) VALUES (?, ?, ?, ?)",
                (identity, time.time(), question, json.dumps(answer, ensure_ascii=False)),
            )
            connection.executemany(
                "INSERT OR IGNORE INTO turn_documents VALUES (?, ?)", ((cursor.lastrowid, d) for d in documents)
            )
        return identity

    def turns(self, conversation: str) -> list[Turn]:
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT question, answer, created FROM turns WHERE conversation = ? ORDER BY id", (conversation,)
            ).fetchall()
        return [Turn(question, json.loads(answer), created) for question, answer, created in rows]

    def listed(self) -> list[Conversation]:
        """Newest first, by their last turn."""
        with self._database.read() as connection:
            rows = connection.execute(
                """SELECT c.id, c.created, c.title, count(t.id) FROM conversations c
                   LEFT JOIN turns t ON t.conversation = c.id GROUP BY c.id
                   ORDER BY coalesce(max(t.created), c.created) DESC, max(t.id) DESC"""
            ).fetchall()
        return [Conversation(*row) for row in rows]

    def remove(self, conversation: str) -> bool:
        """False if there is none of this id."""
        with self._database.write() as connection:
            scrubbing.note(connection)
            return connection.execute("DELETE FROM conversations WHERE id = ?", (conversation,)).rowcount > 0


def _new_id() -> str:
    return uuid.uuid4().hex[:12]


def _are_all_there(connection: sqlite3.Connection, documents: Sequence[str]) -> bool:
    return all(
        connection.execute("SELECT 1 FROM documents WHERE id = ? AND NOT removed", (document,)).fetchone()
        for document in documents
    )


class Summaries:
    """Parts of summaries as they were finished. `key` names the part (a section, the whole), `model` and `prompts` what made it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, document: str, *, key: str, model: str, prompts: str, length: str) -> Json | None:
        with self._database.read() as connection:
            row = connection.execute(
                """SELECT s.content FROM summaries s JOIN documents d ON d.number = s.document
                   WHERE d.id = ? AND NOT d.removed AND (s.key, s.model, s.prompts, s.length) = (?, ?, ?, ?)""",
                (document, key, model, prompts, length),
            ).fetchone()
        return None if row is None else dict(json.loads(row[0]))

    def put(self, document: str, content: Json, *, key: str, model: str, prompts: str, length: str) -> None:
        """Nothing happens if the document has been removed meanwhile."""
        with self._database.write() as connection:
            connection.execute(
                """INSERT OR REPLACE INTO summaries
                   SELECT number, ?, ?, ?, ?, ? FROM documents WHERE id = ? AND NOT removed""",
                (key, model, prompts, length, json.dumps(content, ensure_ascii=False), document),
            )
