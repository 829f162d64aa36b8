"""What stands in place of the pages when they cannot be shown: why, that the text is still there, and what to do."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.errors import UserFixable
from app.ui import say
from app.ui.icons import icon
from app.ui.widgets import label, push_button

_ICONS = {"moved": "locate", "not_found": "locate", "password": "lock", "outdated": "retry"}


class Trouble(QWidget):
    """One sentence, one more, and a button or two."""

    locate_wanted = Signal()
    read_again_wanted = Signal()
    password_needed = Signal()
    retried = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._sentence = label("", "heading", wraps=True)
        self._more = label("", "muted", wraps=True)
        self._note = label("", "error", wraps=True)
        self._locate = push_button(self.tr("Locate…"), "primary", self.locate_wanted.emit)
        self._read = push_button(self.tr("Read again"), "primary", self.read_again_wanted.emit)
        self._password = push_button(self.tr("Enter password…"), "primary", self.password_needed.emit)
        self._retry = push_button(self.tr("Try again"), "", self.retried.emit)
        self._arrange()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._picture)
        for line in (self._sentence, self._more, self._note):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(line)
        column.addSpacing(8)
        for button in (self._locate, self._read, self._password, self._retry):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    @property
    def text(self) -> str:
        return f"{self._sentence.text()} {self._more.text()}".strip()

    @property
    def has_button(self) -> bool:
        return any(not one.isHidden() for one in (self._locate, self._read, self._password, self._retry))

    def tell(self, error: UserFixable, *, was_read: bool = True) -> None:
        """`was_read`: whether its text is there, though its pages are not."""
        self._picture.setPixmap(icon(_ICONS.get(error.kind, "warning")).pixmap(QSize(40, 40)))
        self._sentence.setText(say.sentence(error))
        self._more.setText(self._what_goes_on(error) if was_read else say.hint(error))
        self.note(None)
        moved = was_read and error.kind in ("moved", "not_found")
        self._locate.setVisible(moved)
        self._read.setVisible(error.kind == "outdated")
        self._password.setVisible(error.kind == "password")
        self._retry.setVisible(error.kind not in ("outdated", "password") and say.can_be_retried(error))

    def note(self, error: UserFixable | None) -> None:
        """What came of trying to mend it."""
        self._note.setText("" if error is None else say.whole(error))
        self._note.setVisible(error is not None)

    def set_busy(self, busy: bool) -> None:
        """While a file that was chosen is compared."""
        self._locate.setDisabled(busy)
        self._locate.setText(self.tr("Comparing…") if busy else self.tr("Locate…"))

    def _what_goes_on(self, error: UserFixable) -> str:
        if error.kind == "outdated":
            return self.tr("What was read before can still be searched and asked about.")
        searched = self.tr("Its text can still be searched and asked about.")
        if error.kind in ("moved", "not_found", "password"):
            return searched
        return f"{searched} {say.hint(error)}".strip()
