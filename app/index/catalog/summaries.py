"""Summaries: the parts that a model wrote, and the finished ones that are kept with their document."""

import json
import time
from collections.abc import Mapping
from typing import Any

from app.index.catalog.database import Database
from app.index.catalog.texts import clean

Json = Mapping[str, Any]


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

    def keys(self, document: str, *, model: str, prompts: str, length: str) -> set[str]:
        """Of all parts that there are."""
        with self._database.read() as connection:
            rows = connection.execute(
                """SELECT s.key FROM summaries s JOIN documents d ON d.number = s.document
                   WHERE d.id = ? AND NOT d.removed AND (s.model, s.prompts, s.length) = (?, ?, ?)""",
                (document, model, prompts, length),
            ).fetchall()
        return {key for (key,) in rows}

    def put(self, document: str, content: Json, *, key: str, model: str, prompts: str, length: str) -> None:
        """Nothing happens if the document has been removed meanwhile."""
        with self._database.write() as connection:
            connection.execute(
                """INSERT OR REPLACE INTO summaries
                   SELECT number, ?, ?, ?, ?, ? FROM documents WHERE id = ? AND NOT removed""",
                (key, model, prompts, length, _json(content), document),
            )

    def keep(self, document: str, content: Json, *, length: str, part: str) -> None:
        """A finished summary, in place of an earlier one of the same length and part of the document. Nothing happens if the
        document has been removed meanwhile."""
        with self._database.write() as connection:
            connection.execute(
                """INSERT OR REPLACE INTO kept_summaries (document, length, part, made, content)
                   SELECT number, ?, ?, ?, ? FROM documents WHERE id = ? AND NOT removed""",
                (length, part, time.time(), _json(content), document),
            )

    def kept(self, document: str) -> list[tuple[str, str, float, Json]]:
        """Length, part, seconds since 1970 and content of the finished ones, newest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                """SELECT s.length, s.part, s.made, s.content FROM kept_summaries s JOIN documents d ON d.number = s.document
                   WHERE d.id = ? AND NOT d.removed ORDER BY s.made DESC, s.id DESC""",
                (document,),
            ).fetchall()
        return [(length, part, made, json.loads(content)) for length, part, made, content in rows]

    def forget(self, document: str, *, length: str, part: str) -> bool:
        """False if there is none."""
        with self._database.write() as connection:
            deleted = connection.execute(
                """DELETE FROM kept_summaries WHERE length = ? AND part = ?
                   AND document IN (SELECT number FROM documents WHERE id = ? AND NOT removed)""",
                (length, part, document),
            )
            return deleted.rowcount > 0


def _json(content: Json) -> str:
    return clean(json.dumps(content, ensure_ascii=False))
