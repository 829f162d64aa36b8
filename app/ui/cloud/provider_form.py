"""What the dialogs about a model elsewhere have alike: its fields, what is wrong with them, and that a key is never seen."""

from abc import abstractmethod
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.types import Provider
from app.ui.cloud import address
from app.ui.widgets import label

WIDTH = 62
"""Of a dialog, in average characters."""
EXAMPLE = "https://models.example.com/v1"


class ProviderForm(QDialog):
    """Nothing is kept here: whoever opened it is told what was entered."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.name, self.address, self.model, self.key = (QLineEdit() for _ in range(4))
        self.name.setMaxLength(60)
        self.name.setAccessibleName(self.tr("What you call it"))
        self.address.setAccessibleName(self.tr("Address"))
        self.address.setPlaceholderText(EXAMPLE)
        self.model.setAccessibleName(self.tr("Model"))
        self.key.setAccessibleName(self.tr("Key"))
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.trust = QCheckBox(self.tr("Trust this address"))
        self.unsafe = label(
            self.tr("This address is not encrypted: others on the way could read what is sent there."),
            "warning",
            wraps=True,
        )
        self._why = label(role="muted", wraps=True)
        self.form = QFormLayout()

    @property
    @abstractmethod
    def provider(self) -> Provider:
        """As the fields say it; `problem` tells whether it can be one."""

    @property
    @abstractmethod
    def problem(self) -> str:
        """What is missing, as a sentence; '' for nothing."""

    @abstractmethod
    def _show_fields(self) -> None:
        """Those that are needed now."""

    @abstractmethod
    def _accept(self) -> None:
        """What was entered is wanted."""

    @property
    def _first(self) -> QWidget:
        """Where one begins to write."""
        return self.model

    def lay_out(self, sentence: str, rows: Sequence[tuple[str, QWidget]], action: str) -> None:
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(8)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for caption, field in rows:
            self.form.addRow(caption, field)
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(action, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(sentence, "muted", wraps=True))
        column.addLayout(self.form)
        column.addWidget(self._why)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * WIDTH)
        for field in (self.name, self.address, self.model, self.key):
            field.textChanged.connect(self.check)
        self.trust.toggled.connect(self.check)

    @property
    def where(self) -> str:
        """The address as it would be kept."""
        return address.tidied(self.address.text())

    def trouble_of_address(self) -> str:
        if not address.is_usable(self.where):
            return self.tr("Enter the address that requests begin with, such as {example}.").format(example=EXAMPLE)
        if address.needs_trust(self.where) and not self.trust.isChecked():
            return self.tr("Use an address that begins with https, or trust this one.")
        return ""

    def trouble_of_model(self) -> str:
        if not self.model.text().strip():
            return self.tr("Enter the name of the model, as the provider writes it.")
        return ""

    def show_trust(self, wanted: bool) -> None:
        for field in (self.unsafe, self.trust):
            self.form.setRowVisible(field, wanted)

    def check(self) -> None:
        self._show_fields()
        self._why.setText(self.problem)
        self._why.setVisible(bool(self.problem))
        self.ok.setEnabled(not self.problem)
        if self.isVisible():
            self._fit()

    def taken_key(self) -> str:
        """It is handed on, and not kept here."""
        key = self.key.text().strip()
        self.key.clear()
        return key

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        self._first.setFocus()

    def _fit(self) -> None:
        """As high as its lines are in this width."""
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))
