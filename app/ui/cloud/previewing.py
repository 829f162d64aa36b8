"""The way to a letter that somebody has read: a draft is prepared beside the window, shown, and handed on if it is approved."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.errors import UserFixable
from app.library import Library
from app.stop import Stop
from app.ui.cloud.drafting import Composed
from app.ui.cloud.elsewhere import Elsewhere
from app.ui.cloud.preview import PreviewDialog
from app.ui.jobs import Job, Jobs, Lane
from app.ui.theme import Theme

if TYPE_CHECKING:
    from app.library.cloud import Draft

Prepare = Callable[[Stop], "Draft"]
Approved = Callable[[Composed], object]


class Previewing(QObject):
    """One at a time. Nothing is sent here."""

    busy_changed = Signal(bool)
    """Whether a draft is being prepared."""
    failed = Signal(object)
    """UserFixable"""

    def __init__(self, library: Library, jobs: Jobs, theme: Theme, elsewhere: Elsewhere, window: QWidget) -> None:
        super().__init__(window)
        self._library, self._jobs, self._theme, self._elsewhere = library, jobs, theme, elsewhere
        self._window = window
        self._job: Job[Draft] | None = None
        self.dialog: PreviewDialog | None = None

    def begin(self, prepare: Prepare, approved: Approved, *, by_steps: Prepare | None = None) -> None:
        """`approved` is called if what is shown is to be sent; `by_steps` prepares the other way to ask, where that is offered."""
        self.forget()
        self._job = self._jobs.run(
            lambda tell, stop: prepare(stop),
            lane=Lane.CLOUD,
            owner=self,
            on_done=lambda draft: self._show(draft, approved, by_steps),
            on_error=self._on_failed,
            on_stopped=self._let_go,
        )
        self.busy_changed.emit(True)

    def forget(self) -> None:
        """What is being prepared is not shown any more; a preview that stands there is closed."""
        if self._job is not None:
            self._job.forget()
            self._let_go()
        if self.dialog is not None:
            self.dialog.reject()

    def _let_go(self) -> None:
        self._job = None
        self.busy_changed.emit(False)

    def _on_failed(self, error: UserFixable) -> None:
        self._let_go()
        self.failed.emit(error)

    def _show(self, draft: "Draft", approved: Approved, by_steps: Prepare | None) -> None:
        self._let_go()
        cloud = self._library.cloud
        dialog = PreviewDialog(
            draft,
            cloud.letter,
            self._elsewhere.providers,
            self._jobs,
            self._theme,
            self._window.window(),
            forbidden=cloud.forbidden,
            by_steps=None if by_steps is None else lambda: by_steps(Stop()),
        )
        dialog.approved.connect(approved)
        dialog.finished.connect(self._on_closed)
        self.dialog = dialog
        dialog.open()

    def _on_closed(self) -> None:
        self.dialog = None
