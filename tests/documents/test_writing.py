"""PDFs that we write: what can be read from them, and what becomes of files when something goes wrong."""

import errno
import multiprocessing
import os
import stat
import sys
import unicodedata
from pathlib import Path

import pymupdf
import pytest

from app.documents import write_pdf
from app.documents.glyphs import meaning
from app.documents.typesetting import Heading, Manuscript, levels, typeset
from app.errors import UserFixable
from app.stop import Stop, Stopped
from tests.documents.conftest import Meddling, Read

CSS = "p, td, pre { overflow-wrap: break-word; } td { padding: 3pt; } table { margin-bottom: 9pt; }"
WORDS = " ".join(f"word{number}" for number in range(2500))


def pages_of(html: str, *, css: str = CSS, title: str = "A talk") -> list[str]:
    """The text of each page, set in this process, in NFKC."""
    with pymupdf.open("pdf", typeset(Manuscript(html, css, title))) as document:
        return [unicodedata.normalize("NFKC", page.get_text()) for page in document]


def count(pages: list[str]) -> int:
    return sum(page.count("word") for page in pages)


def test_a_conversation_becomes_a_pdf(read: Read, tmp_path: Path) -> None:
    to = tmp_path / "talk.pdf"
    html = f"<h1>Über <i>den</i> Fluss</h1><p>Two &lt;b&gt; &amp; three</p><h3>Aside</h3><p>{WORDS}</p><h2>Next</h2>"
    write_pdf(html, CSS, to, title="Ferry – 渡し船", stop=Stop())
    reading = read(to)
    assert "Two <b> & three" in reading.pages[0].text
    assert count([page.text for page in reading.pages]) == 2500
    total = len(reading.pages)
    assert [page.text.split("\n")[-1] for page in reading.pages] == [f"{n} / {total}" for n in range(1, total + 1)]
    assert [section.title for section in reading.sections] == ["Über den Fluss", "Aside", "Next"]
    with pymupdf.open(to) as document:
        assert document.metadata["title"] == "Ferry – 渡し船"
        assert document.get_toc() == [[1, "Über den Fluss", 1], [2, "Aside", 1], [2, "Next", total]]
        assert (round(document[0].rect.width), round(document[0].rect.height)) == (595, 842)
    assert [path.name for path in tmp_path.iterdir()] == ["talk.pdf"]
    if sys.platform != "win32":
        assert stat.S_IMODE(to.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text",
    [
        "Smørrebrød, Łódź, İstanbul, Tiếng Việt, office, “x” – 10 €",
        "Το πλοίο φεύγει στις έξι",
        "Паром уходит в шесть",
        "渡し船は六時に出ます。",
        "渡轮六点出发",
        "배는 여섯 시에 떠난다",
        "العبارة تغادر في السادسة كل ليلة",
        "Smile 😀 and ✓",
    ],
)
def test_text_can_be_copied_out(text: str) -> None:
    shown = pages_of(f"<p>{text}</p>")[0].replace("1 / 1", "")
    assert sorted("".join(shown.split())) == sorted("".join(unicodedata.normalize("NFKC", text).split()))


def test_fonts_carry_no_more_than_they_need() -> None:
    assert len(typeset(Manuscript("<p>渡し船 العبارة Паром 😀</p>", CSS, "t"))) < 100_000


def test_long_words_are_broken() -> None:
    pages = pages_of(f"<p>{'x' * 9000}</p><pre>{'y' * 9000}</pre>", css=CSS + "pre { white-space: pre-wrap }")
    assert sum(page.count("x") for page in pages) == sum(page.count("y") for page in pages) == 9000


@pytest.mark.parametrize("before", ["", "<p>before</p>"])
@pytest.mark.parametrize("after", ["", "<p>after</p>"])
def test_a_row_higher_than_a_page_is_set_all_the_same(before: str, after: str) -> None:
    row = f"<tr><td>{WORDS}</td><td>beside</td></tr>"
    pages = pages_of(f"{before}<table>{row}</table>{after}")
    assert count(pages) == 2500
    assert "beside" in pages[-1]


