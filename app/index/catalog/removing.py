"""Documents on their way out: hidden at once, brought back if that is undone, gone when it is not.

Their rows say how far they are (`removed`). What is hidden is in no view; what is gone, too, and `scrubbing` takes its bytes off the
disk. A document that was added again meanwhile is another row, and stays. Functions over a connection inside a transaction.
"""

import sqlite3
import time
from collections.abc import Sequence

from app.index.catalog import conversations, forgetting, scrubbing, waiting
from app.index.catalog.schema import GONE, HIDDEN, HIDDEN_ALONE

_PATIENCE = 60.0
"""Seconds after which nobody is there any more who could undo a removal: six times as long as a window offers it."""
_JOB = "undo"
"""Its time is when something was hidden last."""


def hide(connection: sqlite3.Connection, documents: Sequence[str], *, keep_answers: bool) -> None:
    """Out of every view, by id, and with `keep_answers` what was answered about them stays in view. For what is hidden already that is
    decided anew; unknown ids are passed over."""
    state = HIDDEN_ALONE if keep_answers else HIDDEN
    connection.executemany(
        f"UPDATE documents SET removed = ? WHERE id = ? AND removed != {GONE}", ((state, one) for one in documents)
    )
    connection.execute("INSERT OR REPLACE INTO jobs VALUES (?, ?)", (_JOB, time.time()))


def bring_back(connection: sqlite3.Connection, documents: Sequence[str]) -> list[str]:
    """The ids of those that are in view again: hidden ones whose place no other document has taken."""
    back = [one for one in documents if _bring_back(connection, one)]
    _close(connection)
    return back


def is_any_hidden(connection: sqlite3.Connection) -> bool:
    return bool(_hidden(connection))


def hidden_of(connection: sqlite3.Connection, documents: Sequence[str]) -> list[str]:
    """Those among them that can be brought back."""
    hidden = {identity for _, identity, _ in _hidden(connection)}
    return [document for document in documents if document in hidden]


def hidden_from(connection: sqlite3.Connection, path: str) -> list[str]:
    """Ids of what was read from there and can be brought back."""
    rows = connection.execute(
        f"SELECT id FROM documents WHERE removed > 0 AND removed != {GONE} AND path = ?", (path,)
    ).fetchall()
    return [identity for (identity,) in rows]


def settle(connection: sqlite3.Connection, documents: Sequence[str] | None = None) -> list[str]:
    """Hidden documents, all of them without `documents`, are gone from now on, with what was answered about them or with the quotes
    in it; their ids."""
    settled = [row for row in _hidden(connection) if documents is None or row[1] in documents]
    _let_go(connection, [identity for _, identity, state in settled if state == HIDDEN], keep_answers=False)
    _let_go(connection, [identity for _, identity, state in settled if state == HIDDEN_ALONE], keep_answers=True)
    waiting.drop_of(connection, [number for number, _, _ in settled])
    connection.executemany(
        f"UPDATE documents SET removed = {GONE} WHERE number = ?", ((number,) for number, _, _ in settled)
    )
    if settled:
        scrubbing.note(connection)
    _close(connection)
    return [identity for _, identity, _ in settled]


def is_forgotten(connection: sqlite3.Connection, now: float) -> bool:
    """Whether something is hidden that nobody will bring back: the program ended before it was settled."""
    row = connection.execute("SELECT since FROM jobs WHERE name = ?", (_JOB,)).fetchone()
    return row is not None and not now - _PATIENCE <= float(row[0]) <= now + _PATIENCE


def gone(connection: sqlite3.Connection) -> list[str]:
    """Ids of what is gone and not yet off the disk; of other bytes, or the same ones, that are in the library nothing is."""
    rows = connection.execute(
        f"""SELECT DISTINCT id FROM documents d WHERE removed > 0 AND removed = {GONE}
               AND NOT EXISTS (SELECT 1 FROM documents o WHERE o.id = d.id AND o.removed != {GONE})"""
    )
    return [identity for (identity,) in rows]


def _hidden(connection: sqlite3.Connection) -> list[tuple[int, str, int]]:
    """Number, id and state."""
    return connection.execute(
        f"SELECT number, id, removed FROM documents WHERE removed > 0 AND removed != {GONE}"
    ).fetchall()


def _bring_back(connection: sqlite3.Connection, document: str) -> bool:
    rows = connection.execute(
        """UPDATE documents SET removed = 0 WHERE id = ?1 AND removed > 1 AND NOT EXISTS (
               SELECT 1 FROM documents o WHERE NOT o.removed AND (o.id = ?1 OR o.path = documents.path))""",
        (document,),
    )
    return rows.rowcount > 0


def _let_go(connection: sqlite3.Connection, documents: Sequence[str], *, keep_answers: bool) -> None:
    """What was answered about documents that are not here again."""
    lost = [one for one in documents if not conversations.is_there(connection, one)]
    if keep_answers:
        forgetting.keep_without(connection, lost)
    else:
        forgetting.forget(connection, lost)


def _close(connection: sqlite3.Connection) -> None:
    if not _hidden(connection):
        connection.execute("DELETE FROM jobs WHERE name = ?", (_JOB,))
