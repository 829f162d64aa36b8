"""Where a text stands on a page, and what lies under the mouse."""

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents import places
from app.documents.finding import find, select, word_at
from app.types import Page, Words
from tests import material
from tests.documents.conftest import Read

TEXTS = st.text("abcABCáÀé \n", max_size=40)


def page_of(text: str) -> Page:
    return Page(1, "1", 595.0, 842.0, text, Words())


def found(text: str, sought: str) -> list[str]:
    return [text[start:end] for start, end in find(page_of(text), sought)]


def plain(text: str) -> str:
    """What the text is compared as, for the letters of `TEXTS`."""
    bare = (char for char in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(char))
    return " ".join("".join(bare).split())


@given(TEXTS, TEXTS)
def test_every_place_is_found_and_nothing_else(text: str, sought: str) -> None:
    places = found(unicodedata.normalize("NFKC", text), sought)
    assert [plain(place) for place in places] == [plain(sought)] * len(places)
    assert len(places) == (plain(text).count(plain(sought)) if plain(sought) else 0)


@given(st.text(max_size=60), st.integers(0, 60), st.integers(1, 20), st.booleans())
def test_what_stands_there_is_found_however_odd(text: str, start: int, length: int, capitals: bool) -> None:
    text = unicodedata.normalize("NFKC", text)
    words = text.split()[start : start + length]
    if not any(char.isalnum() for word in words for char in word):
        return
    sought = "  ".join(words)
    spans = find(page_of(text), sought.upper() if capitals else sought)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    if not capitals and "\u00ad" not in sought and sought.isprintable():
        assert spans


