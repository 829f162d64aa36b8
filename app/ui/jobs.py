"""The only threads of the window: work runs in lanes, and what it tells arrives on the window's thread.

A lane is a resource that cannot be shared (the model, a worker process); its jobs run one after another. What a job tells
while it runs reaches the window in batches of about 40 ms, so that a fast talker never floods the event loop.
"""

import contextlib
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Generic, TypeVar, cast

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import UserFixable
from app.host import crashes, faults
from app.stop import Stop, Stopped
from app.types import Progress, Token

T = TypeVar("T")
Tell = Callable[[object], None]
Work = Callable[[Tell, Stop], T]

_BATCH_MS = 40


class Lane(Enum):
    """The value is the number of threads."""

    READING = ("reading", 1)
    """PDFs into the library, one after another."""
    MEANING = ("meaning", 1)
    """Embedding, in the background."""
    MODEL = ("model", 1)
    """The one model: questions, summaries, loading."""
    PAGES = ("pages", 1)
    """Pictures of pages, by a worker of its own."""
    AHEAD = ("ahead", 2)
    """What may be of use in a moment: a search for a question that is being typed, beside the reading of what the last one found."""
    QUICK = ("quick", 2)
    """Short looks into the library, and searches."""
    CHANGES = ("changes", 1)
    """Short changes of the library in the order in which they were made, and taking stock of them: what is put in and taken out
    again must not be swapped."""
    FOLDERS = ("folders", 1)
    """Looking through the user's folders, which may lie on a drive that does not answer."""
    FILES = ("files", 1)
    """Exports, copies of models."""
    REMOVALS = ("removals", 1)
    """What was removed is taken off the disk; nobody waits for it."""
    CLOUD = ("cloud", 1)
    """What is prepared for a model elsewhere, and what it answers."""
    DOWNLOADS = ("downloads", 1)
    """Models on their way from their publisher; may take hours."""
    BELL = ("bell", 1)
    """Listens for a second start."""


class Job(Generic[T]):
    """Work that was handed in. All methods are for the window's thread."""

    def __init__(
        self,
        *,
        owner: QObject | None,
        on_done: Callable[[T], None] | None,
        on_error: Callable[[UserFixable], None] | None,
        on_progress: Callable[[Progress], None] | None,
        on_text: Callable[[str], None] | None,
        on_item: Callable[[object], None] | None,
        on_stopped: Callable[[], None] | None,
    ) -> None:
        self._owner = owner
        self._on_done, self._on_error, self._on_stopped = on_done, on_error, on_stopped
        self._on_progress, self._on_text, self._on_item = on_progress, on_text, on_item
        self._forgotten = False
        self.token = Stop()
        self.ended = False
        """Whether its end has been told."""

    def stop(self) -> None:
        """Ask it to end; `on_stopped` is called when it has, or `on_done` if it was done before it heard."""
        self.token.request()

    def forget(self) -> None:
        """Stop it and hear nothing of it any more."""
        self._forgotten = True
        self.token.request()

    @property
    def stopping(self) -> bool:
        return self.token.requested and not self.ended

    @property
    def _deaf(self) -> bool:
        return self._forgotten or (self._owner is not None and not shiboken6.isValid(self._owner))

    def hear(self, told: list[object]) -> None:
        """What it told since the last time: only the newest progress counts, text is joined, anything else comes one by one."""
        if self._deaf:
            return
        progress = next((one for one in reversed(told) if isinstance(one, Progress)), None)
        if progress is not None and self._on_progress:
            self._on_progress(progress)
        text = "".join(one.text for one in told if isinstance(one, Token))
        if text and self._on_text:
            self._on_text(text)
        for one in told:
            if self._on_item and not isinstance(one, Progress | Token):
                self._on_item(one)

    def end(self, outcome: object) -> None:
        self.ended = True
        if self._deaf:
            return
        if isinstance(outcome, Stopped):
            if self._on_stopped:
                self._on_stopped()
        elif isinstance(outcome, UserFixable):
            if self._on_error:
                self._on_error(outcome)
        elif self._on_done:
            self._on_done(cast(T, outcome))


class _End:
    """A lane's end mark."""


class _Lane:
    """Threads that take jobs from one queue, started with the first job."""

    def __init__(self, lane: Lane, perform: Callable[[Job[object], Work[object]], None]) -> None:
        self._name, self._size = lane.value
        self._perform = perform
        self._queue: queue.SimpleQueue[tuple[Job[object], Work[object]] | _End] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []

    def put(self, job: Job[object], work: Work[object]) -> None:
        if not self._threads:
            # Daemons: native code that does not hear a stop must not keep the program from ending.
            self._threads = [
                threading.Thread(target=self._run, name=f"lane-{self._name}", daemon=True) for _ in range(self._size)
            ]
            for thread in self._threads:
                thread.start()
        self._queue.put((job, work))

    def finish(self) -> None:
        for _ in self._threads:
            self._queue.put(_End())

    def join(self, deadline: float) -> bool:
        for thread in self._threads:
            thread.join(max(deadline - time.monotonic(), 0.0))
        return not any(thread.is_alive() for thread in self._threads)

    def _run(self) -> None:
        while not isinstance(item := self._queue.get(), _End):
            self._perform(*item)


