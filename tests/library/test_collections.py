"""Collections, and questions to exactly these documents."""

from pathlib import Path

import pytest

from app.errors import UserFixable
from app.library import Library, collections
from app.stop import Stop
from app.types import Document
from tests import material
from tests.fakes import FakeEngine
from tests.library.conftest import MakeLibrary

pytestmark = [pytest.mark.model, pytest.mark.embedder]

_TRUE = "The board chose Ingrid Solvang as its chair in September 2024."
_QUESTION = "Who was chosen as chair of the board in September 2024?"


def _add(library: Library, *paths: Path) -> list[Document]:
    return [one for one in library.add(paths, wait=False, stop=Stop()) if isinstance(one, Document)]


def test_documents_go_into_collections_and_out(library: Library, tmp_path: Path) -> None:
    rooms = library.rooms
    one, two = _add(library, material.prose(tmp_path), material.table(tmp_path))
    collections.make(rooms, "  Empty \n one ")
    collections.put(rooms, [one.id, two.id], "Ferries")
    collections.rename(rooms, "ferries", "Boats")
    collections.take_out(rooms, [two.id], "Boats")
    assert collections.names(rooms) == [("Boats", 1), ("Empty one", 0)]
    assert [document.file for document in library.documents("Boats")] == ["prose.pdf"]
    library.remove([one.id], stop=Stop())
    collections.drop(rooms, "Empty one")
    assert collections.names(rooms) == [("Boats", 0)]
    with pytest.raises(ValueError, match="without a name"):
        collections.make(rooms, "  ")


def test_a_question_to_exactly_these_documents(make_library: MakeLibrary, tmp_path: Path) -> None:
    """By id: their files are not looked at, nor are others of the same name."""
    library = make_library(FakeEngine([_TRUE], shares={"Yes": 99.0}))
    path = material.prose(tmp_path)
    prose, table, form = _add(library, path, material.table(tmp_path), material.form(tmp_path))
    path.write_bytes(b"something else entirely")
    answer = library.ask(_QUESTION, documents=[prose.id, form.id, prose.id], wait=False, stop=Stop())
    assert answer.found and answer.scope.documents == 2
    assert {passage.document for passage in answer.passages} <= {prose.id, form.id}
    found = library.search("North quay", documents=[table.id], wait=False, stop=Stop())
    assert {passage.document for passage in found} == {table.id}
    some = library.ask(_QUESTION, documents=[prose.id], pages=(2, 2), wait=False, stop=Stop())
    assert some.scope.pages == 1
    for ids, kind in (([], "library_empty"), (["0" * 64], "unknown_document")):
        with pytest.raises(UserFixable) as caught:
            library.ask(_QUESTION, documents=ids, stop=Stop())
        assert caught.value.kind == kind
