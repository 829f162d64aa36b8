import sqlite3
import stat
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from app.errors import UserFixable
from app.index.catalog import Catalog
from app.index.catalog.database import Database
from app.index.catalog.schema import MIGRATIONS
from app.stop import Stop
from app.types import Chunk, Span
from tests.fakes import FakeEmbedder
from tests.index.texts import add, chunks_of, embed_all, origin, reading_of

PARAGRAPHS = ["The lease runs for ten years.", "Rent is 2,400 a month.", "Either party may end it."]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "catalog.sqlite3"


@pytest.fixture
def catalog(path: Path) -> Iterator[Catalog]:
    with Catalog(path) as catalog:
        yield catalog


def test_a_document_comes_back_as_it_was_read(catalog: Catalog) -> None:
    reading = replace(reading_of(PARAGRAPHS), outlined=False)
    chunks = chunks_of(reading)
    document = catalog.add(origin("lease.pdf"), reading, chunks)
    assert document.title == "A title"
    assert (document.pages, document.chunks, document.embedded, document.state) == (3, 3, 0, "words")
    assert tuple(catalog.pages(document.id)) == reading.pages
    assert tuple(catalog.sections(document.id)) == reading.sections
    assert catalog.chunks(document.id) == chunks
    assert catalog.documents() == [document]


def test_what_could_not_be_read_of_a_document_is_listed(catalog: Catalog) -> None:
    reading = reading_of(PARAGRAPHS)
    blank = replace(reading.pages[1], text="", skipped="no text")
    reading = replace(reading, pages=(reading.pages[0], blank, reading.pages[2]))
    document = catalog.add(origin("lease.pdf"), reading, [])
    assert document.skipped == ((2, "no text"),)
    assert document.state == "ready"


def test_a_document_is_written_whole_or_not_at_all(catalog: Catalog) -> None:
    reading = reading_of(PARAGRAPHS)
    twice = [*chunks_of(reading), chunks_of(reading)[0]]
    with pytest.raises(sqlite3.IntegrityError):
        catalog.add(origin("lease.pdf"), reading, twice)
    assert catalog.documents() == []
    assert catalog.check() == []
    assert add(catalog, "lease.pdf", PARAGRAPHS).chunks == 3


def test_a_page_that_is_not_there_is_named(catalog: Catalog) -> None:
    document = add(catalog, "lease.pdf", PARAGRAPHS)
    with pytest.raises(UserFixable) as caught:
        catalog.page(document.id, 4)
    assert caught.value.kind == "pages"
    assert "has 3 pages" in str(caught.value) or "3" in caught.value.hint


def test_a_renamed_file_is_the_same_document(catalog: Catalog) -> None:
    first = add(catalog, "lease.pdf", PARAGRAPHS, collection="Rent")
    moved = catalog.move(replace(catalog.origin(first.id), path=Path("/elsewhere/new.pdf")))
    assert moved == replace(first, path=Path("/elsewhere/new.pdf"))
    assert catalog.documents() == [moved]


def test_a_file_moved_over_another_takes_its_place(catalog: Catalog) -> None:
    gone = add(catalog, "old.pdf", ["Something old."])
    kept = add(catalog, "new.pdf", ["Something new."])
    catalog.move(replace(catalog.origin(kept.id), path=gone.path))
    assert [document.id for document in catalog.documents()] == [kept.id]


def test_changed_bytes_at_a_path_replace_the_document(catalog: Catalog) -> None:
    embedder = FakeEmbedder()
    add(catalog, "lease.pdf", PARAGRAPHS, collection="Rent")
    embed_all(catalog, embedder)
    changed = add(catalog, "lease.pdf", ["A new first page.", *PARAGRAPHS[1:]])
    assert catalog.documents() == [changed]
    assert changed.collections == ("Rent",)
    assert changed.embedded == 2
    assert [item.text for item in catalog.pending(embedder.id)] == ["A title › A heading\nA new first page."]


def test_the_same_bytes_read_anew_replace_the_document(catalog: Catalog) -> None:
    reading = reading_of(PARAGRAPHS)
    first = catalog.add(origin("lease.pdf"), reading, chunks_of(reading))
    again = catalog.add(origin("lease.pdf"), reading, chunks_of(reading)[:2])
    assert catalog.documents() == [again]
    assert (first.id, again.chunks) == (again.id, 2)


