"""One of each: the process that holds a data folder's vectors and background work, and the window of a data folder.

`Hold` is a lock of the system's. `Bell` is the one local channel (AF_UNIX, a named pipe on Windows) by which a second start
raises the first window; nothing but one word goes over it.
"""

import contextlib
import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

import filelock

from app.host.paths import unwritable
from app.stop import Stop

_RAISE, _END, _HEARD = b"raise", b"end", b"heard"
_LONGEST = 16
_ANSWER_SECONDS = 2.0


class Hold:
    """A lock file that the system lets go of when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        # For the whole process: by default each thread would hold, and wait for, a lock of its own.
        self._lock = filelock.FileLock(path, mode=0o600, thread_local=False)

    @property
    def held(self) -> bool:
        return self._lock.is_locked

    def take(self, *, wait: float = 0.0) -> bool:
        """Become the holder, waiting `wait` seconds at most; false if another process is. Raises `read_only`, `no_space`."""
        try:
            self._lock.acquire(timeout=wait)
        except filelock.Timeout:
            return False
        except OSError as error:
            raise unwritable(error, Path(self._lock.lock_file).parent) from error
        return True

    def release(self) -> None:
        self._lock.release()


class Bell:
    """The bell of the window that shows a data folder. Whoever holds the window's lock listens; whoever does not rings."""

    def __init__(self, data: Path) -> None:
        name = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
        if sys.platform == "win32":
            self._address, self._family = rf"\\.\pipe\inglenook-{name}", "AF_PIPE"
        else:
            # Not in the data folder: the path of a socket may have 107 bytes at most.
            self._address, self._family = str(_private_folder() / f"{name}.bell"), "AF_UNIX"

    def listen(self, on_ring: Callable[[], None], stop: Stop) -> None:
        """Call `on_ring` for each ring, in this thread, until `end` is called after `stop` was requested. Returns at once where the
        system has no place for a bell: then nobody can ring."""
        self._unlink()
        try:
            made = Listener(self._address, family=self._family)
        except OSError:
            return
        with made as listener:
            while not stop.requested:
                with contextlib.suppress(EOFError, OSError), listener.accept() as caller:
                    self._answer(caller, on_ring)
        self._unlink()

    def ring(self) -> bool:
        """Ask the first window to come to the front; false if nobody listens."""
        return self._say(_RAISE) == _HEARD

    def end(self) -> None:
        """Wake the listener, so that it sees that it is to stop."""
        self._say(_END)

    def _answer(self, caller: "Connection[bytes, bytes]", on_ring: Callable[[], None]) -> None:
        if not caller.poll(_ANSWER_SECONDS):
            return
        # Bytes, not pickled values: nothing that somebody else sends is ever taken for more than a word.
        if caller.recv_bytes(_LONGEST) == _RAISE:
            on_ring()
        caller.send_bytes(_HEARD)

    def _say(self, word: bytes) -> bytes | None:
        try:
            with Client(self._address, family=self._family) as caller:
                caller.send_bytes(word)
                return caller.recv_bytes(_LONGEST) if caller.poll(_ANSWER_SECONDS) else None
        except (OSError, EOFError):
            return None

    def _unlink(self) -> None:
        """What a process that was killed left behind keeps nobody from listening."""
        if self._family == "AF_UNIX":
            Path(self._address).unlink(missing_ok=True)


def _private_folder() -> Path:
    """A folder of this user's own for as long as the session lasts."""
    own = os.environ.get("XDG_RUNTIME_DIR")
    if own and _is_private(Path(own)):
        return Path(own)
    folder = Path(tempfile.gettempdir()) / f"inglenook-{os.getuid()}"
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    if not _is_private(folder):  # somebody else made it first
        return Path(tempfile.mkdtemp(prefix="inglenook-"))
    return folder


def _is_private(folder: Path) -> bool:
    try:
        status = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o077
