"""The conversation: turns above, the question box beneath. It asks the library in the lane of the model."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.errors import UserFixable
from app.library import Library
from app.stop import Stop
from app.types import Answer, Document, Token, Turn
from app.ui.conversation.asked import Asked
from app.ui.conversation.column import Column
from app.ui.conversation.marks import find_marks
from app.ui.conversation.opening import Opening
from app.ui.conversation.question import QuestionBox
from app.ui.conversation.turn import TurnView
from app.ui.jobs import Job, Jobs, Lane, Tell
from app.ui.theme import Theme
from app.ui.wanted import Mark
from app.ui.widgets import Banner, ElidedLabel, tool_button


@dataclass(frozen=True, slots=True)
class _Began:
    """Told when the model is free for the question."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A conversation as it was kept."""

    title: str
    turns: Sequence[Turn]


class ConversationPanel(QWidget):
    citation_chosen = Signal(object)
    passage_chosen = Signal(object)
    marks_changed = Signal(object)
    """list[Mark] of the turn that is selected."""
    busy_changed = Signal(bool)
    model_wanted = Signal()
    kept = Signal(str)
    """A turn has been kept in the conversation of this id."""

    def __init__(self, library: Library, jobs: Jobs, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._jobs, self._theme = library, jobs, theme
        self._job: Job[Answer] | None = None
        self._marking: Job[list[Mark]] | None = None
        self._opening: Job[_Kept] | None = None
        self._to_show: list[Turn] = []
        self._conversation: str | None = None
        self._last: Answer | None = None
        self._selected: TurnView | None = None
        self.column, self.opening, self.box, self.banner = Column(), Opening(), QuestionBox(), Banner()
        self._title = ElidedLabel(role="heading")
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._show_next)
        self._make_actions()
        self._arrange()
        self._connect()
        self.new_conversation()

    def _make_actions(self) -> None:
        self.new_action = self._action(self.tr("New conversation"), QKeySequence.StandardKey.New, self.new_conversation)
        self.stop_action = self._action(self.tr("Stop answering"), Qt.Key.Key_Escape, self.stop)
        self.again_action = self._action(self.tr("Ask again"), "Ctrl+R", self._ask_selected_again)
        self.copy_action = self._action(self.tr("Copy the answer with its sources"), "Ctrl+Shift+C", self._copy)
        self.stop_action.setEnabled(False)

    def _action(self, text: str, key: QKeySequence.StandardKey | Qt.Key | str, done: object) -> QAction:
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
        key = self.new_action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        head.addWidget(tool_button("new", f"{self.new_action.text()} ({key})", self.new_conversation))
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
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    # What others say.

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
        return self._job is not None

    def ask(self, text: str) -> None:
        """Of what is chosen now. While an answer is being written, or where nothing can be asked, it goes into the field."""
        if text.strip() and self.box.can_ask:
            self._ask(self.box.asked_now(text.strip()))
        else:
            self.box.put(text)

    def stop(self) -> None:
        if self._job is not None:
            self._job.stop()
            self.column.turns[-1].show_doing(self.tr("Stopping…"))

    def new_conversation(self) -> None:
        self._leave()
        self._conversation, self._last = None, None
        self._title.set_whole(self.tr("New conversation"))
        self._pile.setCurrentWidget(self.opening)
        self._on_scope()
        self.marks_changed.emit([])
        if self.isVisible():
            self.focus_question()

    def open_conversation(self, conversation_id: str) -> None:
        """Show a kept one, to be gone on with."""

        def work(tell: Tell, stop: Stop) -> _Kept:
            from app.library import conversations

            title = conversations.find(self._library.rooms, conversation_id).title
            return _Kept(title, conversations.turns(self._library.rooms, conversation_id))

        if self._opening is not None:
            self._opening.forget()
        self._opening = self._jobs.run(
            work,
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda kept: self._on_opened(conversation_id, kept),
            on_error=self._on_not_opened,
        )

    def forget(self, conversation_id: str) -> None:
        """It has been removed."""
        if conversation_id == self._conversation:
            self.new_conversation()

    def set_title(self, conversation_id: str, title: str) -> None:
        """It has been renamed."""
        if conversation_id == self._conversation:
            self._title.set_whole(title)

    # Asking.

    def _ask(self, asked: Asked) -> None:
        if self.busy:
            return
        self._show_rest()
        after = self._last
        turn = self._add_turn(asked)
        turn.show_doing(self.tr("Waiting until the model is free…"))

        def work(tell: Tell, stop: Stop) -> Answer:
            tell(_Began())
            return self._library.ask(
                asked.question,
                documents=asked.documents,
                pages=asked.pages,
                thorough=asked.thorough,
                after=after,
                report=tell,
                on_text=lambda text: tell(Token(text)),
                stop=stop,
            )

        self._job = self._jobs.run(
            work,
            lane=Lane.MODEL,
            owner=self,
            on_done=lambda answer: self._on_answer(turn, answer),
            on_error=lambda error: self._on_error(turn, error),
            on_stopped=lambda: self._on_stopped(turn),
            on_progress=turn.show_progress,
            on_text=turn.add_text,
            on_item=lambda _: turn.show_doing(self.tr("Searching…")),
        )
        self._set_busy(True)
        self.column.to_end()

    def _on_answer(self, turn: TurnView, answer: Answer) -> None:
        self._job = None
        turn.show_answer(answer)
        self._last = answer
        if self._conversation is None:
            self._title.set_whole(answer.question)
        self._conversation = answer.conversation or self._conversation
        self._set_busy(False)
        self._select(turn)
        if answer.conversation is not None:
            self.kept.emit(answer.conversation)

    def _on_error(self, turn: TurnView, error: UserFixable) -> None:
        self._job = None
        turn.show_error(error)
        self._set_busy(False)

    def _on_stopped(self, turn: TurnView) -> None:
        self._job = None
        turn.show_stopped()
        self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        self.box.set_busy(busy)
        self.stop_action.setEnabled(busy)
        self.busy_changed.emit(busy)

    def _ask_again(self, turn: TurnView, *, thorough: bool = False) -> None:
        """Of what it was asked of; a kept turn does not know that any more and takes what is chosen now."""
        asked = turn.asked if turn.asked.documents else self.box.asked_now(turn.asked.question)
        if self.busy or not asked.documents:
            self.box.put(asked.question)
        else:
            self._ask(replace(asked, thorough=thorough or asked.thorough))

    def _ask_selected_again(self) -> None:
        turns = self.column.turns
        if turns:
            self._ask_again(self._selected or turns[-1])

    # Turns.

    def _add_turn(self, asked: Asked) -> TurnView:
        turn = TurnView(asked, self._theme)
        turn.edit_wanted.connect(self.box.put)
        turn.again_wanted.connect(lambda: self._ask_again(turn))
        turn.everything_wanted.connect(lambda: self._ask_again(turn, thorough=True))
        turn.citation_chosen.connect(self.citation_chosen)
        turn.passage_chosen.connect(self.passage_chosen)
        turn.rated.connect(lambda rating: self._rate(turn, rating))
        turn.model_wanted.connect(self.model_wanted)
        turn.pressed.connect(lambda: self._select(turn))
        self.column.add(turn)
        self._pile.setCurrentWidget(self.column)
        return turn

    def _on_opened(self, conversation_id: str, kept: _Kept) -> None:
        self._leave()
        self._opening = None
        self._conversation = conversation_id
        self._title.set_whole(kept.title)
        self._last = kept.turns[-1].answer if kept.turns else None
        self._to_show = list(kept.turns)
        self._pile.setCurrentWidget(self.column if kept.turns else self.opening)
        self._timer.start()

    def _on_not_opened(self, error: UserFixable) -> None:
        self._opening = None
        self.banner.say_error(error)

    def _show_next(self) -> None:
        """One kept turn at a time: a long conversation must not hold the window up."""
        if not self._to_show:
            self._timer.stop()
            answered = [turn for turn in self.column.turns if turn.answer]
            self._select(answered[-1] if answered else None)
            return
        kept = self._to_show.pop(0)
        turn = self._add_turn(Asked(kept.question))
        turn.show_answer(kept.answer, rating=kept.rating)

    def _show_rest(self) -> None:
        while self._to_show:
            self._show_next()

    def _leave(self) -> None:
        """What is shown goes; what is being answered is stopped and not heard of any more."""
        self._timer.stop()
        self._to_show = []
        for job in (self._job, self._marking, self._opening):
            if job is not None:
                job.forget()
        was_busy, self._job, self._marking, self._opening = self.busy, None, None, None
        self._selected = None
        self.column.clear()
        self.banner.hide()
        if was_busy:
            self._set_busy(False)

    def _on_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        for turn in self.column.turns:
            if now is not None and turn.isAncestorOf(now):
                self._select(turn)

    def _select(self, turn: TurnView | None) -> None:
        """Its places are marked on the pages."""
        if turn is self._selected or (turn is not None and turn.answer is None):
            return
        if self._selected is not None:
            self._selected.set_selected(False)
        self._selected = turn
        if turn is not None and turn.answer is not None:
            turn.set_selected(True)
            self._find_marks(turn.answer)

    def _find_marks(self, answer: Answer) -> None:
        if self._marking is not None:
            self._marking.forget()
        self._marking = self._jobs.run(
            find_marks(self._library, answer),
            lane=Lane.QUICK,
            owner=self,
            on_done=self.marks_changed.emit,
            on_error=lambda error: self.marks_changed.emit([]),
        )

    def _copy(self) -> None:
        if self._selected is not None and self._selected.verdict is not None:
            self._selected.verdict.copy()

    def _rate(self, turn: TurnView, rating: int) -> None:
        if turn.answer is None or turn.answer.turn is None:
            return
        kept = turn.answer.turn

        def work(tell: Tell, stop: Stop) -> None:
            from app.library import conversations

            conversations.rate(self._library.rooms, kept, rating)

        self._jobs.run(work, lane=Lane.QUICK, owner=self, on_error=self.banner.say_error)

    def _on_scope(self) -> None:
        self.opening.set_ready(not self.box.scope.problem)
