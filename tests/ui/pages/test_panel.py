"""The panel: places in the strip, find, outline, the way back, and what stands there when pages cannot be shown."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.errors import UserFixable
from app.library import Library, pages
from app.stop import Stop
from app.types import Box, Document
from app.ui.pages import PagesPanel
from app.ui.pages.geometry import bounds
from app.ui.pages.summarising import RangeDialog
from app.ui.theme import Theme
from app.ui.wanted import Mark, Wanted
from tests import material
from tests.ui.pages.conftest import Add, Passwords
from tests.ui.pages.draws import BlankPages

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Show = Callable[..., Document]


@pytest.fixture
def show(panel: PagesPanel, add: Add, qtbot: QtBot) -> Show:
    """Reads a PDF and shows it with blank pages."""
    panel.prints.draw_with(BlankPages())

    def shown(path: Path, page: int | None = None) -> Document:
        document = add(path)
        panel.show_document(document, page)
        qtbot.waitUntil(lambda: panel.page > 0)
        return document

    return shown


def boxes_of(library: Library, document: Document, text: str) -> tuple[int, tuple[Box, ...]]:
    hit = pages.find(library.rooms, document.id, text, stop=Stop())[0]
    return hit.page, hit.boxes


def in_sight(panel: PagesPanel, page: int, boxes: tuple[Box, ...]) -> bool:
    _, top, _, bottom = panel.view.layout_of_pages.rect(page, bounds(boxes))
    return panel.view.shown[1] <= top and bottom <= panel.view.shown[3]


# Opening


def test_nothing_is_open_at_first(panel: PagesPanel) -> None:
    assert panel.document is None
    assert panel.page == 0
    assert "No document" in visible_text(panel)


def test_a_document_is_shown_and_told(panel: PagesPanel, add: Add, qtbot: QtBot, tmp_path: Path) -> None:
    document = add(material.labelled(tmp_path))
    with qtbot.waitSignals([panel.document_shown, panel.page_changed]):
        panel.show_document(document)
    assert panel.document == document
    assert panel.page == 1
    assert panel.bar.name.whole == "labelled.pdf"
    assert panel.bar.page_text == "/ 4 (iv)"
    panel.view.step(1)
    panel.view.step(1)
    assert panel.bar.page_text == "/ 4 (1)"
    panel.clear()
    assert panel.document is None
    assert panel.page == 0


def test_the_last_of_several_is_shown(panel: PagesPanel, add: Add, qtbot: QtBot, tmp_path: Path) -> None:
    panel.prints.draw_with(BlankPages())
    one, two = add(material.prose(tmp_path)), add(material.labelled(tmp_path))
    for document in (one, two, one, two):
        panel.show_document(document)
    qtbot.waitUntil(lambda: panel.page > 0)
    assert panel.document == two
    assert panel.view.layout_of_pages.pages == 4


def test_a_document_that_was_removed_meanwhile(
    panel: PagesPanel, library: Library, add: Add, qtbot: QtBot, tmp_path: Path
) -> None:
    document = add(material.prose(tmp_path))
    library.remove([document.id], stop=Stop())
    panel.show_document(document)
    qtbot.waitUntil(panel.trouble.isVisible)
    assert panel.trouble.text


def test_each_document_is_where_it_was_left(panel: PagesPanel, show: Show, qtbot: QtBot, tmp_path: Path) -> None:
    long = show(material.long_document(tmp_path, 12))
    panel.view.set_zoom(1.5)
    panel.view.move_to(7, 300.0)
    before = panel.view.standing
    other = show(material.prose(tmp_path))
    assert panel.document == other
    assert panel.page == 1
    panel.show_document(long)
    qtbot.waitUntil(lambda: panel.page == 7)
    assert panel.view.zoom == 1.5
    assert panel.view.standing.spot.y == pytest.approx(before.spot.y, abs=2)
    kept = panel.state()
    panel.clear()
    panel.restore(kept)
    panel.show_document(long)
    qtbot.waitUntil(lambda: panel.page == 7)


def test_lines_begin_in_sight_where_a_page_is_wider_than_its_room(
    panel: PagesPanel, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    panel.does.outline.setChecked(True)
    first = show(material.long_document(tmp_path, 3))
    panel.view.set_zoom(3.0)
    document = show(material.outlined(tmp_path))
    assert panel.view.zoom == "width", "each document has a scale of its own"
    panel.view.set_zoom(1.0)
    panel.view.horizontalScrollBar().setValue(0)
    panel.show_document(first)
    qtbot.waitUntil(lambda: panel.view.zoom == 3.0)
    panel.show_document(document, 1)
    qtbot.waitUntil(lambda: panel.view.zoom == 1.0)
    panel.resize(500, 600)
    qtbot.waitUntil(lambda: panel.view.horizontalScrollBar().maximum() > 0)
    assert panel.view.shown[0] <= panel.view.layout_of_pages.frame(1).x


# The page field


def test_pages_are_gone_to_by_number_and_label(panel: PagesPanel, show: Show, tmp_path: Path) -> None:
    show(material.labelled(tmp_path))
    panel.activateWindow()
    panel.does.page.trigger()
    field = panel.bar.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "4")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert panel.page == 4
    field.selectAll()
    QTest.keyClicks(field, "v")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert panel.page == 2
    field.selectAll()
    QTest.keyClicks(field, "77")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert panel.page == 2
    assert field.text() == "2"


# The strip


@pytest.fixture
def marked(panel: PagesPanel, library: Library, show: Show, tmp_path: Path) -> Document:
    """Twelve pages; an answer cites page 3 and used pages 8 and 11."""
    document = show(material.long_document(tmp_path, 12))
    places = [boxes_of(library, document, f"This is part {number} of the long record") for number in (3, 8, 11)]
    panel.show_marks(
        [
            *(Mark(document.id, page, boxes, cited=page == 3) for page, boxes in reversed(places)),
            Mark("another document", 1, places[0][1], cited=True),
        ]
    )
    return document


def test_the_strip_shows_the_marks_where_they_lie(panel: PagesPanel, marked: Document) -> None:
    strip = panel.spread.strip
    assert [(tick.page, strip.describe(tick)) for tick in strip.ticks] == [
        (3, "p. 3: cited"), (8, "p. 8: used"), (11, "p. 11: used"),
    ]  # fmt: skip
    heights = [strip.height_of(tick) / strip.height() for tick in strip.ticks]
    assert heights == pytest.approx([2.15 / 12, 7.15 / 12, 10.15 / 12], abs=0.02)
    assert strip.tick_at(strip.height_of(strip.ticks[1]) + 2) == strip.ticks[1]
    assert strip.tick_at(strip.height() / 2 - 20) is None
    assert "1" in strip.accessibleDescription()
    assert "2" in strip.accessibleDescription()


def test_a_click_in_the_strip_goes_there(panel: PagesPanel, marked: Document) -> None:
    strip = panel.spread.strip
    tick = strip.ticks[1]
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(strip.width() // 2, round(strip.height_of(tick))))
    assert panel.page == 8
    assert in_sight(panel, tick.page, tick.boxes)
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(strip.width() // 2, strip.height() - 1))
    assert panel.page == 12


def test_the_strip_by_keys(panel: PagesPanel, marked: Document) -> None:
    strip = panel.spread.strip
    went = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(strip, key)
        went.append(panel.page)
    assert went == [3, 8, 11, 11, 8]
    panel.view.go(1)
    QTest.keyClick(strip, Qt.Key.Key_Return)
    assert panel.page == 8


def test_marks_of_another_answer_take_the_place_of_these(
    panel: PagesPanel, marked: Document, show: Show, tmp_path: Path
) -> None:
    panel.show_marks([])
    assert not panel.spread.strip.ticks


def test_marks_are_there_when_their_document_is_opened_later(
    panel: PagesPanel, marked: Document, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    show(material.prose(tmp_path))
    assert not panel.spread.strip.ticks
    panel.show_document(marked)
    qtbot.waitUntil(lambda: panel.page > 0)
    assert len(panel.spread.strip.ticks) == 3


def test_a_place_in_a_document_that_is_not_open(
    panel: PagesPanel, library: Library, add: Add, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    show(material.prose(tmp_path))
    other = add(material.long_document(tmp_path, 12))
    page, boxes = boxes_of(library, other, "This is part 10 of")
    panel.show_document(other)
    panel.show_place(other, page, boxes)
    qtbot.waitUntil(lambda: panel.page == 10)
    assert in_sight(panel, page, boxes)


# Find


def type_into_find(panel: PagesPanel, qtbot: QtBot, text: str) -> QLineEdit:
    panel.does.find.trigger()
    field = panel.find_bar.findChild(QLineEdit)
    assert field is not None
    field.insert(text)
    return field


def test_find_as_one_types(panel: PagesPanel, show: Show, qtbot: QtBot, tmp_path: Path) -> None:
    show(material.long_document(tmp_path, 12), 5)
    field = type_into_find(panel, qtbot, "LONG  récord")
    qtbot.waitUntil(lambda: panel.find_bar.text == "5 of 12")
    assert panel.page == 5
    assert len(panel.spread.strip.ticks) == 12
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (panel.page, panel.find_bar.text) == (6, "6 of 12")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert panel.page == 5
    panel.does.find_previous.trigger()
    assert panel.page == 4
    for _ in range(9):
        panel.does.find_next.trigger()
    assert (panel.page, panel.find_bar.text) == (1, "1 of 12")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not panel.find_bar.isVisible()
    assert not panel.spread.strip.ticks


def test_what_is_not_there_is_said(panel: PagesPanel, show: Show, qtbot: QtBot, tmp_path: Path) -> None:
    show(material.prose(tmp_path))
    field = type_into_find(panel, qtbot, "walrus")
    qtbot.waitUntil(lambda: panel.find_bar.text == "Not found")
    field.clear()
    qtbot.waitUntil(lambda: panel.find_bar.text == "")


def test_find_goes_on_in_the_next_document(panel: PagesPanel, show: Show, qtbot: QtBot, tmp_path: Path) -> None:
    show(material.long_document(tmp_path, 12))
    type_into_find(panel, qtbot, "passengers")
    qtbot.waitUntil(lambda: bool(panel.find_bar.hits))
    show(material.labelled(tmp_path))
    qtbot.waitUntil(lambda: {hit.page for hit in panel.find_bar.hits} <= {1, 2, 3, 4} and bool(panel.find_bar.hits))


# The outline


def test_the_outline_goes_and_follows(panel: PagesPanel, show: Show, qtbot: QtBot, tmp_path: Path) -> None:
    show(material.outlined(tmp_path))
    outline = panel.spread.outline
    assert not outline.isVisible()
    panel.does.outline.trigger()
    assert outline.isVisible()
    part = outline.topLevelItem(0)
    assert part is not None
    assert [item.text(0) for row in range(part.childCount()) if (item := part.child(row))] == list(
        material.HEADINGS[:4]
    )
    slipway = part.child(3)
    assert slipway is not None
    outline.itemClicked.emit(slipway, 0)
    qtbot.waitUntil(lambda: panel.page == 2)
    assert outline.current is not None
    assert outline.current.title == "The slipway"
    assert slipway.font(0).bold()
    panel.view.move_to(1)
    qtbot.waitUntil(lambda: outline.current is not None and outline.current.page == 1)
    assert not slipway.font(0).bold()


def test_a_section_is_gone_to_where_it_begins(
    panel: PagesPanel, library: Library, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    document = show(material.outlined(tmp_path))
    panel.view.set_zoom(2.0)
    page, boxes = boxes_of(library, document, "The slipway")
    section = next(one for one in pages.outline(library.rooms, document.id) if one.title == "The slipway")
    panel.spread.outline.chosen.emit(section)
    qtbot.waitUntil(lambda: panel.page == 2)
    _, top, _, _ = panel.view.layout_of_pages.rect(page, bounds(boxes))
    assert 0 <= top - panel.view.shown[1] < 80


# The way back


def test_back_and_forward_over_documents(
    panel: PagesPanel, library: Library, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    first = show(material.long_document(tmp_path, 12))
    panel.view.move_to(4)
    panel.show_place(first, *boxes_of(library, first, "This is part 9 of"))
    second = show(material.labelled(tmp_path))
    assert panel.document == second
    panel.does.back.trigger()
    qtbot.waitUntil(lambda: panel.document == first and panel.page == 9)
    panel.does.back.trigger()
    assert panel.page == 4
    assert not panel.does.back.isEnabled()
    panel.does.forward.trigger()
    assert panel.page == 9
    panel.does.forward.trigger()
    qtbot.waitUntil(lambda: panel.document == second and panel.page == 1)


# Trouble


def until_trouble(panel: PagesPanel, qtbot: QtBot) -> str:
    qtbot.waitUntil(panel.trouble.isVisible, timeout=20_000)
    return panel.trouble.text


def button(within: QWidget, text: str) -> QWidget:
    from PySide6.QtWidgets import QPushButton

    return next(one for one in within.findChildren(QPushButton) if one.text() == text and one.isVisibleTo(within))


def test_a_file_that_moved_is_shown_where_it_is_now(panel: PagesPanel, add: Add, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    document = add(material.prose(folder))
    other = material.labelled(tmp_path)
    away = tmp_path / "away"
    away.mkdir()
    there = document.path.rename(away / "renamed.pdf")
    panel.show_document(document)
    text = until_trouble(panel, qtbot)
    assert "is not where it was" in text
    assert "can still be searched" in text
    chosen = iter([other, there])
    panel.locating.choose = lambda parent, document, done: done(next(chosen))
    QTest.mouseClick(button(panel.trouble, "Locate…"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "another document" in visible_text(panel.trouble))
    with qtbot.waitSignal(panel.located) as told:
        QTest.mouseClick(button(panel.trouble, "Locate…"), Qt.MouseButton.LeftButton)
    assert told.args is not None
    assert told.args[0].path == there
    assert panel.document == told.args[0]
    qtbot.waitUntil(
        lambda: panel.view.isVisible() and not panel.prints.busy and panel.prints.bytes_kept > 0, timeout=20_000
    )


def test_a_file_that_is_back_is_shown_again(panel: PagesPanel, add: Add, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    document = add(material.prose(folder))
    away = document.path.rename(tmp_path / "away.bin")
    panel.show_document(document)
    until_trouble(panel, qtbot)
    away.rename(document.path)
    QTest.mouseClick(button(panel.trouble, "Try again"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.view.isVisible() and panel.prints.bytes_kept > 0, timeout=20_000)


def test_a_file_that_changed_is_offered_to_be_read_again(
    panel: PagesPanel, add: Add, qtbot: QtBot, tmp_path: Path
) -> None:
    document = add(material.prose(tmp_path))
    material.two_columns(tmp_path).replace(document.path)
    panel.show_document(document)
    assert "has changed" in until_trouble(panel, qtbot)
    with qtbot.waitSignal(panel.read_again_wanted) as told:
        QTest.mouseClick(button(panel.trouble, "Read again"), Qt.MouseButton.LeftButton)
    assert told.args == [document]


def test_a_password_is_asked_for_and_used(
    panel: PagesPanel, add: Add, passwords: Passwords, qtbot: QtBot, tmp_path: Path
) -> None:
    path = material.protected(tmp_path)
    passwords[path] = material.PASSWORD
    document = add(path)
    passwords.clear()
    panel.show_document(document)
    until_trouble(panel, qtbot)
    with qtbot.waitSignal(panel.password_needed) as told:
        QTest.mouseClick(button(panel.trouble, "Enter password…"), Qt.MouseButton.LeftButton)
    assert told.args == [document]
    passwords[path] = material.PASSWORD
    panel.reload_picture()
    qtbot.waitUntil(lambda: panel.view.isVisible() and panel.prints.bytes_kept > 0, timeout=20_000)


def test_a_page_that_cannot_be_drawn_says_so_on_its_paper(
    panel: PagesPanel, show: Show, qtbot: QtBot, tmp_path: Path
) -> None:
    panel.prints.draw_with(BlankPages(errors={2: UserFixable("timeout", file="prose.pdf")}))
    show(material.prose(tmp_path), 2)
    qtbot.waitUntil(lambda: panel.prints.failure(2) is not None and not panel.prints.busy)
    panel.view.set_zoom("page")
    assert ink_on(panel, 2)
    panel.prints.draw_with(BlankPages())
    panel.reload_picture()
    qtbot.waitUntil(lambda: not ink_on(panel, 2))


def ink_on(panel: PagesPanel, page: int) -> bool:
    """Whether something dark stands in the middle of a page."""
    image = panel.view.viewport().grab().toImage()
    left, top = panel.view.shown[:2]
    frame = panel.view.layout_of_pages.frame(page)
    xs = range(frame.x - left + 30, frame.x - left + frame.width - 30)
    ys = range(max(frame.y - top, 0) + 30, min(frame.bottom - top, image.height()) - 30)
    return any(image.pixelColor(x, y).lightness() < 128 for y in ys for x in xs)


# Summaries


def test_summaries_are_asked_for(panel: PagesPanel, show: Show, qtbot: QtBot, tmp_path: Path) -> None:
    document = show(material.outlined(tmp_path), 3)
    panel.summarise.aboutToShow.emit()
    whole, section, some = panel.summarise.actions()
    assert triggered(panel, qtbot, whole) == Wanted(document)
    titles = {one for one in material.HEADINGS if f"‘{one}’" in section.text()}
    assert triggered(panel, qtbot, section) == Wanted(document, section=titles.pop())
    some.trigger()
    dialog = panel.findChild(RangeDialog)
    assert dialog is not None
    assert dialog.field.text() == "3"
    ok = dialog.findChild(QDialogButtonBox)
    assert ok is not None
    for wrong in ("", "2-9", "x"):
        dialog.field.setText(wrong)
        assert not ok.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    dialog.field.setText("2-3")
    with qtbot.waitSignal(panel.summarise_wanted) as told:
        QTest.mouseClick(ok.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)
    assert told.args == [Wanted(document, pages=(2, 3))]


def triggered(panel: PagesPanel, qtbot: QtBot, action: QAction) -> object:
    with qtbot.waitSignal(panel.summarise_wanted) as told:
        action.trigger()
    assert told.args is not None
    return told.args[0]


# For everybody


def visible_text(within: QWidget) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(one.text() for one in within.findChildren(QLabel) if one.isVisibleTo(within))


def test_every_control_has_a_name_and_every_action_a_key(panel: PagesPanel, show: Show, tmp_path: Path) -> None:
    show(material.outlined(tmp_path))
    panel.does.outline.setChecked(True)
    panel.find_bar.open_bar()
    controls = [
        one for one in panel.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible()
    ]
    own = [one for one in controls if one.parent() is not None and not isinstance(one.parent(), QLineEdit)]
    assert {one.metaObject().className() for one in own} >= {"PagesView", "Strip", "Outline", "QLineEdit"}
    assert not [one for one in own if not one.accessibleName()]
    assert not [action.text() for action in panel.does.findChildren(QAction) if action.shortcut().isEmpty()]
    keys = [action.shortcut().toString() for action in panel.does.findChildren(QAction)]
    assert len(keys) == len(set(keys))


def test_the_tab_key_goes_through_everything(panel: PagesPanel, show: Show, tmp_path: Path) -> None:
    show(material.outlined(tmp_path))
    panel.does.outline.setChecked(True)
    panel.activateWindow()
    panel.view.setFocus()
    seen = []
    for _ in range(30):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert {panel.view, panel.spread.strip, panel.spread.outline} <= set(seen)
    at = seen.index(panel.view)
    assert seen[at + 1] is panel.spread.strip


@pytest.mark.parametrize("text_size", [100, 200])
@pytest.mark.parametrize("width", [320, 480, 900])
def test_the_bar_fits_where_it_is_narrow(
    panel: PagesPanel, show: Show, theme: Theme, qtbot: QtBot, tmp_path: Path, width: int, text_size: int
) -> None:
    show(material.labelled(tmp_path, name="a-very-long-name-" * 8 + ".pdf"))
    theme.choose(text_size=text_size)
    panel.resize(width, 600)
    qtbot.waitUntil(lambda: panel.bar.width() == panel.width())
    shown = [one for one in panel.bar.findChildren(QWidget) if one.isVisible() and one.parent() is panel.bar]
    assert all(panel.bar.rect().contains(one.geometry()) for one in shown)
    field = panel.bar.findChild(QLineEdit)
    assert field in shown
    assert [one for one in shown if isinstance(one, QToolButton)]


def test_right_to_left(panel: PagesPanel, show: Show, qtbot: QtBot, tmp_path: Path) -> None:
    panel.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    show(material.prose(tmp_path))
    panel.view.set_zoom(3.0)
    qtbot.waitUntil(lambda: panel.view.horizontalScrollBar().maximum() > 0)
    panel.view.reveal(1, [(72.0, 90.0, 120.0, 100.0)])
    left, _, right, _ = panel.view.layout_of_pages.rect(1, (72.0, 90.0, 120.0, 100.0))
    assert panel.view.shown[0] <= left
    assert right <= panel.view.shown[2]
    assert panel.spread.strip.mapTo(panel, QPoint()).x() < panel.view.mapTo(panel, QPoint()).x()
