"""Whether a hyphen at a line's end belongs to its word is told by the whole document."""

from app.documents.fragments import Joints, Line, RawPage
from app.documents.hyphens import mended
from app.types import Words


def _page(text: str, *wholes: str, kept: int = 0, soft: int = 0, lines: int = 10) -> RawPage:
    """A page on which each of `wholes`, written 'cabinet|level', was put together; its parts have entries of their own."""
    starts, ends, dropped = [], [], []
    for whole in wholes:
        left, right = whole.split("|")
        at = text.index(left + right)
        starts += [at, at + len(left)]
        ends += [at + len(left), at + len(left) + len(right)]
        dropped.append(at + len(left))
    words = Words(tuple(starts), tuple(ends), tuple((0.0, 0.0, 1.0, 1.0) for _ in starts))
    rows = tuple(Line(0, 60, 10.0, False, (0.0, 0.0, 1.0, 1.0), False) for _ in range(lines))
    return RawPage(1, 600, 800, text, words, rows, joints=Joints(tuple(dropped), kept, soft))


def _words(page: RawPage) -> list[str]:
    return [page.text[a:b] for a, b in zip(page.words.starts, page.words.ends, strict=True)]


def test_a_document_that_breaks_words_loses_the_hyphens() -> None:
    (page,) = mended([_page("a comprehensive report is comprehensive if undertaken", "compre|hensive", "under|taken")])
    assert page.text == "a comprehensive report is comprehensive if undertaken"


def test_a_document_that_breaks_none_keeps_them() -> None:
    (page,) = mended([_page("at the cabinetlevel office, a selfmade man", "cabinet|level", "self|made", kept=1)])
    assert page.text == "at the cabinet-level office, a self-made man"
    assert _words(page) == ["cabinet-", "level", "self-", "made"]


def test_a_compound_that_stands_elsewhere_is_one_in_any_document() -> None:
    text = "a comprehensive, comprehensive list of highpressure and high-pressure pumps"
    (page,) = mended([_page(text, "compre|hensive", "high|pressure")])
    assert page.text == "a comprehensive, comprehensive list of high-pressure and high-pressure pumps"


def test_a_lonely_hyphen_of_a_long_document_is_its_words_own() -> None:
    text = "an evergrowing city"
    assert mended([_page(text, "ever|growing", lines=300)])[0].text == "an ever-growing city"
    assert mended([_page(text, "ever|growing", lines=20)])[0].text == text
    assert mended([_page(text, "ever|growing", soft=1, lines=300)])[0].text == text
