"""What of a document is summarised, and how it is called."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.types import Document, KeptSummary, Length, Section
from app.ui import say


@dataclass(frozen=True, slots=True)
class Part:
    """All of it, the section of this title, or these pages."""

    section: str | None = None
    pages: tuple[int, int] | None = None

    def count(self, document: Document, sections: Sequence[Section]) -> int:
        """How many pages it has."""
        if self.pages is not None:
            return self.pages[1] - self.pages[0] + 1
        if self.section is not None:
            return len({page for one in _within(self.section, sections) for page in range(one.page, one.last_page + 1)})
        return document.pages

    def span(self, sections: Sequence[Section]) -> tuple[int, int] | None:
        """Its first and last page; None for all."""
        within = [] if self.section is None else _within(self.section, sections)
        if not within:
            return self.pages
        return min(one.page for one in within), max(one.last_page for one in within)


def _within(title: str, sections: Sequence[Section]) -> list[Section]:
    """The sections of this title, and those below them."""
    return [one for one in sections if one.title == title or title in one.path]


def length_name(length: Length) -> str:
    return {
        "brief": QCoreApplication.translate("summary", "Brief"),
        "standard": QCoreApplication.translate("summary", "Standard"),
        "detailed": QCoreApplication.translate("summary", "Detailed"),
    }[length]


def length_means(length: Length) -> str:
    return {
        "brief": QCoreApplication.translate("summary", "The most important points, in a few lines."),
        "standard": QCoreApplication.translate("summary", "The main points, and some of each section."),
        "detailed": QCoreApplication.translate("summary", "Many points of each section. Takes the longest."),
    }[length]


def kept_name(kept: KeptSummary) -> str:
    """'Standard · pp. 3–7 · 14:05'."""
    return " · ".join((length_name(kept.length), part_name(kept.part), say.when(kept.made)))


def part_name(part: str) -> str:
    """`part` as `KeptSummary` has it."""
    if not part:
        return QCoreApplication.translate("summary", "whole document")
    found = re.fullmatch(r"(\d+)-(\d+)", part)
    return say.pages(int(found[1]), int(found[2])) if found else part
