"""Find in the document: a bar above the pages that looks as one types."""

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from app.errors import UserFixable
from app.library import Library, pages
from app.stop import Stop
from app.types import Hit
from app.ui.jobs import Job, Jobs, Lane, Tell
from app.ui.widgets import label, tool_button

_PAUSE = 200
"""Milliseconds without a key after which it looks."""


class FindBar(QFrame):
    """Looks through one document. Hidden until `open`."""

    found = Signal(object)
    """All hits (list[Hit]) of what is sought now; empty where there is none."""
    chosen = Signal(object)
    """The Hit to go to."""
    closed = Signal()

    def __init__(self, library: Library, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._jobs = library, jobs
        self._document: str | None = None
        self._page = 1
        self._hits: Sequence[Hit] = ()
        self._at = -1
        self._job: Job[list[Hit]] | None = None
        self._sought = ""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._look)
        self._build()

    def _build(self) -> None:
        self.setProperty("kind", "bar")
        self._field = QLineEdit(placeholderText=self.tr("Find in this document"), clearButtonEnabled=True)
        self._field.setAccessibleName(self.tr("Find in this document"))
        self._field.textChanged.connect(self._on_typed)
        self._field.installEventFilter(self)
        self._count = label("", "muted")
        self._previous = tool_button("chevron-up", self.tr("Previous hit (Shift+F3)"), lambda: self.step(-1))
        self._next = tool_button("chevron-down", self.tr("Next hit (F3)"), lambda: self.step(1))
        self._close = tool_button("close", self.tr("Close (Esc)"), self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        row.addWidget(self._field, 1)
        row.addWidget(self._count)
        for button in (self._previous, self._next, self._close):
            row.addWidget(button)
        self._tell()
        self.hide()

    def in_order(self) -> list[QWidget]:
        """What the Tab key goes through."""
        return [self._field, self._previous, self._next, self._close]

    @property
    def hits(self) -> Sequence[Hit]:
        return self._hits

    @property
    def text(self) -> str:
        """How many there are, in words."""
        return self._count.text()

    def set_document(self, document: str | None) -> None:
        """Look through this one from now on; an open bar looks at once."""
        self._document = document
        self._forget()
        if self.isVisible():
            self._look()

    def set_page(self, page: int) -> None:
        """Where the reader is: the first hit is taken from there."""
        self._page = page

    def open_bar(self, text: str = "") -> None:
        """Show it; `text` is sought at once if there is any."""
        self.show()
        if text:
            self._field.setText(text)
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        if self._field.text() and not self._hits:
            self._look()

    def close_bar(self) -> None:
        if self.isVisible():
            self.hide()
            self._forget()
            self.closed.emit()

    def step(self, direction: int) -> None:
        """To the next hit (1) or the one before (-1), around the end."""
        if self._pause.isActive() or self._field.text().strip() != self._sought:
            self._look()
        elif self._hits:
            self._take((self._at + direction) % len(self._hits))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_bar()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def _on_typed(self) -> None:
        self._pause.start()

    def _forget(self) -> None:
        self._pause.stop()
        if self._job is not None:
            self._job.forget()
        self._job = None
        self._sought = ""
        self._show([])

    def _look(self) -> None:
        self._forget()
        text, document = self._field.text().strip(), self._document
        if not text or document is None:
            return
        self._sought = text
        self._count.setText(self.tr("Looking…"))

        def work(tell: Tell, stop: Stop) -> list[Hit]:
            return pages.find(self._library.rooms, document, text, stop=stop)

        self._job = self._jobs.run(work, lane=Lane.QUICK, owner=self, on_done=self._on_found, on_error=self._on_failed)

    def _on_found(self, hits: list[Hit]) -> None:
        self._job = None
        self._show(hits)
        if hits:
            self._take(bisect_left(hits, self._page, key=lambda hit: hit.page) % len(hits))

    def _on_failed(self, error: UserFixable) -> None:
        self._forget()
        self._jobs.failed.emit(error)

    def _show(self, hits: list[Hit]) -> None:
        self._hits, self._at = hits, -1
        self._tell()
        self.found.emit(hits)

    def _take(self, number: int) -> None:
        self._at = number
        self._tell()
        self.chosen.emit(self._hits[number])

    def _tell(self) -> None:
        self._previous.setEnabled(bool(self._hits))
        self._next.setEnabled(bool(self._hits))
        self._count.setText(self._words())

    def _words(self) -> str:
        if self._hits:
            return self.tr("{number} of {all}").format(number=self._at + 1, all=len(self._hits))
        return self.tr("Not found") if self._sought and self._job is None else ""
