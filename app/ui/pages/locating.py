"""Showing where a file is now that is not where it was."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.library import Library, pages
from app.stop import Stop
from app.types import Document
from app.ui.jobs import Jobs, Lane, Tell

Choose = Callable[[QWidget, Document, Callable[[Path], object]], object]
"""Asks for the file of a document and calls back with it, if one is chosen."""


def choose_file(parent: QWidget, document: Document, done: Callable[[Path], object]) -> None:
    title = QCoreApplication.translate("PagesPanel", "Where is ‘{file}’ now?").format(file=document.file)
    names = QCoreApplication.translate("PagesPanel", "PDF documents (*.pdf);;All files (*)")
    dialog = QFileDialog(parent, title, str(document.path.parent), names)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: done(Path(name)))
    dialog.open()


class Locating(QObject):
    """Has a file chosen and compared with what was read."""

    located = Signal(object, object)
    """The Document and the Path where it is now."""
    failed = Signal(object)
    """A UserFixable: it is another document, say."""
    busy_changed = Signal(bool)

    def __init__(self, library: Library, jobs: Jobs, panel: QWidget) -> None:
        super().__init__(panel)
        self._library, self._jobs, self._panel = library, jobs, panel
        self.choose: Choose = choose_file

    def start(self, document: Document) -> None:
        self.choose(self._panel, document, lambda path: self._compare(document, path))

    def _compare(self, document: Document, path: Path) -> None:
        def work(tell: Tell, stop: Stop) -> Path:
            return pages.locate(self._library.rooms, document.id, path, stop=stop)

        self.busy_changed.emit(True)
        self._jobs.run(
            work,
            lane=Lane.FILES,
            owner=self,
            on_done=lambda found: self._end(lambda: self.located.emit(document, found)),
            on_error=lambda error: self._end(lambda: self.failed.emit(error)),
        )

    def _end(self, tell: Callable[[], object]) -> None:
        self.busy_changed.emit(False)
        tell()
