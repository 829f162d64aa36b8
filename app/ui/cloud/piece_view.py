"""One piece of a letter: the words that may be changed between those that may not."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui.cloud import wording
from app.ui.cloud.masked_edit import MaskedEdit
from app.ui.theme import Theme
from app.ui.widgets import label

if TYPE_CHECKING:
    from app.library.cloud import Shown

_EDITABLE = {"question", "passage", "title", "finding", "answer"}


class PieceView(QWidget):
    """All of its text is to be seen, exactly as it leaves; blank lines around it are shown as room."""

    edited = Signal(object, str)
    """A Shown, and other words for it."""
    touched = Signal()
    mask_pressed = Signal(object)
    selection_changed = Signal(bool)

    def __init__(self, shown: "Shown", theme: Theme) -> None:
        super().__init__()
        self.shown = shown
        self._head, self._foot = label("", "muted", wraps=True), label("", "muted", wraps=True)
        self.edit: MaskedEdit | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        if shown.source is not None:
            self.edit = self._made(theme)
            column.addWidget(self.edit)
        column.addWidget(self._foot)
        for fixed in (self._head, self._foot):
            fixed.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.show_piece(shown)

    def show_piece(self, shown: "Shown") -> None:
        self.shown = shown
        if self.edit is None:
            _say(self._head, shown.text)
            self._foot.hide()
            return
        _say(self._head, shown.text[: shown.start])
        _say(self._foot, shown.text[shown.end :])
        self.edit.show_text(shown.words, shown.masks, offset=shown.start)

    @property
    def is_dirty(self) -> bool:
        return self.edit is not None and self.edit.is_dirty

    def flush(self) -> None:
        if self.edit is not None and self.edit.is_dirty:
            self.edit.flush()

    def selected(self) -> tuple[int, int, int] | None:
        """The number of the text and the characters of it that are selected."""
        found = self.edit.selected() if self.edit is not None else None
        source = self.shown.source
        return None if found is None or source is None else (source, *found)

    def _made(self, theme: Theme) -> MaskedEdit:
        edit = MaskedEdit(theme, wording.piece(self.shown))
        edit.setReadOnly(self.shown.what not in _EDITABLE)
        edit.edited.connect(lambda text: self.edited.emit(self.shown, text))
        edit.touched.connect(self.touched)
        edit.mask_pressed.connect(self.mask_pressed)
        edit.selectionChanged.connect(lambda: self.selection_changed.emit(edit.textCursor().hasSelection()))
        return edit


def _say(line: QLabel, text: str) -> None:
    """Without the blank lines around it."""
    shown = text.strip("\n")
    line.setText(shown)
    line.setVisible(bool(shown.strip()))
