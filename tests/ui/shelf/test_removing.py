"""Out of sight at once, out of the library when nobody undoes it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.library import Library
from app.stop import Stop
from app.ui.shelf import LibraryPanel
from tests import material
from tests.ui.shelf.conftest import READ, MakePanel, MakePdf, read, select, states

pytestmark = [pytest.mark.embedder, pytest.mark.qt_log_ignore("This plugin does not support")]


def _in_library(library: Library) -> list[str]:
    return [one.file for one in library.documents()]


def test_a_removed_document_is_gone_at_once_and_comes_back_with_one_key(
    qtbot: QtBot, panel: LibraryPanel, library: Library, pdf: MakePdf
) -> None:
    read(qtbot, panel, pdf("a.pdf"), pdf("b.pdf"))
    select(panel, "a.pdf")
    with qtbot.waitSignal(panel.documents_changed) as told:
        QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    assert [one.file for one in told.args[0]] == ["b.pdf"] == [one.file for one in panel.documents()]
    assert panel.toast.isVisible() and "a.pdf" in panel.toast.text.text()
    assert [one.name for one in panel.view.selected_entries()] == ["b.pdf"], "the next one takes its place"
    qtbot.waitUntil(lambda: _in_library(library) == ["b.pdf"])
    assert not library.removal_unfinished, "nothing of it has gone yet"
    QTest.keyClick(panel.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [one.file for one in panel.documents()] == ["a.pdf", "b.pdf"])
    assert _in_library(library) == ["a.pdf", "b.pdf"]
    assert [one.name for one in panel.view.selected_entries()] == ["a.pdf"]
    assert not panel.toast.isVisible()


def test_after_its_time_it_is_removed_for_good(
    qtbot: QtBot, make_panel: MakePanel, library: Library, pdf: MakePdf
) -> None:
    panel = make_panel(undo_seconds=0.0)
    read(qtbot, panel, pdf("a.pdf"), pdf("b.pdf"), pdf("bad.pdf", material.damaged))
    select(panel, "a.pdf", "bad.pdf")
    panel.commands.remove.trigger()
    assert sorted(states(panel)) == ["b.pdf"]
    qtbot.waitUntil(lambda: _in_library(library) == ["b.pdf"])
    qtbot.waitUntil(lambda: not panel.toast.isVisible())
    assert sorted(states(make_panel())) == ["b.pdf"]


def test_removals_are_undone_last_first(qtbot: QtBot, panel: LibraryPanel, pdf: MakePdf) -> None:
    read(qtbot, panel, pdf("a.pdf"), pdf("b.pdf"), pdf("c.pdf"))
    for name in ("a.pdf", "b.pdf"):
        select(panel, name)
        panel.commands.remove.trigger()
    QTest.mouseClick(panel.toast.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sorted(states(panel)) == ["b.pdf", "c.pdf"])
    assert "a.pdf" in panel.toast.text.text()
    QTest.mouseClick(panel.toast.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sorted(states(panel)) == ["a.pdf", "b.pdf", "c.pdf"])


def test_what_is_pending_at_the_end_is_done_then(
    qtbot: QtBot, panel: LibraryPanel, library: Library, pdf: MakePdf
) -> None:
    read(qtbot, panel, pdf("a.pdf"), pdf("b.pdf"))
    assert panel.finish() is None
    select(panel, "a.pdf")
    panel.commands.remove.trigger()
    last = panel.finish()
    assert last is not None and not library.removal_unfinished
    last(Stop())
    assert _in_library(library) == ["b.pdf"] and not library.removal_unfinished
    assert library.rooms.catalog.bring_back([one.id for one in panel.shelf.stock.documents()]) == []


def test_adding_what_is_being_removed_undoes_the_removal(
    qtbot: QtBot, panel: LibraryPanel, library: Library, pdf: MakePdf
) -> None:
    path = pdf("a.pdf")
    read(qtbot, panel, path, pdf("b.pdf"))
    select(panel, "a.pdf", "b.pdf")
    panel.commands.remove.trigger()
    assert panel.documents() == []
    read(qtbot, panel, path)
    assert [one.file for one in panel.documents()] == ["a.pdf"] and "b.pdf" in panel.toast.text.text()
    copy = path.with_name("copy.pdf")
    copy.write_bytes((path.parent / "b.pdf").read_bytes())
    panel.add([copy])
    qtbot.waitUntil(lambda: [one.file for one in panel.documents()] == ["a.pdf", "b.pdf"], timeout=READ)
    assert not panel.toast.isVisible()
    assert _in_library(library) == ["a.pdf", "b.pdf"]


def test_adding_what_has_just_been_removed_reads_it_anew(
    qtbot: QtBot, make_panel: MakePanel, library: Library, pdf: MakePdf
) -> None:
    panel, path = make_panel(undo_seconds=0.0), pdf("a.pdf")
    read(qtbot, panel, path)
    select(panel, "a.pdf")
    panel.commands.remove.trigger()
    panel.add([path])
    qtbot.waitUntil(lambda: states(panel) == {"a.pdf": "ready"}, timeout=READ)
    assert _in_library(library) == ["a.pdf"]


def test_a_file_that_waits_is_not_read_once_it_is_removed(
    qtbot: QtBot, panel: LibraryPanel, library: Library, pdf: MakePdf
) -> None:
    panel.shelf.reading.bar([path := pdf("a.pdf")])
    panel.add([path, pdf("b.pdf")])
    qtbot.waitUntil(lambda: states(panel) == {"a.pdf": "queued", "b.pdf": "words"}, timeout=READ)
    select(panel, "a.pdf")
    panel.commands.remove.trigger()
    panel.shelf.reading.unbar([path])
    assert not panel.shelf.reading.is_busy
    panel.shelf.undo()
    qtbot.waitUntil(lambda: states(panel) == {"a.pdf": "ready", "b.pdf": "ready"}, timeout=READ)


def test_what_a_killed_window_left_hidden_is_gone_when_the_next_one_opens(
    qtbot: QtBot, make_panel: MakePanel, library: Library, pdf: MakePdf
) -> None:
    """Removed is removed: nobody is there who could undo it."""
    panel = make_panel()
    read(qtbot, panel, pdf("a.pdf"), pdf("b.pdf"))
    (ident,) = [one.id for one in panel.documents() if one.file == "a.pdf"]
    library.rooms.catalog.hide([ident])
    panel = make_panel()
    qtbot.waitUntil(lambda: sorted(states(panel)) == ["b.pdf"])
    qtbot.waitUntil(lambda: not library.removal_unfinished)
    assert library.rooms.catalog.bring_back([ident]) == []


def test_what_another_program_removed_is_taken_off_the_disk_by_the_window(
    qtbot: QtBot, panel: LibraryPanel, library: Library, pdf: MakePdf
) -> None:
    read(qtbot, panel, pdf("a.pdf"), pdf("b.pdf"))
    library.rooms.catalog.remove([one.id for one in panel.documents() if one.file == "a.pdf"])
    assert library.removal_unfinished
    panel.shelf.leaving._timer.timeout.emit()
    qtbot.waitUntil(lambda: not library.removal_unfinished)


def test_answers_are_kept_when_that_is_ticked(
    qtbot: QtBot, make_panel: MakePanel, library: Library, pdf: MakePdf
) -> None:
    panel, turns = make_panel(undo_seconds=0.3), library.rooms.catalog.conversations
    read(qtbot, panel, pdf("a.pdf"), pdf("b.pdf"))
    ids = [one.id for one in panel.documents()]
    answers = {"a.pdf": {"answer": "mine"}, "b.pdf": {"answer": "another"}}
    for ident, (name, answer) in zip(ids, answers.items(), strict=True):
        turns.add_turn(None, name, answer, documents=[ident])
    for name, keep in (("a.pdf", True), ("b.pdf", False)):
        select(panel, name)
        panel.commands.remove.trigger()
        assert panel.toast.keep.isVisible() and not panel.toast.keep.isChecked()
        if keep:
            panel.toast.keep.click()
        qtbot.waitUntil(lambda: not panel.shelf.leaving.paths)
    qtbot.waitUntil(lambda: [one.title for one in turns.listed()] == ["a.pdf"])
