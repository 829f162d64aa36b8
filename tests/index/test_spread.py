from app.index.catalog.lexical import Row
from app.index.catalog.schema import CHUNKS_PER_DOCUMENT
from app.index.spread import Candidate, choose
from app.types import Span


def _candidate(document: int, ordinal: int, score: float, text: str = "") -> Candidate:
    identity = document * CHUNKS_PER_DOCUMENT + ordinal
    text = text or f"words of {document} and {ordinal} that no other has"
    row = Row(identity, "T", "", text, 0, (Span(1, 0, len(text)),), table=False, tokens=5)
    return Candidate(row, score, lexical=score, dense=None)


def _chosen(candidates: list[Candidate], limit: int, documents: list[int] | None) -> list[tuple[int, int]]:
    return [(c.row.document, c.row.ordinal) for c in choose(candidates, limit, documents=documents)]


def test_in_one_document_the_best_win() -> None:
    candidates = [_candidate(1, ordinal, score) for ordinal, score in enumerate([0.1, 0.9, 0.5, 0.7])]
    assert _chosen(candidates, 3, [1]) == [(1, 1), (1, 3), (1, 2)]


def test_each_of_a_few_documents_gets_its_chance() -> None:
    candidates = [_candidate(1, ordinal, 0.9 - ordinal / 100) for ordinal in range(10)]
    candidates += [_candidate(2, 0, 0.2), _candidate(3, 0, 0.1)]
    chosen = _chosen(candidates, 8, [1, 2, 3])
    assert chosen[0] == (1, 0)
    assert chosen[-2:] == [(2, 0), (3, 0)]
    assert len(chosen) == 8


def test_a_document_with_nothing_to_say_takes_no_place() -> None:
    candidates = [_candidate(1, 0, 0.9), _candidate(1, 1, 0.8), _candidate(2, 0, 0.0)]
    assert _chosen(candidates, 2, [1]) == [(1, 0), (1, 1)]
    assert _chosen(candidates, 4, [1, 2])[:2] == [(1, 0), (1, 1)]


def test_no_document_of_many_takes_all_places() -> None:
    candidates = [_candidate(1, ordinal, 0.9) for ordinal in range(10)]
    candidates += [_candidate(document, 0, 0.1) for document in range(2, 12)]
    chosen = _chosen(candidates, 5, None)
    assert sum(document == 1 for document, _ in chosen) == 3
    assert len(chosen) == 5


def test_what_others_leave_free_is_filled() -> None:
    candidates = [_candidate(1, ordinal, 0.9) for ordinal in range(10)]
    assert len(_chosen(candidates, 5, None)) == 5


def test_a_near_duplicate_is_dropped() -> None:
    sentence = "The tenant pays the rent on the first day of each month to the account of the landlord"
    candidates = [_candidate(1, 0, 0.9, sentence), _candidate(1, 1, 0.8, f"{sentence.upper()}."), _candidate(1, 2, 0.1)]
    assert _chosen(candidates, 3, [1]) == [(1, 0), (1, 2)]


def test_the_same_sentence_with_another_number_is_no_duplicate() -> None:
    sentence = "In that year the tenant paid a rent of {} euros in all to the account of the landlord"
    candidates = [_candidate(1, 0, 0.9, sentence.format(2400)), _candidate(1, 1, 0.8, sentence.format(2500))]
    assert _chosen(candidates, 3, [1]) == [(1, 0), (1, 1)]
