"""The two ways to ask a model elsewhere: with passages, or by steps, where none leaves."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from app.ui.widgets import label

if TYPE_CHECKING:
    from app.library.cloud import Draft


class OtherWay:
    """Changes a draft for that of the other way, with the same question, model and masks: the first time it is prepared, and what was changed in
    each of them stays."""

    def __init__(self, prepare: "Callable[[], Draft]") -> None:
        self._prepare = prepare
        self._kept: Draft | None = None

    def __call__(self, draft: "Draft") -> "Draft":
        other = self._prepare() if self._kept is None else self._kept
        self._kept = draft
        return other.like(draft)


class Ways(QWidget):
    """`chosen` tells whether it is to be asked by steps."""

    chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.passages, self.steps = QRadioButton(self.tr("Send passages")), QRadioButton(self.tr("Ask in steps"))
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(16)
        for button in (self.passages, self.steps):
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        what = self.tr(
            "In steps, no page and no passage leaves: the model there says what has to be looked up, the model here looks it up, and what was "
            "found leaves after another look of yours."
        )
        self.steps.setAccessibleDescription(what)
        self.passages.setChecked(True)
        self.steps.toggled.connect(self.chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(label(what, "muted", wraps=True))

    def show_way(self, by_steps: bool) -> None:
        with QSignalBlocker(self.steps):
            (self.steps if by_steps else self.passages).setChecked(True)
