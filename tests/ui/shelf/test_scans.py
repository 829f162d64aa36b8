"""Scanned pages in the list: read behind everything else, told page by page, offered again where they were left out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.documents.scans.scanner import Scanner
from app.documents.scans.seen import Seen, SeenWord
from app.host import settings
from app.library import Library
from app.stop import Stop
from app.types import Document, Progress
from app.ui.shelf import LibraryPanel, wording
from app.ui.shelf.commands import Chosen
from app.ui.shelf.entries import Entry
from tests import material
from tests.ui.shelf.conftest import READ, MakePdf


@pytest.fixture(autouse=True)
def one_word_a_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In place of the networks."""

    def page(self: Scanner, path: Path, number: int, *, password: str | None = None, stop: Stop) -> Seen:
        return Seen(number, (SeenWord("Lighthouse", (72.0, 400.0, 130.0, 412.0), 0, 0, 12.0, 0.9),))

    monkeypatch.setattr(Scanner, "page", page)
    yield


def _document(panel: LibraryPanel, path: Path) -> Document | None:
    entry = panel.shelf.stock.entries.get(path)
    return None if entry is None else entry.document


def test_they_are_read_in_the_background(panel: LibraryPanel, pdf: MakePdf, library: Library, qtbot: QtBot) -> None:
    path = pdf("scan.pdf", material.partly_scanned)
    panel.add([path])
    qtbot.waitUntil(lambda: (one := _document(panel, path)) is not None and one.state == "ready", timeout=READ)
    found = _document(panel, path)
    assert found is not None and found.skipped == ()
    assert "Lighthouse" in library.search("Lighthouse", stop=Stop())[0].text


def test_where_nobody_wants_them_they_are_left_out_and_offered(
    panel: LibraryPanel, pdf: MakePdf, library: Library, qtbot: QtBot
) -> None:
    settings.change(library.rooms.paths.settings, scans=False)
    path = pdf("scan.pdf", material.partly_scanned)
    panel.add([path])
    qtbot.waitUntil(lambda: (one := _document(panel, path)) is not None and one.state == "ready", timeout=READ)
    entry = panel.shelf.stock.entries[path]
    assert Chosen([entry], [], []).has_unread_scans
    settings.change(library.rooms.paths.settings, scans=True)
    panel.shelf.add_again([entry])
    qtbot.waitUntil(lambda: (one := _document(panel, path)) is not None and not one.skipped, timeout=READ)


def test_what_is_said_of_them() -> None:
    document = Document("d" * 64, Path("/scan.pdf"), "Scan", 400, "reading", 0, 0, (), ((1, "scan"),))
    entry = Entry(document.path, document)
    assert wording.state(entry) == "Scanned pages not read yet"
    told = Progress("reading scanned pages", 11, 400, left=540.0)
    at_work = Entry(document.path, document, work="learning", progress=told)
    assert wording.state(at_work) == wording.brief(at_work) == "Scan: page 12 of 400, 9 minute(s) left"
