"""The question that is being answered: one at a time, in the lane of the model."""

from PySide6.QtCore import QObject, Signal, SignalInstance

from app.errors import UserFixable
from app.library import Library
from app.types import Answer, Passage
from app.ui.conversation import sending, wording, work
from app.ui.conversation.turn import TurnView
from app.ui.jobs import Job, Jobs, Lane, Work


class Answering(QObject):
    """The turn shows what goes on. `answered` has it and its Answer; `ended` has it and why there is none (a UserFixable, or None
    where it was stopped); `found` has it and the passages of a search; `looked_up` has it and what was found for its steps so far."""

    answered = Signal(object, object)
    looked_up = Signal(object, object)
    ended = Signal(object, object)
    found = Signal(object, object)

    def __init__(self, library: Library, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._jobs = library, jobs
        self.turn: TurnView | None = None
        """What is being answered."""
        self._job: Job[Answer] | None = None
        self._has_begun = False
        self._finding: Job[list[Passage]] | None = None

    def begin(self, turn: TurnView, after: Answer | None) -> None:
        """`after` is the answer that it follows up."""
        turn.show_doing(self.tr("Waiting until the model is free…"))
        self.turn, self._has_begun = turn, False
        self._begin(
            turn,
            lambda tell, stop: work.answer(self._library, turn.asked, after, tell=tell, stop=stop),
            Lane.MODEL,
            self.answered,
        )

    def look_up(self, turn: TurnView, begun: Answer) -> None:
        """The steps of it that wait, by the model here."""
        turn.show_doing(self.tr("Waiting until the model is free…"))
        self.turn, self._has_begun = turn, False
        self._begin(
            turn,
            lambda tell, stop: sending.look_up(self._library, begun, tell=tell, stop=stop),
            Lane.MODEL,
            self.looked_up,
        )

    def send(self, turn: TurnView, name: str, send: Work[Answer]) -> None:
        """What was approved goes to the model elsewhere that is called `name`."""
        turn.is_from_elsewhere = True
        turn.show_doing(self.tr("Sending to {name}…").format(name=name))
        self.turn, self._has_begun = turn, True
        self._begin(turn, send, Lane.CLOUD, self.answered)

    def _begin(self, turn: TurnView, does: Work[Answer], lane: Lane, told: SignalInstance) -> None:
        self._job = self._jobs.run(
            does,
            lane=lane,
            owner=self,
            on_done=lambda answer: told.emit(self._let_go(), answer),
            on_error=self._end,
            on_stopped=lambda: self._end(None),
            on_progress=turn.show_progress,
            on_text=turn.add_text,
            on_item=lambda item: self._on_item(turn, item),
        )

    def stop(self) -> None:
        if self._job is None or self.turn is None:
            return
        if self._has_begun:
            self._job.stop()
            self.turn.show_doing(self.tr("Stopping…"))
        else:  # it waits behind other work, which may go on for long
            self._job.forget()
            self._end(None)

    def forget(self) -> None:
        """What is being answered or looked for is stopped, and not heard of any more."""
        for job in (self._job, self._finding):
            if job is not None:
                job.forget()
        self.turn, self._job, self._finding = None, None, None

    def find(self, turn: TurnView) -> None:
        """What a search finds, where no model could answer."""
        self._finding = self._jobs.run(
            lambda tell, stop: work.found(self._library, turn.asked, stop),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda passages: self.found.emit(turn, passages),
            on_error=lambda error: None,  # why there is no answer has been said
        )

    def _on_item(self, turn: TurnView, item: object) -> None:
        """The model is free for it, or something of it is there."""
        if isinstance(item, Answer):
            turn.show_answer(item, goes_on=True)
            turn.show_doing(wording.of_step(item, self.tr("Searching…")))
            return
        self._has_begun = True
        turn.show_doing(self.tr("Searching…"))

    def _end(self, error: UserFixable | None) -> None:
        self.ended.emit(self._let_go(), error)

    def _let_go(self) -> TurnView | None:
        turn, self.turn, self._job = self.turn, None, None
        return turn
