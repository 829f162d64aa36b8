"""Search by meaning is prepared document after document, and can be stopped and taken up at any time."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.index.embedder import Embedder
from app.library import Library, documents, learning
from app.library.rooms import Rooms
from app.stop import Stop, Stopped
from app.types import Document, Progress, ignore
from tests import material

pytestmark = [pytest.mark.model, pytest.mark.embedder]


def _add(rooms: Rooms, *paths: Path) -> list[Document]:
    outcomes = documents.add(
        rooms, paths, collection=None, wait=False, password=lambda path: None, report=ignore, stop=Stop()
    )
    return [outcome for outcome in outcomes if isinstance(outcome, Document)]


def _sessions(rooms: Rooms) -> list[str]:
    return [name for name in vars(rooms.embedder) if "session" in name]


def test_each_document_tells_how_far_it_is(library: Library, tmp_path: Path) -> None:
    rooms = library.rooms
    first, second = _add(rooms, material.long_document(tmp_path, 12), material.prose(tmp_path))
    heard: list[Progress] = []
    assert documents.embed_all(rooms, report=heard.append, stop=Stop())
    assert list(dict.fromkeys(one.document for one in heard)) == [first.id, second.id]
    for document in (first, second):
        of = [one for one in heard if one.document == document.id]
        assert [one.done for one in of] == sorted(one.done for one in of) and of[0].done == 0
        assert {one.total for one in of} == {document.chunks} == {of[-1].done}
        assert {one.file for one in of} == {document.file}
    assert heard[0].left is None and heard[-1].left == 0
    assert [documents.document(rooms, one.id).state for one in (first, second)] == ["ready", "ready"]
    assert _sessions(rooms) == [], "a question needs less memory"


def test_nothing_to_do_loads_nothing(library: Library, tmp_path: Path) -> None:
    rooms = library.rooms
    _add(rooms, material.prose(tmp_path))
    assert documents.embed_all(rooms, report=ignore, stop=Stop())
    heard: list[Progress] = []
    assert documents.embed_all(rooms, report=heard.append, stop=Stop())
    assert heard == [] and _sessions(rooms) == []
    assert "vectors" not in vars(rooms), "so small a library is searched without Chroma"


def test_a_stop_keeps_what_is_done(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "_BATCH_TOKENS", 400)
    rooms = library.rooms
    (document,) = _add(rooms, material.long_document(tmp_path, 12))
    stop = Stop()
    with pytest.raises(Stopped):
        documents.embed_all(rooms, report=lambda one: stop.request() if one.done else None, stop=stop)
    half = documents.document(rooms, document.id).embedded
    assert 0 < half < document.chunks
    heard: list[Progress] = []
    assert documents.embed_all(rooms, report=heard.append, stop=Stop())
    assert (heard[0].done, heard[-1].done) == (half, document.chunks)


def test_what_is_removed_or_added_meanwhile(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first document goes while it is embedded, and another one comes."""
    monkeypatch.setattr(learning, "_BATCH_TOKENS", 400)
    rooms = library.rooms
    gone, _ = _add(rooms, material.long_document(tmp_path, 12), material.prose(tmp_path))
    third = material.table(tmp_path)
    once = iter([True])
    embed = Embedder.embed

    def embed_meanwhile(embedder: Embedder, texts: Sequence[str], *, stop: Stop) -> object:
        if next(once, False):
            documents.remove(rooms, [gone.id], Stop())
            _add(rooms, third)
        return embed(embedder, texts, stop=stop)

    monkeypatch.setattr(Embedder, "embed", embed_meanwhile)
    assert documents.embed_all(rooms, report=ignore, stop=Stop())
    listed = documents.listed(rooms, None)
    assert [(one.file, one.state) for one in listed if isinstance(one, Document)] == [
        ("prose.pdf", "ready"),
        ("table.pdf", "ready"),
    ]
    kept = sum(one.chunks for one in listed if isinstance(one, Document))
    with rooms.catalog.reading() as connection:
        assert connection.execute("SELECT count(*) FROM embeddings").fetchone() == (kept,)
