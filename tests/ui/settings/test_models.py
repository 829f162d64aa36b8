"""The models page: choose, fetch, stop, go on, bring, check, remove."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from app.host.paths import Paths
from app.host.settings import Settings
from app.library import advising
from app.models.recommend import Machine
from app.ui.downloads import Downloads
from app.ui.jobs import Jobs
from app.ui.settings import SettingsDialog
from tests.models.adapters import WREN, write_adapter
from tests.models.material import write_gguf
from tests.ui.settings.conftest import OpenDialog, Pulling, place
from tests.ui.settings.finding import button, has_button, said

# A dialog that is raised, or whose size is limited, makes the offscreen screen say that it cannot do that.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LARGE, SMALL = "qwen2.5-coder-1.5b", "qwen2.5-coder-0.5b"
GET = "Get Qwen2.5-Coder 1.5B Instruct, Q4_K_M, 1.1 GB"
STOP = "Stop the download of Qwen2.5-Coder 1.5B Instruct, Q4_K_M"
REMOVE = "Remove Qwen2.5-Coder 1.5B Instruct, Q4_K_M…"


def click(dialog: SettingsDialog, name: str) -> None:
    """As a person does: once the page stands, and after scrolling to it."""
    QApplication.processEvents()
    wanted = button(dialog.models, name)
    dialog.models.ensureWidgetVisible(wanted)
    QApplication.processEvents()
    QTest.mouseClick(wanted, Qt.MouseButton.LeftButton)


def test_a_download_names_size_licence_and_source_before_it_begins(open_at: OpenDialog, pulling: Pulling) -> None:
    dialog = open_at("model")
    text = said(dialog.models)
    assert "1.1 GB, from Hugging Face · needs about 2.1 GB of memory · Apache-2.0" in text
    assert "491.4 MB, from Hugging Face · for small machines" in text
    assert "May be used, changed and passed on" in text
    exact = "Hugging Face (Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF)"
    assert "package" not in text.replace("a Python package index", "") and exact not in text
    assert exact in button(dialog.models, GET).accessibleDescription()
    assert any(exact in one.toolTip() for one in dialog.models.findChildren(QLabel))
    assert button(dialog.models, GET).text() == "Get (1.1 GB)"
    assert pulling.asked == []


def test_a_download_is_stopped_goes_on_and_arrives(
    open_at: OpenDialog, pulling: Pulling, downloads: Downloads, jobs: Jobs, qtbot: QtBot
) -> None:
    dialog = open_at("model")
    click(dialog, GET)
    qtbot.waitUntil(lambda: "558.7 MB of 1.1 GB · 2 minute(s) left" in said(dialog.models))
    click(dialog, STOP)
    qtbot.waitUntil(lambda: "Stopped. It goes on from where it was." in said(dialog.models))
    assert button(dialog.models, GET).text() == "Continue (1.1 GB)"
    pulling.may_end = True
    with qtbot.waitSignal(dialog.model_changed):
        click(dialog, GET)
    qtbot.waitUntil(lambda: has_button(dialog.models, REMOVE))
    assert pulling.asked == [LARGE, LARGE]
    assert downloads.of(LARGE) is None
    assert "In use" in said(dialog.models)


def test_a_failed_download_says_why_and_can_be_tried_again(
    open_at: OpenDialog, downloads: Downloads, jobs: Jobs, qtbot: QtBot
) -> None:
    from app.errors import Refused

    def refuse(*_: object) -> str:
        raise Refused("policy", reason="downloads are switched off in the policy")

    downloads._pull = refuse
    dialog = open_at("model")
    click(dialog, GET)
    qtbot.waitUntil(lambda: "Not allowed here: downloads are switched off in the policy." in said(dialog.models))
    assert has_button(dialog.models, GET)


def test_another_model_is_chosen(open_at: OpenDialog, paths: Paths, qtbot: QtBot) -> None:
    place(paths.models, LARGE)
    place(paths.models, SMALL)
    dialog = open_at("model")
    with qtbot.waitSignal(dialog.model_changed):
        click(dialog, "Use Qwen2.5-Coder 0.5B Instruct, Q4_K_M")
    assert Settings.load(paths.settings).model == SMALL
    qtbot.waitUntil(lambda: has_button(dialog.models, "Use Qwen2.5-Coder 1.5B Instruct, Q4_K_M"))


def test_a_model_is_removed_after_one_question(open_at: OpenDialog, paths: Paths, qtbot: QtBot) -> None:
    place(paths.models, LARGE)
    dialog = open_at("model")
    click(dialog, REMOVE)
    box = dialog.models.findChild(QMessageBox)
    assert box is not None and "without a model there are no answers" in box.informativeText()
    cancelled = box.defaultButton()
    assert cancelled is not None and cancelled.text() == "Cancel"
    QTest.mouseClick(cancelled, Qt.MouseButton.LeftButton)
    assert (paths.models / LARGE).exists()
    qtbot.waitUntil(lambda: dialog.models.findChild(QMessageBox) is None)
    click(dialog, REMOVE)
    box = dialog.models.findChild(QMessageBox)
    assert box is not None
    with qtbot.waitSignal(dialog.model_changed):
        QTest.mouseClick(button(box, "Remove"), Qt.MouseButton.LeftButton)
    assert not (paths.models / LARGE).exists()


def asked_before_removing(dialog: SettingsDialog, name: str) -> str:
    click(dialog, f"Remove {name}…")
    box = dialog.models.findChild(QMessageBox)
    assert box is not None
    return box.informativeText()


def test_only_the_last_embedder_takes_the_search_by_meaning_with_it(open_at: OpenDialog, paths: Paths) -> None:
    place(paths.models, "all-minilm-l6-v2")
    assert "by their words only" in asked_before_removing(open_at("model"), "all-MiniLM-L6-v2, int8 ONNX")
    place(paths.models, "multilingual-e5-small")
    assert "by their words only" not in asked_before_removing(open_at("model"), "all-MiniLM-L6-v2, int8 ONNX")


def test_a_file_of_ones_own_is_copied_and_used(open_at: OpenDialog, paths: Paths, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = open_at("model")
    dialog.models._choose_file = lambda parent, chosen: chosen(write_gguf(tmp_path, "kite.gguf"))
    with qtbot.waitSignal(dialog.model_changed):
        click(dialog, "Choose a file…")
    assert Settings.load(paths.settings).model == "kite"
    qtbot.waitUntil(lambda: "A file of your own" in said(dialog.models))


def test_a_file_that_is_no_model_is_refused_in_a_sentence(open_at: OpenDialog, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "notes.gguf").write_text("no model")
    dialog = open_at("model")
    dialog.models.bring(tmp_path / "notes.gguf")
    qtbot.waitUntil(lambda: "notes.gguf" in said(dialog.models))
    qtbot.waitUntil(lambda: button(dialog.models, "Choose a file…").isEnabled())


def test_checking_names_the_damaged_one(open_at: OpenDialog, paths: Paths, tmp_path: Path, qtbot: QtBot) -> None:
    place(paths.models, "all-minilm-l6-v2")
    dialog = open_at("model")
    click(dialog, "Check all files")
    qtbot.waitUntil(lambda: "its checksum is wrong" in said(dialog.models))
    qtbot.waitUntil(lambda: button(dialog.models, "Check all files").isEnabled())


def test_what_suits_this_machine_is_said_and_marked(open_at: OpenDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Machine(memory=8 * 10**9, memory_free=6 * 10**9, threads=3, disk_free=10**12)
    monkeypatch.setattr(advising, "this_machine", lambda rooms: found)
    dialog = open_at("model")
    page = dialog.models
    assert "Granite 4.1 3B is the largest that suits this machine's 8.0 GB of memory." in said(page)
    marked = [row.model.id for row in page._rows.values() if "Suits this machine" in said(row)]
    assert marked == ["granite-4.1-3b"]


def _bring_adapter(dialog: SettingsDialog, paths: Paths, folder: Path, qtbot: QtBot) -> None:
    """A model and an adapter for it, as files; `model_changed` may come more than once for either."""
    brought = [write_gguf(folder, "kite.gguf"), write_adapter(folder, "law.gguf", weights=WREN)]
    dialog.models._choose_file = lambda parent, chosen: chosen(brought.pop(0))
    click(dialog, "Choose a file…")
    qtbot.waitUntil(lambda: Settings.load(paths.settings).model == "kite", timeout=20_000)
    qtbot.waitUntil(lambda: has_button(dialog, "Choose a file…"), timeout=20_000)
    click(dialog, "Choose a file…")
    qtbot.waitUntil(lambda: Settings.load(paths.settings).adapters == {"kite": "law"}, timeout=20_000)
    qtbot.waitUntil(lambda: has_button(dialog, "Use no longer"), timeout=20_000)


def test_an_adapter_is_brought_used_and_left(open_at: OpenDialog, paths: Paths, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = open_at("model")
    _bring_adapter(dialog, paths, tmp_path, qtbot)
    click(dialog, "Use no longer")
    qtbot.waitUntil(lambda: Settings.load(paths.settings).adapters == {"kite": ""}, timeout=20_000)
    qtbot.waitUntil(lambda: not has_button(dialog, "Use no longer"), timeout=20_000)


def test_an_adapter_whose_folder_was_deleted_is_named_and_left(
    open_at: OpenDialog, paths: Paths, tmp_path: Path, qtbot: QtBot
) -> None:
    _bring_adapter(open_at("model"), paths, tmp_path, qtbot)
    shutil.rmtree(paths.models / "imported-law")
    dialog = open_at("model")
    qtbot.waitUntil(lambda: "The adapter ‘law’ cannot be used: it is not there." in said(dialog.models), timeout=20_000)
    click(dialog, "Use no longer")
    qtbot.waitUntil(lambda: Settings.load(paths.settings).adapters == {"kite": ""}, timeout=20_000)
    qtbot.waitUntil(lambda: not has_button(dialog, "Use no longer"), timeout=20_000)
