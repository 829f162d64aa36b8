"""Documents are sorted by dragging and by menu; they stay in the library whatever becomes of a collection."""

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from app.library import Library
from app.library import collections as kept
from app.types import Document
from app.ui.shelf import LibraryPanel
from app.ui.shelf.dialogs import NameDialog
from tests.ui.shelf.conftest import READ, MakePanel, MakePdf, entry, read, rows, select

pytestmark = [pytest.mark.embedder, pytest.mark.qt_log_ignore("This plugin does not support")]


def _group(panel: LibraryPanel, name: str) -> QModelIndex:
    model = panel.model
    return next(i for row in range(model.rowCount()) if (i := model.index(row, 0)).data() == name)


def _drag(panel: LibraryPanel, names: list[str], source: str, target: str, *, copy: bool = False) -> None:
    """From one group onto another, as the list does it."""
    model, group = panel.model, _group(panel, source)
    inside = [model.index(row, 0, group) for row in range(model.rowCount(group))]
    data = model.mimeData([index for index in inside if index.data() in names])
    action = Qt.DropAction.CopyAction if copy else Qt.DropAction.MoveAction
    assert model.canDropMimeData(data, action, -1, -1, _group(panel, target))
    assert model.dropMimeData(data, action, -1, -1, _group(panel, target))


def _kept(library: Library) -> dict[str, list[str]]:
    """What the library has, by collection. One look at it: the window is still putting in and taking out meanwhile."""
    found: dict[str, list[str]] = {}
    for one in library.documents():
        for name in one.collections if isinstance(one, Document) else ():
            found.setdefault(name, []).append(one.file)
    return found


def _until_kept(qtbot: QtBot, library: Library, wanted: dict[str, list[str]]) -> None:
    qtbot.waitUntil(lambda: _kept(library) == wanted)


def _name(qtbot: QtBot, panel: LibraryPanel, name: str) -> None:
    dialog = next(one for one in panel.findChildren(NameDialog) if one.isVisible())
    dialog.field.selectAll()
    QTest.keyClicks(dialog.field, name)
    with qtbot.waitSignal(dialog.finished):
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)


def test_selected_documents_go_into_a_new_collection(
    qtbot: QtBot, make_panel: MakePanel, library: Library, pdf: MakePdf
) -> None:
    panel = make_panel()
    read(qtbot, panel, pdf("a.pdf"), pdf("b.pdf"), pdf("c.pdf"))
    assert rows(panel) == {"No collection": ["a.pdf", "b.pdf", "c.pdf"]}
    select(panel, "a.pdf", "b.pdf")
    with qtbot.waitSignal(panel.collections_changed) as told:
        panel.commands.new_collection.trigger()
        _name(qtbot, panel, "Harbour")
    assert told.args == [["Harbour"]] and panel.collections() == ["Harbour"]
    assert rows(panel) == {"Harbour": ["a.pdf", "b.pdf"], "No collection": ["c.pdf"]}
    _until_kept(qtbot, library, {"Harbour": ["a.pdf", "b.pdf"]})
    assert rows(make_panel()) == rows(panel)


def test_documents_are_dragged_from_one_to_another_and_out_again(
    qtbot: QtBot, panel: LibraryPanel, library: Library, pdf: MakePdf
) -> None:
    read(qtbot, panel, pdf("a.pdf"), pdf("b.pdf"))
    for name in ("Harbour", "Fuel"):
        panel.shelf.make(name)
    assert rows(panel) == {"Fuel": [], "Harbour": [], "No collection": ["a.pdf", "b.pdf"]}
    _drag(panel, ["a.pdf"], "No collection", "Harbour")
    assert rows(panel) == {"Fuel": [], "Harbour": ["a.pdf"], "No collection": ["b.pdf"]}
    assert [one.name for one in panel.view.selected_entries()] == ["a.pdf"], "it is still selected, where it is now"
    _drag(panel, ["a.pdf"], "Harbour", "Fuel", copy=True)
    assert rows(panel) == {"Fuel": ["a.pdf"], "Harbour": ["a.pdf"], "No collection": ["b.pdf"]}
    assert [one.file for one in panel.documents()] == ["a.pdf", "b.pdf"], "each is told once"
    _drag(panel, ["a.pdf"], "Harbour", "No collection")
    assert rows(panel) == {"Fuel": [], "Harbour": [], "No collection": ["a.pdf", "b.pdf"]}
    _drag(panel, ["a.pdf", "b.pdf"], "No collection", "Fuel")
    _drag(panel, ["b.pdf"], "Fuel", "Harbour")
    assert rows(panel) == {"Fuel": ["a.pdf"], "Harbour": ["b.pdf"], "No collection": []}
    _until_kept(qtbot, library, {"Fuel": ["a.pdf"], "Harbour": ["b.pdf"]})


