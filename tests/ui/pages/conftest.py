"""A panel with pages, and PDFs whose sought words are red, so that a picture shows where they are."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.library import Library
from app.stop import Stop
from app.types import Document
from app.ui.jobs import Jobs, Lane
from app.ui.pages import PagesPanel
from app.ui.theme import Theme

Add = Callable[[Path], Document]
QUOTE = "seventeen herons nested there"


class Passwords(dict[Path, str]):
    """What a person has entered so far."""


@pytest.fixture
def passwords() -> Passwords:
    return Passwords()


@pytest.fixture
def panel(library: Library, jobs: Jobs, theme: Theme, passwords: Passwords, qtbot: QtBot) -> Iterator[PagesPanel]:
    made = PagesPanel(library, jobs, theme, password_of=passwords.get)
    qtbot.addWidget(made)
    made.resize(700, 800)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.clear()
    jobs.run(lambda tell, stop: made.finish()(stop), lane=Lane.PAGES)
    qtbot.waitUntil(lambda: not jobs.busy, timeout=20_000)


@pytest.fixture
def add(library: Library, passwords: Passwords) -> Add:
    """Reads a PDF into the library."""

    def read(path: Path) -> Document:
        (document,) = library.add([path], wait=False, password=passwords.get, stop=Stop())
        assert isinstance(document, Document)
        return document

    return read


def red_quote(folder: Path, degrees: int = 0, *, name: str = "herons.pdf") -> Path:
    """Three pages turned by `degrees`; on the second a few words are red. They read upright as shown."""
    upright = pymupdf.open()
    for number in range(3):
        page = upright.new_page(width=595, height=842)
        page.insert_text((72, 120), f"Page {number + 1} of the notes from the northern marsh.", fontsize=11)
        if number == 1:
            page.insert_text((72, 500), "In the old willows", fontsize=11)
            page.insert_text((180, 500), QUOTE, fontsize=11, color=(1, 0, 0))
    turned = pymupdf.open()
    for page in upright:
        across = degrees % 180 != 0
        width, height = (842, 595) if across else (595, 842)
        target = turned.new_page(width=width, height=height)
        target.show_pdf_page(target.rect, upright, page.number, rotate=degrees)
        target.set_rotation(degrees)
    path = folder / name
    turned.save(path)
    return path


def thin(folder: Path, pages: int, *, name: str = "thin.pdf") -> Path:
    """Many pages of one line each."""
    document = pymupdf.open()
    for number in range(pages):
        document.new_page(width=595, height=842).insert_text((72, 120), f"Sheet {number + 1} of the ferry's log.")
    path = folder / name
    document.save(path)
    return path


def shown(panel: PagesPanel) -> QImage:
    """What the pages look like now."""
    return panel.view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
