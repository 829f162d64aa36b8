"""Documents on their way out of the library: hidden in it at once, brought back if that is undone, settled when it is not, and taken
off the disk behind everything else."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import UserFixable
from app.library import Library
from app.stop import Stop
from app.ui.jobs import Job, Jobs, Lane
from app.ui.shelf import work
from app.ui.shelf.entries import Entry
from app.ui.shelf.removals import Removals

_LOOK_MS = 20_000
"""So often it is looked whether something is to leave the disk: what another program removed while this one holds the library, a file that
changed, what could not be done the last time. A look is a read of one row."""

EntriesOf = Callable[[Iterable[Path]], list[Entry]]


class Leaving(QObject):
    """`changed`: other files are out of sight. `moved`: the library has heard of it, and what it tells of conversations is another thing.
    `begun` and `ended` have the files that are settled, before and after; `returned` those that are in sight again; `failed` files that
    could not be removed, and the UserFixable."""

    changed = Signal()
    moved = Signal()
    begun = Signal(object)
    ended = Signal(object)
    returned = Signal(object)
    failed = Signal(object, object)

    def __init__(self, library: Library, jobs: Jobs, undo_seconds: float, entries: EntriesOf, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._jobs, self._entries = library, jobs, entries
        self._returning: set[Path] = set()
        self._scrubbing: Job[None] | None = None
        self.going: set[Path] = set()
        """They are being settled."""
        self.removals = Removals(undo_seconds, self)
        self.removals.over.connect(self._on_over)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.scrub)

    @property
    def paths(self) -> set[Path]:
        """All that is out of sight."""
        return self.removals.paths | self.going | self._returning

    def start(self) -> None:
        """Go on with what an earlier run left, and look from now on."""
        self._timer.start()
        self.scrub()

    def remove(self, paths: Iterable[Path]) -> None:
        paths = list(paths)
        self.removals.add(paths)
        self._hide(paths, keep_answers=False)

    def keep_answers(self, keep: bool) -> None:
        """Of what was removed last."""
        self._hide(self.removals.keep_answers(keep), keep_answers=keep)

    def undo(self) -> None:
        """Bring back what was removed last; `returned` follows."""
        paths = self.removals.undo()
        self._returning.update(paths)
        self.changed.emit()
        self._bring_back(paths, lambda _: self._on_back(paths))

    def rescue(self, path: Path) -> None:
        """A file that is added is not to be removed any more."""
        if self.removals.rescue(path):
            self._bring_back([path], lambda _: self.moved.emit())

    def scrub(self) -> None:
        """Take off the disk what is to leave it, if anything is; one at a time."""
        if self._scrubbing is None or self._scrubbing.ended:
            self._scrubbing = self._jobs.run(
                lambda tell, stop: work.scrub(self._library, stop),
                lane=Lane.REMOVALS,
                owner=self,
                on_error=lambda error: (
                    None
                ),  # a later look tries again, and the panel says what is wrong with the library
            )

    def finish(self) -> Callable[[Stop], None] | None:
        """What is still to be done after the end; None if nothing is."""
        pending = [(self._ids(one.paths), one.keep_answers) for one in self.removals.pending]
        entries = self._entries({*self.removals.take_all(), *self.going})
        if not entries:
            return None

        def last(stop: Stop) -> None:
            for ids, keep in pending:  # the end may have come before the library heard of it
                work.hide(self._library, ids, keep_answers=keep)
            work.settle(self._library, entries)
            work.scrub(self._library, stop)

        return last

    def _hide(self, paths: list[Path], *, keep_answers: bool) -> None:
        ids = self._ids(paths)
        self._do(
            lambda: work.hide(self._library, ids, keep_answers=keep_answers),
            lambda _: self.moved.emit(),
            lambda error: self._on_not_hidden(paths, error),
        )

    def _bring_back(self, paths: list[Path], done: Callable[[object], None]) -> None:
        ids = self._ids(paths)
        self._do(lambda: work.bring_back(self._library, ids), done, lambda error: self._on_not_back(paths, error))

    def _on_back(self, paths: list[Path]) -> None:
        self._returning.difference_update(paths)
        self.moved.emit()
        self.returned.emit(paths)

    def _on_not_back(self, paths: list[Path], error: UserFixable) -> None:
        """They stay removed: the list is to show what is true."""
        self._returning.difference_update(paths)
        self.failed.emit(paths, error)

    def _on_not_hidden(self, paths: list[Path], error: UserFixable) -> None:
        for path in paths:
            self.removals.rescue(path)
        self.failed.emit(paths, error)

    def _on_over(self, paths: list[Path]) -> None:
        entries = self._entries(paths)
        self.going.update(paths)
        self.begun.emit(paths)
        self._do(
            lambda: work.settle(self._library, entries),
            lambda _: self._on_settled(paths),
            lambda error: self._on_not_settled(paths, error),
        )

    def _on_settled(self, paths: list[Path]) -> None:
        self.going.difference_update(paths)
        self.ended.emit(paths)
        self.scrub()

    def _on_not_settled(self, paths: list[Path], error: UserFixable) -> None:
        self.going.difference_update(paths)
        self.failed.emit(paths, error)

    def _ids(self, paths: Iterable[Path]) -> list[str]:
        return [entry.document.id for entry in self._entries(paths) if entry.document is not None]

    def _do(
        self, change: Callable[[], object], done: Callable[[object], None], failed: Callable[[UserFixable], None]
    ) -> None:
        """One after the other, as they were asked for."""
        self._jobs.run(lambda tell, stop: change(), lane=Lane.CHANGES, owner=self, on_done=done, on_error=failed)
