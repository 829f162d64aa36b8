"""What is to be summarised, and how long the summary is to be."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.types import Document, Length, Section
from app.ui.ranges import page_range
from app.ui.summary.part import Part, length_means, length_name
from app.ui.widgets import label, tip

_PAGES = 1
"""What stands for the field of pages; a section is known by its title, which is never a number."""
_INDENT = "\u2003"


class Choice(QWidget):
    """`length_chosen` has a Length."""

    length_chosen = Signal(str)
    changed = Signal()
    """Another part, or another length."""
    submitted = Signal()
    """Enter in the field of pages."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._wrong = label(role="error", wraps=True)
        self._part = QComboBox()
        self._part.setAccessibleName(self.tr("What to summarise"))
        self._part.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._part.setMinimumContentsLength(12)
        self._part.setMaxVisibleItems(24)
        self._part.currentIndexChanged.connect(self._show_pages)
        self._part.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._pages = QLineEdit()
        self._pages.setAccessibleName(self.tr("Pages to summarise"))
        self._pages.setPlaceholderText(self.tr("3-7"))
        self._pages.setMaximumWidth(self._pages.fontMetrics().averageCharWidth() * 16)
        self._pages.returnPressed.connect(self.submitted)
        self._pages.textEdited.connect(lambda _: self._wrong.hide())
        self._pages.textChanged.connect(lambda _: self.changed.emit())
        self._means = label(role="muted", wraps=True)
        self._lengths = QButtonGroup(self)
        self._lay_out()
        self.set_length("standard")

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._part, 1)
        first.addWidget(self._pages)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(first)
        column.addWidget(self._wrong)
        column.addSpacing(4)
        column.addLayout(self._make_lengths())
        column.addWidget(self._means)
        self._wrong.hide()
        self._pages.hide()

    def _make_lengths(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        lengths: tuple[Length, ...] = ("brief", "standard", "detailed")
        for length in lengths:
            button = QToolButton()
            button.setText(length_name(length))
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setAccessibleDescription(length_means(length))
            button.setToolTip(length_means(length))
            button.setProperty("length", length)
            button.toggled.connect(lambda on, length=length: self._on_length(length) if on else None)
            self._lengths.addButton(button)
            row.addWidget(button)
        return row

    # What is chosen

    @property
    def length(self) -> Length:
        button = self._lengths.checkedButton()
        length: Length = "standard" if button is None else button.property("length")
        return length

    def set_length(self, length: Length) -> None:
        """As if it had been chosen before: nothing is told."""
        for button in self._lengths.buttons():
            if button.property("length") == length:
                with QSignalBlocker(button):
                    button.setChecked(True)
        self._means.setText(length_means(length))
        self.changed.emit()

    @property
    def seen(self) -> Part | None:
        """None where the field does not hold a range of pages (yet)."""
        chosen = self._part.currentData()
        if chosen != _PAGES:
            return Part() if chosen is None else Part(section=str(chosen))
        pages = page_range(self._pages.text(), self._count)
        return None if pages is None else Part(pages=pages)

    def part(self) -> Part | None:
        """The same, but where it is None, a sentence says so."""
        part = self.seen
        if part is not None:
            return part
        example = self.tr("Write a range such as 3-7; the document has %n page(s).", "", self._count)
        self._wrong.setText(example)
        self._wrong.show()
        self._pages.setFocus()
        return None

    def choose(self, part: Part) -> None:
        """Show `part` as what is chosen. A section that is not known yet is added."""
        if part.pages is not None:
            self._part.setCurrentIndex(1)
            self._pages.setText(_range(*part.pages))
        elif part.section is None:
            self._part.setCurrentIndex(0)
        else:
            if self._part.findData(part.section) < 0:
                self._add_section(part.section, 1)
            self._part.setCurrentIndex(self._part.findData(part.section))

    # What there is to choose from

    def set_document(self, document: Document | None) -> None:
        self._count = 0 if document is None else document.pages
        self._pages.clear()
        self._wrong.hide()
        self._part.clear()
        self._part.addItem(self.tr("Whole document"), None)
        self._part.addItem(self.tr("Pages…"), _PAGES)

    def set_sections(self, sections: Sequence[Section]) -> None:
        """Those of the document; what is chosen stays chosen."""
        chosen = self._part.currentData()
        with QSignalBlocker(self._part):
            while self._part.count() > 2:
                self._part.removeItem(2)
            for section in sections:
                if section.title and self._part.findData(section.title) < 0:
                    self._add_section(section.title, section.level)
            self._part.setCurrentIndex(max(self._part.findData(chosen), 0) if chosen is not None else 0)
        self._show_pages()

    def _add_section(self, title: str, level: int) -> None:
        if self._part.count() == 2:
            self._part.insertSeparator(2)
        text = _INDENT * (max(level, 1) - 1) + " ".join(title.split())
        self._part.addItem(text, title)
        self._part.setItemData(self._part.count() - 1, tip(title), Qt.ItemDataRole.ToolTipRole)

    def _show_pages(self) -> None:
        wanted = self._part.currentData() == _PAGES
        self._pages.setVisible(wanted)
        if not wanted:
            self._wrong.hide()

    def _on_length(self, length: Length) -> None:
        self._means.setText(length_means(length))
        self.length_chosen.emit(length)
        self.changed.emit()


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"