@pytest.mark.parametrize(
    ("text", "sought", "expected"),
    [
        ("The Ferry\nTrust and the ferry  trust", "ferry trust", ["Ferry\nTrust", "ferry  trust"]),
        ("Das Café, der CAFÉ", "cafe", ["Café", "CAFÉ"]),
        ("Das Cafe", "café", ["Cafe"]),
        ("Straße und STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("Łódź und Tromsø", "lodz", ["Łódź"]),
        ("İstanbul, ISTANBUL, ıstanbul", "istanbul", ["İstanbul", "ISTANBUL", "ıstanbul"]),
        ("τέλος ΤΈΛΟΣ", "τελοσ", ["τέλος", "ΤΈΛΟΣ"]),
        ("an e-mail, an email", "email", ["e-mail", "email"]),
        ("an e-mail, an email", "e-mail", ["e-mail", "email"]),
        ("a compre-\nhensive plan", "comprehensive plan", ["compre-\nhensive plan"]),
        ("a compre-\n\nhensive plan", "compre- hensive", ["compre-\n\nhensive"]),
        ("short- and long-term", "short- and", ["short- and"]),
        ("short-\nand long-term", "short- and long term", []),
        ("short-\nand long-term", "short- and long-term", ["short-\nand long-term"]),
        ("2019-2020 and 2019 – 2020", "2019-2020", ["2019-2020"]),
        ("2019–2020", "2019-2020", ["2019–2020"]),
        ("‘So’ she said", "'so'", ["‘So’"]),
        ("the office", "oﬀice", ["office"]),
        ("10^2 and 1 1/2", "10²", ["10^2"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("日本語のテキスト", "本語", ["本語"]),
        ("ガス", "カス", []),
        ("각각", "각", ["각", "각"]),
        ("x\u0304y x\u0304", "x", ["x\u0304", "x\u0304"]),
        ("ferry", "  ferry  ", ["ferry"]),
        ("ferry", "  ", []),
        ("ferry", "\u0301", []),
        ("", "ferry", []),
        ("ferrytrust", "ferry trust", []),
    ],
)
def test_what_a_reader_means(text: str, sought: str, expected: list[str]) -> None:
    assert found(text, sought) == expected


def test_words_of_a_real_page_are_found_where_they_stand(read: Read, tmp_path: Path) -> None:
    page = read(material.hyphenated(tmp_path)).pages[0]
    (start, end) = find(page, "A COMPREHENSIVE ACCOUNT")[0]
    assert "".join(page.text[start:end].split()) == "acomprehensiveaccount"
    assert len(places.boxes(page, start, end)) == 2
    assert find(page, "well-known") == find(page, "wellknown") != []


def middle(page: Page, index: int) -> tuple[float, float]:
    x0, y0, x1, y1 = page.words.boxes[index]
    return (x0 + x1) / 2, (y0 + y1) / 2


@pytest.fixture(scope="module")
def rows() -> Page:
    """Three lines of words, each 40 points wide and 10 high: 'a0 a1 a2 a3', 'b0', 'c0 c1 c2 c3'."""
    lines = [[f"a{n}" for n in range(4)], ["b0"], [f"c{n}" for n in range(4)]]
    text = "\n".join(" ".join(line) for line in lines)
    words = [(word, column, row) for row, line in enumerate(lines) for column, word in enumerate(line)]
    starts = tuple(text.index(word) for word, *_ in words)
    boxes = tuple((100.0 + 50 * c, 100.0 + 12 * r, 140.0 + 50 * c, 110.0 + 12 * r) for _, c, r in words)
    return Page(1, "1", 595.0, 842.0, text, Words(starts, tuple(start + 2 for start in starts), boxes))


def selected(page: Page, start: tuple[float, float], end: tuple[float, float]) -> str:
    span = select(page, start, end)
    assert span is not None
    return page.text[slice(*span)]


def test_words_between_two_points_are_selected(rows: Page) -> None:
    assert selected(rows, middle(rows, 1), middle(rows, 2)) == "a1 a2"
    assert selected(rows, middle(rows, 6), middle(rows, 2)) == "a2 a3\nb0\nc0 c1"
    assert selected(rows, middle(rows, 4), middle(rows, 4)) == "b0"


def test_points_beside_the_words_take_the_nearest(rows: Page) -> None:
    assert selected(rows, (0, 0), (590, 840)) == rows.text
    # Beside the short line, where the line above is nearer as the crow flies.
    assert selected(rows, (260, 117), (260, 117)) == "b0"
    assert selected(rows, (145, 105), (145, 105)) in {"a0", "a1"}
    assert selected(rows, (20, 128), (20, 128)) == "c0"
    assert select(page_of(""), (1, 1), (2, 2)) is None


def test_a_point_below_a_column_means_that_column(read: Read, tmp_path: Path) -> None:
    page = read(material.two_columns(tmp_path)).pages[0]
    left = [box for box in page.words.boxes if box[2] < 300]
    right = [box for box in page.words.boxes if box[0] > 300]
    low = max(box[3] for box in right)
    assert max(box[3] for box in left) != low
    ends = {column: max(box[3] for box in boxes) for column, boxes in ((200.0, left), (420.0, right))}
    for x, bottom in ends.items():
        span = select(page, (x, bottom + 30), (x, bottom + 30))
        assert span is not None
        assert page.words.boxes[page.words.starts.index(span[0])][3] == bottom


def test_a_word_is_under_the_mouse_or_none(rows: Page) -> None:
    assert [word_at(rows, middle(rows, index)) for index in range(9)] == list(range(9))
    assert word_at(rows, (145, 105)) is None
    assert word_at(page_of(""), (1, 1)) is None


def test_where_boxes_overlap_the_nearer_line_is_meant() -> None:
    words = Words((0, 4), (3, 7), ((10.0, 10.0, 40.0, 24.0), (10.0, 20.0, 40.0, 34.0)))
    page = Page(1, "1", 100.0, 100.0, "one\ntwo", words)
    assert [word_at(page, (20, y)) for y in (19, 21, 23, 25)] == [0, 0, 1, 1]


def test_a_divided_word_is_taken_whole(read: Read, tmp_path: Path) -> None:
    page = read(material.hyphenated(tmp_path)).pages[0]
    first = page.words.starts.index(page.text.index("comprehensive"))
    for index in (first, first + 1):
        assert selected(page, middle(page, index), middle(page, index)) == "comprehensive"
        assert word_at(page, middle(page, index)) == index


def test_on_every_page_from_any_word_to_any_word(read: Read, tmp_path: Path) -> None:
    for path in (material.two_columns(tmp_path), material.rotated(tmp_path), material.table(tmp_path)):
        page = read(path).pages[0]
        last = len(page.words.starts) - 1
        assert selected(page, middle(page, last), middle(page, 0)) == page.text[page.words.starts[0] :]
        for index in range(0, last - 5, 7):
            text = selected(page, middle(page, index), middle(page, index + 5))
            assert text == page.text[page.words.starts[index] : page.words.ends[index + 5]]
