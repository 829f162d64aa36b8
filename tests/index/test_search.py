from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.errors import UserFixable
from app.index.catalog import Catalog
from app.index.nearest import CatalogVectors
from app.index.search import search
from app.stop import Stop, Stopped
from app.types import Passage
from tests.fakes import FakeEmbedder
from tests.index.texts import add, chunks_of, embed_all, origin, reading_of

LEASE = [
    "The lease of the warehouse runs for ten years from the first of May.",
    "Rent is 2,400 a month, due on the third working day.",
    "Either party may end the lease with notice of six months.",
    "The roof is repaired by the landlord, the windows by the tenant.",
]


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "catalog.sqlite3") as catalog:
        yield catalog


def _pages(passages: Sequence[Passage]) -> list[int]:
    return [passage.page for passage in passages]


@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("How much is the rent?", 2),
        ("When is 2,400 due?", 2),
        ("Who repairs the windows?", 4),
        ("Who is repairing the ROOF?", 4),
        ("notice of months", 3),
        ("warehouse", 1),
    ],
)
def test_the_page_that_says_it_comes_first(catalog: Catalog, question: str, page: int) -> None:
    document = add(catalog, "lease.pdf", LEASE)
    best = search(question, catalog=catalog, documents=[document.id])[0]
    assert (best.page, best.document, best.file) == (page, document.id, "lease.pdf")
    assert best.text == LEASE[page - 1]
    assert best.section == "A heading"
    assert best.header == f"A title › A heading › p. {page}"
    assert best.dense is None


def test_scores_fall_and_lie_between_0_and_1(catalog: Catalog) -> None:
    add(catalog, "lease.pdf", LEASE)
    scores = [passage.score for passage in search("rent of the lease", catalog=catalog)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)


def test_a_long_number_is_not_found_by_its_parts(catalog: Catalog) -> None:
    add(catalog, "lease.pdf", ["Rent was 2,300 in year 400.", "Rent is 2,400 now.", "Paragraph 2 of section 400."])
    best, *rest = search("2,400", catalog=catalog)
    assert best.page == 2
    assert [passage.lexical for passage in rest] == [0.0] * len(rest)


def test_neighbours_in_the_question_are_preferred_as_neighbours(catalog: Catalog) -> None:
    texts = ["The board met. Our annual figures and the fire report are attached.", "The annual report met the board."]
    filler = [f"Nothing of that kind, number {number}." for number in range(10)]
    add(catalog, "minutes.pdf", texts + filler)
    assert _pages(search("annual report", catalog=catalog))[0] == 2


def test_frequencies_are_those_of_the_scope(catalog: Catalog) -> None:
    """'Marwick' tells nothing within the report that has it everywhere, however rare it is in the library."""
    report = [f"Marwick, Marwick and Marwick: item {number} of the agenda." for number in range(8)]
    report.append("The chair of Marwick resigned.")
    document = add(catalog, "report.pdf", report)
    add(catalog, "other.pdf", [f"The chair number {number} stands here." for number in range(30)])
    best = search("Marwick chair", catalog=catalog, documents=[document.id])[0]
    assert best.page == 9


def test_pages_limit_the_search(catalog: Catalog) -> None:
    document = add(catalog, "lease.pdf", LEASE)
    found = search("lease", catalog=catalog, documents=[document.id], pages=(2, 3))
    assert set(_pages(found)) <= {2, 3}
    assert _pages(found)[0] == 3


def test_headings_are_searched(catalog: Catalog) -> None:
    for name, heading in (("a.pdf", "Warranty"), ("b.pdf", "Liability")):
        reading = reading_of([f"It is limited to one year, says {name}."], heading=heading)
        catalog.add(origin(name), reading, chunks_of(reading))
    assert search("liability", catalog=catalog)[0].file == "b.pdf"


