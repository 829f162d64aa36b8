"""The dialogs in which files and folders are chosen to be added."""

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget


class Chooser(QObject):
    """`chosen` has the paths, a folder's own among them. A dialog opens where files were chosen last in this run, else among the person's
    documents."""

    chosen = Signal(object)

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self._last = ""

    def choose_files(self) -> None:
        dialog = QFileDialog(self._panel.window(), self.tr("Add PDFs"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("PDF files (*.pdf *.PDF)"), self.tr("All files (*)")])
        self._open(dialog)

    def choose_folder(self) -> None:
        dialog = QFileDialog(self._panel.window(), self.tr("Add a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._open(dialog)

    def _open(self, dialog: QFileDialog) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog.setDirectory(self._last or documents)
        dialog.directoryEntered.connect(self._on_folder)
        dialog.accepted.connect(lambda: self._on_folder(dialog.directory().absolutePath()))
        dialog.filesSelected.connect(lambda names: self.chosen.emit([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_folder(self, folder: str) -> None:
        self._last = folder
