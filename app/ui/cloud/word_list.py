"""The user's own words that are masked before anything leaves: names of projects, of customers, whatever a search cannot know."""

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit

from app.host.settings import Settings
from app.library import Library
from app.ui.jobs import Jobs, Lane
from app.ui.keeping import Keeping

_LINES = 4
_PAUSE_MS = 800
"""After so long without a key the words are kept."""


class WordList(QPlainTextEdit):
    """One a line."""

    def __init__(self, library: Library, jobs: Jobs) -> None:
        super().__init__()
        self._path, self._jobs = library.rooms.paths.settings, jobs
        self._keeping = Keeping(library, jobs, self)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        self.setProperty("kind", "field")
        self.setAccessibleName(self.tr("Words that are always masked"))
        self.setPlaceholderText(self.tr("One a line"))
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._pause.start)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 2 * int(self.document().documentMargin()) + 8)

    @property
    def words(self) -> tuple[str, ...]:
        """Without blank lines, each once."""
        lines = (" ".join(line.split()) for line in self.toPlainText().splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def refresh(self) -> None:
        self._jobs.run(
            lambda tell, stop: Settings.load(self._path).cloud_words,
            lane=Lane.QUICK,
            owner=self,
            on_done=self._show,
        )

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._pause.isActive():
            self._keep()

    def _show(self, words: tuple[str, ...]) -> None:
        if self._pause.isActive() or words == self.words:
            return
        with QSignalBlocker(self):
            self.setPlainText("\n".join(words))

    def _keep(self) -> None:
        self._pause.stop()
        self._keeping.keep(cloud_words=self.words)
