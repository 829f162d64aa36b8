"""The menu from which a summary of what is on the screen is asked for."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QMenu, QWidget

from app.types import Document, Section
from app.ui import say
from app.ui.ranges import page_range
from app.ui.wanted import Wanted
from app.ui.widgets import label

_LONGEST = 48
"""Characters of a section's title in the menu."""


class Summarise(QMenu):
    """Asks for a summary of the document, of the section that is read, of the page that is read, or of a range of pages."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._section: Section | None = None
        self._page = 1
        self._whole = self.addAction(self.tr("Whole document"), lambda: self._ask())
        self._of_section = self.addAction("", lambda: self._ask(section=self._section.title if self._section else None))
        self._of_pages = self.addAction(self.tr("Some pages…"), self.ask_for_pages)
        self.aboutToShow.connect(self._name)

    def tell(self, document: Document | None, section: Section | None, page: int) -> None:
        """What is on the screen."""
        self._document, self._section, self._page = document, section, page

    def ask_for_section(self) -> None:
        if self._section is not None:
            self._ask(section=self._section.title)

    def ask_for_pages(self) -> None:
        document = self._document
        if document is not None:
            dialog = RangeDialog(self.parentWidget(), pages=document.pages, page=self._page)
            dialog.chosen.connect(lambda first, last: self.wanted.emit(Wanted(document, pages=(first, last))))
            dialog.open()

    def section_words(self) -> str:
        """The entry for the section that is read."""
        if self._section is None:
            return self.tr("This section")
        return self.tr("This section: ‘{title}’").format(title=as_entry(self._section.title))

    def _name(self) -> None:
        self._of_section.setText(self.section_words())
        self._of_section.setEnabled(self._section is not None)

    def _ask(self, section: str | None = None) -> None:
        if self._document is not None:
            self.wanted.emit(Wanted(self._document, section=section))


def as_entry(title: str) -> str:
    """A title as a menu shows it: cut at the end, and without underlined letters."""
    shown = title if len(title) <= _LONGEST else title[: _LONGEST - 1].rstrip() + "…"
    return shown.replace("&", "&&")


class RangeDialog(QDialog):
    """Asks which pages."""

    chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None, *, pages: int, page: int) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pages = pages
        self.setWindowTitle(self.tr("Summarise pages"))
        self.field = QLineEdit(str(page))
        self.field.setPlaceholderText(self.tr("such as 3-7"))
        self.field.textChanged.connect(self._check)
        words = label(self.tr("Pages ({range}):").format(range=say.pages(1, pages)))
        words.setBuddy(self.field)
        self.field.setAccessibleName(words.text())
        buttons = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self._buttons.button(buttons.Ok).setText(self.tr("Summarise"))
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setContentsMargins(16, 16, 16, 16)
        form.setVerticalSpacing(12)
        form.addRow(words, self.field)
        form.addRow(self._buttons)
        self.field.selectAll()

    def _range(self) -> tuple[int, int] | None:
        return page_range(self.field.text(), self._pages)

    def _check(self) -> None:
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(self._range() is not None)

    def _on_accepted(self) -> None:
        found = self._range()
        if found is not None:
            self.accept()
            self.chosen.emit(*found)
