"""A question asked by steps: no passage leaves, each of the two letters is read first, and what was found here is never lost."""

import json
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.errors import UserFixable
from app.host import settings
from app.library import Library, conversations
from app.types import Provider
from app.ui.cloud.preview import PreviewDialog
from app.ui.conversation import ConversationPanel
from app.ui.conversation.turn import TurnView
from tests.gateway.cloud import provider as scripted
from tests.gateway.cloud.provider import answer, chunk, events, head, until_left
from tests.ui.conversation.conftest import ANSWERED, FALSE, QUESTION, TRUE, MakePanel, Told, ended
from tests.ui.settings.finding import button, has_button, said

pytestmark = [pytest.mark.embedder, pytest.mark.qt_log_ignore("This plugin does not support")]

STEPS = "1. Who was chosen as chair of the board?\n2. Who left the board?\n"
PRIVATE = ("412,906", "Solvang", "page 2")
"""Of the document, and of none of its titles."""


@pytest.fixture
def elsewhere() -> Iterator[scripted.Provider]:
    with scripted.providing() as made:
        yield made


@pytest.fixture
def open_panel(
    qtbot: QtBot, library: Library, elsewhere: scripted.Provider, make_panel: MakePanel
) -> ConversationPanel:
    """With a model elsewhere that is set up."""
    office = Provider("office", "Office", "openai", elsewhere.address, "qwen3-32b")
    library.rooms.paths.ensure()
    settings.change(library.rooms.paths.settings, providers=(office,))
    panel = make_panel()
    panel.asking_elsewhere._elsewhere.reload()
    qtbot.waitUntil(lambda: panel.box.cloud.isVisible(), timeout=ANSWERED)
    return panel


def shown(qtbot: QtBot, panel: ConversationPanel, kind: str) -> PreviewDialog:
    """The preview, once all of a letter of that kind is in it."""
    previewing = panel.asking_elsewhere.previewing

    def is_there() -> bool:
        dialog = previewing.dialog
        if dialog is None or not dialog.send.isEnabled() or dialog.drafting.now is None:
            return False
        return dialog.drafting.now.draft.kind == kind

    qtbot.waitUntil(is_there, timeout=ANSWERED)
    assert previewing.dialog is not None
    return previewing.dialog


def planned(qtbot: QtBot, panel: ConversationPanel) -> PreviewDialog:
    """What leaves first of a question that is asked in steps."""
    panel.box.field.setPlainText(QUESTION)
    panel.box.cloud.click()
    shown(qtbot, panel, "ask").ways.steps.click()
    return shown(qtbot, panel, "steps")


def found(qtbot: QtBot, panel: ConversationPanel, elsewhere: scripted.Provider) -> PreviewDialog:
    """What leaves second."""
    elsewhere.answers.append(answer(STEPS))
    planned(qtbot, panel).send.click()
    return shown(qtbot, panel, "findings")


def told(elsewhere: scripted.Provider) -> list[str]:
    return [json.loads(seen.body)["messages"][1]["content"] for seen in elsewhere.seen]


def test_a_question_goes_in_two_letters_without_a_passage(
    qtbot: QtBot, open_panel: ConversationPanel, elsewhere: scripted.Provider, library: Library, engine: Told
) -> None:
    engine.will(TRUE)
    dialog = found(qtbot, open_panel, elsewhere)
    (turn,) = open_panel.column.turns
    assert turn.answer is not None and turn.answer.citations and len(elsewhere.seen) == 1
    assert "Looked up here, step by step" in said(turn) and "Who left the board?" in turn.answer.text
    elsewhere.answers.append(answer("The board chose PERSON_1 as its chair. [1]"))
    dialog.send.click()
    given = ended(qtbot, open_panel).answer
    assert given is not None and given.cloud is not None and given.found and given.citations
    assert "Ingrid Solvang" in given.text and given.conversation == turn.answer.conversation
    for text in told(elsewhere):
        assert not [words for words in PRIVATE if words in text], text
    assert [one.kind for one in library.cloud.sent()] == ["steps", "findings"]
    assert len(conversations.turns(library.rooms, given.conversation or "")) == 2


def test_the_way_can_be_changed_and_what_was_typed_goes_with_it(
    qtbot: QtBot, open_panel: ConversationPanel, elsewhere: scripted.Provider
) -> None:
    open_panel.box.field.setPlainText(QUESTION)
    open_panel.box.cloud.click()
    dialog = shown(qtbot, open_panel, "ask")
    assert QApplication.focusWidget() is dialog.cancel or not dialog.isActiveWindow()
    before = dialog.drafting.now
    assert before is not None
    piece = next(one for one in before.letter.shown if one.what == "question")
    dialog.sheet.edited.emit(piece, "Who chairs the ferry board?")
    dialog.ways.steps.setFocus()
    QTest.keyClick(dialog.ways.steps, Qt.Key.Key_Space)
    now = shown(qtbot, open_panel, "steps").drafting.now
    assert now is not None and now.draft.question == "Who chairs the ferry board?"
    assert "412,906" not in now.letter.text and not now.draft.parts[0].pages
    dialog.ways.passages.click()
    back = shown(qtbot, open_panel, "ask").drafting.now
    assert back is not None and back.draft.question == "Who chairs the ferry board?"
    assert len(back.draft.parts) == len(before.draft.parts)
    dialog.cancel.click()
    assert elsewhere.connections == 0


