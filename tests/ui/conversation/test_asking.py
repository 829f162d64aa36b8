"""Journeys of a question: answered, refused, withdrawn, stopped, failed, followed up."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.errors import UserFixable
from app.library import Library, conversations
from app.stop import Stop
from app.types import Document, Turn
from app.ui.conversation import ConversationPanel
from app.ui.conversation.answer_view import AnswerView
from app.ui.conversation.flow import ElidedButton
from app.ui.conversation.parts import TextButton
from app.ui.conversation.sources import CitationRow, PassageList
from app.ui.conversation.turn import TurnView
from app.ui.conversation.verdict import Verdict
from app.ui.jobs import Jobs, Lane
from app.ui.wanted import Mark
from tests import material
from tests.ui.conversation.conftest import ANSWERED, FALSE, QUESTION, TRUE, MakePanel, Told, ask, ended

pytestmark = [pytest.mark.embedder, pytest.mark.qt_log_ignore("propagateSizeHints")]


def verdict(turn: TurnView) -> Verdict:
    assert turn.verdict is not None
    return turn.verdict


def said(turn: TurnView) -> str:
    """All that stands in labels that are shown."""
    return "\n".join(label.text() for label in turn.findChildren(QLabel) if label.isVisible())


def press(qtbot: QtBot, turn: TurnView, name: str) -> None:
    """By keyboard."""
    buttons = turn.findChildren(QAbstractButton)
    button = next(one for one in buttons if one.isVisible() and (one.accessibleName() or one.text()) == name)
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(button, Qt.Key.Key_Space)


def chips(turn: TurnView) -> list[ElidedButton]:
    return [chip for row in turn.findChildren(CitationRow) for chip in row.findChildren(ElidedButton)]


def test_an_answer_comes_with_its_citations_and_marks_them(qtbot: QtBot, panel: ConversationPanel) -> None:
    marks: list[list[Mark]] = []
    panel.marks_changed.connect(marks.append)
    turn = ask(qtbot, panel)
    assert turn.answer is not None and turn.answer.found
    (chip,) = chips(turn)
    assert "[1]" in chip.accessibleName() and "prose.pdf" in chip.accessibleName() and "p. 2" in chip.accessibleName()
    with qtbot.waitSignal(panel.citation_chosen) as heard:
        QTest.keyClick(chip, Qt.Key.Key_Space)
    (citation,) = turn.answer.citations
    assert heard.args == [citation] and citation.quote == TRUE
    assert "Supported by 1 passage" in said(turn) and "Answered from 2 of 3 pages" in said(turn)
    qtbot.waitUntil(lambda: bool(marks) and len(marks[-1]) > 1)
    strong = [mark for mark in marks[-1] if mark.cited]
    assert strong == [Mark(citation.document, 2, citation.boxes, cited=True)]
    assert {mark.page for mark in marks[-1] if not mark.cited} == {p.page for p in turn.answer.passages}
    assert panel.conversation == turn.answer.conversation


def test_where_from_lists_every_passage(qtbot: QtBot, panel: ConversationPanel) -> None:
    turn = ask(qtbot, panel)
    press(qtbot, turn, "Where from?")
    rows = verdict(turn).passages.findChildren(QAbstractButton)
    assert turn.answer is not None and len(rows) == len(turn.answer.passages) > 0
    with qtbot.waitSignal(panel.passage_chosen) as heard:
        QTest.keyClick(rows[0], Qt.Key.Key_Space)
    assert heard.args == [turn.answer.passages[0]]
    press(qtbot, turn, "Where from?")
    assert not rows[0].isVisible()


def test_a_list_that_is_unfolded_is_read_from_its_beginning(
    qtbot: QtBot, panel: ConversationPanel, engine: Told
) -> None:
    panel.resize(420, 320)
    engine.will(TRUE, sure=False)
    turn = ask(qtbot, panel, "Who paid for the roof?")
    press(qtbot, turn, "What was looked at")
    passages, view, bar = verdict(turn).passages, panel.column.viewport(), panel.column.verticalScrollBar()
    qtbot.waitUntil(lambda: passages.height() > view.height() and bar.value() > 0)
    QApplication.processEvents()
    top = passages.mapTo(view, QPoint(0, 0)).y()
    assert 0 < top < view.height() // 2 and bar.value() < bar.maximum()


def test_what_is_not_supported_is_named(qtbot: QtBot, panel: ConversationPanel, engine: Told) -> None:
    engine.will(f"{TRUE} The roof was painted green in 1911.")
    turn = ask(qtbot, panel)
    assert turn.answer is not None and turn.answer.unsupported
    assert "The underlined words are not supported by the documents." in said(turn)


def test_a_refusal_says_what_was_searched_and_offers_to_read_everything(
    qtbot: QtBot, panel: ConversationPanel, engine: Told
) -> None:
    engine.will(TRUE, sure=False)
    turn = ask(qtbot, panel, "Who paid for the roof?")
    assert "The document does not say" in said(turn) and "Searched 3 page" in said(turn)
    assert not chips(turn) and "withdrawn" not in said(turn)
    before = len(engine.prompts)
    with qtbot.waitSignal(panel.busy_changed):
        press(qtbot, turn, "Read every page")
    ended(qtbot, panel)
    again = panel.column.turns[-1]
    assert again is not turn and again.asked.thorough and len(engine.prompts) > before
    assert again.answer is not None and again.answer.scope.read == 3
    assert "Read all 3 page" in said(again)


def test_a_refusal_shows_the_nearest_and_what_nothing_mentions(
    qtbot: QtBot, panel: ConversationPanel, engine: Told
) -> None:
    engine.will(TRUE, sure=False)
    turn = ask(qtbot, panel, "What was paid for the roof in 1887?")
    assert turn.answer is not None and turn.answer.nearest is not None and turn.answer.missing == ("1887",)
    assert "The nearest, which is not an answer" in said(turn) and turn.answer.nearest.quote in said(turn)
    assert "Nothing near it mentions \u20681887\u2069." in said(turn)
    with qtbot.waitSignal(turn.citation_chosen) as shown:
        next(one for one in turn.findChildren(TextButton) if turn.answer.nearest.quote in one.accessibleName()).click()
    assert shown.args == [turn.answer.nearest]


def test_a_withdrawn_answer_lies_in_a_closed_fold(qtbot: QtBot, panel: ConversationPanel, engine: Told) -> None:
    engine.will(FALSE)
    turn = ask(qtbot, panel)
    assert "The document does not say" in said(turn) and "withdrawn" in said(turn)
    assert not any(view.isVisible() for view in _texts(turn))
    press(qtbot, turn, "Show the withdrawn answer")
    assert any(view.toPlainText() == FALSE and view.isVisible() for view in _texts(turn))
    press(qtbot, turn, "Show the withdrawn answer")
    assert not any(view.isVisible() for view in _texts(turn))


def _texts(turn: TurnView) -> list[AnswerView]:
    return turn.findChildren(AnswerView)


def test_stopping_keeps_the_words_and_says_that_they_are_not_checked(
    qtbot: QtBot, panel: ConversationPanel, library: Library, engine: Told
) -> None:
    engine.gate.clear()
    panel.ask(QUESTION)
    turn = panel.column.turns[-1]
    qtbot.waitUntil(lambda: turn.written.startswith("The board"), timeout=ANSWERED)
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    ended(qtbot, panel)
    assert turn.written.startswith("The board") and "Stopped. Not checked." in said(turn)
    assert panel.conversation is None and not conversations.listed(library.rooms)
    engine.gate.set()
    press(qtbot, turn, "Ask again")
    ended(qtbot, panel)
    (again,) = panel.column.turns
    assert again is not turn and verdict(again), "nothing was kept of the one that was stopped"


def test_reading_everything_goes_on_where_it_was_stopped(
    qtbot: QtBot, panel: ConversationPanel, library: Library, engine: Told, tmp_path: Path
) -> None:
    (long,) = library.add([material.long_document(tmp_path, 12)], wait=False, stop=Stop())
    assert isinstance(long, Document)
    panel.set_documents([long], [])
    panel.set_current(long, 1)
    panel.box.thorough.setChecked(True)
    engine.looks = 2
    panel.ask("Who paid for the roof?")
    turn = panel.column.turns[-1]
    qtbot.waitUntil(lambda: "Reading everything" in said(turn), timeout=ANSWERED)
    panel.stop()
    ended(qtbot, panel)
    assert "Stopped. What was read is kept" in said(turn)
    engine.looks = None
    before = list(engine.prompts)
    press(qtbot, turn, "Continue")
    ended(qtbot, panel)
    (again,) = panel.column.turns
    assert verdict(again) and again.asked.thorough
    assert len(before) == 2 and not any(prompt in before for prompt in engine.prompts[2:])


def test_a_question_that_waits_for_the_model_is_stopped_at_once(
    qtbot: QtBot, panel: ConversationPanel, jobs: Jobs
) -> None:
    jobs.run(lambda tell, stop: stop.wait(30), lane=Lane.MODEL)
    panel.ask(QUESTION)
    assert panel.busy
    panel.stop()
    assert "Stopped." in said(ended(qtbot, panel)) and jobs.busy


def test_an_engine_that_dies_fails_one_question(qtbot: QtBot, panel: ConversationPanel, engine: Told) -> None:
    engine.crash()
    turn = ask(qtbot, panel)
    assert "The model stopped unexpectedly" in said(turn)
    press(qtbot, turn, "Ask again")
    ended(qtbot, panel)
    assert panel.column.turns[-1].answer is not None


def test_without_a_model_the_way_to_one_is_shown(qtbot: QtBot, panel: ConversationPanel, engine: Told) -> None:
    engine.fails = UserFixable("model_missing", model="some-model")
    turn = ask(qtbot, panel)
    assert "The model ‘some-model’ is not on this machine." in said(turn) and "settings" in said(turn)
    with qtbot.waitSignal(panel.model_wanted):
        press(qtbot, turn, "Choose a model…")


def test_without_a_model_there_is_what_a_search_finds(
    qtbot: QtBot, panel: ConversationPanel, engine: Told, document: Document
) -> None:
    engine.fails = UserFixable("model_missing", model="some-model")
    turn = ask(qtbot, panel)
    qtbot.waitUntil(lambda: "What was found in the documents" in said(turn))
    rows = [row for found in turn.findChildren(PassageList) for row in found.findChildren(QAbstractButton)]
    bar = panel.column.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert bar.value() == 0, "why nothing was answered is seen first"
    assert rows and all(row.isVisible() for row in rows) and "Ingrid Solvang" in rows[0].accessibleName()
    with qtbot.waitSignal(panel.passage_chosen) as heard:
        QTest.keyClick(rows[0], Qt.Key.Key_Space)
    assert heard.args is not None and heard.args[0].document == document.id
    panel.forget([document.id])
    assert not panel.column.turns, "its words go with it"


def test_without_a_model_a_search_that_finds_nothing_says_so(
    qtbot: QtBot, panel: ConversationPanel, engine: Told
) -> None:
    engine.fails = UserFixable("model_missing", model="some-model")
    turn = ask(qtbot, panel, "qqqzzz")
    qtbot.waitUntil(lambda: "Nothing was found in the documents." in said(turn))


def test_a_follow_up_knows_what_came_before(
    qtbot: QtBot, panel: ConversationPanel, library: Library, engine: Told
) -> None:
    ask(qtbot, panel)
    ask(qtbot, panel, "And when was that?")
    asked = "The board chose Ingrid Solvang as its chair in September 2024. And when was that?"
    assert asked in engine.prompts[-1].messages[-1].content
    assert panel.conversation is not None
    assert [turn.question for turn in conversations.turns(library.rooms, panel.conversation)] == [
        QUESTION,
        "And when was that?",
    ]
    panel.new_conversation()
    assert panel.conversation is None and not panel.column.turns
    ask(qtbot, panel, "Who chairs the board?")
    assert "Earlier question" not in engine.prompts[-1].messages[-1].content
    assert len(conversations.listed(library.rooms)) == 2


def test_a_kept_conversation_is_shown_and_goes_on(
    qtbot: QtBot, panel: ConversationPanel, make_panel: MakePanel, library: Library, engine: Told
) -> None:
    first = ask(qtbot, panel)
    engine.will(FALSE)
    ask(qtbot, panel, "What burned down?")
    press(qtbot, first, "Good answer (kept on this machine only)")
    kept = panel.conversation
    assert kept is not None
    qtbot.waitUntil(lambda: [turn.rating for turn in conversations.turns(library.rooms, kept)] == [1, 0])

    later = make_panel()
    marks: list[list[Mark]] = []
    later.marks_changed.connect(marks.append)
    later.open_conversation(kept)
    qtbot.waitUntil(lambda: len(later.column.turns) == 2 and bool(marks) and bool(marks[-1]))
    again = later.column.turns[0]
    assert again.answer == first.answer and len(chips(again)) == 1
    assert later.column.selected is later.column.turns[1]
    engine.will(TRUE)
    ask(qtbot, later, "And when was that?")
    assert later.conversation == kept and len(conversations.turns(library.rooms, kept)) == 3
    press(qtbot, again, "Good answer (kept on this machine only)")
    qtbot.waitUntil(lambda: [turn.rating for turn in conversations.turns(library.rooms, kept)] == [0, 0, 0])


def test_a_conversation_that_is_gone_is_said_to_be(qtbot: QtBot, panel: ConversationPanel) -> None:
    panel.open_conversation("0123456789ab")
    qtbot.waitUntil(panel.banner.isVisible)
    assert "No conversation here is called" in panel.banner.text and panel.conversation is None


def test_leaving_stops_what_is_being_answered(
    qtbot: QtBot, panel: ConversationPanel, library: Library, jobs: Jobs, engine: Told
) -> None:
    engine.gate.clear()
    panel.ask(QUESTION)
    turn = panel.column.turns[-1]
    qtbot.waitUntil(lambda: bool(turn.written), timeout=ANSWERED)
    with qtbot.waitSignal(panel.busy_changed) as heard:
        panel.new_conversation()
    assert heard.args == [False] and not panel.column.turns
    qtbot.waitUntil(lambda: not jobs.busy, timeout=ANSWERED)
    assert not conversations.listed(library.rooms)


def test_a_turn_that_is_clicked_is_marked_on_the_pages(
    qtbot: QtBot, panel: ConversationPanel, engine: Told, document: Document
) -> None:
    first, second = ask(qtbot, panel), ask(qtbot, panel, "And when was that?")
    assert second.is_selected and not first.is_selected
    with qtbot.waitSignal(panel.marks_changed) as heard:
        QTest.mouseClick(first, Qt.MouseButton.LeftButton, pos=first.rect().topLeft())
    assert first.is_selected and not second.is_selected
    assert heard.args is not None and all(mark.document == document.id for mark in heard.args[0])


def test_answers_and_questions_are_copied(qtbot: QtBot, panel: ConversationPanel, engine: Told) -> None:
    turn = ask(qtbot, panel)
    press(qtbot, turn, "Copy the question")
    assert QGuiApplication.clipboard().text() == QUESTION
    QTest.keyClick(panel, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == f"{TRUE} [1]\n\nSources:\n[1] prose.pdf, p. 2: “{TRUE}”"
    press(qtbot, turn, "Change the question")
    assert panel.box.field.toPlainText() == QUESTION and panel.box.field.hasFocus()


def test_the_column_follows_only_a_reader_who_is_at_the_end(
    qtbot: QtBot, panel: ConversationPanel, engine: Told
) -> None:
    panel.resize(420, 420)
    engine.will("\n\n".join([TRUE] * 30))
    ask(qtbot, panel)
    bar = panel.column.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    engine.gate.clear()
    panel.ask(QUESTION)
    qtbot.waitUntil(lambda: bool(panel.column.turns[-1].written), timeout=ANSWERED)
    bar.setValue(10)
    high = bar.maximum()
    engine.gate.set()
    qtbot.waitUntil(lambda: not panel.busy and bar.maximum() > high, timeout=ANSWERED)
    assert bar.value() == 10


def test_of_a_long_conversation_the_last_turns_are_shown_and_the_others_on_request(
    qtbot: QtBot, panel: ConversationPanel
) -> None:
    turn = ask(qtbot, panel)
    assert turn.answer is not None and panel.conversation is not None
    kept = [Turn(n, panel.conversation, replace(turn.answer, question=f"Question {n}?"), 0.0) for n in range(40)]
    panel.column.clear()
    panel.column.fill(kept)
    qtbot.waitUntil(lambda: len(panel.column.turns) == 15 and panel.column.selected is panel.column.turns[-1])
    bar = panel.column.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    bar.setValue(0)
    from_end = bar.maximum()
    QTest.keyClick(panel.column.earlier, Qt.Key.Key_Space)
    assert len(panel.column.turns) == 30
    qtbot.waitUntil(lambda: bar.value() > 0)
    assert bar.maximum() - bar.value() == from_end
    QTest.keyClick(panel.column.earlier, Qt.Key.Key_Space)
    assert [one.asked.question for one in panel.column.turns] == [one.question for one in kept]
    assert not panel.column.earlier.isVisible()


def test_a_question_comes_behind_what_is_still_being_shown(qtbot: QtBot, panel: ConversationPanel) -> None:
    turn = ask(qtbot, panel)
    assert turn.answer is not None
    panel.column.fill([Turn(n, "c", turn.answer, 0.0) for n in range(5)])
    assert len(panel.column.turns) == 1
    panel.ask("And then?")
    assert [one.asked.question for one in panel.column.turns] == [QUESTION] * 6 + ["And then?"]
    ended(qtbot, panel)
