"""Three steps, each of which can be passed over, once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.errors import Refused, UserFixable
from app.host.paths import Paths
from app.host.settings import Settings
from app.library import Library, advising, models
from app.library.rooms import Rooms
from app.models.recommend import Machine
from app.stop import Stop
from app.ui import resources
from app.ui.downloads import Downloads
from app.ui.jobs import Jobs, Tell
from app.ui.theme import Theme
from app.ui.welcome import FirstStart
from tests.fakes import FakeEngine
from tests.models.material import write_gguf
from tests.ui.settings.conftest import Pulling, place
from tests.ui.settings.finding import button, has_button, said

# A window whose size is limited makes the offscreen screen say that it cannot do that.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

GENERATOR, EMBEDDER, SCANNER = "qwen2.5-coder-1.5b", "all-minilm-l6-v2", "pp-ocrv6-small"
GET = "Get it (1.1 GB)"


@pytest.fixture(autouse=True)
def small_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same model is recommended whatever the tests run on."""
    found = Machine(memory=8 * 10**9, memory_free=6 * 10**9, threads=2, disk_free=10**12)
    monkeypatch.setattr(advising, "this_machine", lambda rooms: found)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data", tmp_path / "models", tmp_path / "machine")


@pytest.fixture
def library(paths: Paths) -> Iterator[Library]:
    with Library(paths, make_generator=lambda files: FakeEngine()) as made:
        yield made


@pytest.fixture
def pulling(paths: Paths) -> Pulling:
    return Pulling(paths.models)


@pytest.fixture
def first(
    library: Library, jobs: Jobs, theme: Theme, pulling: Pulling, tmp_path: Path, qtbot: QtBot
) -> Iterator[FirstStart]:
    place(library.rooms.paths.models, SCANNER)
    window = QWidget()  # the first start is deleted before its window, as in the program
    qtbot.addWidget(window)
    made = FirstStart(
        library,
        jobs,
        theme,
        window,
        downloads=Downloads(library, jobs, jobs, pull=pulling),
        choose_model=lambda parent, chosen: chosen(write_gguf(tmp_path, "kite.gguf")),
        choose_files=lambda parent, chosen: chosen([tmp_path / "one.pdf"]),
    )
    QVBoxLayout(window).addWidget(made)
    window.resize(1200, 900)
    window.show()
    yield made


def settled(jobs: Jobs, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.busy)
    QApplication.processEvents()


def test_from_beginning_to_end_with_the_keyboard(
    first: FirstStart, jobs: Jobs, paths: Paths, pulling: Pulling, qtbot: QtBot
) -> None:
    pulling.may_end = True
    qtbot.waitUntil(lambda: has_button(first, GET))
    text = said(first)
    assert "Step 1 of 3" in text and "Apache-2.0" in text and "of memory" in text
    assert "begins an answer within about 15 seconds on this processor, with 2 threads" in text
    assert "answers were measured with it" in text
    assert "about 2 minute(s) at 100 Mbit/s, 10 minute(s) at 16 Mbit/s" in text
    assert pulling.asked == [], "nothing is fetched before it was asked for"
    qtbot.waitUntil(lambda: button(first, GET).hasFocus())
    QTest.keyClick(button(first, GET), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "It is on this machine." in said(first))
    assert pulling.asked == [EMBEDDER, GENERATOR]
    QTest.keyClick(button(first, "Next"), Qt.Key.Key_Space)
    assert "Step 2 of 3" in said(first)
    with qtbot.waitSignal(first.add_wanted) as added:
        QTest.keyClick(button(first, "Try the sample"), Qt.Key.Key_Space)
    assert added.args == [[resources.sample()]]
    QTest.keyClick(button(first, "Next"), Qt.Key.Key_Space)
    assert first.ask.example == "How many people does the network employ?"
    with qtbot.waitSignal(first.finished):
        QTest.keyClick(button(first, "Start"), Qt.Key.Key_Space)
    settled(jobs, qtbot)
    assert Settings.load(paths.settings).started


def test_what_reads_scanned_pages_comes_with_it(
    first: FirstStart, jobs: Jobs, paths: Paths, pulling: Pulling, qtbot: QtBot
) -> None:
    for path in (paths.models / SCANNER).iterdir():
        path.unlink()
    pulling.may_end = True
    first.model.enter()
    settled(jobs, qtbot)
    assert "With it, for scanned pages: PP-OCRv6 small" in said(first)
    button(first, "Get it (1.2 GB)").click()
    qtbot.waitUntil(lambda: "It is on this machine." in said(first))
    assert set(pulling.asked) == {EMBEDDER, GENERATOR, SCANNER}


def test_a_download_goes_on_in_the_next_steps_and_after_the_end(
    first: FirstStart, jobs: Jobs, paths: Paths, pulling: Pulling, qtbot: QtBot
) -> None:
    downloads = first.downloads
    place(paths.models, EMBEDDER)
    first.model.enter()
    settled(jobs, qtbot)
    button(first, GET).click()
    qtbot.waitUntil(lambda: "558.7 MB of 1.1 GB" in said(first))
    button(first, "Next").click()
    first.finish()
    first.deleteLater()
    QApplication.processEvents()
    assert [one.id for one in downloads.running] == [GENERATOR]
    with qtbot.waitSignal(downloads.arrived) as arrived:
        pulling.may_end = True
    assert arrived.args == [GENERATOR]


