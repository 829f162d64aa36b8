"""The library at the left of the window: add, see how it stands, sort, remove."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.library import Library
from app.stop import Stop
from app.types import Document
from app.ui.drops import pdfs_of
from app.ui.jobs import Jobs
from app.ui.shelf.bars import WorkBar
from app.ui.shelf.chooser import Chooser
from app.ui.shelf.commands import Commands
from app.ui.shelf.deeds import Deeds
from app.ui.shelf.entries import Entry
from app.ui.shelf.header import Header
from app.ui.shelf.model import ShelfModel
from app.ui.shelf.shelf import Shelf
from app.ui.shelf.toast import Toast
from app.ui.shelf.view import ShelfView
from app.ui.theme import Theme
from app.ui.widgets import EmptyState, push_button

UNDO_SECONDS = 10.0
"""How long a removal can be undone."""
_LEAST = 200


class LibraryPanel(QWidget):
    """`opened` has a Document that is to be shown, `unshowable` the path of a file and why it cannot be (a UserFixable, or None while it
    is not read yet), or None once that file is gone; `documents_changed` all that can be asked about, `collections_changed` the names of
    collections; `gone` has the ids of documents that cannot come back: removed for good, or read anew with other bytes. `password_given`
    has the Document for which `ask_password` asked. `hidden` has the ids of documents that are out of sight as long as that can be undone,
    and `moved` comes when the library has heard of it, or of its end."""

    opened = Signal(object)
    unshowable = Signal(object)
    documents_changed = Signal(object)
    collections_changed = Signal(object)
    gone = Signal(object)
    hidden = Signal(object)
    moved = Signal()
    busy_changed = Signal(bool)
    password_given = Signal(object)

    def __init__(
        self,
        library: Library,
        jobs: Jobs,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        undo_seconds: float = UNDO_SECONDS,
    ) -> None:
        super().__init__(parent)
        self._told: tuple[list[Document], list[str]] | None = None
        self._ids: frozenset[str] = frozenset()
        self._is_busy = False
        self.shelf = Shelf(library, jobs, undo_seconds, self)
        self.model = ShelfModel(self)
        self.view = ShelfView(self.model, theme)
        self.commands = Commands(self.view, self)
        self._chooser = Chooser(self)
        self.deeds = Deeds(self.shelf, self.view, self.commands, self)
        self.passwords: Callable[[Path], str | None] = self.shelf.password_of
        """What was given for a file since the program began; for any thread."""
        self._build(theme)
        self._connect()
        self._arrange()

    def _build(self, theme: Theme) -> None:
        self.setAcceptDrops(True)
        self.header = Header(self.commands)
        self.toast = Toast()
        self.work_bar = WorkBar(theme)
        self.empty = EmptyState(
            "document",
            self.tr("No documents yet"),
            self.tr("Drop PDFs or a folder anywhere in this window."),
            push_button(self.tr("Add PDFs…"), clicked=self.add_with_dialog),
        )
        clear = push_button(self.tr("Clear the filter"), clicked=self.header.filter.clear)
        self.nothing = EmptyState(
            "search",
            self.tr("No document matches"),
            self.tr("The filter looks at names, titles and collections."),
            clear,
        )
        self.loading = QWidget()
        self.stack = QStackedWidget()
        for page in (self.view, self.empty, self.nothing, self.loading):
            self.stack.addWidget(page)
        below = QVBoxLayout()
        below.setContentsMargins(8, 0, 8, 0)
        below.addWidget(self.toast)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.stack, 1)
        column.addLayout(below)
        column.addWidget(self.work_bar)

    def _connect(self) -> None:
        shelf, commands = self.shelf, self.commands
        shelf.changed.connect(self._arrange)
        shelf.changed.connect(self.deeds.follow)
        shelf.touched.connect(self.model.touch)
        shelf.queued.connect(self._on_queued)
        shelf.work_changed.connect(self._show_work)
        shelf.halted.connect(self.header.banner.say_error)
        shelf.removals.changed.connect(self._show_toast)
        shelf.moved.connect(self.moved)
        self.header.add_wanted.connect(self.add_with_dialog)
        self.header.filtered.connect(self._show_rows)
        self._chooser.chosen.connect(self.add)
        self.header.menu_shown.connect(lambda: commands.continue_all.setEnabled(shelf.stock.has_stopped))
        self.header.banner.acted.connect(self._recover)
        commands.add_files.triggered.connect(lambda *_: self.add_with_dialog())
        commands.add_folder.triggered.connect(lambda *_: self.add_folder_with_dialog())
        self.model.documents_dropped.connect(self.deeds.drop)
        self.model.files_dropped.connect(self.shelf.add)
        self.deeds.opened.connect(self.opened)
        self.deeds.unshowable.connect(self.unshowable)
        self.toast.undo_wanted.connect(self.deeds.undo)
        self.toast.keep_wanted.connect(shelf.leaving.keep_answers)
        self.work_bar.stop_wanted.connect(self._stop_work)
        self.work_bar.resume_wanted.connect(lambda: shelf.learning.resume("user"))

    def minimumSizeHint(self) -> QSize:
        """Large text takes more."""
        return super().minimumSizeHint().expandedTo(QSize(_LEAST, 0))

    # What the window asks for

    def start(self) -> None:
        """Read what is there, and go on with what waits."""
        self.shelf.load()

    def reload(self) -> None:
        self.shelf.load()

    def start_over(self) -> None:
        """The library is another one: that work was stopped or paused in the old one holds no longer."""
        self.shelf.load()
        self.shelf.learning.resume("user")

    def add(self, paths: Sequence[Path]) -> None:
        """PDFs, and folders with all PDFs in them."""
        self.shelf.add(paths)

    def add_with_dialog(self) -> None:
        self._chooser.choose_files()

    def add_folder_with_dialog(self) -> None:
        self._chooser.choose_folder()

    def select(self, document_id: str) -> None:
        """Show where a document is in the list, without opening it."""
        entry = self.shelf.stock.with_id(document_id)
        if entry is not None:
            self.view.select([entry])

    def show_current(self, document: Document | None) -> None:
        """This one is on the screen now: it is marked in the list, and selected."""
        self.deeds.take_shown(document)
        self.view.mark(None if document is None else document.path)
        if document is not None:
            self.select(document.id)

    def act_on(self, path: Path) -> None:
        """What the row of a file offers: read it again, or ask for its password."""
        entry = self.shelf.stock.entries.get(path)
        if entry is not None:
            self.deeds.act(entry)

    @property
    def is_loaded(self) -> bool:
        """Whether it is known what there is."""
        return self.shelf.is_loaded

    def documents(self) -> list[Document]:
        return self.shelf.stock.documents()

    def collections(self) -> list[str]:
        return list(self.shelf.stock.collections)

    def pause_meaning(self) -> None:
        """While the model works: it needs the processor."""
        self.shelf.learning.pause("window")

    def resume_meaning(self) -> None:
        self.shelf.learning.resume("window")

    def prepare_meaning(self) -> None:
        """A model has come: perhaps the one that this needs."""
        self.shelf.learn()

    def stop(self) -> None:
        """Stop reading and learning; what was not read waits as stopped."""
        self.shelf.reading.stop_all()
        self.shelf.learning.pause("user")

    def read_again(self, document: Document) -> None:
        """Its file has changed."""
        self.shelf.add([document.path], first=True)

    def ask_password(self, document: Document) -> None:
        """For pages of a document that is read already; `password_given` follows. One that was given before is a wrong one."""
        self.deeds.ask_password_of(document, lambda: self.password_given.emit(document))

    def finish(self) -> Callable[[Stop], None] | None:
        """What is still to be done once everything has stopped, away from the window's thread; None if nothing is."""
        return self.shelf.finish()

    # What is shown

    def _arrange(self) -> None:
        self._show_rows()
        self._tell()

    def _show_rows(self, *_: object) -> None:
        """What there is, or what of it the filter leaves."""
        stock, sought = self.shelf.stock, self.header.filter.text().strip()
        self.model.arrange(stock.visible(), stock.collections, sought)
        self.view.refresh(filtered=bool(sought))
        self.header.filter.setEnabled(self.model.has_documents or bool(sought) or bool(stock.collections))
        self.stack.setCurrentWidget(self._page(sought))

    def _page(self, sought: str) -> QWidget:
        if self.model.has_documents or (self.model.has_collections and not sought):
            return self.view
        if sought:
            return self.nothing
        return self.empty if self.shelf.is_loaded else self.loading

    def _tell(self) -> None:
        """Tell the window what there is, when that is something else."""
        if not self.shelf.is_loaded:
            return
        documents, collections = self.documents(), self.collections()
        before, self._told = self._told, (documents, collections)
        if before is None or before[1] != collections:
            self.collections_changed.emit(collections)
        if before is None or before[0] != documents:
            lost = {one.id for one in before[0]} - {one.id for one in documents} if before is not None else set()
            if lost:
                self.hidden.emit(lost)
            self.documents_changed.emit(documents)
        ids, self._ids = self._ids, self.shelf.stock.ids
        if ids - self._ids:
            self.gone.emit(ids - self._ids)

    def _on_queued(self, entries: list[Entry]) -> None:
        """What is added does not take the place of what is being read or chosen."""
        if self.view.marked is None and not self.view.selectionModel().hasSelection():
            self.view.select(entries)

    def _show_work(self) -> None:
        shelf = self.shelf
        self.work_bar.show_work(shelf.reading, shelf.learning, shelf.stock.learned)
        is_busy = shelf.reading.is_busy or shelf.learning.is_running
        if is_busy != self._is_busy:
            self._is_busy = is_busy
            self.busy_changed.emit(is_busy)

    def _show_toast(self) -> None:
        removals, stock = self.shelf.removals, self.shelf.stock
        paths = removals.latest
        documents = any(path in stock.entries and stock.entries[path].document is not None for path in paths)
        self.toast.show_removed(
            [path.name for path in paths], documents=documents, keeps_answers=removals.keeps_answers
        )

    def _stop_work(self) -> None:
        if self.shelf.reading.is_busy:
            self.shelf.reading.stop_all()
        else:
            self.shelf.learning.pause("user")

    # What went wrong

    def _recover(self) -> None:
        self.header.banner.hide()
        if not self.shelf.is_loaded:
            self.start()
        self.shelf.add_stopped()

    # Drops beside the list

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if pdfs_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := pdfs_of(event.mimeData()):
            event.acceptProposedAction()
            self.add(paths)
