"""The sections of a document as a tree beside its pages."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFont, QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeWidget, QTreeWidgetItem, QWidget

from app.types import Page, Section
from app.ui import say
from app.ui.theme import Theme, palette_of
from app.ui.widgets import tip

_NUMBER = Qt.ItemDataRole.UserRole
_AT_ONCE = 400
_OPEN = 40
"""Sections up to which the tree is shown unfolded."""


class Outline(QTreeWidget):
    """Choosing a section goes there; the one that is read is set in bold."""

    chosen = Signal(object)
    """The Section to go to."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sections: Sequence[Section] = ()
        self._items: list[QTreeWidgetItem] = []
        self._above: list[tuple[int, QTreeWidgetItem]] = []
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._grow)
        self._current: int | None = None
        self._heights: dict[int, float] = {}
        self.setProperty("kind", "plain")
        self.setStyleSheet("QTreeView::item { padding: 3px 0px; }")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self.setViewportMargins(4, 8, 4, 8)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("Outline"))
        theme.changed.connect(self._colour)
        self._colour()
        self.itemClicked.connect(self._on_chosen)
        self.itemActivated.connect(self._on_chosen)

    @property
    def current(self) -> Section | None:
        """The section that is read."""
        return None if self._current is None else self._sections[self._current]

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 8, 60)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 28, 200)

    def set_sections(self, sections: Sequence[Section]) -> None:
        self.clear()
        self._sections, self._current, self._heights = sections, None, {}
        self._items, self._above = [], []
        self._grow()

    def _grow(self) -> None:
        """Some more of the tree; the rest when the window has had its turn."""
        start = len(self._items)
        for number, section in enumerate(self._sections[start : start + _AT_ONCE], start):
            self._items.append(self._item(number, section))
        if self._current is not None and start <= self._current:
            self._show_current()
        if len(self._sections) <= _OPEN:
            self.expandAll()
        if len(self._items) < len(self._sections):
            self._more.start()

    def _item(self, number: int, section: Section) -> QTreeWidgetItem:
        while self._above and self._above[-1][0] >= section.level:
            self._above.pop()
        item = QTreeWidgetItem(self._above[-1][1] if self._above else self.invisibleRootItem(), [section.title])
        item.setData(0, _NUMBER, number)
        item.setToolTip(0, tip(f"{section.title} · {say.pages(section.page, section.page)}"))
        self._above.append((section.level, item))
        return item

    def learn(self, page: Page) -> None:
        """Where on this page its sections begin."""
        for number, section in enumerate(self._sections):
            if section.page == page.number:
                self._heights[number] = height_of(section, page)

    def begins_on(self, page: int) -> bool:
        """Whether a section begins on this page whose height on it is not known yet."""
        first = bisect_left(self._sections, page, key=lambda section: section.page)
        last = bisect_right(self._sections, page, key=lambda section: section.page)
        return any(number not in self._heights for number in range(first, last))

    def follow(self, page: int, height: float) -> None:
        """The reader is on this page, at this height of it in points."""
        number = self._reached(page, height)
        if number == self._current:
            return
        self._embolden(False)
        self._current = number
        self._show_current()

    def _show_current(self) -> None:
        """Once its place in the tree is there."""
        self._embolden(True)
        if self._current is not None and self._current < len(self._items) and not self.hasFocus():
            self.setCurrentItem(self._items[self._current])
            self.scrollToItem(self._items[self._current])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._colour()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._colour()

    def _colour(self) -> None:
        """The section that is read is set off quietly while the keys are elsewhere."""
        palette = palette_of(self._theme.colours)
        if not self.hasFocus():
            palette.setColor(QPalette.ColorRole.Highlight, self._theme.colour("tint"))
            palette.setColor(QPalette.ColorRole.HighlightedText, self._theme.colour("text"))
        self.setPalette(palette)

    def _reached(self, page: int, height: float) -> int | None:
        if not self._sections:
            return None
        number = bisect_right(self._sections, page, key=lambda section: section.page) - 1
        while number > 0 and self._sections[number].page == page and self._heights.get(number, 0.0) > height:
            number -= 1
        return max(number, 0)

    def _embolden(self, bold: bool) -> None:
        if self._current is not None and self._current < len(self._items):
            font = QFont(self.font())
            font.setBold(bold)
            self._items[self._current].setFont(0, font)

    def _on_chosen(self, item: QTreeWidgetItem) -> None:
        self.chosen.emit(self._sections[item.data(0, _NUMBER)])


def height_of(section: Section, page: Page) -> float:
    """Where on its page a section begins, in points from the top."""
    index = bisect_right(page.words.starts, section.offset) - 1
    if index < 0 or page.words.ends[index] <= section.offset:
        index += 1
    return page.words.boxes[index][1] if index < len(page.words.boxes) else 0.0
