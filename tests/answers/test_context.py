"""What the model reads: the best passages with their neighbours, under a budget."""

from collections.abc import Sequence

from app.answers import context
from app.types import Chunk, Passage, Span


def _chunk(ordinal: int, section: int = 0) -> Chunk:
    text = f"text number {ordinal}"
    return Chunk(ordinal, section, "h", text, (Span(ordinal + 1, 0, len(text)),), 3)


def _passage(chunk: Chunk, document: str = "d") -> Passage:
    return Passage(document, f"{document}.pdf", chunk.ordinal, chunk.header, "s", chunk.text, chunk.spans, 1.0)


def _words(text: str) -> int:
    return len(text.split())


def excerpts(
    passages: Sequence[Passage],
    chunks: dict[str, list[Chunk]],
    *,
    budgets: Sequence[int],
    count_tokens: context.CountTokens,
) -> list[Passage]:
    """The largest stage."""
    stages = context.excerpts(passages, chunks, budgets=budgets, count_tokens=count_tokens)
    return stages[-1] if stages else []


CHUNKS = [_chunk(n, section=n // 4) for n in range(12)]


def test_the_best_passage_comes_with_its_neighbours_as_one_run() -> None:
    found = excerpts([_passage(CHUNKS[5])], {"d": CHUNKS}, budgets=[100], count_tokens=_words)
    assert [p.text for p in found] == ["text number 4\ntext number 5\ntext number 6"]
    assert [s.page for s in found[0].spans] == [5, 6, 7]


def test_a_neighbour_in_another_section_stays_out() -> None:
    found = excerpts([_passage(CHUNKS[4])], {"d": CHUNKS}, budgets=[100], count_tokens=_words)
    assert [p.text for p in found] == ["text number 4\ntext number 5"]


def test_the_budget_is_kept_and_the_best_is_always_read() -> None:
    ranked = [_passage(CHUNKS[n]) for n in (9, 1, 6, 3)]
    found = excerpts(ranked, {"d": CHUNKS}, budgets=[6], count_tokens=_words)
    assert [p.text for p in found] == ["text number 9", "text number 1"]
    assert [p.text for p in excerpts(ranked, {"d": CHUNKS}, budgets=[1], count_tokens=_words)] == ["text number 9"]


def test_passages_that_touch_become_one_whatever_their_rank() -> None:
    ranked = [_passage(CHUNKS[n]) for n in (9, 2, 1)]
    found = excerpts(ranked, {"d": CHUNKS}, budgets=[1000], count_tokens=_words)
    assert [p.text for p in found] == ["text number 8\ntext number 9\ntext number 10", "text number 1\ntext number 2"]


def test_no_passages_no_excerpts() -> None:
    assert excerpts([], {}, budgets=[100], count_tokens=_words) == []


def test_a_larger_stage_begins_with_the_smaller_one() -> None:
    ranked = [_passage(CHUNKS[n]) for n in (9, 1, 6, 8)]
    first, second = context.excerpts(ranked, {"d": CHUNKS}, budgets=[6, 100], count_tokens=_words)
    assert second[: len(first)] == first
    texts = [p.text for p in second]
    assert len(set("\n".join(texts).split("\n"))) == len("\n".join(texts).split("\n"))


def test_a_stage_that_adds_nothing_is_left_out() -> None:
    assert len(context.excerpts([_passage(CHUNKS[9])], {"d": CHUNKS}, budgets=[50, 100], count_tokens=_words)) == 1
