"""Points of a summary: a line of text, and the pages that bear it as a button."""

import re
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui import say
from app.ui.flowing import clear
from app.ui.widgets import label, push_button

_HEADING = re.compile(r"#+ +(?P<text>.+)")
_LINE = re.compile(r"[-*] +(?P<text>.*?)(?: *\[pp?\. (?P<first>\d+)(?:[-–](?P<last>\d+))?\])?")


@dataclass(frozen=True, slots=True)
class Point:
    """`pages` are the first and the last that bear it; None where the line names none. A heading is none, but what stands
    above the points that follow."""

    text: str
    pages: tuple[int, int] | None
    heading: bool = False


def points_of(markdown: str) -> list[Point]:
    """The points of a summary's text, one a line; a line that is none is a point without pages."""
    return [_point(line.strip()) for line in markdown.splitlines() if line.strip()]


def _point(line: str) -> Point:
    if (above := _HEADING.fullmatch(line)) is not None:
        return Point(above["text"], None, heading=True)
    found = _LINE.fullmatch(line)
    if found is None:
        return Point(line, None)
    first = found["first"]
    return Point(found["text"], None if first is None else (int(first), int(found["last"] or first)))


class PointRow(QWidget):
    """The text wraps; it is never taken for markup."""

    chosen = Signal(int)
    """A page."""

    def __init__(self, point: Point) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 4)
        row.setSpacing(8)
        bullet, text = label("•", "muted"), label(point.text, wraps=True)
        for beside in (bullet, text):  # level with the words of the button
            beside.setContentsMargins(0, 3, 0, 0)
        row.addWidget(bullet, 0, Qt.AlignmentFlag.AlignTop)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(text, 1, Qt.AlignmentFlag.AlignTop)
        if point.pages is not None:
            row.addWidget(self._chip(point, *point.pages), 0, Qt.AlignmentFlag.AlignTop)

    def _chip(self, point: Point, first: int, last: int) -> QWidget:
        chip = push_button(say.pages(first, last), "chip", lambda: self.chosen.emit(first))
        chip.setAccessibleName(self.tr("Go to {page}: {text}").format(page=say.pages(first, last), text=point.text))
        chip.setToolTip(self.tr("Go to this page"))
        return chip


class Points(QWidget):
    """`chosen` has a page."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)

    def show_text(self, markdown: str) -> None:
        clear(self._rows)
        for point in points_of(markdown):
            if point.heading:
                self._rows.addWidget(_heading(point.text))
                continue
            row = PointRow(point)
            row.chosen.connect(self.chosen)
            self._rows.addWidget(row)


def _heading(text: str) -> QWidget:
    made = label(text, "heading", wraps=True)
    made.setContentsMargins(0, 8, 0, 2)
    return made
