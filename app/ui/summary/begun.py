"""Summaries of the open document that were stopped on the way: what is done of them is not done again."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from app.types import Length
from app.ui.summary.part import Part


class Begun:
    """`sections` of summaries of the whole document: done, and of how many."""

    def __init__(self, sections: Mapping[Length, tuple[int, int]] | None = None) -> None:
        self.sections = sections or {}
        self._stopped: set[tuple[Part, Length]] = set()

    def stop(self, part: Part, length: Length) -> None:
        """It was stopped just now."""
        self._stopped.add((part, length))

    def finish(self, part: Part, length: Length) -> None:
        self._stopped.discard((part, length))

    def has(self, part: Part | None, length: Length) -> bool:
        """Whether the next one goes on where an earlier one was stopped."""
        return (part == Part() and length in self.sections) or (part, length) in self._stopped

    def said(self, part: Part | None, length: Length) -> str:
        """'A summary was begun: 5 of 12 sections are done.', or nothing."""
        done, total = self.sections.get(length, (0, 0)) if part == Part() else (0, 0)
        sentence = QCoreApplication.translate(
            "summary", "A summary was begun: {done} of %n section(s) are done.", "", total
        )
        return sentence.format(done=done) if done else ""
