"""Small questions about a document or a collection. None of them blocks: they are opened and tell by a signal."""

from collections.abc import Iterable
from itertools import islice

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui import say
from app.ui.shelf import wording
from app.ui.shelf.entries import Entry
from app.ui.widgets import ElidedLabel, label

_WIDTH = 52
"""Of a dialog, in average characters."""
_HIDDEN, _PAGES = 160, 6
"""Letters that are shown of a page's words that cannot be seen, and of how many pages."""


class _Dialog(QDialog):
    """A column of widgets over a row of buttons; gone once it is closed."""

    def __init__(self, title: str, buttons: QDialogButtonBox.StandardButton, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH)
        self.buttons = QDialogButtonBox(buttons)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.column = QVBoxLayout(self)
        # Else wrapped lines claim the height that they would take in the narrowest window.
        self.column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.column.setContentsMargins(20, 20, 20, 16)
        self.column.setSpacing(8)

    def finish(self, widgets: Iterable[QWidget]) -> None:
        for widget in widgets:
            self.column.addWidget(widget)
        self.column.addSpacing(8)
        self.column.addStretch(1)
        self.column.addWidget(self.buttons)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """As high as its lines, wrapped at this width, are."""
        wraps = self.column.hasHeightForWidth()
        height = self.column.heightForWidth(self.width()) if wraps else self.column.sizeHint().height()
        self.resize(self.width(), height)


class PasswordDialog(_Dialog):
    """`given` has the password. It is neither shown nor kept here."""

    given = Signal(str)

    def __init__(self, file: str, *, wrong: bool, parent: QWidget) -> None:
        """For the file of this name; `wrong`: the last one did not open it."""
        buttons = QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        super().__init__("", buttons, parent)
        self.setWindowTitle(self.tr("Password"))
        name = ElidedLabel(file, "heading")
        text = label(
            self.tr(
                "This PDF is protected. Its password is kept until Inglenook is closed; the text that is read from it lies unprotected in "
                "the library."
            ),
            "muted",
            wraps=True,
        )
        self.complaint = label(self.tr("That password does not open it."), "error", wraps=True)
        self.complaint.setVisible(wrong)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(self.tr("Password of {file}").format(file=file))
        self._open = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._open.setText(self.tr("Open"))
        self._open.setEnabled(False)
        self.field.textChanged.connect(lambda text: self._open.setEnabled(bool(text)))
        self.accepted.connect(lambda: self.given.emit(self.field.text()))
        self.finish([name, text, self.field, self.complaint])
        self.field.setFocus()


class NameDialog(_Dialog):
    """Asks for the name of a collection; `named` has it. One that others have already is not taken."""

    named = Signal(str)

    def __init__(self, title: str, others: Iterable[str], *, name: str = "", parent: QWidget) -> None:
        buttons = QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        super().__init__(title, buttons, parent)
        self._others = {other.casefold() for other in others} - {name.casefold()}
        self.field = QLineEdit(name)
        self.field.setMaxLength(120)
        self.field.selectAll()
        caption = QLabel(self.tr("&Name of the collection"))
        caption.setBuddy(self.field)
        self.complaint = label(self.tr("There is a collection of this name already."), "error", wraps=True)
        self._ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.field.textChanged.connect(self._check)
        self.accepted.connect(lambda: self.named.emit(self._name()))
        self.finish([caption, self.field, self.complaint])
        self._check()
        self.field.setFocus()

    def _name(self) -> str:
        return " ".join(self.field.text().split())

    def _check(self) -> None:
        taken = self._name().casefold() in self._others
        self.complaint.setVisible(taken)
        self._ok.setEnabled(bool(self._name()) and not taken)
        if self.isVisible():
            self.fit()


class PropertiesDialog(_Dialog):
    """What is known of a file, to be read and copied."""

    def __init__(self, entry: Entry, parent: QWidget) -> None:
        super().__init__("", QDialogButtonBox.StandardButton.Close, parent)
        self.setWindowTitle(self.tr("Properties"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (caption, text) in enumerate(self._facts(entry)):
            value = label(text, wraps=True)
            value.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            value.setAccessibleName(caption)
            grid.addWidget(label(caption, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        self.column.addLayout(grid)
        self.finish([])

    def _facts(self, entry: Entry) -> list[tuple[str, str]]:
        facts = [(self.tr("File"), entry.name), (self.tr("Folder"), str(entry.path.parent))]
        if entry.error is not None:
            facts.append((self.tr("State"), say.whole(entry.error)))
        elif entry.state == "ready":
            facts.append((self.tr("State"), self.tr("Ready: searchable by words and by meaning")))
        else:
            facts.append((self.tr("State"), wording.state(entry)))
        document = entry.document
        if document is not None:
            facts += [(self.tr("Title"), document.title), (self.tr("Pages"), str(document.pages))]
            if document.skipped:
                numbers = ", ".join(str(page) for page, _ in document.skipped)
                facts.append((self.tr("Pages that could not be read"), numbers))
            if document.unseen:
                told = (
                    self.tr("p. {page}: {text}").format(page=page, text=one.text[:_HIDDEN])
                    for page, one in document.unseen
                )
                facts.append((self.tr("Words that cannot be seen"), "\n".join(islice(told, _PAGES))))
        if entry.collections:
            facts.append((self.tr("Collections"), "\n".join(entry.collections)))
        return [(caption, text) for caption, text in facts if text]
