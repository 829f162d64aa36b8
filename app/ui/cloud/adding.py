"""Setting up a model elsewhere: whose, where, which, and its key. No connection is made."""

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.types import Dialect, Provider
from app.ui.cloud import address
from app.ui.widgets import label

_WIDTH = 62
"""Of the dialog, in average characters."""
_EXAMPLE = "https://models.example.com/v1"


@dataclass(frozen=True, slots=True)
class Known:
    """A provider whose address need not be typed."""

    id: str
    name: str
    dialect: Dialect
    address: str
    example: str
    """A name of a model, as the provider writes them."""


KNOWN = (
    Known("openai", "OpenAI", "openai", "https://api.openai.com/v1", "gpt-4.1-mini"),
    Known("anthropic", "Anthropic", "anthropic", "https://api.anthropic.com/v1", "claude-sonnet-4-5"),
)


class AddDialog(QDialog):
    """`added` has the Provider and the key, '' for none. The key is handed on and not kept here."""

    added = Signal(object, str)

    def __init__(self, taken: Collection[str], parent: QWidget | None = None) -> None:
        """`taken`: ids of providers that there are."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Set up a cloud model"))
        self._taken = taken
        self._make_fields()
        self._lay_out()
        self.whose.currentIndexChanged.connect(self._on_whose)
        for field in (self.name, self.address, self.model, self.key):
            field.textChanged.connect(self._check)
        self.trust.toggled.connect(self._check)
        self._on_whose()

    def _make_fields(self) -> None:
        self.whose = QComboBox()
        for known in KNOWN:
            self.whose.addItem(known.name)
        self.whose.addItem(self.tr("Another address (OpenAI-compatible)"))
        self.whose.setAccessibleName(self.tr("Provider"))
        self.name, self.address, self.model, self.key = (QLineEdit() for _ in range(4))
        self.name.setMaxLength(60)
        self.name.setAccessibleName(self.tr("What you call it"))
        self.address.setAccessibleName(self.tr("Address"))
        self.address.setPlaceholderText(_EXAMPLE)
        self.model.setAccessibleName(self.tr("Model"))
        self.key.setAccessibleName(self.tr("Key"))
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.trust = QCheckBox(self.tr("Trust this address"))
        self._unsafe = label(
            self.tr("This address is not encrypted: others on the way could read what is sent there."),
            "warning",
            wraps=True,
        )
        self._why = label(role="muted", wraps=True)

    def _lay_out(self) -> None:
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(8)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for caption, field in (
            (self.tr("Provider"), self.whose),
            (self.tr("What you call it"), self.name),
            (self.tr("Address"), self.address),
            ("", self._unsafe),
            ("", self.trust),
            (self.tr("Model"), self.model),
            (self.tr("Key"), self.key),
        ):
            self._form.addRow(caption, field)
        self.buttons = QDialogButtonBox()
        self.ok = self.buttons.addButton(self.tr("Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._add)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        sentence = self.tr(
            "Adding it sends nothing and makes no connection. The key goes into this system’s keyring, and is never shown again."
        )
        column.addWidget(label(sentence, "muted", wraps=True))
        column.addLayout(self._form)
        column.addWidget(self._why)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        (self.address if self._known is None else self.model).setFocus()

    @property
    def provider(self) -> Provider:
        """As the fields say it; `problem` tells whether it can be one."""
        known, model = self._known, self.model.text().strip()
        if known is not None:
            ident = address.ident_of(known.id, self._taken)
            return Provider(ident, known.name, known.dialect, known.address, model)
        where = address.tidied(self.address.text())
        name = " ".join(self.name.text().split()) or address.host_of(where)
        trusted = address.needs_trust(where) and self.trust.isChecked()
        return Provider(address.ident_of(name, self._taken), name, "openai", where, model, trusted)

    @property
    def problem(self) -> str:
        """What is missing, as a sentence; '' for nothing."""
        if self._known is None and not address.is_usable(address.tidied(self.address.text())):
            return self.tr("Enter the address that requests begin with, such as {example}.").format(example=_EXAMPLE)
        if self._known is None and address.needs_trust(self.provider.address) and not self.provider.trusted:
            return self.tr("Use an address that begins with https, or trust this one.")
        if not self.model.text().strip():
            return self.tr("Enter the name of the model, as the provider writes it.")
        return ""

    @property
    def _known(self) -> Known | None:
        index = self.whose.currentIndex()
        return KNOWN[index] if index < len(KNOWN) else None

    def _on_whose(self) -> None:
        known = self._known
        for field in (self.name, self.address):
            self._form.setRowVisible(field, known is None)
        self.model.setPlaceholderText(known.example if known else "")
        self.key.setPlaceholderText(self.tr("Can be entered later") if known else self.tr("Empty if none is needed"))
        self._check()

    def _check(self) -> None:
        unsafe = self._known is None and address.needs_trust(address.tidied(self.address.text()))
        for field in (self._unsafe, self.trust):
            self._form.setRowVisible(field, unsafe)
        self._why.setText(self.problem)
        self._why.setVisible(bool(self.problem))
        self.ok.setEnabled(not self.problem)
        if self.isVisible():
            self._fit()

    def _add(self) -> None:
        provider, key = self.provider, self.key.text().strip()
        self.key.clear()
        self.accept()
        self.added.emit(provider, key)

    def _fit(self) -> None:
        """As high as its lines are in this width."""
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))


class KeyDialog(QDialog):
    """`given` has another key for a provider."""

    given = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Key"))
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(self.tr("Key of {name}").format(name=name))
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(self.tr("Keep"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setEnabled(False)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.field.textChanged.connect(lambda text: self.ok.setEnabled(bool(text.strip())))
        buttons.accepted.connect(self._keep)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Key of {name}").format(name=name), "heading", wraps=True))
        column.addWidget(self.field)
        column.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH)
        self.field.setFocus()

    def _keep(self) -> None:
        key = self.field.text().strip()
        self.field.clear()
        self.accept()
        self.given.emit(key)
