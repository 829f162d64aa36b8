"""A citation is exact on real pages: the words inside its boxes are the words of its quote."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pymupdf
import pytest

from app.answers.citing import cite
from app.documents import Reader, chunk
from app.documents.places import boxes
from app.stop import Stop
from app.types import Citation, Passage, Reading, ignore
from tests import material


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as made:
        yield made


def _passages(reading: Reading) -> list[Passage]:
    chunks = chunk(reading, file="a.pdf", count_tokens=lambda texts: [len(t) // 4 for t in texts], max_tokens=254)
    return [Passage("d", "a.pdf", c.ordinal, c.header, "", c.text, c.spans, 1.0, table=c.table) for c in chunks]


def _cited(reader: Reader, path: Path, answer: str, question: str) -> list[Citation]:
    reading = reader.read(path, stop=Stop(), report=ignore)
    passages = _passages(reading)
    statements = cite.place(answer, question, passages)
    _, citations = cite.mark(answer, statements, passages, lambda document, n: reading.pages[n - 1], boxes)
    return list(citations)


def _words_inside(path: Path, citation: Citation) -> list[str]:
    """The words whose middle lies in one of the citation's boxes, as MuPDF finds them on the page as shown."""
    with pymupdf.open(path) as document:
        page = document[citation.page - 1]
        words = [(pymupdf.Rect(word[:4]) * page.rotation_matrix, word[4]) for word in page.get_text("words")]
        inside = [
            text
            for box, text in words
            if any(
                x0 <= (box.x0 + box.x1) / 2 <= x1 and y0 <= (box.y0 + box.y1) / 2 <= y1
                for x0, y0, x1, y1 in citation.boxes
            )
        ]
    return sorted(inside)


CASES: list[tuple[str, Callable[[Path], Path], str, str]] = [
    ("prose", material.prose, "412,906 passengers were carried in the year to 31 March 2025.", "How many passengers?"),
    ("columns", material.two_columns, "Fuel cost 1.84 million crowns.", "What did fuel cost?"),
    ("a table", material.table, "The night boat carried 12,440 passengers.", "How many passengers had the night boat?"),
    (
        "a ruled table",
        lambda f: material.table(f, ruled=True),
        "The night boat made 312 sailings.",
        "How many sailings?",
    ),
    ("turned by 90", material.rotated, "", ""),
    ("turned by 270", lambda f: material.rotated(f, 270), "", ""),
]


@pytest.mark.parametrize(("make", "answer", "question"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_boxes_hold_the_words_of_the_quote(
    reader: Reader, tmp_path: Path, make: Callable[[Path], Path], answer: str, question: str
) -> None:
    path = make(tmp_path)
    if not answer:
        reading = reader.read(path, stop=Stop(), report=ignore)
        answer = question = " ".join(reading.pages[0].text.split(".")[0].split()) + "."
    citations = _cited(reader, path, answer, question)
    assert citations
    for citation in citations:
        said = sorted(word for word in citation.quote.split() if word != "|")
        assert _words_inside(path, citation) == said
