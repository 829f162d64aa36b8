"""What every page of the settings is made of: a heading, text that wraps, and room to scroll."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from app.ui.flowing import Flowing
from app.ui.widgets import label

_MARGIN = 24


class Page(QScrollArea):
    """`refresh` is called whenever it is shown."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(title)
        self._has_groups = False
        inside = Flowing()
        self.column = QVBoxLayout()
        self.column.setSpacing(8)
        # Not an alignment of the column: that would take the height that the text has in another width.
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(_MARGIN, _MARGIN - 4, _MARGIN, _MARGIN)
        whole.addLayout(self.column)
        whole.addStretch(1)
        self.setWidget(inside)

    def heading(self, text: str) -> None:
        """Begins a group; the first one stands at the top."""
        if self._has_groups:
            self.column.addSpacing(16)
        self._has_groups = True
        self.column.addWidget(label(text, "heading"))

    def sentence(self, text: str) -> None:
        self.column.addWidget(label(text, "muted", wraps=True))

    def refresh(self) -> None:
        """Look again at what it shows."""


def rule() -> QFrame:
    """A thin line between rows."""
    line = QFrame()
    line.setProperty("kind", "rule")
    return line
