"""The question box: what is typed, what is searched, and when it can be asked."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QUrl
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.types import Document
from app.ui.conversation import ConversationPanel
from app.ui.conversation.asked import Choice
from tests.ui.conversation.conftest import QUESTION, TRUE, Told, ask, ended

pytestmark = [pytest.mark.embedder, pytest.mark.qt_log_ignore("propagateSizeHints")]


@pytest.fixture
def others(document: Document) -> list[Document]:
    """The open document and two that are not: in a collection, and not read yet."""
    return [
        document,
        replace(document, id="a" * 64, collections=("Ferries & more",)),
        replace(document, id="b" * 64, state="reading", collections=("Empty",)),
    ]


@pytest.fixture
def shelf(panel: ConversationPanel, others: list[Document]) -> ConversationPanel:
    panel.set_documents(others, ["Empty", "Ferries & more"])
    return panel


def _menu(panel: ConversationPanel) -> list[QAction]:
    menu = panel.box.scope.button.menu()
    menu.aboutToShow.emit()
    return [action for action in menu.actions() if not action.isSeparator()]


def test_enter_asks_and_shift_enter_begins_a_line(qtbot: QtBot, panel: ConversationPanel) -> None:
    field = panel.box.field
    QTest.keyClicks(field, "Who chairs")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(field, "the board?")
    assert field.toPlainText() == "Who chairs\nthe board?" and not panel.busy
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert panel.busy and field.toPlainText() == ""
    assert ended(qtbot, panel).asked.question == "Who chairs\nthe board?"


def test_the_field_grows_with_its_text_to_six_lines(panel: ConversationPanel) -> None:
    field = panel.box.field
    heights = []
    for lines in range(1, 10):
        field.setPlainText("\n".join("x" * lines))
        heights.append(field.height())
    line = field.fontMetrics().lineSpacing()
    assert heights[:6] == [heights[0] + line * number for number in range(6)]
    assert set(heights[6:]) == {heights[5]}
    field.setPlainText("one long line " * 12)
    assert field.height() > heights[0], "a wrapped line counts, too"


def test_what_is_typed_while_it_answers_waits(qtbot: QtBot, panel: ConversationPanel, engine: Told) -> None:
    engine.gate.clear()
    panel.ask(QUESTION)
    panel.box.field.setPlainText("And then?")
    QTest.keyClick(panel.box.field, Qt.Key.Key_Return)
    assert panel.box.field.toPlainText() == "And then?" and len(panel.column.turns) == 1
    assert not panel.box.send.isEnabled() and "stays here" in panel.box.send.toolTip()
    qtbot.waitUntil(panel.box.stop.isVisible)
    engine.gate.set()
    ended(qtbot, panel)
    assert panel.box.send.isEnabled() and not panel.box.stop.isVisible()


def test_the_field_is_painted_anew_when_it_is_about_another_document(
    qtbot: QtBot, shelf: ConversationPanel, others: list[Document]
) -> None:
    field = shelf.box.field
    qtbot.waitUntil(lambda: "prose.pdf" in field.placeholderText())
    shelf.repaint()
    painted = Painted(field.viewport())
    shelf.set_current(replace(others[1], path=Path("/somewhere/another.pdf")), 1)
    assert "another.pdf" in field.placeholderText()
    qtbot.waitUntil(lambda: painted.times > 0)


class Painted(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.Paint
        return False


@pytest.mark.parametrize("which", ["send", "stop"])
def test_the_focus_of_a_button_that_goes_is_in_the_field(
    qtbot: QtBot, panel: ConversationPanel, engine: Told, which: str
) -> None:
    engine.gate.clear()
    panel.activateWindow()
    panel.box.field.setPlainText(QUESTION)
    panel.box.send.setFocus()
    QTest.keyClick(panel.box.send, Qt.Key.Key_Space)
    assert panel.busy and panel.focusWidget() is panel.box.field
    if which == "stop":
        panel.box.stop.setFocus()
        QTest.keyClick(panel.box.stop, Qt.Key.Key_Space)
        ended(qtbot, panel)
        assert panel.focusWidget() is panel.box.field
    engine.gate.set()
    ended(qtbot, panel)


def test_nothing_moves_when_ask_becomes_stop(qtbot: QtBot, panel: ConversationPanel, engine: Told) -> None:
    engine.gate.clear()
    box = panel.box
    before = box.geometry(), box.field.geometry(), box.send.geometry()
    panel.ask(QUESTION)
    qtbot.waitUntil(box.stop.isVisible)
    QApplication.processEvents()
    assert (box.geometry(), box.field.geometry(), box.stop.geometry()) == before
    engine.gate.set()
    ended(qtbot, panel)


def test_files_that_are_dropped_are_for_the_window(panel: ConversationPanel) -> None:
    files, words = QMimeData(), QMimeData()
    files.setUrls([QUrl.fromLocalFile("/somewhere/report.pdf")])
    words.setText("words")
    assert not panel.box.field.canInsertFromMimeData(files)
    assert panel.box.field.canInsertFromMimeData(words)


def test_examples_are_there_when_there_is_something_to_ask(
    qtbot: QtBot, panel: ConversationPanel, document: Document
) -> None:
    example = panel.opening.buttons[0]
    assert example.isVisible()
    panel.set_documents([], [])
    panel.set_current(None, 1)
    assert not example.isVisible()
    assert not panel.box.can_ask and panel.box.field.placeholderText() == "Add a PDF first."
    panel.set_documents([document], [])
    QTest.keyClick(example, Qt.Key.Key_Space)
    assert ended(qtbot, panel).asked.question == "What is this document about?"


def test_the_scope_is_said_and_chosen(shelf: ConversationPanel, others: list[Document]) -> None:
    scope = shelf.box.scope
    first, second, _ = (document.id for document in others)
    assert [action.text().replace("\u2068", "").replace("\u2069", "") for action in _menu(shelf)] == [
        "This document: prose.pdf",
        "Pages of this document…",
        "Collection: Empty",
        "Collection: Ferries && more",
        "All documents (2)",
    ]
    asked = []
    for action in (0, 3, 4):
        _menu(shelf)[action].trigger()
        assert [one.isChecked() for one in _menu(shelf)].index(True) == action
        asked.append(
            (scope.button.whole.replace("\u2068", "").replace("\u2069", ""), shelf.box.asked_now("x").documents)
        )
    assert asked == [
        ("Ask: this document", (first,)),
        ("Ask: Ferries & more", (second,)),
        ("Ask: all documents", (first, second)),
    ]
    _menu(shelf)[2].trigger()
    assert not shelf.box.can_ask and "nothing to search in this collection" in scope.problem


def test_without_an_open_document_everything_is_searched(shelf: ConversationPanel, others: list[Document]) -> None:
    shelf.set_current(None, 1)
    assert shelf.box.scope.button.whole == "Ask: all documents"
    assert len(shelf.box.asked_now("x").documents) == 2
    assert "All documents" in next(action.text() for action in _menu(shelf) if action.isChecked())


def test_a_collection_that_is_gone_is_not_searched(shelf: ConversationPanel, others: list[Document]) -> None:
    shelf.box.scope.choose(Choice("collection", "Empty"))
    shelf.set_documents(others, ["Ferries & more"])
    assert shelf.box.scope.choice == Choice("everything")


def test_a_document_that_is_being_read_says_so(shelf: ConversationPanel, others: list[Document]) -> None:
    shelf.set_current(others[2], 1)
    assert shelf.box.scope.problem == "This document cannot be searched yet."
    assert shelf.box.field.placeholderText() == "This document cannot be searched yet."


def test_pages_are_typed_and_checked(qtbot: QtBot, panel: ConversationPanel, document: Document) -> None:
    panel.set_current(document, 2)
    _menu(panel)[1].trigger()
    field = panel.box.scope.pages
    assert field.text() == "2" and field.hasFocus()
    panel.box.field.setPlainText("What?")
    for typed, sentence in (("2-9", "The document has 3 page"), ("3-2", "Give a page"), ("x", "Give a page")):
        field.setText(typed)
        assert sentence in panel.box.scope.problem and not panel.box.send.isEnabled()
    field.setText("2 – 3")
    assert panel.box.asked_now("x").pages == (2, 3) and panel.box.send.isEnabled()
    turn = ask(qtbot, panel)
    assert turn.answer is not None and turn.answer.scope.pages == 2


def test_reading_everything_is_asked_for(qtbot: QtBot, panel: ConversationPanel) -> None:
    panel.box.thorough.setChecked(True)
    assert "every page" in panel.box.thorough.toolTip()
    turn = ask(qtbot, panel)
    assert turn.asked.thorough and turn.answer is not None and turn.answer.text.startswith(TRUE)


def test_every_control_has_a_name_and_is_reached_by_keyboard(
    qtbot: QtBot, panel: ConversationPanel, engine: Told
) -> None:
    ask(qtbot, panel)
    engine.will(TRUE, sure=False)
    ask(qtbot, panel)
    buttons = [one for one in panel.findChildren(QAbstractButton) if one.isVisible()]
    assert len(buttons) > 12
    for button in buttons:
        assert button.accessibleName() or button.text()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_question_to_be_changed_does_not_destroy_what_was_typed(panel: ConversationPanel) -> None:
    QTest.keyClicks(panel.box.field, "half a thought")
    panel.box.put(QUESTION)
    assert panel.box.field.toPlainText() == QUESTION
    panel.box.field.undo()
    assert panel.box.field.toPlainText() == "half a thought"
