"""A question as it was asked, with what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.widgets import label, tool_button


class QuestionCard(QFrame):
    """`edit_wanted` has the question."""

    edit_wanted = Signal(str)
    again_wanted = Signal()

    def __init__(self, question: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "question")
        self._question = question
        text = label(question, wraps=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setAccessibleName(self.tr("Question: {question}").format(question=question))
        self.again = tool_button("retry", self.tr("Ask again"), self.again_wanted.emit)
        actions = QHBoxLayout()
        actions.setSpacing(0)
        actions.addWidget(tool_button("edit", self.tr("Change the question"), lambda: self.edit_wanted.emit(question)))
        actions.addWidget(tool_button("copy", self.tr("Copy the question"), self._copy))
        actions.addWidget(self.again)
        top = QVBoxLayout()
        top.addLayout(actions)
        top.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.setSpacing(4)
        row.addWidget(text, 1)
        row.addLayout(top)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._question)
