"""Asks once before something goes for good."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def confirm(
    parent: QWidget, *, text: str, more: str, action: str, on_yes: Callable[[], object], title: str = ""
) -> QMessageBox:
    """Ask in a box of its own and return at once; `on_yes` is called if the user says `action`, which is also the title unless there
    is one. Enter alone says no. Plain text."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle(title or action)
    box.setTextFormat(Qt.TextFormat.PlainText)  # before the texts: it holds for those that are set afterwards
    box.setText(text)
    box.setInformativeText(more)
    yes = box.addButton(action, QMessageBox.ButtonRole.DestructiveRole)
    no = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    yes.clicked.connect(lambda: on_yes())
    box.open()
    return box
