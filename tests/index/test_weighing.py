from app.index.catalog.lexical import Row
from app.index.catalog.schema import CHUNKS_PER_DOCUMENT
from app.index.scoring import WordScores
from app.index.weighing import weighed
from app.types import Span


def _row(document: int, ordinal: int, page: int) -> Row:
    identity = document * CHUNKS_PER_DOCUMENT + ordinal
    return Row(identity, "A title", f" › p. {page}", f"Text {identity}.", 0, (Span(page, 0, 9),), False, 3)


def _order(rows: list[Row], scores: list[float]) -> list[int]:
    words = WordScores({row.id: score for row, score in zip(rows, scores, strict=True)}, 1.0, frozenset())
    found = sorted(weighed(rows, words, {}), key=lambda candidate: -candidate.score)
    return [candidate.row.ordinal for candidate in found]


def test_a_second_good_chunk_of_its_page_lifts_one_above_another_that_stands_alone() -> None:
    rows = [_row(1, 0, 1), _row(1, 1, 1), _row(1, 2, 2), _row(1, 3, 3), _row(1, 4, 4)]
    assert _order(rows, [0.50, 0.48, 0.51, 0.0, 0.0])[0] == 0


def test_a_poor_chunk_beside_it_changes_nothing() -> None:
    rows = [_row(1, 0, 1), _row(1, 1, 1), _row(1, 2, 2), _row(1, 3, 3), _row(1, 4, 4)]
    assert _order(rows, [0.50, 0.0, 0.51, 0.4, 0.4])[0] == 2


def test_pages_of_several_documents_support_nothing() -> None:
    rows = [_row(1, 0, 1), _row(1, 1, 1), _row(2, 2, 2), _row(2, 3, 3), _row(2, 4, 4)]
    assert _order(rows, [0.50, 0.48, 0.51, 0.0, 0.0])[0] == 2


def test_meaning_has_more_to_say_where_the_words_account_for_less() -> None:
    rows = [_row(1, 0, 1), _row(1, 1, 2)]
    meaning = {rows[0].id: 0.1, rows[1].id: 0.9}

    def lead(coverage: float) -> float:
        words = WordScores({rows[0].id: 1.0, rows[1].id: 0.0}, coverage, frozenset())
        first, second = weighed(rows, words, meaning)
        return first.score - second.score

    assert lead(1.0) > lead(0.0)