class Jobs(QObject):
    """Runs work beside the window."""

    failed = Signal(object)
    """A UserFixable that nobody else listens for."""
    _woken = Signal()

    def __init__(self, crashes: Path, parent: QObject | None = None) -> None:
        """`crashes` is the folder for reports of our own faults."""
        super().__init__(parent)
        self._crashes = crashes
        self._lanes = {lane: _Lane(lane, self._perform) for lane in Lane}
        self._told: deque[tuple[Job[object], object]] = deque()
        self._ends: deque[tuple[Job[object], object]] = deque()
        self._running: dict[Job[object], Lane] = {}
        self._timer = QTimer(self, singleShot=True, interval=_BATCH_MS)
        self._timer.timeout.connect(self._deliver)
        self._woken.connect(self._on_woken)
        self._closed = False
        self._is_woken = False

    def run(
        self,
        work: Work[T],
        *,
        lane: Lane,
        owner: QObject | None = None,
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[UserFixable], None] | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        on_text: Callable[[str], None] | None = None,
        on_item: Callable[[object], None] | None = None,
        on_stopped: Callable[[], None] | None = None,
    ) -> Job[T]:
        """Run `work(tell, stop)` in its lane. Of what it tells, `Progress` goes to `on_progress`, `Token` to `on_text` and anything
        else to `on_item`. Nothing is called once `owner` is gone. Without `on_error`, `failed` is emitted."""
        job: Job[T] = Job(
            owner=owner,
            on_done=on_done,
            on_error=on_error or self.failed.emit,
            on_progress=on_progress,
            on_text=on_text,
            on_item=on_item,
            on_stopped=on_stopped,
        )
        if not self._closed:
            plain = cast("Job[object]", job)
            self._running[plain] = lane
            self._lanes[lane].put(plain, cast("Work[object]", work))
        return job

    @property
    def busy(self) -> bool:
        return bool(self._running)

    def is_free(self, lane: Lane) -> bool:
        """Whether nothing runs or waits there."""
        return lane not in self._running.values()

    def close(self, seconds: float = 5.0) -> bool:
        """Ask all work to stop and wait for it, `seconds` at most; false if some did not end. Nothing is told any more."""
        self._closed = True
        self._timer.stop()
        for job in self._running:
            job.forget()
        for lane in self._lanes.values():
            lane.finish()
        deadline = time.monotonic() + seconds
        return all(lane.join(deadline) for lane in self._lanes.values())

    def _perform(self, job: Job[object], work: Work[object]) -> None:
        """In the lane's thread."""

        def tell(what: object) -> None:
            self._told.append((job, what))
            if not self._is_woken:
                self._wake()

        outcome: object
        try:
            job.token.check()
            outcome = work(tell, job.token)
        except (UserFixable, Stopped) as error:
            outcome = error
            if isinstance(error, UserFixable):
                faults.note("error", kind=error.kind)
        except Exception as fault:  # noqa: BLE001 - the last line of defence: a fault of ours is kept and named, and the window goes on
            faults.note("fault", type=fault)
            outcome = UserFixable("fault", path=crashes.keep(self._crashes, fault, "window") or "-")
        self._ends.append((job, outcome))
        self._wake()

    def _wake(self) -> None:
        self._is_woken = True
        with contextlib.suppress(RuntimeError):  # the window is gone already
            self._woken.emit()

    def _on_woken(self) -> None:
        if self._ends:
            self._deliver()
        elif not self._timer.isActive() and not self._closed:
            self._timer.start()

    def _deliver(self) -> None:
        self._is_woken = False  # before the queues are emptied: what is told from now on wakes again
        ends = [self._ends.popleft() for _ in range(len(self._ends))]
        told: dict[Job[object], list[object]] = {}
        for job, what in [self._told.popleft() for _ in range(len(self._told))]:
            told.setdefault(job, []).append(what)
        with contextlib.ExitStack() as calls:  # last in, first out; each is made, whichever of them fails
            for job, outcome in reversed(ends):
                calls.callback(self._end, job, outcome)
            for job, whats in reversed(told.items()):
                calls.callback(job.hear, whats)

    def _end(self, job: Job[object], outcome: object) -> None:
        self._running.pop(job, None)
        job.end(outcome)