def test_files_dropped_onto_a_collection_are_read_into_it(qtbot: QtBot, panel: LibraryPanel, pdf: MakePdf) -> None:
    panel.shelf.make("Harbour")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(pdf("a.pdf")))])
    assert panel.model.dropMimeData(data, Qt.DropAction.CopyAction, -1, -1, _group(panel, "Harbour"))
    qtbot.waitUntil(lambda: rows(panel)["Harbour"] == ["a.pdf"])
    qtbot.waitUntil(lambda: [one.collections for one in panel.documents()] == [("Harbour",)], timeout=READ)
    assert rows(panel) == {"Harbour": ["a.pdf"], "No collection": []}


def test_the_menu_puts_in_and_takes_out(qtbot: QtBot, panel: LibraryPanel, library: Library, pdf: MakePdf) -> None:
    read(qtbot, panel, pdf("a.pdf"))
    panel.shelf.make("Fuel & fares")
    for wanted in (["a.pdf"], []):
        select(panel, "a.pdf")
        menu = panel.commands.pop_up(QPoint(0, 0), panel.deeds.chosen)
        (within,) = (one for one in menu.findChildren(QMenu) if one.title() == "Collections")
        action = within.actions()[0]
        assert action.text() == "Fuel && fares" and action.isChecked() is not bool(wanted)
        action.trigger()
        menu.close()
        assert rows(panel)["Fuel & fares"] == wanted
        _until_kept(qtbot, library, {"Fuel & fares": wanted} if wanted else {})


def test_a_collection_is_renamed_and_deleted_and_its_documents_stay(
    qtbot: QtBot, panel: LibraryPanel, library: Library, pdf: MakePdf
) -> None:
    read(qtbot, panel, pdf("a.pdf"))
    panel.shelf.put([entry(panel, "a.pdf")], "Harbour")
    panel.view.setCurrentIndex(_group(panel, "Harbour"))
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_F2)
    _name(qtbot, panel, "Quays")
    assert rows(panel) == {"Quays": ["a.pdf"], "No collection": []}
    _until_kept(qtbot, library, {"Quays": ["a.pdf"]})
    panel.view.setCurrentIndex(_group(panel, "Quays"))
    panel.activateWindow()
    qtbot.waitUntil(panel.view.hasFocus)
    QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    (box,) = panel.findChildren(QMessageBox)
    assert "Quays" in box.text() and box.isVisible()
    next(one for one in box.buttons() if box.buttonRole(one) == QMessageBox.ButtonRole.DestructiveRole).click()
    assert rows(panel) == {"No collection": ["a.pdf"]} and len(panel.documents()) == 1
    qtbot.waitUntil(lambda: kept.names(library.rooms) == [])


def test_a_name_that_another_has_is_not_taken(qtbot: QtBot, panel: LibraryPanel) -> None:
    panel.shelf.make("Harbour")
    panel.commands.new_collection.trigger()
    (dialog,) = panel.findChildren(NameDialog)
    assert dialog.height() >= dialog.buttons.geometry().bottom() > dialog.field.geometry().bottom() > 0
    ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
    assert not ok.isEnabled()
    QTest.keyClicks(dialog.field, " harbour ")
    assert not ok.isEnabled() and dialog.complaint.isVisible()
    QTest.keyClicks(dialog.field, "s")
    assert ok.isEnabled() and not dialog.complaint.isVisible()
    dialog.reject()
    qtbot.waitUntil(lambda: panel.collections() == ["Harbour"])
