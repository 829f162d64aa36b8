"""Models that nobody uses are given back while the window is open, and at once when that is asked for."""

from PySide6.QtCore import QObject, QTimer, Signal

from app.library import Library, resting
from app.ui.jobs import Job, Jobs, Lane


class RestingModels(QObject):
    """Looks every few seconds, beside the window; a look costs nothing while no model is loaded."""

    given_back = Signal()
    at_work = Signal()
    """What was asked to go is being used."""

    def __init__(self, library: Library, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._jobs = library, jobs
        self._resting = resting.Resting(library.rooms)
        self._looking: Job[tuple[str, ...]] | None = None
        self._timer = QTimer(self, interval=round(resting.LOOK * 1000))
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        self._timer.start()

    def look(self) -> None:
        if not self._library.rooms.holds_models or (self._looking is not None and not self._looking.ended):
            return
        self._looking = self._jobs.run(
            lambda tell, stop: self._resting.look(),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda names: self.given_back.emit() if names else None,
        )

    def unload(self) -> None:
        """Unless a model is at work."""
        self._jobs.run(
            lambda tell, stop: resting.unload(self._library.rooms),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda gone: (self.given_back if gone else self.at_work).emit(),
        )
