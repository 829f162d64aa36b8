from collections.abc import Iterator
from pathlib import Path

import pytest

from app.index.catalog import Catalog
from app.index.near import near_terms, near_words
from app.index.query import parse
from app.index.search import search
from tests.index.texts import add


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "catalog.sqlite3") as catalog:
        yield catalog


def _near(question: str) -> dict[str, list[str]]:
    found = near_terms(question, parse(question))
    return {term.text: [near.term.text for near in nears] for term, nears in found.items()}


def test_near_words_come_nearest_first_and_never_the_word_itself() -> None:
    near = near_words("bicycle")
    assert list(near.values()) == sorted(near.values(), reverse=True)
    assert "bike" in near
    assert not near.keys() & {"bicycle", "bicycles"}


@pytest.mark.parametrize(
    ("longer", "shorter"), [("pumpings", "pumping"), ("pharmacies", "pharmacy"), ("remedies", "remedy")]
)
def test_a_form_that_is_not_listed_has_the_words_of_its_shorter_form(longer: str, shorter: str) -> None:
    assert near_words(longer) == near_words(shorter) != {}
    assert near_words("xyzzys") == {}


def test_names_numbers_and_months_stand_for_nothing_else() -> None:
    near = _near("How many bikes were stolen in Weavers in October by two people?")
    assert "bikes" in near
    assert not near.keys() & {"Weavers", "October", "two"}


def test_words_of_another_language_are_no_english_words() -> None:
    assert _near("Wie hoch war der Rat in diesem Jahr?") == {}


@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("How many bikes were stolen?", 2),
        ("How many employees are there?", 3),
        ("Who died?", 1),
    ],
)
def test_what_the_document_calls_otherwise_is_found_by_words_alone(catalog: Catalog, question: str, page: int) -> None:
    document = add(catalog, "figures.pdf", ["Deaths in the year: 12.", "Bicycles: 40.", "Staff: 88.", "Trams: 9."])
    best = search(question, catalog=catalog, documents=[document.id])[0]
    assert best.page == page
    assert best.lexical > 0


def test_the_word_itself_comes_before_one_that_is_near(catalog: Catalog) -> None:
    document = add(catalog, "figures.pdf", ["Bicycles were counted.", "Bikes were counted.", "Trams were counted."])
    pages = [passage.page for passage in search("bikes", catalog=catalog, documents=[document.id])]
    assert pages[:2] == [2, 1]


def test_near_words_are_found_in_a_scope_too_large_to_be_scored_whole(catalog: Catalog) -> None:
    texts = [f"Trams were stolen on day {number}." for number in range(450)]
    add(catalog, "figures.pdf", [*texts, "Bicycles stolen and found: 40."])
    assert search("stolen bikes found", catalog=catalog)[0].page == 451


def test_a_resemblance_alone_is_no_word_found(catalog: Catalog) -> None:
    document = add(catalog, "figures.pdf", ["The wheeled chairs were late.", "Trams were counted."])
    assert 0.5 <= near_words("bikes")["wheeled"] < 0.65
    best = search("bikes", catalog=catalog, documents=[document.id])[0]
    assert (best.page, best.lexical) == (1, 0.0)
