"""Chunks: every character once, inside one section, never too long, and their places exact."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.documents import chunk
from app.documents.places import boxes
from app.types import Chunk, Page, Reading, Section, Words
from tests import material
from tests.documents.conftest import Read


def by_words(texts: Sequence[str]) -> list[int]:
    return [len(re.findall(r"\w+|[^\w\s]", text)) for text in texts]


def by_letters(texts: Sequence[str]) -> list[int]:
    """Counts more for joined texts than for their parts, as some tokenizers do."""
    return [(len(text) + 3) // 4 for text in texts]


def cut(reading: Reading, *, max_tokens: int = 254, count: str = "words") -> list[Chunk]:
    counter = by_words if count == "words" else by_letters
    return chunk(reading, file="a.pdf", count_tokens=counter, max_tokens=max_tokens)


def check(reading: Reading, chunks: Sequence[Chunk], max_tokens: int) -> None:
    seen = {page.number: [0] * len(page.text) for page in reading.pages}
    for number, made in enumerate(chunks):
        assert made.ordinal == number
        assert made.tokens <= max_tokens
        assert made.text == "\n".join(reading.pages[s.page - 1].text[s.start : s.end] for s in made.spans)
        assert made.text.strip() == made.text != ""
        assert_inside(reading, made)
        for span in made.spans:
            for offset in range(span.start, span.end):
                seen[span.page][offset] += 1
    for page in reading.pages:
        margin = {offset for start, end in page.margins for offset in range(start, end)}
        for offset, letter in enumerate(page.text):
            if not letter.isspace():
                assert seen[page.number][offset] == (0 if offset in margin else 1), (page.number, offset)


def assert_inside(reading: Reading, made: Chunk) -> None:
    section = reading.sections[made.section]
    assert (made.spans[0].page, made.spans[0].start) >= (section.page, section.offset)
    if made.section + 1 < len(reading.sections):
        following = reading.sections[made.section + 1]
        assert (made.spans[-1].page, made.spans[-1].end) <= (following.page, following.offset)


WORD = st.text(st.sampled_from("abcdeéABC019ßж語.,;|-"), min_size=1, max_size=14)
LINE = st.lists(WORD, min_size=1, max_size=14).map(" ".join)
BLOCK = st.lists(LINE, min_size=1, max_size=9).map("\n".join)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    pages = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        blocks = draw(st.lists(BLOCK, max_size=6))
        text = "\n\n".join(blocks)
        starts = [sum(len(block) + 2 for block in blocks[:index]) for index in range(len(blocks))]
        spans = [(start, start + len(block)) for start, block in zip(starts, blocks, strict=True)]
        kinds = [draw(st.sampled_from(["text", "text", "table", "margin"])) for _ in blocks]
        pages.append(
            Page(
                number=number, label=str(number), width=600, height=800, text=text, words=Words(),
                margins=tuple(span for span, kind in zip(spans, kinds, strict=True) if kind == "margin"),
                tables=tuple(span for span, kind in zip(spans, kinds, strict=True) if kind == "table"),
            )
        )  # fmt: skip
    return Reading("A title", tuple(pages), draw(sections(pages)), False)


@st.composite
def sections(draw: st.DrawFn, pages: Sequence[Page]) -> tuple[Section, ...]:
    """The first section begins at the first page; the others begin at lines."""
    places = [(p.number, m.start()) for p in pages for m in re.finditer(r"(?m)^", p.text)]
    chosen = sorted(draw(st.lists(st.sampled_from(places), max_size=5))) if places else []
    return tuple(
        Section(f"Heading {n}", 1, page, offset, pages[-1].number) for n, (page, offset) in enumerate([(1, 0), *chosen])
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reading=readings(), max_tokens=st.integers(40, 260), count=st.sampled_from(["words", "letters"]))
def test_any_document_is_cut_without_loss(reading: Reading, max_tokens: int, count: str) -> None:
    check(reading, cut(reading, max_tokens=max_tokens, count=count), max_tokens)


def test_real_documents_are_cut_without_loss(read: Read, tmp_path: Path) -> None:
    for make in (material.prose, material.two_columns, material.table, material.running_heads, material.outlined):
        reading = read(make(tmp_path))
        check(reading, cut(reading), 254)


def test_every_chunk_has_places_on_its_pages(read: Read, tmp_path: Path) -> None:
    reading = read(material.running_heads(tmp_path))
    for made in cut(reading):
        for span in made.spans:
            page = reading.pages[span.page - 1]
            marks = boxes(page, span.start, span.end)
            assert len(marks) == made.text.count("\n") - made.text.count("\n\n") + 1
            assert all(0 <= a < c <= page.width and 0 <= b < d <= page.height for a, b, c, d in marks)


def test_a_table_is_cut_between_rows_and_keeps_its_head(read: Read, tmp_path: Path) -> None:
    reading = read(material.long_table(tmp_path))
    chunks = cut(reading)
    tables = [made for made in chunks if made.table]
    rows = [line for made in tables for line in made.text.splitlines() if line.startswith("Day ")]
    assert rows[1:] == [f"Day {n} | {3 + n % 5} | {1000 + 37 * n:,} | Fresh breeze, entry {n}" for n in range(1, 61)]
    head = "Day | Sailings | Passengers | Weather noted by the mate on watch"
    assert tables[0].text.splitlines().count(head) == 1
    assert {made.spans[0].page for made in tables[1:]} == {1, 2}
    assert all(made.header.endswith(head) and head not in made.text for made in tables[1:])


def test_a_table_in_prose_stays_whole(read: Read, tmp_path: Path) -> None:
    made = [c for c in cut(read(material.table(tmp_path))) if c.table]
    assert len(made) == 1
    assert all(" | ".join(row) in made[0].text for row in material.TABLE)


def test_headers_say_where_a_chunk_stands(read: Read, tmp_path: Path) -> None:
    chunks = cut(read(material.outlined(tmp_path)))
    headers = {made.header for made in chunks}
    assert "Annual review of the ferry trust › Part one › The board › p. 2" in headers
    assert "Annual review of the ferry trust › Reserves › p. 3" in headers


def test_a_long_header_gives_way_to_the_text() -> None:
    path = tuple(f"A heading of quite some length, level {n}" for n in range(6))
    page = Page(1, "1", 600, 800, "word " * 400, Words())
    reading = Reading("The title of a document " * 5, (page,), (Section("Last heading", 7, 1, 0, 1, path),), True)
    chunks = cut(reading, max_tokens=80)
    check(reading, chunks, 80)
    assert all("Last heading" in made.header for made in chunks)
    assert all(by_words([made.header])[0] <= 30 for made in chunks)


def test_cutting_aims_at_a_size_that_searches_well(read: Read, tmp_path: Path) -> None:
    reading = read(material.long_document(tmp_path, 10))
    lengths = sorted(len(made.text) for made in cut(reading))
    assert 450 <= lengths[len(lengths) // 2] <= 900


@pytest.mark.parametrize("text", ["", " \n\n "])
def test_a_document_without_text_has_no_chunks(text: str) -> None:
    reading = Reading("Empty", (Page(1, "1", 600, 800, text, Words()),), (Section("Empty", 1, 1, 0, 1),), False)
    assert cut(reading) == []
