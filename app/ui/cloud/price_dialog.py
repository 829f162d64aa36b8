"""The price of one model, as the user says it. What is no price has one sentence, and cannot be kept."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui.cloud import wording
from app.ui.widgets import label

if TYPE_CHECKING:
    from app.library.cloud import Priced

_WIDTH = 56
"""Of the dialog, in average characters."""
_CURRENCIES = ("USD", "EUR", "GBP", "CHF")
"""That are offered; any three letters can be typed."""
_MOST = 1_000_000.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """`input` and `output` for a million tokens; `at` is a host or an address, '' for any."""

    model: str
    at: str
    input: float
    output: float
    currency: str


class PriceDialog(QDialog):
    """`given` has what is Wanted."""

    given = Signal(object)

    def __init__(self, row: "Priced | None" = None, parent: QWidget | None = None) -> None:
        """`row`: whose price is changed; None for a model that is not in the table."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Price"))
        self._row = row
        self._make_fields()
        self._lay_out()
        for field in (self.model, self.host, self.input, self.output):
            field.textChanged.connect(self._check)
        self.currency.currentTextChanged.connect(self._check)
        self._check()
        (self.model if row is None else self.input).setFocus()

    def _make_fields(self) -> None:
        self.model, self.host, self.input, self.output = (QLineEdit() for _ in range(4))
        self.model.setAccessibleName(self.tr("Model"))
        self.host.setAccessibleName(self.tr("Only at"))
        self.host.setPlaceholderText(self.tr("Any address"))
        self.input.setAccessibleName(self.tr("A million tokens read"))
        self.output.setAccessibleName(self.tr("A million tokens written"))
        self.currency = QComboBox()
        self.currency.setEditable(True)
        self.currency.setAccessibleName(self.tr("Currency"))
        self.currency.addItems(_CURRENCIES)
        price = None if self._row is None else self._row.price
        if price is not None:
            self.input.setText(wording.price(price.input))
            self.output.setText(wording.price(price.output))
            self.currency.setCurrentText(price.currency)
        self._why = label(role="muted", wraps=True)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        if self._row is None:
            form.addRow(self.tr("Model"), self.model)
            form.addRow(self.tr("Only at"), self.host)
        form.addRow(self.tr("A million tokens read"), self.input)
        form.addRow(self.tr("A million tokens written"), self.output)
        form.addRow(self.tr("Currency"), self.currency)
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(self.tr("Keep"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._keep)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        if self._row is not None:
            column.addWidget(label(self._row.model, "heading", wraps=True))
            column.addWidget(label(wording.where_priced(self._row.at), "muted", wraps=True))
        column.addLayout(form)
        listed = None if self._row is None else self._row.listed
        if listed is not None and listed.beyond is not None:
            said = self.tr("It then holds for long requests, too; the list has a higher price for them.")
            column.addWidget(label(said, "muted", wraps=True))
        column.addWidget(self._why)
        column.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH)

    @property
    def problem(self) -> str:
        """What is missing, as a sentence; '' for nothing."""
        if self._row is None and not self.model.text().strip():
            return self.tr("Enter the name of the model, as the provider writes it.")
        if amount_of(self.input.text()) is None or amount_of(self.output.text()) is None:
            return self.tr("Enter both prices as numbers of 0 or more, such as {example}.").format(
                example=wording.price(2.5)
            )
        currency = self.currency.currentText().strip()
        if len(currency) != 3 or not (currency.isascii() and currency.isalpha()):
            return self.tr("Enter the currency by its three letters, such as EUR.")
        return ""

    def _check(self) -> None:
        self._why.setText(self.problem)
        self._why.setVisible(bool(self.problem))
        self.ok.setEnabled(not self.problem)

    def _keep(self) -> None:
        read, written = amount_of(self.input.text()), amount_of(self.output.text())
        if self.problem or read is None or written is None:
            return
        row = self._row
        model, at = (self.model.text().strip(), self.host.text().strip()) if row is None else (row.model, row.at)
        self.accept()
        self.given.emit(Wanted(model, at, read, written, self.currency.currentText().strip().upper()))


def amount_of(text: str) -> float | None:
    """A number as the user's country writes it, or with a point; None for what is no price."""
    here = QLocale()
    here.setNumberOptions(QLocale.NumberOption.RejectGroupSeparator)
    for locale in (here, QLocale.c()):
        value, is_number = locale.toDouble(text.strip())
        if is_number and math.isfinite(value) and 0 <= value <= _MOST:
            return value
    return None
