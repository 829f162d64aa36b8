"""Small widgets that several panels are made of."""

import html
from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.errors import UserFixable
from app.ui import say
from app.ui.icons import icon
from app.ui.theme import restyle


class _IconButton(QToolButton):
    """Its icon grows with the text around it."""

    def __init__(self) -> None:
        super().__init__()
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        side = max(round(self.fontMetrics().height() * 1.15), 18)
        self.setIconSize(QSize(side, side))


def tip(text: str) -> str:
    """`text` as a tooltip that is never taken for markup: a document's words must not make the window load anything."""
    return f"<p style='white-space: pre-wrap'>{html.escape(text)}</p>" if text else ""


def tool_button(icon_name: str, tip: str, clicked: Callable[[], object] | None = None) -> QToolButton:
    """A button with an icon; `tip` is its tooltip and its name for screen readers."""
    button = _IconButton()
    button.setIcon(icon(icon_name))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if clicked is not None:
        button.clicked.connect(lambda: clicked())
    return button


def push_button(text: str, kind: str = "", clicked: Callable[[], object] | None = None) -> QPushButton:
    """`kind` as the theme has it: primary, quiet, chip, link, or '' for the system's own."""
    button = QPushButton(text)
    button.setAutoDefault(True)  # Enter presses the focused button, outside dialogs too
    if kind:
        button.setProperty("kind", kind)
    if clicked is not None:
        button.clicked.connect(lambda: clicked())
    return button


def label(text: str = "", role: str = "", *, wraps: bool = False) -> QLabel:
    """Plain text: nothing in it is ever taken for markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if wraps:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


class ElidedLabel(QLabel):
    """One line of plain text that is cut in the middle where it does not fit; the whole text is its tooltip."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if role:
            self.setProperty("role", role)
        self._whole = ""
        self.set_whole(text)

    @property
    def whole(self) -> str:
        return self._whole

    def set_whole(self, text: str) -> None:
        self._whole = text
        self.setToolTip(tip(text))
        self.setAccessibleName(text)
        self._elide()

    def resizeEvent(self, event: object) -> None:
        self._elide()

    def _elide(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, max(self.width(), 40)))


_SENTENCE = 44
"""Characters of a banner's width that its sentence needs beside a button."""


class Banner(QFrame):
    """A sentence, one thing to do about it, and a way to put it aside. Hidden until it has something to say; an error has a border
    that warns."""

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self._text = label(wraps=True)
        self._act = push_button("")
        self._act.clicked.connect(self.acted)
        self._row = QHBoxLayout()
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._act)
        self._row.addWidget(tool_button("close", self.tr("Dismiss"), self.hide))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 6, 6, 6)
        self._column.addLayout(self._row)
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where the sentence had only a few words a line beside the button, that stands beneath it."""
        is_wide = self.width() - self._act.sizeHint().width() > _SENTENCE * self.fontMetrics().averageCharWidth()
        if is_wide and self._row.indexOf(self._act) < 0:
            self._row.insertWidget(1, self._act)
        elif not is_wide and self._column.indexOf(self._act) < 0:
            self._column.addWidget(self._act, 0, Qt.AlignmentFlag.AlignLeading)

    @property
    def text(self) -> str:
        return self._text.text()

    def say(self, text: str, action: str = "") -> None:
        self._say(text, action, "")

    def say_error(self, error: UserFixable, action: str = "") -> None:
        self._say(say.whole(error), action, "trouble")

    def _say(self, text: str, action: str, mood: str) -> None:
        self.setProperty("mood", mood)
        restyle(self)
        self._text.setText(text)
        self._act.setText(action)
        self._act.setVisible(bool(action))
        self._fit()
        self.show()


class _Picture(QWidget):
    """A large icon, drawn in the colour in force."""

    def __init__(self, icon_name: str) -> None:
        super().__init__()
        self._icon = icon(icon_name)
        self.setFixedSize(40, 40)

    def paintEvent(self, event: object) -> None:
        self._icon.paint(QPainter(self), self.rect())


class EmptyState(QWidget):
    """What a panel shows when there is nothing in it: what it is for, and how to begin."""

    def __init__(self, icon_name: str, title: str, text: str, *actions: QPushButton) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(_Picture(icon_name), 0, Qt.AlignmentFlag.AlignHCenter)
        for text_part, role in ((title, "heading"), (text, "muted")):
            line = label(text_part, role, wraps=True)
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(line)
        for action in actions:
            column.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
