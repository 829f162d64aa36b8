"""Small widgets of the conversation: an icon that follows the theme, a button with several lines of text, a column that remembers."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui.icons import icon
from app.ui.widgets import label


class Sign(QWidget):
    """An icon beside a line of text, as tall as the line."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._icon: QIcon = icon(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = self.fontMetrics().height()
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()


class TextButton(QPushButton):
    """A button whose texts wrap: a heading and more beneath it, or one line. Plain text."""

    def __init__(self, *lines: tuple[str, str]) -> None:
        """Each line with its role as the theme has it."""
        super().__init__()
        self.setProperty("kind", "row")
        self.setAutoDefault(True)  # Enter presses it, outside dialogs too
        self.setAccessibleName("\n".join(text for text, _ in lines))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        for text, role in lines:
            line = label(text, role, wraps=True)
            line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(line)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return super().minimumSizeHint() if layout is None else layout.minimumSize()


class RememberedColumn(QVBoxLayout):
    """Remembers how tall it is in which width until something in it changes: a long conversation asks every turn again for each
    word that is written in the last one."""

    def __init__(self, parent: QWidget) -> None:
        self._heights: dict[int, int] = {}
        super().__init__(parent)

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def minimumHeightForWidth(self, width: int) -> int:
        return self.heightForWidth(width)
