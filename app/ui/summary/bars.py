"""What stands between the choice and the summary: how far it is, and which one of the kept ones is shown."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.types import KeptSummary, Progress
from app.ui import say
from app.ui.summary.part import kept_name
from app.ui.widgets import label, push_button, tool_button

_STEPS = 1000


class ProgressBar(QWidget):
    """Hidden until something is under way."""

    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of the summary"))
        self._said = label(role="muted", wraps=True)
        self._stop = push_button(self.tr("Stop"), "quiet", self.stop_wanted.emit)
        self._stop.setToolTip(self.tr("Stop (Esc). What is done is kept."))
        self._progress: Progress | None = None
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._said)
        self.hide()

    def begin(self) -> None:
        self._progress = None
        self._bar.setRange(0, 0)
        self._said.setText(self.tr("Getting ready…"))
        self._stop.setEnabled(True)
        self._stop.setText(self.tr("Stop"))
        self.show()
        self._stop.setFocus()

    def stopping(self) -> None:
        self._stop.setEnabled(False)
        self._stop.setText(self.tr("Stopping…"))

    def show_progress(self, progress: Progress | None = None, *, read: int, pages: int) -> None:
        """`read` of the `pages` that it is about are in sections that are done. None: only that has changed."""
        progress = self._progress = progress or self._progress
        if progress is None:
            return
        if progress.stage == "summarising" and progress.total:
            self._bar.setRange(0, _STEPS)
            self._bar.setValue(progress.done * _STEPS // progress.total)
            said = self.tr("Read {read} of %n page(s)", "", pages).format(read=read)
        else:
            said = say.stage(progress)
        if progress.left is not None:
            said += " · " + self.tr("about {duration} left").format(duration=say.duration(progress.left))
        self._said.setText(said)


class KeptBar(QWidget):
    """The summaries that are kept with the document; hidden where there is none."""

    chosen = Signal(object)
    """KeptSummary"""
    copy_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[KeptSummary] = []
        self._list = QComboBox()
        self._list.setAccessibleName(self.tr("Kept summaries of this document"))
        self._list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._list.setMinimumContentsLength(12)
        self._list.currentIndexChanged.connect(self._on_chosen)
        self._list.activated.connect(self._on_chosen)  # the same again, after a run that was stopped
        self._copy = tool_button("copy", self.tr("Copy as Markdown"), self.copy_wanted.emit)
        self._remove = tool_button("remove", self.tr("Delete this summary…"), self.remove_wanted.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._list, 1)
        row.addWidget(self._copy)
        row.addWidget(self._remove)
        self.hide()

    @property
    def current(self) -> KeptSummary | None:
        number = self._list.currentIndex()
        return self._kept[number] if 0 <= number < len(self._kept) else None

    def show_list(self, kept: Sequence[KeptSummary]) -> None:
        """Newest first, and the first one chosen, of which nothing is told."""
        self._kept = list(kept)
        with QSignalBlocker(self._list):
            self._list.clear()
            self._list.addItems([kept_name(one) for one in kept])
        self.setVisible(bool(kept))

    def show_again(self) -> None:
        self.setVisible(bool(self._kept))

    def _on_chosen(self, number: int) -> None:
        if 0 <= number < len(self._kept):
            self.chosen.emit(self._kept[number])
