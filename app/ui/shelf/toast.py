"""'Removed “x”' with a way back, for a while."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.widgets import label, push_button, tip

_ROOM = 9
"""Characters that a sentence needs beside its button, else it stands above it."""


class Toast(QFrame):
    """`undo_wanted` comes from its button and from its key; `keep_wanted` tells whether what was answered about it is to stay. A screen reader
    is told at once: what has just gone is not where anybody would look for it."""

    undo_wanted = Signal()
    keep_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "toast")
        self._names: list[str] = []
        self.text = label(wraps=True)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.button = push_button(self.tr("Undo"), clicked=self.undo_wanted.emit)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keys = QKeySequence(QKeySequence.StandardKey.Undo)
        self.button.setToolTip(keys.toString(QKeySequence.SequenceFormat.NativeText))
        self._key = QShortcut(keys, self, self.undo_wanted.emit)
        self._key.setEnabled(False)
        self.keep = QCheckBox(self.tr("Keep the answers about it"))
        self.keep.setToolTip(tip(self.tr("Answers stay in your conversations, without what they quote.")))
        self.keep.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.keep.clicked.connect(self.keep_wanted)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addWidget(self.text, 1)
        self._row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(6)
        column.addLayout(self._row)
        column.addWidget(self.keep)
        self.hide()

    def show_removed(self, names: list[str], *, documents: bool = True, keeps_answers: bool = False) -> None:
        """Hidden where nothing can be undone. `documents`: some of them could be asked about."""
        is_news = bool(names) and names != self._names
        self._names = names
        self._key.setEnabled(bool(names))
        self.keep.setText(
            self.tr("Keep the answers about it") if len(names) < 2 else self.tr("Keep the answers about them")
        )
        self.keep.setChecked(keeps_answers)
        self.keep.setVisible(documents)
        self.setVisible(bool(names))
        self._say()
        if is_news and QAccessible.isActive():
            told = self.tr("{removed}. {key} brings it back for ten seconds.")
            key = self._key.key().toString(QKeySequence.SequenceFormat.NativeText)
            text = told.format(removed=self.text.accessibleName() or self.text.text(), key=key)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - self.button.sizeHint().width() - 28
        is_wide = room >= _ROOM * self.fontMetrics().averageCharWidth()
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)
        self._say()

    def _say(self) -> None:
        """What is too long is cut in the name, not in the sentence."""
        if not self._names:
            return
        if len(self._names) > 1:
            self.text.setText(self.tr("Removed %n document(s)", "", len(self._names)))
            self.text.setAccessibleName("")
            return
        sentence, metrics = self.tr("Removed “{name}”"), self.text.fontMetrics()
        room = self.text.width() - metrics.horizontalAdvance("“”")
        name = metrics.elidedText(self._names[0], Qt.TextElideMode.ElideMiddle, max(room, 3 * metrics.height()))
        self.text.setText(sentence.format(name=name))
        self.text.setAccessibleName(sentence.format(name=self._names[0]))
        self.setToolTip(tip(self._names[0]))
