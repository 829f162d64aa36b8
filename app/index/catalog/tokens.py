"""Texts as the very tokenizer of the full-text index spells them."""

import sqlite3
from collections.abc import Sequence

from app.index.catalog.schema import TOKENIZER


def stems_of(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The tokens of each text, in order."""
    found: list[list[str]] = [[] for _ in texts]
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(f"CREATE VIRTUAL TABLE t USING fts5 (x, tokenize='{TOKENIZER}')")
        connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab (t, instance)")
        connection.executemany("INSERT INTO t (rowid, x) VALUES (?, ?)", enumerate(texts))
        for index, stem in connection.execute("SELECT doc, term FROM v ORDER BY doc, offset"):
            found[index].append(stem)
    finally:
        connection.close()
    return [tuple(stems) for stems in found]
