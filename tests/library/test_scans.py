"""Scanned pages in a library: kept page by page, put together at the end, left out when that is wanted, gone when the document goes."""

import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path

import pymupdf
import pytest

from app.documents.scans.scanner import Scanner
from app.documents.scans.seen import Seen, SeenWord
from app.errors import UserFixable
from app.host import settings
from app.host.paths import Paths
from app.library import Library, documents, scans
from app.stop import Stop, Stopped
from app.types import Document, Progress, ignore
from tests import material
from tests.documents.scanning import Damage, add_scan

_PAGES = 3


def _mixed(folder: Path) -> Path:
    """Three scanned pages before one with text."""
    made = pymupdf.open()
    with pymupdf.open(material.prose(folder)) as document:
        for number in range(_PAGES):
            add_scan(made, document[number], Damage("clean", 100))
        made.insert_pdf(document, to_page=0)
    made.save(folder / "mixed.pdf")
    return folder / "mixed.pdf"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """No networks: each page says its number. The pages that were read are listed."""
    asked: list[int] = []

    def page(self: Scanner, path: Path, number: int, *, password: str | None = None, stop: Stop) -> Seen:
        stop.check()
        asked.append(number)
        words = ["Lighthouse", "ledger", f"leaf{number}"]
        placed = [
            SeenWord(w, (50.0 + 90 * i, 400.0, 130.0 + 90 * i, 412.0), 0, 0, 12.0, 0.9) for i, w in enumerate(words)
        ]
        return Seen(number, tuple(placed))

    monkeypatch.setattr(Scanner, "page", page)
    return asked


def _add(library: Library, path: Path, *, wait: bool = False, pictures: bool = True) -> Document:
    (outcome,) = library.add([path], wait=wait, pictures=pictures, stop=Stop())
    assert isinstance(outcome, Document), outcome
    return outcome


def test_text_can_be_searched_at_once_and_the_document_is_ready_when_its_scans_are_read(
    library: Library, tmp_path: Path, quick: list[int]
) -> None:
    document = _add(library, _mixed(tmp_path))
    assert document.state == "reading" and [reason for _, reason in document.skipped] == ["scan"] * _PAGES
    assert library.search("Harrowgate passengers", stop=Stop()) and not quick
    told: list[Progress] = []
    done: list[Document] = []
    assert scans.read(library.rooms, None, report=told.append, stop=Stop(), done=done.append)
    assert quick == [1, 2, 3] and [one.done for one in told] == [0, 1, 2, 3]
    assert [one.id for one in done] == [document.id] and done[0].state == "words" and not done[0].skipped
    passage = next(one for one in library.search("leaf2", stop=Stop()) if "leaf2" in one.text)
    assert passage.pages == (1, 3) and library.boxes(passage) == [(50.0, 400.0, 310.0, 412.0)]


def test_a_stop_costs_one_page(library: Library, tmp_path: Path, quick: list[int]) -> None:
    document = _add(library, _mixed(tmp_path))
    stop = Stop()

    def report(progress: Progress) -> None:
        if progress.done == 2:
            stop.request()

    with pytest.raises(Stopped):
        scans.read(library.rooms, None, report=report, stop=stop)
    assert library.rooms.catalog.document(document.id).state == "reading"
    scans.read(library.rooms, None, report=ignore, stop=Stop())
    assert quick == [1, 2, 3]
    assert library.rooms.catalog.document(document.id).state == "words"


def test_what_was_read_stays_when_the_file_is_read_anew(library: Library, tmp_path: Path, quick: list[int]) -> None:
    path = _mixed(tmp_path)
    document = _add(library, path, wait=True)
    library.rooms.catalog.scans.want(document.id)
    assert len(library.rooms.catalog.scans.kept(document.id)) == _PAGES
    assert document.state == "ready" and quick == [1, 2, 3]
    library.remove([str(path)], stop=Stop())
    assert not library.rooms.catalog.scans.kept(document.id)


def test_scans_are_left_out_where_nobody_wants_them_and_read_when_somebody_does(
    library: Library, tmp_path: Path, quick: list[int]
) -> None:
    path = _mixed(tmp_path)
    scans.change(library.rooms, False)
    document = _add(library, path, wait=True)
    assert document.state == "ready" and [reason for _, reason in document.skipped] == ["no text"] * _PAGES
    with pytest.raises(UserFixable) as raised:
        documents.add_one(
            library.rooms, material.scanned(tmp_path), password=lambda path: None, report=ignore, stop=Stop()
        )
    assert raised.value.kind == "no_text" and scans.left_out(library.rooms) == _PAGES
    scans.change(library.rooms, True)
    assert _add(library, path, wait=True).skipped == () and quick == [1, 2, 3]


def test_one_time_without_pictures(library: Library, tmp_path: Path, quick: list[int]) -> None:
    document = _add(library, _mixed(tmp_path), wait=True, pictures=False)
    assert document.state == "ready" and not quick and len(document.skipped) == _PAGES


def test_never_holds_from_the_next_page_on(library: Library, tmp_path: Path, quick: list[int]) -> None:
    document = _add(library, _mixed(tmp_path))

    def report(progress: Progress) -> None:
        if progress.done == 1:
            settings.change(library.rooms.paths.settings, scans=False)

    assert not scans.read(library.rooms, None, report=report, stop=Stop())
    assert len(quick) == 2 and library.rooms.catalog.document(document.id).skipped[0] == (1, "no text")


def test_a_file_that_is_gone_waits_and_one_that_changed_is_left_as_it_is(
    library: Library, tmp_path: Path, quick: list[int]
) -> None:
    path = _mixed(tmp_path)
    document = _add(library, path)
    path.rename(tmp_path / "elsewhere.pdf")
    assert not scans.read(library.rooms, None, report=ignore, stop=Stop())
    assert library.rooms.catalog.scans.unfinished() == [document.id] and not quick
    path.write_bytes((tmp_path / "elsewhere.pdf").read_bytes() + b"\n")
    assert not scans.read(library.rooms, None, report=ignore, stop=Stop())
    assert not library.rooms.catalog.scans.unfinished() and not quick


def _read_until_killed(channel: "Connection[object, object]", data: Path, models: Path) -> None:
    with Library(Paths(data, models, data / "machine")) as library:
        scans.read(library.rooms, None, report=channel.send, stop=Stop())
    channel.send(None)


def test_killed_in_the_middle_it_goes_on_where_it_was(library: Library, tmp_path: Path) -> None:
    """The real program, the real networks, SIGKILL after the second page."""
    document = _add(library, _mixed(tmp_path))
    paths = library.rooms.paths
    library.close()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_read_until_killed, args=(theirs, paths.data, paths.models))
    process.start()
    while ours.poll(120) and (told := ours.recv()) is not None and told.done < 2:
        pass
    process.kill()
    process.join()
    with Library(Paths(paths.data, paths.models, paths.data / "machine")) as again:
        left, read = again.rooms.catalog.scans.pending(document.id)
        assert read >= 2 and left == [1, 2, 3][read:], "a kill costs the page that was being read"
        assert again.rooms.catalog.document(document.id).state == "reading"
        scans.read(again.rooms, None, report=ignore, stop=Stop())
        found = again.rooms.catalog.document(document.id)
        assert found.state == "words" and not found.skipped
        assert again.search("contractor found rotten piles", stop=Stop())[0].page == 2
