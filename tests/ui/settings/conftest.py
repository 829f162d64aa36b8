from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.host.paths import Paths
from app.library import Library
from app.models.manifest import Manifest
from app.stop import Stop
from app.types import Progress
from app.ui.downloads import Downloads
from app.ui.jobs import Jobs, Tell
from app.ui.settings import SettingsDialog
from app.ui.theme import Theme
from tests.fakes import FakeEngine


class Pulling:
    """Stands for the gateway: half of a model comes, then nothing until the test says how it goes on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.asked: list[str] = []
        self.may_end = False

    def __call__(self, model: str, tell: Tell, stop: Stop) -> str:
        self.asked.append(model)
        size = sum(file.bytes for file in Manifest.load().model(model).files)
        tell(Progress("download", size // 2, size, left=120.0))
        while not self.may_end:
            stop.wait(0.01)
            stop.check()
        place(self._folder, model)
        return model


def place(models: Path, model: str) -> None:
    """Files of the right size in the model's folder: whole, as far as can be told without reading them."""
    for file in Manifest.load().model(model).files:
        path = models / model / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            stream.truncate(file.bytes)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """Folders of the test's own, the models' too: they are removed here."""
    return Paths(tmp_path / "data", tmp_path / "models", tmp_path / "machine")


@pytest.fixture
def library(paths: Paths) -> Iterator[Library]:
    with Library(paths, make_generator=lambda files: FakeEngine()) as made:
        yield made


@pytest.fixture
def pulling(paths: Paths) -> Pulling:
    return Pulling(paths.models)


@pytest.fixture
def downloads(library: Library, jobs: Jobs, pulling: Pulling) -> Downloads:
    return Downloads(library, jobs, jobs, pull=pulling)


OpenDialog = Callable[[str], SettingsDialog]


@pytest.fixture
def open_at(library: Library, jobs: Jobs, theme: Theme, downloads: Downloads, qtbot: QtBot) -> OpenDialog:
    """The dialog at a page that has been filled."""

    def opened(page: str) -> SettingsDialog:
        dialog = SettingsDialog(library, jobs, theme, downloads=downloads)
        qtbot.addWidget(dialog)
        dialog.open_at(page)
        qtbot.waitUntil(lambda: not jobs.busy)
        QApplication.processEvents()  # a layout shows what was put into it a little later
        return dialog

    return opened
