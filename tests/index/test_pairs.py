from collections.abc import Iterator
from pathlib import Path

import pytest

from app.index.catalog import Catalog
from app.index.pairs import one_by_one, taking_turns
from app.index.search import search
from tests.fakes import FakeEmbedder
from tests.index.texts import add, embed_all


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "catalog.sqlite3") as catalog:
        yield catalog


@pytest.mark.parametrize(
    ("question", "each"),
    [
        (
            "Did the revenue of Ferries exceed that of Harbour Pilots?",
            ("Did the revenue of Ferries exceed that of ?", "Did the revenue of exceed that of Harbour Pilots?"),
        ),
        ("Which is heavier, RX-50 or RX-65?", ("Which is heavier, RX-50 or ?", "Which is heavier, or RX-65?")),
        ("What did the Board of Trade decide?", ()),
        ("Who came to Aldbrook? And what did Carver say?", ()),
        ("Is the report of May longer than others?", ()),
        ("Wie hoch ist der Turm in Aldbrook und in Carver?", ()),
    ],
)
def test_a_question_about_two_names_is_asked_for_each(question: str, each: tuple[str, ...]) -> None:
    assert one_by_one(question) == each


def test_turns_hold_all_once_and_go_on_when_one_order_ends() -> None:
    assert taking_turns([[1, 2, 3], [1, 4]]) == [1, 4, 2, 3]
    assert taking_turns([[], [2]]) == [2]


@pytest.mark.parametrize("embedded", [False, True])
def test_a_place_for_each_of_two_comes_before_what_speaks_of_both(catalog: Catalog, embedded: bool) -> None:
    chatter = [f"Ferries and Pilots did better than in the year before, says report {number}." for number in range(8)]
    texts = [*chatter, "Ferries: revenue 12,400.", "Pilots: revenue 9,100."]
    document = add(catalog, "report.pdf", texts)
    embedder = FakeEmbedder() if embedded else None
    if embedder:
        embed_all(catalog, embedder)
    found = search(
        "Was the revenue of Ferries more than that of Pilots?",
        catalog=catalog,
        embedder=embedder,
        documents=[document.id],
        limit=6,
    )
    assert {9, 10} <= {passage.page for passage in found}
    scores = [passage.score for passage in found]
    assert scores == sorted(scores, reverse=True)
