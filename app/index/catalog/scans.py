"""Pages that are pictures: which are still to be read, and what was read of them, page by page, so that a stop or a kill costs one page.

`body` is whatever the reader of pictures wants to have again; it stays when the document is put together anew.
"""

import sqlite3

from app.index.catalog.database import Database

TO_BE_READ = "scan"
"""What a page is skipped for until its picture is read."""
NOT_READ = "no text"
"""What it is skipped for where nobody wants that."""


class Scans:
    def __init__(self, database: Database) -> None:
        self._database = database

    def unfinished(self) -> list[str]:
        """Documents with pages that are to be read, in the order in which they were added."""
        with self._database.read() as connection:
            rows = connection.execute(
                """SELECT d.id FROM documents d WHERE NOT d.removed AND EXISTS
                       (SELECT 1 FROM pages p WHERE p.document = d.number AND p.skipped = ?) ORDER BY d.number""",
                (TO_BE_READ,),
            ).fetchall()
        return [identity for (identity,) in rows]

    def pending(self, document: str) -> tuple[list[int], int]:
        """Pages of a document that are to be read and have not been, and how many have been since; nothing for one that is gone."""
        with self._database.read() as connection:
            rows = connection.execute(
                """SELECT p.number, s.page IS NOT NULL FROM documents d JOIN pages p ON p.document = d.number
                   LEFT JOIN scans s ON s.document = d.number AND s.page = p.number
                   WHERE NOT d.removed AND d.id = ? AND p.skipped = ? ORDER BY p.number""",
                (document, TO_BE_READ),
            ).fetchall()
        left = [number for number, done in rows if not done]
        return left, len(rows) - len(left)

    def keep(self, document: str, page: int, body: bytes) -> bool:
        """False if the document is gone."""
        with self._database.write() as connection:
            found = connection.execute(
                "SELECT number FROM documents WHERE NOT removed AND id = ?", (document,)
            ).fetchone()
            if found is not None:
                connection.execute("INSERT OR REPLACE INTO scans VALUES (?, ?, ?)", (found[0], page, body))
        return found is not None

    def kept(self, document: str) -> dict[int, bytes]:
        """What was read so far, by page."""
        with self._database.read() as connection:
            rows = connection.execute(
                """SELECT s.page, s.body FROM scans s JOIN documents d ON d.number = s.document
                   WHERE NOT d.removed AND d.id = ?""",
                (document,),
            )
            return dict(rows.fetchall())

    def read_pages(self, document: str) -> frozenset[int]:
        """Pages whose words come from their picture."""
        with self._database.read() as connection:
            rows = connection.execute(
                """SELECT s.page FROM scans s JOIN documents d ON d.number = s.document
                   JOIN pages p ON p.document = d.number AND p.number = s.page
                   WHERE NOT d.removed AND d.id = ? AND p.skipped IS NULL""",
                (document,),
            )
            return frozenset(page for (page,) in rows)

    def want(self, document: str) -> int:
        """Pictures of the document that nobody wanted are to be read after all; how many."""
        return self._change(document, NOT_READ, TO_BE_READ)

    def leave(self, document: str) -> int:
        """They are not to be read; what was read of them is kept."""
        return self._change(document, TO_BE_READ, NOT_READ)

    def _change(self, document: str, before: str, after: str) -> int:
        with self._database.write() as connection:
            return connection.execute(
                """UPDATE pages SET skipped = ? WHERE skipped = ?
                       AND document = (SELECT number FROM documents WHERE NOT removed AND id = ?)""",
                (after, before, document),
            ).rowcount


def take_over(connection: sqlite3.Connection, number: int, older: int) -> None:
    """The same bytes under another number: what was read of their pictures is as good as before."""
    connection.execute("UPDATE OR REPLACE scans SET document = ? WHERE document = ?", (number, older))
