"""What of an answer is marked on the pages: looked up beside the window."""

from PySide6.QtCore import QObject, Signal

from app.library import Library
from app.types import Answer
from app.ui.conversation import work
from app.ui.jobs import Job, Jobs, Lane
from app.ui.wanted import Mark


class Marking(QObject):
    """`found` has the list[Mark] of the answer that was shown last."""

    found = Signal(object)

    def __init__(self, library: Library, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._jobs = library, jobs
        self._job: Job[list[Mark]] | None = None

    def show(self, answer: Answer | None) -> None:
        if answer is None:
            return
        self.forget()
        self._job = self._jobs.run(
            lambda tell, stop: work.marks(self._library, answer, stop),
            lane=Lane.QUICK,
            owner=self,
            on_done=self.found.emit,
            on_error=lambda error: self.found.emit([]),
        )

    def forget(self) -> None:
        if self._job is not None:
            self._job.forget()
            self._job = None
