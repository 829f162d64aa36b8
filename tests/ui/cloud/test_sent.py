"""What has left is told with its text, and texts are deleted while what happened stays."""

import hashlib
import time

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.cloud.compose import Letter
from app.cloud.record import Record
from app.host.paths import Paths
from app.host.policy import Policy
from app.library import Library
from app.types import TokenCount
from app.ui.cloud.sent_row import SentRow
from app.ui.jobs import Jobs
from app.ui.settings import SettingsDialog
from app.ui.settings.sent_page import SentPage
from app.ui.theme import Theme
from app.ui.widgets import ElidedLabel
from tests.ui.cloud.conftest import settled
from tests.ui.cloud.drafts import QUESTION, compose, draft
from tests.ui.settings.finding import button, said

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NOW = time.time() - 600.0
"""So lately that the text is still kept."""


@pytest.fixture
def letter(paths: Paths) -> Letter:
    """One that was answered, after one that never left."""
    made, record = compose(draft()), Record(paths.sent)
    paths.ensure()
    record.end(record.begin(made, "ask", NOW), "unreached")
    record.end(record.begin(made, "ask", NOW + 60), "answered", TokenCount(500, 0, 20), 0.0123)
    return made


@pytest.fixture
def dialog(library: Library, jobs: Jobs, theme: Theme, letter: Letter, qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(library, jobs, theme)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def page(dialog: SettingsDialog, jobs: Jobs, qtbot: QtBot) -> SentPage:
    dialog.open_at("sent")
    settled(qtbot, jobs)
    return dialog.sent


def rows(page: SentPage) -> list[SentRow]:
    return [row for row in page.findChildren(SentRow) if row.isVisibleTo(page)]


def names(row: SentRow) -> list[str]:
    return [one.whole for one in row.findChildren(ElidedLabel)]


def test_each_says_when_to_whom_how_much_and_how_it_ended(page: SentPage) -> None:
    assert "1 request" in said(page) and "about $0.012" in said(page)
    last, first = rows(page)
    assert any(name.endswith("OpenAI · gpt-4.1-mini") for name in names(last))
    assert "520 tokens · about $0.012 · answered" in said(last)
    assert "nothing has left" in said(first)


def test_the_exact_text_is_there_on_demand(page: SentPage, letter: Letter) -> None:
    row = rows(page)[0]
    assert row.findChild(QPlainTextEdit) is None
    row.show_text.click()
    QApplication.processEvents()
    view = row.findChild(QPlainTextEdit)
    assert view is not None and view.isVisibleTo(page)
    assert "PERSON_1" in view.toPlainText() and "🚢" in view.toPlainText() and "Solvang" not in view.toPlainText()
    button(row, "Copy the exact request").click()
    copied = QGuiApplication.clipboard().text()
    assert hashlib.sha256(copied.encode()).hexdigest() == letter.digest


def test_texts_are_deleted_and_the_lines_stay(page: SentPage, paths: Paths, jobs: Jobs, qtbot: QtBot) -> None:
    assert QUESTION[:20] in paths.sent.read_text(encoding="utf-8")
    button(page, "Delete all texts…").click()
    box = page.findChild(QMessageBox)
    assert box is not None
    button(box, "Delete").click()
    settled(qtbot, jobs)
    assert QUESTION[:20] not in paths.sent.read_text(encoding="utf-8")
    assert len(rows(page)) == 2 and said(page).count("The text is no longer kept.") == 2


def test_a_policy_keeps_the_texts_and_says_why(
    page: SentPage, policy: list[Policy], paths: Paths, jobs: Jobs, qtbot: QtBot
) -> None:
    policy.append(Policy(cloud_log=True))
    page.delete_texts()
    settled(qtbot, jobs)
    assert QUESTION[:20] in paths.sent.read_text(encoding="utf-8")
    assert "this machine's policy keeps what was sent" in said(page)
