"""What was removed is gone from every byte of every file."""

from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection

import pytest

from app.errors import UserFixable
from app.index.catalog import Catalog, scrubbing
from app.index.search import search
from app.stop import Stop, Stopped
from tests.fakes import FakeEmbedder
from tests.index.texts import add, chunks_of, embed_all, origin, reading_of

MARKER = "Zanzibarquux"


@pytest.fixture(params=["written anew", "swept"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large catalog is not written anew."""
    if request.param == "swept":
        monkeypatch.setattr(scrubbing, "_is_small", lambda connection: False)
        monkeypatch.setattr(scrubbing, "_SLICE", 16)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "catalog.sqlite3") as catalog:
        yield catalog


class StopAfter(Stop):
    """Asks for the end at the n-th look."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self._looks = looks

    def check(self) -> None:
        self._looks -= 1
        if self._looks < 0:
            self.request()
        super().check()


def _secret(catalog: Catalog) -> str:
    """A document whose every part has the marker in it, amid others."""
    for number in range(12):
        add(catalog, f"{number}.pdf", [f"Paragraph {n} of document {number} has its own words." for n in range(40)])
    reading = reading_of([f"{MARKER} {n} and more of it." for n in range(300)], f"{MARKER} title", f"{MARKER} heading")
    document = catalog.add(origin(f"{MARKER}.pdf"), reading, chunks_of(reading), collection="Travel")
    for number in range(12, 24):
        add(catalog, f"{number}.pdf", [f"Paragraph {n} of document {number} has its own words." for n in range(40)])
    catalog.summaries.put(document.id, {"text": MARKER}, key=MARKER, model="m", prompts="1", length="brief")
    conversation = catalog.conversations.start(f"What is {MARKER}?")
    catalog.conversations.add_turn(conversation, MARKER, {"quote": MARKER}, documents=[document.id])
    return document.id


def _files_with(folder: Path, marker: bytes) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and marker in path.read_bytes().lower()]


def _is_stored(catalog: Catalog) -> bool:
    return bool(_files_with(catalog.path.parent, MARKER.lower().encode()))


def test_a_removed_document_is_out_of_every_view_at_once(catalog: Catalog) -> None:
    document = _secret(catalog)
    catalog.remove([document, "0" * 64])
    assert catalog.known(document) is None
    assert len(catalog.documents()) == 24
    assert catalog.documents("Travel") == []
    assert search(MARKER, catalog=catalog) == []
    assert [item for item in catalog.pending("e", limit=10_000) if MARKER in item.text] == []
    assert catalog.conversations.listed() == []
    for look in (catalog.document, catalog.chunks, catalog.sections, catalog.find, lambda d: catalog.page(d, 1)):
        with pytest.raises(UserFixable) as caught:
            look(document)
        assert caught.value.kind == "unknown_document"


def test_a_removed_document_leaves_no_byte_behind(catalog: Catalog) -> None:
    embedder = FakeEmbedder()
    document = _secret(catalog)
    embed_all(catalog, embedder)
    vector = catalog.embeddings(document, embedder.id)[1][0].tobytes()
    assert _is_stored(catalog)
    assert _files_with(catalog.path.parent, vector.lower())
    catalog.remove([document])
    assert catalog.scrub(Stop())
    assert not _is_stored(catalog)
    assert not _files_with(catalog.path.parent, vector.lower())
    assert catalog.check() == []
    assert len(search("Paragraph of document", catalog=catalog, limit=50)) == 50


def test_scrubbing_can_be_stopped_anywhere_and_goes_on(catalog: Catalog) -> None:
    catalog.remove([_secret(catalog)])
    looks = 0
    while True:
        try:
            assert catalog.scrub(StopAfter(looks))
            break
        except Stopped:
            looks += 1
    assert looks >= 3
    assert not _is_stored(catalog)
    assert catalog.check() == []


def test_scrubbing_goes_on_in_another_process_of_the_catalog(catalog: Catalog) -> None:
    catalog.remove([_secret(catalog)])
    with pytest.raises(Stopped):
        catalog.scrub(StopAfter(2))
    catalog.close()
    with Catalog(catalog.path) as later:
        assert later.scrub(Stop())
        assert not _is_stored(later)


def test_a_reader_in_the_way_is_told_and_tried_again_later(catalog: Catalog) -> None:
    catalog.remove([_secret(catalog)])
    with Catalog(catalog.path, patience=0.01) as scrubber:
        with catalog.reading() as connection:
            connection.execute("SELECT count(*) FROM documents").fetchone()
            assert not scrubber.scrub(Stop())
        assert scrubber.scrub(Stop())
        assert not _is_stored(catalog)


def test_the_older_self_of_a_changed_file_is_scrubbed_too(catalog: Catalog) -> None:
    _secret(catalog)
    add(catalog, f"{MARKER}.pdf".replace(MARKER, "kept"), ["Nothing to see."])
    reading = reading_of(["Nothing to see any more."])
    changed = catalog.add(origin(f"{MARKER}.pdf", "changed"), reading, chunks_of(reading))
    assert catalog.scrub(Stop())
    assert catalog.document(changed.id).chunks == 1
    with catalog.reading() as connection:
        assert connection.execute("SELECT count(*) FROM words WHERE words MATCH ?", (MARKER,)).fetchone() == (0,)


def test_with_nothing_removed_there_is_nothing_to_scrub(catalog: Catalog) -> None:
    add(catalog, "one.pdf", ["A paragraph."])
    before = catalog.path.stat().st_mtime_ns
    assert catalog.scrub(Stop())
    assert catalog.path.stat().st_mtime_ns == before


def test_embeddings_that_others_share_stay(catalog: Catalog) -> None:
    embedder = FakeEmbedder()
    one = add(catalog, "one.pdf", ["The same paragraph.", "Its own."])
    two = add(catalog, "two.pdf", ["The same paragraph."])
    embed_all(catalog, embedder)
    catalog.remove([one.id])
    catalog.scrub(Stop())
    assert catalog.document(two.id).state == "ready"
    assert len(catalog.embeddings(two.id, embedder.id)[0]) == 1
    with catalog.reading() as connection:
        assert connection.execute("SELECT count(*) FROM embeddings").fetchone() == (1,)


def test_what_is_removed_while_another_process_scrubs_is_not_forgotten(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the last moment: the list of what to delete has been read, the catalog has been rebuilt."""
    first, second = add(catalog, "one.pdf", ["A paragraph."]), _secret(catalog)
    catalog.remove([first.id])
    shrink = scrubbing._take_note_away
    with Catalog(catalog.path) as other, monkeypatch.context() as patch:

        def meanwhile(connection: Connection, since: float) -> bool:
            other.remove([second])
            return shrink(connection, since)

        patch.setattr(scrubbing, "_take_note_away", meanwhile)
        assert not catalog.scrub(Stop())
    assert catalog.due
    assert catalog.scrub(Stop())
    assert not catalog.due
    assert not _is_stored(catalog)


def test_a_conversation_removed_while_another_process_scrubs_is_not_forgotten(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = catalog.conversations.start(MARKER)
    catalog.remove([add(catalog, "one.pdf", ["A paragraph."]).id])
    shrink = scrubbing._take_note_away
    with Catalog(catalog.path) as other, monkeypatch.context() as patch:

        def meanwhile(connection: Connection, since: float) -> bool:
            other.conversations.remove(conversation)
            return shrink(connection, since)

        patch.setattr(scrubbing, "_take_note_away", meanwhile)
        assert not catalog.scrub(Stop())
    assert catalog.due
    assert catalog.scrub(Stop())
    assert not _is_stored(catalog)
