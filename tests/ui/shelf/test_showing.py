"""The row that is chosen and what is on the screen go together, also where there is nothing to show."""

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.host.settings import Settings
from app.library import Library
from app.ui.jobs import Jobs, Lane
from app.ui.shelf.dialogs import PasswordDialog
from app.ui.theme import Theme
from app.ui.window import Window
from tests import material
from tests.ui.shelf.conftest import READ, MakePdf, index

pytestmark = [pytest.mark.embedder, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def window(qtbot: QtBot, library: Library, jobs: Jobs, theme: Theme) -> Iterator[Window]:
    made = Window(library, jobs, theme, Settings(started=True))
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.start()
    qtbot.waitUntil(lambda: made.shelf.is_loaded)
    yield made
    made.shelf.stop()
    made.pages.clear()
    jobs.run(lambda tell, stop: made.pages.finish()(stop), lane=Lane.PAGES)
    library.rooms.end_reading()
    qtbot.waitUntil(lambda: not jobs.busy, timeout=READ)


def _click(window: Window, name: str) -> None:
    view = window.shelf.view
    place = view.visualRect(index(window.shelf, name)).topLeft() + QPoint(40, 8)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def _shown(window: Window) -> str:
    document = window.pages.document
    return "" if document is None else document.file


def _chosen(window: Window) -> list[str]:
    return [entry.name for entry in window.shelf.view.selected_entries()]


def _read(qtbot: QtBot, window: Window, pdf: MakePdf, *names: str) -> None:
    """One after another, so that the first is on the screen."""
    for number, name in enumerate(names, 1):
        window.shelf.add([pdf(name)])
        qtbot.waitUntil(partial(_has, window, number), timeout=READ)


def _has(window: Window, documents: int) -> bool:
    return len(window.shelf.documents()) == documents


def test_what_is_added_does_not_take_the_place_of_what_is_read(qtbot: QtBot, window: Window, pdf: MakePdf) -> None:
    _read(qtbot, window, pdf, "b.pdf", "a.pdf")
    assert (_shown(window), _chosen(window)) == ("b.pdf", ["b.pdf"])


def test_the_next_one_is_opened_when_the_open_one_is_removed_and_the_way_back_opens_it_again(
    qtbot: QtBot, window: Window, pdf: MakePdf
) -> None:
    _read(qtbot, window, pdf, "a.pdf", "b.pdf", "c.pdf")
    assert _shown(window) == "a.pdf"
    window.shelf.commands.remove.trigger()
    assert (_shown(window), _chosen(window)) == ("b.pdf", ["b.pdf"])
    window.shelf.toast.button.click()
    qtbot.waitUntil(lambda: (_shown(window), _chosen(window)) == ("a.pdf", ["a.pdf"]))


def test_a_file_that_cannot_be_shown_says_why_in_place_of_its_pages(qtbot: QtBot, window: Window, pdf: MakePdf) -> None:
    _read(qtbot, window, pdf, "a.pdf")
    window.shelf.add([pdf("bad.pdf", material.damaged)])
    qtbot.waitUntil(lambda: len(window.shelf.shelf.stock.visible()) == 2, timeout=READ)
    qtbot.waitUntil(lambda: not window.shelf.shelf.reading.is_busy, timeout=READ)
    _click(window, "bad.pdf")
    assert (_shown(window), _chosen(window)) == ("", ["bad.pdf"])
    assert window.pages.trouble.isVisible() and "damaged" in window.pages.trouble.text
    assert "searched and asked" not in window.pages.trouble.text
    assert not window.pages.trouble.has_button, "trying it again would not help"
    window.shelf.commands.remove.trigger()
    assert not window.pages.trouble.isVisible() or "bad.pdf" not in window.pages.trouble.text
    _click(window, "a.pdf")
    assert _shown(window) == "a.pdf"


def test_a_file_opens_once_its_password_was_given(qtbot: QtBot, window: Window, pdf: MakePdf) -> None:
    _read(qtbot, window, pdf, "a.pdf")
    window.shelf.add([pdf("secret.pdf", material.protected)])
    qtbot.waitUntil(lambda: any(one.state == "password" for one in window.shelf.shelf.stock.visible()), timeout=READ)
    _click(window, "secret.pdf")
    assert window.pages.trouble.isVisible()
    window.pages.trouble.password_needed.emit()
    dialog = next(one for one in window.shelf.findChildren(PasswordDialog) if one.isVisible())
    QTest.keyClicks(dialog.field, material.PASSWORD)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _shown(window) == "secret.pdf", timeout=READ)
    assert _chosen(window) == ["secret.pdf"]
