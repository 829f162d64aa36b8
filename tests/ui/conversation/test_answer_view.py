"""Reading an answer: marks can be hovered and clicked, the text selected; the column around it scrolls."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.types import Citation
from app.ui.conversation import wording
from app.ui.conversation.answer_view import AnswerView
from app.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CITATION = Citation(1, "d" * 64, "report.pdf", 12, "x", "The <b>board</b> chose", ((1.0, 2.0, 3.0, 4.0),))
TEXT = "The board chose Ingrid Solvang [1] and it paid 4,500 crowns for a new ramp at the western quay."


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> AnswerView:
    made = AnswerView(theme)
    qtbot.addWidget(made)
    made.resize(400, 100)
    made.show()
    made.set_answer(TEXT, [CITATION], ["4,500"])
    return made


def _mark(view: AnswerView) -> QPoint:
    cursor = view.document().find("[1]")
    cursor.setPosition(cursor.selectionStart() + 1)
    return view.cursorRect(cursor).center()


def test_a_click_on_a_mark_chooses_its_citation(qtbot: QtBot, view: AnswerView) -> None:
    with qtbot.waitSignal(view.chosen) as heard:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=_mark(view))
    assert heard.args == [CITATION]
    with qtbot.assertNotEmitted(view.chosen):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(4, 4))


def test_hovering_a_mark_says_what_is_quoted_and_where(view: AnswerView) -> None:
    assert view.citation_at(_mark(view)) == CITATION
    assert view.citation_at(QPoint(4, 4)) is None
    said = wording.quote(CITATION)
    assert "The <b>board</b> chose" in said and "report.pdf" in said and "12" in said and "x" in said


def test_it_is_as_tall_as_its_text(qtbot: QtBot, view: AnswerView) -> None:
    wide = view.height()
    view.resize(150, view.height())
    assert view.height() > wide
    assert view.height() >= view.document().size().height()


def test_a_long_line_of_code_scrolls_in_its_own_answer(view: AnswerView) -> None:
    view.set_answer("Text\n\n```\n" + "x = 1; " * 60 + "\n```\n")
    assert view.horizontalScrollBar().maximum() > 0
    assert view.width() == 400


def test_what_is_selected_is_copied_without_markup(view: AnswerView) -> None:
    view.moveCursor(QTextCursor.MoveOperation.Start)
    view.moveCursor(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    data = view.createMimeDataFromSelection()
    assert data.text() == TEXT and not data.hasHtml()


def test_the_wheel_is_for_the_column(view: AnswerView) -> None:
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    view.wheelEvent(event)
    assert not event.isAccepted()


def test_another_look_keeps_the_text(view: AnswerView, theme: Theme) -> None:
    before = view.document().size().height()
    theme.choose(appearance="dark", text_size=200)
    assert view.toPlainText() == TEXT
    assert view.document().size().height() > before
