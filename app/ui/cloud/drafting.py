"""A draft that is being changed: each change is worked out beside the window, one after another, and what would leave is composed
anew."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.errors import UserFixable
from app.ui.jobs import Job, Jobs, Lane

if TYPE_CHECKING:
    from app.library.cloud import Draft, Letter

Change = Callable[["Draft"], "Draft"]
Compose = Callable[["Draft"], "Letter"]


@dataclass(frozen=True, slots=True)
class Composed:
    """`letter` is exactly what would leave of `draft`."""

    draft: "Draft"
    letter: "Letter"


class Drafting(QObject):
    """`composed` comes whenever all changes are in; until then nothing that is shown may be sent."""

    composed = Signal(object)
    failed = Signal(object)
    """UserFixable: nothing can be composed."""

    def __init__(self, draft: "Draft", compose: Compose, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draft, self._compose, self._jobs = draft, compose, jobs
        self._waiting: list[Change] = []
        self._job: Job[Composed] | None = None
        self.now: Composed | None = None
        """None while it is being worked out."""

    def start(self) -> None:
        self.change(lambda draft: draft)

    def change(self, change: Change) -> None:
        """Work it out; what comes meanwhile comes after it."""
        self.now = None
        self._waiting.append(change)
        if self._job is None:
            self._work()

    def _work(self) -> None:
        changes, self._waiting = self._waiting, []
        begun = self._draft

        def composed() -> Composed:
            draft = begun
            for change in changes:
                draft = change(draft)
            return Composed(draft, self._compose(draft))

        self._job = self._jobs.run(
            lambda tell, stop: composed(),
            lane=Lane.QUICK,
            owner=self,
            on_done=self._on_composed,
            on_error=self._on_failed,
        )

    def _on_composed(self, made: Composed) -> None:
        self._job = None
        self._draft = made.draft
        if self._waiting:
            self._work()
            return
        self.now = made
        self.composed.emit(made)

    def _on_failed(self, error: UserFixable) -> None:
        """The changes that led there are not taken."""
        self._job = None
        self.failed.emit(error)
        if self._waiting:
            self._work()
