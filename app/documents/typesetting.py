"""The child process that sets PDFs. It gets one `Manuscript` and answers it with the PDF's bytes."""

import re
from dataclasses import dataclass
from io import BytesIO
from multiprocessing.connection import Connection
from typing import Any

from app.documents.glyphs import explain
from app.documents.worker import prepare
from app.types import Box

_PAPER: Box = (0.0, 0.0, 595.28, 841.89)
_TEXT: Box = (64.0, 62.0, 531.28, 774.0)
_FOOT: Box = (64.0, 792.0, 531.28, 812.0)
_PLAIN = "body { margin: 0; }\n"
_FOOT_CSS = _PLAIN + "p { font-family: sans-serif; font-size: 8.5pt; color: #595959; text-align: center; margin: 0 }"
_TABLE = re.compile(r"<(/?)(?:table|thead|tbody|tfoot|caption|tr|td|th)\b", re.IGNORECASE)
_LEAST_ON_A_PAGE = 40
"""Characters of HTML, a hundredth of what a page of prose takes: with fewer on each page, the setting goes round in circles."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    html: str
    css: str
    title: str


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    title: str
    page: int
    top: float


@dataclass(frozen=True, slots=True)
class _Plan:
    """How many pages the text takes, and whether something on them may be cut off."""

    pages: int
    doubtful: bool


def work(channel: "Connection[Any, Any]", memory: int | None) -> None:
    """Set one manuscript. `memory` limits the process's address space, in bytes."""
    prepare(memory)
    try:
        channel.send_bytes(typeset(channel.recv()))
    except (EOFError, OSError):
        return


def typeset(manuscript: Manuscript) -> bytes:
    """The PDF: A4, numbered pages, an outline of its headings, fonts with no more than the glyphs that it uses.

    Raises RuntimeError where it comes to no end even without tables."""
    html, title = _encodable(manuscript.html), _encodable(manuscript.title)
    css = _PLAIN + manuscript.css
    plan = _planned(html, css)
    drawn, headings = _drawn(html, css, plan.pages) if plan else (b"", [])
    if plan is None or plan.doubtful:
        drawn, headings = _better(_TABLE.sub(r"<\1div", html), css, (drawn, headings))
    return _finished(drawn, headings, title)


def _encodable(text: str) -> str:
    """The text with a question mark for each half of a character."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _better(html: str, css: str, other: tuple[bytes, list[Heading]]) -> tuple[bytes, list[Heading]]:
    """The text without tables, cell below cell, unless the other setting has lost nothing against it: MuPDF cannot divide
    a row of a table, and lets a wide table run off the paper."""
    plan = _planned(html, css)
    if plan is None:
        raise RuntimeError("the text cannot be divided into pages")
    drawn, headings = _drawn(html, css, plan.pages)
    return other if _letters(other[0]) >= _letters(drawn) else (drawn, headings)


def _letters(drawn: bytes) -> int:
    """How many letters and digits are to be seen on the paper."""
    import pymupdf

    if not drawn:
        return 0
    with pymupdf.open("pdf", drawn) as document:
        # The number of pages, which stands at the foot of each, is no part of the text.
        return sum(sum(map(str.isalnum, page.get_text(clip=(0, 0, _PAPER[2], _FOOT[1])))) for page in document)


def _planned(html: str, css: str) -> _Plan | None:
    """None where the text comes to no end: its next part fits on no page."""
    import pymupdf

    story = pymupdf.Story(html, css)
    tables = "<table" in html
    before: Box | None = None
    doubtful = False
    for number in range(1, len(html) // _LEAST_ON_A_PAGE + 20):
        more, filled = story.place(pymupdf.Rect(_TEXT))
        story.draw(None)
        # Lower margins may reach beyond the text as well as a row that is cut.
        doubtful = doubtful or filled[2] > _TEXT[2] + 1 or filled[3] > _TEXT[3] + 1
        if tables and _stuck(filled, before):
            return None
        if not more:
            return _Plan(number, doubtful and tables)
        before = filled
    return None


def _stuck(filled: Box, before: Box | None) -> bool:
    """Whether two pages alike and half empty follow one another: the next row does not fit on any page."""
    return filled == before and filled[3] - filled[1] < (_TEXT[3] - _TEXT[1]) / 2


def _drawn(html: str, css: str, pages: int) -> tuple[bytes, list[Heading]]:
    import pymupdf

    story = pymupdf.Story(html, css)
    headings: list[Heading] = []
    out = BytesIO()
    writer = pymupdf.DocumentWriter(out)
    for number in range(1, pages + 1):
        device = writer.begin_page(pymupdf.Rect(_PAPER))
        story.place(pymupdf.Rect(_TEXT))
        _note_headings(story, number, headings)
        story.draw(device)
        _draw_foot(device, f"{number} / {pages}")
        writer.end_page()
    writer.close()
    return out.getvalue(), headings


def _note_headings(story: Any, page: int, headings: list[Heading]) -> None:
    def note(position: Any) -> None:
        title = " ".join((position.text or "").split())
        if position.heading and position.open_close & 1 and title:
            headings.append(Heading(position.heading, title, page, position.rect[1]))

    story.element_positions(note)


def _draw_foot(device: Any, text: str) -> None:
    import pymupdf

    foot = pymupdf.Story(f"<p>{text}</p>", _FOOT_CSS)
    foot.place(pymupdf.Rect(_FOOT))
    foot.draw(device)


def _finished(drawn: bytes, headings: list[Heading], title: str) -> bytes:
    import pymupdf

    with pymupdf.open("pdf", drawn) as document:
        document.set_toc([_entry(heading, level) for heading, level in zip(headings, levels(headings), strict=True)])
        document.set_metadata({"title": title, "creator": "Inglenook", "creationDate": pymupdf.get_pdf_now()})
        document.xref_set_key(document.pdf_catalog(), "ViewerPreferences", "<</DisplayDocTitle true>>")
        explain(document)
        document.subset_fonts()
        return bytes(document.tobytes(garbage=3, deflate=True, use_objstms=1))


def _entry(heading: Heading, level: int) -> list[Any]:
    import pymupdf

    to = {"kind": pymupdf.LINK_GOTO, "page": heading.page - 1, "to": pymupdf.Point(_TEXT[0], heading.top)}
    return [level, heading.title, heading.page, to]


def levels(headings: list[Heading]) -> list[int]:
    """The headings' levels in the outline: it begins at 1 and goes down one step at a time."""
    found: list[int] = []
    open_levels: list[int] = []
    for heading in headings:
        while open_levels and open_levels[-1] >= heading.level:
            open_levels.pop()
        open_levels.append(heading.level)
        found.append(len(open_levels))
    return found
