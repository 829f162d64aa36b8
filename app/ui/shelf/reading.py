"""The queue of files to be read: one job at a time, in the order in which they came, each of them can be stopped."""

import time
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.errors import UserFixable
from app.library import Library
from app.types import Document, Progress, Waiting
from app.ui.jobs import Job, Jobs, Lane
from app.ui.shelf import work
from app.ui.shelf.work import Passwords

_FOR_ALL = frozenset({"no_space", "read_only", "locked", "library_damaged"})
"""What would fail every file, and says nothing about this one."""
_MEASURED = 2.0
"""Seconds after which a remaining time is worth telling."""


class Reading(QObject):
    """`began` and `stopped` have a path, `progressed` a path and a Progress, `ended` a Waiting and its Document or UserFixable;
    `halted` is why all of it was given up. `changed` comes when the whole has come on, `idle` when nothing is left."""

    began = Signal(object)
    progressed = Signal(object, object)
    ended = Signal(object, object)
    stopped = Signal(object)
    halted = Signal(object)
    changed = Signal()
    idle = Signal()

    def __init__(self, library: Library, jobs: Jobs, passwords: Passwords, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._jobs, self._passwords = library, jobs, passwords
        self._queue: dict[Path, Waiting] = {}
        self._current: Waiting | None = None
        self._job: Job[Document | UserFixable] | None = None
        self._barred: set[Path] = set()
        self._done = 0
        self._share = 0.0
        self._since = 0.0

    # What others ask for

    def add(self, items: Iterable[Waiting], *, first: bool = False) -> None:
        """Read these, too; `first`: before what waits."""
        at = self.unfinished
        new = {item.path: item for item in items if at is None or item.path != at.path}
        rest = {path: item for path, item in self._queue.items() if path not in new}
        self._queue = {**new, **rest} if first else {**rest, **new}
        self._go_on()
        self.changed.emit()

    def stop(self, paths: Iterable[Path]) -> None:
        """They wait for the user, also after a restart."""
        held = []
        for path in paths:
            if self._queue.pop(path, None) is not None:
                held.append(path)
                self.stopped.emit(path)
            elif self._current is not None and self._current.path == path and self._job is not None:
                self._job.stop()
        if held:
            self._jobs.run(lambda tell, stop: work.hold(self._library, held), lane=Lane.QUICK, owner=self)
        self.changed.emit()

    def stop_all(self) -> None:
        self.stop([*self._queue, *([self._current.path] if self._current is not None else [])])

    def withdraw(self, paths: Iterable[Path]) -> None:
        """Not to be read for now; where one waits in the catalog, it goes on waiting there."""
        for path in paths:
            if self._queue.pop(path, None) is None and self._current is not None and self._current.path == path:
                assert self._job is not None
                self._job.stop()
        self.changed.emit()

    def bar(self, paths: Iterable[Path]) -> None:
        """Not before `unbar`: they are being removed."""
        self._barred.update(paths)

    def unbar(self, paths: Iterable[Path]) -> None:
        self._barred.difference_update(paths)
        self._go_on()

    # How it stands

    @property
    def unfinished(self) -> Waiting | None:
        """The file that is being read and that nobody asked to stop: a program that closes must go on with it later."""
        return None if self._job is None or self._job.stopping else self._current

    @property
    def is_busy(self) -> bool:
        return self._current is not None or bool(self._queue)

    @property
    def place(self) -> tuple[int, int]:
        """The number of the file that is being read, of how many."""
        total = self._done + len(self._queue) + (self._current is not None)
        return min(self._done + 1, total), total

    @property
    def share(self) -> float:
        """How much of it is done, from 0 to 1."""
        return (self._done + self._share) / max(self.place[1], 1)

    @property
    def left(self) -> float | None:
        """Seconds until all are read, as far as can be told."""
        spent, behind = time.monotonic() - self._since, self._done + self._share
        if spent < _MEASURED or behind <= 0:
            return None
        return spent / behind * (self.place[1] - behind)

    # The work

    def _go_on(self) -> None:
        item = next((item for path, item in self._queue.items() if path not in self._barred), None)
        if self._current is not None or item is None:
            return
        if not self._done:
            self._since = time.monotonic()
        del self._queue[item.path]
        self._current, self._share = item, 0.0
        self._job = self._jobs.run(
            lambda tell, stop: work.read(self._library, item, password=self._passwords, report=tell, stop=stop),
            lane=Lane.READING,
            owner=self,
            on_done=lambda outcome: self._on_done(item, outcome),
            on_error=lambda error: self._on_error(item, error),
            on_progress=lambda progress: self._on_progress(item, progress),
            on_stopped=lambda: self._on_stopped(item),
        )
        self.began.emit(item.path)

    def _on_progress(self, item: Waiting, progress: Progress) -> None:
        self._share = progress.done / progress.total if progress.total > 0 else 0.0
        self.progressed.emit(item.path, progress)
        self.changed.emit()

    def _on_done(self, item: Waiting, outcome: Document | UserFixable) -> None:
        self._next()
        self.ended.emit(item, outcome)
        self._settle()

    def _on_stopped(self, item: Waiting) -> None:
        self._next()
        if item.path not in self._queue:  # else it was added again while it was stopping
            self.stopped.emit(item.path)
        self._settle()

    def _on_error(self, item: Waiting, error: UserFixable) -> None:
        if error.kind not in _FOR_ALL:
            self._drop(item)
            self._on_done(item, error)
            return
        rest, self._queue = list(self._queue), {}
        self._next()
        for path in (item.path, *rest):
            self.stopped.emit(path)
        self.halted.emit(error)
        self._settle()

    def _next(self) -> None:
        self._current, self._job = None, None
        self._done += 1

    def _drop(self, item: Waiting) -> None:
        """A file at which we fail ourselves must not be tried at every start."""
        self._jobs.run(lambda tell, stop: work.drop(self._library, item.path), lane=Lane.QUICK, owner=self)

    def _settle(self) -> None:
        self._go_on()
        if not self.is_busy:
            self._done = 0
            self._jobs.run(lambda tell, stop: self._library.rooms.end_reading(), lane=Lane.READING, owner=self)
            self.idle.emit()
        self.changed.emit()
