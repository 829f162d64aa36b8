"""A panel over the test's own library, and what tests ask of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex
from pytestqt.qtbot import QtBot

from app.library import Library
from app.ui.jobs import Jobs
from app.ui.shelf import LibraryPanel
from app.ui.shelf.entries import Entry
from app.ui.theme import Theme
from tests import material

MakePanel = Callable[..., LibraryPanel]
MakePdf = Callable[..., Path]
READ = 30_000
"""Milliseconds for reading on a busy machine."""


@pytest.fixture
def pdf(tmp_path: Path) -> MakePdf:
    """A small PDF of this name, in a folder of the user's; each has other bytes."""
    folder = tmp_path / "papers"
    folder.mkdir()

    def make(name: str = "review.pdf", make: Callable[..., Path] = material.prose) -> Path:
        path = make(folder, name=name)
        if make is material.prose:
            with path.open("ab") as file:
                file.write(f"% {name}\n".encode())
        return path

    return make


@pytest.fixture
def make_panel(qtbot: QtBot, library: Library, jobs: Jobs, theme: Theme) -> MakePanel:
    """A panel that has read what is there. Removals last until they are undone unless the test says otherwise."""

    def make(*, undo_seconds: float = 600.0, started: bool = True) -> LibraryPanel:
        panel = LibraryPanel(library, jobs, theme, undo_seconds=undo_seconds)
        qtbot.addWidget(panel)
        panel.resize(280, 700)
        panel.show()
        if started:
            with qtbot.waitSignal(panel.documents_changed):
                panel.start()
        return panel

    return make


@pytest.fixture
def panel(make_panel: MakePanel) -> LibraryPanel:
    return make_panel()


def states(panel: LibraryPanel) -> dict[str, str]:
    """What the list says, by name."""
    return {entry.name: entry.state for entry in panel.shelf.stock.visible()}


def entry(panel: LibraryPanel, name: str) -> Entry:
    return next(one for one in panel.shelf.stock.entries.values() if one.name == name)


def index(panel: LibraryPanel, name: str) -> QModelIndex:
    """The row of a document, where it is shown first."""
    return panel.model.indexes_of(entry(panel, name))[0]


def rows(panel: LibraryPanel) -> dict[str, list[str]]:
    """What is shown: the names under each collection."""
    model = panel.model
    return {
        str(group.data()): [str(model.index(row, 0, group).data()) for row in range(model.rowCount(group))]
        for group in (model.index(row, 0) for row in range(model.rowCount()))
    }


def select(panel: LibraryPanel, *names: str) -> None:
    """As a click does, and further ones with the Ctrl key."""
    panel.view.select([entry(panel, name) for name in names])
    panel.view.setFocus()


def read(qtbot: QtBot, panel: LibraryPanel, *paths: Path) -> None:
    """Add files and wait until nothing is done with them any more."""
    with qtbot.waitSignal(panel.shelf.reading.idle, timeout=READ):
        panel.add(paths)
    qtbot.waitUntil(lambda: not panel.shelf.learning.is_running, timeout=READ)
