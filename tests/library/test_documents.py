"""Documents into the library: known by their bytes, whole or not at all, and out of it to the last byte."""

import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.answers.text.tables import rows
from app.documents import Reader, find_pdfs, hash_file
from app.errors import UserFixable
from app.host.instance import Hold
from app.library import Library, documents
from app.library.documents import Failed
from app.stop import Stop, Stopped
from app.types import Document, Progress, Reading
from tests import material
from tests.fakes import FakeEngine
from tests.library.conftest import MakeLibrary

pytestmark = [pytest.mark.model, pytest.mark.embedder]


def _add(library: Library, *paths: Path, wait: bool = False) -> list[Document]:
    found = list(library.add(paths, wait=wait, stop=Stop()))
    assert all(isinstance(one, Document) for one in found), found
    return [one for one in found if isinstance(one, Document)]


def _names(library: Library) -> list[str]:
    return [one.file for one in library.documents()]


def _reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every file that the reader is given from now on."""
    seen: list[Path] = []
    read = Reader.read

    def watched(reader: Reader, path: Path, **how: Any) -> Reading:
        seen.append(path)
        return read(reader, path, **how)

    monkeypatch.setattr(Reader, "read", watched)
    return seen


def test_the_same_file_is_read_once_wherever_it_lies(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = material.prose(tmp_path, pages=1)
    copy = Path(shutil.copy(path, tmp_path / "copy.pdf"))
    reads = _reads(monkeypatch)
    (first,) = _add(library, path)
    assert _add(library, path, copy) == [first, first], "a copy is the document where it was first found"
    os.utime(path, (1, 1))
    assert _add(library, path)[0].id == first.id
    path.unlink()
    assert [one.file for one in _add(library, copy)] == ["copy.pdf"], "the copy takes over when the file is gone"
    assert _names(library) == ["copy.pdf"] and reads == [path]


def test_a_name_that_another_file_took_over_loses_nothing(library: Library, tmp_path: Path) -> None:
    report = material.prose(tmp_path, pages=1, name="report.pdf")
    (old,) = _add(library, report)
    kept = report.rename(tmp_path / "report-2024.pdf")
    shutil.copy(material.table(tmp_path), report)
    (moved,) = _add(library, kept)
    (new,) = _add(library, report)
    assert (moved.id, moved.file) == (old.id, "report-2024.pdf")
    assert new.id != old.id and _names(library) == ["report-2024.pdf", "report.pdf"]


def test_a_changed_file_keeps_its_collections(library: Library, tmp_path: Path) -> None:
    path = material.prose(tmp_path, pages=1, name="report.pdf")
    (old,) = library.add([path], collection="Ferries", wait=False, stop=Stop())
    shutil.copy(material.table(tmp_path), path)
    (new,) = _add(library, path)
    assert isinstance(old, Document) and new.id != old.id
    assert (new.collections, _names(library)) == (("Ferries",), ["report.pdf"])
    assert not library.rooms.catalog.due, "the old text is still on the disk"


@pytest.mark.parametrize(
    ("disturb", "kind"),
    [
        (Path.unlink, "not_found"),
        (lambda path: path.write_bytes(b"%PDF-1.7 and nothing more"), "changed"),
    ],
    ids=["gone", "changed"],
)
def test_a_file_that_does_not_hold_still(
    library: Library, tmp_path: Path, disturb: Callable[[Path], object], kind: str
) -> None:
    """The others are done."""
    path, other = material.long_document(tmp_path, 40), material.table(tmp_path)

    def report(progress: Progress) -> None:
        if progress.file == path.name and path.exists() and path.stat().st_size > 100:
            disturb(path)

    outcomes = list(library.add([path, other], wait=False, report=report, stop=Stop()))
    kinds = [outcome.error.kind if isinstance(outcome, Failed) else outcome.file for outcome in outcomes]
    assert kinds == [kind, "table.pdf"]


def test_a_stop_leaves_whole_documents_only(library: Library, tmp_path: Path) -> None:
    first, second = material.prose(tmp_path), material.long_document(tmp_path, 40)
    stop = Stop()

    def report(progress: Progress) -> None:
        if progress.file == second.name:
            stop.request()

    with pytest.raises(Stopped):
        list(library.add([first, second], report=report, stop=stop))
    assert _names(library) == ["prose.pdf"]
    assert [one.state for one in _add(library, second, first, wait=True)] == ["ready", "ready"]


def test_what_was_found_before_the_disk_was_full_is_told(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [material.prose(tmp_path), material.table(tmp_path)]

    def full(*arguments: object) -> None:
        raise UserFixable("no_space", folder="here")

    monkeypatch.setattr(library.rooms.catalog, "store_embeddings", full)
    told = []
    with pytest.raises(UserFixable) as caught:
        for outcome in library.add(paths, stop=Stop()):
            told.append((outcome.file, getattr(outcome, "state", None)))
    assert caught.value.kind == "no_space"
    assert told == [("prose.pdf", "words"), ("table.pdf", "words")]


def test_a_removal_that_was_ended_midway_is_finished_by_the_next_command(
    make_library: MakeLibrary, tmp_path: Path
) -> None:
    library = make_library(FakeEngine())
    path, other = material.table(tmp_path), material.prose(tmp_path)
    _add(library, path, other, wait=True)
    stop = Stop()
    stop.request()
    with pytest.raises(Stopped):
        library.remove(["table.pdf"], stop=stop)
    assert _names(library) == ["prose.pdf"], "it is out of sight at once"
    library.close()
    assert _on_disk(tmp_path / "data", b"Old town loop")
    library = make_library(FakeEngine())
    assert library.rooms.catalog.due
    library.search("passengers", stop=Stop())
    assert not library.rooms.catalog.due
    library.close()
    assert not _on_disk(tmp_path / "data", b"Old town loop")


def test_what_was_made_of_its_text_is_forgotten_with_a_document(library: Library, tmp_path: Path) -> None:
    _add(library, material.prose(tmp_path, pages=1))
    before = rows("Ward | 2023\nMill | 4", "")
    assert rows("Ward | 2023\nMill | 4", "") is before
    library.remove(["prose.pdf"], stop=Stop())
    assert rows("Ward | 2023\nMill | 4", "") is not before


def test_while_another_process_holds_the_library_vectors_are_left_to_it(library: Library, tmp_path: Path) -> None:
    (document,) = _add(library, material.prose(tmp_path), wait=True)
    library.rooms.hold.release()
    other = Hold(library.rooms.paths.holder)
    assert other.take()
    library.remove([document.id], stop=Stop())
    assert library.removal_unfinished and _names(library) == []
    other.release()
    with pytest.raises(UserFixable):
        library.search("passengers", stop=Stop())
    assert not library.removal_unfinished


def test_a_password_is_asked_for_three_times(library: Library, tmp_path: Path) -> None:
    path = material.protected(tmp_path)
    asked: list[Path] = []

    def guesses(of: Path) -> str:
        asked.append(of)
        return f"guess {len(asked)}"

    (outcome,) = library.add([path], password=guesses, stop=Stop())
    assert isinstance(outcome, Failed) and outcome.error.kind == "password"
    assert asked == [path] * 3
    asked.clear()
    answers = iter(["wrong", material.PASSWORD])
    said: list[str | None] = []
    (document,) = library.add(
        [path], wait=False, password=lambda of: next(answers), report=lambda told: said.append(told.note), stop=Stop()
    )
    assert isinstance(document, Document) and document.pages == 2
    assert [one for one in said if one] == [
        f"The text of ‘{path.name}’ lies unprotected in the library; its password is not kept."
    ]


def _on_disk(folder: Path, trace: bytes) -> bool:
    return any(trace in file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_what_another_thread_tidies_up_is_left_to_it(library: Library, tmp_path: Path) -> None:
    """A question does not wait for a removal."""
    (document,) = _add(library, material.prose(tmp_path))
    library.rooms.catalog.remove([document.id])
    inside, leave = threading.Event(), threading.Event()

    def occupy() -> None:
        with library.rooms.tidying.passed(Stop()):
            inside.set()
            leave.wait(60)

    thread = threading.Thread(target=occupy)
    thread.start()
    inside.wait(60)
    documents.finish_removals(library.rooms, Stop())
    assert library.removal_unfinished
    leave.set()
    thread.join()
    documents.finish_removals(library.rooms, Stop())
    assert not library.removal_unfinished


def test_a_folder_is_walked_and_a_file_hashed_until_a_stop(library: Library, tmp_path: Path) -> None:
    path = material.prose(tmp_path)
    stop = Stop()
    stop.request()
    for work in (lambda: find_pdfs(tmp_path, stop), lambda: hash_file(path, stop)):
        with pytest.raises(Stopped):
            work()
