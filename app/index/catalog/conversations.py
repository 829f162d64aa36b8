"""Conversations: what was asked and answered, turn by turn."""

import json
import sqlite3
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.index.catalog import scrubbing
from app.index.catalog.database import Database
from app.index.catalog.texts import clean
from app.types import Conversation

Json = Mapping[str, Any]
_TITLE = 80
"""Characters of its first question that name a conversation."""


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
        self, conversation: str | None, question: str, answer: Json, *, documents: Sequence[str]
    ) -> tuple[str, int] | None:
        """The ids of the conversation, which begins with this turn if there is none of this id (any more), and of the turn.
        None, and nothing is written, if one of `documents`, the ids of all documents whose text is in the answer, has been
        removed."""
        identity = conversation or _new_id()
        question = clean(question)
        with self._database.write() as connection:
            if not _are_all_there(connection, documents):
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
        return identity, cursor.lastrowid

    def turns(self, conversation: str) -> list[Turn]:
        """In order; none if there is no such conversation."""
        with self._database.read() as connection:
            rows = connection.execute(
                """SELECT id, conversation, question, answer, created, rating FROM turns
                   WHERE conversation = ? ORDER BY id""",
                (conversation,),
            ).fetchall()
        return [Turn(number, at, question, json.loads(answer), *rest) for number, at, question, answer, *rest in rows]

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
                """SELECT c.id, c.title, c.created, coalesce(max(t.created), c.created), count(t.id) FROM conversations c
                   LEFT JOIN turns t ON t.conversation = c.id GROUP BY c.id
                   ORDER BY coalesce(max(t.created), c.created) DESC, max(t.id) DESC"""
            ).fetchall()
            found = [Conversation(*row) for row in rows]
            words = matching.casefold().split()
            if not words:
                return found
            texts = {one.id: [one.title.casefold()] for one in found}
            for identity, question, said in connection.execute("SELECT conversation, question, said FROM turns"):
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


def forget(connection: sqlite3.Connection, documents: Sequence[str]) -> None:
    """Delete what was asked about these documents: the answers quote them. A conversation goes with its last turn; one that
    was named by a question that goes is named by the first that stays."""
    marks = ", ".join("?" * len(documents))
    doomed = connection.execute(
        f"SELECT id, conversation, question FROM turns WHERE id IN (SELECT turn FROM turn_documents WHERE document IN ({marks}))",
        tuple(documents),
    ).fetchall()
    connection.executemany("DELETE FROM turns WHERE id = ?", ((turn,) for turn, _, _ in doomed))
    for _, conversation, question in doomed:
        connection.execute(
            "DELETE FROM conversations WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM turns WHERE conversation = ?1)",
            (conversation,),
        )
        connection.execute(
            f"""UPDATE conversations SET title =
                   (SELECT substr(question, 1, {_TITLE}) FROM turns WHERE conversation = ?1 ORDER BY id LIMIT 1)
               WHERE id = ?1 AND title = ?2""",
            (conversation, _title(question)),
        )


def _title(question: str) -> str:
    return question[:_TITLE]


def _new_id() -> str:
    return uuid.uuid4().hex[:12]


def _json(answer: Json) -> str:
    return clean(json.dumps(answer, ensure_ascii=False))


def _are_all_there(connection: sqlite3.Connection, documents: Sequence[str]) -> bool:
    return all(
        connection.execute("SELECT 1 FROM documents WHERE id = ? AND NOT removed", (document,)).fetchone()
        for document in documents
    )
