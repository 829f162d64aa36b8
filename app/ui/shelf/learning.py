"""Search by meaning is prepared in the background, and scanned pages are read: when nothing is read and the model does not work."""

from PySide6.QtCore import QObject, Signal

from app.errors import UserFixable
from app.library import Library
from app.types import Document, Progress
from app.ui.jobs import Job, Jobs, Lane
from app.ui.shelf import work
from app.ui.shelf.work import Passwords


class Learning(QObject):
    """`progressed` has a Progress, `learned` the id of a document that is done, `scanned` a Document with the words of its scanned pages, `halted` why it was given up. `changed` comes when it
    begins and ends, `done` when nothing is left to do."""

    progressed = Signal(object)
    learned = Signal(object)
    scanned = Signal(object)
    halted = Signal(object)
    changed = Signal()
    done = Signal()

    def __init__(self, library: Library, jobs: Jobs, parent: QObject, passwords: Passwords = lambda path: None) -> None:
        super().__init__(parent)
        self._passwords = passwords
        self._library, self._jobs = library, jobs
        self._job: Job[bool] | None = None
        self._reasons: set[str] = set()
        self._is_wanted = self._is_wanted_again = False
        self.last: Progress | None = None
        """How far it is; None while it does not run."""

    @property
    def is_running(self) -> bool:
        return self._job is not None

    @property
    def is_paused(self) -> bool:
        """Whether the user has paused it and there is something left to do."""
        return "user" in self._reasons and self._is_wanted

    def start(self) -> None:
        """There is something to do, or there may be."""
        self._is_wanted = True
        self._is_wanted_again = self._job is not None  # which may have looked already
        self._go_on()

    def pause(self, reason: str) -> None:
        """Until `resume` with the same reason; what is under way ends soon and goes on there later."""
        if reason in self._reasons:
            return
        self._reasons.add(reason)
        if self._job is not None:
            self._job.stop()
        self.changed.emit()

    def resume(self, reason: str) -> None:
        if reason in self._reasons:
            self._reasons.discard(reason)
            self._go_on()
            self.changed.emit()

    def _go_on(self) -> None:
        if self._job is not None or self._reasons or not self._is_wanted:
            return
        self._is_wanted_again = False
        self._job = self._jobs.run(
            lambda tell, stop: work.learn(self._library, tell, tell, stop, password=self._passwords),
            lane=Lane.MEANING,
            owner=self,
            on_done=self._on_done,
            on_error=self._on_error,
            on_progress=self._on_progress,
            on_item=self._on_item,
            on_stopped=self._on_stopped,
        )
        self.changed.emit()

    def _on_progress(self, progress: Progress) -> None:
        self.last = progress
        self.progressed.emit(progress)

    def _on_item(self, one: object) -> None:
        (self.scanned if isinstance(one, Document) else self.learned).emit(one)

    def _on_done(self, able: bool) -> None:
        """`able` is false where nobody can do it now. Trying again by itself would never end: it waits for the next `start`."""
        self._is_wanted, self._is_wanted_again = self._is_wanted_again, False
        self._on_stopped()
        if able:
            self.done.emit()

    def _on_error(self, error: UserFixable) -> None:
        self._is_wanted, self._is_wanted_again = self._is_wanted_again, False
        self._on_stopped()
        self.halted.emit(error)

    def _on_stopped(self) -> None:
        self._job, self.last = None, None
        self._go_on()  # it may have been resumed, or asked for anew, before it heard of the stop
        self.changed.emit()
