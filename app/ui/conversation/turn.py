"""One turn of a conversation: the question, what is going on, and the answer."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.errors import UserFixable
from app.types import Answer, Passage, Progress
from app.ui.conversation import trouble, wording
from app.ui.conversation.answer_view import AnswerView
from app.ui.conversation.asked import Asked
from app.ui.conversation.parts import RememberedColumn
from app.ui.conversation.question_card import QuestionCard
from app.ui.conversation.sources import PassageList
from app.ui.conversation.trouble import Trouble
from app.ui.conversation.verdict import Verdict
from app.ui.theme import Theme
from app.ui.widgets import label

if TYPE_CHECKING:
    from app.library.cloud import Draft

_BAR = 3
"""Width of the line beside the turn whose places are marked on the pages."""
_READING = "reading everything"
"""The stage of progress in which page after page is read."""


class TurnView(QFrame):
    """Shows one after the other: what goes on, words as they are written, and the answer or why there is none."""

    edit_wanted = Signal(str)
    again_wanted = Signal()
    everything_wanted = Signal()
    citation_chosen = Signal(object)
    passage_chosen = Signal(object)
    rated = Signal(int, int)
    """Id of the kept turn, and 1, -1 or 0."""
    model_wanted = Signal()
    key_wanted = Signal()
    """Of a model elsewhere."""
    correction_wanted = Signal()
    cloud_wanted = Signal()
    findings_wanted = Signal()
    unfolded = Signal(object)
    """A QWidget in it, or itself, of which more is shown now: it is to be read from its beginning."""
    pressed = Signal()
    """It was clicked beside its controls."""

    def __init__(
        self, asked: Asked, theme: Theme, parent: QWidget | None = None, *, offers_cloud: bool = False
    ) -> None:
        super().__init__(parent)
        self.asked, self._theme = asked, theme
        self._offers_cloud = offers_cloud
        self.is_from_elsewhere = False
        """Whether it was asked of a model elsewhere."""
        self.sent: Draft | None = None
        """What was approved for it, while the window is open."""
        self.answer: Answer | None = None
        """When it is there."""
        self.verdict: Verdict | None = None
        self._stream: AnswerView | None = None
        self._trouble: Trouble | None = None
        self._found: Sequence[Passage] = ()
        self._is_selected = False
        self._has_read = False
        """Whether pages were read one after the other; what was found there is kept."""
        self.question = QuestionCard(asked.question)
        self.question.edit_wanted.connect(self.edit_wanted)
        self.question.again_wanted.connect(self.again_wanted)
        self._doing = label("", "muted", wraps=True)
        self._doing.hide()
        self._column = RememberedColumn(self)
        self._column.setContentsMargins(_BAR + 9, 4, _BAR + 9, 4)
        self._column.setSpacing(8)
        self._column.addWidget(self.question)
        self._column.addWidget(self._doing)

    def show_doing(self, what: str) -> None:
        self._doing.setText(what)
        self._doing.show()

    def show_progress(self, progress: Progress) -> None:
        self._has_read = self._has_read or (progress.stage == _READING and progress.done > 0)
        said = wording.progress(progress)
        if self.answer is not None and self.answer.steps:
            said = wording.of_step(self.answer, said)
        self.show_doing(said)

    def add_text(self, text: str) -> None:
        """Words of the answer as they are written."""
        if self._stream is None:
            self._stream = AnswerView(self._theme)
            self._column.addWidget(self._stream)
        self._stream.add_text(text)
        self.show_doing(self.tr("Writing…"))

    @property
    def written(self) -> str:
        """What has been written so far and was not checked."""
        return self._stream.text if self._stream else ""

    def shows_text_of(self, documents: Collection[str]) -> bool:
        """Whether something of one of these documents is, or may be, in what it shows."""
        if self.answer is not None:
            return not self.answer.documents.isdisjoint(documents)
        if any(passage.document in documents for passage in self._found):
            return True
        if self.sent is not None and not self.sent.holds.isdisjoint(documents):
            return True
        return bool(self.written) and not set(self.asked.documents).isdisjoint(documents)

    def show_answer(self, answer: Answer, *, rating: int = 0, goes_on: bool = False) -> None:
        """In the place of what was shown; `goes_on` while more of it is looked up."""
        self.answer = answer
        self.is_from_elsewhere = answer.cloud is not None
        self._doing.setVisible(goes_on)
        for shown in (self._stream, self._trouble, self.verdict):
            if shown is not None:
                self._column.removeWidget(shown)
                shown.hide()
                shown.deleteLater()
        self._stream, self._trouble = None, None
        thorough = self.asked.thorough or answer.thorough
        self.verdict = Verdict(
            answer, self._theme, rating=rating, thorough=thorough, offers_cloud=self._offers_cloud, goes_on=goes_on
        )
        self.verdict.again_wanted.connect(self.again_wanted)
        self.verdict.findings_wanted.connect(self.findings_wanted)
        self.verdict.correction_wanted.connect(self.correction_wanted)
        self.verdict.cloud_wanted.connect(self.cloud_wanted)
        self.verdict.citation_chosen.connect(self.citation_chosen)
        self.verdict.passage_chosen.connect(self.passage_chosen)
        self.verdict.unfolded.connect(self.unfolded)
        self.verdict.everything_wanted.connect(self.everything_wanted)
        self.verdict.rated.connect(lambda rating: self.rated.emit(answer.turn, rating))
        self._column.addWidget(self.verdict)

    def show_stopped(self) -> None:
        """What was written stays."""
        if self._has_read and not self.written:
            said = self.tr("Stopped. What was read is kept: ‘Continue’ goes on from there.")
            self._end(Trouble(said, kind="card", goes_on=True))
            return
        said = self.tr("Stopped. Not checked.") if self.written else self.tr("Stopped.")
        self._end(Trouble(said, kind="card"))

    def show_error(self, error: UserFixable) -> None:
        self._end(trouble.of_error(error, goes_on=self.answer is not None))

    def show_found(self, passages: Sequence[Passage]) -> None:
        """What a search found, in the place of an answer that no model could give."""
        self._found = passages
        if not passages:
            self._column.addWidget(label(self.tr("Nothing was found in the documents."), "muted", wraps=True))
            return
        self._column.addWidget(label(self.tr("What was found in the documents"), "heading", wraps=True))
        found = PassageList(passages, self.tr("No model could answer; these passages come nearest to the question:"))
        found.chosen.connect(self.passage_chosen)
        self._column.addWidget(found)
        found.setVisible(True)
        self.unfolded.emit(self)

    def _end(self, why: Trouble) -> None:
        self._doing.hide()
        why.again_wanted.connect(self.again_wanted)
        why.model_wanted.connect(self.model_wanted)
        why.key_wanted.connect(self.key_wanted)
        self._trouble = why
        self._column.addWidget(why)

    @property
    def is_selected(self) -> bool:
        return self._is_selected

    def set_selected(self, on: bool) -> None:
        self._is_selected = on
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_selected:
            return
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.width() - _BAR if right else 0
        painter = QPainter(self)
        painter.fillRect(left, 4, _BAR, self.height() - 8, self._theme.colour("accent"))
        painter.end()
