"""What would leave, word for word and nothing else, before it leaves: to be read, changed, and sent once or not at all."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.errors import UserFixable
from app.types import Provider
from app.ui import say
from app.ui.cloud import wording
from app.ui.cloud.drafting import Change, Compose, Composed, Drafting
from app.ui.cloud.sheet import Sheet
from app.ui.cloud.side import Side
from app.ui.cloud.ways import OtherWay, Ways
from app.ui.jobs import Jobs
from app.ui.theme import Theme
from app.ui.widgets import Banner, ElidedLabel, label, push_button

if TYPE_CHECKING:
    from app.library.cloud import Draft, PlacedMask, Shown

Forbidden = Callable[[Provider], str | None]
"""Why nothing may be sent there, as `reasons.REASONS` has it; None if it may."""
_SIZE = (118, 44)
"""Average characters wide, lines high."""
_SIDE = 34
"""Average characters."""
_SHARE = 0.42
"""Of the width at most is the side's."""


class PreviewDialog(QDialog):
    """`approved` has the Composed that was read. Esc cancels, Enter in a text never sends, and nothing can be sent that is not shown."""

    approved = Signal(object)

    def __init__(
        self,
        draft: "Draft",
        compose: Compose,
        providers: Sequence[Provider],
        jobs: Jobs,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        forbidden: Forbidden = lambda provider: None,
        by_steps: "Callable[[], Draft] | None" = None,
    ) -> None:
        """`by_steps` prepares the first letter of asking by steps, where that is offered."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Ask cloud"))
        self._forbidden = forbidden
        self._reason: str | None = None
        self.drafting = Drafting(draft, compose, jobs, self)
        self.sheet, self.side, self.banner = Sheet(theme), Side(providers), Banner()
        self.send = push_button(self.tr("Send once"), "primary", self._send)
        self.cancel = push_button(self.tr("Cancel"), "quiet", self.reject)
        self.ways, self._turn_round = Ways(), None if by_steps is None else OtherWay(by_steps)
        self._kind, self._is_turning = draft.kind, False
        self._why_not: UserFixable | None = None
        """Why the other way cannot be gone."""
        self._what_to_do = label(role="muted", wraps=True)
        self.digest = ElidedLabel(role="muted")
        self.doing = label(role="muted")
        self._lay_out()
        self._connect()
        self._update()
        self.drafting.start()

    def _lay_out(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.sheet, 1)
        upper.addWidget(self.side)
        lower = QHBoxLayout()
        lower.setContentsMargins(20, 8, 20, 16)
        lower.setSpacing(8)
        for widget, stretch in ((self.digest, 1), (self.doing, 0), (self.cancel, 0), (self.send, 0)):
            lower.addWidget(widget, stretch)
        head = QVBoxLayout()
        head.setContentsMargins(20, 16, 20, 8)
        head.setSpacing(4)
        head.addWidget(
            label(self.tr("This would leave this machine, word for word, and nothing else"), "heading", wraps=True)
        )
        head.addWidget(self._what_to_do)
        head.addWidget(self.ways)
        self.ways.setVisible(self._turn_round is not None)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addLayout(upper, 1)
        column.addLayout(lower)
        self.cancel.setDefault(True)
        metrics = self.fontMetrics()
        wanted = QSize(metrics.averageCharWidth() * _SIZE[0], metrics.height() * _SIZE[1])
        self.resize(wanted.boundedTo(self.screen().availableGeometry().size() * 0.9))

    def _connect(self) -> None:
        self.drafting.composed.connect(self._show)
        self.drafting.failed.connect(self._on_failed)
        self.sheet.filled.connect(self._update)
        self.sheet.touched.connect(self._update)
        self.sheet.included.connect(lambda number, on: self._change(lambda draft: draft.include(number, on)))
        self.sheet.edited.connect(self._on_edited)
        self.sheet.mask_pressed.connect(self._on_mask)
        self.sheet.mask_wanted.connect(self._on_mask_wanted)
        self.side.masks.pressed_mask.connect(self._on_mask)
        self.side.provider_chosen.connect(lambda provider: self._change(lambda draft: draft.to(provider)))
        self.side.names_wanted.connect(lambda on: self._change(lambda draft: draft.with_names(on)))
        self.ways.chosen.connect(self._on_way)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = min(self.fontMetrics().averageCharWidth() * _SIDE, int(self.width() * _SHARE))
        self.side.setFixedWidth(max(wanted, self.side.least))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.cancel.setFocus()

    def _change(self, change: Change) -> None:
        self.drafting.change(change)
        self._update()

    def _on_way(self, by_steps: bool) -> None:
        """What is typed goes with it."""
        if self._turn_round is not None:
            self.sheet.flush()
            self._is_turning = True
            self._change(self._turn_round)

    def _on_edited(self, shown: "Shown", text: str) -> None:
        what, number = shown.what, shown.number or 1
        if what != "system" and what != "instructions":
            self._change(lambda draft: draft.write(what, number, text))

    def _on_mask(self, mask: "PlacedMask") -> None:
        """Not while words are being looked at anew: the mask may be another one by then."""
        if self.drafting.now is None or mask.locked or not self.sheet.is_whole:
            return
        if mask.lifted:
            self._change(lambda draft: draft.mask_again(mask.source, mask.finding))
        else:
            self._change(lambda draft: draft.lift(mask.source, mask.finding))

    def _on_mask_wanted(self, source: int, start: int, end: int) -> None:
        self._change(lambda draft: draft.mask(source, start, end))

    def _show(self, made: Composed) -> None:
        self._reason = self._forbidden(made.letter.provider)
        if self._reason is not None:
            self.banner.say(self.tr("It cannot be sent: {reason}.").format(reason=say.reason(self._reason)))
        elif self._why_not is not None:
            self.banner.say_error(self._why_not)
        else:
            self.banner.hide()
        self._why_not = None
        self._kind, self._is_turning = made.draft.kind, False
        self.ways.show_way(self._kind == "steps")
        self._what_to_do.setText(wording.what_to_do(made.draft.what))
        self.sheet.show_letter(made)
        self.side.show_letter(made)
        self.digest.set_whole(self.tr("SHA-256 of the request: {digest}").format(digest=made.letter.digest))
        self._update()

    def _on_failed(self, error: UserFixable) -> None:
        self.banner.say_error(error)
        if self._is_turning:  # it stays as it was
            self._is_turning, self._why_not = False, error
            self.ways.show_way(self._kind == "steps")
            self.drafting.start()
        self._update()

    def _update(self) -> None:
        now = self.drafting.now
        whole = now is not None and self.sheet.is_whole
        self.send.setEnabled(whole and self._reason is None)
        self.doing.setText("" if whole else self.tr("Looking…"))

    def _send(self) -> None:
        """Only what is on the screen, as it is there."""
        self.sheet.flush()
        now = self.drafting.now
        if now is None or not self.sheet.is_whole or not self.send.isEnabled():
            return
        self.accept()
        self.approved.emit(now)
