"""The main window as a whole: what only shows when all panels are together."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.host.settings import Settings
from app.library import Library
from app.ui.jobs import Jobs
from app.ui.settings import SettingsDialog
from app.ui.shortcuts import ShortcutsDialog
from app.ui.theme import Theme
from app.ui.window import Window
from tests import material


@pytest.fixture
def window(qtbot: QtBot, library: Library, jobs: Jobs, theme: Theme) -> Iterator[Window]:
    made = Window(library, jobs, theme, Settings(started=True))
    qtbot.addWidget(made)
    made.show()
    made.start()
    qtbot.waitUntil(lambda: not jobs.busy)
    yield made


def test_no_key_means_two_things_in_the_whole_window(window: Window) -> None:
    """Qt does neither of two actions that share a key. What belongs to a panel holds only while that panel has the focus."""
    anywhere = (Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut)
    everywhere: Counter[str] = Counter()
    inside: set[str] = set()
    for action in window.findChildren(QAction):
        keys = {shortcut.toString() for shortcut in action.shortcuts()}
        if action.shortcutContext() in anywhere:
            everywhere.update(keys)
        else:
            inside |= keys
    for shortcut in window.findChildren(QShortcut):
        if shortcut.context() in anywhere:
            everywhere[shortcut.key().toString()] += 1
        else:
            inside.add(shortcut.key().toString())
    assert len(everywhere) > 20
    assert [key for key, times in everywhere.items() if times > 1] == []
    assert set(everywhere) & inside == set()


def test_the_menus_have_what_people_look_for(window: Window) -> None:
    texts = {
        menu.title().replace("&", ""): [one.text().split("\t")[0] for one in menu.actions() if one.text()]
        for menu in window.menuBar().findChildren(QMenu)
        if menu.menuAction() in window.menuBar().actions()
    }
    assert {"Add PDFs…", "Add folder…", "New collection…", "Export conversation", "Quit"} <= set(texts["File"])
    assert {"Copy", "Find in this document", "Select this page"} <= set(texts["Edit"])
    assert {"Zoom in", "Fit width", "Outline", "Library", "Full screen"} <= set(texts["View"])


def test_copy_of_the_menu_takes_what_is_selected_where_the_focus_is(window: Window) -> None:
    window.conversation.focus_question()
    field = window.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("heron")
    field.selectAll()
    edit = next(one for one in window.menuBar().actions() if one.text() == "&Edit").menu()
    assert isinstance(edit, QMenu)
    edit.actions()[0].trigger()
    assert QApplication.clipboard().text() == "heron"


def test_all_keys_are_listed(window: Window) -> None:
    keys = {shortcut for action in window.findChildren(QAction) if action.text() for shortcut in action.shortcuts()}
    action = next(one for one in window.findChildren(QAction) if one.text() == "Keyboard shortcuts…")
    action.trigger()
    dialog = window.findChild(ShortcutsDialog)
    assert dialog is not None
    listed = {key for one in dialog.findChildren(QLabel) for key in one.text().split(", ")}
    assert {key.toString(key.SequenceFormat.NativeText) for key in keys} <= listed
    assert "F1" in listed
    dialog.close()


@pytest.mark.embedder
def test_what_is_dropped_anywhere_is_added_and_the_first_document_opens(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    path = material.prose(tmp_path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)), QUrl("https://example.org/other.pdf")])
    place = window.conversation.mapTo(window, QPoint(40, 40))
    copy, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(place, copy, data, button, keys))
    assert window.hint.isVisible()
    QApplication.sendEvent(window, QDropEvent(QPointF(place), copy, data, button, keys))
    assert not window.hint.isVisible()
    qtbot.waitUntil(lambda: window.pages.document is not None, timeout=30_000)
    assert [document.path for document in window.shelf.documents()] == [path]
    assert path.name in window.windowTitle()
    qtbot.waitUntil(lambda: [document.state for document in window.shelf.documents()] == ["ready"], timeout=60_000)


def test_what_is_no_pdf_is_not_taken(window: Window, tmp_path: Path) -> None:
    other = tmp_path / "letter.docx"
    other.write_bytes(b"x")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(other))])
    enter = QDragEnterEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(window, enter)
    assert not window.hint.isVisible() and not enter.isAccepted()


def test_the_status_line_names_the_model_and_what_has_left(qtbot: QtBot, window: Window, library: Library) -> None:
    texts = " ".join(button.text() for button in window.status.buttons)
    assert "SmolLM2" in texts and "Nothing has left this machine" in texts
    library.rooms.paths.sent.write_text('{"sent":{}}\n{"sent":{}}\n{"sent":{}}\n{"unreached":{}}\n')
    window.status.reload()
    qtbot.waitUntil(lambda: "2 request" in " ".join(button.text() for button in window.status.buttons))


def test_that_nothing_is_kept_is_said_once(window: Window, library: Library) -> None:
    window.say_read_only()
    assert window.banner.isVisible()
    assert window.banner.text == (
        f"Nothing can be written in ‘{library.rooms.paths.data}’: questions are answered but not kept."
    )


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_one_quiet_entry_leads_to_models_elsewhere_and_the_lock_to_what_has_left(
    qtbot: QtBot, window: Window, library: Library, jobs: Jobs
) -> None:
    assert not window.conversation.box.cloud.isVisibleTo(window) and not window.summary.cloud.isVisibleTo(window)
    lock = window.status.buttons[1]
    lock.click()
    dialog = window.findChild(SettingsDialog)
    assert dialog is not None and dialog.page == "privacy"
    (entry,) = [action for action in window.findChildren(QAction) if action.text() == "Set up a cloud model…"]
    entry.trigger()
    assert dialog.page == "cloud"
    library.rooms.paths.sent.write_text('{"sent":{}}\n')
    window.status.reload()
    qtbot.waitUntil(lambda: window.status.left == 1)
    lock.click()
    assert dialog.page == "sent"
    qtbot.waitUntil(lambda: not jobs.busy)
