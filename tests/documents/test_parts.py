"""The pure parts of the room: letters, labels, places, files, layout."""

import hashlib
import importlib.util
import re
import unicodedata
from pathlib import Path

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents import find_pdfs, hash_file
from app.documents.compose import Composer, vocabulary_of
from app.documents.fragments import Block, Entry, Fragment, Line, RawPage
from app.documents.labels import labels_by
from app.documents.layout import arrange
from app.documents.letters import breaks, clean, garbled
from app.documents.ligatures import mended
from app.documents.places import boxes
from app.documents.sections import sections_of
from app.errors import UserFixable
from app.types import Page, Words
from tests import material


def fragment(
    text: str, x: float, y: float, *, bold: bool = False, size: float = 10.0, broken: bool = False
) -> Fragment:
    """Text at a place, each letter half as wide as high."""
    words = []
    at = x
    for word in text.split(" "):
        words.append((word, (at, y, at + 5.0 * len(word), y + size)))
        at += 5.0 * (len(word) + 1)
    return Fragment(x, y, at - 5.0, y + size, size, bold, words, broken)


def written(blocks: list[Block], vocabulary: set[str] | None = None) -> str:
    known = vocabulary_of(blocks) if vocabulary is None else vocabulary
    return Composer(known).page(blocks, number=1, width=600, height=800).text


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ("ﬁnal", "final"), ("o\u00adver", "over"), ("a\u200bb", "ab"), ("１２", "12"), ("a\x00b", "ab"), ("\u200b", ""),
        ("1½", "1 1/2"), ("½", "1/2"), ("10²", "10^2"), ("CO₂", "CO2"), ("m²", "m2"), ("Ⅳ", "IV"), ("x\u00a0y", "x y"),
    ],
)  # fmt: skip
def test_letters_as_people_search_for_them(drawn: str, read: str) -> None:
    assert clean(drawn) == read


@given(st.text(min_size=1, max_size=12))
def test_cleaning_is_done_once(word: str) -> None:
    cleaned = clean(word)
    assert cleaned == clean(cleaned)
    assert cleaned == unicodedata.normalize("NFKC", cleaned)
    assert not any(ord(c) < 32 for c in cleaned)


def test_what_breaks_a_word() -> None:
    assert breaks("compre-")
    assert breaks("environ\u00ad")
    assert not breaks("-")
    assert not breaks("end")
    assert not breaks("5 –")


def test_a_text_layer_that_says_nothing() -> None:
    assert garbled("\ufffd\ufffd \ufffd\ufffd a")
    assert garbled("\ue001\ue002\ue003")
    assert not garbled("plain text")
    assert not garbled("naïve text")


@pytest.mark.parametrize(
    ("first", "second", "known", "read"),
    [
        ("compre-", "hensive", set(), "comprehensive"),
        ("well-", "known", {"well", "known"}, "well-known"),
        ("under-", "stand", {"under", "stand", "understand"}, "understand"),
        ("co-", "operate", {"co-operate"}, "co-operate"),
        ("North-", "East", set(), "North-East"),
        ("2019-", "2020", set(), "2019-2020"),
        ("short-", "and", set(), "short- and"),
    ],
)
def test_the_hyphen_at_a_line_end(first: str, second: str, known: set[str], read: str) -> None:
    block = Block([[[fragment(f"the {first}", 0, 0, broken=True)]], [[fragment(f"{second} rest", 0, 12)]]])
    text = written([block], known)
    assert text.replace("\n", " ") == f"the {read} rest"


def page_of(text: str) -> RawPage:
    starts = [m.start() for m in re.finditer(r"\S+", text)]
    ends = [m.end() for m in re.finditer(r"\S+", text)]
    words = Words(tuple(starts), tuple(ends), tuple((0.0, 0.0, 1.0, 1.0) for _ in starts))
    return RawPage(1, 600, 800, text, words)


def test_lost_letters_are_put_back_where_nothing_else_can_stand() -> None:
    page = mended([page_of("The offce defned a specifc and signifcant fnd for half of the fve ferries. " * 12)])[0]
    assert page.text.startswith("The office defined a specific and significant find for half of the five ferries.")
    words = [page.text[a:b] for a, b in zip(page.words.starts, page.words.ends, strict=True)]
    assert words == page.text.split()


def test_a_text_with_its_ligatures_is_left_alone() -> None:
    page = page_of("The office defined a specific find, and Afghan fjords offend no chiefdom of five flags. " * 12)
    assert mended([page]) == [page]


@pytest.mark.parametrize("title", ["Costs", "2.1 Costs"])
@pytest.mark.parametrize("heading", ["Costs", "2.1. Costs", "2.1 COSTS"])
def test_an_outline_entry_finds_its_heading_with_or_without_a_number(title: str, heading: str) -> None:
    text = f"Accosts\n\n{heading}\n\nThe rest."
    lines = tuple(
        Line(m.start(), m.end(), 10.0, False, (0.0, 20.0 * n, 90.0, 20.0 * n + 10), True)
        for n, m in enumerate(re.finditer(r"[^\n]+", text))
    )
    page = Page(1, "1", 600, 800, text, Words())
    found, outlined = sections_of([page], [lines], [Entry(1, title, 1, None)], "Title")
    assert outlined
    assert [(s.title, s.offset) for s in found] == [("Title", 0), (title, text.index(heading))]


