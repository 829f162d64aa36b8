"""One setting that is on or off: a box, and a sentence that says what it means."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.host.settings import Settings
from app.library import Library
from app.ui.jobs import Jobs, Lane
from app.ui.keeping import Keeping
from app.ui.widgets import label


class Tick(QWidget):
    """`setting` is the name of a truth value of `Settings`, on if nothing else was chosen."""

    def __init__(self, library: Library, jobs: Jobs, setting: str, text: str, hint: str) -> None:
        super().__init__()
        self._path, self._jobs, self._setting = library.rooms.paths.settings, jobs, setting
        self._keeping = Keeping(library, jobs, self)
        self.box = QCheckBox(text)
        self.box.setChecked(True)
        self.box.toggled.connect(lambda on: self._keeping.keep(**{setting: on}))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.box)
        column.addWidget(label(hint, "muted", wraps=True))

    def refresh(self) -> None:
        self._jobs.run(
            lambda tell, stop: bool(getattr(Settings.load(self._path), self._setting)),
            lane=Lane.QUICK,
            owner=self,
            on_done=self._show,
        )

    def _show(self, on: bool) -> None:
        with QSignalBlocker(self.box):
            self.box.setChecked(on)