def test_what_was_found_stays_if_the_second_letter_is_cancelled_and_can_be_sent_after_a_restart(
    qtbot: QtBot, open_panel: ConversationPanel, elsewhere: scripted.Provider, engine: Told, make_panel: MakePanel
) -> None:
    engine.will(TRUE)
    first = found(qtbot, open_panel, elsewhere).drafting.now
    assert first is not None
    open_panel.asking_elsewhere.previewing.forget()
    QApplication.processEvents()
    (turn,) = open_panel.column.turns
    assert turn.answer is not None and turn.answer.citations and turn.answer.cloud is None
    again = reopened(qtbot, make_panel, turn)
    assert said(again.column.turns[0]).count("Looked up here") == 1
    button(again.column.turns[0], "Send what was found…").click()
    second = shown(qtbot, again, "findings")
    assert second.drafting.now is not None and second.drafting.now.letter.body == first.letter.body
    second.cancel.click()
    assert len(elsewhere.seen) == 1


def test_stopped_while_it_is_looked_up_what_was_found_stays_and_it_goes_on_from_there(
    qtbot: QtBot, open_panel: ConversationPanel, elsewhere: scripted.Provider, engine: Told
) -> None:
    engine.will(TRUE)
    engine.looks = 1
    elsewhere.answers.append(answer(STEPS))
    planned(qtbot, open_panel).send.click()
    qtbot.waitUntil(lambda: engine.looks == 0, timeout=ANSWERED)
    open_panel.stop()
    turn = ended(qtbot, open_panel)
    assert turn.answer is not None and turn.answer.waiting
    assert open_panel.asking_elsewhere.previewing.dialog is None
    engine.looks = None
    button(turn, "Continue").click()
    shown(qtbot, open_panel, "findings").cancel.click()
    assert turn.answer is not None and not turn.answer.waiting and turn.answer.found
    assert len(elsewhere.seen) == 1


def test_a_model_that_fails_here_loses_no_step(
    qtbot: QtBot, open_panel: ConversationPanel, elsewhere: scripted.Provider, engine: Told
) -> None:
    engine.will(TRUE)
    engine.fails = UserFixable("memory", model="wren", need="2 GB")
    elsewhere.answers.append(answer(STEPS))
    planned(qtbot, open_panel).send.click()
    turn = ended(qtbot, open_panel)
    qtbot.waitUntil(lambda: has_button(turn, "Choose a model…"), timeout=ANSWERED)
    assert turn.answer is not None and "Who left the board?" in turn.answer.text and turn.answer.waiting
    engine.fails = None
    turn.again_wanted.emit()
    shown(qtbot, open_panel, "findings").cancel.click()


def test_a_correction_of_an_answer_by_steps_brings_no_passage(
    qtbot: QtBot, open_panel: ConversationPanel, elsewhere: scripted.Provider, engine: Told, make_panel: MakePanel
) -> None:
    engine.will(TRUE)
    dialog = found(qtbot, open_panel, elsewhere)
    elsewhere.answers.append(answer(f"{TRUE.replace('Ingrid Solvang', 'PERSON_1')} [1] {FALSE}"))
    dialog.send.click()
    turn = ended(qtbot, open_panel)
    assert turn.answer is not None and turn.answer.unsupported
    again = reopened(qtbot, make_panel, turn)
    button(again.column.turns[-1], "Ask it to correct this…").click()
    now = shown(qtbot, again, "recombination").drafting.now
    assert now is not None and "harbour burned down" in now.letter.text
    assert not any(words in now.letter.text for words in PRIVATE) and "<passage" not in now.letter.text
    again.asking_elsewhere.previewing.forget()


def test_a_stop_in_mid_stream_keeps_the_words_also_after_a_restart(
    qtbot: QtBot, open_panel: ConversationPanel, elsewhere: scripted.Provider, library: Library, make_panel: MakePanel
) -> None:
    came = chunk("The board chose PERSON_1 as its chair in September 2024. It al")
    elsewhere.answers.append([head() + events(came, chunk("so")), until_left(elsewhere)])
    open_panel.box.field.setPlainText(QUESTION)
    open_panel.box.cloud.click()
    dialog = shown(qtbot, open_panel, "ask")
    before = dialog.drafting.now
    assert before is not None
    dialog.send.click()
    qtbot.waitUntil(lambda: bool(open_panel.column.turns[-1].written), timeout=ANSWERED)
    open_panel.stop()
    turn = ended(qtbot, open_panel)
    for panel in (open_panel, reopened(qtbot, make_panel, turn)):
        last = panel.column.turns[-1]
        assert last.answer is not None and "Ingrid Solvang" in last.answer.text and last.answer.citations
        assert "cut short: the answer is not whole" in said(last)
        button(last, "Send again…").click()
        again = shown(qtbot, panel, "ask")
        assert again.drafting.now is not None and again.drafting.now.letter.shown[-1] == before.letter.shown[-1]
        again.cancel.click()
    assert len(elsewhere.seen) == 1 and [one.outcome for one in library.cloud.sent()] == ["halted"]


def reopened(qtbot: QtBot, make_panel: MakePanel, turn: TurnView) -> ConversationPanel:
    """Another window, with the conversation as it was kept."""
    assert turn.answer is not None and turn.answer.conversation is not None
    panel = make_panel()
    panel.asking_elsewhere._elsewhere.reload()
    qtbot.waitUntil(lambda: panel.box.cloud.isVisible(), timeout=ANSWERED)
    panel.open_conversation(turn.answer.conversation)
    qtbot.waitUntil(lambda: bool(panel.column.turns) and panel.column.selected is not None, timeout=ANSWERED)
    return panel
