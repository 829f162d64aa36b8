"""The conversation: turns above, the question box beneath. It asks the library in the lane of the model."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QTextCursor
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.errors import UserFixable
from app.library import Library
from app.types import Answer, Document, Passage
from app.ui import say
from app.ui.cloud.drafting import Composed
from app.ui.cloud.elsewhere import Elsewhere
from app.ui.conversation import work
from app.ui.conversation.ahead import ReadingAhead
from app.ui.conversation.answering import Answering
from app.ui.conversation.asked import Asked
from app.ui.conversation.asking_elsewhere import AskingElsewhere
from app.ui.conversation.column import Column
from app.ui.conversation.marking import Marking
from app.ui.conversation.opening import Opening
from app.ui.conversation.question import QuestionBox
from app.ui.conversation.turn import TurnView
from app.ui.jobs import Job, Jobs, Lane
from app.ui.theme import Theme
from app.ui.widgets import Banner, ElidedLabel, tool_button


class ConversationPanel(QWidget):
    """`citation_chosen` has a Citation and `passage_chosen` a Passage that is to be shown; `model_wanted` comes where there is no model."""

    citation_chosen = Signal(object)
    passage_chosen = Signal(object)
    marks_changed = Signal(object)
    """list[Mark] of the turn that is selected."""
    busy_changed = Signal(bool)
    conversation_changed = Signal(object)
    """Id of the kept conversation that is shown now, or None."""
    model_wanted = Signal()

    def __init__(
        self,
        library: Library,
        jobs: Jobs,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        super().__init__(parent)
        self._library, self._jobs = library, jobs
        self._answering = Answering(library, jobs, self)
        self._marking = Marking(library, jobs, self)
        self._getting: Job[work.Kept] | None = None
        self._conversation: str | None = None
        self._last: Answer | None = None
        self._gone: set[str] = set()
        """Documents that were removed since the last question was asked."""
        self.column, self.opening, self.box, self.banner = Column(theme), Opening(), QuestionBox(), Banner()
        self._title = ElidedLabel(role="heading")
        self._make_actions()
        elsewhere = elsewhere or Elsewhere(library, jobs, self)
        self.asking_elsewhere = AskingElsewhere(library, jobs, theme, elsewhere, self)
        self.asking_elsewhere.serve(self.box, self.column, lambda: self._last)
        self._ahead = ReadingAhead(library, jobs, self.box, lambda: self._last, self)
        self._arrange()
        self._connect()
        self.new_conversation()

    def _make_actions(self) -> None:
        self.stop_action = self._action(self.tr("Stop answering"), Qt.Key.Key_Escape, self.stop)
        self.again_action = self._action(self.tr("Ask again"), "Ctrl+R", self._ask_selected_again)
        self.copy_action = self._action(self.tr("Copy the answer with its sources"), "Ctrl+Shift+C", self._copy)
        self.stop_action.setEnabled(False)

    def _action(self, text: str, key: Qt.Key | str, done: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(done)
        self.addAction(action)
        return action

    def _arrange(self) -> None:
        bar = QFrame()
        bar.setProperty("kind", "bar")
        head = QHBoxLayout(bar)
        head.setContentsMargins(12, 4, 8, 4)
        head.addWidget(self._title, 1)
        key = QKeySequence(QKeySequence.StandardKey.New).toString(QKeySequence.SequenceFormat.NativeText)
        head.addWidget(tool_button("new", self.tr("New conversation ({key})").format(key=key), self.new_conversation))
        self._pile = QStackedLayout()
        self._pile.addWidget(self.opening)
        self._pile.addWidget(self.column)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(bar)
        rows.addWidget(self.banner)
        rows.addLayout(self._pile, 1)
        rows.addWidget(self.box)
        self.setFocusProxy(self.box.field)

    def _connect(self) -> None:
        self.box.asked.connect(self._ask)
        self.box.stop_wanted.connect(self.stop)
        self.box.scope.changed.connect(self._on_scope)
        self.opening.chosen.connect(self.ask)
        self.column.edit_wanted.connect(self.box.put)
        self.column.again_wanted.connect(self._ask_again)
        self.column.citation_chosen.connect(self.citation_chosen)
        self.column.passage_chosen.connect(self.passage_chosen)
        self.column.rated.connect(self._rate)
        self.column.model_wanted.connect(self.model_wanted)
        self.column.selected_changed.connect(lambda turn: self._marking.show(turn.answer))
        self._marking.found.connect(self.marks_changed)
        self._answering.answered.connect(self._on_answer)
        self._answering.looked_up.connect(self._on_looked_up)
        self._answering.ended.connect(self._on_ended)
        self._answering.found.connect(self._on_found)
        self.asking_elsewhere.approved.connect(self._send)
        self.asking_elsewhere.previewing.failed.connect(self.banner.say_error)

    # What others say

    def set_documents(self, documents: Sequence[Document], collections: Sequence[str]) -> None:
        self.box.scope.set_documents(documents, collections)

    def set_current(self, document: Document | None, page: int) -> None:
        self.box.scope.set_current(document, page)

    def focus_question(self) -> None:
        self.box.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def conversation(self) -> str | None:
        """Id of the conversation that is shown, once something of it has been kept."""
        return self._conversation

    @property
    def busy(self) -> bool:
        return self._answering.turn is not None

    def ask(self, text: str) -> None:
        """Of what is chosen now. While an answer is being written, or where nothing can be asked, it goes into the field."""
        if text.strip() and self.box.can_ask:
            self._ask(self.box.asked_now(text.strip()))
        else:
            self.box.put(text)

    @property
    def draft(self) -> str:
        """What would be lost if the program ended now: the question that is being answered, and what stands in the field."""
        turn = self._answering.turn
        asking = [] if turn is None or turn.answer is not None else [turn.asked.question]
        return "\n\n".join(text for text in (*asking, self.box.field.toPlainText().strip()) if text)

    def forget_draft(self) -> None:
        """Nor does undo bring it back."""
        self.box.field.clear()

    def restore_draft(self, text: str) -> None:
        """Into the field, unless something has been typed there."""
        if text and not self.box.field.toPlainText():
            self.box.field.setPlainText(text)
            self.box.field.moveCursor(QTextCursor.MoveOperation.End)

    def stop(self) -> None:
        self._answering.stop()

    def new_conversation(self) -> None:
        self._begin()
        if self.isVisible():
            self.focus_question()

    def _begin(self) -> None:
        self._leave()
        self._title.set_whole(self.tr("New conversation"))
        self._pile.setCurrentWidget(self.opening)
        self._on_scope()

    def open_conversation(self, conversation_id: str) -> None:
        """Show a kept one, to be gone on with."""
        if self._getting is not None:
            self._getting.forget()
        self._getting = self._jobs.run(
            lambda tell, stop: work.kept(self._library, conversation_id),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda kept: self._on_opened(conversation_id, kept),
            on_error=self.banner.say_error,
        )

    def open_again(self, conversation_id: str) -> None:
        """Other answers of it are in view now; nothing happens if it has none, or something else is shown by now."""
        if not self.busy and self._conversation in (None, conversation_id) and self._getting is None:
            self._getting = self._jobs.run(
                lambda tell, stop: work.kept(self._library, conversation_id),
                lane=Lane.QUICK,
                owner=self,
                on_done=lambda kept: self._on_opened(conversation_id, kept),
                on_error=lambda error: self._on_not_there(),
            )

    def _on_not_there(self) -> None:
        self._getting = None

    def set_title(self, conversation_id: str, title: str) -> None:
        """It has been renamed."""
        if conversation_id == self._conversation:
            self._title.set_whole(title)

    def forget(self, documents: Collection[str]) -> None:
        """They have been removed, and with them what was kept of them. An answer that is being written is looked at when it is done."""
        self._gone.update(documents)
        asking = self._answering.turn
        if asking is not None and asking.shows_text_of(documents):
            self._withdraw(asking)
        gone = self.column.remove_text_of(documents)
        if gone and self.column.turns:
            self._go_on_without(gone)
        elif gone:
            self._begin()

    def _go_on_without(self, questions: Sequence[str]) -> None:
        """Some turns are gone; a conversation that was named by one of them is named by the first that stays."""
        self._last = next((turn.answer for turn in reversed(self.column.turns) if turn.answer is not None), None)
        if any(question.startswith(self._title.whole) for question in questions):
            self._title.set_whole(self.column.first_question)
        if self.column.selected is None:
            self._marking.forget()
            self.marks_changed.emit([])

    # Asking

    def _ask(self, asked: Asked) -> None:
        if self.busy:
            return
        if self._getting is not None:  # a kept one that came now would take the question's place
            self._getting.forget()
        self._answering.begin(self._new_turn(asked), self._last)
        self._set_busy(True)
        self.column.to_end()

    def _new_turn(self, asked: Asked) -> TurnView:
        self._gone.clear()
        self._focus_instead_of(self.opening)
        turn = self.column.add(asked)
        self._pile.setCurrentWidget(self.column)
        return turn

    def _send(self, asked: Asked, made: Composed) -> None:
        """What was read and approved, word for word."""
        if self.busy:
            self.banner.say(self.tr("Nothing was sent: another answer is being written. Send it when that is done."))
            return
        self.box.take(asked.question)
        send = self.asking_elsewhere.sending(made, self._last)
        turn = self._new_turn(replace(asked, question=made.draft.question or asked.question))
        turn.sent = made.draft
        self._answering.send(turn, made.letter.provider.name, send)
        self._set_busy(True)
        self.column.to_end()

    def _focus_instead_of(self, goes: QWidget) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and goes.isAncestorOf(focus):
            self.focus_question()

    def _withdraw(self, turn: TurnView) -> None:
        """What it is about has been removed: the question goes back into the field."""
        self._answering.forget()
        self.column.remove(turn)
        if not self.column.turns:
            self._pile.setCurrentWidget(self.opening)
        self.box.put(turn.asked.question)
        self._set_busy(False)

    def _on_answer(self, turn: TurnView, answer: Answer) -> None:
        if not answer.documents.isdisjoint(self._gone):
            self._withdraw(turn)
            return
        turn.show_answer(answer)
        if self._last is None:
            self._title.set_whole(answer.question)
        self._last = answer
        self._set_conversation(answer.conversation or self._conversation)
        self._set_busy(False)
        self.column.select(turn)
        if answer.waiting:  # the steps of a question have come
            self._look_up(turn)

    def _look_up(self, turn: TurnView) -> None:
        """Steps that wait, here."""
        if turn.answer is not None and not self.busy:
            turn.show_answer(turn.answer, goes_on=True)
            self._answering.look_up(turn, turn.answer)
            self._set_busy(True)

    def _on_looked_up(self, turn: TurnView, answer: Answer) -> None:
        """All of it, or until it was stopped: it stays, and what was found is shown as it would leave."""
        if not answer.documents.isdisjoint(self._gone):
            self._withdraw(turn)
            return
        turn.show_answer(answer)
        if turn is self.column.turns[-1]:
            self._last = answer
        self._set_busy(False)
        self.column.select(turn)
        self._marking.show(answer)
        if answer.found and not answer.waiting and self.asking_elsewhere.is_open:
            self.asking_elsewhere.send_findings(turn)

    def _on_ended(self, turn: TurnView, error: UserFixable | None) -> None:
        """Without an answer: None if it was stopped."""
        if turn.answer is not None:  # steps were to be looked up: what was found so far stays
            turn.show_answer(turn.answer)
        if error is not None:
            turn.show_error(error)
            if say.is_of_the_model(error) and turn.answer is None:  # there is still what a search finds
                self._answering.find(turn)
        elif turn.answer is None:
            turn.show_stopped()
        self._set_busy(False)

    def _on_found(self, turn: TurnView, passages: list[Passage]) -> None:
        if turn in self.column.turns:
            turn.show_found([passage for passage in passages if passage.document not in self._gone])

    def _set_busy(self, busy: bool) -> None:
        self.box.set_busy(busy)
        if not busy:
            self._ahead.begin_again()
        self.stop_action.setEnabled(busy)
        self.busy_changed.emit(busy)

    def _ask_again(self, turn: TurnView, thorough: bool = False) -> None:
        """Of what it was asked of; a kept turn does not know that any more and takes what is chosen now."""
        asked = turn.asked if turn.asked.documents else self.box.asked_now(turn.asked.question)
        if turn.answer is not None and turn.answer.waiting and not self.busy:
            self._look_up(turn)
        elif self.busy or not asked.documents:
            self.box.put(asked.question)
        elif turn.is_from_elsewhere and self.asking_elsewhere.is_open:
            self.asking_elsewhere.again(turn)
        else:
            if turn.answer is None:  # nothing of it was kept: the new one takes its place
                self._focus_instead_of(turn)
                self.column.remove(turn)
            self._ask(replace(asked, thorough=thorough or asked.thorough))

    def _ask_selected_again(self) -> None:
        if self.column.turns:
            self._ask_again(self.column.selected or self.column.turns[-1])

    # Turns

    def _on_opened(self, conversation_id: str, kept: work.Kept) -> None:
        self._getting = None
        self._leave()
        self._set_conversation(conversation_id)
        self._title.set_whole(kept.title)
        self._last = kept.turns[-1].answer if kept.turns else None
        self._pile.setCurrentWidget(self.column if kept.turns else self.opening)
        self.column.fill(kept.turns)

    def _leave(self) -> None:
        """What is shown goes; what is being answered is stopped and not heard of any more."""
        was_busy = self.busy
        self._answering.forget()
        self.asking_elsewhere.forget()
        self._marking.forget()
        if self._getting is not None:
            self._getting.forget()
            self._getting = None
        self._set_conversation(None)
        self._last = None
        self.column.clear()
        self.banner.hide()
        self.marks_changed.emit([])
        if was_busy:
            self._set_busy(False)

    def _set_conversation(self, conversation_id: str | None) -> None:
        if conversation_id != self._conversation:
            self._conversation = conversation_id
            self.conversation_changed.emit(conversation_id)

    def _copy(self) -> None:
        if self.column.selected is not None and self.column.selected.verdict is not None:
            self.column.selected.verdict.copy()

    def _rate(self, turn: int, rating: int) -> None:
        self._jobs.run(
            lambda tell, stop: work.rate(self._library, turn, rating),
            lane=Lane.QUICK,
            owner=self,
            on_error=self.banner.say_error,
        )

    def _on_scope(self) -> None:
        self.opening.set_ready(not self.box.scope.problem)
