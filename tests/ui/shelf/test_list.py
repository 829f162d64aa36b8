"""The list itself: filtered, driven by keys, and calm while thousands of files come and go. Its entries are made up: no file is read."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from app.errors import UserFixable
from app.types import Document, Progress, Waiting
from app.ui.shelf import LibraryPanel
from app.ui.shelf.delegate import RowDelegate
from app.ui.shelf.dialogs import PropertiesDialog
from app.ui.shelf.entries import Entry
from app.ui.shelf.stock import Stocktaking
from app.ui.theme import Theme
from tests.ui.shelf.conftest import MakePanel, entry, index, rows, select

pytestmark = [pytest.mark.qt_log_ignore("This plugin does not support")]

HOME = Path("/home/mara/papers")


def _document(name: str, *, title: str = "", collections: Sequence[str] = ()) -> Document:
    ident = name.encode().hex().ljust(64, "0")
    return Document(ident, HOME / name, title, 12, "ready", 10, 10, tuple(collections))


def _fill(
    panel: LibraryPanel,
    documents: Sequence[Document],
    *,
    failures: Sequence[str] = (),
    waiting: Sequence[str] = (),
    collections: Sequence[str] = (),
) -> None:
    failed = [
        (HOME / name, UserFixable("unreadable", file=name, reason="the disk does not answer")) for name in failures
    ]
    queue = [Waiting(HOME / name, stopped=True) for name in waiting]
    panel.shelf.stock.take(Stocktaking(list(documents), failed, queue, list(collections)))
    panel.shelf.changed.emit()


@pytest.fixture
def panel(make_panel: MakePanel) -> LibraryPanel:
    panel = make_panel()
    tester = QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Warning, panel)
    assert tester.model() is panel.model
    return panel


def test_before_anything_is_there_it_says_how_to_begin(make_panel: MakePanel) -> None:
    panel = make_panel(started=False)
    assert panel.stack.currentWidget() is panel.loading, "it does not say that there is nothing before it has looked"
    panel = make_panel()
    assert panel.stack.currentWidget() is panel.empty


def test_a_row_grows_with_its_bar_and_its_button_among_rows_that_are_alike(panel: LibraryPanel) -> None:
    def heights() -> list[int]:
        QApplication.processEvents()
        return [panel.view.visualRect(index(panel, name)).height() for name in ("a.pdf", "b.pdf", "c.pdf")]

    _fill(panel, [_document(name) for name in ("a.pdf", "b.pdf", "c.pdf")])
    plain = heights()[0]
    assert heights() == [plain] * 3
    panel.shelf._show(HOME / "b.pdf", lambda one: one.begun(Progress("reading", 3, 9)))
    first, with_bar, last = heights()
    assert first == last == plain < with_bar
    _fill(panel, [_document(name) for name in ("a.pdf", "b.pdf", "c.pdf")], failures=["b.pdf"])
    assert heights()[1] > plain
    _fill(panel, [_document(name) for name in ("a.pdf", "b.pdf", "c.pdf")])
    assert heights() == [plain] * 3


def test_the_filter_looks_at_names_titles_and_collections(qtbot: QtBot, panel: LibraryPanel) -> None:
    documents = [
        _document("a.pdf", title="Annual review", collections=["Harbour"]),
        _document("b.pdf", title="Tide tables"),
        _document("ledger.pdf", collections=["Fuel"]),
    ]
    _fill(panel, documents, failures=["tidy.pdf"], collections=["Fuel", "Harbour", "Empty"])
    QTest.keyClick(panel.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert panel.header.filter.hasFocus()
    for sought, found in {
        "TID": {"No collection": ["b.pdf", "tidy.pdf"]},
        "harb": {"Harbour": ["a.pdf"], "No collection": []},
        "review pdf": {"Harbour": ["a.pdf"], "No collection": []},
        "ledger": {"Fuel": ["ledger.pdf"], "No collection": []},
    }.items():
        panel.header.filter.clear()
        QTest.keyClicks(panel.header.filter, sought)
        assert rows(panel) == found, sought
    assert panel.view.isRowHidden(panel.model.loose.row(), panel.model.loose.parent()), "an empty rest is no hit"
    assert len(panel.documents()) == 3, "what is filtered out can still be asked about"
    panel.header.filter.setText("zebra")
    assert panel.stack.currentWidget() is panel.nothing
    QTest.keyClick(panel.header.filter, Qt.Key.Key_Escape)
    assert panel.header.filter.text() == "" and panel.stack.currentWidget() is panel.view
    assert len(rows(panel)) == 4


def test_a_folded_collection_opens_for_the_filter_and_folds_again(panel: LibraryPanel) -> None:
    _fill(panel, [_document("a.pdf", collections=["Fuel"])], collections=["Fuel"])
    fuel = panel.model.index(0, 0)
    assert panel.view.isExpanded(fuel)
    panel.view.collapse(fuel)
    panel.header.filter.setText("a.pdf")
    assert panel.view.isExpanded(panel.model.index(0, 0))
    panel.header.filter.clear()
    assert not panel.view.isExpanded(panel.model.index(0, 0))
    panel.select(_document("a.pdf").id)
    assert panel.view.isExpanded(panel.model.index(0, 0)), "what is selected is in sight"


def test_everything_can_be_done_with_keys(qtbot: QtBot, panel: LibraryPanel) -> None:
    _fill(panel, [_document("a.pdf"), _document("b.pdf")], failures=["bad.pdf"], waiting=["late.pdf"])
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_Home)
    with qtbot.waitSignal(panel.opened) as told:
        QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert told.args[0].file == "a.pdf"
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    QTest.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == str(HOME / "b.pdf")
    QTest.keyClick(panel.view, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    (properties,) = panel.findChildren(PropertiesDialog)
    properties.close()
    QTest.keyClick(panel.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(panel.view.selected_entries()) == 4
    seen: list[QWidget] = []
    panel.header.add_button.setFocus()
    while (widget := QApplication.focusWidget()) is not None and widget not in seen:
        seen.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert [panel.header.add_button, panel.header.more, panel.header.filter, panel.view] == seen


def test_a_menu_has_what_can_be_done_with_what_is_selected(panel: LibraryPanel) -> None:
    _fill(panel, [_document("a.pdf")], failures=["bad.pdf"], waiting=["late.pdf"], collections=["Fuel"])

    def offered(*names: str) -> list[str]:
        select(panel, *names)
        menu = panel.commands.pop_up(QPoint(0, 0), panel.deeds.chosen)
        texts = [action.text() for action in menu.actions() if action.text()]
        menu.close()
        return texts

    last = ["Remove from the library", "Show in folder", "Copy path", "Properties…"]
    assert offered("a.pdf") == ["Open", "Read again", "Collections", *last]
    assert offered("bad.pdf") == ["Try again", *last]
    assert offered("late.pdf") == ["Continue", *last]
    assert offered("a.pdf", "bad.pdf") == ["Try again", "Collections", "Remove from the library"]
    panel.view.clearSelection()
    assert offered() == ["Add PDFs…", "Add folder…", "New collection…"]


def test_the_button_of_a_row_acts_where_it_is_seen(qtbot: QtBot, panel: LibraryPanel) -> None:
    _fill(panel, [_document("a.pdf")], failures=["bad.pdf"])
    row, delegate = panel.view.visualRect(index(panel, "bad.pdf")), panel.view.itemDelegate()
    assert isinstance(delegate, RowDelegate)
    option = QStyleOptionViewItem()
    panel.view.initViewItemOption(option)
    option.rect = row
    button = delegate.button_rect(option, entry(panel, "bad.pdf"))
    assert row.contains(button) and not button.isEmpty()
    acted: list[Entry] = []
    delegate.acted.connect(acted.append)
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=button.topRight() + QPoint(8, 4))
    assert acted == []
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=button.center())
    assert [one.name for one in acted] == ["bad.pdf"]


def test_a_click_opens_and_a_selection_of_several_does_not(qtbot: QtBot, panel: LibraryPanel) -> None:
    _fill(panel, [_document("a.pdf"), _document("b.pdf")])
    opened: list[Document] = []
    panel.opened.connect(opened.append)

    def click(name: str, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        spot = panel.view.visualRect(index(panel, name)).center()
        QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, keys, spot)

    click("a.pdf")
    click("b.pdf", Qt.KeyboardModifier.ControlModifier)
    assert [one.file for one in opened] == ["a.pdf"]
    panel.select(opened[0].id)
    assert [one.file for one in opened] == ["a.pdf"], "being shown where it is does not open it"


def test_thousands_of_files_change_row_by_row(panel: LibraryPanel) -> None:
    _fill(panel, [_document(f"{number:04}.pdf") for number in range(2000)])
    select(panel, "1000.pdf")
    panel.view.scrollTo(index(panel, "1500.pdf"))
    place = panel.view.verticalScrollBar().value()
    told: list[str] = []
    model = panel.model
    model.modelReset.connect(lambda: told.append("reset"))
    model.layoutChanged.connect(lambda: told.append("layout"))
    model.rowsInserted.connect(lambda _, first, last: told.append(f"+{last - first + 1}"))
    model.rowsRemoved.connect(lambda _, first, last: told.append(f"-{last - first + 1}"))
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last: changed.append(last.row() - first.row() + 1))
    panel.shelf.touched.emit(entry(panel, "0007.pdf").begun(Progress("reading", 1, 2)))
    assert (told, changed) == ([], [1])
    panel.header.filter.setText("10")
    panel.header.filter.clear()
    assert "reset" not in told and "layout" not in told
    assert [one.name for one in panel.view.selected_entries()] == ["1000.pdf"]
    told.clear()
    stock = panel.shelf.stock
    for number in range(500):
        stock.queue(Waiting(HOME / f"new-{number:03}.pdf"))
    panel.shelf.changed.emit()
    assert told == ["+500"], "a folder of files is one insertion"
    assert [one.name for one in panel.view.selected_entries()] == ["1000.pdf"]
    assert panel.view.verticalScrollBar().value() >= place - 2


def test_rows_say_name_and_state_to_those_who_cannot_see(panel: LibraryPanel) -> None:
    _fill(panel, [_document("a.pdf")], failures=["bad.pdf"], waiting=["late.pdf"])
    spoken = {name: str(index(panel, name).data(Qt.ItemDataRole.AccessibleTextRole)) for name in ("a.pdf", "bad.pdf")}
    assert "a.pdf" in spoken["a.pdf"] and "ready" in spoken["a.pdf"]
    assert "Could not be read" in spoken["bad.pdf"]
    names = [panel.view, panel.header.more, panel.header.filter]
    assert all(one.accessibleName() for one in names)


def test_rows_fit_the_text_at_every_size_and_direction(panel: LibraryPanel, theme: Theme) -> None:
    long = "minutes-of-the-extraordinary-meeting-of-the-harbour-board-" * 4 + ".pdf"
    _fill(panel, [_document("a.pdf"), _document(long)], failures=["bad.pdf"])
    heights = []
    for size in (100, 200):
        theme.choose(text_size=size)
        QApplication.sendPostedEvents()
        panel.view.executeDelayedItemsLayout()
        heights.append([panel.view.visualRect(index(panel, name)).height() for name in ("a.pdf", long, "bad.pdf")])
    assert all(twice > 1.5 * once for once, twice in zip(*heights, strict=True))
    panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    option = QStyleOptionViewItem()
    panel.view.initViewItemOption(option)
    option.rect = QRect(0, 0, 260, 90)
    delegate = panel.view.itemDelegate()
    assert isinstance(delegate, RowDelegate)
    assert delegate.button_rect(option, entry(panel, "bad.pdf")).center().x() > 130
    panel.grab()


def test_a_reload_keeps_what_is_being_done(panel: LibraryPanel) -> None:
    _fill(panel, [_document("a.pdf")], waiting=["late.pdf"])
    stock = panel.shelf.stock
    stock.learning(Progress("preparing", 1, 10, document=_document("a.pdf").id))
    stock.put(entry(panel, "late.pdf").begun(Progress("reading", 1, 2)))
    found = Stocktaking([_document("a.pdf")], [], [Waiting(HOME / "late.pdf")], [])
    stock.take(found)
    assert {one.name: one.state for one in stock.visible()} == {"a.pdf": "learning", "late.pdf": "reading"}
    stock.take(replace(found, waiting=[]))
    assert [one.name for one in stock.visible()] == ["a.pdf"]
