"""Models elsewhere in the settings: none until the user adds one, and their keys."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from app.errors import UserFixable
from app.library import Library
from app.types import Provider
from app.ui import say
from app.ui.cloud.adding import AddDialog, KeyDialog
from app.ui.cloud.address import is_same_server
from app.ui.cloud.editing import EditDialog
from app.ui.cloud.elsewhere import Elsewhere
from app.ui.cloud.prices_part import PricesPart
from app.ui.cloud.provider_row import ProviderRow
from app.ui.cloud.word_list import WordList
from app.ui.confirm import confirm
from app.ui.flowing import clear
from app.ui.jobs import Jobs, Lane
from app.ui.settings.page import Page, rule
from app.ui.widgets import Banner, label, push_button

if TYPE_CHECKING:
    from app.library.cloud import Key


class CloudPage(Page):
    """What is chosen applies at once. Nothing here makes a connection."""

    def __init__(self, library: Library, jobs: Jobs, elsewhere: Elsewhere) -> None:
        super().__init__(self.tr("Cloud"))
        self._library, self._jobs, self._elsewhere = library, jobs, elsewhere
        self._keys = elsewhere.keys
        self._rows: dict[str, ProviderRow] = {}
        self._banner = Banner()
        self.column.addWidget(self._banner)
        self.heading(self.tr("Models elsewhere"))
        self.sentence(
            self.tr(
                "A hard question can be sent to a large model of a provider, or of your own company. Nothing is ever sent by itself: you read the exact text first, and send it once."
            )
        )
        self._lock = label(role="warning", wraps=True)
        self._lock.hide()
        self.column.addWidget(self._lock)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.column.addLayout(self._list)
        self._add = push_button(self.tr("Add a model…"), "quiet", self.ask_to_add)
        self.column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self.heading(self.tr("Prices"))
        self.prices = PricesPart(library, jobs)
        self.column.addWidget(self.prices)
        self.heading(self.tr("Words that are always masked"))
        self.sentence(
            self.tr(
                "Names, numbers and addresses are masked before anything leaves, as far as they are found. Add what only you know: customers, projects, places."
            )
        )
        self.words = WordList(library, jobs)
        self.column.addWidget(self.words)
        elsewhere.changed.connect(self._show)

    def refresh(self) -> None:
        self._elsewhere.reload(thoroughly=True)
        self.words.refresh()

    def ask_to_add(self) -> AddDialog:
        dialog = AddDialog(self._rows.keys(), self)
        dialog.added.connect(self.add)
        dialog.open()
        return dialog

    def add(self, provider: Provider, key: str) -> None:
        cloud = self._library.cloud
        self._jobs.run(
            lambda tell, stop: cloud.add(provider),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda added: self._on_added(added, key),
            on_error=self._banner.say_error,
        )

    def change(self, before: Provider, provider: Provider, key: str) -> None:
        """It keeps its id. The keyring's key goes where it lies on another server now, and one in memory is for its address alone."""
        in_memory = self._keys.of(before) if is_same_server(before.address, provider.address) else None
        cloud = self._library.cloud

        def on_changed(kept: Provider) -> None:
            self._keys.forget(before.id)
            if in_memory is not None:
                self._keys.keep(kept, in_memory)
            self._on_added(kept, key)

        self._jobs.run(
            lambda tell, stop: cloud.add(provider),
            lane=Lane.QUICK,
            owner=self,
            on_done=on_changed,
            on_error=self._banner.say_error,
        )

    def set_key(self, provider: Provider, key: str) -> None:
        """Into the keyring; where there is none that can be used, into memory."""
        cloud = self._library.cloud
        self._jobs.run(
            lambda tell, stop: cloud.set_key(provider.id, key),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda _: self._on_key_kept(provider),
            on_error=lambda error: self._on_key_refused(provider, key, error),
        )

    def forget_key(self, provider: Provider) -> None:
        self._keys.forget(provider.id)
        cloud = self._library.cloud
        self._jobs.run(
            lambda tell, stop: cloud.forget_key(provider.id),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda _: self._look_for_key(provider),
            on_error=lambda error: self._on_key_trouble(provider, error),
        )

    def remove(self, provider: Provider) -> None:
        """With its key; whoever calls it has asked."""
        self._keys.forget(provider.id)
        cloud = self._library.cloud
        self._jobs.run(
            lambda tell, stop: cloud.remove(provider.id),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda _: self.refresh(),
            on_error=self._on_failed,
        )

    def _ask_to_remove(self, provider: Provider) -> None:
        confirm(
            self,
            text=self.tr("Remove {name}?").format(name=provider.name),
            more=self.tr("Its key is forgotten, too. What was sent and what came back stay in your log."),
            action=self.tr("Remove"),
            on_yes=partial(self.remove, provider),
        )

    def _ask_to_change(self, provider: Provider) -> None:
        others = [row.provider.name for row in self._rows.values() if row.provider.id != provider.id]
        dialog = EditDialog(provider, others, self)
        dialog.changed.connect(partial(self.change, provider))
        dialog.open()

    def _ask_key(self, provider: Provider) -> None:
        dialog = KeyDialog(provider.name, self)
        dialog.given.connect(partial(self.set_key, provider))
        dialog.open()

    def _on_failed(self, error: UserFixable) -> None:
        self._banner.say_error(error)
        self.refresh()

    def _on_added(self, provider: Provider, key: str) -> None:
        self._banner.hide()
        if key:
            self.set_key(provider, key)
        self.refresh()

    def _on_key_kept(self, provider: Provider) -> None:
        self._keys.forget(provider.id)
        self._look_for_key(provider)

    def _on_key_refused(self, provider: Provider, key: str, error: UserFixable) -> None:
        if error.kind == "keyring":
            self._keys.keep(provider, key)
            self._look_for_key(provider)
        else:
            self._banner.say_error(error)

    def _on_key_trouble(self, provider: Provider, error: UserFixable) -> None:
        if error.kind != "keyring":
            self._banner.say_error(error)
        self._look_for_key(provider)

    # What there is

    def _show(self) -> None:
        self._show_lock()
        self.prices.refresh()
        clear(self._list)
        self._rows = {provider.id: self._row(provider) for provider in self._elsewhere.providers}
        for number, row in enumerate(self._rows.values()):
            if number:
                self._list.addWidget(rule())
            self._list.addWidget(row)
            self._look_for_key(row.provider)

    def _show_lock(self) -> None:
        locked = self._elsewhere.locked
        self._add.setEnabled(locked is None)
        self._lock.setVisible(locked is not None)
        if locked is not None:
            self._lock.setText(self.tr("Locked: {reason}.").format(reason=say.reason(locked)))

    def _row(self, provider: Provider) -> ProviderRow:
        row = ProviderRow(provider)
        row.set_locked(self._elsewhere.locked is not None)
        row.key_wanted.connect(partial(self._ask_key, provider))
        row.forget_wanted.connect(partial(self.forget_key, provider))
        row.edit_wanted.connect(partial(self._ask_to_change, provider))
        row.remove_wanted.connect(partial(self._ask_to_remove, provider))
        return row

    def _look_for_key(self, provider: Provider) -> None:
        """A process looks; it tells whether there is one, and never the key."""
        cloud = self._library.cloud

        self._jobs.run(
            lambda tell, stop: cloud.has_key(provider.id),
            lane=Lane.QUICK,
            owner=self,
            on_done=lambda state: self._show_key(provider, state),
            on_error=self._banner.say_error,
        )

    def _show_key(self, provider: Provider, state: "Key") -> None:
        row = self._rows.get(provider.id)
        if row is None:
            return
        in_memory = provider in self._keys
        said, role = self._key_words(state, in_memory=in_memory, needed=self._library.cloud.needs_key(provider))
        row.show_key(said, kept=in_memory or state.kept, role=role)

    def _key_words(self, state: "Key", *, in_memory: bool, needed: bool) -> tuple[str, str]:
        """What is to be said, and in which role. Without a keyring a key is `needed` all the same, unless the server asks for none."""
        if in_memory:
            why = say.reason(state.why_not) if state.why_not else self.tr("it did not take the key")
            said = self.tr(
                "The keyring cannot be used ({reason}). The key is kept in memory and gone when the window closes."
            )
            return said.format(reason=why), "warning"
        if state.kept:
            return self.tr("A key is kept in this system’s keyring ({keyring}).").format(keyring=state.keyring), "muted"
        if state.why_not:
            said = self.tr("The keyring cannot be used ({reason}): a key is kept until the window closes.")
            return said.format(reason=say.reason(state.why_not)), "muted"
        return (self.tr("No key yet."), "warning") if needed else (self.tr("No key."), "muted")
