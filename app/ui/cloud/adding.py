"""Setting up a model elsewhere: whose, where, which, and its key. No connection is made."""

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from app.types import Dialect, Provider
from app.ui.cloud import address
from app.ui.cloud.provider_form import WIDTH, ProviderForm
from app.ui.widgets import label


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


class AddDialog(ProviderForm):
    """`added` has the Provider and the key, '' for none. The key is handed on and not kept here."""

    added = Signal(object, str)

    def __init__(self, taken: Collection[str], parent: QWidget | None = None) -> None:
        """`taken`: ids of providers that there are."""
        super().__init__(self.tr("Set up a cloud model"), parent)
        self._taken = taken
        self.whose = QComboBox()
        for known in KNOWN:
            self.whose.addItem(known.name)
        self.whose.addItem(self.tr("Another address (OpenAI-compatible)"))
        self.whose.setAccessibleName(self.tr("Provider"))
        self.lay_out(
            self.tr(
                "Adding it sends nothing and makes no connection. The key goes into this system’s keyring, and is never shown again."
            ),
            (
                (self.tr("Provider"), self.whose),
                (self.tr("What you call it"), self.name),
                (self.tr("Address"), self.address),
                ("", self.unsafe),
                ("", self.trust),
                (self.tr("Model"), self.model),
                (self.tr("Key"), self.key),
            ),
            self.tr("Add"),
        )
        self.whose.currentIndexChanged.connect(self._on_whose)
        self._on_whose()

    @property
    def provider(self) -> Provider:
        known, model = self._known, self.model.text().strip()
        if known is not None:
            ident = address.ident_of(known.id, self._taken)
            return Provider(ident, known.name, known.dialect, known.address, model)
        where = self.where
        name = " ".join(self.name.text().split()) or address.host_of(where)
        trusted = address.needs_trust(where) and self.trust.isChecked()
        return Provider(address.ident_of(name, self._taken), name, "openai", where, model, trusted)

    @property
    def problem(self) -> str:
        return ("" if self._known else self.trouble_of_address()) or self.trouble_of_model()

    @property
    def _known(self) -> Known | None:
        index = self.whose.currentIndex()
        return KNOWN[index] if index < len(KNOWN) else None

    @property
    def _first(self) -> QWidget:
        return self.address if self._known is None else self.model

    def _on_whose(self) -> None:
        known = self._known
        for field in (self.name, self.address):
            self.form.setRowVisible(field, known is None)
        self.model.setPlaceholderText(known.example if known else "")
        self.key.setPlaceholderText(self.tr("Can be entered later") if known else self.tr("Empty if none is needed"))
        self.check()

    def _show_fields(self) -> None:
        self.show_trust(self._known is None and address.needs_trust(self.where))

    def _accept(self) -> None:
        provider, key = self.provider, self.taken_key()
        self.accept()
        self.added.emit(provider, key)


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
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * WIDTH)
        self.field.setFocus()

    def _keep(self) -> None:
        key = self.field.text().strip()
        self.field.clear()
        self.accept()
        self.given.emit(key)
