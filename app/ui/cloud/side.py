"""Beside the preview: to whom it would go, how much it is, what it costs, and what is masked in it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QScrollArea, QVBoxLayout

from app.types import Provider
from app.ui import say
from app.ui.cloud import wording
from app.ui.cloud.drafting import Composed
from app.ui.cloud.mask_list import MaskList
from app.ui.flowing import Flowing
from app.ui.widgets import label, tip

if TYPE_CHECKING:
    from app.library.cloud import Cost


_LEAST_ROWS = 4
"""Of the list of masks; where there is room for fewer, all of this scrolls."""


class Side(QScrollArea):
    """Shows what it is told."""

    provider_chosen = Signal(object)
    names_wanted = Signal(bool)
    """Whether the names of the documents' files are to leave."""

    def __init__(self, providers: Sequence[Provider]) -> None:
        super().__init__()
        self._providers = list(providers)
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Goes to"))
        self.choice.addItems([provider.name for provider in self._providers])
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(10)
        self.choice.activated.connect(lambda index: self.provider_chosen.emit(self._providers[index]))
        self._model, self._address = label(wraps=True), label(role="muted", wraps=True)
        self._tokens, self._cost = label(wraps=True), label(role="muted", wraps=True)
        self._trouble = label(role="warning", wraps=True)
        self.named = QCheckBox(self.tr("Send file names"))
        self.named.setToolTip(tip(self.tr("Otherwise they leave as document 1, document 2 and so on.")))
        self.named.toggled.connect(self.names_wanted)
        self._masked = label(role="heading", wraps=True)
        self.masks = MaskList()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = Flowing()
        self._lay_out(QVBoxLayout(inner))
        self.setWidget(inner)
        self._fit()

    def _lay_out(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(4, 4, 20, 16)
        column.setSpacing(4)
        column.addWidget(label(self.tr("Goes to"), "heading"))
        for widget in (self.choice, self._model, self._address):
            column.addWidget(widget)
        column.addSpacing(12)
        for widget in (self._tokens, self._cost, self._trouble):
            column.addWidget(widget)
        column.addSpacing(12)
        column.addWidget(self.named)
        column.addSpacing(12)
        column.addWidget(self._masked)
        column.addWidget(self.masks, 1)
        column.addStretch(0)  # where nothing is masked
        column.addWidget(label(wording.looked_for(), "muted", wraps=True))

    @property
    def least(self) -> int:
        """Pixels of width below which something of it could not be seen."""
        inner = self.widget()
        return (0 if inner is None else inner.minimumSizeHint().width()) + self.verticalScrollBar().sizeHint().width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        self.masks.setMinimumHeight(_LEAST_ROWS * (self.fontMetrics().lineSpacing() + 4))

    def show_letter(self, made: Composed) -> None:
        letter, draft = made.letter, made.draft
        ids = [provider.id for provider in self._providers]
        self.choice.setCurrentIndex(ids.index(draft.provider.id) if draft.provider.id in ids else -1)
        self._model.setText(letter.model)
        self._address.setText(letter.address)
        self._tokens.setText(self.tr("About {count} tokens").format(count=wording.number(letter.tokens)))
        self._cost.setText(self._price(letter.cost))
        self._trouble.setVisible(letter.prices_trouble is not None)
        if letter.prices_trouble is not None:
            self._trouble.setText(say.whole(letter.prices_trouble))
        self.named.setVisible(bool(draft.documents) and draft.what == "passage")
        with QSignalBlocker(self.named):
            self.named.setChecked(draft.named)
        count = self.masks.show_masks(mask for shown in letter.shown for mask in shown.masks)
        self._masked.setText(self.tr("Masked ({count})").format(count=count) if count else self.tr("Nothing is masked"))
        self.masks.setVisible(bool(count))

    def _price(self, cost: "Cost | None") -> str:
        if cost is None:
            return self.tr("No price is known for this model.")
        if not cost.dated:
            said = self.tr("About {amount} with a usual answer, at most {most}. Prices of your own.")
        elif cost.own:
            said = self.tr("About {amount} with a usual answer, at most {most}. Your own prices of {day}.")
        else:
            said = self.tr("About {amount} with a usual answer, at most {most}. Prices of {day}.")
        return said.format(
            amount=wording.amount(cost.amount, cost.currency),
            most=wording.amount(cost.most, cost.currency),
            day=wording.day_of(cost.dated),
        )
