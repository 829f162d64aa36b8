from collections.abc import Iterator
from pathlib import Path

import pytest

from app.index.catalog import Catalog
from app.index.search import search
from tests.index.texts import add


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "catalog.sqlite3") as catalog:
        yield catalog


CONTRACT = [
    "6.1 Jobs of more than 7,500 need an order in writing.",
    "6.2 Bills are paid within a month.",
    "In clause 9.4 the sum becomes 11.",
    "7.1 The roof is inspected in spring.",
]


@pytest.mark.parametrize(
    "change",
    [
        "In clause 6.1 the sum of 7,500 becomes 5,000.",
        "Clauses 3.2, 6.1 and 8 fall away.",
        "§ 6.1 gilt nicht mehr.",
    ],
)
def test_what_changes_a_clause_by_its_number_is_found_with_the_clause(catalog: Catalog, change: str) -> None:
    filler = [f"{number}.3 Yard number {number} is swept by the porter." for number in range(10, 20)]
    document = add(catalog, "contract.pdf", [*CONTRACT, *filler, change])
    found = search("From which sum do jobs need an order in writing?", catalog=catalog, documents=[document.id])
    pages = [passage.page for passage in found]
    assert pages[0] == 1
    assert 15 in pages[:3]


def test_a_reference_reaches_no_other_document(catalog: Catalog) -> None:
    first = add(catalog, "contract.pdf", CONTRACT)
    add(catalog, "other.pdf", ["In clause 6.1 nothing is said.", "Of trams.", "Of bells."])
    found = search("From which amount do jobs need an order in writing?", catalog=catalog)
    scores = {(passage.document == first.id, passage.page): passage.score for passage in found}
    assert scores[True, 1] == max(scores.values())
    assert scores.get((False, 1), 0.0) == scores.get((False, 2), 0.0)
