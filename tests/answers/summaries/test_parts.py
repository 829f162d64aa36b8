"""A document in parts: nothing left out, nothing twice."""

from hypothesis import given
from hypothesis import strategies as st

from app.answers.summaries.parts import cut, within
from app.types import Chunk, Section, Span


def _chunks(sizes: list[tuple[int, int]]) -> list[Chunk]:
    """(section step 0 or 1, tokens) of each chunk."""
    made, section = [], 0
    for ordinal, (step, tokens) in enumerate(sizes):
        section += step if ordinal else 0
        text = f"chunk {ordinal}"
        made.append(Chunk(ordinal, section, "", text, (Span(ordinal // 3 + 1, 0, len(text)),), tokens))
    return made


def _sections(chunks: list[Chunk]) -> list[Section]:
    return [Section(f"Section {n}", 1, 1, 0, 1) for n in range(max((c.section for c in chunks), default=0) + 1)]


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(1, 250)), max_size=120))
def test_every_chunk_is_in_exactly_one_part_and_in_order(sizes: list[tuple[int, int]]) -> None:
    chunks = _chunks(sizes)
    parts = cut(chunks, _sections(chunks), document="d", file="d.pdf")
    assert [p.chunk for part in parts for p in part.passages] == [c.ordinal for c in chunks]


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(1, 250)), min_size=1, max_size=120))
def test_no_part_is_more_than_a_small_model_can_read(sizes: list[tuple[int, int]]) -> None:
    chunks = _chunks(sizes)
    tokens = {c.ordinal: c.tokens for c in chunks}
    for part in cut(chunks, _sections(chunks), document="d", file="d.pdf"):
        assert sum(tokens[p.chunk] for p in part.passages) <= 1500 + 250


def test_small_sections_are_read_together_and_named_by_first_and_last() -> None:
    chunks = _chunks([(1, 100), (1, 100), (1, 200)])
    (part,) = cut(chunks, _sections(chunks), document="d", file="d.pdf")
    assert part.title == "Section 0 – Section 2"


def test_a_chunk_is_cut_to_the_pages_asked_for() -> None:
    chunk = Chunk(0, 0, "", "end of two\nstart of three", (Span(2, 40, 50), Span(3, 0, 14)), 9)
    cut_chunk = within(chunk, (3, 4))
    assert cut_chunk is not None
    assert (cut_chunk.text, cut_chunk.spans) == ("start of three", (Span(3, 0, 14),))
    assert within(chunk, (4, 9)) is None
