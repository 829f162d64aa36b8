"""Pages: asked about, looked through, and as large as they are."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.host.paths import Paths
from app.library import Library, pages
from app.stop import Stop, Stopped
from app.types import Box, Document
from tests import material
from tests.fakes import FakeEngine
from tests.index.texts import origin, reading_of

pytestmark = [pytest.mark.model, pytest.mark.embedder]


def test_only_the_pages_asked_for_are_read(tmp_path: Path) -> None:
    """And no neighbour of theirs."""
    file = material.prose(tmp_path, pages=3)
    engine = FakeEngine(["The chair leads the board."], shares={"Yes": 0.9, "No": 0.1})
    paths = Paths(tmp_path / "data", Paths.find().models, tmp_path / "none")
    with Library(paths, make_generator=lambda files: engine, model="smollm2-135m") as library:
        answer = library.ask("Who is on the board?", files=[file], pages=(2, 2), stop=Stop())
        spans = {span.page for passage in answer.passages for span in passage.spans}
    assert spans == {2}
    assert answer.scope.pages == 1
    assert answer.scope.read == 1


def _added(library: Library, path: Path) -> Document:
    (document,) = library.add([path], wait=False, stop=Stop())
    assert isinstance(document, Document)
    return document


def test_a_page_that_could_not_be_read_is_as_large_as_its_neighbour(library: Library, tmp_path: Path) -> None:
    reading = reading_of(["One.", "Two.", "Three.", "Four."])
    sizes = [(0.0, 0.0), (300.0, 400.0), (0.0, 0.0), (500.0, 200.0)]
    drawn = tuple(replace(p, width=w, height=h) for p, (w, h) in zip(reading.pages, sizes, strict=True))
    document = library.rooms.catalog.add(origin("a.pdf"), replace(reading, pages=drawn), [])
    found = pages.sizes(library.rooms, document.id)
    assert [(one.width, one.height) for one in found] == [(300, 400), (300, 400), (300, 400), (500, 200)]
    unknown = replace(reading, pages=(replace(reading.pages[0], width=0.0, height=0.0),))
    document = library.rooms.catalog.add(origin("b.pdf"), unknown, [])
    assert [(one.width, one.height) for one in pages.sizes(library.rooms, document.id)] == [(595, 842)]


def test_a_text_is_found_where_it_stands(library: Library, tmp_path: Path) -> None:
    document = _added(library, material.prose(tmp_path))
    hits = pages.find(library.rooms, document.id, "the  TRUST", stop=Stop())
    assert [hit.page for hit in hits] == sorted(hit.page for hit in hits) and len(hits) == 3
    for hit in hits:
        assert hit.boxes and "the trust" in hit.context.lower()
        whole = pages.page(library.rooms, document.id, hit.page)
        inside = [word for word in whole.words.boxes if any(_within(word, box) for box in hit.boxes)]
        assert len(inside) == 2
    assert pages.find(library.rooms, document.id, "zebra", stop=Stop()) == []
    assert pages.find(library.rooms, document.id, " ", stop=Stop()) == []


def test_a_search_in_a_document_hears_a_stop_and_leaves_the_catalog_free(library: Library, tmp_path: Path) -> None:
    document = _added(library, material.prose(tmp_path))
    stop = Stop()
    stop.request()
    with pytest.raises(Stopped):
        pages.find(library.rooms, document.id, "trust", stop=stop)
    library.remove([document.id], stop=Stop())
    assert not library.removal_unfinished, "no reader is left in the way"


def test_a_passage_lies_on_each_of_its_pages(library: Library, tmp_path: Path) -> None:
    document = _added(library, material.long_document(tmp_path, 4))
    passages = library.search("harbour office counts everyone", documents=[document.id], wait=False, stop=Stop())
    for passage in passages:
        places = pages.places(library.rooms, passage)
        assert [number for number, _ in places] == sorted({span.page for span in passage.spans})
        assert all(boxes for _, boxes in places)
    assert passages[0].page == pages.places(library.rooms, passages[0])[0][0]


def test_the_outline_is_the_documents_own(library: Library, tmp_path: Path) -> None:
    document = _added(library, material.outlined(tmp_path))
    outline = pages.outline(library.rooms, document.id)
    assert outline == library.rooms.catalog.sections(document.id) and len(outline) > 1
    with pytest.raises(UserFixable) as caught:
        pages.sizes(library.rooms, "0" * 64)
    assert caught.value.kind == "unknown_document"


def _within(inner: Box, outer: Box) -> bool:
    return all(
        (outer[0] <= inner[0] + 0.1, outer[1] <= inner[1] + 0.1, inner[2] <= outer[2] + 0.1, inner[3] <= outer[3] + 0.1)
    )
