"""PDFs that are to be read: a list that outlives the program."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from app.index.catalog.database import Database
from app.types import Waiting


class WaitingList:
    """Each path once, in the order in which they were asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, items: Iterable[Waiting]) -> None:
        """One that is there already keeps its place, and no longer counts as stopped. What failed at its path before is
        forgotten: it is tried again."""
        with self._database.write() as connection:
            for item in items:
                folder = None if item.folder is None else str(item.folder)
                connection.execute(
                    """INSERT INTO waiting (path, folder, collection, stopped) VALUES (?, ?, ?, ?)
                       ON CONFLICT (path) DO UPDATE SET folder = coalesce(excluded.folder, folder),
                           collection = coalesce(excluded.collection, collection), stopped = excluded.stopped""",
                    (str(item.path), folder, item.collection, item.stopped),
                )
                connection.execute("DELETE FROM failures WHERE path = ?", (str(item.path),))

    def listed(self) -> list[Waiting]:
        with self._database.read() as connection:
            rows = connection.execute("SELECT path, folder, collection, stopped FROM waiting ORDER BY place").fetchall()
        return [
            Waiting(Path(path), folder and Path(folder), collection, bool(stopped))
            for path, folder, collection, stopped in rows
        ]

    def stopped(self, path: Path) -> None:
        """It waits for the user now. Nothing happens if it has been dropped."""
        with self._database.write() as connection:
            connection.execute("UPDATE waiting SET stopped = 1 WHERE path = ?", (str(path),))

    def drop(self, path: Path) -> bool:
        """False if it did not wait."""
        with self._database.write() as connection:
            return connection.execute("DELETE FROM waiting WHERE path = ?", (str(path),)).rowcount > 0

    def has(self, path: Path) -> bool:
        with self._database.read() as connection:
            return is_waiting(connection, path)


def is_waiting(connection: sqlite3.Connection, path: Path) -> bool:
    return connection.execute("SELECT 1 FROM waiting WHERE path = ?", (str(path),)).fetchone() is not None


def drop_of(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Documents that are removed while they wait to be read anew do not come back."""
    connection.executemany(
        "DELETE FROM waiting WHERE path = (SELECT path FROM documents WHERE number = ?)", ((n,) for n in numbers)
    )
