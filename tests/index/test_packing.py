from hypothesis import given
from hypothesis import strategies as st

from app.index.catalog.packing import pack_page, pack_spans, unpack_page, unpack_spans
from app.types import Box, Page, Span, Words

_sides = st.integers(-(10**6), 10**6).map(lambda hundredths: hundredths / 100)
_boxes = st.tuples(_sides, _sides, _sides, _sides)
_offsets = st.integers(0, 10**6)
_pairs = st.lists(st.tuples(_offsets, _offsets), max_size=5).map(tuple)
_words = st.lists(st.tuples(_offsets, _offsets, _boxes), max_size=20)


def _words_of(items: list[tuple[int, int, Box]]) -> Words:
    return Words(tuple(i[0] for i in items), tuple(i[1] for i in items), tuple(i[2] for i in items))


@given(
    text=st.text(st.characters(exclude_categories=["Cs"])), words=_words.map(_words_of), margins=_pairs, tables=_pairs
)
def test_a_page_comes_back_as_it_was(
    text: str, words: Words, margins: tuple[tuple[int, int], ...], tables: tuple[tuple[int, int], ...]
) -> None:
    page = Page(1, "i", 612.0, 792.0, text, words, margins, tables)
    assert unpack_page(pack_page(page)) == (text, words, margins, tables)


@given(st.lists(st.builds(Span, _offsets, _offsets, _offsets), max_size=4).map(tuple))
def test_spans_come_back_as_they_were(spans: tuple[Span, ...]) -> None:
    assert unpack_spans(pack_spans(spans)) == spans


def test_boxes_are_kept_to_a_hundredth_of_a_point() -> None:
    page = Page(1, "1", 1.0, 1.0, "a", Words((0,), (1,), ((1.23456, 2.0, 3.999, 4.0),)))
    assert unpack_page(pack_page(page))[1].boxes == ((1.23, 2.0, 4.0, 4.0),)


def test_a_lone_surrogate_does_not_move_what_follows() -> None:
    page = Page(1, "1", 1.0, 1.0, "a\ud800b", Words())
    text = unpack_page(pack_page(page))[0]
    assert len(text) == 3
    assert text[2] == "b"
