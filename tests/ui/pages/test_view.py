"""What is seen on the pages: marks over the right words, the scale, keys, selection."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.library import Library, pages
from app.stop import Stop
from app.types import Box, Document
from app.ui.pages import PagesPanel
from app.ui.pages.geometry import Spot, bounds
from app.ui.pages.view import PagesView
from app.ui.theme import Theme
from app.ui.wanted import Mark
from tests import material
from tests.ui.pages.conftest import QUOTE, Add, red_quote, shown, thin
from tests.ui.pages.draws import BlankPages

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Pixels = NDArray[np.bool_]
"""By row and column of the view."""


def open_at(panel: PagesPanel, qtbot: QtBot, document: Document, page: int | None = None) -> None:
    panel.show_document(document, page)
    qtbot.waitUntil(lambda: panel.page > 0)


def quote(library: Library, document: Document, text: str = QUOTE) -> tuple[int, tuple[Box, ...]]:
    (hit,) = pages.find(library.rooms, document.id, text, stop=Stop())
    return hit.page, hit.boxes


def colours(image: QImage) -> NDArray[np.int_]:
    """Blue, green, red of each pixel."""
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return raw[:, : image.width(), :3].astype(int)


def red(image: QImage) -> Pixels:
    blue, green, red = np.moveaxis(colours(image), 2, 0)
    return np.asarray((red > 200) & (green < 90) & (blue < 90))


def changed(before: QImage, after: QImage) -> Pixels:
    return np.asarray((colours(before) != colours(after)).any(axis=2))


def around(pixels: Pixels) -> tuple[int, int, int, int]:
    ys, xs = np.nonzero(pixels)
    return int(xs.min()), int(ys.min()), int(xs.max()), int(ys.max())


def until_red(panel: PagesPanel, qtbot: QtBot) -> QImage:
    """The view once the pictures with the red words are there."""
    qtbot.waitUntil(lambda: not panel.prints.busy and bool(red(shown(panel)).any()), timeout=20_000)
    return shown(panel)


@pytest.mark.parametrize("degrees", [0, 90])
@pytest.mark.parametrize("zoom", ["width", 1.0, 2.5])
def test_the_marked_rectangle_covers_the_words(
    panel: PagesPanel, library: Library, add: Add, qtbot: QtBot, tmp_path: Path, degrees: int, zoom: float | str
) -> None:
    document = add(red_quote(tmp_path, degrees))
    page, boxes = quote(library, document)
    open_at(panel, qtbot, document)
    panel.view.set_zoom("width" if isinstance(zoom, str) else zoom)
    panel.view.reveal(page, boxes)
    panel.view.verticalScrollBar().setValue(panel.view.verticalScrollBar().value() + 17)
    plain = until_red(panel, qtbot)
    panel.show_marks([Mark(document.id, page, boxes, cited=True)])
    marked = shown(panel)
    x0, y0, x1, y1 = around(red(plain))
    left, top, right, bottom = around(changed(plain, marked))
    slack = 5 * panel.view.percent + 4
    assert left <= x0 <= left + slack
    assert right - slack <= x1 <= right
    assert top <= y0 <= top + 2 * slack
    assert bottom - 2 * slack <= y1 <= bottom
    assert red(marked).any()


def test_marks_tint_the_paper_and_leave_the_ink(
    panel: PagesPanel, library: Library, add: Add, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    document = add(red_quote(tmp_path))
    page, boxes = quote(library, document)
    open_at(panel, qtbot, document, page)
    panel.view.reveal(page, boxes)
    plain = until_red(panel, qtbot)
    found = {}
    for cited in (True, False):
        panel.show_marks([Mark(document.id, page, boxes, cited=cited)])
        marked = shown(panel)
        paper = changed(plain, marked) & (colours(plain) == 255).all(axis=2)
        blue, green, red_ = np.median(colours(marked)[paper], axis=0).astype(int)
        found[cited] = QColor(int(red_), int(green), int(blue))
    strong, faint = theme.colour("mark_strong"), theme.colour("mark")
    assert found[True].blue() < 150 < found[True].red()
    assert abs(found[True].hue() - strong.hue()) < 10
    assert abs(found[False].hue() - faint.hue()) < 10
    assert found[False].saturation() < found[True].saturation()


def test_going_to_a_place_marks_it_and_shows_what_stands_above_it(
    panel: PagesPanel, library: Library, add: Add, qtbot: QtBot, tmp_path: Path
) -> None:
    document = add(material.long_document(tmp_path, 12))
    page, boxes = quote(library, document, "This is part 9 of the long record")
    panel.show_place(document, page, boxes)
    qtbot.waitUntil(lambda: panel.page == 9)
    _, top, _, bottom = panel.view.layout_of_pages.rect(page, bounds(boxes))
    _, y0, _, y1 = panel.view.shown
    assert y0 + 60 < top
    assert bottom < y1 - 60
    before = shown(panel)
    panel.show_marks([])
    assert changed(before, shown(panel)).any()


def test_a_place_in_sight_does_not_move_the_pages(
    panel: PagesPanel, library: Library, add: Add, qtbot: QtBot, tmp_path: Path
) -> None:
    document = add(material.prose(tmp_path))
    open_at(panel, qtbot, document)
    before = panel.view.shown
    panel.show_place(document, *quote(library, document, "412,906 passengers"))
    assert panel.view.shown == before


@pytest.fixture
def long(panel: PagesPanel, add: Add, qtbot: QtBot, tmp_path: Path) -> PagesView:
    """Twelve pages that are drawn blank."""
    panel.prints.draw_with(BlankPages())
    open_at(panel, qtbot, add(material.long_document(tmp_path, 12)))
    panel.view.setFocus()
    return panel.view


def test_keys(long: PagesView, qtbot: QtBot) -> None:
    keys = Qt.Key
    start = long.shown[1]
    QTest.keyClick(long, keys.Key_Space)
    after_space = long.shown[1]
    assert start < after_space < start + (long.shown[3] - long.shown[1])
    QTest.keyClick(long, keys.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert long.shown[1] == start
    QTest.keyClick(long, keys.Key_PageDown)
    assert long.shown[1] == after_space
    QTest.keyClick(long, keys.Key_Down)
    assert after_space < long.shown[1] < after_space + 100
    QTest.keyClick(long, keys.Key_End)
    assert long.page == 12
    QTest.keyClick(long, keys.Key_Home)
    assert long.page == 1
    QTest.keyClick(long, keys.Key_Right)
    assert long.page == 2
    QTest.keyClick(long, keys.Key_Left)
    assert long.page == 1


def test_whole_pages_are_turned_one_by_one(long: PagesView, qtbot: QtBot) -> None:
    long.set_zoom("page")
    for number in (2, 3):
        QTest.keyClick(long, Qt.Key.Key_PageDown)
        assert long.page == number
        assert next(iter(long.in_sight)) <= number
    frame = long.layout_of_pages.frame(3)
    assert long.shown[1] <= frame.y
    assert frame.bottom <= long.shown[3]


def test_the_wheel_scales_around_the_mouse(long: PagesView) -> None:
    at = QPointF(300, 400)
    before, zoom = long.spot_at(at), long.percent
    wheel = QWheelEvent(
        at,
        QPointF(long.viewport().mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, 360),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(long.viewport(), wheel)
    assert long.percent == pytest.approx(zoom * 1.1**3)
    after = long.spot_at(at)
    assert (after.page, after.x, after.y) == pytest.approx((before.page, before.x, before.y), abs=1.5)


def test_what_is_read_stays_when_the_window_changes_its_size(long: PagesView, panel: PagesPanel, qtbot: QtBot) -> None:
    long.move_to(7, 200.0)
    before = long.standing.spot
    panel.resize(420, 500)
    qtbot.waitUntil(lambda: long.viewport().width() < 420)
    panel.resize(700, 800)
    qtbot.waitUntil(lambda: long.viewport().width() > 420)
    after = long.standing.spot
    assert (after.page, after.y) == pytest.approx((before.page, before.y), abs=4)


def test_a_document_of_500_pages_is_opened_without_touching_its_pages(
    panel: PagesPanel, add: Add, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = add(thin(tmp_path, 500))
    draws, read = BlankPages(), []
    panel.prints.draw_with(draws)
    monkeypatch.setattr(pages, "page", lambda rooms, ident, number: read.append(number))
    open_at(panel, qtbot, document)
    qtbot.waitUntil(lambda: len(draws.asked) >= 2)
    assert panel.view.layout_of_pages.pages == 500
    assert set(draws.pages) <= {1, 2, 3}
    assert set(read) <= {1}
    for page in range(3, 480, 9):  # as when the bar is dragged through the document
        panel.view.move_to(page)
    panel.view.move_to(480)
    qtbot.waitUntil(lambda: 480 in draws.pages)
    assert len(draws.asked) < 12


def test_large_pages_are_drawn_in_pieces_and_only_where_they_are_seen(
    panel: PagesPanel, add: Add, qtbot: QtBot, tmp_path: Path
) -> None:
    draws = BlankPages()
    panel.prints.draw_with(draws)
    open_at(panel, qtbot, add(material.prose(tmp_path)))
    panel.view.set_zoom(5.0)
    frame = panel.view.layout_of_pages.frame(1)
    assert frame.width * frame.height > 20_000_000
    qtbot.waitUntil(lambda: sum(scale == frame.scale for _, scale in draws.asked) >= 2)
    qtbot.waitUntil(lambda: not panel.prints.busy)
    assert sum(scale == frame.scale for _, scale in draws.asked) < 8


def press(view: PagesView, kind: QEvent.Type, at: QPointF) -> None:
    buttons = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    where = QPointF(view.viewport().mapToGlobal(at.toPoint()))
    event = QMouseEvent(kind, at, where, button, buttons, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.viewport(), event)


def drag(view: PagesView, start: QPointF, end: QPointF) -> None:
    press(view, QEvent.Type.MouseButtonPress, start)
    press(view, QEvent.Type.MouseMove, (start + end) / 2)
    press(view, QEvent.Type.MouseMove, end)
    press(view, QEvent.Type.MouseButtonRelease, end)


def at(view: PagesView, page: int, x: float, y: float) -> QPointF:
    """A point of a page as a point of the viewport."""
    left, top = view.shown[:2]
    px, py = view.layout_of_pages.pixel(Spot(page, x, y))
    return QPointF((px - left) / view.unit, (py - top) / view.unit)


def copied(panel: PagesPanel, qtbot: QtBot) -> str:
    QApplication.clipboard().setText("")
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(QApplication.clipboard().text()))
    return QApplication.clipboard().text()


def test_words_are_selected_and_copied(
    panel: PagesPanel, library: Library, add: Add, qtbot: QtBot, tmp_path: Path
) -> None:
    document = add(material.prose(tmp_path))
    open_at(panel, qtbot, document)
    _, first = quote(library, document, "412,906")
    _, last = quote(library, document, "evening sailings")
    start = at(panel.view, 1, first[0][0] + 2, (first[0][1] + first[0][3]) / 2)
    end = at(panel.view, 1, last[-1][2] - 2, (last[-1][1] + last[-1][3]) / 2)
    drag(panel.view, start, end)
    text = " ".join(copied(panel, qtbot).split())
    assert text.startswith("412,906 passengers in the year")
    assert text.rstrip(",").endswith("Most of the growth came from the evening sailings")
    before = shown(panel)
    press(panel.view, QEvent.Type.MouseButtonPress, QPointF(20, 20))
    press(panel.view, QEvent.Type.MouseButtonRelease, QPointF(20, 20))
    assert panel.view.selection.is_empty
    assert changed(before, shown(panel)).any()


def test_a_selection_goes_over_pages(
    panel: PagesPanel, library: Library, add: Add, qtbot: QtBot, tmp_path: Path
) -> None:
    document = add(red_quote(tmp_path))
    open_at(panel, qtbot, document)
    panel.view.set_zoom(0.5)
    start = at(panel.view, 2, 185, 497)
    end = at(panel.view, 3, 116, 117)
    drag(panel.view, end, start)
    assert " ".join(copied(panel, qtbot).split()) == f"{QUOTE} Page 3 of"


def test_a_double_click_takes_the_word(
    panel: PagesPanel, library: Library, add: Add, qtbot: QtBot, tmp_path: Path
) -> None:
    document = add(material.prose(tmp_path))
    open_at(panel, qtbot, document)
    _, boxes = quote(library, document, "Harrowgate")
    x0, y0, x1, y1 = bounds(boxes)
    press(panel.view, QEvent.Type.MouseButtonDblClick, at(panel.view, 1, (x0 + x1) / 2, (y0 + y1) / 2))
    qtbot.waitUntil(lambda: not panel.view.selection.is_empty)
    assert copied(panel, qtbot) == "Harrowgate"


def test_all_of_a_page_is_selected(panel: PagesPanel, library: Library, add: Add, qtbot: QtBot, tmp_path: Path) -> None:
    document = add(material.prose(tmp_path))
    open_at(panel, qtbot, document, 2)
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not panel.view.selection.is_empty)
    assert copied(panel, qtbot) == pages.page(library.rooms, document.id, 2).text.strip()


def test_the_next_page_is_drawn_before_it_comes_into_sight(
    panel: PagesPanel, add: Add, qtbot: QtBot, tmp_path: Path
) -> None:
    draws = BlankPages()
    panel.prints.draw_with(draws)
    document = add(material.long_document(tmp_path, 12))
    panel.view.set_zoom("page")
    open_at(panel, qtbot, document, 5)
    qtbot.waitUntil(lambda: {4, 5, 6} <= set(draws.pages))
    assert draws.pages[0] == 5
