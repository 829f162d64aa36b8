"""The PDF form: laid out by the document worker, its text read back."""

import html.parser
from pathlib import Path

import pymupdf
import pytest

from app.export import pdf
from app.export.as_pdf import html as as_html
from app.stop import Stop, Stopped
from app.types import Answer
from tests.export import material


def _text(path: Path) -> str:
    with pymupdf.open(path) as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def _written(folder: Path, *answers: Answer, title: str = "Loss and ships") -> Path:
    path = folder / "out.pdf"
    pdf(*material.conversation(*answers, title=title), path, stop=Stop())
    return path


class _Tags(html.parser.HTMLParser):
    """Which tags are there, with which attributes, and what text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_whole_conversation_is_in_it(tmp_path: Path) -> None:
    text = _text(_written(tmp_path, material.FULL, material.REFUSAL))
    for piece in (
        "Loss and ships",
        "What drove the loss?",
        "impairments of $2.1bn in the retail unit. [1] Fuel was cheaper by 4 %. [2]",
        "1. It rained in Quillbury. [?]",
        "• in the depots",
        "2024 2.1 | 2.2",
        "[2] report.pdf, p. 47 (labelled v), continued was used again.",
        "Who is the captain?",
        "The documents do not say.",
        "An answer was withdrawn because nothing in the documents supports it.",
        "Answers by small-model on this device.",
    ):
        assert piece in text
    assert "Tom Quayle" not in text


def test_only_tags_of_ours_are_tags() -> None:
    read = _Tags(as_html(*material.conversation(*material.EVERYTHING, title="<img src=x onerror=1>")))
    assert read.tags <= {
        *(
            "html",
            "body",
            "h1",
            "h2",
            "h3",
            "p",
            "blockquote",
            "pre",
            "table",
            "tr",
            "td",
            "th",
            "b",
            "i",
            "code",
            "span",
        )
    }
    assert read.attributes <= {"class", "style", "dir"}
    assert "<img src=x onerror=1>" in read.text and "<script>alert(1)</script>" in read.text


def test_hostile_text_is_shown_and_makes_no_link(tmp_path: Path) -> None:
    path = _written(tmp_path, material.HOSTILE)
    text = _text(path)
    assert "<script>alert(1)</script>" in text and "&lt;b&gt;" in text
    assert text.replace(" ", "").count(material.LONG) >= 1, "a long word is broken, not cut"
    with pymupdf.open(path) as document:
        assert not [link for page in document for link in page.get_links()]
        assert not [image for page in document for image in page.get_images()]
        for page in document:
            for x0, _, x1, _, word, *_ in page.get_text("words"):
                assert x0 >= 0 and x1 <= page.rect.width, word


@pytest.mark.parametrize("before", range(14, 34, 2))
def test_nothing_is_lost_where_a_page_ends_in_a_table(tmp_path: Path, before: int) -> None:
    rows = "".join(f"| name{row:03d} | value{row:03d} |\n" for row in range(12))
    lines = "\n\n".join(f"line{number:03d}" for number in range(before))
    text = _text(_written(tmp_path, material.answer(f"{lines}\n\n| A | B |\n|---|---|\n{rows}\nbehind\n\n- last")))
    missing = [word for row in range(12) for word in (f"name{row:03d}", f"value{row:03d}") if word not in text]
    assert missing == [] and "behind" in text and "• last" in text and "A model can be wrong" in text


def test_a_stop_leaves_nothing(tmp_path: Path) -> None:
    stop = Stop()
    stop.request()
    with pytest.raises(Stopped):
        pdf(*material.conversation(material.FULL), tmp_path / "out.pdf", stop=stop)
    assert list(tmp_path.iterdir()) == []