def test_texts_that_are_alike_are_embedded_once(catalog: Catalog) -> None:
    embedder = FakeEmbedder()
    one = add(catalog, "one.pdf", PARAGRAPHS)
    two = add(catalog, "two.pdf", PARAGRAPHS[::-1])
    assert catalog.count_pending(embedder.id) == (6, 32)
    embed_all(catalog, embedder)
    assert len(embedder.embedded) == 3
    assert [document.state for document in catalog.documents()] == ["ready", "ready"]
    ordinals, matrix = catalog.embeddings(two.id, embedder.id)
    _, reversed_matrix = catalog.embeddings(one.id, embedder.id)
    assert ordinals.tolist() == [0, 1, 2]
    assert np.array_equal(matrix, reversed_matrix[::-1])


def test_embeddings_are_kept_to_half_precision(catalog: Catalog) -> None:
    embedder = FakeEmbedder()
    document = add(catalog, "lease.pdf", PARAGRAPHS)
    item = catalog.pending(embedder.id)[0]
    vector = np.random.default_rng(1).normal(size=(1, 384)).astype(np.float32)
    vector /= np.linalg.norm(vector)
    catalog.store_embeddings(embedder.id, [item.key], vector)
    stored = catalog.embeddings(document.id, embedder.id)[1].astype(np.float32)
    assert float((stored @ vector.T)[0, 0]) == pytest.approx(1.0, abs=1e-3)


def test_another_embedder_begins_anew_and_the_first_one_may_come_back(catalog: Catalog) -> None:
    first, second = FakeEmbedder("first"), FakeEmbedder("second")
    document = add(catalog, "lease.pdf", PARAGRAPHS)
    embed_all(catalog, first)
    assert len(catalog.pending(second.id)) == 3
    assert catalog.document(document.id).state == "words"
    assert len(catalog.embeddings(document.id, first.id)[0]) == 0
    assert catalog.pending(first.id) == []
    assert catalog.document(document.id).state == "ready"


def test_pending_keeps_to_the_documents_asked_for(catalog: Catalog) -> None:
    add(catalog, "one.pdf", PARAGRAPHS[:1])
    two = add(catalog, "two.pdf", PARAGRAPHS[1:])
    assert len(catalog.pending("e", [two.id])) == 2
    assert catalog.count_pending("e", [two.id])[0] == 2
    assert len(catalog.pending("e", limit=1)) == 1


@pytest.mark.parametrize("name", ["lease.pdf", "LEASE", "/documents/lease.pdf", "/documents/../documents/lease.pdf"])
def test_a_document_is_found_by_its_path_or_name(catalog: Catalog, name: str) -> None:
    document = add(catalog, "lease.pdf", PARAGRAPHS)
    add(catalog, "other.pdf", ["Something else."])
    assert catalog.find(name) == document


def test_a_document_is_found_by_the_beginning_of_its_id(catalog: Catalog) -> None:
    document = add(catalog, "lease.pdf", PARAGRAPHS)
    assert catalog.find(document.id[:6]) == document
    with pytest.raises(UserFixable) as caught:
        catalog.find(document.id[:5])
    assert caught.value.kind == "unknown_document"


def test_a_name_that_fits_several_documents_says_which(catalog: Catalog) -> None:
    reading = reading_of(PARAGRAPHS)
    for folder in ("/a", "/b"):
        catalog.add(origin("lease.pdf", folder, folder=Path(folder)), reading, chunks_of(reading))
    with pytest.raises(UserFixable, match=r"/a/lease\.pdf.* or /b/lease\.pdf") as caught:
        catalog.find("lease.pdf")
    assert caught.value.kind == "unknown_document"


def test_collections_are_subsets_whatever_the_case(catalog: Catalog) -> None:
    one = add(catalog, "one.pdf", PARAGRAPHS[:1], collection="Rent")
    two = add(catalog, "two.pdf", PARAGRAPHS[1:])
    catalog.collect(two.id, "rent")
    catalog.collect(two.id, "Other")
    assert [document.id for document in catalog.documents("RENT")] == [one.id, two.id]
    assert catalog.documents("nothing") == []
    assert catalog.document(two.id).collections == ("Other", "Rent")


def test_a_failed_file_is_remembered_until_it_is_added(catalog: Catalog) -> None:
    failed = Path("/documents/lease.pdf")
    catalog.remember_failed(failed, UserFixable("damaged", file="lease.pdf", page=3))
    [(path, error)] = catalog.failures()
    assert (path, error.kind, error.values) == (failed, "damaged", {"file": "lease.pdf", "page": 3})
    add(catalog, "lease.pdf", PARAGRAPHS)
    assert catalog.failures() == []


