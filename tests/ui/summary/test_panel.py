"""A summary is chosen, made, stopped, taken up again, kept, and leads to its pages."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from app.host.paths import Paths
from app.host.settings import Settings
from app.library import Library, summaries
from app.types import Document
from app.ui.jobs import Jobs
from app.ui.summary import SummaryPanel
from app.ui.summary.sections import Fold
from app.ui.theme import Theme
from app.ui.wanted import Place, Wanted
from tests import material
from tests.ui.settings.finding import button, has_button, said
from tests.ui.summary.conftest import POINT, MakePanel, Pausing, add

pytestmark = [
    pytest.mark.model,
    pytest.mark.embedder,
    pytest.mark.qt_log_ignore("This plugin does not support"),
]

FUEL = "Fuel remained the largest single cost at 1.84 million crowns."


def parts_of(panel: SummaryPanel) -> QComboBox:
    return next(one for one in panel.findChildren(QComboBox) if one.accessibleName() == "What to summarise")


def kept_of(panel: SummaryPanel) -> QComboBox:
    return next(one for one in panel.findChildren(QComboBox) if one.accessibleName().startswith("Kept"))


def chips(panel: SummaryPanel) -> list[QAbstractButton]:
    return [one for one in panel.findChildren(QAbstractButton) if one.accessibleName().startswith("Go to p")]


def settle(jobs: Jobs, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.busy)
    QApplication.processEvents()


@pytest.fixture
def panel(make_panel: MakePanel, long: Document, jobs: Jobs, qtbot: QtBot) -> SummaryPanel:
    made = make_panel()
    made.set_current(long)
    settle(jobs, qtbot)
    return made


def test_nothing_open_says_what_to_do(make_panel: MakePanel) -> None:
    assert "No document is open" in said(make_panel())


def test_a_document_is_summarised_section_by_section_and_each_point_opens_its_page(
    panel: SummaryPanel, engine: Pausing, long: Document, jobs: Jobs, qtbot: QtBot
) -> None:
    engine.free = 4  # the first is the estimate
    with qtbot.waitSignal(panel.busy_changed) as began:
        button(panel, "Summarise").click()
    assert began.args == [True]
    qtbot.waitUntil(lambda: len(panel.findChildren(Fold)) >= 2)
    qtbot.waitUntil(lambda: bool(re.search(r"Read [1-9]\d* of 12 page\(s\) · about .* left", said(panel))))
    qtbot.waitUntil(lambda: FUEL in said(panel))
    with qtbot.waitSignal(panel.busy_changed) as ended:
        engine.go_on.set()
    assert ended.args == [False]
    settle(jobs, qtbot)
    assert "Read 12 of 12 page(s)." in said(panel)
    with qtbot.waitSignal(panel.place_chosen) as chosen:
        QTest.keyClick(chips(panel)[0], Qt.Key.Key_Space)
    place = chosen.args[0]
    assert isinstance(place, Place) and place.document == long.id
    assert chips(panel)[0].text() == f"p. {place.page}"


def test_what_was_done_before_a_stop_is_not_done_again(
    panel: SummaryPanel, engine: Pausing, jobs: Jobs, qtbot: QtBot
) -> None:
    engine.free = 4
    button(panel, "Summarise").click()
    qtbot.waitUntil(lambda: len(panel.findChildren(Fold)) >= 2)
    QTest.keyClick(button(panel, "Stop"), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "Stopped. What is done is kept" in said(panel))
    settle(jobs, qtbot)
    assert FUEL in said(panel), "what was done stays in sight"
    before = ["\n".join(one.content for one in prompt.messages) for prompt in engine.prompts]
    engine.go_on.set()
    button(panel, "Continue").click()
    settle(jobs, qtbot)
    assert has_button(panel, "Summarise")
    after = ["\n".join(one.content for one in prompt.messages) for prompt in engine.prompts[len(before) :]]
    assert after and not set(before) & set(after)
    assert "Read 12 of 12 page(s)." in said(panel)


def test_what_was_begun_before_a_restart_is_said_and_goes_on(
    panel: SummaryPanel, make_panel: MakePanel, long: Document, engine: Pausing, jobs: Jobs, qtbot: QtBot
) -> None:
    assert has_button(panel, "Summarise")
    engine.free = 4
    button(panel, "Summarise").click()
    qtbot.waitUntil(lambda: len(panel.findChildren(Fold)) >= 2)
    panel.stop()
    settle(jobs, qtbot)
    later = make_panel()
    later.set_current(long)
    settle(jobs, qtbot)
    assert re.search(r"A summary was begun: [1-9] of \d+ section\(s\) are done\.", said(later))
    button(later, "Brief").click()
    assert "was begun" in said(later), "one reading serves all lengths"
    button(later, "Standard").click()
    engine.go_on.set()
    button(later, "Continue").click()
    settle(jobs, qtbot)
    assert "was begun" not in said(later) and has_button(later, "Summarise")


def test_a_section_is_chosen_from_the_outline(
    make_panel: MakePanel, library: Library, engine: Pausing, jobs: Jobs, tmp_path: Path, qtbot: QtBot
) -> None:
    document = add(library, material.outlined(tmp_path))
    panel = make_panel()
    panel.set_current(document)
    settle(jobs, qtbot)
    parts = parts_of(panel)
    texts = [parts.itemText(number) for number in range(parts.count())]
    assert any(text.startswith("\u2003") for text in texts), "sections below others are indented"
    number = texts.index("Reserves")
    parts.setCurrentIndex(number)
    button(panel, "Summarise").click()
    settle(jobs, qtbot)
    read = " ".join(one.content for prompt in engine.prompts for one in prompt.messages)
    assert "slipway" not in read
    assert [kept.part for kept in summaries.kept(library.rooms, document.id)] == ["Reserves"]


def test_pages_are_asked_for_until_they_make_sense(
    panel: SummaryPanel, library: Library, long: Document, jobs: Jobs, qtbot: QtBot
) -> None:
    parts_of(panel).setCurrentIndex(1)
    field = next(one for one in panel.findChildren(QLineEdit) if one.accessibleName() == "Pages to summarise")
    QTest.keyClicks(field, "7-30")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "the document has 12 page(s)" in said(panel)
    assert not panel.busy
    field.clear()
    QTest.keyClicks(field, "3-4")
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle(jobs, qtbot)
    assert "Read 2 of 2 page(s)." in said(panel)
    assert [kept.part for kept in summaries.kept(library.rooms, long.id)] == ["3-4"]


def test_what_is_wanted_elsewhere_begins_at_once(
    make_panel: MakePanel, library: Library, long: Document, jobs: Jobs, qtbot: QtBot
) -> None:
    panel = make_panel()
    panel.start(Wanted(long, pages=(5, 6), length="brief"))
    assert panel.busy
    settle(jobs, qtbot)
    kept = summaries.kept(library.rooms, long.id)
    assert [(one.part, one.length) for one in kept] == [("5-6", "brief")]
    assert parts_of(panel).currentText() == "Pages…"


def test_the_length_is_remembered(
    panel: SummaryPanel, make_panel: MakePanel, jobs: Jobs, library: Library, long: Document, qtbot: QtBot
) -> None:
    button(panel, "Detailed").click()
    assert "Many points of each section" in said(panel)
    settle(jobs, qtbot)
    assert Settings.load(library.rooms.paths.settings).length == "detailed"
    again = make_panel()
    again.set_current(long)
    settle(jobs, qtbot)
    assert button(again, "Detailed").isChecked()


def test_kept_summaries_come_back_and_one_is_deleted_after_a_question(
    panel: SummaryPanel, make_panel: MakePanel, library: Library, long: Document, jobs: Jobs, qtbot: QtBot
) -> None:
    button(panel, "Summarise").click()
    settle(jobs, qtbot)
    panel.start(Wanted(long, pages=(2, 3), length="brief"))
    settle(jobs, qtbot)
    again = make_panel()
    again.set_current(long)
    settle(jobs, qtbot)
    kept = kept_of(again)
    assert [kept.itemText(number).rsplit(" · ", 1)[0] for number in range(kept.count())] == [
        "Brief · pp. 2–3",
        "Standard · whole document",
    ]
    assert "Read 2 of 2 page(s)." in said(again)
    kept.setCurrentIndex(1)
    assert "Read 12 of 12 page(s)." in said(again)
    button(again, "Copy as Markdown").click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("# Summary of long.pdf\n") and f"- {FUEL} [p." in copied
    button(again, "Delete this summary…").click()
    box = again.findChild(QMessageBox)
    assert box is not None
    button(box, "Delete").click()
    qtbot.waitUntil(lambda: kept.count() == 1)
    assert [one.part for one in summaries.kept(library.rooms, long.id)] == ["2-3"]


def test_another_document_that_is_opened_meanwhile_waits(
    panel: SummaryPanel, library: Library, engine: Pausing, jobs: Jobs, tmp_path: Path, long: Document, qtbot: QtBot
) -> None:
    other = add(library, material.prose(tmp_path, pages=1))
    engine.free = 3
    button(panel, "Summarise").click()
    qtbot.waitUntil(lambda: bool(panel.findChildren(Fold)))
    panel.set_current(other)
    assert "long.pdf" in said(panel) and not has_button(panel, "Go to prose.pdf")
    panel.start(Wanted(other))
    assert "A summary is being made" in said(panel)
    engine.go_on.set()
    settle(jobs, qtbot)
    with qtbot.waitSignal(panel.place_chosen) as chosen:
        chips(panel)[0].click()
    assert chosen.args[0].document == long.id
    button(panel, "Go to prose.pdf").click()
    settle(jobs, qtbot)
    assert "prose.pdf" in said(panel) and FUEL not in said(panel)


def test_a_model_that_ends_is_told_in_a_sentence_and_the_next_summary_works(
    make_panel: MakePanel, library: Library, engine: Pausing, long: Document, jobs: Jobs, qtbot: QtBot
) -> None:
    panel = make_panel()
    panel.set_current(long)
    settle(jobs, qtbot)
    engine.crash()
    button(panel, "Summarise").click()
    qtbot.waitUntil(lambda: "The model stopped unexpectedly" in said(panel))
    assert not panel.busy
    button(panel, "Summarise").click()
    settle(jobs, qtbot)
    assert "Read 12 of 12 page(s)." in said(panel), "the next one works"


def test_without_a_model_there_is_a_way_to_one(
    library: Library, long: Document, jobs: Jobs, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    paths = Paths(library.rooms.paths.data, tmp_path / "none", tmp_path / "machine")
    library.close()
    with Library(paths) as bare:
        panel = SummaryPanel(bare, jobs, theme)
        qtbot.addWidget(panel)
        panel.show()
        panel.set_current(long)
        settle(jobs, qtbot)
        button(panel, "Summarise").click()
        qtbot.waitUntil(lambda: has_button(panel, "Choose a model…"))
        with qtbot.waitSignal(panel.model_wanted):
            button(panel, "Choose a model…").click()
        settle(jobs, qtbot)


def test_words_of_documents_are_never_taken_for_markup(
    make_panel: MakePanel, library: Library, engine: Pausing, long: Document, jobs: Jobs, qtbot: QtBot
) -> None:
    engine._replies = [f"<img src='http://127.0.0.1:1/x.png'> {POINT[2:]}"]
    panel = make_panel()
    panel.set_current(long)
    settle(jobs, qtbot)
    button(panel, "Summarise").click()
    settle(jobs, qtbot)
    for one in panel.findChildren(QLabel):
        assert one.textFormat() == Qt.TextFormat.PlainText or not one.text()
        assert not one.openExternalLinks()


def test_sections_are_folded_and_open_with_the_keyboard(panel: SummaryPanel, jobs: Jobs, qtbot: QtBot) -> None:
    button(panel, "Summarise").click()
    settle(jobs, qtbot)
    folds = [one for one in panel.findChildren(Fold) if one.isVisibleTo(panel)]
    assert len(folds) > 1 and not any(fold.is_open for fold in folds)
    toggle = next(one for one in folds[0].findChildren(QAbstractButton))
    QTest.keyClick(toggle, Qt.Key.Key_Space)
    assert folds[0].is_open and FUEL in said(folds[0])
    QTest.keyClick(toggle, Qt.Key.Key_Space)
    assert not folds[0].is_open
