"""From a PDF to the marked words, through the real reader, catalog and search: the glyphs inside a citation's boxes, as MuPDF
draws them, are those of its quote, no more and no less."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pymupdf
import pytest

from app.answers.citing import cite
from app.documents.places import boxes
from app.host.paths import Paths
from app.library import Library
from app.stop import Stop
from app.types import Box, Citation
from tests import material
from tests.fakes import FakeEngine
from tests.library import set_pages as pages

Make = Callable[[Path], Path]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("citations")
    paths = Paths(folder / "data", Paths.find().models, folder / "machine")
    with Library(paths, model="smollm2-135m", make_generator=lambda files: FakeEngine()) as made:
        yield made


def cited(library: Library, path: Path, answer: str, question: str) -> list[Citation]:
    """The citations of an answer, over what a search for the question brings."""
    passages = library.search(question, files=[path], limit=8, wait=True, stop=Stop())
    statements = cite.place(answer, question, passages)
    _, citations = cite.mark(answer, statements, passages, library.rooms.catalog.page, boxes)
    return list(citations)


def letters(text: str) -> Counter[str]:
    """What a quote and a page have in common: its characters in one form, without white space and the bars between cells."""
    plain = unicodedata.normalize("NFKC", text)
    return Counter(c for c in plain if not c.isspace() and c not in "|-\u2010\u00ad\ufffd")


def marked(path: Path, page_number: int, marks: tuple[Box, ...]) -> str:
    """The characters whose middle lies in one of the boxes, on the page as shown."""
    with pymupdf.open(path) as document:
        page = document[page_number - 1]
        blocks = page.get_text("rawdict", flags=pymupdf.TEXT_PRESERVE_LIGATURES | pymupdf.TEXT_PRESERVE_WHITESPACE)[
            "blocks"
        ]
        glyphs = [c for b in blocks for line in b.get("lines", ()) for span in line["spans"] for c in span["chars"]]
        return "".join(c["c"] for c in glyphs if inside(pymupdf.Rect(c["bbox"]) * page.rotation_matrix, marks))


def inside(glyph: pymupdf.Rect, marks: tuple[Box, ...]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in marks)


CASES: dict[str, tuple[Make, str, str, str]] = {
    "a cell": (
        pages.in_a_cell,
        "Hull work on the Petrel cost 12,350.",
        "What did the Petrel cost?",
        "Petrel | Hull scraped | 12,350",
    ),
    "columns": (
        pages.over_two_columns,
        "The old crane lifted 4,120 tonnes of timber.",
        "How much timber did the old crane lift?",
        "The old crane on the quay has lifted 4,120 tonnes of timber and was sold to a yard in Brevik.",
    ),
    "a figure with a footnote": (
        pages.with_footnotes,
        "It carried 412,906 passengers.",
        "How many passengers did the ferry carry?",
        "The ferry carried 412,906³ passengers in the year.",
    ),
    "a word with a footnote": (
        pages.with_footnotes,
        "The mail boat earned 88,300 crowns.",
        "What did the mail boat earn?",
        "Its mail boat⁴ earned 88,300 crowns before it was sold.",
    ),
    "a power": (
        pages.with_footnotes,
        "The tank holds 2 x 10^6 litres.",
        "What does the tank hold?",
        "The tank holds 2 x 10⁶ litres of oil.",
    ),
    "letter by letter": (
        pages.letter_by_letter,
        "The crane lifts 45 tonnes.",
        "How much does the crane lift?",
        "The crane lifts 45 tonnes at low wind.",
    ),
    "spaced letters": (
        lambda folder: pages.letter_by_letter(folder, apart=1.2),
        "The crane lifts 45 tonnes.",
        "How much does the crane lift?",
        "The crane lifts 45 tonnes at low wind.",
    ),
    "wide gaps": (
        pages.justified,
        "Heavy lighters pay 850 crowns.",
        "What do heavy lighters in tow pay?",
        "Extraordinarily heavy lighters in tow pay 850 crowns for each passage, and boats of the pilots pay nothing at all in any part of the year.",
    ),
    "beside an initial": (
        pages.with_an_initial,
        "The pilots earned 412 crowns a day.",
        "What did the pilots earn?",
        "The pilots earned 412 crowns a day for towing, which was more than they had asked for.",
    ),
    "chinese": (pages.in_chinese, "白茶品质下降。", "夏季高温怎样影响白茶？", "夏季高温使白茶品质下降。"),
    "chinese with a figure": (
        pages.in_chinese,
        "共有35名工人参加秋茶采摘。",
        "多少工人参加秋茶？",
        "秋茶以手工采摘为主,共有35名工人参加。",
    ),
    "japanese": (pages.in_chinese, "収穫は四月に始まります。", "収穫はいつ始まりますか。", "収穫は四月に始まります。"),
    "hebrew": (pages.in_hebrew, "יש לשלם מקדמה של 30 אחוזים.", "כמה מקדמה יש לשלם?", "יש לשלם מקדמה של 30 אחוזים."),
    "arabic": (
        pages.in_arabic,
        "بلغ الإنتاج السنوي 1240 طنا.",
        "كم بلغ الإنتاج السنوي؟",
        "بلغ الإنتاج السنوي 1240 طنا.",
    ),
    "a broken word": (
        pages.with_broken_words,
        "The survey of the quay cost 9,300 crowns.",
        "What did the survey of the quay cost?",
        "The harbour board asked for a comprehensive survey of the quay, which cost 9,300 crowns.",
    ),
    "a soft hyphen": (
        lambda folder: pages.with_broken_words(folder, "\u00ad"),
        "The survey of the quay cost 9,300 crowns.",
        "What did the survey of the quay cost?",
        "The harbour board asked for a comprehensive survey of the quay, which cost 9,300 crowns.",
    ),
    "a compound": (
        pages.with_compounds,
        "It was given a seat in 1977.",
        "When was the office for the coast given a seat?",
        "The new office for the coast was given a seat at the cabinet-level meetings of the government in 1977.",
    ),
    "ligatures": (
        pages.with_ligatures,
        "The benefit is 640 crowns.",
        "What benefit does the office pay?",
        "The office pays a benefit of 640 crowns.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_marked_glyphs_are_those_of_the_quote(library: Library, tmp_path: Path, name: str) -> None:
    make, answer, question, quote = CASES[name]
    path = make(tmp_path)
    citations = cited(library, path, answer, question)
    assert [citation.quote for citation in citations] == [quote]
    assert letters(marked(path, citations[0].page, citations[0].boxes)) == letters(quote)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_on_turned_pages(library: Library, tmp_path: Path, degrees: int) -> None:
    path = material.rotated(tmp_path, degrees)
    citations = cited(library, path, "412,906 passengers were carried.", "How many passengers were carried?")
    assert citations
    for citation in citations:
        assert letters(marked(path, citation.page, citation.boxes)) == letters(citation.quote)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_on_a_page_of_which_a_part_is_shown(library: Library, tmp_path: Path, degrees: int) -> None:
    path = material.cropped(tmp_path, degrees)
    page = library.search("harbour", files=[path], limit=1, wait=True, stop=Stop())[0]
    sentence = page.text[: page.text.index(".") + 1]
    citations = cited(library, path, sentence, sentence)
    assert citations
    for citation in citations:
        assert letters(marked(path, citation.page, citation.boxes)) == letters(citation.quote)


def test_a_sentence_over_a_page_break_is_marked_on_both_pages(library: Library, tmp_path: Path) -> None:
    path = pages.over_a_page_break(tmp_path)
    citations = cited(library, path, "The notice period is six months.", "How long is the notice period for a mooring?")
    assert [(one.mark, one.page, one.quote) for one in citations] == [
        (1, 1, "The notice period for a mooring in the inner basin is"),
        (1, 2, "six months to the end of a quarter."),
    ]
    for citation in citations:
        assert letters(marked(path, citation.page, citation.boxes)) == letters(citation.quote)


def test_an_initial_belongs_to_its_word(library: Library, tmp_path: Path) -> None:
    """Its box reaches as high as its line only, so that no other line is marked with it."""
    path = pages.with_an_initial(tmp_path)
    (citation,) = cited(library, path, "The harbour was closed for eleven days.", "How long was the harbour closed?")
    assert citation.quote == "The harbour was closed for eleven days in the spring, when the ice came back."
    assert citation.boxes[0][0] < 80
    assert letters(marked(path, 1, citation.boxes)) == letters(citation.quote.removeprefix("T"))


def test_letters_without_a_name_are_marked_all_the_same(library: Library, tmp_path: Path) -> None:
    """A font whose table lacks its ligatures: nobody knows the letter, but where the word stands is known."""
    path = pages.with_ligatures(tmp_path, lost=True)
    (citation,) = cited(library, path, "The benefit is 640 crowns.", "How many crowns?")
    assert citation.quote == "The of\ufffdce pays a bene\ufffdt of 640 crowns."
    assert (
        citation.boxes
        == cited(library, pages.with_ligatures(tmp_path), "The benefit is 640 crowns.", "How many crowns?")[0].boxes
    )
