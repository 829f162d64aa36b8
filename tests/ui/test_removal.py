"""What is removed from the library leaves every panel, and the file of settings, too."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.host.paths import Paths
from app.library import conversations
from app.ui.theme import Theme
from tests import material
from tests.ui.conversation.conftest import QUESTION, Told
from tests.ui.sitting import Sitting

pytestmark = [pytest.mark.embedder, pytest.mark.qt_log_ignore("This plugin does not support")]

_SOON = 20_000
"""Milliseconds on a busy machine."""


@pytest.fixture
def sitting(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Sitting]:
    """With two documents of one text, the first of which answers."""
    engine = Told()
    made = Sitting(qtbot, theme, replace(Paths.find(), data=tmp_path / "data"), engine)
    made.drop(material.prose(tmp_path, name="review.pdf"), material.long_document(tmp_path, 4, name="other.pdf"))
    made.until(review="ready", other="ready")
    _open(made, "review.pdf")
    made.until_shown()
    yield made
    engine.gate.set()
    if made.is_open:
        made.close()


def _open(sitting: Sitting, name: str) -> None:
    window = sitting.window
    window.pages.show_document(next(document for document in window.shelf.documents() if document.file == name))


def _remove(sitting: Sitting, name: str, *, undo_seconds: float) -> None:
    shelf = sitting.window.shelf
    shelf.shelf.removals._seconds = undo_seconds
    shelf.view.select([entry for entry in shelf.shelf.stock.visible() if entry.name == name])
    shelf.commands.remove.trigger()


def test_nothing_of_a_removed_document_stays_on_the_screen(qtbot: QtBot, sitting: Sitting) -> None:
    window = sitting.window
    (document,) = [one for one in window.shelf.documents() if one.file == "review.pdf"]
    turn = sitting.answered(QUESTION)
    assert turn.answer is not None and turn.answer.documents == {document.id}
    with qtbot.waitSignal(window.shelf.gone, timeout=_SOON) as told:
        _remove(sitting, "review.pdf", undo_seconds=0.0)
    assert told.args == [{document.id}]
    assert window.conversation.column.turns == [] and window.conversation.conversation is None
    assert window.pages.document is not None and window.pages.document.id != document.id, "the next takes its place"
    assert not window.pages.does.back.isEnabled()
    qtbot.waitUntil(lambda: window.history.model.rowCount() == 0)
    assert conversations.listed(sitting.library.rooms) == []
    settings = sitting.library.rooms.paths.settings
    qtbot.waitUntil(lambda: not sitting.jobs.busy)
    assert document.id not in settings.read_text()


def test_answers_are_out_of_sight_as_long_as_it_can_be_undone_and_come_back_then(
    qtbot: QtBot, sitting: Sitting
) -> None:
    window, rooms = sitting.window, sitting.library.rooms
    sitting.answered(QUESTION)
    conversation = window.conversation.conversation
    qtbot.waitUntil(lambda: window.history.model.rowCount() == 1)
    _remove(sitting, "review.pdf", undo_seconds=600.0)
    assert window.conversation.column.turns == [] and window.conversation.conversation is None
    qtbot.waitUntil(lambda: window.history.model.rowCount() == 0)
    assert conversations.listed(rooms) == [] and not sitting.library.removal_unfinished
    window.shelf.deeds.undo()
    qtbot.waitUntil(lambda: window.conversation.conversation == conversation)
    qtbot.waitUntil(lambda: len(window.conversation.column.turns) == 1 and window.history.model.rowCount() == 1)
    assert window.pages.document is not None and window.pages.document.file == "review.pdf"


def test_kept_answers_are_shown_without_what_they_quote(qtbot: QtBot, sitting: Sitting) -> None:
    window = sitting.window
    turn = sitting.answered(QUESTION)
    assert turn.answer is not None and turn.answer.citations
    _remove(sitting, "review.pdf", undo_seconds=600.0)
    qtbot.waitUntil(lambda: window.history.model.rowCount() == 0)
    window.shelf.toast.keep.click()
    qtbot.waitUntil(lambda: len(window.conversation.column.turns) == 1)
    shown = window.conversation.column.turns[0].answer
    assert shown is not None and shown.text == turn.answer.text
    assert shown.passages == () and {one.quote for one in shown.citations} == {""}
    window.conversation.citation_chosen.emit(shown.citations[0])
    assert window.banner.isVisible() and "review.pdf" in window.banner.text


def test_an_answer_of_what_stays_stays(qtbot: QtBot, sitting: Sitting) -> None:
    turn = sitting.answered(QUESTION)
    with qtbot.waitSignal(sitting.window.shelf.gone, timeout=_SOON):
        _remove(sitting, "other.pdf", undo_seconds=0.0)
    assert sitting.window.conversation.column.turns == [turn]
    assert sitting.window.pages.document is not None and sitting.window.pages.document.file == "review.pdf"


def test_what_is_written_of_a_removed_document_is_withdrawn_and_the_question_is_kept(
    qtbot: QtBot, sitting: Sitting
) -> None:
    panel = sitting.window.conversation
    engine = sitting.library.rooms.generator
    assert isinstance(engine, Told)
    engine.gate.clear()
    turn = sitting.ask(QUESTION)
    qtbot.waitUntil(lambda: bool(turn.written), timeout=_SOON)
    with qtbot.waitSignal(sitting.window.shelf.gone, timeout=_SOON):
        _remove(sitting, "review.pdf", undo_seconds=0.0)
    assert panel.column.turns == [] and not panel.busy
    assert panel.box.field.toPlainText() == QUESTION


def test_a_removal_that_is_pending_at_the_end_leaves_nothing_in_the_settings(sitting: Sitting) -> None:
    (document,) = [one for one in sitting.window.shelf.documents() if one.file == "review.pdf"]
    _open(sitting, "other.pdf")
    _remove(sitting, "review.pdf", undo_seconds=600.0)
    sitting.close()
    assert document.id not in sitting.library.rooms.paths.settings.read_text()
    assert [one.file for one in sitting.library.documents()] == ["other.pdf"]
    sitting.library.close()


def test_a_file_that_was_read_anew_is_shown_anew(qtbot: QtBot, sitting: Sitting) -> None:
    window = sitting.window
    before = window.pages.document
    assert before is not None
    with before.path.open("ab") as file:
        file.write(b"% another edition\n")
    with qtbot.waitSignal(window.shelf.gone, timeout=_SOON) as told:
        window.shelf.read_again(before)
    assert told.args == [{before.id}]
    now = window.pages.document
    assert now is not None and now.path == before.path and now.id != before.id
