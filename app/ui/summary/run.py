"""One summary in the making."""

from app.library import Library
from app.stop import Stop
from app.types import Document, Length, SectionSummary, Summary
from app.ui.jobs import Job, Tell
from app.ui.summary.part import Part


class Run:
    """`pages` is the number of pages that it is about."""

    def __init__(self, document: Document, part: Part, length: Length, pages: int) -> None:
        self.document, self.part, self.length, self.pages = document, part, length, pages
        self.job: Job[Summary] | None = None
        self._done: set[int] = set()

    @property
    def read(self) -> int:
        """Pages of the sections that are done."""
        return min(len(self._done), self.pages)

    def take(self, section: SectionSummary) -> None:
        self._done |= set(range(section.pages[0], section.pages[1] + 1))

    def work(self, library: Library, tell: Tell, stop: Stop) -> Summary:
        """In the model's lane: tells progress, and each section as it is done."""
        return library.summarize(
            document=self.document.id,
            pages=self.part.pages,
            section=self.part.section,
            length=self.length,
            wait=False,
            report=tell,
            on_section=tell,
            stop=stop,
        )
