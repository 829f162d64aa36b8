"""What the conversation shows before the first question: what can be asked, and examples that fit any document."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui.conversation.parts import TextButton
from app.ui.flowing import Flowing
from app.ui.widgets import label


class Opening(QScrollArea):
    """In the place of the turns."""

    chosen = Signal(str)
    """An example question."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = Flowing()
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(label(self.tr("Ask about your documents"), "heading", wraps=True))
        column.addWidget(
            label(
                self.tr("Answers come from the documents alone, and each says on which page it stands."),
                "muted",
                wraps=True,
            )
        )
        self._examples = QWidget()
        rows = QVBoxLayout(self._examples)
        rows.setContentsMargins(0, 8, 0, 0)
        rows.setSpacing(8)
        self.buttons = [self._button(text) for text in self._texts()]
        for button in self.buttons:
            rows.addWidget(button)
        column.addWidget(self._examples)
        column.addStretch(2)
        self.setWidget(inner)

    def set_ready(self, ready: bool) -> None:
        """Whether there is something that the examples can be asked of."""
        self._examples.setVisible(ready)

    def _texts(self) -> list[str]:
        return [
            self.tr("What is this document about?"),
            self.tr("Which dates and deadlines does it name?"),
            self.tr("Who are the parties or people in it?"),
        ]

    def _button(self, text: str) -> TextButton:
        button = TextButton((text, ""))
        button.clicked.connect(lambda: self.chosen.emit(text))
        return button