def test_page_labels_follow_the_rules_of_the_pdf() -> None:
    rules = [
        {"startpage": 0, "prefix": "", "style": "R", "firstpagenum": 9},
        {"startpage": 2, "prefix": "A-", "style": "D", "firstpagenum": 3},
        {"startpage": 4, "prefix": "", "style": "a", "firstpagenum": 26},
        {"startpage": 6, "prefix": "", "style": "", "firstpagenum": 1},
    ]
    assert labels_by(rules, 7) == ("IX", "X", "A-3", "A-4", "z", "aa", "7")
    assert labels_by([], 2) == ("1", "2")


def test_boxes_join_words_of_a_line_and_part_lines() -> None:
    words = Words((0, 4, 8), (3, 7, 11), ((10, 10, 30, 20), (34, 10, 50, 20), (10, 24, 30, 34)))
    page = Page(1, "1", 100, 100, "one two six", words)
    assert boxes(page, 0, 11) == ((10, 10, 50, 20), (10, 24, 30, 34))
    assert boxes(page, 5, 6) == ((34, 10, 50, 20),)
    assert boxes(page, 3, 4) == ()


def test_cells_of_a_row_are_marked_apart() -> None:
    words = Words((0, 6), (3, 9), ((10, 10, 30, 20), (300, 10, 320, 20)))
    assert len(boxes(Page(1, "1", 400, 100, "one | two", words), 0, 9)) == 2


def test_a_bullet_belongs_to_its_text() -> None:
    rows = [fragment("•", 10, 0), fragment("buy bread", 30, 0), fragment("•", 10, 12), fragment("and cheese", 30, 12)]
    assert written(arrange(rows)) == "• buy bread\n• and cheese"


def test_a_currency_sign_belongs_to_its_amount() -> None:
    rows = []
    for row, (name, amount) in enumerate([("Rent", "1,200"), ("Light", "310"), ("Wages", "9,000")]):
        y = 14.0 * row
        rows += [fragment(name, 10, y), fragment("$", 200, y), fragment(amount, 220, y), fragment("7", 330, y)]
    assert written(arrange(rows)).splitlines() == ["Rent | $ 1,200 | 7", "Light | $ 310 | 7", "Wages | $ 9,000 | 7"]


def test_an_empty_cell_keeps_its_place() -> None:
    grid = [("Name", "Spring", "Autumn"), ("Ash", "12", "14"), ("Elm", "", "9"), ("Oak", "7", "")]
    rows = [fragment(t, 10 + 150 * c, 14.0 * r) for r, row in enumerate(grid) for c, t in enumerate(row) if t]
    assert written(arrange(rows)).splitlines() == ["Name | Spring | Autumn", "Ash | 12 | 14", "Elm |  | 9", "Oak | 7"]


def test_a_cell_of_two_lines_is_one_cell() -> None:
    rows = [
        fragment("Owner:", 10, 0), fragment("Valley Adventure", 150, 0),
        fragment("Tours", 150, 11),
        fragment("Engine:", 10, 32), fragment("none", 150, 32),
        fragment("Seats:", 10, 54), fragment("two", 150, 54),
    ]  # fmt: skip
    assert written(arrange(rows)).splitlines() == ["Owner: Valley Adventure Tours", "Engine: none", "Seats: two"]


def test_a_heading_parts_tables() -> None:
    rows = []
    for top in (0.0, 80.0):
        rows += [fragment("Details", 10, top, size=14)]
        rows += [
            fragment(t, 10 + 200 * c, top + 20 + 14 * r) for r in range(3) for c, t in enumerate(("Left:", "right"))
        ]
    blocks = arrange(rows)
    assert [block.table for block in blocks] == [False, True, False, True]


def test_hashing_reads_the_bytes(tmp_path: Path) -> None:
    path = material.prose(tmp_path)
    assert hash_file(path) == hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(UserFixable, match="is empty"):
        hash_file(material.empty(tmp_path))
    with pytest.raises(UserFixable, match="is not there"):
        hash_file(tmp_path / "nowhere.pdf")
    with pytest.raises(UserFixable, match="could not be read"):
        hash_file(tmp_path)


def test_a_folder_stands_for_the_pdfs_below_it(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    for name in ("b/c/z.PDF", "b/a.pdf", "y.pdf", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    assert find_pdfs(tmp_path) == [tmp_path / "b/a.pdf", tmp_path / "b/c/z.PDF", tmp_path / "y.pdf"]
    assert find_pdfs(tmp_path / "notes.txt") == [tmp_path / "notes.txt"]
    for missing, kind in ((tmp_path / "gone", "not_found"), (tmp_path / "empty", "no_pdfs")):
        (tmp_path / "empty").mkdir(exist_ok=True)
        with pytest.raises(UserFixable) as caught:
            find_pdfs(missing)
        assert caught.value.kind == kind


def test_the_sample_is_what_its_script_writes(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    spec = importlib.util.spec_from_file_location("make_sample", root / "packaging" / "make_sample.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("one.pdf", "two.pdf"):
        module.main(tmp_path / name)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    with pymupdf.open(tmp_path / "one.pdf") as made, pymupdf.open(root / "resources" / "sample.pdf") as kept:
        assert [page.get_text() for page in made] == [page.get_text() for page in kept]
        assert made.get_toc() == kept.get_toc()
        assert made.get_page_labels() == kept.get_page_labels()
