"""What an answer rests on: its citations as a row of buttons, and every passage that was used as a list."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.types import Citation, Passage
from app.ui import say
from app.ui.conversation import wording
from app.ui.conversation.flow import ElidedButton, FlowLayout
from app.ui.conversation.parts import TextButton
from app.ui.widgets import label


class CitationRow(QWidget):
    """One button for each mark: '[1] report.pdf · p. 12'."""

    chosen = Signal(object)
    """The first Citation of a mark."""

    def __init__(self, citations: Sequence[Citation]) -> None:
        super().__init__()
        row = FlowLayout(self, spacing=6)
        marks: dict[int, list[Citation]] = {}
        for citation in citations:
            marks.setdefault(citation.mark, []).append(citation)
        for mark in sorted(marks):
            row.addWidget(self._button(marks[mark]))

    def _button(self, same: Sequence[Citation]) -> ElidedButton:
        first = same[0]
        text = wording.chip(first, same[-1].page)
        button = ElidedButton(text)
        quote = " ".join(one.quote for one in same).strip()
        button.set_whole(text, tooltip=f"{say.quoted(quote)}\n{text}" if quote else text)
        button.clicked.connect(lambda: self.chosen.emit(first))
        return button


class PassageList(QWidget):
    """Made when it is first shown: most lists never are."""

    chosen = Signal(object)
    """A Passage."""

    def __init__(self, passages: Sequence[Passage], heading: str) -> None:
        super().__init__()
        self._passages = passages
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(label(heading, "muted", wraps=True))

    def setVisible(self, visible: bool) -> None:
        if visible and self._column.count() == 1:
            for passage in self._passages:
                self._column.addWidget(self._button(passage))
        super().setVisible(visible)

    def _button(self, passage: Passage) -> TextButton:
        button = TextButton((wording.place(passage, wraps=True), "heading"), (wording.excerpt(passage), ""))
        button.clicked.connect(lambda: self.chosen.emit(passage))
        return button
