"""The words of the pages in sight, fetched beside the window and kept for a few pages."""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.errors import UserFixable
from app.library import Library, pages
from app.stop import Stop
from app.types import Page
from app.ui.jobs import Job, Jobs, Lane, Tell

_KEPT = 24


class Texts(QObject):
    """Pages of one document with their words. A page that cannot be had stays away: it only cannot be selected."""

    arrived = Signal(int)

    def __init__(self, library: Library, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._jobs = library, jobs
        self._document: str | None = None
        self._pages: OrderedDict[int, Page] = OrderedDict()
        self._asked: dict[int, Job[Page]] = {}
        self._waiting: dict[int, list[Callable[[Page], object]]] = {}

    def open(self, document: str | None) -> None:
        for job in self._asked.values():
            job.forget()
        self._asked.clear()
        self._waiting.clear()
        self._pages.clear()
        self._document = document

    def get(self, number: int) -> Page | None:
        """The page if it is here; else it is asked for, and `arrived` tells."""
        page = self._pages.get(number)
        if page is None:
            self._ask(number)
        else:
            self._pages.move_to_end(number)
        return page

    def then(self, number: int, act: Callable[[Page], object]) -> None:
        """Call `act` with the page, now or when it has come."""
        page = self.get(number)
        if page is not None:
            act(page)
        else:
            self._waiting.setdefault(number, []).append(act)

    def _ask(self, number: int) -> None:
        document = self._document
        if document is None or number in self._asked:
            return

        def work(tell: Tell, stop: Stop) -> Page:
            return pages.page(self._library.rooms, document, number)

        self._asked[number] = self._jobs.run(
            work, lane=Lane.QUICK, owner=self, on_done=self._on_page, on_error=self._on_missing
        )

    def _on_page(self, page: Page) -> None:
        self._asked.pop(page.number, None)
        self._pages[page.number] = page
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)
        for act in self._waiting.pop(page.number, []):
            act(page)
        self.arrived.emit(page.number)

    def _on_missing(self, error: UserFixable) -> None:
        """It stays among those asked for, so that it is not asked for again with every movement of the mouse."""
