"""PDFs of our own for every test. Each function writes one file into `folder` and gives back its path.

All text is written here. Names of people and organisations are made up.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pymupdf

A4 = (595.0, 842.0)
LEFT, TOP, RIGHT, BOTTOM = 72.0, 90.0, 523.0, 760.0
PASSWORD = "alder-and-ash"

PARAGRAPHS = (
    "The Harrowgate Ferry Trust carried 412,906 passengers in the year to 31 March 2025, nine per cent more than "
    "in the year before. Most of the growth came from the evening sailings, which began in June. The harbour "
    "office counts everyone who boards, children in arms included.",
    "Fuel remained the largest single cost at 1.84 million crowns. The crews agreed in October to slower "
    "crossings on weekdays, which saved about eleven per cent of the fuel without a change to the timetable. A "
    "trial with shore power at the eastern quay begins next spring.",
    "The board chose Ingrid Solvang as its chair in September 2024. She follows Tomas Berre, who had led the "
    "trust for fourteen years. Two seats stay vacant until the members' meeting in May.",
    "Repairs to the slipway took longer than planned. The contractor found rotten piles under the northern ramp, "
    "and the work ended on 9 February 2025 instead of 20 December 2024. The delay cost the trust 73,500 crowns in "
    "lost fares.",
    "A survey of 1,204 passengers gave the service 4.3 points of five. People praised the crews and asked for "
    "earlier sailings on Sundays, shelter at the western quay and tickets that can be bought on board.",
    "The trust keeps reserves of six months' running costs. At the end of the year they stood at 2.2 million "
    "crowns, a little above that target, and the board set aside 300,000 crowns for the new ramp.",
)
HEADINGS = ("Passengers", "Fuel and crossings", "The board", "The slipway", "What passengers say", "Reserves")
TABLE = (
    ("Route", "Sailings", "Passengers", "Income"),
    ("North quay", "2,190", "181,440", "1,204,000"),
    ("Eastern islands", "1,460", "122,310", "988,500"),
    ("Old town loop", "3,650", "96,716", "402,250"),
    ("Night boat", "312", "12,440", "131,900"),
)
FIELDS = (
    ("Vessel:", "Marigold II", "Built:", "1987"),
    ("Master:", "R. Okafor", "Certificate:", "Class 3"),
    ("Weather:", "Fog", "Visibility:", "400 metres"),
    ("Injuries:", "None", "Damage:", "Minor"),
)


def prose(folder: Path, *, pages: int = 3, name: str = "prose.pdf") -> Path:
    """Headings in bold over paragraphs, no outline, nothing repeated."""
    document = pymupdf.open()
    for number in range(pages):
        page = _page(document)
        y = TOP
        if number == 0:
            y = _flow(page, "Annual review of the ferry trust", y, size=20, font="hebo")
        for step in range(2):
            index = (2 * number + step) % len(PARAGRAPHS)
            y = _flow(page, HEADINGS[index], y, size=14, font="hebo")
            y = _flow(page, PARAGRAPHS[index], y)
    return _save(document, folder, name)


def long_document(folder: Path, pages: int = 100, *, name: str = "long.pdf") -> Path:
    """`pages` full pages, each with a heading, a page number and its own number in the text."""
    document = pymupdf.open()
    for number in range(1, pages + 1):
        page = _page(document)
        y = _flow(page, f"{number}. {HEADINGS[number % len(HEADINGS)]}", TOP, size=14, font="hebo")
        y = _flow(page, f"This is part {number} of the long record, kept by clerk {number * 7 % 101}.", y)
        for step in range(4):
            y = _flow(page, PARAGRAPHS[(number + step) % len(PARAGRAPHS)], y)
        page.insert_text((290, 810), str(number), fontsize=9)
    return _save(document, folder, name)


def two_columns(folder: Path, *, name: str = "columns.pdf") -> Path:
    """A title over the full width, then two columns whose lines stand at the same heights."""
    document = pymupdf.open()
    page = _page(document)
    y = _flow(page, "Notes from the harbour office", TOP, size=20, font="hebo")
    for column, first in ((0, 0), (1, 3)):
        x0 = LEFT + column * 235.0
        line = y
        for text in PARAGRAPHS[first : first + 3]:
            line = _flow(page, text, line, x0=x0, x1=x0 + 215.0)
    return _save(document, folder, name)


def table(folder: Path, *, ruled: bool = False, name: str = "table.pdf") -> Path:
    """A paragraph, a table of five rows, a paragraph. Each cell is a text operation of its own, column by column."""
    document = pymupdf.open()
    page = _page(document)
    y = _flow(page, "Income by route", TOP, size=14, font="hebo")
    y = _flow(page, PARAGRAPHS[0], y) + 10
    edges = (LEFT, 230.0, 320.0, 420.0, RIGHT)
    for column in range(4):
        for row, cells in enumerate(TABLE):
            font = "hebo" if row == 0 else "helv"
            page.insert_text((edges[column] + 4, y + row * 18), cells[column], fontsize=10, fontname=font)
    if ruled:
        _rules(page, edges, y - 13, 18, len(TABLE))
    _flow(page, PARAGRAPHS[1], y + 18 * len(TABLE) + 14)
    return _save(document, folder, name)


def label_values(folder: Path, *, name: str = "labels.pdf") -> Path:
    """Pairs of label and value in two columns, as forms print them; a cell's text may take two lines."""
    document = pymupdf.open()
    page = _page(document)
    y = _flow(page, "Incident record", TOP, size=14, font="hebo")
    for x, part in ((LEFT, 0), (310.0, 2)):
        for row, fields in enumerate(FIELDS):
            page.insert_text((x, y + 16 * row), fields[part], fontsize=10, fontname="hebo")
            page.insert_text((x + 100, y + 16 * row), fields[part + 1], fontsize=10)
    _flow(page, PARAGRAPHS[3], y + 16 * len(FIELDS) + 10)
    return _save(document, folder, name)


