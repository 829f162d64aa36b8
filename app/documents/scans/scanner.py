"""Reading pages that are pictures, in a worker process that can hang, die or eat memory without harm to us."""

import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from app.documents.scans.seen import Seen
from app.documents.scans.worker import Request, Unusable, work
from app.documents.worker import Failed
from app.errors import UserFixable
from app.host import children
from app.host.children import Child
from app.stop import Stop

_LISTEN = 0.1
"""Seconds between looks at the stop token."""
_ITSELF = 0.7
"""Share of a limit, in the worker's own computing time, that shows it to be at fault: the rest of the clock's time is the machine's."""
_BUSY = 20
"""On a busy machine a worker, which comes after everything else, gets as long by the clock as this many times its limit."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may cost: seconds of computing, and bytes of address space where the system can bound it (Linux)."""

    page_seconds: float = 90.0
    memory: int | None = 4 << 30


class Scanner:
    """Reads pages one after the other in one worker, which starts with the first and ends with `close`. `networks` is the folder of their
    files. For one thread at a time."""

    def __init__(self, networks: Path, *, threads: int, limits: Limits | None = None) -> None:
        self._networks, self._threads = networks, threads
        self._limits = limits or Limits()
        self._child: Child | None = None

    def __enter__(self) -> "Scanner":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None

    def page(self, path: Path, number: int, *, password: str | None = None, stop: Stop) -> Seen:
        """What stands on a page, counted from 1. One that kills its worker or takes too long comes as skipped.

        Raises Stopped, or UserFixable `not_found`, `unreadable`, `damaged`, `password`, `model_damaged`."""
        stop.check()
        child = self._worker()
        try:
            child.channel.send(Request(path, password, number))
            answer = self._heard(child, stop)
        except (EOFError, OSError):
            self._kill()
            return Seen(number, skipped="damaged")
        except BaseException:
            self._kill()
            raise
        if answer is None:
            self._kill()
            return Seen(number, skipped="timeout")
        if isinstance(answer, Failed):
            raise UserFixable(answer.kind, file=path.name, reason=answer.reason or "no reason given")
        if isinstance(answer, Unusable):
            name = self._networks.name
            raise UserFixable("model_damaged", file=name, model=name, reason=answer.reason)
        return answer

    def _worker(self) -> Child:
        if self._child is None:
            arguments = (self._limits.memory, self._networks, self._threads)
            self._child = children.start(work, *arguments, name="inglenook-scanner")
        return self._child

    def _heard(self, child: Child, stop: Stop) -> Seen | Failed | Unusable | None:
        """The worker's answer; None when its time is over."""
        began, computed, limit = time.monotonic(), child.processor_seconds, self._limits.page_seconds
        while not child.channel.poll(_LISTEN):
            stop.check()
            waited = time.monotonic() - began
            if waited > limit and (
                child.processor_seconds - computed > limit * self._threads * _ITSELF or waited > _BUSY * limit
            ):
                return None
        answer = child.channel.recv()
        assert isinstance(answer, Seen | Failed | Unusable)
        return answer

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None
