"""What the model reads first: one page whole, then the next."""

from app.answers.context.wholes import whole_pages
from app.types import Chunk, Passage, Span


def _chunk(ordinal: int, text: str, page: int, start: int = 0, *, section: int = 0) -> Chunk:
    return Chunk(ordinal, section, f"Title › Section › p. {page}", text, (Span(page, start, start + len(text)),), 20)


def _passage(chunk: Chunk) -> Passage:
    return Passage("d", "d.pdf", chunk.ordinal, chunk.header, "Section", chunk.text, chunk.spans, 1.0)


def _read(
    question: str, found: list[Chunk], chunks: list[Chunk], *, stages: int = 2, budget: int = 600
) -> list[list[Passage]]:
    return whole_pages(
        question,
        [_passage(chunk) for chunk in found],
        {"d": chunks},
        stages=stages,
        budget=budget,
        count_tokens=lambda text: len(text.split()),
    )


LONG = " ".join(f"The harbour master wrote line {number} into the book." for number in range(30))


def test_a_page_comes_whole_with_what_the_search_did_not_return() -> None:
    chunks = [
        _chunk(0, "The mast is of oak.", 1),
        _chunk(1, LONG, 1, 20),
        _chunk(2, "The sail is red.", 1, 20 + len(LONG) + 1, section=1),
        _chunk(3, LONG, 2, section=1),
    ]
    stages = _read("What colour is the sail?", [chunks[2], chunks[3]], chunks)
    assert [[passage.pages for passage in stage] for stage in stages] == [[(1, 1)], [(2, 2)]]
    assert "The mast is of oak." in stages[0][0].text and "The sail is red." in stages[0][0].text
    assert stages[0][0].text.index("mast") < stages[0][0].text.index("sail")


def test_what_goes_on_over_the_edge_of_a_page_is_read_with_either() -> None:
    text = "The crew of the\nlong boat sleeps ashore."
    over = Chunk(0, 0, "h", text, (Span(1, 0, 15), Span(2, 0, len(text) - 16)), 20)
    chunks = [over, _chunk(1, LONG, 2, 60)]
    stages = _read("Where does the harbour master write?", [chunks[1]], chunks, stages=1)
    assert "sleeps ashore" in stages[0][0].text
    assert {span.page for span in stages[0][0].spans} == {1, 2}


def test_of_a_page_that_is_too_long_the_likeliest_chunks_come_in_their_order() -> None:
    texts = [f"Section {letter} tells of ropes. " + f"Rope {letter} is long. " * 40 for letter in "ABCD"]
    texts[2] = "The anchor weighs nine tons. " + texts[2]
    chunks = [_chunk(number, text, 1, 5000 * number) for number, text in enumerate(texts)]
    stages = _read("What does the anchor weigh?", chunks, chunks, stages=1, budget=400)
    text = stages[0][0].text
    assert "nine tons" in text
    assert len(text.split()) <= 400
    assert [one for one in "ABCD" if f"Section {one}" in text] == sorted(
        one for one in "ABCD" if f"Section {one}" in text
    )


def test_slides_are_read_together() -> None:
    chunks = [_chunk(number, f"Slide {number}: the keel number {number}.", number + 1) for number in range(6)]
    stages = _read("Which keel?", chunks, chunks)
    assert len(stages[0]) > 1 and sum(map(len, stages)) == 6


def test_nothing_found_nothing_read() -> None:
    assert _read("Which keel?", [], []) == []
