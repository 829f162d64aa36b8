"""A summary, finished or in the making: its points, its sections, and what was read for it."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout

from app.types import SectionSummary, Summary
from app.ui import say
from app.ui.flowing import Flowing
from app.ui.summary.points import Points
from app.ui.summary.sections import Sections
from app.ui.widgets import label


class ResultView(Flowing):
    """Filled at once with what is kept, or section by section."""

    chosen = Signal(int)
    """A page."""

    def __init__(self) -> None:
        super().__init__()
        self._covered = label(role="muted", wraps=True)
        self._points = Points()
        self._title = label(self.tr("Section by section"), "heading")
        self._sections = Sections()
        self._made = label(role="muted", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        for widget in (self._covered, self._points, self._title, self._sections, self._made):
            column.addWidget(widget)
        column.addStretch(1)
        for part in (self._points, self._sections):
            part.chosen.connect(self.chosen)
        self.clear()

    def clear(self) -> None:
        """Nothing yet."""
        self._sections.clear()
        for widget in (self._covered, self._points, self._title, self._made):
            widget.hide()

    def add(self, section: SectionSummary) -> None:
        """One that is done; it stands open, for those who read along."""
        self._sections.add(section, opened=True)

    def show_summary(self, summary: Summary) -> None:
        self.clear()
        self._covered.setText(coverage(summary))
        self._points.show_text(summary.text)
        several = len(summary.sections) > 1
        if several:  # the summary of a single section is that section's
            for section in summary.sections:
                self._sections.add(section, opened=False)
        self._title.setVisible(several)
        self._made.setText(self._how(summary))
        for widget in (self._covered, self._points, self._made):
            widget.show()

    def _how(self, summary: Summary) -> str:
        if not summary.by_model:
            return self.tr("Made of the document’s own sentences. Check what matters on the page itself.")
        made = self.tr("{model}, {duration}. Check what matters on the page itself.")
        return made.format(model=summary.model, duration=say.duration(summary.seconds))


def coverage(summary: Summary) -> str:
    """'Read 46 of 48 pages. Not read: p. 7 (no text), pp. 9–10 (damaged).'"""
    read = QCoreApplication.translate("summary", "Read {read} of %n page(s).", "", summary.pages)
    said = read.format(read=summary.read)
    if not summary.skipped:
        return said
    missing = QCoreApplication.translate("summary", "Not read: {pages}.")
    return f"{said} {missing.format(pages=', '.join(_runs(summary.skipped)))}"


def _runs(skipped: Sequence[tuple[int, str]]) -> Iterable[str]:
    """Neighbouring pages with the same reason together."""
    for (_, reason), group in groupby(enumerate(sorted(skipped)), key=lambda one: (one[1][0] - one[0], one[1][1])):
        pages = [page for _, (page, _) in group]
        yield f"{say.pages(pages[0], pages[-1])} ({_reason(reason)})"


def _reason(reason: str) -> str:
    known = {
        "no text": QCoreApplication.translate("summary", "no text"),
        "timeout": QCoreApplication.translate("summary", "took too long"),
        "damaged": QCoreApplication.translate("summary", "damaged"),
    }
    return known.get(reason, reason)


def markdown(summary: Summary) -> str:
    """All of it, for the clipboard."""
    title = QCoreApplication.translate("summary", "Summary of {file}").format(file=summary.file)
    parts = [f"# {title}", summary.text.strip(), coverage(summary)]
    if len(summary.sections) > 1:
        parts += [
            f"## {' '.join(one.title.split())} ({say.pages(*one.pages)})\n\n{one.summary.strip()}"
            for one in summary.sections
        ]
    return "\n\n".join(parts) + "\n"
