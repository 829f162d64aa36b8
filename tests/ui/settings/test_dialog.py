"""Looks, folders, privacy and diagnostics; every control has a name and can be reached."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QListWidget, QRadioButton
from pytestqt.qtbot import QtBot

from app.host.paths import Paths
from app.host.settings import Settings
from app.library import Library
from app.stop import Stop
from app.types import Document
from app.ui.jobs import Jobs
from app.ui.settings.deleting import DeleteDialog
from app.ui.settings.folders_page import FolderRow
from app.ui.theme import Theme
from tests import material
from tests.ui.settings.conftest import OpenDialog, place
from tests.ui.settings.finding import button, said

# A dialog that is raised, or whose size is limited, makes the offscreen screen say that it cannot do that.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def add(library: Library, path: Path) -> Document:
    outcome = next(iter(library.add([path], wait=False, stop=Stop())))
    assert isinstance(outcome, Document)
    return outcome


def test_looks_apply_at_once_and_are_kept(
    open_at: OpenDialog, theme: Theme, paths: Paths, jobs: Jobs, qtbot: QtBot
) -> None:
    dialog = open_at("appearance")
    dark = next(one for one in dialog.appearance.findChildren(QRadioButton) if one.text() == "Dark")
    dark.click()
    assert theme.is_dark
    sizes = next(one for one in dialog.appearance.findChildren(QComboBox) if one.accessibleName() == "Text size")
    sizes.setFocus()
    QTest.keyClick(sizes, Qt.Key.Key_Down)
    assert theme.text_size == 115
    qtbot.waitUntil(lambda: not jobs.busy)
    kept = Settings.load(paths.settings)
    assert (kept.appearance, kept.text_size) == ("dark", 115)


def test_the_dialog_grows_with_its_text(open_at: OpenDialog, theme: Theme) -> None:
    dialog = open_at("privacy")
    before, pages = dialog.size(), dialog.findChild(QListWidget)
    assert pages is not None
    side = pages.iconSize().width()
    theme.choose(text_size=200)
    QApplication.processEvents()
    assert dialog.width() > before.width() or dialog.width() >= dialog.screen().availableSize().width() * 0.9 - 1
    assert pages.iconSize().width() > side * 1.5


def test_the_language_is_kept_for_the_next_start(open_at: OpenDialog, paths: Paths, jobs: Jobs, qtbot: QtBot) -> None:
    dialog = open_at("language")
    assert dialog.page == "appearance"
    languages = next(one for one in dialog.appearance.findChildren(QComboBox) if one.accessibleName() == "Language")
    languages.setFocus()
    with qtbot.waitSignal(dialog.language_changed):
        QTest.keyClick(languages, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert Settings.load(paths.settings).language == "de"
    assert "started again" in said(dialog.appearance)


def test_folders_of_documents_are_listed_and_can_be_copied(
    open_at: OpenDialog, library: Library, tmp_path: Path
) -> None:
    add(library, material.long_document(tmp_path, 1))
    dialog = open_at("folders")
    rows = [one for one in dialog.folders.findChildren(FolderRow) if one.isVisibleTo(dialog.folders)]
    assert len(rows) == 3
    button(rows[-1], f"Copy the path {tmp_path}").click()
    assert QGuiApplication.clipboard().text() == str(tmp_path)


def test_what_is_kept_is_told(open_at: OpenDialog, library: Library, paths: Paths, tmp_path: Path) -> None:
    add(library, material.long_document(tmp_path, 1))
    place(paths.models, "qwen2.5-coder-0.5b")
    dialog = open_at("privacy")
    text = said(dialog.privacy)
    assert "491.4 MB" in text and "kB" in text


def test_everything_is_deleted_only_after_two_steps(
    open_at: OpenDialog, library: Library, paths: Paths, tmp_path: Path, qtbot: QtBot
) -> None:
    path = material.long_document(tmp_path, 1)
    add(library, path)
    place(paths.models, "qwen2.5-coder-0.5b")
    dialog = open_at("privacy")
    button(dialog.privacy, "Delete everything…").click()
    asking = dialog.privacy.findChild(DeleteDialog)
    assert asking is not None and not asking.action.isEnabled()
    asking.sure.click()
    with qtbot.waitSignals([dialog.deletion_begins, dialog.everything_deleted], order="strict"):
        asking.action.click()
    assert not paths.catalog.exists()
    assert path.exists() and (paths.models / "qwen2.5-coder-0.5b").exists()
    qtbot.waitUntil(lambda: "Everything was deleted." in said(dialog.privacy))


def test_the_models_go_if_their_box_is_ticked(open_at: OpenDialog, paths: Paths, qtbot: QtBot) -> None:
    place(paths.models, "qwen2.5-coder-0.5b")
    dialog = open_at("privacy")
    asking = dialog.privacy.ask_to_delete()
    asking.models.click()
    asking.sure.click()
    with qtbot.waitSignal(dialog.everything_deleted):
        asking.action.click()
    assert not (paths.models / "qwen2.5-coder-0.5b").exists()


def test_diagnostics_are_copied_without_a_word_of_documents(
    open_at: OpenDialog, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    path = material.long_document(tmp_path, 1)
    secret = path.with_name("takeover-of-heron.pdf")
    path.rename(secret)
    add(library, secret)
    dialog = open_at("diagnostics")
    button(dialog.diagnostics, "Copy").click()
    copied = QGuiApplication.clipboard().text()
    assert "Library: 1 documents" in copied
    for text in (copied, said(dialog.diagnostics)):
        assert "takeover" not in text and str(tmp_path) not in text and str(Path("~", "data")) in text


@pytest.mark.parametrize("page", ["model", "folders", "appearance", "privacy", "diagnostics"])
def test_every_control_has_a_name_and_takes_the_focus(open_at: OpenDialog, paths: Paths, page: str) -> None:
    place(paths.models, "qwen2.5-coder-0.5b")
    dialog = open_at(page)
    for control in (*dialog.findChildren(QAbstractButton), *dialog.findChildren(QComboBox)):
        if control.isVisibleTo(dialog) and control.isEnabled():
            text = control.text() if isinstance(control, QAbstractButton) else ""
            assert text or control.accessibleName(), control
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control


def test_the_settings_file_stays_readable(paths: Paths, open_at: OpenDialog, jobs: Jobs, qtbot: QtBot) -> None:
    dialog = open_at("appearance")
    for one in dialog.appearance.findChildren(QRadioButton):
        one.click()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert json.loads(paths.settings.read_text())["appearance"] == "contrast"
