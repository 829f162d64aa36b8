"""Kept conversations: found, opened, renamed, deleted, written into files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from app.library import Library, conversations
from app.stop import Stop
from app.types import Document
from app.ui.conversation import HistoryPanel
from app.ui.conversation.history import file_name
from app.ui.jobs import Jobs
from app.ui.theme import Theme
from tests.ui.conversation.conftest import QUESTION, Told

pytestmark = [pytest.mark.embedder, pytest.mark.qt_log_ignore("propagateSizeHints")]

SECOND = "How many passengers were carried?"
DONE = 30_000


@pytest.fixture
def make_history(qtbot: QtBot, library: Library, jobs: Jobs, theme: Theme) -> Callable[[], HistoryPanel]:
    def make() -> HistoryPanel:
        panel = HistoryPanel(library, jobs, theme)
        qtbot.addWidget(panel)
        panel.resize(360, 600)
        panel.show()
        with qtbot.waitSignal(panel.model.modelReset):
            panel.reload()
        return panel

    return make


@pytest.fixture
def history(library: Library, document: Document, make_history: Callable[[], HistoryPanel]) -> HistoryPanel:
    """Two conversations, the last one on top."""
    for question in (QUESTION, SECOND):
        library.ask(question, documents=[document.id], stop=Stop())
    return make_history()


def titles(history: HistoryPanel) -> list[str]:
    return [str(history.model.index(row).data()) for row in range(history.model.rowCount())]


def choose(history: HistoryPanel, title: str) -> QModelIndex:
    index = history.model.index(titles(history).index(title))
    history.list.setCurrentIndex(index)
    return index


def test_they_are_listed_and_opened_by_key_and_mouse(qtbot: QtBot, history: HistoryPanel) -> None:
    assert titles(history) == [SECOND, QUESTION]
    index = choose(history, QUESTION)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert QUESTION in spoken and "1 question" in spoken
    one = history.current
    assert one is not None
    history.list.setFocus()
    with qtbot.waitSignal(history.chosen) as heard:
        QTest.keyClick(history.list, Qt.Key.Key_Return)
    assert heard.args == [one.id]
    place = history.list.visualRect(index).center()
    with qtbot.waitSignal(history.chosen):
        QTest.mouseClick(history.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(history.list.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_they_are_searched_in_questions_and_answers(qtbot: QtBot, history: HistoryPanel) -> None:
    QTest.keyClicks(history.search, "CHOSEN Solvang")
    qtbot.waitUntil(lambda: titles(history) == [QUESTION])
    history.search.setText("passengers")
    qtbot.waitUntil(lambda: titles(history) == [SECOND])
    history.search.setText("nowhere at all")
    qtbot.waitUntil(lambda: not titles(history))
    assert not history.remove_button.isEnabled() and not history.export_button.isEnabled()
    history.search.clear()
    qtbot.waitUntil(lambda: len(titles(history)) == 2)


def test_one_is_renamed_in_its_place(qtbot: QtBot, history: HistoryPanel, library: Library) -> None:
    choose(history, QUESTION)
    history.list.setFocus()
    QTest.keyClick(history.list, Qt.Key.Key_F2)
    (editor,) = history.list.viewport().findChildren(QLineEdit)
    assert editor.text() == QUESTION
    editor.setText("  The   <b>chair</b> ")
    with qtbot.waitSignal(history.renamed) as heard:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert heard.args is not None and heard.args[1] == "The <b>chair</b>"
    qtbot.waitUntil(lambda: "The <b>chair</b>" in titles(history))
    assert {one.title for one in conversations.listed(library.rooms)} == {"The <b>chair</b>", SECOND}


def test_a_title_that_is_being_typed_is_not_taken_away(qtbot: QtBot, history: HistoryPanel, jobs: Jobs) -> None:
    """When an answer is done, the list is looked at again."""
    choose(history, QUESTION)
    history.list.setFocus()
    QTest.keyClick(history.list, Qt.Key.Key_F2)
    (editor,) = history.list.viewport().findChildren(QLineEdit)
    editor.setText("Half of a")
    history.reload()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert editor.isVisible() and editor.text() == "Half of a"
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    with qtbot.waitSignal(history.model.modelReset):
        pass
    assert QUESTION in titles(history)


def _question(history: HistoryPanel) -> QMessageBox:
    (box,) = history.findChildren(QMessageBox)
    return box


def _press(qtbot: QtBot, box: QMessageBox, text: str) -> None:
    button = next(one for one in box.buttons() if one.text().replace("&", "") == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_one_is_deleted_after_one_question(qtbot: QtBot, history: HistoryPanel, library: Library) -> None:
    choose(history, QUESTION)
    one = history.current
    assert one is not None
    history.list.setFocus()
    QTest.keyClick(history.list, Qt.Key.Key_Delete)
    box = _question(history)
    assert QUESTION in box.text() and "cannot be undone" in box.informativeText()
    assert box.textFormat() == Qt.TextFormat.PlainText
    _press(qtbot, box, "Cancel")
    qtbot.waitUntil(lambda: not history.findChildren(QMessageBox))
    assert len(conversations.listed(library.rooms)) == 2
    history.remove_button.click()
    with qtbot.waitSignal(history.removed, timeout=DONE) as heard:
        _press(qtbot, _question(history), "Delete")
    assert heard.args == [one.id]
    qtbot.waitUntil(lambda: titles(history) == [SECOND])
    kept = library.rooms.paths.catalog.read_bytes()
    assert SECOND.encode() in kept and QUESTION.encode() not in kept


@pytest.mark.parametrize(("row", "suffix", "begins"), [(0, "md", b"# "), (1, "docx", b"PK"), (2, "pdf", b"%PDF")])
def test_one_is_written_into_a_file(
    qtbot: QtBot, history: HistoryPanel, tmp_path: Path, row: int, suffix: str, begins: bytes
) -> None:
    choose(history, QUESTION)
    history.exports.actions()[row].trigger()
    (dialog,) = history.findChildren(QFileDialog)
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    assert Path(dialog.selectedFiles()[0]).name == f"Who was chosen as chair of the board in September 2024.{suffix}"
    assert not dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
    to = tmp_path / f"kept.{suffix}"
    dialog.fileSelected.emit(str(to))
    dialog.close()
    qtbot.waitUntil(lambda: history.banner.isVisible(), timeout=DONE)
    assert "kept" in history.banner.text and to.read_bytes().startswith(begins)


def test_what_cannot_be_written_is_said(qtbot: QtBot, history: HistoryPanel, tmp_path: Path) -> None:
    choose(history, QUESTION)
    history.exports.actions()[0].trigger()
    (dialog,) = history.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "nowhere" / "kept.md"))
    dialog.close()
    qtbot.waitUntil(lambda: history.banner.isVisible(), timeout=DONE)
    assert "nowhere" in history.banner.text


def test_the_conversation_that_is_open_is_the_one_that_is_selected(
    qtbot: QtBot, history: HistoryPanel, library: Library, document: Document
) -> None:
    assert history.current is None and not history.remove_button.isEnabled()
    history.list.setFocus()
    assert history.current is None and not history.remove_action.isEnabled(), "the focus chooses nothing"
    newest, oldest = (one.id for one in conversations.listed(library.rooms))
    history.show_current(oldest)
    assert history.current is not None and history.current.id == oldest and history.remove_button.isEnabled()
    kept = library.ask("How many berths are there?", documents=[document.id], stop=Stop()).conversation
    history.show_current(kept)
    with qtbot.waitSignal(history.model.modelReset):
        history.reload()
    assert history.current is not None and history.current.id == kept
    choose(history, SECOND)
    with qtbot.waitSignal(history.model.modelReset):
        history.reload()
    assert history.current is not None and history.current.id == newest, "what the reader chose stays"
    history.hide()
    history.show()
    assert history.current is not None and history.current.id == kept
    history.show_current(None)
    assert history.current is None and not history.rename_button.isEnabled()


def test_an_empty_list_says_what_it_is_for(
    qtbot: QtBot, make_history: Callable[[], HistoryPanel], engine: Told
) -> None:
    history = make_history()
    assert not history.list.isVisible() and not history.rename_button.isEnabled()


def test_a_title_becomes_a_name_that_every_system_takes() -> None:
    assert file_name('  a/b\\c: "d"?\n<e>|*. ') == "a b c d e"
    assert file_name("x" * 200) == "x" * 80
    assert file_name("שלום \u202efdp.exe") == "שלום fdp.exe"
    assert file_name("???") == ""
