"""Named subsets of the library. Upper and lower case of ASCII letters are the same in a name."""

import sqlite3
from collections.abc import Sequence

from app.errors import UserFixable
from app.index.catalog.database import Database


class Collections:
    """Documents are named by their ids; ids of documents that are gone are passed over. An empty collection stays."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def names(self) -> list[tuple[str, int]]:
        """Every collection with its number of documents, by name."""
        with self._database.read() as connection:
            rows = connection.execute(
                """SELECT c.name, count(d.number) FROM collections c LEFT JOIN members m ON m.collection = c.id
                   LEFT JOIN documents d ON d.number = m.document AND NOT d.removed GROUP BY c.id"""
            ).fetchall()
        return sorted(((str(name), int(count)) for name, count in rows), key=lambda row: row[0].casefold())

    def make(self, name: str) -> None:
        """Nothing happens if there is one of this name."""
        with self._database.write() as connection:
            connection.execute("INSERT OR IGNORE INTO collections (name) VALUES (?)", (name,))

    def put(self, documents: Sequence[str], name: str) -> None:
        """The collection is made if there is none of this name."""
        with self._database.write() as connection:
            connection.execute("INSERT OR IGNORE INTO collections (name) VALUES (?)", (name,))
            connection.executemany(
                """INSERT OR IGNORE INTO members SELECT c.id, d.number FROM collections c, documents d
                   WHERE c.name = ? AND d.id = ? AND NOT d.removed""",
                ((name, document) for document in documents),
            )

    def take_out(self, documents: Sequence[str], name: str) -> None:
        """Raises `unknown_collection`."""
        with self._database.write() as connection:
            number = _number(connection, name)
            connection.executemany(
                """DELETE FROM members WHERE collection = ?
                   AND document IN (SELECT number FROM documents WHERE id = ? AND NOT removed)""",
                ((number, document) for document in documents),
            )

    def rename(self, old: str, new: str) -> None:
        """A collection that has the new name already takes the documents in. Raises `unknown_collection`."""
        with self._database.write() as connection:
            number = _number(connection, old)
            other = connection.execute("SELECT id FROM collections WHERE name = ?", (new,)).fetchone()
            if other is None or other[0] == number:
                connection.execute("UPDATE collections SET name = ? WHERE id = ?", (new, number))
                return
            connection.execute(
                "INSERT OR IGNORE INTO members SELECT ?, document FROM members WHERE collection = ?", (other[0], number)
            )
            connection.execute("DELETE FROM collections WHERE id = ?", (number,))

    def drop(self, name: str) -> None:
        """The collection only; its documents stay. Raises `unknown_collection`."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM collections WHERE id = ?", (_number(connection, name),))


def _number(connection: sqlite3.Connection, name: str) -> int:
    row = connection.execute("SELECT id FROM collections WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise UserFixable("unknown_collection", name=name)
    return int(row[0])


def collect(connection: sqlite3.Connection, number: int, name: str) -> None:
    """Put a document into a collection, which is made if there is none of that name."""
    connection.execute("INSERT OR IGNORE INTO collections (name) VALUES (?)", (name,))
    connection.execute("INSERT OR IGNORE INTO members SELECT id, ? FROM collections WHERE name = ?", (number, name))


def names_of(connection: sqlite3.Connection, number: int) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT c.name FROM members m JOIN collections c ON c.id = m.collection WHERE m.document = ? ORDER BY c.name",
        (number,),
    )
    return tuple(name for (name,) in rows)
