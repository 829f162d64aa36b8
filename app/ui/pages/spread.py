"""The pages between the outline on one side and the strip of places on the other."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from app.types import Box, Hit, Page, PageSize, Section
from app.ui.pages.desk import Standing
from app.ui.pages.geometry import Spot, lines
from app.ui.pages.layers import Layer, of_document
from app.ui.pages.outline import Outline, height_of
from app.ui.pages.prints import Prints
from app.ui.pages.strip import Kind, Strip, Tick
from app.ui.pages.texts import Texts
from app.ui.pages.view import PagesView
from app.ui.theme import Theme
from app.ui.wanted import Mark

_STILL = 150
"""Milliseconds on one page after which the outline looks where on it its sections begin."""
_TICKS = 500
_OUTLINE = 0.4
"""Share of the width that the outline takes at most by itself."""
_READ_AT = 1 / 3
"""Share of the view's height at which one reads."""


class Spread(QSplitter):
    """One document's outline, pages and strip, kept in step with each other."""

    section_changed = Signal(object)
    """The Section that is read, or None."""

    def __init__(self, prints: Prints, texts: Texts, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._texts = texts
        self._document = ""
        self._marks: Sequence[Mark] = ()
        self._place: tuple[int, Sequence[Box]] | None = None
        """What is marked more than the rest, and its page."""
        self._hits: Sequence[Hit] = ()
        self.view = PagesView(prints, texts, theme)
        self.outline = Outline(theme)
        self.strip = Strip(self.view, theme)
        self._still = QTimer(self, singleShot=True, interval=_STILL)
        self._build()
        self._connect()

    def _build(self) -> None:
        beside = QWidget()
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.view, 1)
        row.addWidget(self.strip)
        self.setChildrenCollapsible(False)
        self.addWidget(self.outline)
        self.addWidget(beside)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        self.outline.hide()

    def _connect(self) -> None:
        self.view.page_changed.connect(lambda page: self._still.start())
        self.view.moved.connect(self._follow)
        self._texts.arrived.connect(self._on_words)
        self._still.timeout.connect(self._learn_sections)
        self.outline.chosen.connect(self._on_section)
        self.strip.chosen.connect(lambda tick: self.go_to_place(tick.page, tick.boxes))
        self.strip.scrolled_to.connect(self.view.scroll_to_share)

    def lay(self, document: str, sizes: Sequence[PageSize], sections: Sequence[Section], standing: Standing) -> None:
        """Show this document's pages."""
        self._document, self._hits = document, ()
        self.outline.set_sections(sections)
        self.view.show_pages(sizes, standing)
        self.view.setAccessibleName(self.tr("Pages"))
        self._put_marks()
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        most = round(self.width() * _OUTLINE)
        if not self.outline.isHidden() and self.sizes()[0] > most:
            self.setSizes([most, self.width() - most])

    def show_outline(self, shown: bool) -> None:
        """Beside the pages, which keep the most of the room."""
        if shown and self.outline.isHidden():
            width = min(self.outline.sizeHint().width(), round(self.width() * _OUTLINE))
            self.outline.show()
            self.setSizes([width, self.width() - width])
        self.outline.setVisible(shown)

    def clear(self) -> None:
        self._document, self._hits = "", ()
        self.outline.set_sections(())
        self.view.clear()
        self._put_marks()

    @property
    def section(self) -> Section | None:
        """The section that is read."""
        return self.outline.current

    # Places

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """The place that was gone to stays marked if it is among them: the answer that it belongs to may be told of later."""
        self._marks = marks
        if not any(self._has_place(mark) for mark in marks):
            self._put_place(None)
        self._put_marks()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        self._hits = hits
        self._put_place(None)
        self._put_marks()

    def go_to_place(self, page: int, boxes: Sequence[Box]) -> None:
        """Mark a place more than any other, and bring it into sight."""
        self._put_place((page, boxes))
        self.view.reveal(page, boxes)

    def _put_place(self, place: tuple[int, Sequence[Box]] | None) -> None:
        self._place = place
        self.view.put(Layer.PLACE, {} if place is None else {place[0]: place[1]})

    def _has_place(self, mark: Mark) -> bool:
        if self._place is None or (mark.document, mark.page) != (self._document, self._place[0]):
            return False
        return set(self._place[1]) <= set(mark.boxes)

    def _put_marks(self) -> None:
        cited, used = of_document(self._marks, self._document)
        hits: dict[int, list[Box]] = {}
        for hit in self._hits:
            hits.setdefault(hit.page, []).extend(lines(hit.boxes))
        for layer, boxes in ((Layer.CITED, cited), (Layer.USED, used), (Layer.HITS, hits)):
            self.view.put(layer, boxes)
        self.strip.set_ticks([*self._ticks_of_marks(), *self._ticks_of_hits()])

    def _ticks_of_hits(self) -> list[Tick]:
        """Of each page the first where there are too many to be told apart."""
        seen = {hit.page: hit for hit in reversed(self._hits)}
        shown = self._hits if len(self._hits) <= _TICKS else [seen[page] for page in sorted(seen)]
        return [Tick(hit.page, hit.boxes, Kind.FOUND) for hit in shown]

    def _ticks_of_marks(self) -> list[Tick]:
        return [
            Tick(mark.page, mark.boxes, Kind.CITED if mark.cited else Kind.USED)
            for mark in self._marks
            if mark.document == self._document
        ]

    # Sections

    def _follow(self) -> None:
        """Tell the outline where one reads."""
        before = self.outline.current
        if self.view.page:
            _, top, _, bottom = self.view.shown
            spot = self.view.layout_of_pages.spot(0, top + (bottom - top) * _READ_AT)
            # At the very top of a document, or just after a jump to a page, its first line is read.
            self.outline.follow(max(spot.page, self.view.page), spot.y if spot.page >= self.view.page else 0.0)
        if self.outline.current is not before:
            self.section_changed.emit(self.outline.current)

    def _learn_sections(self) -> None:
        page = self.view.page
        if page and self.outline.begins_on(page):
            self._texts.get(page)

    def _on_words(self, number: int) -> None:
        page: Page | None = self._texts.get(number)
        if page is not None:
            self.outline.learn(page)
            self._follow()

    def _on_section(self, section: Section) -> None:
        self._texts.then(section.page, lambda page: self._go_to_section(section, page))

    def _go_to_section(self, section: Section, page: Page) -> None:
        self.outline.learn(page)
        self.view.go(section.page, height_of(section, page))
        self._follow()


def top_of(sizes: Sequence[PageSize], page: int) -> Spot:
    """The top left of a page with a little of the desk around it."""
    page = min(max(page, 1), len(sizes))
    return Spot(page, -5.0, -5.0)
