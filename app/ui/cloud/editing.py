"""Changing a model elsewhere that is set up: what it is called, where it lies, which model answers. No connection is made."""

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.types import Provider
from app.ui.cloud import address
from app.ui.cloud.adding import KNOWN
from app.ui.cloud.provider_form import ProviderForm
from app.ui.widgets import label


class EditDialog(ProviderForm):
    """`changed` has the Provider, of the same id, and a key, '' for none: a key is for the server that it was given for, so another server
    needs it again."""

    changed = Signal(object, str)

    def __init__(self, provider: Provider, taken: Collection[str], parent: QWidget | None = None) -> None:
        """`taken`: what others are called."""
        super().__init__(self.tr("Change {name}").format(name=provider.name), parent)
        self._before = provider
        self._taken = {name.casefold() for name in taken}
        self.name.setText(provider.name)
        self.address.setText(provider.address)
        self.model.setText(provider.model)
        self.trust.setChecked(provider.trusted)
        self.key.setPlaceholderText(self.tr("Can be entered later"))
        self.moved = label(
            self.tr("This is another server. The key was given for {host} only and is forgotten: enter the one for here.").format(
                host=address.host_of(provider.address)
            ),
            "warning",
            wraps=True,
        )  # fmt: skip
        self.lay_out(
            self.tr("Changing it sends nothing and makes no connection."),
            (
                (self.tr("What you call it"), self.name),
                (self.tr("Address"), self.address),
                ("", self.unsafe),
                ("", self.trust),
                ("", self.moved),
                (self.tr("Key"), self.key),
                (self.tr("Model"), self.model),
            ),
            self.tr("Change"),
        )
        self.check()

    @property
    def provider(self) -> Provider:
        where = self.where
        dialect = next((one.dialect for one in KNOWN if one.address == where), self._before.dialect)
        trusted = address.needs_trust(where) and self.trust.isChecked()
        name = " ".join(self.name.text().split())
        return Provider(self._before.id, name, dialect, where, self.model.text().strip(), trusted)

    @property
    def has_moved(self) -> bool:
        """Whether it lies on another server now."""
        return address.is_usable(self.where) and not address.is_same_server(self.where, self._before.address)

    @property
    def problem(self) -> str:
        name = " ".join(self.name.text().split())
        if not name:
            return self.tr("Enter what you call it.")
        if name.casefold() in self._taken:
            return self.tr("Another one is called so: choose another name.")
        return self.trouble_of_address() or self.trouble_of_model()

    def _show_fields(self) -> None:
        self.show_trust(address.needs_trust(self.where))
        for field in (self.moved, self.key):
            self.form.setRowVisible(field, self.has_moved)

    def _accept(self) -> None:
        if self.problem:
            return
        provider, key = self.provider, self.taken_key() if self.has_moved else ""
        self.accept()
        if provider != self._before:
            self.changed.emit(provider, key)
