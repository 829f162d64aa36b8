"""What stands under the list while there is something to tell: how far the reading is, and what can be undone."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from app.errors import UserFixable
from app.ui import say
from app.ui.shelf import wording
from app.ui.shelf.learning import Learning
from app.ui.shelf.reading import Reading
from app.ui.theme import Theme
from app.ui.widgets import label, push_button

_ROOM = 9
"""Characters that a sentence needs beside its button, else it stands above it."""


class _Share(QProgressBar):
    """A thin line, as in a row of the list."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(maximum=1000, textVisible=False)
        self._theme = theme
        # The style sheet of the window makes the others thicker.
        self.setStyleSheet("QProgressBar { border: none; min-height: 3px; max-height: 3px; }")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        done = QRect(0, 0, round(self.width() * self.value() / self.maximum()), self.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for part, colour in ((self.rect(), "line"), (done, "accent")):
            painter.setBrush(self._theme.colour(colour))
            painter.drawRoundedRect(QStyle.visualRect(self.layoutDirection(), self.rect(), part), 1.5, 1.5)


class WorkBar(QFrame):
    """Hidden while nothing goes on. `stop_wanted` and `resume_wanted` come from its button."""

    stop_wanted = Signal()
    resume_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_paused = False
        self.text = label("", "muted", wraps=True)
        self.button = push_button(self.tr("Stop"), "link")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self._on_clicked)
        self._share = _Share(theme)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._share)
        self.hide()

    def show_work(self, reading: Reading, learning: Learning, learned: float) -> None:
        """`learned`: how much of the library can be searched by meaning, from 0 to 1."""
        self._is_paused = not reading.is_busy and learning.is_paused
        if reading.is_busy:
            number, total = reading.place
            self._say(self.tr("Reading {number} of {total}").format(number=number, total=total), reading.left)
            self._share.setValue(round(1000 * reading.share))
        elif learning.is_running:
            told = learning.last
            is_scan = wording.is_of_scans(told)
            what = self.tr("Reading scanned pages") if is_scan else self.tr("Preparing search by meaning")
            self._say(what, None if told is None else told.left)
            self._share.setValue(round(1000 * (told.done / told.total if is_scan and told else learned)))
        elif self._is_paused:
            self._say(self.tr("Search by meaning is stopped"), None)
        self.button.setText(self.tr("Continue") if self._is_paused else self.tr("Stop"))
        self._share.setVisible(not self._is_paused)
        self.setVisible(reading.is_busy or learning.is_running or self._is_paused)

    def _say(self, text: str, left: float | None) -> None:
        if left is not None:
            text = self.tr("{work} · {time} left").format(work=text, time=say.duration(left))
        if text != self.text.text():
            self.text.setText(text)
        self._share.setAccessibleName(text)

    def _on_clicked(self) -> None:
        (self.resume_wanted if self._is_paused else self.stop_wanted).emit()


class Notice(QFrame):
    """What keeps everything from going on, and a way to try again: `acted`. Narrow, so the buttons stand below. Hidden until then."""

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self.setProperty("mood", "trouble")
        self._text = label(wraps=True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        self._buttons.addWidget(push_button(self.tr("Dismiss"), "link", self.hide))
        self._buttons.addWidget(push_button(self.tr("Try again"), clicked=self.acted.emit))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._text)
        column.addLayout(self._buttons)
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beneath each other where both buttons have no room in a line."""
        super().resizeEvent(event)
        buttons = self.findChildren(QPushButton)
        fits = sum(button.sizeHint().width() for button in buttons) + 36 <= self.width()
        self._buttons.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.BottomToTop)

    @property
    def text(self) -> str:
        return self._text.text()

    def say_error(self, error: UserFixable) -> None:
        self._text.setText(say.whole(error))
        self.show()
