"""Whether the catalog is sound."""

import sqlite3

from app.index.catalog.database import Database


def check(database: Database) -> list[str]:
    """Problems as SQLite words them, not for translation; at most a hundred."""
    with database.read() as connection:
        problems = [row[0] for row in connection.execute("PRAGMA quick_check(100)") if row[0] != "ok"]
        problems += [f"foreign key: {row}" for row in connection.execute("PRAGMA foreign_key_check")]
        lost = connection.execute(
            """SELECT count(*) FROM chunks c LEFT JOIN originals t USING (id) WHERE t.id IS NULL"""
        ).fetchone()[0]
    if lost:
        problems.append(f"{lost} chunks have no text")
    if not database.read_only:
        problems += _check_words(database)
    return problems[:100]


def _check_words(database: Database) -> list[str]:
    """Compare the full-text index with the texts it was made of."""
    with database.write() as connection:
        try:
            connection.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            return [f"full-text index: {error}"]
    return []
