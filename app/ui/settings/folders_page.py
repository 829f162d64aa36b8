"""Where things lie: the library, the models, and the folders that documents came from."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.library import Library
from app.types import Document
from app.ui.flowing import clear
from app.ui.folders import OpenFolder, opening
from app.ui.jobs import Jobs, Lane
from app.ui.settings.page import Page
from app.ui.widgets import ElidedLabel, label, tool_button

_MOST = 100
"""Folders that are listed; a list of more helps nobody."""


class FolderRow(QWidget):
    """A path that can be copied and opened. `note` is said after it."""

    def __init__(self, path: Path, open_folder: OpenFolder, note: str = "") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(ElidedLabel(str(path)), 1)
        if note:
            row.addWidget(label(note, "muted"))
        copy = self.tr("Copy the path {path}").format(path=path)
        row.addWidget(_button("copy", self.tr("Copy the path"), copy, lambda: _copy(path)))
        show = self.tr("Open {path} in the file manager").format(path=path)
        row.addWidget(_button("folder", self.tr("Open in the file manager"), show, lambda: open_folder(path)))


class FoldersPage(Page):
    """Nothing is moved from here: it says how."""

    def __init__(self, library: Library, jobs: Jobs, *, open_folder: OpenFolder | None = None) -> None:
        super().__init__(self.tr("Folders"))
        self._library, self._jobs = library, jobs
        self._open = open_folder or opening(jobs, self)
        paths = library.rooms.paths
        self.heading(self.tr("Library"))
        self.column.addWidget(FolderRow(paths.data, self._open))
        self.sentence(
            self.tr(
                "To keep it elsewhere, close Inglenook, move this folder, and start Inglenook with the option --data-dir and the new place."
            )
        )
        self.heading(self.tr("Models"))
        self.column.addWidget(FolderRow(paths.models, self._open))
        self.sentence(
            self.tr(
                "To keep them elsewhere, close Inglenook, move this folder, and set INGLENOOK_MODELS_DIR to the new place."
            )
        )
        self.heading(self.tr("Folders of your documents"))
        self._note = label(role="muted", wraps=True)
        self.column.addWidget(self._note)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.column.addLayout(self._rows)

    def refresh(self) -> None:
        self._jobs.run(
            lambda tell, stop: _folders(self._library), lane=Lane.QUICK, owner=self, on_done=self._show_folders
        )

    def _show_folders(self, folders: list[tuple[Path, int]]) -> None:
        clear(self._rows)
        for path, count in folders[:_MOST]:
            self._rows.addWidget(FolderRow(path, self._open, self.tr("%n document(s)", "", count)))
        self._note.setText(self._said(len(folders)))

    def _said(self, count: int) -> str:
        if not count:
            return self.tr("No documents yet.")
        stay = self.tr("Documents stay where they are; Inglenook reads them there and never changes them.")
        if count > _MOST:
            return f"{stay} {self.tr('The first {count} folders:').format(count=_MOST)}"
        return stay


def _folders(library: Library) -> list[tuple[Path, int]]:
    """With the number of documents in each, by path."""
    documents = [one for one in library.documents() if isinstance(one, Document)]
    return sorted(Counter(document.path.parent for document in documents).items())


def _button(icon: str, tip: str, name: str, clicked: Callable[[], object]) -> QWidget:
    button = tool_button(icon, tip, clicked)
    button.setAccessibleName(name)
    return button


def _copy(path: Path) -> None:
    QGuiApplication.clipboard().setText(str(path))
