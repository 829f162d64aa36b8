"""What was removed leaves the disk: rows, words of the full-text index, embeddings, free pages, the write-ahead log.

In small transactions, so that it can be stopped at any point and begun again, and other processes are not kept waiting.
SQLite writes zeros over what it deletes (`secure_delete`); the full-text index keeps words of deleted rows until its segments
are merged; a page that was rearranged may keep a copy of a row in its gap, hence the VACUUM at the end. A large catalog is swept
instead (`app.index.sweeping`): VACUUM takes the time to write all of it twice, during which nobody else can write, and all of it in memory.
"""

import sqlite3
import time

from app.host import children
from app.index import sweeping
from app.index.catalog import spelling
from app.index.catalog.database import Database
from app.index.catalog.schema import GONE
from app.index.catalog.texts import ids_of
from app.stop import Stop

_BATCH = 500
_MERGE_PAGES = 500
_SMALL = 64 << 20
"""Bytes up to which the catalog is written anew: 0.5 s, and as much memory for a moment."""
_SLICE = 16_384
"""Pages (64 MB) that are swept while others cannot write: 0.2 s, and 1 s of a disk the first time."""


def scrub(database: Database, stop: Stop, *, keep_note: bool = False) -> bool:
    """True when nothing removed is left on the disk; false if another process kept it from finishing. Raises Stopped."""
    since = _noted(database)
    if since is None:
        return True
    for number in _removed(database):
        _delete_document(database, number, stop)
    _delete_orphans(database, stop)
    _merge(database, stop)
    with database.write() as connection:
        spelling.forget(connection)
    return _shrink(database, since, keep_note, stop)


def is_due(database: Database) -> bool:
    return _noted(database) is not None


def note(connection: sqlite3.Connection) -> None:
    """Something was removed, in this transaction. A note that is there already becomes a later one, so that a scrub that is
    under way, which may have missed this removal, cannot take the note away."""
    connection.execute(
        """INSERT INTO jobs VALUES ('scrub', ?)
           ON CONFLICT (name) DO UPDATE SET since = max(excluded.since, jobs.since + 0.001)""",
        (time.time(),),
    )


def _noted(database: Database) -> float | None:
    """When something was last removed, in seconds since 1970; none if nothing is due."""
    with database.read() as connection:
        row = connection.execute("SELECT since FROM jobs WHERE name = 'scrub'").fetchone()
    return None if row is None else float(row[0])


def _removed(database: Database) -> list[int]:
    with database.read() as connection:
        return [
            number
            for (number,) in connection.execute(f"SELECT number FROM documents WHERE removed > 0 AND removed = {GONE}")
        ]


def _delete_document(database: Database, number: int, stop: Stop) -> None:
    first, last = ids_of(number)
    more = True
    while more:
        stop.check()
        with database.write() as connection:
            rows = connection.execute(
                "SELECT id, header, text FROM texts WHERE id BETWEEN ? AND ? LIMIT ?", (first, last, _BATCH)
            ).fetchall()
            _delete_texts(connection, rows)
            more = len(rows) == _BATCH
    stop.check()
    with database.write() as connection:
        connection.execute("DELETE FROM documents WHERE number = ?", (number,))


def _delete_texts(connection: sqlite3.Connection, rows: list[tuple[int, str, str]]) -> None:
    """The full-text index has no text of its own: it must be told what it forgets."""
    connection.executemany("INSERT INTO words (words, rowid, header, text) VALUES ('delete', ?, ?, ?)", rows)
    ids = [(row[0],) for row in rows]
    connection.executemany("DELETE FROM originals WHERE id = ?", ids)
    connection.executemany("DELETE FROM spelled WHERE id = ?", ids)
    connection.executemany("DELETE FROM chunks WHERE id = ?", ids)


def _delete_orphans(database: Database, stop: Stop) -> None:
    """Embeddings that no chunk points at."""
    deleted = _BATCH
    while deleted == _BATCH:
        stop.check()
        with database.write() as connection:
            deleted = connection.execute(
                """DELETE FROM embeddings WHERE id IN (SELECT e.id FROM embeddings e
                       WHERE NOT EXISTS (SELECT 1 FROM chunks c WHERE c.embedding = e.id) LIMIT ?)""",
                (_BATCH,),
            ).rowcount


def _merge(database: Database, stop: Stop) -> None:
    """Merge all segments into one, a few pages at a time: the first, negative step gathers them (SQLite's manual, FTS5 6.8)."""
    step = -_MERGE_PAGES
    while True:
        stop.check()
        with database.write() as connection:
            before = connection.total_changes
            connection.execute("INSERT INTO words (words, rank) VALUES ('merge', ?)", (step,))
            # The command itself counts as one change.
            if connection.total_changes - before < 2 and step > 0:
                return
        step = _MERGE_PAGES


def _shrink(database: Database, since: float, keep_note: bool, stop: Stop) -> bool:
    with database.maintain() as connection:
        small = _is_small(connection)
        if small:
            _vacuum(connection)
            if not _empty_log(connection):
                return False
    if not small and not _sweep(database, stop):
        return False
    with database.maintain() as connection:
        return keep_note or _take_note_away(connection, since)


def _is_small(connection: sqlite3.Connection) -> bool:
    """Whether writing it anew takes little time and memory, or much less than it has: most of it has been deleted."""
    pages, free, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return bool((pages - free) * size <= _SMALL or free > pages / 2)


def _sweep(database: Database, stop: Stop) -> bool:
    """Slice by slice, so that nobody waits long; false where another process is in the way, or the file is none that we understand."""
    child = children.start(sweeping.work, database.path, name="catalog-sweeper")
    try:
        with database.read() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
        for first in range(1, pages + 1, _SLICE):
            stop.check()
            with database.still() as still:
                if not still:
                    return False
                child.channel.send((first, first + _SLICE - 1))
                told = child.channel.recv()
            if not isinstance(told, int):
                return _vacuumed(database)
    except (EOFError, OSError):
        return False
    else:
        return True
    finally:
        child.end()


def _vacuumed(database: Database) -> bool:
    """What is not understood is written anew all the same."""
    with database.maintain() as connection:
        _vacuum(connection)
        return _empty_log(connection)


def _take_note_away(connection: sqlite3.Connection, since: float) -> bool:
    """False if the note is not the one that was read at the beginning: what was removed later is still there."""
    deleted = connection.execute(
        """DELETE FROM jobs WHERE name = 'scrub' AND since = ?
               AND NOT EXISTS (SELECT 1 FROM documents WHERE removed > 0 AND removed = 1)""",
        (since,),
    )
    return deleted.rowcount > 0


def _vacuum(connection: sqlite3.Connection) -> None:
    connection.execute("VACUUM")


def _empty_log(connection: sqlite3.Connection) -> bool:
    """Write the log into the catalog and cut it to nothing; false while another process still reads from it."""
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not busy
