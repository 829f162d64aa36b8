"""A question for a model elsewhere: nothing leaves before it was read and sent, exactly that leaves, and what comes is checked here."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.host import settings
from app.library import Library
from app.types import Answer, Provider
from app.ui.cloud.badge import Badge
from app.ui.cloud.preview import PreviewDialog
from app.ui.conversation import ConversationPanel
from app.ui.conversation.asked import Asked
from app.ui.conversation.turn import TurnView
from app.words import SUGGESTIONS
from tests.gateway.cloud import provider as scripted
from tests.gateway.cloud.provider import answer, chunk, events, head, refusal
from tests.ui.conversation.conftest import ANSWERED, FALSE, QUESTION, TRUE, MakePanel, ask, ended
from tests.ui.settings.finding import button, has_button, said

pytestmark = [pytest.mark.embedder, pytest.mark.qt_log_ignore("This plugin does not support")]


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
    qtbot.waitUntil(lambda: panel.box.cloud.isVisible())
    return panel


def previewed(qtbot: QtBot, panel: ConversationPanel, question: str = QUESTION) -> PreviewDialog:
    """What would be sent with a question that is typed."""
    panel.box.field.setPlainText(question)
    panel.box.cloud.click()
    return shown(qtbot, panel)


def shown(qtbot: QtBot, panel: ConversationPanel) -> PreviewDialog:
    previewing = panel.asking_elsewhere.previewing
    qtbot.waitUntil(lambda: previewing.dialog is not None and previewing.dialog.send.isEnabled(), timeout=ANSWERED)
    assert previewing.dialog is not None
    return previewing.dialog


def sent(qtbot: QtBot, panel: ConversationPanel) -> TurnView:
    """The turn of what was previewed and sent, once it is answered."""
    previewed(qtbot, panel).send.click()
    return ended(qtbot, panel)


def test_nothing_of_it_is_seen_while_no_model_elsewhere_is_set_up(panel: ConversationPanel) -> None:
    assert not panel.box.cloud.isVisible()


def test_a_question_that_is_cancelled_leaves_nothing_and_stays_in_the_field(
    qtbot: QtBot, open_panel: ConversationPanel, elsewhere: scripted.Provider, library: Library
) -> None:
    dialog = previewed(qtbot, open_panel)
    dialog.cancel.click()
    QApplication.processEvents()
    assert elsewhere.connections == 0 and library.cloud.sent() == ()
    assert open_panel.box.field.toPlainText() == QUESTION and not open_panel.column.turns


def test_what_was_read_leaves_once_and_the_answer_is_marked_cited_and_kept(
    qtbot: QtBot, open_panel: ConversationPanel, elsewhere: scripted.Provider, library: Library
) -> None:
    elsewhere.answers.append(answer("The board chose PERSON_1 ", "as its chair in September 2024 [1]."))
    dialog = previewed(qtbot, open_panel)
    now = dialog.drafting.now
    assert now is not None and elsewhere.connections == 0
    assert "Ingrid Solvang" not in now.letter.text and "PERSON_1" in now.letter.text
    dialog.send.click()
    turn = ended(qtbot, open_panel)
    assert [seen.body for seen in elsewhere.seen] == [now.letter.body]
    given = turn.answer
    assert isinstance(given, Answer) and given.cloud is not None and given.found
    assert "Ingrid Solvang" in given.text and given.citations and not given.unsupported
    assert turn.verdict is not None and turn.verdict.findChild(Badge) is not None
    assert "From Office, not from this machine · wren-large · 49 tokens" in said(turn)
    assert open_panel.box.field.toPlainText() == "" and given.conversation == open_panel.conversation
    assert [one.digest for one in library.cloud.sent()] == [now.letter.digest]


def test_what_nothing_supports_is_marked_and_can_be_put_right_after_another_look(
    qtbot: QtBot, open_panel: ConversationPanel, elsewhere: scripted.Provider
) -> None:
    elsewhere.answers += [answer(f"{TRUE} [1] {FALSE}"), answer(f"{TRUE} [1]")]
    turn = sent(qtbot, open_panel)
    assert turn.answer is not None and turn.answer.unsupported
    button(turn, "Ask it to correct this…").click()
    dialog = shown(qtbot, open_panel)
    assert len(elsewhere.seen) == 1, "nothing is sent before it was read"
    assert dialog.drafting.now is not None and dialog.drafting.now.draft.kind == "correction"
    dialog.send.click()
    corrected = ended(qtbot, open_panel)
    assert len(elsewhere.seen) == 2 and FALSE in json.loads(elsewhere.seen[1].body)["messages"][1]["content"]
    assert corrected.answer is not None and not corrected.answer.unsupported
    assert not has_button(corrected, "Ask it to correct this…")


def test_an_answer_that_breaks_off_stays_and_says_so(
    qtbot: QtBot, open_panel: ConversationPanel, elsewhere: scripted.Provider
) -> None:
    elsewhere.answers.append([head() + events(chunk(f"{TRUE} "))])
    turn = sent(qtbot, open_panel)
    assert turn.answer is not None and turn.answer.cloud is not None and not turn.answer.cloud.ended
    assert "cut short: the answer is not whole" in said(turn)


def test_a_refusal_is_one_sentence_and_asking_again_shows_the_preview_again(
    qtbot: QtBot, open_panel: ConversationPanel, elsewhere: scripted.Provider
) -> None:
    elsewhere.answers.append(refusal("401 Unauthorized"))
    turn = sent(qtbot, open_panel)
    assert turn.answer is None and "There is no key that ‘office’ takes" in said(turn)
    with qtbot.waitSignal(open_panel.column.key_wanted):
        button(turn, "Enter key…").click()
    turn.question.again.click()
    dialog = shown(qtbot, open_panel)
    assert len(elsewhere.seen) == 1
    dialog.cancel.click()


def test_a_weak_answer_hints_at_a_larger_model_only_where_one_is_set_up(
    qtbot: QtBot, open_panel: ConversationPanel, make_panel: MakePanel
) -> None:
    turn = ask(qtbot, open_panel)
    assert turn.answer is not None
    weak = replace(turn.answer, suggest_cloud=SUGGESTIONS["unsupported"])
    hinted = open_panel.column.add(Asked(QUESTION, turn.asked.documents))
    hinted.show_answer(weak)
    assert "A larger model may do better" in said(hinted)
    other = make_panel()
    plain = other.column.add(Asked(QUESTION))
    plain.show_answer(weak)
    assert "larger model" not in said(plain) and not has_button(plain, "Ask cloud…")
    hinted.cloud_wanted.emit()
    shown(qtbot, open_panel).cancel.click()
