"""Which models elsewhere are set up, for all of the window: as long as there is none, nothing of them is shown."""

from PySide6.QtCore import QObject, Signal

from app.host.settings import Settings
from app.library import Library
from app.types import Provider
from app.ui.cloud.keys import SessionKeys
from app.ui.jobs import Job, Jobs, Lane


class Elsewhere(QObject):
    """`keys` are those that no keyring keeps."""

    changed = Signal()

    def __init__(self, library: Library, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._jobs = library, jobs
        self.keys = SessionKeys()
        self.providers: tuple[Provider, ...] = ()
        self.locked: str | None = None
        """Why nothing may be sent at all, as `reasons.REASONS` has it."""
        self._looking: Job[tuple[tuple[Provider, ...], str | None]] | None = None

    def reload(self, *, thoroughly: bool = False) -> None:
        """Look again, beside the window. Where none is set up nothing of the library's part is loaded for it, unless it is done
        `thoroughly`."""
        if self._looking is not None:
            self._looking.forget()
        self._looking = self._jobs.run(
            lambda tell, stop: _found(self._library, thoroughly=thoroughly),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda found: self._show(*found),
        )

    @property
    def is_open(self) -> bool:
        """Whether something can be sent: a model is set up, and nothing forbids it."""
        return bool(self.providers) and self.locked is None

    def _show(self, providers: tuple[Provider, ...], locked: str | None) -> None:
        self._looking = None
        self.providers, self.locked = providers, locked
        self.changed.emit()


def _found(library: Library, *, thoroughly: bool) -> tuple[tuple[Provider, ...], str | None]:
    providers = Settings.load(library.rooms.paths.settings).providers
    return providers, library.cloud.locked() if providers or thoroughly else None
