"""What was answered about a document that is removed: whole turns go, or what they quote. Functions over a connection inside a transaction."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from app.index.catalog.texts import clean

Json = Mapping[str, Any]

TITLE = 80
"""Characters of its first question that name a conversation."""
_OF_ANSWERS: Json = {"withdrawn": None, "approved": None, "steps": []}
_OF_QUOTES: Json = {"quote": "", "boxes": []}
"""What a citation has of the document's own words, and what stays in its place."""
_Row = tuple[int, str, str, str]
"""A turn's id, conversation, question and answer."""


def forget(connection: sqlite3.Connection, documents: Sequence[str]) -> None:
    """Delete what was asked about these documents: the answers quote them. A conversation goes with its last turn; one that
    was named by a question that goes is named by the first that stays."""
    gone = frozenset(documents)
    if not gone:
        return
    doomed = [(turn, at, question) for turn, at, question, _ in _about(connection, gone)]
    connection.executemany("DELETE FROM turns WHERE id = ?", ((turn,) for turn, _, _ in doomed))
    for _, conversation, question in doomed:
        connection.execute(
            "DELETE FROM conversations WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM turns WHERE conversation = ?1)",
            (conversation,),
        )
        connection.execute(
            f"""UPDATE conversations SET title =
                   (SELECT substr(question, 1, {TITLE}) FROM turns WHERE conversation = ?1 ORDER BY id LIMIT 1)
               WHERE id = ?1 AND title = ?2""",
            (conversation, question[:TITLE]),
        )
    _take_out_of_others(connection, gone)


def keep_without(connection: sqlite3.Connection, documents: Sequence[str]) -> None:
    """Answers about these documents stay, without a word that is quoted from them."""
    gone = frozenset(documents)
    if not gone:
        return
    for turn, _, _, answer in _about(connection, gone):
        connection.execute(
            "UPDATE turns SET answer = ? WHERE id = ?", (_dumped(without(json.loads(answer), gone)), turn)
        )
    _take_out_of_others(connection, gone)


def without(answer: Json, documents: frozenset[str]) -> Json:
    """The answer with nothing in it that was copied from these documents: their passages go, and a citation tells the file and the page
    alone. Nor stays what was shown and withdrawn, since nobody knows what it was made of, nor a letter with parts of documents."""
    made = _stripped(answer, documents)
    assert isinstance(made, dict)
    return made | {name: empty for name, empty in _OF_ANSWERS.items() if name in made}


def _stripped(value: Any, documents: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {name: _stripped(one, documents) for name, one in _unquoted(value, documents).items()}
    if isinstance(value, list):
        return [
            _stripped(one, documents)
            for one in value
            if not _is_passage_of(one, documents) and not _is_one_of(one, documents)
        ]
    return value


def _unquoted(value: Json, documents: frozenset[str]) -> Json:
    if value.get("document") not in documents:
        return value
    return {**value, **{name: empty for name, empty in _OF_QUOTES.items() if name in value}}


def _is_passage_of(value: object, documents: frozenset[str]) -> bool:
    return isinstance(value, dict) and value.get("document") in documents and "spans" in value


def _is_one_of(value: object, documents: frozenset[str]) -> bool:
    return isinstance(value, str) and value in documents


def _about(connection: sqlite3.Connection, documents: frozenset[str]) -> list[_Row]:
    """Turns that have text of these documents, or were asked of them and of no other."""
    marks = ", ".join("?" * len(documents))
    rows: list[_Row] = connection.execute(
        f"""SELECT id, conversation, question, answer FROM turns
            WHERE id IN (SELECT turn FROM turn_documents WHERE document IN ({marks}))""",
        tuple(documents),
    ).fetchall()
    known = {row[0] for row in rows}
    others = (row for row in _naming(connection, documents) if row[0] not in known)
    return [*rows, *(row for row in others if _asked(row) and _asked(row) <= documents)]


def _naming(connection: sqlite3.Connection, documents: frozenset[str]) -> list[_Row]:
    """Turns in whose answers the id of one of these documents stands."""
    return [
        row
        for document in sorted(documents)
        for row in connection.execute(
            "SELECT id, conversation, question, answer FROM turns WHERE instr(answer, ?)", (document,)
        )
    ]


def _asked(row: _Row) -> frozenset[str]:
    return frozenset(json.loads(row[3]).get("asked", ()))


def _take_out_of_others(connection: sqlite3.Connection, documents: frozenset[str]) -> None:
    """Nor are they named in answers that have nothing of them, as what was asked as well; and titles of sections are in letters
    that were approved before any passage was known."""
    lettered = (
        "SELECT id, conversation, question, answer FROM turns WHERE json_extract(answer, '$.approved.kind') = 'steps'"
    )
    for turn, _, _, answer in {*_naming(connection, documents), *connection.execute(lettered)}:
        told = json.loads(answer)
        if frozenset(told.get("asked", ())) & documents or (told.get("approved") and not told.get("asked")):
            changed = without(told, documents) if told.get("approved") else _stripped(told, documents)
            connection.execute("UPDATE turns SET answer = ? WHERE id = ?", (_dumped(changed), turn))


def _dumped(answer: Json) -> str:
    return clean(json.dumps(answer, ensure_ascii=False))
