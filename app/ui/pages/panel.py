"""The panel in which a document is read."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.errors import UserFixable
from app.library import Library, pages
from app.stop import Stop
from app.types import Box, Document, PageSize, Section
from app.ui.jobs import Job, Jobs, Lane, Tell
from app.ui.pages.actions import Actions
from app.ui.pages.bar import Bar
from app.ui.pages.desk import Standing
from app.ui.pages.finding import FindBar
from app.ui.pages.geometry import Spot
from app.ui.pages.locating import Locating
from app.ui.pages.memory import Memory
from app.ui.pages.prints import Prints
from app.ui.pages.spread import Spread, top_of
from app.ui.pages.stage import Stage
from app.ui.pages.summarising import Summarise
from app.ui.pages.texts import Texts
from app.ui.pages.trail import Trail
from app.ui.pages.trouble import Trouble
from app.ui.theme import Theme
from app.ui.wanted import Mark


@dataclass(frozen=True, slots=True)
class _Opening:
    """Where to go in a document: a place on a page, a page, a point; without any, where it was left."""

    page: int | None = None
    boxes: Sequence[Box] = ()
    spot: Spot | None = None


class PagesPanel(QWidget):
    """Shows one document of the library. Never waits: sizes, words, hits and pictures come from jobs."""

    page_changed = Signal(int)
    document_shown = Signal(object)
    """A Document, or None."""
    summarise_wanted = Signal(object)
    password_needed = Signal(object)
    try_wanted = Signal(object)
    """The Path of a file that could not be read: read it again, or ask for its password."""
    read_again_wanted = Signal(object)
    located = Signal(object)
    """The Document with its path as it is now, after it was shown."""

    def __init__(
        self,
        library: Library,
        jobs: Jobs,
        theme: Theme,
        *,
        password_of: Callable[[Path], str | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._library, self._jobs, self._password_of = library, jobs, password_of
        self._document: Document | None = None
        self._unread: Path | None = None
        self._loading: Job[tuple[list[PageSize], list[Section], frozenset[int]]] | None = None
        self._opening = _Opening()
        self._memory = Memory()
        self._trail: Trail[tuple[Document, Spot]] = Trail()
        self._pictures = pages.Pictures(library.rooms)
        self._texts = Texts(library, jobs, self)
        self.prints = Prints(self._pictures, jobs, self)
        self.spread = Spread(self.prints, self._texts, theme)
        self.view = self.spread.view
        self.find_bar = FindBar(library, jobs)
        self.does = Actions(self, self.view, self.find_bar)
        self.summarise = Summarise(self)
        self.bar = Bar(self.does, self.summarise)
        self.trouble = Trouble()
        self.locating = Locating(library, jobs, self)
        self._build()
        self._connect()
        self.clear()

    def _build(self) -> None:
        self._stage = Stage(self.spread, self.trouble)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for above in (self.bar, self.find_bar):
            column.addWidget(above)
        column.addWidget(self._stage, 1)
        spread = (self.spread.outline, self.view, self.spread.strip)
        for before, after in pairwise([*self.bar.in_order(), *self.find_bar.in_order(), *spread]):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        view, does = self.view, self.does
        view.page_changed.connect(self._on_page)
        view.zoom_changed.connect(self._show_zoom)
        view.moved.connect(self._show_zoom)
        view.jumped.connect(lambda standing: self._leave(standing.spot))
        view.menu_wanted.connect(self._show_menu)
        view.selection.changed.connect(lambda: does.copy.setEnabled(not view.selection.is_empty))
        self.spread.section_changed.connect(lambda section: self._tell_summarise())
        self.prints.troubled.connect(self._stage.show_trouble)
        self.bar.page_wanted.connect(self._on_page_wanted)
        self.bar.zoom_wanted.connect(view.set_zoom)
        self.bar.left.connect(view.setFocus)
        does.page.triggered.connect(self.bar.focus_page)
        does.outline.toggled.connect(self._show_outline)
        does.back.triggered.connect(lambda: self._retrace(self._trail.back))
        does.forward.triggered.connect(lambda: self._retrace(self._trail.forward))
        self.find_bar.found.connect(self.spread.show_hits)
        self.find_bar.chosen.connect(lambda hit: self.spread.go_to_place(hit.page, hit.boxes))
        self.find_bar.closed.connect(view.setFocus)
        self.summarise.wanted.connect(self.summarise_wanted)
        self._connect_trouble()

    def _connect_trouble(self) -> None:
        trouble, locating = self.trouble, self.locating
        trouble.locate_wanted.connect(lambda: self._with_document(locating.start))
        trouble.read_again_wanted.connect(lambda: self._with_document(self.read_again_wanted.emit))
        trouble.password_needed.connect(self._on_password_needed)
        trouble.retried.connect(self._look_again)
        locating.busy_changed.connect(trouble.set_busy)
        locating.failed.connect(trouble.note)
        locating.located.connect(self._on_located)

    # What others ask for

    @property
    def document(self) -> Document | None:
        return self._document

    @property
    def page(self) -> int:
        """The page that is read; 0 where none is."""
        return self.view.page

    def show_document(self, document: Document, page: int | None = None) -> None:
        """Show it at a page, or where it was left. One that is shown already stays where it is without `page`."""
        self._show(document, _Opening(page))

    def show_place(self, document: Document, page: int, boxes: Sequence[Box]) -> None:
        """Mark a place and bring it into sight."""
        self._show(document, _Opening(page, tuple(boxes)))

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """What the answer cites and uses, in any document; in place of what was marked before."""
        self.spread.show_marks(marks)

    def clear(self) -> None:
        """Show no document."""
        self._take(None)
        self._stage.show_nothing()

    def show_trouble(self, path: Path, error: UserFixable | None) -> None:
        """A file of which nothing is known but why (None: it is not read yet)."""
        self._take(None)
        self._unread = path
        self.bar.show_document(path.name, ())
        if error is None:
            self._stage.show_unread()
        else:
            self._stage.show_trouble(error, was_read=False)

    @property
    def is_vacant(self) -> bool:
        """Whether neither a document is shown nor why one is not."""
        return self._document is None and self._unread is None

    def reload_picture(self) -> None:
        """Try again to draw: a password is there now, or the file."""
        self.prints.retry()
        if self.page:
            self._stage.show_pages()
        elif self._document is not None and self._loading is None:
            self._open(self._document, self._opening)
        self.view.refresh()

    def state(self) -> dict[str, object]:
        """What is to be kept from one run of the program to the next, as plain values."""
        self._remember()
        return {**self._memory.state(), "outline": self.does.outline.isChecked()}

    def restore(self, state: Mapping[str, object]) -> None:
        self._memory.restore(state)
        self.does.outline.setChecked(state.get("outline") is True)

    def keep_only(self, documents: Collection[str]) -> None:
        """Forget where one was in all documents but these."""
        self._memory.keep_only(documents)
        self._trail.keep_only(lambda place: place[0].id in documents)
        self._tell_trail()

    def finish(self) -> Callable[[Stop], None]:
        """What ends the process that draws; to be called when no job runs any more."""
        return lambda stop: self._pictures.close()

    # Opening

    def _show(self, document: Document, opening: _Opening) -> None:
        same = self._document is not None and self._document.id == document.id
        if same and self.page:
            self._document = document
            self._enter(opening)
        elif same and self._loading is not None:
            self._opening = opening
        else:
            if self.page:
                self._leave(self.view.standing.spot)
            self._open(document, opening)

    def _enter(self, opening: _Opening) -> None:
        """Go there in the document that is shown."""
        if opening.boxes and opening.page:
            self.spread.go_to_place(opening.page, opening.boxes)
        elif opening.page:
            self.view.go(opening.page)
        elif opening.spot:
            self.view.restore(Standing(opening.spot, self.view.zoom))

    def _open(self, document: Document, opening: _Opening) -> None:
        self._take(document)
        self._opening = opening

        def work(tell: Tell, stop: Stop) -> tuple[list[PageSize], list[Section], frozenset[int]]:
            rooms = self._library.rooms
            return (
                pages.sizes(rooms, document.id),
                pages.outline(rooms, document.id),
                pages.scanned(rooms, document.id),
            )

        self._loading = self._jobs.run(
            work, lane=Lane.QUICK, owner=self, on_done=lambda found: self._lay(*found), on_error=self._on_not_loaded
        )

    def _take(self, document: Document | None) -> None:
        """Let go of the one that was shown."""
        self._remember()
        if self._loading is not None:
            self._loading.forget()
            self._loading = None
        self._document, self._unread = document, None
        ident = None if document is None else document.id
        self.find_bar.set_document(None)
        self.spread.clear()
        self._texts.open(ident)
        self.prints.open(ident, self._password)
        self.bar.show_document("" if document is None else document.file, ())
        self.does.enable(False)
        self.does.copy.setEnabled(False)
        self._tell_summarise()
        self._tell_trail()
        self.document_shown.emit(document)

    def _password(self) -> str | None:
        return None if self._document is None else self._password_of(self._document.path)

    def _lay(self, sizes: list[PageSize], sections: list[Section], scanned: frozenset[int]) -> None:
        self._loading = None
        document, opening = self._document, self._opening
        if document is None or not sizes:
            self._stage.show_unread()
            return
        self.bar.show_document(document.file, sizes, scanned, {number for number, _ in document.unseen})
        self.does.enable(True)
        self.does.outline.setEnabled(bool(sections))
        self._stage.show_pages()
        left = self._memory.get(document.id) or Standing(top_of(sizes, 1), "width")
        spot = opening.spot or (top_of(sizes, opening.page) if opening.page else left.spot)
        self.spread.lay(document.id, sizes, sections, Standing(spot, left.zoom))
        self._show_outline(self.does.outline.isChecked())
        self._show_zoom()
        self.find_bar.set_document(document.id)
        if opening.boxes and opening.page:
            self.spread.go_to_place(opening.page, opening.boxes)

    def _on_not_loaded(self, error: UserFixable) -> None:
        self._loading = None
        self._stage.show_trouble(error)

    # Where one is

    def _remember(self) -> None:
        if self._document is not None and self.page:
            self._memory.put(self._document.id, self.view.standing)

    def _leave(self, spot: Spot) -> None:
        if self._document is not None:
            self._trail.leave((self._document, spot))
            self._tell_trail()

    def _retrace(self, way: Callable[[tuple[Document, Spot]], tuple[Document, Spot] | None]) -> None:
        if self._document is None or not self.page:
            return
        there = way((self._document, self.view.standing.spot))
        if there is not None and there[0].id == self._document.id:
            self._enter(_Opening(spot=there[1]))
        elif there is not None:
            self._open(there[0], _Opening(spot=there[1]))
        self._tell_trail()

    def _tell_trail(self) -> None:
        back, forward = self._trail.can_go
        self.does.back.setEnabled(back)
        self.does.forward.setEnabled(forward)

    def _on_page(self, page: int) -> None:
        self.bar.show_page(page)
        self.find_bar.set_page(page)
        self.view.setAccessibleDescription(
            self.tr("Page {page} of {pages}").format(page=page, pages=self.view.layout_of_pages.pages)
        )
        self.does.previous.setEnabled(page > 1)
        self.does.next.setEnabled(page < self.view.layout_of_pages.pages)
        self._tell_summarise()
        self.page_changed.emit(page)

    def _on_page_wanted(self, page: int) -> None:
        self.view.go(page)
        self.view.setFocus()

    def _show_zoom(self) -> None:
        self.bar.show_zoom(self.view.percent, self.view.zoom)

    def _show_outline(self, shown: bool) -> None:
        self.spread.show_outline(shown and self.does.outline.isEnabled())

    def _tell_summarise(self) -> None:
        self.summarise.tell(self._document if self.page else None, self.spread.section, self.page)

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(self.does.copy)
        menu.addAction(self.does.select)
        menu.addSeparator()
        section = menu.addAction(self.tr("Summarise this section"), self.summarise.ask_for_section)
        section.setEnabled(self.spread.section is not None)
        menu.addSeparator()
        menu.addAction(self.does.back)
        menu.addAction(self.does.forward)
        menu.popup(at)

    # Trouble

    def _with_document(self, act: Callable[[Document], object]) -> None:
        if self._document is not None:
            act(self._document)

    def _on_password_needed(self) -> None:
        if self._unread is not None:
            self.try_wanted.emit(self._unread)
        self._with_document(self.password_needed.emit)

    def _look_again(self) -> None:
        """With new eyes: what draws remembers what it looked for in vain."""
        if self._unread is not None:
            self.try_wanted.emit(self._unread)
            return
        old, self._pictures = self._pictures, pages.Pictures(self._library.rooms)
        self.prints.draw_with(self._pictures)
        self._jobs.run(lambda tell, stop: old.close(), lane=Lane.PAGES)
        self.reload_picture()

    def _on_located(self, document: Document, path: Path) -> None:
        here = replace(document, path=path)
        if self._document is not None and self._document.id == here.id:
            self._document = here
            self.bar.name.set_whole(here.file)
            self.reload_picture()
        self.located.emit(here)
