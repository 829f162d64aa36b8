"""The right column: conversation, summary and history, one at a time."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.icons import icon

_STYLES = (
    Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
    Qt.ToolButtonStyle.ToolButtonTextOnly,
    Qt.ToolButtonStyle.ToolButtonIconOnly,
)
"""Of the buttons: the first one for which there is room."""
_LEAST = 320


class Sides(QWidget):
    """Buttons at the top, one a side; the first side is shown at first."""

    def __init__(self, conversation: QWidget, summary: QWidget, history: QWidget) -> None:
        super().__init__()
        self._stack = QStackedWidget()
        self._group = QButtonGroup(self)
        bar = QFrame()
        bar.setProperty("kind", "bar")
        # Its words give way to icons, so that they never keep the column from getting narrower.
        bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(bar)
        self._row.setContentsMargins(8, 6, 8, 6)
        self._row.setSpacing(4)
        for name, text, side in (
            ("chat", self.tr("Conversation"), conversation),
            ("summary", self.tr("Summary"), summary),
            ("history", self.tr("History"), history),
        ):
            self._add(name, text, side)
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._stack, 1)
        self._group.idClicked.connect(self._stack.setCurrentIndex)
        self._group.buttons()[0].setChecked(True)

    def minimumSizeHint(self) -> QSize:
        """Large text takes more."""
        return super().minimumSizeHint().expandedTo(QSize(_LEAST, 0))

    def show_side(self, side: QWidget) -> None:
        index = self._stack.indexOf(side)
        self._group.button(index).setChecked(True)
        self._stack.setCurrentIndex(index)

    @property
    def shown(self) -> QWidget | None:
        return self._stack.currentWidget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        for style in _STYLES:
            for button in self._group.buttons():
                if isinstance(button, QToolButton):
                    button.setToolButtonStyle(style)
            self._row.invalidate()
            if self._row.sizeHint().width() <= self.width():
                return

    def _add(self, name: str, text: str, side: QWidget) -> None:
        button = QToolButton()
        button.setIcon(icon(name))
        button.setText(text)
        button.setAccessibleName(text)
        button.setToolTip(text)
        button.setCheckable(True)
        self._group.addButton(button, self._stack.addWidget(side))
        self._row.addWidget(button)
