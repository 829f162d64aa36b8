"""Summaries: what of the open document, how long, and the result with its pages."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.errors import UserFixable
from app.host.settings import Settings
from app.library import Library, pages, summaries
from app.types import Document, KeptSummary, Length, Progress, Section, SectionSummary, Summary
from app.ui import say
from app.ui.confirm import confirm
from app.ui.flowing import scrolling
from app.ui.icons import icon
from app.ui.jobs import Jobs, Lane
from app.ui.keeping import Keeping
from app.ui.summary.bars import KeptBar, ProgressBar
from app.ui.summary.begun import Begun
from app.ui.summary.choice import Choice
from app.ui.summary.part import Part, kept_name
from app.ui.summary.result import ResultView, markdown
from app.ui.summary.run import Run
from app.ui.theme import Theme
from app.ui.wanted import Place, Wanted
from app.ui.widgets import Banner, ElidedLabel, EmptyState, label, push_button, tip


class SummaryPanel(QWidget):
    """Stays with the document that it is summarising; another one that is opened meanwhile comes after it."""

    place_chosen = Signal(object)
    """Place"""
    busy_changed = Signal(bool)
    model_wanted = Signal()
    cloud_wanted = Signal(object, object, object)
    """A Document, its first and last page or None for all, and a Length: to be summarised by a model elsewhere."""

    def __init__(self, library: Library, jobs: Jobs, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._jobs = library, jobs
        self._keeping = Keeping(library, jobs, self)
        self._open: Document | None = None
        """What the pages show."""
        self._shown: Document | None = None
        """What this panel shows."""
        self._sections: list[Section] = []
        self._run: Run | None = None
        self._begun = Begun()
        self._build()
        self._connect()
        self._load_length()

    # Building

    def _build(self) -> None:
        self._file = ElidedLabel(role="heading")
        self._other = push_button("", "link", self._go_to_open)
        self._choice = Choice()
        self._begin = push_button(self.tr("Summarise"), "primary", self.summarise)
        self.cloud = push_button(self.tr("Ask cloud…"), "quiet", self._ask_cloud)
        self.cloud.setIcon(icon("cloud"))
        self.cloud.setToolTip(
            tip(self.tr("Shows word for word what would be sent to a model elsewhere, before anything is"))
        )
        self.cloud.hide()
        self._unfinished = label(role="muted", wraps=True)
        self._banner = Banner()
        self._note = label(role="muted", wraps=True)
        self._progress = ProgressBar()
        self._kept = KeptBar()
        self._result = ResultView()
        self._area = scrolling(self._result)
        upper = QVBoxLayout()
        upper.setContentsMargins(16, 12, 16, 4)
        upper.setSpacing(8)
        for widget in (self._file, self._other, self._choice):
            upper.addWidget(widget)
        upper.addWidget(self._unfinished)
        ways = QHBoxLayout()
        ways.setSpacing(8)
        ways.addWidget(self._begin)
        ways.addWidget(self.cloud)
        ways.addStretch(1)
        upper.addLayout(ways)
        for below in (self._banner, self._progress, self._note, self._kept):
            upper.addWidget(below)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper)
        column.addWidget(self._area, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(
            EmptyState(
                "summary",
                self.tr("No document is open"),
                self.tr("Open one to summarise it, a section of it, or some of its pages."),
            )
        )
        self._stack.addWidget(work)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self._other.hide()
        self._note.hide()
        self._unfinished.hide()

    def _connect(self) -> None:
        self._choice.length_chosen.connect(lambda length: self._keeping.keep(length=length))
        self._choice.changed.connect(self._show_begun)
        self._choice.submitted.connect(self.summarise)
        self._banner.acted.connect(self.model_wanted)
        self._progress.stop_wanted.connect(self.stop)
        self._kept.chosen.connect(lambda kept: self._result.show_summary(kept.summary))
        self._kept.copy_wanted.connect(self.copy)
        self._kept.remove_wanted.connect(self._ask_to_remove)
        self._result.chosen.connect(self._on_page)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.stop)

    def _load_length(self) -> None:
        path = self._library.rooms.paths.settings
        self._jobs.run(
            lambda tell, stop: Settings.load(path).length,
            lane=Lane.QUICK,
            owner=self,
            on_done=self._choice.set_length,
        )

    # What others ask for

    def set_current(self, document: Document | None) -> None:
        """The document that is open now."""
        self._open = document
        if self._run is None and not _same(document, self._shown):
            self._show_document(document)
        self._show_other()

    def start(self, wanted: Wanted) -> None:
        """Summarise at once. One that is under way is finished first: then this only says so."""
        if self._run is not None:
            self._say(self.tr("A summary is being made. Stop it, or wait until it is done."))
            return
        if not _same(wanted.document, self._shown):
            self._show_document(wanted.document)
        if wanted.length is not None:
            self._choice.set_length(wanted.length)
        part = Part(wanted.section, wanted.pages)
        self._choice.choose(part)
        self._start(wanted.document, part)

    def stop(self) -> None:
        if self._run is not None and self._run.job is not None:
            self._progress.stopping()
            self._run.job.stop()

    def forget(self, documents: Collection[str]) -> None:
        """They have been removed, and their summaries with them."""
        if self._run is not None and self._run.job is not None and self._run.document.id in documents:
            self._run.job.forget()
            self._end()
        if self._shown is not None and self._shown.id in documents:
            self._show_document(self._open if self._open is not None and self._open.id not in documents else None)

    @property
    def busy(self) -> bool:
        return self._run is not None

    # The document

    def _show_document(self, document: Document | None) -> None:
        self._shown = document
        self._sections = []
        self._stack.setCurrentIndex(0 if document is None else 1)
        self._banner.hide()
        self._say("")
        self._result.clear()
        self._kept.show_list([])
        self._begun = Begun()
        self._choice.set_document(document)
        self._file.set_whole("" if document is None else document.file)
        self._show_other()
        if document is not None:
            self._load(document)

    def _load(self, document: Document) -> None:
        rooms, ident = self._library.rooms, document.id
        self._look_for_begun(ident)

        def arrived(found: tuple[list[Section], list[KeptSummary]]) -> None:
            if self._shown is not None and self._shown.id == ident:
                self._sections = found[0]
                self._choice.set_sections(found[0])
                self._show_kept(found[1])

        self._jobs.run(
            lambda tell, stop: (pages.outline(rooms, ident), summaries.kept(rooms, ident)),
            lane=Lane.QUICK,
            owner=self,
            on_done=arrived,
            on_error=self._banner.say_error,
        )

    def _look_for_begun(self, ident: str) -> None:
        def arrived(found: dict[Length, tuple[int, int]]) -> None:
            if self._shown is not None and self._shown.id == ident:
                self._begun.sections = found
                self._show_begun()

        self._jobs.run(
            lambda tell, stop: summaries.begun(self._library.rooms, ident),
            lane=Lane.QUICK,
            owner=self,
            on_done=arrived,
            on_error=lambda _: None,  # what is kept is told of, or why it cannot be
        )

    def _show_begun(self) -> None:
        """What was begun of what is chosen; while one is made, its progress says more."""
        part, length = self._choice.seen, self._choice.length
        has_begun = self._begun.has(part, length)
        self._begin.setText(self.tr("Continue") if has_begun else self.tr("Summarise"))
        said = self._begun.said(part, length) if self._run is None else ""
        self._unfinished.setText(said)
        self._unfinished.setVisible(bool(said))

    def _show_kept(self, kept: list[KeptSummary]) -> None:
        if self._run is not None:
            return
        self._kept.show_list(kept)
        if kept:
            self._result.show_summary(kept[0].summary)
        else:
            self._result.clear()

    def _show_other(self) -> None:
        """Where another document is open than the one that is shown, a way to it."""
        other = self._open if self._run is None and not _same(self._open, self._shown) else None
        self._other.setVisible(other is not None)
        if other is not None:
            shorter = self._other.fontMetrics().elidedText(other.file, Qt.TextElideMode.ElideMiddle, 220)
            self._other.setText(self.tr("Go to {file}").format(file=shorter.replace("&", "&&")))

    def _go_to_open(self) -> None:
        self._show_document(self._open)

    # Making one

    def summarise(self) -> None:
        """What is chosen."""
        part = self._choice.part()
        if part is not None and self._shown is not None and self._run is None:
            self._start(self._shown, part)

    def offer_cloud(self, offered: bool) -> None:
        """Whether a model elsewhere may be asked."""
        self.cloud.setVisible(offered)

    def _ask_cloud(self) -> None:
        part = self._choice.part()
        if part is not None and self._shown is not None:
            self.cloud_wanted.emit(self._shown, part.span(self._sections), self._choice.length)

    def _start(self, document: Document, part: Part) -> None:
        run = Run(document, part, self._choice.length, part.count(document, self._sections))
        self._run = run
        self._banner.hide()
        self._say("")
        self._kept.hide()
        self._result.clear()
        self._set_busy(True)
        run.job = self._jobs.run(
            lambda tell, stop: run.work(self._library, tell, stop),
            lane=Lane.MODEL,
            owner=self,
            on_done=self._on_done,
            on_error=self._on_error,
            on_stopped=self._on_stopped,
            on_progress=self._on_progress,
            on_item=self._on_section,
        )

    def _on_section(self, section: object) -> None:
        if self._run is not None and isinstance(section, SectionSummary):
            self._run.take(section)
            self._result.add(section)
            self._on_progress(None)

    def _on_progress(self, progress: Progress | None) -> None:
        if self._run is not None:
            self._progress.show_progress(progress, read=self._run.read, pages=self._run.pages)

    def _on_done(self, summary: Summary) -> None:
        if self._run is not None:
            self._begun.finish(self._run.part, self._run.length)
        document = self._end()
        self._result.show_summary(summary)
        self._area.verticalScrollBar().setValue(0)
        self._load(document)

    def _on_stopped(self) -> None:
        if self._run is not None:
            self._begun.stop(self._run.part, self._run.length)
        self._end_early()
        self._say(self.tr("Stopped. What is done is kept: ‘Continue’ goes on from there."))

    def _on_error(self, error: UserFixable) -> None:
        self._end_early()
        action = self.tr("Choose a model…") if say.is_of_the_model(error) else ""
        self._banner.say_error(error, action)

    def _end_early(self) -> None:
        document = self._end()
        self._kept.show_again()
        self._look_for_begun(document.id)

    def _end(self) -> Document:
        assert self._run is not None
        document, self._run = self._run.document, None
        self._set_busy(False)
        self._begin.setFocus()
        return document

    def _set_busy(self, busy: bool) -> None:
        self._choice.setEnabled(not busy)
        self._begin.setEnabled(not busy)
        self._progress.begin() if busy else self._progress.hide()
        self._show_begun()
        self._show_other()
        self.busy_changed.emit(busy)

    # What is shown

    def copy(self) -> None:
        kept = self._kept.current
        if kept is not None:
            QGuiApplication.clipboard().setText(markdown(kept.summary))
            self._say(self.tr("Copied."))

    def _ask_to_remove(self) -> None:
        kept, document = self._kept.current, self._shown
        if kept is None or document is None:
            return
        confirm(
            self,
            text=self.tr("Delete this summary of {file}?").format(file=document.file),
            more=kept_name(kept),
            action=self.tr("Delete"),
            on_yes=lambda: self._remove(document, kept),
        )

    def _remove(self, document: Document, kept: KeptSummary) -> None:
        self._jobs.run(
            lambda tell, stop: summaries.forget(self._library.rooms, document.id, kept),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda _: self._load(document),
            on_error=self._banner.say_error,
        )

    def _on_page(self, page: int) -> None:
        if self._shown is not None:
            self.place_chosen.emit(Place(self._shown.id, page))

    def _say(self, text: str) -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))


def _same(one: Document | None, other: Document | None) -> bool:
    return (one.id if one else None) == (other.id if other else None)
