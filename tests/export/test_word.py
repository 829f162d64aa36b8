"""The Word form, read back."""

import io
import zipfile
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.text import WD_UNDERLINE
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from app.export import word
from app.types import Answer
from tests.export import material


def _read(*answers: Answer) -> Document:
    return docx.Document(io.BytesIO(word(*material.conversation(*answers))))


def _styled(document: Document) -> list[tuple[str, str]]:
    return [(_style(paragraph), paragraph.text) for paragraph in document.paragraphs if paragraph.text]


def _style(paragraph: Paragraph) -> str:
    assert paragraph.style is not None
    return str(paragraph.style.name)


def test_headings_lists_tables_and_quotes_are_real() -> None:
    document = _read(material.FULL, material.REFUSAL)
    assert [pair for pair in _styled(document) if pair[0] != "Note"] == [
        ("Heading 1", "Loss and ships"),
        ("Heading 2", "What drove the loss?"),
        ("Normal", "The loss came from impairments of $2.1bn in the retail unit. [1] Fuel was cheaper by 4 %. [2]"),
        ("Heading 3", "Further causes"),
        ("List Number", "It rained in Quillbury.\u00a0[?]"),
        ("List Number", "Staff"),
        ("List Bullet 2", "in the depots"),
        ("List Bullet 2", "at sea"),
        ("Code", "a  <b>"),
        ("Warning", "[?] The documents do not support this."),
        ("Warning", "Not supported by the documents: a sentence that the text does not have"),
        ("Normal", "Sources"),
        ("Source", "[1] report.pdf, p. 12"),
        ("Quote", "Impairments of $2.1bn are recognised."),
        ("Source", "[2] report.pdf, p. 46 (labelled iv)"),
        ("Quote", "Fuel fell by 4 %, as the sail"),
        ("Source", "[2] report.pdf, p. 47 (labelled v), continued"),
        ("Quote", "was used again."),
        ("Heading 2", "Who is the captain?"),
        ("Normal", "The documents do not say. 120 pages were searched of 3 documents."),
        ("Warning", "An answer was withdrawn because nothing in the documents supports it."),
    ]
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Year", "Loss"],
        ["2023", "1.1\u00a0[?]"],
        ["2024", "2.1 | 2.2"],
    ]
    assert table.rows[0].cells[0].paragraphs[0].runs[0].bold
    footer = document.sections[0].footer.paragraphs[0]
    assert "small-model" in footer.text and "check what matters against the cited pages" in footer.text


def test_runs_look_as_they_were_written() -> None:
    document = _read(material.FULL)
    runs = {run.text: run for paragraph in document.paragraphs for run in paragraph.runs}
    assert runs["impairments of $2.1bn"].bold and runs["cheaper"].italic and runs["4 %"].font.name == "Consolas"
    assert runs["It rained in Quillbury."].font.underline == WD_UNDERLINE.WAVY
    assert runs["Staff"].font.underline is None


def test_each_numbered_list_begins_where_it_was_begun() -> None:
    document = _read(material.answer("1. a\n2. b\n   1. c\n3. d\n\ntext\n\n1. e\n2. f\n\ntext\n\n5. g"))
    items = [(p.text, _list_of(p)) for p in document.paragraphs if _style(p).startswith("List Number")]
    assert [text for text, _ in items] == list("abcdefg")
    by_text = dict(items)
    assert by_text["a"] == by_text["b"] == by_text["d"] and by_text["e"] == by_text["f"]
    assert len({by_text[text] for text in "aceg"}) == 4
    assert [_begins_at(document, by_text[text]) for text in "aceg"] == [1, 1, 1, 5]


def _list_of(paragraph: Paragraph) -> int:
    return int(paragraph._p.find(f".//{qn('w:numId')}").get(qn("w:val")))


def _begins_at(document: Document, ident: int) -> int:
    numbering = document.part.numbering_part.element
    return int(numbering.num_having_numId(ident).find(f".//{qn('w:startOverride')}").get(qn("w:val")))


def test_what_is_written_from_right_to_left_is_so() -> None:
    document = _read(material.FROM_THE_RIGHT)
    paragraph = next(p for p in document.paragraphs if p.text == f"{material.HEBREW}. [1]")
    assert paragraph._p.find(f".//{qn('w:bidi')}") is not None
    assert [(run.text, bool(run.font.rtl)) for run in paragraph.runs] == [
        ("הקברניט היה ", True),
        ("Ingrid Solvang ", False),
        ("משנת 2019. [1]", True),
    ]
    source = next(p for p in document.paragraphs if p.text == "[1] דוח.pdf, p. 3")
    assert source._p.find(f".//{qn('w:bidi')}") is None, "a sentence of ours around a file's name"


def test_the_file_names_nobody_and_shows_nothing() -> None:
    data = word(*material.conversation(material.FULL))
    about = docx.Document(io.BytesIO(data)).core_properties
    assert (about.title, about.author, about.last_modified_by, about.comments) == ("Loss and ships", "", "", "")
    assert about.created == about.modified == datetime.fromtimestamp(material.BEGAN, UTC)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [name for name in package.namelist() if name.endswith((".jpeg", ".png", ".emf"))]


def test_hostile_text_stays_text() -> None:
    data = word(*material.conversation(material.HOSTILE, title="\x00<b>"))
    document = docx.Document(io.BytesIO(data))
    assert document.paragraphs[0].text == "<b>"
    assert any("<script>alert(1)</script>" in paragraph.text for paragraph in document.paragraphs)
    assert any(paragraph.text.startswith(material.LONG) for paragraph in document.paragraphs)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}
    assert "w:hyperlink" not in parts["word/document.xml"] and "w:drawing" not in parts["word/document.xml"]
    assert not [name for name, text in parts.items() if name.endswith(".rels") and "evil.example" in text]
    assert not set(parts["word/document.xml"]) & set("\x00\x1b\u202e\x07")


def test_an_empty_conversation_is_a_document() -> None:
    assert _styled(_read()) == [("Heading 1", "Loss and ships")]
