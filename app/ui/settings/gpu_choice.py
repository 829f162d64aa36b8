"""Whether a GPU may be used."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.host.settings import Settings
from app.library import Library
from app.ui.jobs import Jobs, Lane
from app.ui.keeping import Keeping
from app.ui.widgets import label


class GpuChoice(QWidget):
    """What is chosen holds from the next question on."""

    def __init__(self, library: Library, jobs: Jobs) -> None:
        super().__init__()
        self._path, self._jobs = library.rooms.paths.settings, jobs
        self._keeping = Keeping(library, jobs, self)
        self.box = QCheckBox(self.tr("Use the graphics card (GPU) where there is one"))
        self.box.setChecked(True)
        self.box.toggled.connect(lambda on: self._keeping.keep(gpu=on))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.box)
        hint = self.tr(
            "Without it the model runs on the processor. The status bar and the diagnostics say which is used, and why."
        )
        column.addWidget(label(hint, "muted", wraps=True))

    def refresh(self) -> None:
        self._jobs.run(
            lambda tell, stop: Settings.load(self._path).gpu, lane=Lane.QUICK, owner=self, on_done=self._show
        )

    def _show(self, on: bool) -> None:
        with QSignalBlocker(self.box):
            self.box.setChecked(on)
