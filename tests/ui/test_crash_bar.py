"""What failed is told after the next start: shown, saved, deleted or put aside, and nothing of it asks anything."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.host import crashes
from app.host.paths import Paths
from app.ui.crash_bar import CrashBar, ReportsDialog
from app.ui.jobs import Jobs
from app.ui.theme import Theme
from tests.ui.walking import buttons, clipped, spoken


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data", tmp_path / "models", tmp_path / "machine")


@pytest.fixture
def bar(qtbot: QtBot, paths: Paths, jobs: Jobs, theme: Theme) -> Iterator[CrashBar]:
    made = CrashBar(paths, jobs)
    qtbot.addWidget(made)
    yield made


def _left(paths: Paths) -> None:
    """By an engine that crashed: its trace, which no process holds any more."""
    paths.logs.mkdir(parents=True)
    trace = 'Fatal Python error: Segmentation fault\n\nCurrent thread 0x1 (most recent call first):\n  File "a/b.py", line 3 in f\n'
    (paths.logs / "engine-4711.native").write_text(trace)
    (paths.logs / "reader-4712.native").write_text("")


def _looked(qtbot: QtBot, bar: CrashBar, jobs: Jobs) -> None:
    bar.look()
    qtbot.waitUntil(lambda: not jobs.busy)


def test_a_crash_is_told_with_what_can_be_done(qtbot: QtBot, bar: CrashBar, paths: Paths, jobs: Jobs) -> None:
    _left(paths)
    _looked(qtbot, bar, jobs)
    assert bar.isVisible() and bar.text.text().startswith("The model failed (")
    assert [spoken(one) for one in buttons(bar)] == ["Show", "Save a copy…", "Delete", "Keep the report and close"]
    assert not list(paths.logs.glob("*.native"))
    for width in (1200, 420):
        bar.resize(width, bar.heightForWidth(width))
        QApplication.processEvents()
        bar.resize(width, bar.sizeHint().height() * 3)
        QApplication.processEvents()
        assert list(clipped(bar)) == []


def test_its_report_is_shown_saved_and_deleted(
    qtbot: QtBot, bar: CrashBar, paths: Paths, jobs: Jobs, tmp_path: Path
) -> None:
    _left(paths)
    _looked(qtbot, bar, jobs)
    bar.show_reports()
    (dialog,) = bar.window().findChildren(ReportsDialog)
    assert "fault: SIGSEGV" in dialog.text.toPlainText() and dialog.text.isReadOnly()
    dialog.reject()
    bar.save(tmp_path / "copy.txt")
    qtbot.waitUntil(lambda: "copy.txt" in bar.text.text())
    assert "SIGSEGV" in (tmp_path / "copy.txt").read_text()
    bar.delete()
    qtbot.waitUntil(lambda: not bar.isVisible())
    assert crashes.listed(paths.crashes) == []


def test_what_was_put_aside_is_kept_and_not_told_again(qtbot: QtBot, bar: CrashBar, paths: Paths, jobs: Jobs) -> None:
    _left(paths)
    _looked(qtbot, bar, jobs)
    bar.put_aside()
    qtbot.waitUntil(lambda: not jobs.busy)
    _looked(qtbot, bar, jobs)
    assert not bar.isVisible() and len(crashes.listed(paths.crashes)) == 1


def test_nothing_is_said_or_made_where_all_is_well(qtbot: QtBot, bar: CrashBar, paths: Paths, jobs: Jobs) -> None:
    _looked(qtbot, bar, jobs)
    assert not bar.isVisible() and not paths.data.exists()
