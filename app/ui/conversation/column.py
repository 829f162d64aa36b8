"""The turns one below the other. The column goes on with what is written as long as its reader is at the end."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui.conversation.parts import Scrolled
from app.ui.conversation.turn import TurnView

_NEAR = 8
"""Pixels from the end that still are the end."""


class Column(QScrollArea):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.turns: list[TurnView] = []
        self._follows = True
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = Scrolled()
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(0, 8, 0, 8)
        self._rows.setSpacing(12)
        self._rows.addStretch(1)
        self.setWidget(inner)
        self.verticalScrollBar().valueChanged.connect(self._on_moved)
        self.verticalScrollBar().rangeChanged.connect(self._on_grown)

    def add(self, turn: TurnView) -> None:
        self.turns.append(turn)
        self._rows.insertWidget(self._rows.count() - 1, turn)

    def clear(self) -> None:
        for turn in self.turns:
            self._rows.removeWidget(turn)
            turn.hide()
            turn.deleteLater()
        self.turns = []
        self._follows = True

    def to_end(self) -> None:
        self._follows = True
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def _on_moved(self, value: int) -> None:
        self._follows = value >= self.verticalScrollBar().maximum() - _NEAR

    def _on_grown(self, first: int, last: int) -> None:
        if self._follows:
            self.verticalScrollBar().setValue(last)
