"""Pictures of pages, made in a worker process that can hang, die or eat memory without harm to us."""

import time
from pathlib import Path
from types import TracebackType

from app.documents import files
from app.documents.reader import Limits
from app.documents.rendering import Drawn, Request, work
from app.documents.worker import Failed
from app.errors import UserFixable
from app.host import children
from app.host.children import Child
from app.stop import Stop
from app.types import Box, Picture

_LISTEN = 0.05
"""Seconds between looks at the stop token."""
_FORGOTTEN = 2.0
"""Seconds that a picture nobody waits for any more may hold up the next one before its worker is ended."""


class Viewer:
    """Draws pages in one worker, which starts with the first and ends with `close`. For one thread at a time."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._child: Child | None = None
        self._heard = False
        """Whether this worker has answered anything: before that it may still be starting."""
        self._busy = False
        """Whether the worker owes an answer that nobody waits for any more."""

    def __enter__(self) -> "Viewer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker, if there is one. A busy one is ended at once."""
        if self._child is None:
            return
        if self._busy:
            self._kill()
        else:
            self._child.end()
            self._child = None

    def render(
        self,
        path: Path,
        page: int,
        scale: float,
        *,
        clip: Box | None = None,
        password: str | None = None,
        stop: Stop,
    ) -> Picture:
        """The page as it is shown, with notes and form fields, on white; 72 pixels an inch at scale 1.0.

        `clip` is the part to draw in points of the page as shown, all of it where it is None; a picture covers every pixel
        that the part touches (tiles whose edges lie on whole pixels fit together), and has none where the part misses the
        page. A picture over 64 megapixels, or 32,767 pixels a side, comes at the largest scale that keeps below: look at
        its size. A file that changed is opened anew.

        Raises Stopped (the worker goes on and is there for the next picture), or UserFixable `not_found`, `unreadable`,
        `not_a_pdf`, `empty_file`, `password` or `pages`; `damaged` or `timeout` for this page only."""
        stop.check()
        request = Request(path, files.state_of(path), page, scale, clip, password)
        self._settle(stop)
        answer = self._ask(request, stop)
        stop.check()
        if isinstance(answer, Failed):
            raise _error(answer, request)
        return answer

    def worker(self) -> Child:
        """The running worker; a new one if there is none. Called early, it spares the first picture the start."""
        if self._child is not None and not self._child.alive:
            self._kill()
        if self._child is None:
            self._child = children.start(work, self._limits.memory, name="inglenook-viewer")
            self._heard = False
        return self._child

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()
        self._child = None
        self._busy = False

    def _settle(self, stop: Stop) -> None:
        """Take in the answer that nobody waited for, or end the worker if it does not come soon."""
        if self._busy and self._child is not None:
            seconds = _FORGOTTEN if self._heard else self._limits.start_seconds
            self._answer(self._child, seconds, stop)

    def _ask(self, request: Request, stop: Stop) -> Picture | Failed:
        child = self.worker()
        try:
            child.channel.send(request)
        except OSError:
            self._kill()
            return Failed("damaged")
        self._busy = True
        return self._answer(child, self._limits.page_seconds if self._heard else self._limits.start_seconds, stop)

    def _answer(self, child: Child, seconds: float, stop: Stop) -> Picture | Failed:
        """What the worker answers; one that dies, or does not answer within `seconds`, is ended."""
        asked = time.monotonic()
        try:
            while not child.channel.poll(_LISTEN):
                stop.check()
                if time.monotonic() - asked > seconds:
                    self._kill()
                    return Failed("timeout")
            answer = _received(child)
        except (EOFError, OSError):
            self._kill()
            return Failed("damaged")
        self._heard, self._busy = True, False
        return answer


def _received(child: Child) -> Picture | Failed:
    answer = child.channel.recv()
    if isinstance(answer, Drawn):
        return Picture(answer.width, answer.height, child.channel.recv_bytes())
    assert isinstance(answer, Failed)
    return answer


def _error(failed: Failed, request: Request) -> UserFixable:
    path = request.path
    if failed.kind == "damaged":
        files.require_pdf(path)
    if failed.kind == "pages":
        return UserFixable("pages", pages=request.page, file=path.name, count=failed.reason)
    return UserFixable(failed.kind, file=path.name, reason=failed.reason or "no reason given")