@pytest.mark.parametrize("rows", range(36, 48))
def test_no_row_is_cut_at_the_foot_of_a_page(rows: int) -> None:
    body = "".join(f"<tr><td>row {n}</td><td>{'word ' * (n % 9)}</td></tr>" for n in range(rows))
    pages = pages_of(f"<table>{body}</table><p>after</p>")
    assert count(pages) == sum(n % 9 for n in range(rows))
    assert sum(page.count("row") for page in pages) == rows


def test_a_table_stays_one_where_it_fits() -> None:
    with pymupdf.open(
        "pdf", typeset(Manuscript("<table><tr><td>left</td><td>right</td></tr></table>", CSS, "t"))
    ) as made:
        (_, top, *_), (_, other, *_) = (made[0].search_for(word)[0] for word in ("left", "right"))
        assert top == other


def test_a_wide_table_is_not_lost() -> None:
    cells = "".join(f"<td>column{n:02}</td>" for n in range(40))
    text = "".join(pages_of(f"<table><tr>{cells}</tr></table>"))
    assert all(f"column{n:02}" in text for n in range(40))


def test_nothing_is_taken_from_outside(tmp_path: Path) -> None:
    picture = tmp_path / "ink.png"
    pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 20, 20), 0).save(picture)
    html = f'<p><img src="{picture}" alt="ink"> <a href="https://example.invalid/">link</a></p>'
    css = f"@import url('{picture}'); p {{ background-image: url('{picture}') }}"
    with pymupdf.open("pdf", typeset(Manuscript(html, css, "t"))) as document:
        assert not document[0].get_images()
        assert not document[0].get_links()
        assert "link" in document[0].get_text()


def test_what_no_page_can_take_ends(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        typeset(Manuscript("<p>too large</p>", "p { font-size: 3000pt }", "t"))
    to = tmp_path / "talk.pdf"
    with pytest.raises(RuntimeError):
        write_pdf("<p>too large</p>", "p { font-size: 3000pt }", to, title="t", stop=Stop())
    assert not list(tmp_path.iterdir())


def test_odd_characters_do_no_harm() -> None:
    assert "before" in pages_of("<p>before \ud800 \x00 \ufffe after</p>", title="\x00\ud800")[0]
    assert pages_of("") == ["1 / 1\n"]


def test_a_folder_that_is_not_there_takes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserFixable) as caught:
        write_pdf("<p>x</p>", CSS, tmp_path / "nowhere" / "talk.pdf", title="t", stop=Stop())
    assert (caught.value.kind, caught.value.values["folder"]) == ("read_only", str(tmp_path / "nowhere"))


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    to = tmp_path / "talk.pdf"
    to.write_text("old")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserFixable) as caught:
        write_pdf("<p>x</p>", CSS, to, title="t", stop=Stop())
    assert caught.value.kind == "no_space"
    assert [path.name for path in tmp_path.iterdir()] == ["talk.pdf"]
    assert to.read_text() == "old"


def test_stopping_leaves_the_old_file(tmp_path: Path) -> None:
    to = tmp_path / "talk.pdf"
    to.write_text("old")
    with pytest.raises(Stopped):
        write_pdf(f"<p>{WORDS}</p>", CSS, to, title="t", stop=Meddling(Stop.request))
    assert to.read_text() == "old"
    assert "inglenook-writer" not in [child.name for child in multiprocessing.active_children()]


@pytest.mark.parametrize(
    ("given", "expected"),
    [([], []), ([1, 2, 2], [1, 2, 2]), ([3, 1, 4, 2], [1, 1, 2, 2]), ([2, 6, 4, 6], [1, 2, 2, 3])],
)
def test_the_outline_goes_down_step_by_step(given: list[int], expected: list[int]) -> None:
    assert levels([Heading(level, "x", 1, 0.0) for level in given]) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("uni0644.init", "\u0644"),
        ("uni06440627", "\u0644\u0627"),
        ("uni0644_uni0627.liga", "\u0644\u0627"),
        ("u1F600", "😀"),
        ("uniD800", ""),
        ("uni0644x", ""),
        ("union", ""),
        (".notdef", ""),
        ("", ""),
    ],
)
def test_names_of_glyphs_spell_characters(name: str, text: str) -> None:
    assert meaning(name) == text
