"""Which process holds a data folder: the one that owns the vectors and the background work. Others read and ask."""

from pathlib import Path

import filelock

from app.host.paths import unwritable


class Hold:
    """The holder's lock. The system lets go of it when the process ends, however it ends."""

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