def rotated(folder: Path, degrees: int = 90, *, name: str = "rotated.pdf") -> Path:
    """Pages that are turned for showing: the text reads upright after the turn."""
    document = pymupdf.open(prose(folder, pages=2, name="upright.pdf"))
    turned = pymupdf.open()
    for page in document:
        width, height = page.rect.width, page.rect.height
        sideways = degrees % 180 != 0
        target = turned.new_page(width=height if sideways else width, height=width if sideways else height)
        target.show_pdf_page(target.rect, document, page.number, rotate=degrees)
        target.set_rotation(degrees)
    return _save(turned, folder, name)


def cropped(folder: Path, degrees: int = 0, *, name: str = "cropped.pdf") -> Path:
    """Pages whose paper does not begin at zero, of which a part is shown, turned by `degrees`; text lies outside of it, too."""
    document = pymupdf.open(prose(folder, pages=2, name="uncropped.pdf"))
    for page in document:
        page.insert_text((20, 30), "Not for print", fontsize=9)
        document.xref_set_key(page.xref, "MediaBox", "[-30 -50 595 842]")
        document.xref_set_key(page.xref, "CropBox", "[50 400 560 790]")
        document.xref_set_key(page.xref, "Rotate", str(degrees))
    return _save(document, folder, name)


def annotated(folder: Path, *, name: str = "annotated.pdf") -> Path:
    """One word of page 1 is highlighted in yellow, and a red square stands at the foot of the page."""
    document = pymupdf.open(prose(folder, pages=1, name="unmarked.pdf"))
    page = document[0]
    page.add_highlight_annot(page.search_for("412,906")[0])
    square = page.add_rect_annot((100, 700, 150, 750))
    square.set_colors(fill=(1, 0, 0))
    square.update()
    return _save(document, folder, name)


def running_heads(folder: Path, *, pages: int = 6, name: str = "heads.pdf") -> Path:
    """Every page has a header, a footer and a page number; the header differs on left and right pages."""
    document = pymupdf.open()
    for number in range(1, pages + 1):
        page = _page(document)
        side = "Harrowgate Ferry Trust" if number % 2 else "Annual review 2025"
        page.insert_text((LEFT, 40), side, fontsize=9)
        page.insert_text((LEFT, 810), "Printed on recycled paper", fontsize=9)
        page.insert_text((470, 810), f"Page {number} of {pages}", fontsize=9)
        y = _flow(page, f"{HEADINGS[number % 6]} in detail", TOP, size=14, font="hebo")
        y = _flow(page, PARAGRAPHS[number % 6], y)
        _flow(page, PARAGRAPHS[(number + 1) % 6], y)
    return _save(document, folder, name)


