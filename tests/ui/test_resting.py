"""The window gives models back that nobody uses, and one that is asked to go."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from app.host.paths import Paths
from app.host.settings import Settings
from app.library import Library
from app.ui.jobs import Jobs
from app.ui.resting import RestingModels
from app.ui.theme import Theme
from app.ui.window import Window
from tests.fakes import FakeEngine

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Loaded(FakeEngine):
    """Takes memory from the start; `rested` for so many seconds, or at work."""

    def __init__(self, rested: float | None = 3600.0) -> None:
        super().__init__()
        self.holds_memory = True
        self.rested = rested

    def release(self, *, idle: float) -> bool:
        if not self.holds_memory or self.rested is None or self.rested < idle:
            return False
        self.holds_memory = False
        return True


@pytest.fixture
def engine() -> Loaded:
    return Loaded()


@pytest.fixture
def library(tmp_path: Path, engine: Loaded) -> Iterator[Library]:
    paths = replace(Paths.find(), data=tmp_path / "data")
    with Library(paths, model="smollm2-135m", make_generator=lambda files: engine) as made:
        made.rooms.generator  # noqa: B018  asked for once, as by a question
        yield made


@pytest.fixture
def window(library: Library, jobs: Jobs, theme: Theme, qtbot: QtBot) -> Iterator[Window]:
    made = Window(library, jobs, theme, Settings(started=True))
    qtbot.addWidget(made)
    made.show()
    made.start()
    qtbot.waitUntil(lambda: not jobs.busy)
    yield made


def _unload(window: Window) -> QAction:
    [action] = [one for one in window.findChildren(QAction) if one.text() == "Unload the model"]
    assert action.shortcut().toString() == "Ctrl+Shift+U"
    return action


def test_a_look_gives_back_what_rested_long_enough(
    library: Library, jobs: Jobs, engine: Loaded, qtbot: QtBot, qapp: object
) -> None:
    engine.rested = 60.0
    resting = RestingModels(library, jobs, jobs)
    resting.look()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert engine.holds_memory
    engine.rested = 3600.0
    with qtbot.waitSignal(resting.given_back):
        resting.look()
    assert not engine.holds_memory
    resting.look()
    assert not jobs.busy


def test_it_goes_when_asked(window: Window, engine: Loaded, qtbot: QtBot) -> None:
    _unload(window).trigger()
    qtbot.waitUntil(lambda: not engine.holds_memory)
    assert not window.banner.isVisible()


def test_one_that_works_stays_and_the_window_says_what_to_do(window: Window, engine: Loaded, qtbot: QtBot) -> None:
    engine.rested = None
    _unload(window).trigger()
    qtbot.waitUntil(window.banner.isVisible)
    assert "The model is at work" in window.banner.text
    assert engine.holds_memory
