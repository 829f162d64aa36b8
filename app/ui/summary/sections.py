"""Summaries of sections, each under a title that can be folded."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.types import SectionSummary
from app.ui import say
from app.ui.flowing import clear
from app.ui.icons import icon
from app.ui.summary.points import Points
from app.ui.widgets import ElidedLabel, label, tool_button

_OPEN = 12


class Fold(QWidget):
    """Its points are made when it is opened for the first time: a book has thousands of them."""

    chosen = Signal(int)

    def __init__(self, section: SectionSummary, *, opened: bool) -> None:
        super().__init__()
        self._section = section
        self._points: Points | None = None
        self._button = tool_button("chevron-right", "", self._toggle)
        self._head = QWidget()
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._button)
        row.addWidget(ElidedLabel(section.title or self.tr("Without a title"), "heading"), 1)
        row.addWidget(label(say.pages(*section.pages), "muted"))
        self._head.installEventFilter(self)
        self._head.setCursor(Qt.CursorShape.PointingHandCursor)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._head)
        self.set_open(opened)

    @property
    def is_open(self) -> bool:
        return self._points is not None and self._points.isVisibleTo(self)

    def set_open(self, opened: bool) -> None:
        if opened and self._points is None:
            self._points = Points()
            self._points.setContentsMargins(12, 0, 0, 8)
            self._points.chosen.connect(self.chosen)
            self._points.show_text(self._section.summary)
            self._column.addWidget(self._points)
        if self._points is not None:
            self._points.setVisible(opened)
        self._button.setIcon(icon("chevron-down" if opened else "chevron-right"))
        name = self.tr("Hide {section}") if opened else self.tr("Show {section}")
        self._button.setAccessibleName(name.format(section=self._section.title))
        self._button.setToolTip(self.tr("Hide the points") if opened else self.tr("Show the points"))

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            self._toggle()
        return False

    def _toggle(self) -> None:
        self.set_open(not self.is_open)


class Sections(QWidget):
    """`chosen` has a page."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)

    def clear(self) -> None:
        clear(self._rows)

    def add(self, section: SectionSummary, *, opened: bool) -> None:
        """Of those that were opened, only the last few stay so: a column of thousands of lines is slow to lay out."""
        if opened and (before := self._rows.itemAt(self._rows.count() - _OPEN)) is not None:
            earlier = before.widget()
            if isinstance(earlier, Fold):
                earlier.set_open(False)
        fold = Fold(section, opened=opened)
        fold.chosen.connect(self.chosen)
        self._rows.addWidget(fold)
