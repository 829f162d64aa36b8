"""Setting up a model elsewhere: what is asked for, where its key goes, and that nothing of it is seen before."""

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.host.paths import Paths
from app.host.policy import Policy
from app.host.settings import Settings
from app.library import Library
from app.types import Provider
from app.ui.cloud.adding import AddDialog, KeyDialog
from app.ui.jobs import Jobs
from app.ui.settings import SettingsDialog
from app.ui.theme import Theme
from tests.ui.cloud.conftest import Gateway, settled
from tests.ui.settings.finding import button, has_button, said

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY = "sk-a-key-that-nobody-may-see"
OPENAI = Provider("openai", "OpenAI", "openai", "https://api.openai.com/v1", "gpt-4.1-mini")


@pytest.fixture
def dialog(library: Library, jobs: Jobs, theme: Theme, qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(library, jobs, theme)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def page(dialog: SettingsDialog, jobs: Jobs, qtbot: QtBot) -> QWidget:
    dialog.open_at("cloud")
    settled(qtbot, jobs)
    return dialog.cloud


def add(dialog: SettingsDialog, provider: Provider, key: str, jobs: Jobs, qtbot: QtBot) -> None:
    dialog.cloud.add(provider, key)
    settled(qtbot, jobs)


def shown_pages(dialog: SettingsDialog) -> list[str]:
    pages = dialog.findChild(QListWidget)
    assert pages is not None
    return [pages.item(row).text() for row in range(pages.count()) if not pages.item(row).isHidden()]


def test_nothing_of_it_is_seen_until_a_model_is_set_up(dialog: SettingsDialog, jobs: Jobs, qtbot: QtBot) -> None:
    dialog.open_at("privacy")
    settled(qtbot, jobs)
    assert "Cloud" not in shown_pages(dialog)
    add(dialog, OPENAI, "", jobs, qtbot)
    assert "Cloud" in shown_pages(dialog)


def test_a_model_is_added_by_keyboard_and_its_key_goes_to_the_keyring_alone(
    page: QWidget, dialog: SettingsDialog, gateway: Gateway, paths: Paths, jobs: Jobs, qtbot: QtBot
) -> None:
    button(page, "Add a model…").click()
    adding = page.findChild(AddDialog)
    assert adding is not None and not adding.ok.isEnabled()
    QTest.keyClicks(adding.model, OPENAI.model)
    QTest.keyClicks(adding.key, KEY)
    assert adding.key.echoMode() == QLineEdit.EchoMode.Password
    QTest.keyClick(adding.key, Qt.Key.Key_Return)
    settled(qtbot, jobs)
    assert Settings.load(paths.settings).providers == (OPENAI,)
    assert json.loads(gateway.ring.read_text()) == {"openai": KEY}
    assert "A key is kept in this system’s keyring (Test Ring)." in said(page)
    assert KEY not in paths.settings.read_text() and KEY not in said(dialog)
    assert has_button(page, "Forget the key of OpenAI")


def test_without_a_keyring_the_key_is_kept_in_memory_and_said_so(
    page: QWidget, dialog: SettingsDialog, gateway: Gateway, jobs: Jobs, qtbot: QtBot
) -> None:
    gateway.has_keyring = False
    add(dialog, OPENAI, KEY, jobs, qtbot)
    (provider,) = dialog.elsewhere.providers
    assert dialog.elsewhere.keys.of(provider) == KEY
    assert dialog.elsewhere.keys.of(replace(provider, address="https://else.example/v1")) is None
    assert "kept in memory" in said(page) and not gateway.ring.exists()
    assert KEY not in repr(dialog.elsewhere.keys)
    button(page, "Forget the key of OpenAI").click()
    settled(qtbot, jobs)
    assert dialog.elsewhere.keys.of(provider) is None
    assert not has_button(page, "Forget the key of OpenAI")


def test_a_key_is_changed_and_forgotten(
    page: QWidget, dialog: SettingsDialog, gateway: Gateway, jobs: Jobs, qtbot: QtBot
) -> None:
    add(dialog, OPENAI, "", jobs, qtbot)
    assert "No key yet." in said(page)
    button(page, "Enter the key of OpenAI").click()
    asking = page.findChild(KeyDialog)
    assert asking is not None
    QTest.keyClicks(asking.field, KEY)
    QTest.keyClick(asking.field, Qt.Key.Key_Return)
    settled(qtbot, jobs)
    assert json.loads(gateway.ring.read_text()) == {"openai": KEY}
    button(page, "Forget the key of OpenAI").click()
    settled(qtbot, jobs)
    assert json.loads(gateway.ring.read_text()) == {}
    assert "No key yet." in said(page)


def test_one_that_is_removed_takes_its_key_along(
    page: QWidget, dialog: SettingsDialog, gateway: Gateway, paths: Paths, jobs: Jobs, qtbot: QtBot
) -> None:
    add(dialog, OPENAI, KEY, jobs, qtbot)
    button(page, "Remove OpenAI…").click()
    box = page.findChild(QMessageBox)
    assert box is not None
    button(box, "Remove").click()
    settled(qtbot, jobs)
    assert Settings.load(paths.settings).providers == ()
    assert json.loads(gateway.ring.read_text()) == {}
    assert not has_button(page, "Remove OpenAI…")


def test_a_policy_locks_it_and_the_reason_is_said(
    dialog: SettingsDialog, policy: list[Policy], jobs: Jobs, qtbot: QtBot
) -> None:
    policy.append(Policy(cloud=False))
    dialog.open_at("cloud")
    settled(qtbot, jobs)
    assert "Locked: this machine's policy forbids sending anything to the cloud." in said(dialog.cloud)
    assert not button(dialog.cloud, "Add a model…").isEnabled()


def test_an_address_that_is_not_encrypted_has_to_be_trusted(qtbot: QtBot, theme: Theme) -> None:
    dialog = AddDialog({"office"})
    qtbot.addWidget(dialog)
    dialog.whose.setCurrentIndex(dialog.whose.count() - 1)
    dialog.name.setText("Office")
    dialog.model.setText("qwen3-32b")
    dialog.address.setText("http://models.intern:8000/v1/")
    assert not dialog.ok.isEnabled() and dialog.trust.isVisibleTo(dialog)
    dialog.trust.setChecked(True)
    assert dialog.ok.isEnabled()
    wanted = Provider("office-2", "Office", "openai", "http://models.intern:8000/v1", "qwen3-32b", True)
    assert dialog.provider == wanted
    for here in ("http://127.0.0.1:8080/v1", "http://localhost:8080/v1", "https://models.intern/v1"):
        dialog.address.setText(here)
        assert dialog.ok.isEnabled() and not dialog.trust.isVisibleTo(dialog) and not dialog.provider.trusted


@pytest.mark.parametrize(
    "address", ["", "https://", "ftp://x/v1", "https://me:secret@x/v1", "https://x/v1?key=1", "http://[1/v1"]
)
def test_an_address_that_cannot_be_used_is_not_taken(qtbot: QtBot, theme: Theme, address: str) -> None:
    dialog = AddDialog(())
    qtbot.addWidget(dialog)
    dialog.whose.setCurrentIndex(dialog.whose.count() - 1)
    dialog.model.setText("m")
    dialog.address.setText(address)
    assert not dialog.ok.isEnabled() and dialog.problem


def test_own_words_are_kept_one_a_line(
    page: QWidget, dialog: SettingsDialog, paths: Paths, jobs: Jobs, qtbot: QtBot
) -> None:
    dialog.cloud.words.setFocus()
    QTest.keyClicks(dialog.cloud.words, "Project Heron")
    QTest.keyClick(dialog.cloud.words, Qt.Key.Key_Return)
    QTest.keyClicks(dialog.cloud.words, "  Heron  ")
    QTest.keyClick(dialog.cloud.words, Qt.Key.Key_Tab)
    settled(qtbot, jobs)
    assert Settings.load(paths.settings).cloud_words == ("Project Heron", "Heron")
