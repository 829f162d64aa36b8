"""The page is read while the question is being typed."""

import threading

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.host import settings
from app.library import Library
from app.stop import Stop, Stopped
from app.types import Prompt, TokenCount
from app.ui.conversation import ConversationPanel
from app.ui.jobs import Jobs, Lane
from tests.ui.conversation.conftest import ANSWERED, QUESTION, MakePanel, Told, ended

pytestmark = [pytest.mark.embedder, pytest.mark.qt_log_ignore("propagateSizeHints")]


class Slow(Told):
    """Reads ahead until it is stopped."""

    def __init__(self) -> None:
        super().__init__()
        self.loads = 0
        self.dropped = threading.Event()

    def load(self, **how: object) -> None:
        self.loads += 1

    def read_ahead(self, prompt: Prompt, *, stop: Stop) -> TokenCount | None:
        super().read_ahead(prompt, stop=stop)
        if not self.gate.is_set():
            try:
                while not stop.wait(0.01):
                    pass
                stop.check()
            except Stopped:
                self.dropped.set()
                raise
        return TokenCount(10, 0)


@pytest.fixture
def engine() -> Slow:
    return Slow()


def _type(panel: ConversationPanel, text: str) -> None:
    QTest.keyClicks(panel.box.field, text)


def _read(qtbot: QtBot, engine: Slow, times: int = 1) -> None:
    qtbot.waitUntil(lambda: len(engine.read) == times, timeout=ANSWERED)


def test_the_page_is_read_while_the_question_is_typed(
    qtbot: QtBot, panel: ConversationPanel, engine: Slow, jobs: Jobs
) -> None:
    _type(panel, QUESTION[:-10])
    _read(qtbot, engine)
    assert engine.loads == 1
    qtbot.waitUntil(lambda: jobs.is_free(Lane.AHEAD), timeout=ANSWERED)
    QTest.keyClicks(panel.box.field, QUESTION[-10:])
    panel.box.field.entered.emit()
    assert panel.busy
    assert ended(qtbot, panel).answer is not None
    assert engine.read == engine.read[:1], "the same page is not read again"
    assert engine.prompts[0].messages[-1].content.startswith(engine.read[0].messages[-1].content)


def test_the_page_is_read_again_once_the_model_was_given_back(
    qtbot: QtBot, panel: ConversationPanel, library: Library, engine: Slow, jobs: Jobs
) -> None:
    _type(panel, QUESTION[:-10])
    _read(qtbot, engine)
    qtbot.waitUntil(lambda: jobs.is_free(Lane.AHEAD), timeout=ANSWERED)
    library.rooms.unload()
    _type(panel, QUESTION[-10:])
    _read(qtbot, engine, times=2)
    assert engine.read[0] == engine.read[1]


def test_a_question_that_is_asked_drops_nothing(qtbot: QtBot, panel: ConversationPanel, engine: Slow) -> None:
    engine.gate.clear()
    _type(panel, QUESTION)
    _read(qtbot, engine)
    panel.box.field.entered.emit()
    qtbot.waitUntil(lambda: bool(engine.prompts), timeout=ANSWERED)
    assert not engine.dropped.is_set()
    engine.gate.set()
    ended(qtbot, panel)


def test_an_emptied_field_drops_what_is_being_read(qtbot: QtBot, panel: ConversationPanel, engine: Slow) -> None:
    engine.gate.clear()
    _type(panel, QUESTION)
    _read(qtbot, engine)
    panel.box.field.clear()
    qtbot.waitUntil(engine.dropped.is_set, timeout=ANSWERED)


def test_another_scope_drops_what_is_being_read(qtbot: QtBot, panel: ConversationPanel, engine: Slow) -> None:
    engine.gate.clear()
    _type(panel, QUESTION)
    _read(qtbot, engine)
    panel.set_documents([], [])
    qtbot.waitUntil(engine.dropped.is_set, timeout=ANSWERED)


def test_nothing_is_read_while_an_answer_is_written(
    qtbot: QtBot, panel: ConversationPanel, engine: Slow, jobs: Jobs
) -> None:
    engine.looks = 0
    panel.ask(QUESTION)
    _type(panel, QUESTION)
    panel._ahead._look()
    assert jobs.is_free(Lane.AHEAD)
    panel.stop()
    ended(qtbot, panel)
    _read(qtbot, engine)


def test_it_can_be_turned_off(qtbot: QtBot, make_panel: MakePanel, library: Library, engine: Slow, jobs: Jobs) -> None:
    settings.change(library.rooms.paths.settings, ahead=False)
    panel = make_panel()
    _type(panel, QUESTION)
    panel._ahead._look()
    qtbot.waitUntil(lambda: jobs.is_free(Lane.AHEAD), timeout=ANSWERED)
    assert (engine.loads, engine.read) == (0, [])
