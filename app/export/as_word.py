"""A conversation as a Word document: real headings, lists, tables and quotes, so that it can be edited and read aloud."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_DIRECTION
from docx.enum.text import WD_UNDERLINE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph

from app.export.blocks import Block, Code, Heading, Item, Paragraph, Table
from app.export.clean import by_direction, is_right_to_left
from app.export.compose import closing, composed, title
from app.export.inline import Inline, Run, text_of
from app.types import Conversation, Turn

_INK, _GREY, _WARNING = RGBColor(0x20, 0x20, 0x20), RGBColor(0x59, 0x59, 0x59), RGBColor(0x7A, 0x33, 0x00)
_TEXT_FONT, _CODE_FONT = "Calibri", "Consolas"
_SIZES: dict[str, float] = {
    "Heading 1": 20,
    "Heading 2": 14,
    "Heading 3": 12,
    "Heading 4": 11,
    "Heading 5": 11,
    "Heading 6": 11,
}
_STYLES = {"text": "Normal", "quote": "Quote", "source": "Source", "note": "Note", "warning": "Warning"}
_DEEPEST = 3
"""Word's own list styles have three depths."""


def word(conversation: Conversation, turns: Sequence[Turn]) -> bytes:
    """The whole file."""
    document = _prepared(conversation)
    numbers = _Numbers(document)
    for block in composed(conversation, turns):
        _add(document, block, numbers)
    _foot(document, closing(turns))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


class _Numbers:
    """Numbered lists of one document: each begins at the number that its first item was given."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._last: dict[int, tuple[int, int]] = {}
        """By depth, the list and the number of its last item."""

    def forget(self) -> None:
        """No list goes on behind this place."""
        self._last = {}

    def give(self, paragraph: WordParagraph, item: Item) -> None:
        self._last = {depth: last for depth, last in self._last.items() if depth <= item.depth}
        if item.number is None:
            self._last.pop(item.depth, None)
            return
        ident, before = self._last.get(item.depth, (0, 0))
        if not ident or item.number != before + 1:
            ident = self._begun(paragraph, item.number)
        self._last[item.depth] = (ident, item.number)
        numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        numbering.get_or_add_ilvl().val = 0
        numbering.get_or_add_numId().val = ident

    def _begun(self, paragraph: WordParagraph, number: int) -> int:
        """A list of the kind that the paragraph's style has, beginning at `number`."""
        definitions = self._document.part.numbering_part.element
        style = paragraph.style
        assert style is not None
        kind = style.element.pPr.numPr.numId.val
        abstract = definitions.num_having_numId(kind).abstractNumId.val
        made = definitions.add_num(abstract)
        made.add_lvlOverride(ilvl=0).add_startOverride(number)
        return int(made.numId)


def _prepared(conversation: Conversation) -> Document:
    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.5)
    _style(document)
    _describe(document, conversation)
    return document


def _describe(document: Document, conversation: Conversation) -> None:
    """What the file says of itself: no name of anybody, and no picture of its first page."""
    about = document.core_properties
    about.title = title(conversation)[:255]
    about.author = about.last_modified_by = about.comments = ""
    about.created = datetime.fromtimestamp(conversation.created, UTC)
    about.modified = datetime.fromtimestamp(conversation.updated, UTC)
    relations = document.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[key]


def _style(document: Document) -> None:
    _font(document, "Normal", 10.5, _INK)
    for name, size in _SIZES.items():
        _font(document, name, size, _INK)
    _font(document, "Quote", 10, _GREY)
    for name, size, colour in (("Source", 10, _INK), ("Note", 9, _GREY), ("Warning", 9, _WARNING), ("Code", 9.5, _INK)):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
        _font(document, name, size, colour)
    for name in ("Normal", "Code"):
        _named(document, name).font.name = _TEXT_FONT if name == "Normal" else _CODE_FONT
    source, quote = _named(document, "Source").paragraph_format, _named(document, "Quote").paragraph_format
    source.keep_with_next = True
    source.space_after = Pt(2)
    quote.left_indent = Cm(0.75)


def _named(document: Document, name: str) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _font(document: Document, name: str, size: float, colour: RGBColor) -> None:
    """For letters of every script: Word keeps a size of its own for those from right to left."""
    font = _named(document, name).font
    font.size = Pt(size)
    font.color.rgb = colour
    properties = font._element.get_or_add_rPr()
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(round(size * 2)))
    properties.find(qn("w:sz")).addnext(complex_size)


def _add(document: Document, block: Block, numbers: _Numbers) -> None:
    if not isinstance(block, Item):
        numbers.forget()
    match block:
        case Heading():
            _fill(document.add_heading(level=min(block.level, 6)), block.runs)
        case Item():
            kind = "List Bullet" if block.number is None else "List Number"
            depth = min(block.depth, _DEEPEST - 1)
            paragraph = document.add_paragraph(style=f"{kind} {depth + 1}" if depth else kind)
            numbers.give(paragraph, block)
            _fill(paragraph, block.runs)
        case Table():
            _add_table(document, block)
        case Code():
            document.add_paragraph(block.text, style="Code")
        case Paragraph():
            ours = block.role not in {"text", "quote"}
            _fill(document.add_paragraph(style=_STYLES[block.role]), block.runs, ours=ours)


def _add_table(document: Document, block: Table) -> None:
    table = document.add_table(0, len(block.head), "Table Grid")
    if is_right_to_left(text_of(block.head[0])):
        table.table_direction = WD_TABLE_DIRECTION.RTL
    for row in (tuple(tuple(replace(run, bold=True) for run in cell) for cell in block.head), *block.rows):
        for cell, runs in zip(table.add_row().cells, row, strict=True):
            _fill(cell.paragraphs[0], runs)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph(style="Note")


def _fill(paragraph: WordParagraph, runs: Inline, *, ours: bool = False) -> None:
    """`ours`: a sentence of ours, which runs left to right even where a file's name in it does not."""
    if not ours and is_right_to_left(text_of(runs)):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in runs:
        for text, right in by_direction(run.text):
            _add_run(paragraph, replace(run, text=text), right)


def _add_run(paragraph: WordParagraph, run: Run, right: bool) -> None:
    added = paragraph.add_run(run.text)
    font = added.font
    if run.bold:
        font.bold = font.cs_bold = True
    if run.italic:
        font.italic = font.cs_italic = True
    if run.code:
        font.name = _CODE_FONT
    if run.doubtful:
        font.underline, font.color.rgb = WD_UNDERLINE.WAVY, _WARNING
    if right:
        font.rtl = True


def _foot(document: Document, sentence: str) -> None:
    """At the foot of every page, with its number."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles["Note"]
    paragraph.add_run(f"{sentence}  ")
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    paragraph._p.append(number)
