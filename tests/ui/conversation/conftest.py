"""A panel over a library with one document, and an engine whose answers are known and can be held up."""

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.errors import UserFixable
from app.library import Library
from app.stop import Stop
from app.types import Document, Generation, Prompt, Report
from app.ui.conversation import ConversationPanel
from app.ui.conversation.turn import TurnView
from app.ui.jobs import Jobs
from app.ui.theme import Theme
from tests import material
from tests.fakes import FakeEngine

QUESTION = "Who was chosen as chair of the board in September 2024?"
TRUE = "The board chose Ingrid Solvang as its chair in September 2024."
FALSE = "The harbour burned down in 1911 and nobody was paid for it."
ANSWERED = 30_000
"""Milliseconds for an answer on a busy machine."""

MakePanel = Callable[[], ConversationPanel]


class Told(FakeEngine):
    """Answers what it is told to, and waits after some words that are shown until `gate` is open or it is stopped."""

    def __init__(self) -> None:
        super().__init__([TRUE], shares={"Yes": 99.0})
        self.gate = threading.Event()
        self.gate.set()
        self.fails: UserFixable | None = None
        self.looks: int | None = None
        """So many choices are made; at the next one it waits until it is stopped."""

    def will(self, *replies: str, sure: bool = True) -> None:
        """`sure`: whether it finds that the passages hold the answer."""
        self._replies = list(replies)
        self._shares = [{"Yes" if sure else "No": 99.0}]

    def load(self, *, report: Report, stop: Stop) -> None:
        if self.fails is not None:
            raise self.fails
        super().load(report=report, stop=stop)

    def choose(self, prompt: Prompt, options: Sequence[str], *, stop: Stop) -> Mapping[str, float]:
        while self.looks == 0:
            stop.wait(0.01)
            stop.check()
        self.looks = None if self.looks is None else self.looks - 1
        return super().choose(prompt, options, stop=stop)

    def generate(
        self, prompt: Prompt, *, stop: Stop, on_text: Callable[[str], None] | None = None, **how: Any
    ) -> Generation:
        written: list[str] = []

        def passed_on(text: str) -> None:
            written.append(text)
            if on_text is not None:
                on_text(text)
            while on_text is not None and len(written) == 4 and not self.gate.is_set():
                stop.wait(0.01)
                stop.check()

        return super().generate(prompt, stop=stop, on_text=passed_on, **how)


@pytest.fixture
def engine() -> Told:
    return Told()


@pytest.fixture
def document(library: Library, tmp_path: Path) -> Document:
    """Three pages about a ferry trust, searchable by words and by meaning."""
    (added,) = library.add([material.prose(tmp_path)], stop=Stop())
    assert isinstance(added, Document)
    return added


@pytest.fixture
def make_panel(qtbot: QtBot, library: Library, jobs: Jobs, theme: Theme, document: Document) -> MakePanel:
    """As the window shows it while the document is open."""

    def make() -> ConversationPanel:
        panel = ConversationPanel(library, jobs, theme)
        qtbot.addWidget(panel)
        panel.resize(420, 800)
        panel.show()
        panel.set_documents([document], [])
        panel.set_current(document, 1)
        return panel

    return make


@pytest.fixture
def panel(make_panel: MakePanel) -> ConversationPanel:
    return make_panel()


def ask(qtbot: QtBot, panel: ConversationPanel, question: str = QUESTION) -> TurnView:
    """Ask and wait until it has been answered, or not."""
    panel.ask(question)
    assert panel.busy
    return ended(qtbot, panel)


def ended(qtbot: QtBot, panel: ConversationPanel) -> TurnView:
    """The last turn, once nothing is being answered and all of it is shown."""
    qtbot.waitUntil(lambda: not panel.busy, timeout=ANSWERED)
    QApplication.processEvents()
    return panel.column.turns[-1]
