"""Why there is no answer, or only half of one, and what to do about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.errors import UserFixable
from app.ui import say
from app.ui.conversation.flow import FlowLayout
from app.ui.widgets import label, push_button


class Trouble(QFrame):
    """Asking again is always offered, choosing a model where that may help."""

    again_wanted = Signal()
    model_wanted = Signal()
    key_wanted = Signal()

    def __init__(
        self,
        text: str,
        hint: str = "",
        *,
        kind: str = "banner",
        needs_model: bool = False,
        needs_key: bool = False,
        goes_on: bool = False,
    ) -> None:
        """`kind` of the frame, as the theme has it; asking again `goes_on` where something of the work is kept."""
        super().__init__()
        self.setProperty("kind", kind)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addWidget(label(text, wraps=True))
        if hint:
            column.addWidget(label(hint, "muted", wraps=True))
        actions = QWidget()
        row = FlowLayout(actions, spacing=8)
        if needs_model:
            row.addWidget(push_button(self.tr("Choose a model…"), "quiet", self.model_wanted.emit))
        if needs_key:
            row.addWidget(push_button(self.tr("Enter key…"), "quiet", self.key_wanted.emit))
        again = self.tr("Continue") if goes_on else self.tr("Ask again")
        row.addWidget(push_button(again, "quiet", self.again_wanted.emit))
        column.addWidget(actions)


def of_error(error: UserFixable, *, goes_on: bool = False) -> Trouble:
    return Trouble(
        say.sentence(error),
        say.hint(error),
        needs_model=say.is_of_the_model(error),
        needs_key=error.kind in {"cloud_key", "keyring"},
        goes_on=goes_on,
    )
