"""What the catalog keeps beside the documents: files that wait, collections, conversations, finished summaries."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.index.catalog import Catalog
from app.index.catalog.schema import CHUNKS_PER_DOCUMENT, MIGRATIONS
from app.stop import Stop, Stopped
from app.types import Waiting
from tests.fakes import FakeEmbedder
from tests.index.texts import add, chunks_of, embed_all, origin, reading_of

PARAGRAPHS = ["The lease runs for ten years.", "Rent is 2,400 a month.", "Either party may end it."]


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "data" / "catalog.sqlite3") as catalog:
        yield catalog


def _first_version(path: Path) -> None:
    """A catalog as the first version wrote it: a document with one of two chunks embedded, and a turn about it."""
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    for statement in MIGRATIONS[0]:
        connection.execute(statement)
    connection.execute(
        """INSERT INTO documents (number, id, path, size, mtime, title, pages, chunks, outlined, added, reader_version,
               chunker_version) VALUES (1, 'lease', '/documents/lease.pdf', 1, 1.0, 'A lease', 1, 2, 0, 1.0, '1', '1')"""
    )
    connection.execute("INSERT INTO embeddings VALUES (1, 'fake/1', x'00', x'00')")
    for ordinal, embedding in ((0, 1), (1, None)):
        identity = CHUNKS_PER_DOCUMENT + ordinal
        connection.execute(
            "INSERT INTO chunks VALUES (?, 1, 0, 1, 1, x'', '', 3, 0, ?, ?)", (identity, bytes([ordinal]), embedding)
        )
        connection.execute("INSERT INTO texts VALUES (?, '', 'some text')", (identity,))
    connection.execute("INSERT INTO conversations VALUES ('c1', 1.0, 'How much?')")
    kept = {"answer": "2,400 a month [1]", "found": True, "citations": [], "model": "m"}
    connection.execute(
        "INSERT INTO turns (conversation, created, question, answer) VALUES ('c1', 2.0, 'How much?', ?)",
        (json.dumps(kept),),
    )
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()


def test_a_catalog_of_the_first_version_opens_with_all_it_has(tmp_path: Path) -> None:
    path = tmp_path / "data" / "catalog.sqlite3"
    _first_version(path)
    with Catalog(path) as catalog:
        (document,) = catalog.documents()
        assert (document.chunks, document.embedded, document.state) == (2, 1, "words")
        assert catalog.unfinished("fake/1") == ["lease"]
        (turn,) = catalog.conversations.turns("c1")
        assert (turn.question, turn.answer["answer"], turn.rating) == ("How much?", "2,400 a month [1]", 0)
        assert [one.id for one in catalog.conversations.listed("2,400")] == ["c1"], (
            "old answers are looked through, too"
        )
        assert catalog.waiting.listed() == [] and catalog.summaries.kept("lease") == []
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    connection.close()


# Files that wait


def test_files_wait_in_order_and_once_each(catalog: Catalog) -> None:
    first, second = Waiting(Path("/b.pdf"), Path("/folder"), "Rent"), Waiting(Path("/a.pdf"))
    catalog.waiting.put([first, second])
    catalog.waiting.stopped(first.path)
    assert [one.stopped for one in catalog.waiting.listed()] == [True, False]
    catalog.waiting.put([Waiting(first.path)])
    assert catalog.waiting.listed() == [first, second], "it goes on, and what was known of it stays"
    assert catalog.waiting.drop(first.path) and not catalog.waiting.drop(first.path)
    with Catalog(catalog.path) as later:
        assert later.waiting.listed() == [second]


def test_a_file_that_is_tried_again_has_not_failed_yet(catalog: Catalog) -> None:
    catalog.remember_failed(Path("/a.pdf"), UserFixable("damaged", file="a.pdf"))
    catalog.waiting.put([Waiting(Path("/a.pdf"))])
    assert catalog.failures() == []


def test_what_was_taken_off_the_list_is_not_added(catalog: Catalog) -> None:
    reading, of = reading_of(PARAGRAPHS), origin("lease.pdf")
    catalog.waiting.put([Waiting(of.path)])
    assert catalog.add(of, reading, chunks_of(reading), waited=of.path).id == of.id
    catalog.remove([of.id])
    assert catalog.waiting.listed() == [], "it was to be read anew, and is not wanted any more"
    with pytest.raises(Stopped):
        catalog.add(of, reading, chunks_of(reading), waited=of.path)
    assert catalog.documents() == []


# What is embedded


def test_the_count_of_what_is_embedded_follows_every_change(catalog: Catalog) -> None:
    embedder, other = FakeEmbedder(), FakeEmbedder("other")
    first, second = add(catalog, "one.pdf", PARAGRAPHS), add(catalog, "two.pdf", [*PARAGRAPHS[:2], "And more."])
    assert catalog.unfinished(embedder.id) == [first.id, second.id]
    pending = catalog.pending(embedder.id, [first.id])
    matrix = embedder.embed([item.text for item in pending], stop=Stop())
    catalog.store_embeddings(embedder.id, [item.key for item in pending], matrix)
    assert [catalog.document(one.id).embedded for one in (first, second)] == [3, 2], "texts alike share an embedding"
    assert catalog.unfinished(embedder.id) == [second.id]
    assert catalog.unfinished(other.id) == [first.id, second.id]
    assert [one.embedded for one in catalog.documents()] == [0, 0]
    assert catalog.unfinished(embedder.id) == [second.id]
    assert add(catalog, "three.pdf", PARAGRAPHS).embedded == 3


def test_an_embedding_that_comes_after_the_removal_is_not_kept(catalog: Catalog) -> None:
    embedder = FakeEmbedder()
    gone, kept = add(catalog, "one.pdf", PARAGRAPHS), add(catalog, "two.pdf", PARAGRAPHS[:1])
    pending = catalog.pending(embedder.id)
    matrix = embedder.embed([item.text for item in pending], stop=Stop())
    catalog.remove([gone.id])
    catalog.store_embeddings(embedder.id, [item.key for item in pending], matrix)
    with catalog.reading() as connection:
        assert connection.execute("SELECT count(*) FROM embeddings").fetchone() == (1,)
    assert catalog.document(kept.id).state == "ready"


# Collections


def test_collections_are_made_filled_and_dropped(catalog: Catalog) -> None:
    one, two = add(catalog, "one.pdf", PARAGRAPHS), add(catalog, "two.pdf", PARAGRAPHS)
    catalog.collections.make("Élan")
    catalog.collections.put([one.id, two.id, "0" * 64], "Rent")
    assert catalog.collections.names() == [("Rent", 2), ("Élan", 0)]
    catalog.collections.take_out([one.id], "rent")
    catalog.remove([two.id])
    assert catalog.scrub(Stop())
    assert catalog.collections.names() == [("Rent", 0), ("Élan", 0)], "an empty one stays"
    catalog.collections.drop("Rent")
    assert catalog.collections.names() == [("Élan", 0)] and catalog.documents() == [one]


def test_a_collection_that_is_renamed_to_another_joins_it(catalog: Catalog) -> None:
    one, two = add(catalog, "one.pdf", PARAGRAPHS), add(catalog, "two.pdf", PARAGRAPHS)
    catalog.collections.put([one.id], "rent")
    catalog.collections.rename("rent", "Rent")
    assert catalog.collections.names() == [("Rent", 1)]
    catalog.collections.put([one.id, two.id], "Leases")
    catalog.collections.rename("Rent", "leases")
    assert catalog.collections.names() == [("Leases", 2)]
    changes: tuple[Callable[[], None], ...] = (
        lambda: catalog.collections.rename("Rent", "Other"),
        lambda: catalog.collections.drop("Rent"),
        lambda: catalog.collections.take_out([one.id], "Rent"),
    )
    for change in changes:
        with pytest.raises(UserFixable) as caught:
            change()
        assert caught.value.kind == "unknown_collection"


# Conversations


def test_conversations_are_found_by_words_of_title_question_and_answer(catalog: Catalog) -> None:
    talk = catalog.conversations
    rent = talk.add_turn(None, "What is the RENT?", {"answer": "Zwölf Kronen."}, documents=[])
    assert rent is not None
    talk.add_turn(rent[0], "And the deposit?", {"answer": "Two months."}, documents=[])
    other = talk.add_turn(None, "Who signs?", {"answer": "The tenant.", "passages": ["deposit"]}, documents=[])
    assert other is not None

    def found(matching: str) -> list[str]:
        return [one.id for one in talk.listed(matching)]

    assert found("rent ZWÖLF deposit") == [rent[0]], "each word anywhere in the conversation"
    assert found("deposit") == [rent[0]], "what is not shown is not found"
    assert found("  ") == [other[0], rent[0]] and found("roof") == []
    assert talk.rename(other[0], "The roof") and not talk.rename("none", "x")
    assert found("ROOF") == [other[0]]


def test_a_rating_is_kept_until_it_is_changed(catalog: Catalog) -> None:
    kept = catalog.conversations.add_turn(None, "How much?", {}, documents=[])
    assert kept is not None
    assert catalog.conversations.rate(kept[1], -1) and not catalog.conversations.rate(kept[1] + 1, 1)
    assert [turn.rating for turn in catalog.conversations.turns(kept[0])] == [-1]
    assert (catalog.conversations.listed()[0].turns, catalog.conversations.listed()[0].title) == (1, "How much?")


def test_a_conversation_does_not_keep_the_name_of_a_question_that_went(catalog: Catalog) -> None:
    gone, stays = add(catalog, "gone.pdf", PARAGRAPHS), add(catalog, "stays.pdf", PARAGRAPHS[:1])
    secret = "What does the secret paper say?" + " And why?" * 20
    kept = catalog.conversations.add_turn(None, secret, {}, documents=[gone.id])
    assert kept is not None
    catalog.conversations.add_turn(kept[0], "How long?", {}, documents=[stays.id])
    catalog.remove([gone.id])
    assert [(one.title, one.turns) for one in catalog.conversations.listed()] == [("How long?", 1)]
    catalog.conversations.rename(kept[0], "Mine")
    catalog.conversations.add_turn(kept[0], "Mine", {}, documents=[])
    catalog.remove([stays.id])
    assert [one.title for one in catalog.conversations.listed()] == ["Mine"]


def test_text_that_no_encoding_has_is_kept_all_the_same(catalog: Catalog) -> None:
    kept = catalog.conversations.add_turn(None, "What is \udcff?", {"answer": "\ud800"}, documents=[])
    assert kept is not None
    (turn,) = catalog.conversations.turns(kept[0])
    assert (turn.question, turn.answer["answer"]) == ("What is ??", "?")


# Summaries


def test_a_finished_summary_is_kept_for_each_part_and_length(catalog: Catalog) -> None:
    document = add(catalog, "lease.pdf", PARAGRAPHS)
    for n, (length, part) in enumerate([("brief", ""), ("brief", "3-7"), ("brief", "")]):
        catalog.summaries.keep(document.id, {"n": n}, length=length, part=part)
    assert [(part, content["n"]) for _, part, _, content in catalog.summaries.kept(document.id)] == [
        ("", 2),
        ("3-7", 1),
    ]
    add(catalog, "lease.pdf", PARAGRAPHS)
    assert len(catalog.summaries.kept(document.id)) == 2, "the same bytes were read anew"
    assert catalog.summaries.forget(document.id, length="brief", part="3-7")
    assert not catalog.summaries.forget(document.id, length="brief", part="3-7")
    catalog.remove([document.id])
    assert catalog.summaries.kept(document.id) == []
    catalog.summaries.keep(document.id, {}, length="brief", part="")
    assert catalog.scrub(Stop())
    with catalog.reading() as connection:
        assert connection.execute("SELECT count(*) FROM kept_summaries").fetchone() == (0,)


# Pages


def test_sizes_and_texts_of_pages_come_without_their_words(catalog: Catalog) -> None:
    document = add(catalog, "lease.pdf", PARAGRAPHS)
    assert list(catalog.page_texts(document.id)) == list(enumerate(PARAGRAPHS, start=1))
    assert [(one.number, one.label, one.width) for one in catalog.page_sizes(document.id)][2] == (3, "3", 612.0)
    embed_all(catalog, FakeEmbedder())
    assert catalog.chunk_count() == 3
