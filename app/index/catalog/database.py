"""The catalog's file: opened, shared by threads and processes, its errors translated.

Any thread may read or write: each operation borrows a connection of its own. In WAL mode readers never wait; writers of
this process queue at a lock and those of other processes at SQLite's, for `patience` seconds in all.
"""

import errno
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.errors import UserFixable
from app.host.paths import make_private, unwritable
from app.index.catalog import schema

PATIENCE = 4.0
"""Seconds that anything waits for another writer."""
_CACHE_KIB = 8000
_TRIES = 3
"""How often another writer may come in between before it is done another time."""

_KINDS_BY_CODE = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_FULL: "no_space",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_CANTOPEN: "read_only",
    sqlite3.SQLITE_CORRUPT: "library_damaged",
    sqlite3.SQLITE_NOTADB: "library_damaged",
    sqlite3.SQLITE_IOERR: "library_damaged",
}
_KINDS_BY_EXTENDED_CODE = {
    # A quota, or a limit on the size of files, that is reached; SQLite keeps its 'full' for the disk itself.
    sqlite3.SQLITE_IOERR_WRITE: "no_space",
    sqlite3.SQLITE_IOERR_SHMSIZE: "no_space",
}


class Database:
    """Raises UserFixable `locked`, `no_space`, `read_only`, `library_damaged` or `library_newer` from every operation."""

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        self.path = path
        self._patience = patience
        self._idle: list[sqlite3.Connection] = []
        self._idle_lock = threading.Lock()
        self._is_closed = False
        self._writing = threading.Lock()
        self._address = path.absolute().as_uri() + "?mode=rw"
        self.read_only = not self._can_write()
        with self._translated():
            self._prepare()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the catalog throughout."""
        with self._translated(), self._borrowed() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it or nothing."""
        with self._alone() as left, self._borrowed() as connection, self._waiting(connection, left):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.rollback()

    @contextmanager
    def maintain(self) -> Iterator[sqlite3.Connection]:
        """A connection outside any transaction, for VACUUM and checkpoints; no other writer of this process runs."""
        with self._alone() as left, self._borrowed() as connection, self._waiting(connection, left):
            yield connection

    @contextmanager
    def still(self) -> Iterator[bool]:
        """While nobody writes and all is in the catalog's own file, whose unused room may be overwritten then; false where that cannot be
        had now. Afterwards no connection, of whatever process, uses a page that it had read before."""
        with self._alone() as left:
            connection = self._connect()
            try:
                with self._waiting(connection, left):
                    yield (is_still := _is_still(connection, self.path))
                    if is_still:
                        # A change that others see: they read all pages anew before they write one of them again.
                        connection.execute("INSERT OR REPLACE INTO jobs VALUES ('swept', ?)", (time.time(),))
                        connection.execute("COMMIT")
            finally:
                connection.close()

    def close(self) -> None:
        """Close every connection, one that is in use as soon as it is not; the last one to close empties the write-ahead log into
        the catalog."""
        with self._idle_lock:
            self._is_closed = True
            connections, self._idle = self._idle, []
        for connection in connections:
            connection.close()

    def _can_write(self) -> bool:
        if not self.path.exists():
            _create(self.path)
        return os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)

    def _prepare(self) -> None:
        if self.read_only:
            self._address = self._readable_address()
        with self._borrowed() as connection:
            found = schema.version_of(connection)
            newest = len(schema.MIGRATIONS)
            if found > newest:
                raise UserFixable("library_newer", file=str(self.path))
        if found < newest:
            with self.write() as connection:
                schema.migrate(connection)

    def _readable_address(self) -> str:
        """A read-only folder has no room for the shared memory of WAL; a catalog that was closed cleanly needs none."""
        plain = self.path.absolute().as_uri() + "?mode=ro"
        try:
            connection = sqlite3.connect(plain, uri=True, timeout=self._patience)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            if _primary(error) in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}:
                return plain + "&immutable=1"
            raise
        else:
            return plain
        finally:
            with suppress(UnboundLocalError):
                connection.close()

    @contextmanager
    def _borrowed(self) -> Iterator[sqlite3.Connection]:
        with self._idle_lock:
            connection = self._idle.pop() if self._idle else None
        connection = connection or self._connect()
        try:
            yield connection
        except sqlite3.DatabaseError:
            connection.close()
            raise
        except BaseException:
            self._give_back(connection)
            raise
        self._give_back(connection)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._idle_lock:
            if not self._is_closed:
                self._idle.append(connection)
                return
        connection.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._address, uri=True, timeout=self._patience, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            if not self.read_only:
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def _alone(self) -> Iterator[float]:
        """The seconds of patience that are left when no other writer of this process is."""
        end = time.monotonic() + self._patience
        if self.read_only:
            raise UserFixable("read_only", folder=str(self.path.parent))
        if not self._writing.acquire(timeout=self._patience):
            raise UserFixable("locked", file=str(self.path))
        try:
            with self._translated():
                yield max(end - time.monotonic(), 0.0)
        finally:
            self._writing.release()

    @contextmanager
    def _waiting(self, connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
        """For so long the connection waits for writers of other processes; afterwards as long as before."""
        connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")
        try:
            yield
        finally:
            connection.execute(f"PRAGMA busy_timeout = {round(self._patience * 1000)}")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            kind = _KINDS_BY_EXTENDED_CODE.get(_extended(error)) or _KINDS_BY_CODE.get(_primary(error))
            if kind is None:
                raise
            raise self._explained(kind, error) from error

    def _explained(self, kind: str, error: sqlite3.DatabaseError) -> UserFixable:
        if kind == "locked":
            return UserFixable("locked", file=str(self.path))
        if kind == "no_space":
            return UserFixable("no_space", folder=str(self.path.parent))
        if kind == "read_only":
            return UserFixable("read_only", folder=str(self.path.parent))
        return UserFixable("library_damaged", file=str(self.path), reason=str(error))


def _is_still(connection: sqlite3.Connection, path: Path) -> bool:
    """Empty the log into the catalog and keep others from writing; false, and they are not kept, where one of them is in the way."""
    log = path.with_name(path.name + "-wal")
    for _ in range(_TRIES):
        if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            return False
        connection.execute("BEGIN IMMEDIATE")
        if not log.exists() or not log.stat().st_size:
            return True
        connection.execute("ROLLBACK")  # somebody wrote in between
    return False


def _create(path: Path) -> None:
    """An empty file that only its owner can read; SQLite gives its companions (-wal, -shm) the same mode."""
    make_private(path.parent)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        if error.errno == errno.EISDIR:
            raise UserFixable("library_damaged", file=str(path), reason="a folder is in its place") from error
        raise unwritable(error, path.parent) from error


def _primary(error: sqlite3.Error) -> int:
    """The primary result code; the extended one has more in its upper bits. 0 for errors of the module itself."""
    return _extended(error) & 0xFF


def _extended(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0))