def test_a_stopped_download_can_be_taken_up_again(
    first: FirstStart, jobs: Jobs, paths: Paths, pulling: Pulling, qtbot: QtBot
) -> None:
    place(paths.models, EMBEDDER)
    first.model.enter()
    settled(jobs, qtbot)
    button(first, GET).click()
    qtbot.waitUntil(lambda: "558.7 MB of 1.1 GB" in said(first))
    button(first, "Stop").click()
    qtbot.waitUntil(lambda: "Stopped. It goes on from where it was." in said(first))
    assert button(first, "Later").isVisible() and button(first, GET).isVisible()


def test_what_the_policy_refuses_is_said(first: FirstStart, jobs: Jobs, qtbot: QtBot) -> None:
    def refuse(model: str, tell: Tell, stop: Stop) -> str:
        raise Refused("policy", reason="downloads are switched off in the policy")

    first.downloads._pull = refuse
    settled(jobs, qtbot)
    button(first, GET).click()
    qtbot.waitUntil(lambda: "Not allowed here: downloads are switched off in the policy." in said(first))


def test_where_the_hub_cannot_be_reached_the_usual_model_is_offered_from_elsewhere(
    first: FirstStart, jobs: Jobs, paths: Paths, pulling: Pulling, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    large = Machine(memory=16 * 10**9, memory_free=12 * 10**9, threads=7, disk_free=10**12)
    monkeypatch.setattr(advising, "this_machine", lambda rooms: large)
    place(paths.models, EMBEDDER)

    def pull(model: str, tell: Tell, stop: Stop) -> str:
        if model != GENERATOR:
            raise UserFixable("network", reason="the server cannot be reached")
        return pulling(model, tell, stop)

    pulling.may_end = True
    first.downloads._pull = pull
    settled(jobs, qtbot)
    first.model.enter()
    settled(jobs, qtbot)
    instead = "Get Qwen2.5-Coder 1.5B Instruct, Q4_K_M instead (1.1 GB)"
    assert not has_button(first, instead)
    button(first, "Get it (2.5 GB)").click()
    qtbot.waitUntil(lambda: has_button(first, instead))
    button(first, instead).click()
    qtbot.waitUntil(lambda: pulling.asked == [GENERATOR])
    settled(jobs, qtbot)
    assert "It is on this machine." in said(first) and first.model.is_ready
    assert next(model for model in models.listed(Rooms(paths)) if model.id == GENERATOR).chosen


def test_a_file_on_disk_is_taken_and_used(first: FirstStart, jobs: Jobs, paths: Paths, qtbot: QtBot) -> None:
    settled(jobs, qtbot)
    button(first, "I have a file…").click()
    qtbot.waitUntil(lambda: "A file of your own" in said(first))
    assert Settings.load(paths.settings).model == "kite"
    assert has_button(first, "Next")


def test_a_file_that_cannot_be_used_is_named(first: FirstStart, jobs: Jobs, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "notes.gguf").write_text("no model")
    settled(jobs, qtbot)
    first.model.bring(tmp_path / "notes.gguf")
    qtbot.waitUntil(lambda: "notes.gguf" in said(first))
    qtbot.waitUntil(lambda: has_button(first, GET))


def test_a_model_that_is_here_is_not_offered_again(
    first: FirstStart, jobs: Jobs, paths: Paths, pulling: Pulling, qtbot: QtBot
) -> None:
    for model in (GENERATOR, EMBEDDER):
        place(paths.models, model)
    first.model.enter()
    settled(jobs, qtbot)
    assert "It is on this machine." in said(first)
    assert button(first, "Next").isVisible() and not has_button(first, "I have a file…")


def test_everything_can_be_passed_over(first: FirstStart, jobs: Jobs, paths: Paths, qtbot: QtBot) -> None:
    settled(jobs, qtbot)
    for name in ("Later", "Next", "Back", "Next"):
        button(first, name).click()
    assert first.step == 2
    assert first.ask.example == "What is this document about?"
    with qtbot.waitSignal(first.finished):
        button(first, "Skip the introduction").click()
    settled(jobs, qtbot)
    assert Settings.load(paths.settings).started


def test_pdfs_are_chosen_and_dropped(first: FirstStart, jobs: Jobs, tmp_path: Path, qtbot: QtBot) -> None:
    settled(jobs, qtbot)
    button(first, "Later").click()
    with qtbot.waitSignal(first.add_wanted) as added:
        button(first, "Add PDFs…").click()
    assert added.args == [[tmp_path / "one.pdf"]]
    assert "Being read." in said(first)
    data = QMimeData()
    data.setUrls(
        [QUrl.fromLocalFile(str(tmp_path / name)) for name in ("two.PDF", "notes.txt")] + [QUrl("https://a.b/c.pdf")]
    )
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(first.add_wanted) as added:
        first.add.dropEvent(drop)
    assert added.args == [[tmp_path / "two.PDF"]]


def test_an_example_is_asked(first: FirstStart, jobs: Jobs, qtbot: QtBot) -> None:
    settled(jobs, qtbot)
    for name in ("Later", "Next"):
        button(first, name).click()
    with qtbot.waitSignals([first.asked, first.finished], order="strict"):
        button(first, "What is this document about?").click()
    settled(jobs, qtbot)
