"""Text that wraps, in a column that scrolls."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget


class Flowing(QWidget):
    """What a scroll area scrolls, where text wraps in it."""

    def minimumSizeHint(self) -> QSize:
        """Text that wraps asks for the height that it has in a narrow column; how high it is here, the layout knows."""
        return QSize(super().minimumSizeHint().width(), 0)


def scrolling(inside: QWidget) -> QScrollArea:
    """`inside` in an area that is as wide as there is room, and scrolls where it is higher."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area


def clear(rows: QLayout) -> None:
    """Take everything out of it; what is shown there goes at once."""
    while (item := rows.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
