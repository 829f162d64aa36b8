"""Files that wait to be read: remembered, read one after the other, dropped, stopped and taken up again."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.documents import Reader
from app.library import Library, documents
from app.library.documents import Failed
from app.library.rooms import Rooms
from app.stop import Stop, Stopped
from app.types import Document, Progress, Reading, Report, Waiting, ignore
from tests import material
from tests.fakes import FakeEngine
from tests.library.conftest import MakeLibrary

pytestmark = [pytest.mark.model, pytest.mark.embedder]


def _enqueue(rooms: Rooms, *paths: Path, collection: str | None = None) -> list[Waiting]:
    return documents.enqueue(rooms, paths, collection=collection, stop=Stop())


def _read(rooms: Rooms, item: Waiting, stop: Stop | None = None, report: Report = ignore) -> Document | Failed:
    return documents.read_waiting(rooms, item, report=report, stop=stop or Stop())


def _kind(outcome: Document | Failed) -> str:
    assert isinstance(outcome, Failed), outcome
    return outcome.error.kind


def test_files_and_folders_wait_in_order_and_after_a_restart(make_library: MakeLibrary, tmp_path: Path) -> None:
    rooms = make_library(FakeEngine()).rooms
    folder, bare = tmp_path / "folder", tmp_path / "bare"
    (folder / "below").mkdir(parents=True)
    bare.mkdir()
    second, first = material.prose(folder / "below"), material.prose(folder, name="a.pdf")
    single = material.table(tmp_path)
    found = _enqueue(rooms, single, folder, bare, tmp_path / "gone.pdf", single, collection="Ferries")
    assert [one.path for one in found] == [single, first, second, bare, tmp_path / "gone.pdf"]
    assert [one.folder for one in found] == [None, folder, folder, bare, None]
    assert {one.collection for one in found} == {"Ferries"}
    _enqueue(rooms, first)
    assert documents.waiting(rooms) == found
    assert documents.waiting(make_library(FakeEngine()).rooms) == found


def test_a_file_that_was_read_waits_no_more(library: Library, tmp_path: Path) -> None:
    rooms = library.rooms
    (item,) = _enqueue(rooms, material.prose(tmp_path), collection="Ferries")
    stages: list[Progress] = []
    done = _read(rooms, item, report=stages.append)
    assert isinstance(done, Document)
    assert (done.state, done.collections, done.pages) == ("words", ("Ferries",), 3)
    assert stages and documents.waiting(rooms) == []
    assert documents.document(rooms, done.id) == done


def test_a_file_that_failed_is_remembered_as_that(library: Library, tmp_path: Path) -> None:
    rooms = library.rooms
    bare = tmp_path / "bare"
    bare.mkdir()
    items = _enqueue(rooms, material.damaged(tmp_path), material.protected(tmp_path), bare, tmp_path / "gone.pdf")
    assert [_kind(_read(rooms, item)) for item in items] == ["damaged", "password", "no_pdfs", "not_found"]
    assert documents.waiting(rooms) == []
    assert sorted(one.file for one in documents.listed(rooms, None)) == ["damaged.pdf", "protected.pdf"]
    (again,) = _enqueue(rooms, tmp_path / "protected.pdf")
    assert [one.file for one in documents.listed(rooms, None)] == ["damaged.pdf"], "it is tried again"
    opened = documents.read_waiting(rooms, again, password=lambda path: material.PASSWORD, report=ignore, stop=Stop())
    assert isinstance(opened, Document)


@pytest.mark.skipif(os.name == "nt", reason="names there are text")
def test_a_name_that_is_no_text_fails_when_its_turn_comes(library: Library, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff.pdf")
    (item,) = _enqueue(library.rooms, path)
    assert documents.waiting(library.rooms) == []
    assert _kind(_read(library.rooms, item)) == "unreadable"


def test_one_worker_reads_file_after_file(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readers: list[Reader] = []
    read = Reader.read

    def watched(reader: Reader, path: Path, **how: Any) -> Reading:
        readers.append(reader)
        return read(reader, path, **how)

    monkeypatch.setattr(Reader, "read", watched)
    rooms = library.rooms
    for item in _enqueue(rooms, material.prose(tmp_path), material.table(tmp_path)):
        _read(rooms, item)
    rooms.end_reading()
    (item,) = _enqueue(rooms, material.form(tmp_path))
    _read(rooms, item)
    assert readers[0] is readers[1] and readers[2] is not readers[0]


def test_a_stopped_file_waits_for_the_user(make_library: MakeLibrary, tmp_path: Path) -> None:
    rooms = make_library(FakeEngine()).rooms
    (item,) = _enqueue(rooms, material.long_document(tmp_path, 40), collection="Ferries")
    stop = Stop()
    with pytest.raises(Stopped):
        _read(rooms, item, stop, lambda progress: stop.request())
    rooms = make_library(FakeEngine()).rooms
    assert [(one.path, one.stopped) for one in documents.waiting(rooms)] == [(item.path, True)]
    assert documents.listed(rooms, None) == []
    _enqueue(rooms, item.path)
    (again,) = documents.waiting(rooms)
    assert again == item, "it goes on with what was known of it"
    assert isinstance(_read(rooms, again), Document)


def test_a_file_is_held_back_until_it_is_asked_for_again(library: Library, tmp_path: Path) -> None:
    rooms = library.rooms
    one, two = _enqueue(rooms, material.prose(tmp_path), material.table(tmp_path))
    for path in (two.path, tmp_path / "unknown.pdf"):
        documents.hold_waiting(rooms, path)
    assert [item.stopped for item in documents.waiting(rooms)] == [False, True]
    documents.drop_waiting(rooms, one.path)
    _enqueue(rooms, two.path)
    assert documents.waiting(rooms) == [two]


def _drop(rooms: Rooms, path: Path) -> None:
    documents.drop_waiting(rooms, path)


def _remove(rooms: Rooms, path: Path) -> None:
    documents.remove(rooms, [str(path)], Stop())


@pytest.mark.parametrize("take_away", [_drop, _remove])
def test_what_is_taken_away_while_it_is_read_does_not_come_back(
    library: Library, tmp_path: Path, take_away: Callable[[Rooms, Path], None]
) -> None:
    """Also a document that is being read anew because its file changed."""
    rooms = library.rooms
    path = material.prose(tmp_path, name="report.pdf")
    before = documents.add_one(rooms, path, password=lambda path: None, report=ignore, stop=Stop())
    material.long_document(tmp_path, 20, name="report.pdf")
    (item,) = _enqueue(rooms, path)
    once = iter([True])

    def report(progress: Progress) -> None:
        if next(once, False):
            take_away(rooms, path)

    with pytest.raises(Stopped):
        _read(rooms, item, report=report)
    assert documents.waiting(rooms) == []
    left = [one.id for one in documents.listed(rooms, None) if isinstance(one, Document)]
    assert left == ([before.id] if take_away is _drop else [])


def test_two_threads_take_turns_at_the_reader(library: Library, tmp_path: Path) -> None:
    """The window reads in one, and a question whose file is not here yet adds it in the other."""
    rooms = library.rooms
    (long,) = _enqueue(rooms, material.long_document(tmp_path, 30))
    other = material.prose(tmp_path)
    added: list[Document] = []

    def add() -> None:
        added.append(documents.add_one(rooms, other, password=lambda path: None, report=ignore, stop=Stop()))

    thread = threading.Thread(target=add)
    once = iter([True])

    def report(progress: Progress) -> None:
        if next(once, False):
            thread.start()

    done = _read(rooms, long, report=report)
    thread.join()
    assert isinstance(done, Document) and (done.pages, added[0].pages) == (30, 3)


def test_who_waits_for_the_reader_hears_a_stop(library: Library, tmp_path: Path) -> None:
    rooms = library.rooms
    (item,) = _enqueue(rooms, material.prose(tmp_path))
    inside, leave = threading.Event(), threading.Event()

    def occupy() -> None:
        with rooms.reading.passed(Stop()):
            inside.set()
            leave.wait(60)

    thread = threading.Thread(target=occupy)
    thread.start()
    inside.wait(60)
    stop = Stop()
    stop.request()
    with pytest.raises(Stopped):
        _read(rooms, item, stop)
    leave.set()
    thread.join()
    assert [one.stopped for one in documents.waiting(rooms)] == [True]
