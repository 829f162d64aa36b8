"""Second step: the user's own PDFs, or the sample."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from app.ui import resources
from app.ui.drops import pdfs_of
from app.ui.welcome.step import Step, row
from app.ui.widgets import label, push_button

ChooseFiles = Callable[[QWidget, Callable[[Sequence[Path]], object]], object]
"""Ask for PDFs without waiting, and call back with them."""


class AddStep(Step):
    """What is added here is read while the other steps are shown."""

    add_wanted = Signal(object)
    """list[Path]: PDFs, or folders of them."""

    def __init__(self, *, choose_files: ChooseFiles | None = None) -> None:
        super().__init__(
            self.tr("Your documents"),
            self.tr(
                "Add the PDFs that you want to ask about. They stay where they are, and nothing in them is changed."
            ),
        )
        self._choose_files = choose_files or choose_pdfs
        self.took_sample = False
        self.setAcceptDrops(True)
        ground = QFrame()
        ground.setProperty("kind", "card")
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(16, 24, 16, 24)
        inside.setSpacing(12)
        hint = label(self.tr("Drop PDFs or a folder here, or choose them:"), wraps=True)
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(hint)
        self._add = push_button(self.tr("Add PDFs…"), "quiet", lambda: self._choose_files(self, self.take))
        self._sample = push_button(self.tr("Try the sample"), "quiet", self.take_sample)
        self._sample.setToolTip(self.tr("An annual report of a made-up library, six pages"))
        buttons = row(self._add, self._sample)
        buttons.insertStretch(0, 1)
        inside.addLayout(buttons)
        self.column.addWidget(ground)
        self._said = label(wraps=True)
        self._said.hide()
        self.column.addWidget(self._said)

    def focus(self) -> bool:
        self._add.setFocus()
        return True

    def take(self, paths: Sequence[Path]) -> None:
        if not paths:
            return
        self.add_wanted.emit(list(paths))
        self._said.setText(self.tr("Being read. You can go on meanwhile."))
        self._said.show()

    def take_sample(self) -> None:
        self.took_sample = True
        self._sample.setEnabled(False)
        self.take([resources.sample()])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if pdfs_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := pdfs_of(event.mimeData()):
            event.acceptProposedAction()
            self.take(paths)


def choose_pdfs(parent: QWidget, chosen: Callable[[Sequence[Path]], object]) -> None:
    """The system's dialog for PDFs."""
    translate = QCoreApplication.translate
    dialog = QFileDialog(parent, translate("files", "Add PDFs"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters([translate("files", "PDF files (*.pdf)"), translate("files", "All files (*)")])
    dialog.filesSelected.connect(lambda names: chosen([Path(name) for name in names]))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
