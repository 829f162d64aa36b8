"""Choosing what a question is asked of: this document, pages of it, a collection, everything."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QLineEdit, QMenu, QSizePolicy, QWidget

from app.types import Document
from app.ui import say
from app.ui.conversation import wording
from app.ui.conversation.asked import Choice, resolved
from app.ui.conversation.flow import ElidedButton, FlowLayout
from app.ui.ranges import page_range
from app.ui.widgets import tip

_NAME_WIDTH = 40
"""Characters of a name that a menu shows."""


class ScopeBar(QWidget):
    """A button that says what is searched and opens the choice, and beside it a field for pages where these are chosen."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = Choice()
        self._documents: Sequence[Document] = ()
        self._collections: Sequence[str] = ()
        self._current: Document | None = None
        self._page = 1
        self.button = ElidedButton("", "quiet")
        self._menu = QMenu(self)
        self._group: QActionGroup | None = None
        self._menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self._menu)
        self.pages = QLineEdit()
        self.pages.setPlaceholderText("3-7")
        self.pages.setAccessibleName(self.tr("Pages"))
        self.pages.setToolTip(tip(self.tr("A page such as 3, or pages such as 3-7")))
        self.pages.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.pages.textChanged.connect(self._on_pages)
        self.row = FlowLayout(self, spacing=8)
        self.row.addWidget(self.button)
        self.row.addWidget(self.pages)
        self._fit()
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.pages.setFixedWidth(self.fontMetrics().averageCharWidth() * 12)

    def set_documents(self, documents: Sequence[Document], collections: Sequence[str]) -> None:
        self._documents, self._collections = documents, collections
        if self._choice.kind == "collection" and self._choice.name not in collections:
            self._choice = Choice("everything")
        self._show()

    def set_current(self, document: Document | None, page: int) -> None:
        """The document that is open, and the page that is read."""
        other = document is None or self._current is None or document.id != self._current.id
        self._current, self._page = document, page
        if not other:
            return
        if self._choice.kind == "pages":
            self._choice = Choice()
        self._show()

    def choose(self, choice: Choice) -> None:
        self._choice = choice
        self._show()
        if choice.kind == "pages" and self.isVisible():
            self.pages.setFocus(Qt.FocusReason.OtherFocusReason)
            self.pages.selectAll()

    @property
    def choice(self) -> Choice:
        return self._choice

    @property
    def documents(self) -> list[Document]:
        """What is searched, as chosen now."""
        return resolved(self._choice, self._documents, self._current)

    @property
    def range(self) -> tuple[int, int] | None:
        return page_range(self._choice.pages) if self._choice.kind == "pages" else None

    @property
    def problem(self) -> str:
        """Why nothing can be asked as it is chosen now; '' if it can."""
        found = self.documents
        if not found:
            if self._choice.kind in {"document", "pages"} and self._current is not None:
                return self.tr("This document cannot be searched yet.")
            if self._choice.kind == "collection":
                return self.tr("There is nothing to search in this collection.")
            return self.tr("Add a PDF first.")
        if self._choice.kind == "pages":
            return self._problem_of_pages(found[0])
        return ""

    def _problem_of_pages(self, document: Document) -> str:
        if self.range is None:
            return self.tr("Give a page such as 3, or pages such as 3-7.")
        if self.range[1] > document.pages:
            return self.tr("The document has %n page(s).", "", document.pages)
        return ""

    @property
    def about(self) -> str:
        """What is searched, for 'Ask about …'."""
        if self._choice.kind == "collection":
            return say.quoted(self._choice.name)
        if self._choice.kind == "everything" or self._current is None:
            return self.tr("all documents")
        if self._choice.kind == "pages" and self._choice.pages:
            return self.tr("pages {pages} of {file}").format(pages=self._choice.pages, file=wording.this(self._current))
        return wording.this(self._current)

    def _said(self) -> str:
        if self._choice.kind == "collection":
            return self.tr("Ask: {name}").format(name=wording.name(self._choice.name))
        if self._choice.kind == "everything" or self._current is None:
            return self.tr("Ask: all documents")
        if self._choice.kind == "pages":
            return self.tr("Ask: pages of this document")
        return self.tr("Ask: this document")

    def _show(self) -> None:
        names = "\n".join(document.file for document in self.documents[:12])
        self.button.set_whole(self._said(), tooltip=f"{self._said()}\n{names}".strip())
        self.pages.setVisible(self._choice.kind == "pages")
        if self.pages.text() != self._choice.pages:
            self.pages.setText(self._choice.pages)
        self.changed.emit()

    def _on_pages(self, text: str) -> None:
        if self._choice.kind == "pages" and text != self._choice.pages:
            self._choice = Choice("pages", pages=text)
            self.changed.emit()

    def _fill(self) -> None:
        self._menu.clear()
        if self._group is not None:
            self._group.deleteLater()
        group = self._group = QActionGroup(self._menu)
        if self._current is not None:
            this = self.tr("This document: {file}").format(file=self._short(self._current.file))
            self._add(group, this, Choice())
            self._add(group, self.tr("Pages of this document…"), Choice("pages", pages=str(self._page)))
        if self._collections:
            self._menu.addSeparator()
            for collection in self._collections:
                text = self.tr("Collection: {name}").format(name=self._short(collection))
                self._add(group, text, Choice("collection", collection))
        self._menu.addSeparator()
        everything = self.tr("All documents (%n)", "", len(resolved(Choice("everything"), self._documents, None)))
        self._add(group, everything, Choice("everything"))

    def _add(self, group: QActionGroup, text: str, choice: Choice) -> None:
        action = self._menu.addAction(text)
        action.setCheckable(True)
        same = choice.kind == self._choice.kind and choice.name == self._choice.name
        action.setChecked(same or (choice.kind == "everything" and self._current is None and not self._choice.name))
        action.triggered.connect(lambda: self.choose(choice))
        group.addAction(action)

    def _short(self, name: str) -> str:
        width = self.fontMetrics().averageCharWidth() * _NAME_WIDTH
        short = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, width)
        return wording.name(short.replace("&", "&&"))
