from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.index.catalog import Catalog
from app.index.search import search
from app.stop import Stop, Stopped
from app.types import Passage
from tests.fakes import FakeReranker
from tests.index.texts import add

PAGES = [
    "Rent, rent and rent: the word stands here often.",
    "The tenant pays when the month begins, and then the rent is due.",
    "Nothing of that kind.",
]
QUESTION = "When is rent due that the tenant pays in the month?"


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog(tmp_path / "catalog.sqlite3") as catalog:
        add(catalog, "lease.pdf", PAGES)
        yield catalog


class _Liking(FakeReranker):
    """Likes one text much better than any other."""

    def __init__(self, text: str, *, most: int = 1000) -> None:
        super().__init__(most=most)
        self._text = text

    def scores(self, question: str, texts: Sequence[str], *, stop: Stop) -> list[float]:
        return [100.0 * (self._text in text) for text in texts[: len(super().scores(question, texts, stop=stop))]]


def _pages(passages: list[Passage]) -> list[int]:
    return [passage.page for passage in passages]


def test_what_the_reranker_likes_comes_forward_and_the_scores_stay(catalog: Catalog) -> None:
    before = search("rent", catalog=catalog)
    after = search("rent", catalog=catalog, reranker=_Liking("tenant"))
    assert _pages(before)[0] == 1 and _pages(after)[0] == 2
    assert sorted(_pages(before)) == sorted(_pages(after))
    assert [passage.score for passage in before] == [passage.score for passage in after]


def test_it_is_one_voice_of_two(catalog: Catalog) -> None:
    """What the search puts last and the reranker first does not come before what both like."""
    reranker = FakeReranker()
    assert _pages(search(QUESTION, catalog=catalog, reranker=reranker))[0] == 2
    assert reranker.read[0].startswith(f"A title › A heading\n{PAGES[1][:10]}")


def test_what_it_cannot_afford_to_read_stays_where_it_is(catalog: Catalog) -> None:
    before = search("rent", catalog=catalog)
    assert search("rent", catalog=catalog, reranker=_Liking("tenant", most=0)) == before
    assert search("rent", catalog=catalog, reranker=_Liking("tenant", most=1)) == before


def test_a_damaged_one_is_done_without(catalog: Catalog) -> None:
    class Damaged(FakeReranker):
        def scores(self, question: str, texts: Sequence[str], *, stop: Stop) -> list[float]:
            raise UserFixable("model_damaged", file="model.onnx", model="reranker", reason="truncated")

    assert search("rent", catalog=catalog, reranker=Damaged()) == search("rent", catalog=catalog)


def test_it_is_not_asked_in_a_language_that_it_does_not_know(catalog: Catalog) -> None:
    german = "Wann ist die Miete fällig, die der Mieter in jedem Monat bezahlt?"
    reranker = FakeReranker({"en"})
    search(german, catalog=catalog, reranker=reranker)
    assert reranker.read == []
    search(QUESTION, catalog=catalog, reranker=reranker)
    assert len(reranker.read) == len(PAGES)
    reranker.read.clear()
    add(
        catalog,
        "miete.pdf",
        [
            "Die Miete ist am dritten Werktag fällig, und der Mieter bezahlt sie ohne Abzug auf das Konto des Vermieters."
        ],
    )
    search(QUESTION, catalog=catalog, reranker=reranker)
    assert reranker.read == []


def test_it_is_not_asked_where_two_things_take_turns(catalog: Catalog) -> None:
    reranker = FakeReranker()
    search("Is the rent of Alder House higher than that of Birch House?", catalog=catalog, reranker=reranker)
    assert reranker.read == []


def test_a_stop_is_heard(catalog: Catalog) -> None:
    class _Stopping(FakeReranker):
        def scores(self, question: str, texts: Sequence[str], *, stop: Stop) -> list[float]:
            stop.request()
            return super().scores(question, texts, stop=stop)

    with pytest.raises(Stopped):
        search("rent", catalog=catalog, reranker=_Stopping())
