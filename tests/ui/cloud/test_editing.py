"""Changing a model elsewhere in the settings: it stays the same one, and its key stays with the server that it was given for."""

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.host.paths import Paths
from app.host.settings import Settings
from app.library import Library
from app.types import Provider
from app.ui.cloud.editing import EditDialog
from app.ui.jobs import Jobs
from app.ui.settings import SettingsDialog
from app.ui.theme import Theme
from tests.ui.cloud.conftest import Gateway, settled
from tests.ui.settings.finding import button, said

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = "sk-a-key-that-nobody-may-see"
OFFICE = Provider("office", "Office", "openai", "https://llm.example.com/v1", "wren-large")


@pytest.fixture
def settings(library: Library, jobs: Jobs, theme: Theme, qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(library, jobs, theme)
    qtbot.addWidget(made)
    made.open_at("cloud")
    settled(qtbot, jobs)
    return made


def editing(settings: SettingsDialog, jobs: Jobs, qtbot: QtBot) -> EditDialog:
    settings.cloud.add(OFFICE, KEY)
    settled(qtbot, jobs)
    button(settings.cloud, "Change Office").click()
    dialog = settings.cloud.findChild(EditDialog)
    assert dialog is not None
    return dialog


def test_another_model_and_name_keep_the_key(
    settings: SettingsDialog, gateway: Gateway, paths: Paths, jobs: Jobs, qtbot: QtBot
) -> None:
    dialog = editing(settings, jobs, qtbot)
    assert not dialog.key.isVisibleTo(dialog) and not dialog.moved.isVisibleTo(dialog)
    for field, text in ((dialog.name, "The office"), (dialog.model, "wren-small")):
        field.selectAll()
        QTest.keyClicks(field, text)
    dialog.address.setText("https://LLM.example.com/v2/")
    QTest.keyClick(dialog.model, Qt.Key.Key_Return)
    settled(qtbot, jobs)
    wanted = replace(OFFICE, name="The office", model="wren-small", address="https://llm.example.com/v2")
    assert Settings.load(paths.settings).providers == (wanted,)
    assert json.loads(gateway.ring.read_text()) == {"office": KEY}


@pytest.mark.parametrize("key", ["", "another-key"])
def test_another_server_needs_its_key_again_and_says_so(
    settings: SettingsDialog, gateway: Gateway, paths: Paths, jobs: Jobs, qtbot: QtBot, key: str
) -> None:
    dialog = editing(settings, jobs, qtbot)
    dialog.address.setText("https://llm.example.net/v1")
    assert dialog.key.isVisibleTo(dialog) and "given for llm.example.com only" in said(dialog)
    QTest.keyClicks(dialog.key, key)
    QTest.keyClick(dialog.key, Qt.Key.Key_Return)
    settled(qtbot, jobs)
    assert Settings.load(paths.settings).providers == (replace(OFFICE, address="https://llm.example.net/v1"),)
    assert json.loads(gateway.ring.read_text()) == ({"office": key} if key else {})
    assert ("No key yet." in said(settings.cloud)) is not bool(key)


def test_a_key_in_memory_stays_with_its_server(
    settings: SettingsDialog, gateway: Gateway, jobs: Jobs, qtbot: QtBot
) -> None:
    gateway.has_keyring = False
    editing(settings, jobs, qtbot).reject()
    keys = settings.elsewhere.keys
    moved = replace(OFFICE, address="https://llm.example.com/v2", model="wren-small")
    settings.cloud.change(OFFICE, moved, "")
    settled(qtbot, jobs)
    assert keys.of(moved) == KEY and keys.of(OFFICE) is None
    gone = replace(moved, address="https://llm.example.net/v2")
    settings.cloud.change(moved, gone, "")
    settled(qtbot, jobs)
    assert settings.elsewhere.providers == (gone,) and keys.of(gone) is None and KEY not in said(settings)


def test_what_cannot_be_is_said(qtbot: QtBot, theme: Theme) -> None:
    dialog = EditDialog(OFFICE, ["Lab"])
    qtbot.addWidget(dialog)
    for field, text, problem in (
        (dialog.name, " lab ", "called so"), (dialog.name, "", "what you call it"), (dialog.model, " ", "name of the model"),
        (dialog.address, "http://10.0.0.7/v1", "trust"), (dialog.address, "ftp://x", "address"),
    ):  # fmt: skip
        before = field.text()
        field.setText(text)
        assert problem in dialog.problem and not dialog.ok.isEnabled()
        field.setText(before)
    assert dialog.ok.isEnabled()
