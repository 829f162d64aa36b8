"""While a question is being typed, what it will be asked of is looked for and read by the model."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.errors import UserFixable
from app.library import Library
from app.types import Answer
from app.ui.conversation import work
from app.ui.conversation.asked import Asked
from app.ui.conversation.question import QuestionBox
from app.ui.jobs import Job, Jobs, Lane

if TYPE_CHECKING:
    from app.library.ahead import Found

_PAUSE_MS = 400
"""So long nothing has been typed: longer than between two keys, shorter than between the last one and Enter."""


class ReadingAhead(QObject):
    """Looks after each pause. What is being read goes on while the question gets longer, until another page is found for it; it
    is dropped at once when the field is emptied or something else is to be searched. When the question is asked, the engine itself
    leaves it for that."""

    def __init__(
        self, library: Library, jobs: Jobs, box: QuestionBox, last: Callable[[], Answer | None], parent: QObject
    ) -> None:
        """`last` is the answer that the question would follow up."""
        super().__init__(parent)
        self._library, self._jobs, self._box, self._last = library, jobs, box, last
        self._begun = False
        self._of: Asked | None = None
        self._read: str | None = None
        self._looking: Job[Found | None] | None = None
        self._reading: Job[bool] | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self._emptied = QTimer(self, singleShot=True, interval=0)
        self._emptied.timeout.connect(self._on_emptied)
        box.field.textChanged.connect(self._on_typed)
        box.scope.changed.connect(self._on_scope)

    def begin_again(self) -> None:
        """The model has done something else meanwhile, and nothing of what was read is there for certain."""
        self._read = None
        self._on_typed()

    def drop(self) -> None:
        self._pause.stop()
        for job in (self._looking, self._reading):
            if job is not None:
                job.forget()
        self._looking = self._reading = self._read = None

    @property
    def _typed(self) -> Asked:
        return self._box.asked_now(self._box.field.toPlainText().strip())

    def _on_typed(self) -> None:
        if not self._typed.question:
            self._emptied.start()
            return
        if not self._begun and self._may:
            self._begun = True
            self._jobs.run(
                lambda tell, stop: work.load_ahead(self._library, stop), lane=Lane.AHEAD, owner=self, on_error=_ignore
            )
        self._pause.start()

    @property
    def _may(self) -> bool:
        return self._box.can_ask and self._jobs.is_free(Lane.MODEL)

    def _on_emptied(self) -> None:
        """A question that was asked empties the field, too: what is being read is read for it."""
        self._begun = False
        self._pause.stop()
        if self._box.can_ask and not self._box.field.toPlainText().strip():
            self.drop()

    def _on_scope(self) -> None:
        if self._of is not None and not self._is_of(self._typed):
            self.drop()
            self._on_typed()

    def _is_of(self, typed: Asked) -> bool:
        return self._of is not None and (typed.documents, typed.pages) == (self._of.documents, self._of.pages)

    def _look(self) -> None:
        typed, last = self._typed, self._last()
        if not typed.question or typed.thorough or not self._may:
            return
        if self._looking is not None:
            self._looking.forget()
        self._of = typed
        self._looking = self._jobs.run(
            lambda tell, stop: work.found_ahead(self._library, typed, last, stop),
            lane=Lane.AHEAD,
            owner=self,
            on_done=self._on_found,
            on_error=_ignore,
        )

    def _on_found(self, found: "Found | None") -> None:
        self._looking = None
        if found is None or self._has(found) or not self._may:
            return
        if self._reading is not None:
            self._reading.forget()
        self._read = found.key
        self._reading = self._jobs.run(
            lambda tell, stop: work.read_ahead(self._library, found, stop),
            lane=Lane.AHEAD,
            owner=self,
            on_done=self._on_read,
            on_error=_ignore,
        )

    def _has(self, found: "Found") -> bool:
        """Whether it is being read, or was and has not been given back with the model since."""
        return found.key == self._read and (self._reading is not None or work.is_read(self._library, found))

    def _on_read(self, to_the_end: bool) -> None:
        self._reading = None
        if not to_the_end:
            self._read = None


def _ignore(error: UserFixable) -> None:
    """What stands against it is told when the question is asked."""
