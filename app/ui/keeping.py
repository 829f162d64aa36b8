"""Choices on their way into the settings file: one after another, in the order in which they were made."""

from typing import Any

from PySide6.QtCore import QObject

from app.host import settings
from app.library import Library
from app.ui.jobs import Jobs, Lane


class Keeping(QObject):
    """What is chosen while a write is under way is written by the next one, all at once."""

    def __init__(self, library: Library, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._path = jobs, library.rooms.paths.settings
        self._waiting: dict[str, Any] = {}
        self._is_writing = False

    def keep(self, **values: Any) -> None:
        """`values` as `Settings` has them. An error goes to `Jobs.failed`: the choice holds until the program ends."""
        self._waiting.update(values)
        if not self._is_writing:
            self._write()

    def _write(self) -> None:
        values, self._waiting = self._waiting, {}
        self._is_writing = True
        self._jobs.run(
            lambda tell, stop: settings.change(self._path, **values),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda _: self._on_written(),
            on_error=self._on_error,
        )

    def _on_error(self, error: object) -> None:
        self._jobs.failed.emit(error)
        self._on_written()

    def _on_written(self) -> None:
        self._is_writing = False
        if self._waiting:
            self._write()