def test_a_conversation_keeps_its_turns(catalog: Catalog) -> None:
    document = add(catalog, "lease.pdf", PARAGRAPHS)
    conversation = catalog.conversations.start("Rent")
    catalog.conversations.add_turn(conversation, "How much?", {"text": "2,400 [1]"}, documents=[document.id])
    catalog.conversations.add_turn(conversation, "Since when?", {"text": "…"}, documents=[])
    assert [turn.question for turn in catalog.conversations.turns(conversation)] == ["How much?", "Since when?"]
    assert catalog.conversations.turns(conversation)[0].answer == {"text": "2,400 [1]"}
    assert [(c.id, c.title, c.turns) for c in catalog.conversations.listed()] == [(conversation, "Rent", 2)]
    assert catalog.conversations.remove(conversation)
    assert not catalog.conversations.remove(conversation)
    assert catalog.conversations.turns(conversation) == []


def test_a_conversation_begins_with_its_first_turn(catalog: Catalog) -> None:
    kept = catalog.conversations.add_turn(None, "How much?", {}, documents=[])
    assert kept is not None
    conversation = kept[0]
    assert [(c.id, c.title, c.turns) for c in catalog.conversations.listed()] == [(conversation, "How much?", 1)]
    catalog.conversations.remove(conversation)
    again = catalog.conversations.add_turn(conversation, "Since when?", {}, documents=[])
    assert again is not None and again[0] == conversation
    assert [turn.question for turn in catalog.conversations.turns(conversation)] == ["Since when?"]


def test_a_turn_that_cites_what_was_removed_is_not_kept(catalog: Catalog) -> None:
    one, two = add(catalog, "one.pdf", PARAGRAPHS), add(catalog, "two.pdf", PARAGRAPHS)
    catalog.remove([one.id])
    assert catalog.conversations.add_turn(None, "How much?", {}, documents=[two.id, one.id]) is None
    assert catalog.conversations.listed() == []
    catalog.scrub(Stop())
    assert catalog.conversations.add_turn(None, "How much?", {}, documents=[one.id]) is None
    assert catalog.conversations.add_turn(None, "How much?", {}, documents=[two.id]) is not None


def test_turns_go_with_the_older_self_of_a_changed_file(catalog: Catalog) -> None:
    document = add(catalog, "lease.pdf", PARAGRAPHS)
    catalog.conversations.add_turn(None, "How much?", {"quote": PARAGRAPHS[0]}, documents=[document.id])
    add(catalog, "lease.pdf", ["Something else."])
    assert catalog.conversations.listed() == []


def test_turns_stay_when_the_same_bytes_are_read_anew(catalog: Catalog) -> None:
    document = add(catalog, "lease.pdf", PARAGRAPHS)
    catalog.conversations.add_turn(None, "How much?", {}, documents=[document.id])
    add(catalog, "lease.pdf", PARAGRAPHS)
    assert len(catalog.conversations.listed()) == 1


def test_turns_go_with_a_file_that_another_was_moved_over(catalog: Catalog) -> None:
    gone, kept = add(catalog, "old.pdf", ["Something old."]), add(catalog, "new.pdf", ["Something new."])
    catalog.conversations.add_turn(None, "Old?", {}, documents=[gone.id])
    turn = catalog.conversations.add_turn(None, "New?", {}, documents=[kept.id])
    catalog.move(replace(catalog.origin(kept.id), path=gone.path))
    assert turn is not None and [c.id for c in catalog.conversations.listed()] == [turn[0]]


def test_conversations_are_listed_with_the_last_used_first(catalog: Catalog) -> None:
    older, newer = catalog.conversations.start("older"), catalog.conversations.start("newer")
    catalog.conversations.add_turn(newer, "?", {}, documents=[])
    catalog.conversations.add_turn(older, "?", {}, documents=[])
    assert [c.id for c in catalog.conversations.listed()] == [older, newer]


def test_summaries_are_kept_by_what_made_them(catalog: Catalog) -> None:
    document = add(catalog, "lease.pdf", PARAGRAPHS)
    catalog.summaries.put(document.id, {"n": 1}, key="s", model="m", prompts="1", length="brief")
    catalog.summaries.put(document.id, {"n": 2}, key="s", model="m", prompts="1", length="brief")
    assert catalog.summaries.get(document.id, key="s", model="m", prompts="1", length="brief") == {"n": 2}
    assert catalog.summaries.get(document.id, key="s", model="other", prompts="1", length="brief") is None
    catalog.summaries.put("0" * 64, {"n": 1}, key="s", model="m", prompts="1", length="brief")


def test_a_document_of_odd_characters_is_kept(catalog: Catalog) -> None:
    reading = reading_of(["Broken \ud800 map", "A \x00 byte", '"quotes" AND ( NEAR'], title="T\ud800")
    document = catalog.add(origin("odd.pdf"), reading, chunks_of(reading))
    assert [len(chunk.text) for chunk in catalog.chunks(document.id)] == [len(page.text) for page in reading.pages]
    assert catalog.check() == []


