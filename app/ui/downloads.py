"""Models on their way to this machine, whoever asked for them: the first start and the settings show the same download."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from app.errors import UserFixable
from app.library import Library, models
from app.stop import Stop
from app.types import Progress
from app.ui.jobs import Job, Jobs, Lane, Tell

Pull = Callable[[str, Tell, Stop], str]
"""Fetch the model of this id; returns its id. Raises as `models.pull`."""


@dataclass(frozen=True, slots=True)
class Download:
    """Where one stands. `error` is what ended it, `stopped` that the user did; what came so far is kept in either case."""

    id: str
    progress: Progress | None = None
    note: str = ""
    stopped: bool = False
    error: UserFixable | None = None

    @property
    def is_running(self) -> bool:
        return not self.stopped and self.error is None


class Downloads(QObject):
    """One at a time; others wait their turn."""

    changed = Signal(str)
    """Id of a model whose download began, went on, was stopped or failed."""
    arrived = Signal(str)
    """Id of a model that is here now."""

    def __init__(
        self, library: Library, jobs: Jobs, parent: QObject | None = None, *, pull: Pull | None = None
    ) -> None:
        """`pull` is for tests: they fetch nothing."""
        super().__init__(parent)
        self._jobs = jobs
        self._pull = pull or _through(library)
        self._known: dict[str, Download] = {}
        self._running: dict[str, Job[str]] = {}

    def of(self, model: str) -> Download | None:
        """None for one that was not asked for, or is here."""
        return self._known.get(model)

    @property
    def running(self) -> list[Download]:
        return [download for download in self._known.values() if download.is_running]

    def get(self, model: str) -> None:
        """Fetch it, or go on with what came before. Call it only when the user has seen size and source and said so."""
        if model in self._running:
            return
        before = self._known.get(model)
        self._known[model] = Download(model, before.progress if before is not None else None)
        self._running[model] = self._jobs.run(
            lambda tell, stop: self._pull(model, tell, stop),
            lane=Lane.DOWNLOADS,
            owner=self,
            on_done=lambda _: self._on_arrived(model),
            on_error=lambda error: self._on_ended(model, error=error),
            on_stopped=lambda: self._on_ended(model, stopped=True),
            on_progress=lambda progress: self._on_progress(model, progress),
        )
        self.changed.emit(model)

    def stop(self, model: str) -> None:
        job = self._running.get(model)
        if job is not None:
            job.stop()

    def _on_progress(self, model: str, progress: Progress) -> None:
        before = self._known[model]
        self._known[model] = replace(before, progress=progress, note=progress.note or before.note)
        self.changed.emit(model)

    def _on_ended(self, model: str, *, error: UserFixable | None = None, stopped: bool = False) -> None:
        del self._running[model]
        self._known[model] = replace(self._known[model], error=error, stopped=stopped)
        self.changed.emit(model)

    def _on_arrived(self, model: str) -> None:
        del self._running[model]
        del self._known[model]
        self.arrived.emit(model)


def _through(library: Library) -> Pull:
    return lambda model, tell, stop: models.pull(library.rooms, model, report=tell, stop=stop).id
