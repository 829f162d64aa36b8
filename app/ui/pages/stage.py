"""What stands in the middle of the panel: pages, or why there are none."""

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.errors import UserFixable
from app.ui.pages.trouble import Trouble
from app.ui.widgets import EmptyState


class Stage(QStackedWidget):
    """One of: nothing is open, it is not read yet, its pages cannot be shown, its pages."""

    def __init__(self, shown: QWidget, trouble: Trouble, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown, self._trouble = shown, trouble
        self._nothing = EmptyState(
            "document",
            self.tr("No document is open"),
            self.tr("Choose one in the library. Answers open the page that they come from."),
        )
        self._unread = EmptyState(
            "document", self.tr("This document has not been read yet"), self.tr("Its pages appear here then.")
        )
        for widget in (self._nothing, self._unread, trouble, shown):
            self.addWidget(widget)

    def show_nothing(self) -> None:
        self.setCurrentWidget(self._nothing)

    def show_unread(self) -> None:
        self.setCurrentWidget(self._unread)

    def show_trouble(self, error: UserFixable, *, was_read: bool = True) -> None:
        self._trouble.tell(error, was_read=was_read)
        self.setCurrentWidget(self._trouble)

    def show_pages(self) -> None:
        self.setCurrentWidget(self._shown)
