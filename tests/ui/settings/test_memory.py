"""How long a resting model stays in memory is chosen in the settings, which show what takes memory now."""

import pytest
from pytestqt.qtbot import QtBot

from app.host.settings import Settings, change
from app.library import Library
from app.ui.jobs import Jobs
from tests.ui.settings.conftest import OpenDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_the_minutes_are_chosen_and_kept(open_at: OpenDialog, library: Library, jobs: Jobs, qtbot: QtBot) -> None:
    dialog = open_at("model")
    after = dialog.models.memory.after
    qtbot.waitUntil(lambda: after.currentData() == 10)
    after.setCurrentIndex(after.findData(0))
    after.activated.emit(after.currentIndex())
    qtbot.waitUntil(lambda: not jobs.busy)
    assert Settings.load(library.rooms.paths.settings).idle_minutes == 0
    assert after.currentText() == "Keep the model in memory"


def test_what_was_chosen_and_what_takes_memory_is_shown(open_at: OpenDialog, library: Library, qtbot: QtBot) -> None:
    change(library.rooms.paths.settings, idle_minutes=30)
    dialog = open_at("model")
    memory = dialog.models.memory
    qtbot.waitUntil(lambda: memory.after.currentText() == "After 30 minutes without a question")
    qtbot.waitUntil(lambda: "this program: " in memory.held.text())