def test_a_chunk_over_two_pages_keeps_both_spans(catalog: Catalog) -> None:
    reading = reading_of(PARAGRAPHS)
    spans = (Span(1, 4, 29), Span(2, 0, 4))
    text = f"{PARAGRAPHS[0][4:29]}\n{PARAGRAPHS[1][0:4]}"
    chunk = Chunk(0, 0, "A title › A heading › pp. 1-2", text, spans, 9, table=True)
    document = catalog.add(origin("lease.pdf"), reading, [chunk])
    assert catalog.chunks(document.id) == [chunk]


# The file


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_the_files_are_for_their_owner_only(catalog: Catalog, path: Path) -> None:
    add(catalog, "lease.pdf", PARAGRAPHS)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_catalog_of_a_newer_version_is_left_alone(path: Path) -> None:
    Catalog(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(UserFixable) as caught:
        Catalog(path)
    assert caught.value.kind == "library_newer"


def test_a_file_that_is_no_database_is_called_damaged(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"This is not a database. " * 100)
    with pytest.raises(UserFixable) as caught:
        Catalog(path)
    assert caught.value.kind == "library_damaged"


def test_a_damaged_page_is_found(path: Path) -> None:
    with Catalog(path) as catalog:
        for number in range(20):
            add(catalog, f"{number}.pdf", [f"{paragraph} {number}" for paragraph in PARAGRAPHS])
    data = bytearray(path.read_bytes())
    for start in range(8192, len(data) - 4096, 8192):
        data[start : start + 64] = b"\xff" * 64
    path.write_bytes(data)
    try:
        with Catalog(path) as catalog:
            assert catalog.check() != []
    except UserFixable as error:
        assert error.kind == "library_damaged"


def test_words_that_differ_from_the_texts_are_found(catalog: Catalog) -> None:
    add(catalog, "lease.pdf", PARAGRAPHS)
    assert catalog.check() == []
    with sqlite3.connect(catalog.path) as connection:
        connection.execute("UPDATE originals SET text = 'something else'")
    connection.close()
    assert any("full-text index" in problem for problem in catalog.check())


def test_a_writer_that_does_not_finish_is_not_waited_for(path: Path) -> None:
    with Catalog(path, patience=0.01) as catalog:
        document = add(catalog, "lease.pdf", PARAGRAPHS)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserFixable) as caught:
            add(catalog, "other.pdf", ["Something else."])
        assert caught.value.kind == "locked"
        assert catalog.documents() == [document]
        other.rollback()
        other.close()
        add(catalog, "other.pdf", ["Something else."])


def test_a_connection_that_is_in_use_when_the_catalog_is_closed_is_closed_after_its_use(path: Path) -> None:
    """Else a file that is deleted would stay on the disk until the program ends."""
    database = Database(path)
    with database.read() as connection:
        database.close()
        assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_what_was_waited_for_a_thread_is_not_waited_again_for_a_process(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(path, patience=4.0)
    clock = iter([10.0, 13.0])
    monkeypatch.setattr("app.index.catalog.database.time", SimpleNamespace(monotonic=lambda: next(clock)))
    with database.write() as connection:
        assert connection.execute("PRAGMA busy_timeout").fetchone() == (1000,)
    with database.read() as connection:
        assert connection.execute("PRAGMA busy_timeout").fetchone() == (4000,)
    database.close()


def test_a_full_disk_is_said_and_leaves_the_catalog_sound(catalog: Catalog) -> None:
    document = add(catalog, "lease.pdf", PARAGRAPHS)
    with catalog.reading() as connection:
        connection.rollback()
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    # The pool hands out the connection that was given back last.
    with pytest.raises(UserFixable) as caught:
        add(catalog, "long.pdf", [f"Paragraph {number} of a long text. " * 50 for number in range(200)])
    assert caught.value.kind == "no_space"
    assert catalog.documents() == [document]
    assert catalog.check() == []


def test_threads_read_and_write_at_once(catalog: Catalog) -> None:
    failures: list[BaseException] = []

    def work(thread: int) -> None:
        try:
            for number in range(5):
                document = add(catalog, f"{thread}-{number}.pdf", [f"{text} {thread} {number}" for text in PARAGRAPHS])
                assert len(catalog.chunks(document.id)) == 3
        except BaseException as error:  # noqa: BLE001 - an assertion of a thread must reach the test
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(catalog.documents()) == 20
    assert catalog.check() == []
