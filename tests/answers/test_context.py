"""What the model reads: the best passages with their neighbours, under a budget."""

from app.answers.context import excerpts
from app.types import Chunk, Passage, Span


def _chunk(ordinal: int, section: int = 0) -> Chunk:
    text = f"text number {ordinal}"
    return Chunk(ordinal, section, "h", text, (Span(ordinal + 1, 0, len(text)),), 3)


def _passage(chunk: Chunk, document: str = "d") -> Passage:
    return Passage(document, f"{document}.pdf", chunk.ordinal, chunk.header, "s", chunk.text, chunk.spans, 1.0)


def _words(text: str) -> int:
    return len(text.split())


CHUNKS = [_chunk(n, section=n // 4) for n in range(12)]


def test_the_best_passage_comes_with_its_neighbours_as_one_run() -> None:
    found = excerpts([_passage(CHUNKS[5])], {"d": CHUNKS}, budget=100, count_tokens=_words)
    assert [p.text for p in found] == ["text number 4\ntext number 5\ntext number 6"]
    assert [s.page for s in found[0].spans] == [5, 6, 7]


def test_a_neighbour_in_another_section_stays_out() -> None:
    found = excerpts([_passage(CHUNKS[4])], {"d": CHUNKS}, budget=100, count_tokens=_words)
    assert [p.text for p in found] == ["text number 4\ntext number 5"]


def test_the_budget_is_kept_and_the_best_is_always_read() -> None:
    ranked = [_passage(CHUNKS[n]) for n in (9, 1, 6, 3)]
    found = excerpts(ranked, {"d": CHUNKS}, budget=14, count_tokens=_words)
    assert [p.text for p in found] == ["text number 9", "text number 1"]
    assert [p.text for p in excerpts(ranked, {"d": CHUNKS}, budget=1, count_tokens=_words)] == ["text number 9"]


def test_passages_that_touch_become_one_whatever_their_rank() -> None:
    ranked = [_passage(CHUNKS[n]) for n in (9, 2, 1)]
    found = excerpts(ranked, {"d": CHUNKS}, budget=1000, count_tokens=_words)
    assert [p.text for p in found] == ["text number 8\ntext number 9\ntext number 10", "text number 1\ntext number 2"]


def test_no_passages_no_excerpts() -> None:
    assert excerpts([], {}, budget=100, count_tokens=_words) == []
