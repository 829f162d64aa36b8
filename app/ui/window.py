"""The main window: it only connects panels. What a person does in one of them is told to the others here and nowhere else."""

from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QSplitter,
    QStackedWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.errors import UserFixable
from app.host.settings import Settings
from app.library import Library
from app.stop import Stop
from app.types import Citation, Document, Passage
from app.ui import drops
from app.ui.cloud.elsewhere import Elsewhere
from app.ui.conversation import ConversationPanel, HistoryPanel
from app.ui.crash_bar import CrashBar
from app.ui.downloads import Downloads
from app.ui.jobs import Jobs, Lane
from app.ui.menus import Menus
from app.ui.pages import PagesPanel
from app.ui.resting import RestingModels
from app.ui.resuming import Resuming
from app.ui.settings import SettingsDialog
from app.ui.shelf import LibraryPanel
from app.ui.sides import Sides
from app.ui.status import StatusLine
from app.ui.summary import SummaryPanel
from app.ui.tabbing import move_focus
from app.ui.theme import Theme
from app.ui.wanted import Place, Wanted
from app.ui.welcome import FirstStart
from app.ui.widgets import Banner

_COLUMNS = (270, 640, 430)


class Window(QMainWindow):
    """`promised` is what is still to be done after it is closed: removals that could have been undone."""

    closed = Signal()

    def __init__(self, library: Library, jobs: Jobs, theme: Theme, chosen: Settings) -> None:
        super().__init__()
        self._library, self._jobs, self._theme = library, jobs, theme
        self.promised: Callable[[Stop], None] | None = None
        self.shelf = LibraryPanel(library, jobs, theme)
        self.pages = PagesPanel(library, jobs, theme, password_of=self.shelf.passwords)
        self.elsewhere = Elsewhere(library, jobs, self)
        self.conversation = ConversationPanel(library, jobs, theme, elsewhere=self.elsewhere)
        self.history = HistoryPanel(library, jobs, theme)
        self.summary = SummaryPanel(library, jobs, theme)
        self.status = StatusLine(library, jobs)
        self._downloads = Downloads(library, jobs, self)
        self._resuming = Resuming(self, library, jobs)
        self._resting = RestingModels(library, jobs, self)
        self._busy: set[str] = set()
        self._put_away: str | None = None
        """The conversation that was open when a document was removed."""
        self._dialog: SettingsDialog | None = None
        self._first: FirstStart | None = None
        self._wants_first_start = not chosen.started
        self._build()
        self._connect()
        self.menus = Menus(self)
        self._resuming.restore(chosen)

    # Building

    def _build(self) -> None:
        self.setWindowTitle("Inglenook")
        self.setAcceptDrops(True)
        self.sides = Sides(self.conversation, self.summary, self.history)
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.columns.setChildrenCollapsible(False)
        columns: tuple[tuple[QWidget, int], ...] = ((self.shelf, 0), (self.pages, 1), (self.sides, 0))
        for column, stretch in columns:
            self.columns.addWidget(column)
            self.columns.setStretchFactor(self.columns.count() - 1, stretch)
        self.columns.setSizes(list(_COLUMNS))
        self.banner = Banner()
        self.crash_bar = CrashBar(self._library.rooms.paths, self._jobs)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.columns)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.banner)
        rows.addWidget(self.crash_bar)
        rows.addWidget(self._stack, 1)
        self.setCentralWidget(whole)
        self.setStatusBar(self.status)
        self.hint = drops.Hint(self)
        for field in [*self.findChildren(QLineEdit), *self.findChildren(QPlainTextEdit), *self.findChildren(QTextEdit)]:
            field.setAcceptDrops(False)  # a file that is dropped on a field is for the library

    def _connect(self) -> None:
        self._jobs.failed.connect(self.banner.say_error)
        self.shelf.opened.connect(self._on_opened)
        self.shelf.unshowable.connect(self._on_unshowable)
        self.pages.try_wanted.connect(self.shelf.act_on)
        self.shelf.documents_changed.connect(self._on_library_changed)
        self.shelf.collections_changed.connect(self._on_library_changed)
        self.shelf.hidden.connect(self._on_hidden)
        self.shelf.moved.connect(self._on_moved)
        self.shelf.gone.connect(self._on_gone)
        self.pages.document_shown.connect(self._on_shown)
        self.pages.page_changed.connect(lambda page: self.conversation.set_current(self.pages.document, page))
        self.pages.summarise_wanted.connect(self._on_summary_wanted)
        self.pages.read_again_wanted.connect(self.shelf.read_again)
        self.pages.password_needed.connect(self.shelf.ask_password)
        self.shelf.password_given.connect(lambda document: self.pages.reload_picture())
        self.pages.located.connect(lambda document: self.shelf.reload())
        self.conversation.citation_chosen.connect(self._on_citation)
        self.conversation.passage_chosen.connect(self._on_passage)
        self.conversation.marks_changed.connect(self.pages.show_marks)
        self.conversation.busy_changed.connect(lambda busy: self._on_busy("conversation", busy))
        self.conversation.busy_changed.connect(lambda busy: None if busy else self.history.reload())
        self.summary.busy_changed.connect(lambda busy: self._on_busy("summary", busy))
        self.summary.place_chosen.connect(self._on_place)
        self.conversation.conversation_changed.connect(self.history.show_current)
        self.history.chosen.connect(self._on_conversation_chosen)
        self.history.new_wanted.connect(self.start_conversation)
        self.history.renamed.connect(self.conversation.set_title)
        self.history.removing.connect(self._on_conversation_going)
        self.conversation.column.key_wanted.connect(lambda: self.open_settings("cloud"))
        self.summary.cloud_wanted.connect(self.conversation.asking_elsewhere.summarise)
        self.conversation.asking_elsewhere.approved.connect(lambda *_: self.sides.show_side(self.conversation))
        self.elsewhere.changed.connect(lambda: self.summary.offer_cloud(self.elsewhere.is_open))
        for panel in (self.conversation, self.summary):
            panel.model_wanted.connect(lambda: self.open_settings("model"))
        self._downloads.arrived.connect(lambda model: self._on_models_changed())
        self.status.model_wanted.connect(lambda: self.open_settings("model"))
        self._resting.given_back.connect(self.status.reload)
        self._resting.at_work.connect(self._say_at_work)
        self.status.privacy_wanted.connect(self._on_privacy_wanted)

    # Starting and ending

    def start(self) -> None:
        """Once the window is on the screen: the library is read, beside it."""
        self.shelf.start()
        self.history.reload()
        self.status.reload()
        self.elsewhere.reload()
        self._resting.start()
        self.crash_bar.look()
        if self._wants_first_start:
            self._show_first_start()
        else:
            self.conversation.focus_question()

    def focusNextPrevChild(self, next: bool) -> bool:
        return move_focus(self, forward=next)

    def come_to_front(self) -> None:
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def say_read_only(self) -> None:
        folder = str(self._library.rooms.paths.data)
        said = self.tr("Nothing can be written in ‘{folder}’: questions are answered but not kept.")
        self.banner.say(said.format(folder=folder))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide at once; what runs is stopped behind it."""
        if self.promised is None:  # a second one must not take away what the first one promised
            works = self._resuming.last(), self.shelf.finish(), self.pages.finish()
            self.promised = lambda stop: _one_after_another(stop, *works)
        self.hide()
        event.accept()
        self.closed.emit()

    # What panels tell

    def _on_library_changed(self, _: object) -> None:
        documents = self.shelf.documents()
        self.conversation.set_documents(documents, self.shelf.collections())
        shown = self.pages.document
        if shown is not None and shown.id not in {document.id for document in documents}:
            anew = next((document for document in documents if document.path == shown.path), None)
            self.pages.show_document(anew) if anew is not None else self.pages.clear()
        elif self.pages.is_vacant and len(documents) == 1:
            self.pages.show_document(documents[0])

    def _on_hidden(self, documents: Collection[str]) -> None:
        """As long as it can be undone nothing of them is shown."""
        before, turns = self.conversation.conversation, len(self.conversation.column.turns)
        self.conversation.forget(documents)
        if before is not None and len(self.conversation.column.turns) != turns:
            self._put_away = before
        self.summary.forget(documents)

    def _on_moved(self) -> None:
        """The library hides other answers now."""
        self.history.reload()
        if self._put_away is not None:
            self.conversation.open_again(self._put_away)

    def _on_gone(self, documents: Collection[str]) -> None:
        """Nothing of them stays: no answer that quotes them, no summary, nor that they were read here."""
        self.conversation.forget(documents)
        self.summary.forget(documents)
        self.history.reload()
        self._resuming.keep()

    def _on_opened(self, document: Document) -> None:
        self.pages.show_document(document)

    def _on_unshowable(self, what: tuple[Path, UserFixable | None] | None) -> None:
        if what is None:
            self.pages.clear()
        else:
            self.pages.show_trouble(*what)

    def _on_shown(self, document: Document | None) -> None:
        self.summary.set_current(document)
        self.conversation.set_current(document, self.pages.page)
        self.setWindowTitle(self.tr("{file} – Inglenook").format(file=document.file) if document else "Inglenook")
        self.shelf.show_current(document)

    def _on_summary_wanted(self, wanted: Wanted) -> None:
        self.sides.show_side(self.summary)
        self.summary.start(wanted)

    def _on_citation(self, citation: Citation) -> None:
        document = self._document(citation.document)
        if document is None:
            self.banner.say(self.tr("‘{file}’ is no longer in the library.").format(file=citation.file))
        else:
            self.pages.show_place(document, citation.page, citation.boxes)

    def _on_passage(self, passage: Passage) -> None:
        document = self._document(passage.document)
        if document is None:
            return
        self._jobs.run(
            lambda tell, stop: self._library.boxes(passage),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda boxes: self.pages.show_place(document, passage.page, boxes),
        )

    def _on_place(self, place: Place) -> None:
        document = self._document(place.document)
        if document is not None:
            self.pages.show_document(document, place.page)

    def _on_busy(self, who: str, busy: bool) -> None:
        """While the model works, nothing else takes its processor."""
        before = bool(self._busy)
        (self._busy.add if busy else self._busy.discard)(who)
        if bool(self._busy) == before:
            return
        if self._busy:
            self.shelf.pause_meaning()
        else:
            self.shelf.resume_meaning()
            self.status.reload()

    def _on_conversation_chosen(self, conversation: str) -> None:
        self.sides.show_side(self.conversation)
        self.conversation.open_conversation(conversation)

    def _on_conversation_going(self, conversation: str) -> None:
        """Before it is: an answer that was kept meanwhile would bring it back."""
        if self.conversation.conversation == conversation:
            self.conversation.new_conversation()

    def _document(self, ident: str) -> Document | None:
        return next((document for document in self.shelf.documents() if document.id == ident), None)

    # What menus ask for

    def start_conversation(self) -> None:
        self.sides.show_side(self.conversation)
        self.conversation.new_conversation()
        self.conversation.focus_question()

    def ask(self) -> None:
        self.sides.show_side(self.conversation)
        self.conversation.focus_question()

    def open_settings(self, page: str = "model") -> None:
        if self._dialog is None:
            self._dialog = SettingsDialog(
                self._library, self._jobs, self._theme, self, downloads=self._downloads, elsewhere=self.elsewhere
            )
            self._dialog.model_changed.connect(self._on_models_changed)
            self._dialog.models.memory.unload_wanted.connect(self.unload_model)
            self._dialog.deletion_begins.connect(self._on_deletion_begins)
            self._dialog.everything_deleted.connect(self._on_everything_deleted)
        self._dialog.open_at(page)

    def _on_privacy_wanted(self) -> None:
        """What has left, where something has or may; else what is kept here."""
        self.open_settings("sent" if self.status.left or self.elsewhere.providers else "privacy")

    def unload_model(self) -> None:
        self._resting.unload()

    def _say_at_work(self) -> None:
        self.banner.say(self.tr("The model is at work: stop it first, then unload it."))

    def _on_models_changed(self) -> None:
        self.status.reload()
        self._resting.look()
        self.shelf.prepare_meaning()

    def _on_deletion_begins(self) -> None:
        """Nothing is to be read into the library that is new and empty afterwards."""
        for panel in (self.conversation, self.summary, self.shelf):
            panel.stop()

    def _on_everything_deleted(self) -> None:
        self.pages.clear()
        self.conversation.new_conversation()
        self.conversation.forget_draft()
        self.history.reload()
        self.shelf.start_over()
        self.status.reload()

    # First start

    def _show_first_start(self) -> None:
        self._first = FirstStart(self._library, self._jobs, self._theme, downloads=self._downloads)
        self._first.asked.connect(self.conversation.ask)
        self._first.add_wanted.connect(self._on_first_add)
        self._first.finished.connect(self._on_first_finished)
        self._stack.addWidget(self._first)
        self._stack.setCurrentWidget(self._first)
        self._first.take_focus()

    def _on_first_add(self, paths: list[Path]) -> None:
        if paths:
            self.shelf.add(paths)
        else:
            self.shelf.add_with_dialog()

    def _on_first_finished(self) -> None:
        first, self._first = self._first, None
        self._stack.setCurrentIndex(0)
        if first is not None:
            self._stack.removeWidget(first)
            first.deleteLater()
        self._on_models_changed()
        self.conversation.focus_question()

    # Drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if drops.pdfs_of(event.mimeData()):
            event.acceptProposedAction()
            self.hint.show_over(self.rect())

    def dragLeaveEvent(self, event: object) -> None:
        self.hint.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.hint.hide()
        if paths := drops.pdfs_of(event.mimeData()):
            event.acceptProposedAction()
            self.shelf.add(paths)


def _one_after_another(stop: Stop, *works: Callable[[Stop], None] | None) -> None:
    for work in works:
        if work is not None:
            work(stop)
