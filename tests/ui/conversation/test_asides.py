"""What is said beside an answer: what a question was taken for, and that it asks for more than was read."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.types import Answer, Citation, Scope, TokenCount
from app.ui.conversation import wording
from app.ui.conversation.flow import ElidedButton
from app.ui.conversation.parts import TextButton
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


def test_nothing_is_said_beside_an_answer_that_was_plain(qtbot: QtBot, theme: Theme) -> None:
    verdict = Verdict(replace(_ANSWER, understood=None, whole=None), theme)
    qtbot.addWidget(verdict)
    shown = "".join(label.text() for label in verdict.findChildren(QLabel))
    assert "Understood" not in shown and "asks for all" not in shown and "Answered from 12 of 86 pages" in shown


def test_enter_opens_the_cited_place_and_the_nearest(qtbot: QtBot, theme: Theme) -> None:
    refusal = replace(_ANSWER, found=False, citations=(), nearest=replace(_ANSWER.citations[0], mark=0))
    for answer, kind in ((_ANSWER, ElidedButton), (refusal, TextButton)):
        verdict = Verdict(answer, theme)
        qtbot.addWidget(verdict)
        with qtbot.waitSignal(verdict.citation_chosen):
            QTest.keyClick(verdict.findChildren(kind)[0], Qt.Key.Key_Return)


def test_what_is_copied_says_what_was_understood_what_is_doubtful_and_how_much_was_read() -> None:
    answer = replace(_ANSWER, text="It was\u00a0five. [1] Two broke.", unsupported=("Two broke.",))
    assert wording.copied(answer, thorough=False) == (
        "Understood as: How many pumps were sold in 2021?\n\nIt was\u00a0five. [1] Two broke.\n\n"
        "Not supported by the documents: Two broke.\n\nSources:\n[1] mill.pdf, p. 3: “Five were sold.”\n\n"
        "The question asks for all of it; 12 of 86 pages were read."
    )


def test_a_refusal_is_copied_with_the_nearest_and_what_is_missing() -> None:
    near = replace(_ANSWER.citations[0], mark=0)
    refusal = replace(_ANSWER, found=False, citations=(), nearest=near, missing=("1887", "Elm Row"), understood=None)
    assert wording.copied(replace(refusal, whole=None), thorough=False).splitlines()[1:] == [
        "The nearest, which is not an answer: “Five were sold.” (mill.pdf · p. 3)",
        "Nothing near it mentions 1887, Elm Row.",
    ]
