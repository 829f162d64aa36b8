"""Words of pages that are selected with the mouse or the keyboard."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.library import pages
from app.types import Box, Page
from app.ui.pages.geometry import Spot, lines
from app.ui.pages.texts import Texts


@dataclass(frozen=True, slots=True)
class _Fixed:
    """Characters of one page that were selected as a whole."""

    page: int
    start: int
    end: int


class Selection(QObject):
    """From one point to another, over pages if need be, or characters of one page."""

    changed = Signal()

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._ends: tuple[Spot, Spot] | None = None
        self._fixed: _Fixed | None = None

    @property
    def is_empty(self) -> bool:
        return self._ends is None and self._fixed is None

    @property
    def span(self) -> range:
        """The pages it touches."""
        if self._fixed is not None:
            return range(self._fixed.page, self._fixed.page + 1)
        if self._ends is not None:
            return range(self._ends[0].page, self._ends[1].page + 1)
        return range(0)

    def clear(self) -> None:
        if not self.is_empty:
            self._ends = self._fixed = None
            self.changed.emit()

    def between(self, one: Spot, other: Spot) -> None:
        first, last = sorted((one, other), key=lambda spot: spot.page)
        self._ends, self._fixed = (first, last), None
        self.changed.emit()

    def word_at(self, spot: Spot) -> None:
        """The word at a point, once its page is known; nothing where no word is."""
        self._texts.then(spot.page, lambda page: self._take_word(page, spot))

    def whole(self, page: int) -> None:
        self._texts.then(page, lambda page: self._take(page, 0, len(page.text)))

    def boxes(self, page: int) -> tuple[Box, ...]:
        """Its lines on a page, as far as that page's words are known."""
        text = self._texts.get(page) if page in self.span else None
        found = self._characters(text) if text is not None else None
        return () if text is None or found is None else _lines_of(text, *found)

    def read(self, done: Callable[[str], object]) -> None:
        """Call `done` with its text when all its pages are here; not at all where nothing is selected."""
        self._gather(list(self.span), [], done)

    def _gather(self, left: list[int], parts: list[str], done: Callable[[str], object]) -> None:
        if left:
            self._texts.then(left[0], lambda page: self._gather(left[1:], [*parts, self._text(page)], done))
        elif any(parts):
            done("\n".join(part for part in parts if part))

    def _text(self, page: Page) -> str:
        found = self._characters(page)
        return "" if found is None else page.text[slice(*found)].strip()

    def _characters(self, page: Page) -> tuple[int, int] | None:
        if self._fixed is not None:
            return (self._fixed.start, self._fixed.end) if page.number == self._fixed.page else None
        if self._ends is None or page.number not in self.span:
            return None
        first, last = self._ends
        if first.page == last.page:
            return pages.select(page, (first.x, first.y), (last.x, last.y))
        if page.number == first.page:
            return _from(page, first)
        return _up_to(page, last) if page.number == last.page else (0, len(page.text))

    def _take_word(self, page: Page, spot: Spot) -> None:
        index = pages.word_at(page, (spot.x, spot.y))
        if index is not None:
            self._take(page, page.words.starts[index], page.words.ends[index])

    def _take(self, page: Page, start: int, end: int) -> None:
        self._ends, self._fixed = None, _Fixed(page.number, start, end)
        self.changed.emit()


def _from(page: Page, spot: Spot) -> tuple[int, int] | None:
    nearest = pages.select(page, (spot.x, spot.y), (spot.x, spot.y))
    return None if nearest is None else (nearest[0], len(page.text))


def _up_to(page: Page, spot: Spot) -> tuple[int, int] | None:
    nearest = pages.select(page, (spot.x, spot.y), (spot.x, spot.y))
    return None if nearest is None else (0, nearest[1])


def _lines_of(page: Page, start: int, end: int) -> tuple[Box, ...]:
    words = page.words
    inside = (box for at, box in zip(words.starts, words.boxes, strict=True) if start <= at < end)
    return tuple(lines(inside))
