"""Whether a GPU may be used: chosen in the settings, and in force from the next question on."""

import pytest
from pytestqt.qtbot import QtBot

from app.host.settings import Settings, change
from app.library import Library
from app.library.standing import Standing
from app.ui.jobs import Jobs
from app.ui.status import StatusLine
from tests.ui.settings.conftest import OpenDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_a_gpu_is_left_alone_once_that_is_chosen(
    open_at: OpenDialog, library: Library, jobs: Jobs, qtbot: QtBot
) -> None:
    dialog = open_at("model")
    box = dialog.models.gpu.box
    assert box.isChecked() and library.rooms.may_use_gpu
    box.click()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert not Settings.load(library.rooms.paths.settings).gpu
    assert not library.rooms.may_use_gpu
    box.click()
    qtbot.waitUntil(lambda: library.rooms.may_use_gpu)


def test_what_was_chosen_is_shown(open_at: OpenDialog, library: Library) -> None:
    change(library.rooms.paths.settings, gpu=False)
    assert not open_at("model").models.gpu.box.isChecked()


@pytest.mark.parametrize(
    ("device", "note", "text", "tip"),
    [
        ("cpu", "no GPU was found", "Model · CPU", "no GPU was found\nChoose the model in the settings"),
        ("gpu: A Card 3", None, "Model · GPU A Card 3", "Choose the model in the settings"),
        (None, None, "Model", "Choose the model in the settings"),
    ],
)
def test_the_status_line_says_where_the_model_runs_and_why(
    device: str | None,
    note: str | None,
    text: str,
    tip: str,
    library: Library,
    jobs: Jobs,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.ui.status.standing", lambda _rooms: Standing("Model", device, note, 0))
    line = StatusLine(library, jobs)
    qtbot.addWidget(line)
    line.reload()
    qtbot.waitUntil(lambda: line.buttons[0].text() == text)
    assert tip in line.buttons[0].toolTip()
