"""What is said beside an answer: what a question was taken for, and that it asks for more than was read."""

from dataclasses import replace

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.types import Answer, Citation, Scope, TokenCount
from app.ui.conversation import wording
from app.ui.conversation.verdict import Verdict
from app.ui.theme import Theme

_ANSWER = Answer(
    "And in 2021?",
    "It was five. [1]",
    True,
    (Citation(1, "d", "mill.pdf", 3, "3", "Five were sold.", ()),),
    (),
    (),
    Scope(1, 86, 12, 86),
    "fake",
    "cpu",
    None,
    TokenCount(),
    understood="How many pumps were sold in 2021?",
    whole=170.0,
)


def test_what_was_understood_and_how_much_was_read_is_said(qtbot: QtBot, theme: Theme) -> None:
    verdict = Verdict(_ANSWER, theme)
    qtbot.addWidget(verdict)
    shown = [label.text() for label in verdict.findChildren(QLabel)]
    assert any("How many pumps were sold in 2021?" in text for text in shown)
    assert any("12 of 86 pages were read" in text for text in shown)
    assert verdict.everything.text().startswith("Read everything (about")
    with qtbot.waitSignal(verdict.everything_wanted):
        verdict.everything.click()


def test_nothing_is_said_beside_an_answer_that_was_plain() -> None:
    assert wording.asides(replace(_ANSWER, understood=None, whole=None)) == []