def labelled(folder: Path, *, name: str = "labelled.pdf") -> Path:
    """Page labels iv, v, then 1, 2."""
    document = pymupdf.open(prose(folder, pages=4, name="unlabelled.pdf"))
    document.set_page_labels(
        [{"startpage": 0, "style": "r", "firstpagenum": 4}, {"startpage": 2, "style": "D", "firstpagenum": 1}]
    )
    return _save(document, folder, name)


def outlined(folder: Path, *, name: str = "outlined.pdf") -> Path:
    """An outline of two levels; two of its entries lie on one page."""
    document = pymupdf.open(prose(folder, pages=3, name="plain.pdf"))
    toc = [[1, "Part one", 1, 0]]
    toc += [[2, HEADINGS[index], 1 + index // 2, 0] for index in range(4)]
    toc += [[1, HEADINGS[4], 3, 0], [1, HEADINGS[5], 3, 0]]
    _point_at_pages(document, toc)
    document.set_metadata({"title": "Annual review of the ferry trust"})
    return _save(document, folder, name)


def bad_outline(folder: Path, *, cyclic: bool = False, name: str = "bad-outline.pdf") -> Path:
    """An outline with an empty title, an entry without a page and one out of order; with `cyclic` its entries also
    follow one another in a ring."""
    document = pymupdf.open(prose(folder, pages=2, name="plain2.pdf"))
    _point_at_pages(document, [[1, HEADINGS[1], 1, 0], [1, " ", 2, 0], [1, HEADINGS[0], 1, 0], [1, "Nowhere", 2, 0]])
    entries = [x for x in range(1, document.xref_length()) if document.xref_get_key(x, "Title")[0] == "string"]
    document.xref_set_key(entries[-1], "A", "null")
    if cyclic:
        document.xref_set_key(entries[-1], "Next", f"{entries[0]} 0 R")
    return _save(document, folder, name, clean=False)


def hyphenated(folder: Path, *, name: str = "hyphenated.pdf") -> Path:
    """A word broken over two lines by a hyphen, one by a soft hyphen, and a compound broken at its own hyphen."""
    lines = (
        "The committee asked for a compre-",
        "hensive account of every well-",
        "known fault, and for the environ\u00ad",
        "mental report that Mr. North-",
        "East had promised in 2019-",
        "2020 under its old title.",
    )
    document = pymupdf.open()
    _lines(_page(document), lines)
    return _save(document, folder, name)


def ligatures(folder: Path, *, name: str = "ligatures.pdf") -> Path:
    """Words set with the ligature characters for fi and fl, a no-break space and a zero-width space."""
    lines = (
        "The \ufb01nal of\ufb01ce report de\ufb01ned",
        "\ufb02oor\u00a0plans and air\u200bflow.",
        "Caf\u00e9 at 20\u00b0.",
    )
    document = pymupdf.open()
    _lines(_page(document), lines, embedded=True)
    return _save(document, folder, name)


def lost_ligatures(folder: Path, *, name: str = "lost.pdf") -> Path:
    """Ligatures are drawn, but the text layer has a plain f for each."""
    lines = (
        "The plan is speci\ufb01c: it de\ufb01ned \ufb01ve \ufb01elds for the of\ufb01ce, con\ufb01rmed bene\ufb01ts",
        "and the work\ufb02ow. We re\ufb02ect on \ufb01nal \ufb01ndings and \ufb01le them at the \ufb01rst o\ufb03ce.",
    )
    document = pymupdf.open()
    page = _page(document)
    _lines(page, lines, embedded=True)
    _forget(document, page)
    return _save(document, folder, name)


def protected(folder: Path, *, password: str = PASSWORD, name: str = "protected.pdf") -> Path:
    """Needs a password to open; with `password=""` it is encrypted and opens without one."""
    document = pymupdf.open(prose(folder, pages=2, name="open.pdf"))
    path = folder / name
    method = pymupdf.PDF_ENCRYPT_AES_256
    document.save(path, encryption=method, owner_pw="owner-" + PASSWORD, user_pw=password)
    document.close()
    return path


def scanned(folder: Path, *, pages: int = 2, name: str = "scanned.pdf") -> Path:
    """Pages that are pictures of text, with no text layer."""
    document = pymupdf.open()
    with pymupdf.open(prose(folder, pages=pages, name="ink.pdf")) as ink:
        for page in ink:
            _page(document).insert_image((0, 0, *A4), pixmap=page.get_pixmap(dpi=72))
    return _save(document, folder, name)


def partly_scanned(folder: Path, *, name: str = "partly.pdf") -> Path:
    """Page 1 has text, page 2 is a picture of text, page 3 is really blank, page 4 has text."""
    document = pymupdf.open(prose(folder, pages=2, name="text.pdf"))
    with pymupdf.open(scanned(folder, pages=1, name="picture.pdf")) as picture:
        document.insert_pdf(picture, start_at=1)
    document.new_page(2, *A4)
    return _save(document, folder, name)


def form(folder: Path, *, filled: bool = True, name: str = "form.pdf") -> Path:
    """A form with a text field, a drop-down list and a box to tick; blank or filled in."""
    document = pymupdf.open()
    page = _page(document)
    _flow(page, "Application for a mooring", TOP, size=14, font="hebo")
    for row, label in enumerate(("Name of the boat", "Length class", "Live aboard")):
        page.insert_text((LEFT, 150 + 30 * row), label, fontsize=10)
    text = _widget("boat", pymupdf.PDF_WIDGET_TYPE_TEXT, 0)
    text.field_value = "Kittiwake" if filled else ""
    choice = _widget("length", pymupdf.PDF_WIDGET_TYPE_COMBOBOX, 1)
    choice.choice_values = ["under 8 metres", "8 to 12 metres"]
    choice.field_value = "8 to 12 metres" if filled else ""
    tick = _widget("aboard", pymupdf.PDF_WIDGET_TYPE_CHECKBOX, 2)
    tick.field_value = filled
    for widget in (text, choice, tick):
        page.add_widget(widget)
    return _save(document, folder, name)


def blank(folder: Path, *, name: str = "blank.pdf") -> Path:
    """One page with nothing on it."""
    document = pymupdf.open()
    _page(document)
    return _save(document, folder, name)


def damaged(folder: Path, *, name: str = "damaged.pdf") -> Path:
    """Begins as a PDF and goes on as noise; nothing in it can be read."""
    path = folder / name
    path.write_bytes(b"%PDF-1.7\n" + bytes((index * 73 + 11) % 251 for index in range(4000)))
    return path


def truncated(folder: Path, *, name: str = "truncated.pdf") -> Path:
    """The first half of a PDF: its table of contents is gone, some pages are still there."""
    whole = long_document(folder, 20, name="whole.pdf").read_bytes()
    path = folder / name
    path.write_bytes(whole[: len(whole) // 2])
    return path


def damaged_page(folder: Path, *, name: str = "damaged-page.pdf") -> Path:
    """Three pages, the second one's content replaced by noise."""
    document = pymupdf.open(prose(folder, pages=3, name="sound.pdf"))
    xref = document[1].get_contents()[0]
    document.update_stream(xref, bytes((index * 73 + 11) % 251 for index in range(900)))
    return _save(document, folder, name, clean=False)


def endless_page(folder: Path, *, name: str = "endless.pdf") -> Path:
    """Three pages; the second draws a form that draws the next one ten times, and so on, twelve deep: it never ends."""
    document = pymupdf.open(prose(folder, pages=3, name="finite.pdf"))
    inner = ""
    for depth in range(12):
        xref = document.get_new_xref()
        resources = f"/Resources<</XObject<</F {inner}>>>>" if inner else ""
        document.update_object(xref, f"<</Type/XObject/Subtype/Form/BBox[0 0 600 850]{resources}>>")
        document.update_stream(xref, b"/F Do " * 10 if depth else b"0 0 1 1 re f ", new=True)
        inner = f"{xref} 0 R"
    page = document[1]
    document.xref_set_key(page.xref, "Resources", f"<</XObject<</F {inner}>>>>")
    document.update_stream(page.get_contents()[0], b"/F Do")
    return _save(document, folder, name, clean=False)


def long_table(folder: Path, *, rows: int = 60, name: str = "long-table.pdf") -> Path:
    """A table that goes on over two pages, with a head on the first only."""
    document = pymupdf.open()
    page = _page(document)
    _flow(page, "Sailings by day", TOP, size=14, font="hebo")
    cells = [("Day", "Sailings", "Passengers", "Weather noted by the mate on watch")]
    cells += [
        (f"Day {n}", str(3 + n % 5), f"{1000 + 37 * n:,}", f"Fresh breeze, entry {n}") for n in range(1, rows + 1)
    ]
    for number, row in enumerate(cells):
        if number == 36:
            page = _page(document)
        y = TOP + 30 + 17 * (number % 36)
        for x, cell in zip((LEFT, 170.0, 240.0, 330.0), row, strict=True):
            page.insert_text((x, y), cell, fontsize=10, fontname="hebo" if number == 0 else "helv")
    return _save(document, folder, name)


def not_a_pdf(folder: Path, *, name: str = "letter.pdf") -> Path:
    """Plain text with a PDF's ending."""
    path = folder / name
    path.write_text("Dear harbour master,\n\nplease find nothing attached.\n", encoding="utf-8")
    return path


def empty(folder: Path, *, name: str = "empty.pdf") -> Path:
    """No bytes at all."""
    path = folder / name
    path.write_bytes(b"")
    return path


def _page(document: pymupdf.Document) -> pymupdf.Page:
    return document.new_page(width=A4[0], height=A4[1])


def _flow(
    page: pymupdf.Page,
    text: str,
    y: float,
    *,
    size: float = 10.5,
    font: str = "helv",
    x0: float = LEFT,
    x1: float = RIGHT,
) -> float:
    """Set `text` between x0 and x1 from height `y` down; gives the height where the next paragraph begins."""
    lines: list[str] = []
    room = 0.0
    for word in text.split():
        width = _width(word + " ", font, size)
        if lines and width <= room:
            lines[-1] += " " + word
        else:
            lines.append(word)
            room = x1 - x0
        room -= width
    page.insert_text((x0, y), lines, fontsize=size, fontname=font, lineheight=1.25)
    return y + size * (1.25 * len(lines) + 0.95)


@cache
def _width(word: str, font: str, size: float) -> float:
    return float(pymupdf.get_text_length(word, font, size))


def _lines(page: pymupdf.Page, lines: Sequence[str], *, embedded: bool = False) -> None:
    """Set lines as they are; with `embedded` in a font inside the file, which has ligatures."""
    font = "helv"
    if embedded:
        font = "F0"
        page.insert_font(fontname=font, fontbuffer=pymupdf.Font("tiro").buffer)
    for row, line in enumerate(lines):
        page.insert_text((LEFT, TOP + 16 * row), line, fontsize=11, fontname=font)


def _rules(page: pymupdf.Page, edges: Sequence[float], top: float, step: float, rows: int) -> None:
    for row in range(rows + 1):
        page.draw_line((edges[0], top + step * row), (edges[-1], top + step * row), width=0.5)
    for edge in edges:
        page.draw_line((edge, top), (edge, top + step * rows), width=0.5)


def _widget(name: str, kind: int, row: int) -> pymupdf.Widget:
    widget = pymupdf.Widget()
    widget.field_name = name
    widget.field_type = kind
    y = 136.0 + 30 * row
    widget.rect = pymupdf.Rect(220, y, 236 if kind == pymupdf.PDF_WIDGET_TYPE_CHECKBOX else 420, y + 16)
    return widget


def _point_at_pages(document: pymupdf.Document, toc: Sequence[Sequence[object]]) -> None:
    """Set an outline whose entries name a page and no height on it, as many programs write them."""
    document.set_toc([[*entry[:3], {"kind": pymupdf.LINK_GOTO, "page": int(str(entry[2])) - 1}] for entry in toc])


def _forget(document: pymupdf.Document, page: pymupdf.Page) -> None:
    """Map the glyphs of the ligatures to a plain f in the page's fonts."""
    for font in page.get_fonts():
        xref = int(document.xref_get_key(font[0], "ToUnicode")[1].split()[0])
        rows = document.xref_stream(xref).decode("latin-1").splitlines()
        document.update_stream(xref, "\n".join(map(_without_ligatures, rows)).encode("latin-1"))


def _without_ligatures(row: str) -> str:
    codes = row.split()
    if len(codes) == 3 and codes[2] in {"<fb01>", "<fb03>"}:
        return f"{codes[0]} {codes[1]} [<0066> <0066>]"
    return row


def _save(document: pymupdf.Document, folder: Path, name: str, *, clean: bool = True) -> Path:
    path = folder / name
    document.save(path, garbage=3 if clean else 0, deflate=True, no_new_id=True)
    document.close()
    return path