def test_the_note_of_the_page_is_not_searched(catalog: Catalog) -> None:
    add(catalog, "lease.pdf", LEASE)
    assert all(passage.lexical == 0 for passage in search("p 3", catalog=catalog))


def test_meaning_finds_what_words_do_not(catalog: Catalog) -> None:
    class Synonyms(FakeEmbedder):
        def embed(self, texts: Sequence[str], *, stop: Stop) -> "NDArray[np.float32]":
            return super().embed([text.replace("charge", "Rent is 2,400") for text in texts], stop=stop)

    embedder = Synonyms()
    add(catalog, "lease.pdf", LEASE)
    embed_all(catalog, embedder)
    best = search("charge", catalog=catalog, embedder=embedder)[0]
    assert best.page == 2
    assert best.lexical == 0
    assert best.dense is not None
    assert best.dense > 0.3


def test_without_embeddings_the_embedder_is_not_loaded(catalog: Catalog) -> None:
    embedder = FakeEmbedder()
    add(catalog, "lease.pdf", LEASE)
    assert search("rent", catalog=catalog, embedder=embedder)
    assert embedder.embedded == []


def test_a_document_half_embedded_is_searched_whole(catalog: Catalog) -> None:
    embedder = FakeEmbedder()
    add(catalog, "lease.pdf", LEASE)
    [first] = catalog.pending(embedder.id, limit=1)
    catalog.store_embeddings(embedder.id, [first.key], embedder.embed([first.text], stop=Stop()))
    found = search("windows", catalog=catalog, embedder=embedder)
    assert found[0].page == 4
    assert [passage.dense is None for passage in sorted(found, key=lambda p: p.page)] == [False, True, True, True]


def test_a_large_scope_finds_the_same_as_a_small_one(catalog: Catalog) -> None:
    """Beyond a few hundred chunks, candidates are found first, by words and by vectors."""
    embedder = FakeEmbedder()
    lease = add(catalog, "lease.pdf", LEASE)
    for number in range(5):
        texts = [f"Minute {number}.{line} of the council about the tenant and the lease." for line in range(150)]
        add(catalog, f"minutes-{number}.pdf", texts)
    embed_all(catalog, embedder)
    for question in ("Who repairs the windows?", "rent a month"):
        [small] = search(question, catalog=catalog, embedder=embedder, documents=[lease.id], limit=1)
        [large] = search(question, catalog=catalog, embedder=embedder, vectors=CatalogVectors(catalog), limit=1)
        assert (small.document, small.page) == (large.document, large.page)


def test_several_documents_are_each_heard(catalog: Catalog) -> None:
    loud = add(catalog, "loud.pdf", [f"Rent, rent and rent again in line {number}." for number in range(500)])
    quiet = add(catalog, "quiet.pdf", ["Rent was mentioned once here, among many other things."])
    found = search("rent", catalog=catalog, documents=[loud.id, quiet.id], limit=4)
    assert {passage.file for passage in found} == {"loud.pdf", "quiet.pdf"}


@pytest.mark.parametrize("question", ["", "???", '"', "AND OR", "()"])
def test_an_empty_question_finds_nothing_and_fails_in_nothing(catalog: Catalog, question: str) -> None:
    add(catalog, "lease.pdf", LEASE)
    assert all(passage.lexical == 0 for passage in search(question, catalog=catalog))


def test_an_empty_library_has_no_passages(catalog: Catalog) -> None:
    assert search("rent", catalog=catalog) == []


def test_an_unknown_document_is_said(catalog: Catalog) -> None:
    with pytest.raises(UserFixable) as caught:
        search("rent", catalog=catalog, documents=["0" * 64])
    assert caught.value.kind == "unknown_document"


def test_a_search_can_be_stopped(catalog: Catalog) -> None:
    add(catalog, "lease.pdf", LEASE)
    stop = Stop()
    stop.request()
    with pytest.raises(Stopped):
        search("rent", catalog=catalog, stop=stop)
