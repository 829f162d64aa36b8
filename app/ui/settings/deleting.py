"""The last question before everything is deleted."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.ui import say
from app.ui.widgets import label, push_button


class DeleteDialog(QDialog):
    """The button works only once the box is ticked that says what it means; Enter alone cancels."""

    confirmed = Signal(bool)
    """Whether the models go, too."""

    def __init__(self, models: int, parent: QWidget) -> None:
        """`models`: bytes of the models on this machine."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Delete everything"))
        self.sure = QCheckBox(self.tr("I know that this cannot be undone"))
        self.models = QCheckBox(self.tr("Delete the models, too ({size})").format(size=say.size(models)))
        self.models.setVisible(models > 0)
        self.action = push_button(self.tr("Delete everything"), "quiet", self._confirm)
        self.action.setEnabled(False)
        self.action.setAutoDefault(False)
        self.sure.toggled.connect(self.action.setEnabled)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Delete everything that Inglenook keeps?"), "heading", wraps=True))
        column.addWidget(
            label(
                self.tr(
                    "All documents leave the library, with their text and index. All conversations, summaries, reports and settings are deleted. Your PDFs stay where they are."
                ),
                wraps=True,
            )
        )
        column.addWidget(self.models)
        column.addWidget(self.sure)
        column.addStretch(1)
        buttons = QDialogButtonBox()
        buttons.addButton(self.action, QDialogButtonBox.ButtonRole.DestructiveRole)
        cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setDefault(True)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)

    def _confirm(self) -> None:
        self.accept()
        self.confirmed.emit(self.models.isVisibleTo(self) and self.models.isChecked())
