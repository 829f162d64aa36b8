"""The documents of the library as they come, change and go: what the panel shows, without its widgets."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.errors import UserFixable
from app.library import Library
from app.stop import Stop
from app.types import Document, Progress, Waiting
from app.ui.jobs import Jobs, Lane
from app.ui.shelf import work
from app.ui.shelf.entries import Entry
from app.ui.shelf.learning import Learning
from app.ui.shelf.leaving import Leaving
from app.ui.shelf.reading import Reading
from app.ui.shelf.stock import Stock, Stocktaking


class Shelf(QObject):
    """`changed`: entries have come, gone or moved. `touched`: this Entry looks different. `queued`: these entries were asked for just
    now. `work_changed`: so did the work. `wrong_password`: what was given for this Entry does not open it. `halted`: a
    UserFixable that keeps everything from going on. `returned`: these entries are back whose removal was undone; `moved`: what is hidden in
    the library is something else."""

    changed = Signal()
    touched = Signal(object)
    queued = Signal(object)
    work_changed = Signal()
    wrong_password = Signal(object)
    halted = Signal(object)
    returned = Signal(object)
    moved = Signal()

    def __init__(self, library: Library, jobs: Jobs, undo_seconds: float, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._jobs = library, jobs
        self._known: dict[Path, str] = {}
        self._again: list[Waiting] = []
        self._version = 0
        self.is_loaded = False
        self.stock = Stock()
        self.reading = Reading(library, jobs, self.password_of, self)
        self.learning = Learning(library, jobs, self, self.password_of)
        self.leaving = Leaving(library, jobs, undo_seconds, self._entries_of, self)
        self.removals = self.leaving.removals
        self._connect()

    def _connect(self) -> None:
        reading, learning = self.reading, self.learning
        reading.began.connect(lambda path: self._show(path, lambda entry: entry.begun()))
        reading.progressed.connect(lambda path, told: self._show(path, lambda entry: entry.begun(told)))
        reading.stopped.connect(lambda path: self._show(path, lambda entry: entry.stopped()))
        reading.ended.connect(self._on_read)
        reading.changed.connect(self._on_reading)
        reading.halted.connect(self.halted)
        learning.progressed.connect(self._on_learning)
        learning.learned.connect(self._on_learned)
        learning.scanned.connect(self._on_scanned)
        learning.changed.connect(self._on_rest)
        learning.done.connect(self._on_all_learned)
        learning.halted.connect(self.halted)
        leaving = self.leaving
        leaving.changed.connect(self._rearrange)
        leaving.begun.connect(self._on_over)
        leaving.ended.connect(self._on_gone)
        leaving.returned.connect(self._on_returned)
        leaving.failed.connect(self._on_not_gone)
        leaving.moved.connect(self.moved)

    # Loading

    def load(self) -> None:
        """Take stock again, beside the window. What waits, and is not being read, goes on."""
        version, first = self._version, not self.is_loaded and not self.removals.pending
        self._jobs.run(
            lambda tell, stop: work.take_stock(self._library, first=first),
            lane=Lane.CHANGES,
            owner=self,
            on_done=lambda found: self._on_stock(found, version),
            on_error=self.halted.emit,
        )

    def _on_stock(self, found: Stocktaking, version: int) -> None:
        if version != self._version:
            self.load()  # something came or went while it was taken
            return
        self.stock.take(found)
        if not self.is_loaded:
            self.leaving.start()
        self.is_loaded = True
        self.changed.emit()
        shown = (entry for entry in self.stock.visible() if entry.work == "queued")
        self.reading.add([entry.waiting for entry in shown if entry.waiting is not None])

    # Adding

    def add(self, paths: Iterable[Path], collection: str | None = None, *, first: bool = False) -> None:
        """Files and folders; `first`: before what waits already."""
        wanted = list(paths)
        if wanted:
            self._jobs.run(
                lambda tell, stop: work.enqueue(self._library, wanted, collection, stop),
                lane=Lane.FOLDERS,
                owner=self,
                on_done=lambda items: self._on_queued(items, first=first),
                on_error=self.halted.emit,
            )

    def add_again(self, entries: Iterable[Entry], *, first: bool = False) -> None:
        """What was stopped, failed, or has changed on the disk, into the collections for which it was meant."""
        by_collection: dict[str | None, list[Path]] = {}
        for entry in entries:
            meant = None if entry.waiting is None else entry.waiting.collection
            by_collection.setdefault(meant, []).append(entry.path)
        for collection, paths in by_collection.items():
            self.add(paths, collection, first=first)

    def add_stopped(self) -> None:
        self.add_again(entry for entry in self.stock.visible() if entry.state == "stopped")

    def _on_queued(self, items: Sequence[Waiting], *, first: bool) -> None:
        self._again += [item for item in items if item.path in self.leaving.going]
        items = [item for item in items if item.path not in self.leaving.going]
        at = self.reading.unfinished
        for item in items:
            self.leaving.rescue(item.path)
            if at is None or item.path != at.path:
                self.stock.queue(item)
        self._rearrange()
        self.reading.add(items, first=first)
        self.queued.emit([self.stock.entries[item.path] for item in items])

    # Reading

    def stop(self, entries: Iterable[Entry]) -> None:
        self.reading.stop(entry.path for entry in entries)

    def _on_read(self, item: Waiting, outcome: Document | UserFixable) -> None:
        if isinstance(outcome, Document):
            if item.path not in self.stock.hidden:
                self.leaving.rescue(outcome.path)  # the same bytes from elsewhere
            self.stock.read(item.path, outcome)
        else:
            entry = self.stock.entries.get(item.path, Entry(item.path)).failed(outcome)
            self.stock.put(entry)
            if outcome.kind == "password" and self._known.pop(item.path, None) is not None:
                self.wrong_password.emit(entry)
        self._rearrange()

    def _on_reading(self) -> None:
        if self.reading.is_busy:
            self.learning.pause("reading")
        else:
            self.learn()
            self.learning.resume("reading")
        self.work_changed.emit()

    def _show(self, path: Path, become: Callable[[Entry], Entry]) -> None:
        entry = self.stock.entries.get(path)
        if entry is not None:
            self.stock.put(become(entry))
            if path not in self.stock.hidden:
                self.touched.emit(self.stock.entries[path])

    # Passwords, for as long as the program runs

    def password_of(self, path: Path) -> str | None:
        """Asked by the threads that read and draw."""
        return self._known.get(path)

    def give_password(self, path: Path, password: str) -> None:
        self._known[path] = password

    # Search by meaning

    def learn(self) -> None:
        """Prepare what is not prepared, if it can be done: there may be a model for it now."""
        if self.is_loaded and not self.reading.is_busy and not self.stock.is_learned:
            self.learning.start()

    def _on_learning(self, progress: Progress) -> None:
        entry = self.stock.learning(progress)
        for one in (*self.stock.rest(but=progress.document), *([] if entry is None else [entry])):
            self.touched.emit(one)
        self.work_changed.emit()

    def _on_learned(self, document: str) -> None:
        entry = self.stock.mark_learned(document)
        if entry is not None:
            self._rearrange()

    def _on_scanned(self, document: Document) -> None:
        """Its scanned pages have words now."""
        if self.stock.with_id(document.id) is not None:
            self.stock.read(document.path, document)
            self._rearrange()

    def _on_rest(self) -> None:
        if not self.learning.is_running:
            for entry in self.stock.rest():
                self.touched.emit(entry)
        self.work_changed.emit()

    def _on_all_learned(self) -> None:
        if not self.stock.is_learned:
            self.load()  # a question may have done it

    # Removing

    def remove(self, entries: Iterable[Entry]) -> None:
        """Out of sight at once; for good when it is not undone."""
        paths = [entry.path for entry in entries]
        if paths:
            self.reading.withdraw(paths)
            self.leaving.remove(paths)
            self._rearrange()

    def undo(self) -> None:
        """Bring back what was removed last; `returned` follows."""
        self.leaving.undo()

    def _on_returned(self, paths: list[Path]) -> None:
        back = self._entries_of(paths)
        self._rearrange()
        self.reading.add(entry.waiting for entry in back if entry.work == "queued" and entry.waiting is not None)
        self.returned.emit(back)

    def _entries_of(self, paths: Iterable[Path]) -> list[Entry]:
        return [self.stock.entries[path] for path in paths if path in self.stock.entries]

    def _on_over(self, paths: list[Path]) -> None:
        self.reading.bar(paths)
        self._rearrange()

    def _on_gone(self, paths: list[Path]) -> None:
        self.stock.drop(paths)
        for path in paths:
            self._known.pop(path, None)
        self.reading.unbar(paths)
        self._rearrange()
        again, self._again = self._again, []
        self.add([item.path for item in again])

    def _on_not_gone(self, paths: list[Path], error: UserFixable) -> None:
        self.reading.unbar(paths)
        self._rearrange()
        self.halted.emit(error)
        self.load()

    def finish(self) -> Callable[[Stop], None] | None:
        """What is to be done after the end: removals that nobody undid, and a file that was being read goes on waiting."""
        out_of_sight = self.leaving.paths
        removed, reading = self.leaving.finish(), self.reading.unfinished
        if removed is None and reading is None:
            return None

        def last(stop: Stop) -> None:
            if reading is not None and reading.path not in out_of_sight:
                work.enqueue(self._library, [reading.path], reading.collection, stop)
            if removed is not None:
                removed(stop)

        return last

    # Collections

    def make(self, name: str) -> None:
        self.stock.list_collection(name)
        self._do(lambda: work.make(self._library, name))

    def put(self, entries: Iterable[Entry], name: str) -> None:
        """Into a collection, which is made if need be."""
        ids = self.stock.sort_into(entries, name)
        self._do(lambda: work.put(self._library, ids, name))

    def take_out(self, entries: Iterable[Entry], name: str | None) -> None:
        """Out of one collection, or (None) out of all."""
        chosen = list(entries)
        names = [name] if name is not None else sorted({one for entry in chosen for one in entry.collections})
        ids = self.stock.take_out_of(chosen, names)
        self._do(lambda: work.take_out(self._library, ids, names))

    def rename(self, old: str, new: str) -> None:
        self.stock.rename_collection(old, new)
        self._do(lambda: work.rename(self._library, old, new))

    def drop(self, name: str) -> None:
        """The documents stay."""
        self.stock.drop_collection(name)
        self._do(lambda: work.drop_collection(self._library, name))

    def _do(self, change: Callable[[], None]) -> None:
        """Have it done in the library, too; where that fails, the list shows what is true."""

        def failed(error: UserFixable) -> None:
            self.halted.emit(error)
            self.load()

        self._rearrange()
        self._jobs.run(lambda tell, stop: change(), lane=Lane.CHANGES, owner=self, on_error=failed)

    def _rearrange(self) -> None:
        self._version += 1
        self.stock.hidden = self.leaving.paths
        self.changed.emit()
