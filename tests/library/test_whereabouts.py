"""Files that were moved, renamed or replaced, and the pictures of their pages."""

import os
import shutil
import stat
import sys
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.library import Library, documents, pages
from app.library.rooms import Rooms
from app.stop import Stop, Stopped
from app.types import Document, ignore
from tests import material

pytestmark = [pytest.mark.model, pytest.mark.embedder]


def _add(rooms: Rooms, *paths: Path) -> list[Document]:
    outcomes = documents.add(
        rooms, paths, collection=None, wait=False, password=lambda path: material.PASSWORD, report=ignore, stop=Stop()
    )
    return [outcome for outcome in outcomes if isinstance(outcome, Document)]


def _where(rooms: Rooms, document: Document) -> Path:
    return pages.whereabouts(rooms, document.id, stop=Stop())


def _kind(rooms: Rooms, document: Document) -> str:
    with pytest.raises(UserFixable) as caught:
        _where(rooms, document)
    assert caught.value.file == rooms.catalog.document(document.id).file
    return caught.value.kind


def test_a_file_is_where_it_was_read(library: Library, tmp_path: Path) -> None:
    path = material.prose(tmp_path)
    (document,) = _add(library.rooms, path)
    assert _where(library.rooms, document) == path
    os.utime(path, (1, 1))
    assert _where(library.rooms, document) == path, "it has the same bytes"
    assert library.rooms.catalog.origin(document.id).mtime == 1


def test_a_file_that_was_moved_is_found_where_documents_were_added_from(library: Library, tmp_path: Path) -> None:
    rooms = library.rooms
    folder, elsewhere = tmp_path / "folder", tmp_path / "elsewhere"
    (folder / "below").mkdir(parents=True)
    elsewhere.mkdir()
    path = material.prose(folder)
    material.form(elsewhere)
    (document,) = _add(rooms, folder)
    _add(rooms, elsewhere / "form.pdf")
    for place in (folder / "renamed.pdf", folder / "below" / "deeper.pdf", elsewhere / "beside.pdf"):
        path = path.rename(place)
        assert _where(rooms, document) == place
        assert documents.document(rooms, document.id).path == place, "it is remembered"
    (tmp_path / "hidden").mkdir()
    path.rename(tmp_path / "hidden" / "prose.pdf")
    assert _kind(rooms, document) == "moved"


def test_a_file_with_other_text_in_its_place_is_outdated(library: Library, tmp_path: Path) -> None:
    rooms = library.rooms
    path = material.prose(tmp_path)
    (document,) = _add(rooms, path)
    copy = shutil.copy(path, tmp_path / "a copy without a suffix")
    shutil.copy(material.table(tmp_path), path)
    assert _where(rooms, document) == copy, "its own text is still there under another name"
    shutil.copy(tmp_path / "table.pdf", copy)
    assert _kind(rooms, document) == "outdated"


def test_finding_a_file_where_another_was_does_not_lose_that_one(library: Library, tmp_path: Path) -> None:
    """Two files exchanged their names."""
    rooms = library.rooms
    first, second = material.prose(tmp_path), material.table(tmp_path)
    (one, two) = _add(rooms, first, second)
    first.rename(tmp_path / "third")
    second.rename(first)
    (tmp_path / "third").rename(second)
    assert (_where(rooms, one), _where(rooms, two)) == (second, first)
    assert pages.locate(rooms, one.id, second, stop=Stop()) == second
    assert {document.id for document in rooms.catalog.documents()} == {one.id, two.id}


def test_the_user_shows_where_a_file_is(library: Library, tmp_path: Path) -> None:
    rooms = library.rooms
    path = material.prose(tmp_path)
    (document,) = _add(rooms, path)
    (tmp_path / "hidden").mkdir()
    moved = path.rename(tmp_path / "hidden" / "prose.pdf")
    for wrong, kind in ((material.table(tmp_path), "other_document"), (path, "not_found")):
        with pytest.raises(UserFixable) as caught:
            pages.locate(rooms, document.id, wrong, stop=Stop())
        assert caught.value.kind == kind
    assert pages.locate(rooms, document.id, moved, stop=Stop()) == moved == _where(rooms, document)


def test_a_stop_ends_the_search(library: Library, tmp_path: Path) -> None:
    (document,) = _add(library.rooms, material.prose(tmp_path))
    (tmp_path / "prose.pdf").unlink()
    material.table(tmp_path)
    stop = Stop()
    stop.request()
    with pytest.raises(Stopped):
        pages.whereabouts(library.rooms, document.id, stop=stop)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_a_library_that_can_only_be_read_still_finds_files(library: Library, tmp_path: Path) -> None:
    path = material.prose(tmp_path)
    (document,) = _add(library.rooms, path)
    moved = path.rename(tmp_path / "other.pdf")
    library.rooms.catalog._database.read_only = True
    assert _where(library.rooms, document) == moved
    library.rooms.catalog._database.read_only = False
    assert documents.document(library.rooms, document.id).path == path
    assert stat.S_IMODE(library.rooms.catalog.path.stat().st_mode) == 0o600


def test_pictures_follow_a_file_that_was_moved(library: Library, tmp_path: Path) -> None:
    rooms = library.rooms
    path = material.prose(tmp_path)
    (document,) = _add(rooms, path)
    pictures = pages.Pictures(rooms)
    try:
        whole = pictures.render(document.id, 1, 0.5, stop=Stop())
        size = pages.sizes(rooms, document.id)[0]
        assert abs(whole.width - size.width / 2) <= 1 and len(whole.samples) == 3 * whole.width * whole.height
        path = path.rename(tmp_path / "renamed.pdf")
        assert pictures.render(document.id, 1, 0.5, stop=Stop()) == whole
        part = pictures.render(document.id, 1, 1.0, clip=(0.0, 0.0, 100.0, 50.0), stop=Stop())
        assert (part.width, part.height) == (100, 50)
        (tmp_path / "hidden").mkdir()
        hidden = path.rename(tmp_path / "hidden" / "prose.pdf")
        for _ in range(2):
            with pytest.raises(UserFixable) as caught:
                pictures.render(document.id, 1, 0.5, stop=Stop())
            assert caught.value.kind == "moved"
        pages.locate(rooms, document.id, hidden, stop=Stop())
        assert pictures.render(document.id, 1, 0.5, stop=Stop()) == whole
    finally:
        pictures.close()


def test_pictures_of_exchanged_files_are_their_own(library: Library, tmp_path: Path) -> None:
    """Where the catalog cannot say where a file is, it is still looked for once only."""
    rooms = library.rooms
    first, second = material.prose(tmp_path), material.table(tmp_path)
    (one, two) = _add(rooms, first, second)
    pictures = pages.Pictures(rooms)
    try:
        before = [pictures.render(document.id, 1, 0.5, stop=Stop()) for document in (one, two)]
        first.rename(tmp_path / "third")
        second.rename(first)
        (tmp_path / "third").rename(second)
        for _ in range(2):
            assert [pictures.render(document.id, 1, 0.5, stop=Stop()) for document in (one, two)] == before
    finally:
        pictures.close()


def test_a_protected_file_wants_its_password_for_pictures(library: Library, tmp_path: Path) -> None:
    (document,) = _add(library.rooms, material.protected(tmp_path))
    pictures = pages.Pictures(library.rooms)
    try:
        with pytest.raises(UserFixable) as caught:
            pictures.render(document.id, 1, 0.5, stop=Stop())
        assert caught.value.kind == "password"
        assert pictures.render(document.id, 1, 0.5, password=material.PASSWORD, stop=Stop()).width > 0
    finally:
        pictures.close()
