"""Third step: what a question looks like, and where its answer comes from."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.ui.welcome.step import Step
from app.ui.widgets import label, push_button


class AskStep(Step):
    """Its example can be asked at once."""

    asked = Signal(str)
    """An example was chosen."""

    def __init__(self) -> None:
        super().__init__(
            self.tr("Ask"),
            self.tr(
                "Ask in your own words. Each statement of an answer shows where it stands: click it, and the page opens with the passage marked. If your documents do not say, Inglenook says so."
            ),
        )
        self.column.addWidget(label(self.tr("For example:")))
        card = QFrame()
        card.setProperty("kind", "question")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 8, 12, 8)
        self._example = push_button("", "link", lambda: self.asked.emit(self._example.text()))
        inside.addWidget(self._example)
        self.column.addWidget(card)
        self.show_example(of_sample=False)

    @property
    def example(self) -> str:
        return self._example.text()

    def show_example(self, *, of_sample: bool) -> None:
        """One that the sample answers, or one that fits any document."""
        self._example.setText(
            self.tr("How many people does the network employ?")
            if of_sample
            else self.tr("What is this document about?")
        )
        self._example.setToolTip(self.tr("Ask this question"))
