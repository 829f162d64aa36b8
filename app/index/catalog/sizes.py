"""How much of the catalog is what: for telling its owner what is kept."""

from sqlite3 import Connection

_PARTS = {
    "conversations": ("conversations", "turns", "turn_documents"),
    "summaries": ("summaries", "kept_summaries"),
    "meaning": ("embeddings",),
}
"""The tables of each part; all others are the documents' text and its index."""


def sizes(connection: Connection) -> dict[str, int]:
    """Bytes of what stands in the tables of each part, without the pages around it."""
    return {part: sum(_bytes(connection, table) for table in tables) for part, tables in _PARTS.items()}


def _bytes(connection: Connection, table: str) -> int:
    """0 for a table that this catalog does not have."""
    columns = [str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")]
    if not columns:
        return 0
    lengths = " + ".join(f"coalesce(length(CAST({column} AS BLOB)), 0)" for column in columns)
    return int(connection.execute(f"SELECT coalesce(sum({lengths}), 0) FROM {table}").fetchone()[0])
