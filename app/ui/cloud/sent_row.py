"""One letter that has left, or was to."""

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from app.ui.cloud import wording
from app.ui.conversation.flow import fold
from app.ui.widgets import ElidedLabel, label, push_button, tip

if TYPE_CHECKING:
    from app.library.cloud import Sent

_LINES = 14
"""Of the text that are seen at once."""


class SentRow(QWidget):
    """Its text is made when it is first asked for."""

    def __init__(self, sent: "Sent") -> None:
        super().__init__()
        self._sent = sent
        self._box = QFrame()
        self._inside = QVBoxLayout(self._box)
        self._inside.setContentsMargins(0, 4, 0, 0)
        self.show_text = fold(self.tr("Show the text"), self._box)
        when = wording.moment(sent.time)
        self.show_text.setAccessibleName(self.tr("Show the text of {time}").format(time=when))
        self.show_text.toggled.connect(self._on_unfolded)
        self.show_text.setVisible(bool(sent.text))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(2)
        column.addWidget(ElidedLabel(f"{when} · {sent.name} · {sent.model}", "heading"))
        column.addWidget(label(" · ".join(wording.facts_of(sent)), wraps=True))
        column.addWidget(ElidedLabel(sent.address, "muted"))
        if not sent.text:
            column.addWidget(label(self.tr("The text is no longer kept."), "muted", wraps=True))
        column.addWidget(self.show_text, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._box)

    def _on_unfolded(self, on: bool) -> None:
        if not on or self._inside.count():
            return
        view = QPlainTextEdit(words_of(self._sent.text))
        view.setReadOnly(True)
        view.setTabChangesFocus(True)
        view.setProperty("kind", "field")
        view.setAccessibleName(self.tr("What was sent"))
        view.setFixedHeight(view.fontMetrics().lineSpacing() * _LINES)
        copy = push_button(self.tr("Copy the exact request"), "link", self._copy)
        copy.setToolTip(tip(self.tr("SHA-256 of what was sent: {digest}").format(digest=self._sent.digest)))
        self._inside.addWidget(view)
        self._inside.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._sent.text)


def words_of(body: str) -> str:
    """All texts of a request, in their order and as they are read; the request itself where it is none that we know."""
    try:
        told = json.loads(body)
        texts = [told["system"]] if "system" in told else []
        texts += [message["content"] for message in told["messages"]]
        return "\n\n".join(texts)
    except (ValueError, KeyError, TypeError):
        return body
