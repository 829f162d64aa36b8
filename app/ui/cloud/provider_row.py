"""One model elsewhere in the settings: what it is, and whether its key is there."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.types import Provider
from app.ui.conversation.flow import FlowLayout
from app.ui.theme import restyle
from app.ui.widgets import ElidedLabel, label, push_button, tip, tool_button


class ProviderRow(QWidget):
    """Shows what it is told and tells what is wanted; does nothing itself."""

    key_wanted = Signal()
    forget_wanted = Signal()
    remove_wanted = Signal()
    edit_wanted = Signal()

    def __init__(self, provider: Provider) -> None:
        super().__init__()
        self.provider = provider
        name = provider.name
        self._key = label(role="muted", wraps=True)
        self._enter = push_button(self.tr("Enter key…"), "quiet", self.key_wanted.emit)
        self._enter.setAccessibleName(self.tr("Enter the key of {name}").format(name=name))
        self._forget = push_button(self.tr("Forget key"), "quiet", self.forget_wanted.emit)
        self._forget.setAccessibleName(self.tr("Forget the key of {name}").format(name=name))
        self._edit = push_button(self.tr("Change…"), "quiet", self.edit_wanted.emit)
        self._edit.setAccessibleName(self.tr("Change {name}").format(name=name))
        self._remove = tool_button("remove", self.tr("Remove {name}…").format(name=name), self.remove_wanted.emit)
        self._remove.setToolTip(tip(self._remove.accessibleName()))
        self._lay_out()
        self.show_key("", kept=False)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(ElidedLabel(self.provider.name, "heading"), 1)
        head.addWidget(self._remove)
        buttons = QWidget()
        foot = FlowLayout(buttons, spacing=8)
        for button in (self._edit, self._enter, self._forget):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(4)
        column.addLayout(head)
        where = self.tr("{model} at {address}").format(model=self.provider.model, address=self.provider.address)
        column.addWidget(ElidedLabel(where))
        if self.provider.trusted:
            column.addWidget(label(self.tr("Not encrypted; you trust this address."), "warning", wraps=True))
        column.addWidget(self._key)
        column.addWidget(buttons)

    def show_key(self, text: str, *, kept: bool, role: str = "muted") -> None:
        """What is to be said of its key; `kept`: there is one to forget."""
        self._key.setText(text)
        self._key.setProperty("role", role)
        restyle(self._key)
        self._key.setVisible(bool(text))
        self._forget.setVisible(kept)
        self._enter.setText(self.tr("Change key…") if kept else self.tr("Enter key…"))

    def set_locked(self, locked: bool) -> None:
        """A policy closes all of it; what is kept can still be removed."""
        self._edit.setEnabled(not locked)
        self._enter.setEnabled(not locked)
