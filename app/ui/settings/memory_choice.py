"""How long a model that nobody uses stays in memory, and what takes memory now."""

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.host.settings import IDLE_MINUTES, Settings
from app.library import Library, holding
from app.library.finding import Finding
from app.ui.jobs import Job, Jobs, Lane
from app.ui.keeping import Keeping
from app.ui.settings.wording import finding
from app.ui.widgets import label, push_button

_LOOK_MS = 2000
"""Between two looks at the memory while it is shown."""


class MemoryChoice(QWidget):
    """`unload_wanted` when the model is to go at once."""

    unload_wanted = Signal()

    def __init__(self, library: Library, jobs: Jobs) -> None:
        super().__init__()
        self._rooms, self._jobs = library.rooms, jobs
        self._keeping = Keeping(library, jobs, self)
        self._looking: Job[list[Finding]] | None = None
        self._needs: int | None = None
        """Bytes that the model would take; computed once, as reading its file's head takes 0.15 s of the processor."""
        self.after = QComboBox()
        self.after.setAccessibleName(self.tr("Give memory back"))
        for minutes in IDLE_MINUTES:
            self.after.addItem(self._words(minutes), minutes)
        self.after.activated.connect(lambda index: self._keeping.keep(idle_minutes=IDLE_MINUTES[index]))
        self.held = label(role="muted", wraps=True)
        self.held.setTextFormat(Qt.TextFormat.PlainText)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._lay_out()

    def _words(self, minutes: int) -> str:
        if not minutes:
            return self.tr("Keep the model in memory")
        return self.tr("After {minutes} minutes without a question").format(minutes=minutes)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.after)
        row.addWidget(push_button(self.tr("Unload now"), "quiet", self.unload_wanted.emit))
        row.addStretch(1)
        hint = self.tr(
            "The next question loads the model again. When this computer runs short of memory, a model that rests goes earlier."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(label(hint, "muted", wraps=True))
        column.addWidget(self.held)

    def refresh(self) -> None:
        path = self._rooms.paths.settings
        self._jobs.run(
            lambda tell, stop: Settings.load(path).idle_minutes, lane=Lane.QUICK, owner=self, on_done=self._show
        )
        self._jobs.run(
            lambda tell, stop: holding.needed(self._rooms), lane=Lane.QUICK, owner=self, on_done=self._show_needs
        )

    def look(self) -> None:
        """Count again what is held."""
        if self._looking is None or self._looking.ended:
            self._looking = self._jobs.run(
                lambda tell, stop: holding.told(holding.held(self._rooms), self._needs),
                lane=Lane.QUICK,
                owner=self,
                on_done=self._show_held,
            )

    def _show(self, minutes: int) -> None:
        with QSignalBlocker(self.after):
            self.after.setCurrentIndex(self.after.findData(minutes))

    def _show_needs(self, needs: int | None) -> None:
        self._needs = needs
        self.look()

    def _show_held(self, found: list[Finding]) -> None:
        self.held.setText("\n".join(finding(one) for one in found))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
