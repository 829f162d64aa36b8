"""Questions, summaries and corrections for a model elsewhere: what would be sent is prepared and shown; who approves it has read it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.library import Library
from app.stop import Stop
from app.types import Answer, Document, Length
from app.ui.cloud.drafting import Composed
from app.ui.cloud.elsewhere import Elsewhere
from app.ui.cloud.previewing import Prepare, Previewing
from app.ui.conversation import sending
from app.ui.conversation.asked import Asked
from app.ui.conversation.column import Column
from app.ui.conversation.question import QuestionBox
from app.ui.conversation.turn import TurnView
from app.ui.jobs import Jobs, Tell, Work
from app.ui.theme import Theme


class AskingElsewhere(QObject):
    """`approved` has what is asked (Asked) and what was read (Composed); nothing is sent here."""

    approved = Signal(object, object)

    def __init__(self, library: Library, jobs: Jobs, theme: Theme, elsewhere: Elsewhere, panel: QWidget) -> None:
        super().__init__(panel)
        self._library, self._elsewhere = library, elsewhere
        self.previewing = Previewing(library, jobs, theme, elsewhere, panel)

    @property
    def is_open(self) -> bool:
        """Whether a model elsewhere may be asked."""
        return self._elsewhere.is_open

    def serve(self, box: QuestionBox, column: Column, last: Callable[[], Answer | None]) -> None:
        """What is wanted of them is prepared here; `last` is the answer that the next question follows up."""
        self._box = box
        box.cloud_wanted.connect(lambda asked: self.ask(asked, last()))
        column.cloud_wanted.connect(self.ask_turn)
        column.correction_wanted.connect(lambda turn: self.correct(turn.asked, turn.answer))
        column.findings_wanted.connect(self.send_findings)
        self.previewing.busy_changed.connect(box.set_preparing)

        def offer() -> None:
            column.offers_cloud = self.is_open
            box.offer_cloud(self.is_open)

        self._elsewhere.changed.connect(offer)

    def ask_turn(self, turn: TurnView) -> None:
        """Its question again, as it was understood."""
        understood = None if turn.answer is None else turn.answer.understood
        asked = turn.asked if turn.asked.documents else self._box.asked_now(turn.asked.question)
        self.ask(replace(asked, question=understood or asked.question), None)

    def ask(self, asked: Asked, after: Answer | None) -> None:
        """`after` is the answer that it follows up."""
        self._begin(
            asked,
            lambda stop: sending.draft(self._library, asked, after, stop),
            by_steps=lambda stop: sending.draft(self._library, asked, after, stop, by_steps=True),
        )

    def again(self, turn: TurnView) -> None:
        """What was approved for it, as it was; where that is not known any more, its question."""
        answer, sent = turn.answer, turn.sent
        if sent is not None:
            self._begin(turn.asked, lambda stop: sending.once_more(self._library, sent))
        elif answer is not None and answer.approved is not None:
            self._begin(turn.asked, lambda stop: sending.again(self._library, answer))
        else:
            self.ask_turn(turn)

    def send_findings(self, turn: TurnView) -> None:
        """What was found here for its steps."""
        found = turn.answer
        if found is not None:
            self._begin(turn.asked, lambda stop: sending.findings(self._library, found))

    def correct(self, asked: Asked, answer: Answer) -> None:
        self._begin(asked, lambda stop: sending.correction(self._library, answer))

    def summarise(self, document: Document, pages: tuple[int, int] | None, length: Length) -> None:
        """All of it, or these pages."""
        asked = Asked(self.tr("Summarise {file}").format(file=document.file), (document.id,), pages)
        self._begin(asked, lambda stop: sending.draft_of_summary(self._library, asked, length, stop))

    def forget(self) -> None:
        self.previewing.forget()

    def sending(self, made: Composed, after: Answer | None) -> Work[Answer]:
        """The work of sending exactly that, once; it tells what comes, word for word."""
        consent = self._library.cloud.consent(made.letter)
        key = self._elsewhere.keys.of(made.letter.provider)

        def send(tell: Tell, stop: Stop) -> Answer:
            return sending.send(self._library, made, consent, key, after, tell=tell, stop=stop)

        return send

    def _begin(self, asked: Asked, prepare: Prepare, *, by_steps: Prepare | None = None) -> None:
        self.previewing.begin(prepare, partial(self.approved.emit, asked), by_steps=by_steps)
