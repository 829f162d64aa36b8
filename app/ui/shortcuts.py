"""All keys of the window, as its actions have them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from app.ui.flowing import Flowing, scrolling
from app.ui.widgets import label

Group = tuple[str, Sequence[tuple[str, str]]]
"""A heading, and below it what is done by which keys."""


def keys_of(actions: Sequence[QAction]) -> list[tuple[str, str]]:
    """What each of them does and its keys, of those that have any; each once."""
    found: dict[str, str] = {}
    for action in actions:
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
        if keys and action.text():
            found.setdefault(action.text().replace("&", "").removesuffix("…"), ", ".join(keys))
    return list(found.items())


class ShortcutsDialog(QDialog):
    """To be read, and closed again."""

    def __init__(self, groups: Sequence[Group], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        inside = Flowing()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(24, 20, 24, 20)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        for heading, rows in groups:
            self._add(heading, rows)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        area = scrolling(inside)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows scroll it
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.close)
        close.setContentsMargins(16, 8, 16, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addWidget(close)
        metrics, screen = self.fontMetrics(), self.screen().availableGeometry()
        wanted = QSize(metrics.averageCharWidth() * 68, metrics.height() * 32)
        self.resize(wanted.boundedTo(screen.size() * 0.9))

    def _add(self, heading: str, rows: Sequence[tuple[str, str]]) -> None:
        if not rows:
            return
        first = self._grid.rowCount()
        title = label(heading, "heading")
        if first > 1:
            title.setContentsMargins(0, 12, 0, 0)
        self._grid.addWidget(title, first, 0, 1, 2)
        for number, (text, keys) in enumerate(rows, first + 1):
            self._grid.addWidget(label(text, wraps=True), number, 0)
            self._grid.addWidget(label(keys, "muted"), number, 1)
