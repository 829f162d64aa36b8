"""What each step of the first start is made of: a title, a few words, and what there is to do."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.widgets import label


class Step(QWidget):
    """`column` takes what is between the words and the end."""

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(label(title, "title", wraps=True))
        whole.addWidget(label(words, "muted", wraps=True))
        whole.addSpacing(8)
        self.column = QVBoxLayout()
        self.column.setSpacing(8)
        whole.addLayout(self.column)
        whole.addStretch(1)

    def enter(self) -> None:
        """It is shown now."""

    def focus(self) -> bool:
        """Put the keyboard where this step begins; false if nothing here is to be pressed first."""
        return False


def row(*widgets: QWidget) -> QHBoxLayout:
    """Side by side, at the beginning of the line."""
    made = QHBoxLayout()
    made.setSpacing(8)
    for widget in widgets:
        made.addWidget(widget)
    made.addStretch(1)
    return made
