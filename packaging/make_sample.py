"""Writes resources/sample.pdf, the document that the program shows itself with. The same text gives the same bytes.

    python packaging/make_sample.py

The organisation, its people and its figures are made up.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import pymupdf

TARGET = Path(__file__).resolve().parents[1] / "resources" / "sample.pdf"
TITLE = "Merrowdale Libraries: Annual Report 2025"
WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 72.0, 523.0, 96.0, 764.0
SANS, BOLD, SERIF, ITALIC = "helv", "hebo", "tiro", "tiit"
DATE = "D:20260115090000Z"

Part = tuple[str, str | Sequence[Sequence[str]]]
"""What kind of part, and its text: h1, h2, p, li, or a table's rows."""

CONTENTS: Sequence[tuple[str, Sequence[Part]]] = (
    (
        "1 The year in brief",
        (
            (
                "p",
                "Merrowdale Libraries runs nine branch libraries and one mobile library for the 148,000 people of the "
                "Merrow valley. In 2025 the network was visited 1,062,400 times, 6.8 per cent more than in 2024, and "
                "lent 913,250 items. It was the first year since 2019 in which visits passed one million.",
            ),
            (
                "p",
                "The reopening of the Tollgate branch on 14 March 2025 was the main reason for the growth. The branch "
                "had been closed for nineteen months while its roof was replaced and its ground floor made step-free. "
                "Since it opened again it has drawn 21,300 visits a month, almost twice as many as before the works.",
            ),
            (
                "p",
                "Not everything went well. A burst pipe closed the Saltmarket branch from 3 to 29 November and "
                "destroyed 4,180 books, most of them from the local history collection. The mobile library was off the "
                "road for eleven weeks because a part for its wheelchair lift could not be had.",
            ),
            ("h2", "1.1 What we set out to do"),
            (
                "p",
                "The plan for 2025 had three aims: to reopen Tollgate, to end fines for late returns, and to bring "
                "opening hours back to what they were before 2020. The first two were met. Opening hours reached 92 "
                "per cent of their earlier level; two branches still close on Mondays for want of staff.",
            ),
        ),
    ),
    (
        "2 People and places",
        (
            ("h2", "2.1 Visits and loans by branch"),
            (
                "p",
                "Visits rose at six of the nine branches. Saltmarket lost most, because of the flood, and the mobile "
                "library lost a fifth of its stops. Loans of children's books grew by 11 per cent and are now 41 per "
                "cent of all loans.",
            ),
            (
                "table",
                (
                    ("Branch", "Visits 2024", "Visits 2025", "Loans 2025", "Hours a week"),
                    ("Central", "318,900", "327,450", "286,300", "58"),
                    ("Tollgate", "0", "202,600", "121,900", "46"),
                    ("Saltmarket", "171,200", "139,800", "108,750", "44"),
                    ("Ashby Road", "128,400", "131,050", "117,200", "40"),
                    ("Quarry Hill", "92,300", "95,900", "88,400", "36"),
                    ("Five other points", "283,900", "165,600", "190,700", "112"),
                    ("All", "994,700", "1,062,400", "913,250", "336"),
                ),
            ),
            (
                "p",
                "The five other points are the branches at Lower Merrow, Pennyfold, Station Yard and Weir Lane, and the "
                "mobile library. Temporary desks that stood in for Tollgate in 2024 are counted among them.",
            ),
            ("h2", "2.2 Staff and volunteers"),
            (
                "p",
                "At the end of the year the network employed 86 people, the equivalent of 64.5 full-time posts. Nine "
                "left and twelve joined. Averil Stanhope became head librarian on 1 June 2025 after Joseph Adeyemi "
                "retired; he had led the service for twenty-two years.",
            ),
            (
                "p",
                "Two hundred and seventeen volunteers gave 14,300 hours. They ran reading groups, delivered books to "
                "340 people who cannot leave their homes, and after the flood dried and sorted more than two thousand "
                "damaged volumes in nine days.",
            ),
        ),
    ),
    (
        "3 Money",
        (
            (
                "p",
                "The network spent 4.92 million crowns in 2025 and received 4.87 million. The shortfall of 50,000 crowns "
                "was met from reserves, which stood at 610,000 crowns on 31 December.",
            ),
            (
                "table",
                (
                    ("Thousand crowns", "2024", "2025"),
                    ("Grant from the valley council", "3,980", "4,120"),
                    ("Grants for building works", "610", "395"),
                    ("Hire of rooms and events", "148", "206"),
                    ("Fines and fees", "131", "22"),
                    ("Gifts", "94", "127"),
                    ("Income", "4,963", "4,870"),
                    ("Staff", "2,870", "3,015"),
                    ("Buildings and energy", "1,120", "1,034"),
                    ("Books and media", "520", "548"),
                    ("Computers and networks", "240", "253"),
                    ("Other", "75", "70"),
                    ("Spending", "4,825", "4,920"),
                ),
            ),
            ("h2", "3.1 The end of fines"),
            (
                "p",
                "Fines for late returns ended on 1 February 2025. They had brought in 109,000 crowns in 2024, of which "
                "38,000 went into collecting them. Late returns did not become more frequent: 7.1 per cent of loans "
                "came back late, against 7.4 per cent in the year before. About 3,900 people whose cards had been "
                "blocked because of unpaid fines borrowed again.",
            ),
            ("h2", "3.2 Energy"),
            (
                "p",
                "Heat pumps at Central and Quarry Hill cut the use of gas by 37 per cent. Energy cost 286,000 crowns, "
                "64,000 less than in 2024. Solar panels on the Tollgate roof supply a third of that branch's "
                "electricity.",
            ),
        ),
    ),
    (
        "4 What comes next",
        (
            ("p", "The board has agreed on four priorities for 2026:"),
            ("li", "replace the local history collection lost at Saltmarket, with 180,000 crowns from the insurer"),
            ("li", "open every branch on Mondays again by September, which needs five more staff"),
            ("li", "buy a new mobile library, electric and with two lifts, for at most 240,000 crowns"),
            ("li", "lend laptops and internet sticks for up to four weeks at all branches"),
            ("h2", "4.1 Risks"),
            (
                "p",
                "The largest risk is the council's grant, which is agreed for one year at a time; a cut of five per cent "
                "would close two branches. The second is the age of the pipes at Saltmarket and Weir Lane, which were "
                "laid in 1962. Work on both is planned for the summer of 2026 and is not yet paid for.",
            ),
            ("h2", "4.2 Thanks"),
            (
                "p",
                "The board thanks the staff, the volunteers, the Friends of Merrowdale Libraries, and the fire brigade, "
                "which pumped out the Saltmarket cellar in a single night. Comments on this report are welcome at "
                "Merrowdale Libraries, 2 Exchange Street, Merrow.",
            ),
        ),
    ),
)


class Writer:
    """Sets parts on pages, one below the other, and remembers where headings stand."""

    def __init__(self) -> None:
        self.document = pymupdf.open()
        self.headings: list[tuple[int, str, int, float]] = []
        """Level, title, page from 1, height on the page."""
        self._y = BOTTOM

    def new_page(self) -> None:
        self.document.new_page(width=WIDTH, height=HEIGHT)
        self._y = TOP

    @property
    def page(self) -> pymupdf.Page:
        return self.document[-1]

    def heading(self, title: str, level: int) -> None:
        size = 17.0 if level == 1 else 12.5
        self._room(size * 4)
        self._y += 0 if self._y == TOP else 0.8 * size
        self.headings.append((level, title, self.document.page_count, self._y - size))
        self.text(title, size=size, font=BOLD, after=0.9)

    def text(
        self, text: str, *, size: float = 11.0, font: str = SERIF, indent: float = 0.0, after: float = 0.8
    ) -> None:
        """A paragraph, broken into lines; `after` is the white space below it in heights of a line."""
        for line in _lines(text, RIGHT - LEFT - indent, font, size):
            self._room(size)
            self.page.insert_text((LEFT + indent, self._y), line, fontsize=size, fontname=font)
            self._y += 1.35 * size
        self._y += after * size

    def item(self, text: str) -> None:
        self._room(11.0)
        self.page.insert_text((LEFT + 8, self._y), "\u00b7", fontsize=11, fontname=SERIF)
        self.text(text, indent=22, after=0.2)

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """A table with a head, rules below head and last row, words to the left and figures to the right."""
        step, first = 17.0, 170.0
        self._room(step * len(rows))
        width = (RIGHT - LEFT - first) / (len(rows[0]) - 1)
        for number, row in enumerate(rows):
            font = BOLD if number in (0, len(rows) - 1) else SANS
            for column, cell in enumerate(row):
                x = LEFT if column == 0 else LEFT + first + width * column - _width(cell, font, 9.5)
                self.page.insert_text((x, self._y), cell, fontsize=9.5, fontname=font)
            if number in (0, len(rows) - 2):
                self.page.draw_line((LEFT, self._y + 5), (RIGHT, self._y + 5), width=0.6)
            self._y += step
        self._y += 14

    def _room(self, height: float) -> None:
        if self._y + height > BOTTOM:
            self.new_page()


def _width(text: str, font: str, size: float) -> float:
    return float(pymupdf.get_text_length(text, font, size))


def _lines(text: str, width: float, font: str, size: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(longer, font, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def make() -> pymupdf.Document:
    writer = Writer()
    _cover(writer)
    writer.new_page()
    for title, parts in CONTENTS:
        writer.new_page()
        writer.heading(title, 1)
        for part in parts:
            _write(writer, part)
    _contents(writer)
    _furnish(writer.document)
    _describe(writer)
    return writer.document


def _write(writer: Writer, part: Part) -> None:
    kind, content = part
    if not isinstance(content, str):
        writer.table(content)
    elif kind == "h2":
        writer.heading(content, 2)
    elif kind == "li":
        writer.item(content)
    else:
        writer.text(content)


def _cover(writer: Writer) -> None:
    writer.new_page()
    page = writer.page
    page.draw_rect((0, 0, WIDTH, 250), color=None, fill=(0.16, 0.30, 0.36))
    page.insert_text((LEFT, 170), "Merrowdale Libraries", fontsize=32, fontname=BOLD, color=(1, 1, 1))
    page.insert_text((LEFT, 212), "Annual Report 2025", fontsize=22, fontname=SANS, color=(1, 1, 1))
    page.insert_text((LEFT, 330), "For the year from 1 January to 31 December 2025", fontsize=12, fontname=SERIF)
    page.insert_text((LEFT, 350), "Approved by the board on 15 January 2026", fontsize=12, fontname=SERIF)
    page.insert_text((LEFT, 740), "A sample document: the organisation is made up.", fontsize=10, fontname=ITALIC)


def _contents(writer: Writer) -> None:
    page = writer.document[1]
    page.insert_text((LEFT, TOP), "Contents", fontsize=17, fontname=BOLD)
    for row, (level, title, number, _) in enumerate(writer.headings):
        y = TOP + 36 + 20 * row
        label = str(number - 2)
        page.insert_text((LEFT + 18 * (level - 1), y), title, fontsize=11, fontname=SERIF)
        page.insert_text((RIGHT - _width(label, SERIF, 11), y), label, fontsize=11, fontname=SERIF)


def _furnish(document: pymupdf.Document) -> None:
    """Headers and footers on all pages but the cover."""
    for page in list(document)[1:]:
        label = "ii" if page.number == 1 else str(page.number - 1)
        page.insert_text((LEFT, 52), TITLE, fontsize=9, fontname=ITALIC)
        page.draw_line((LEFT, 58), (RIGHT, 58), width=0.4)
        page.insert_text((RIGHT - _width(label, SANS, 9), 806), label, fontsize=9, fontname=SANS)


def _describe(writer: Writer) -> None:
    document = writer.document
    document.set_toc(
        [
            [level, title, page, {"kind": pymupdf.LINK_GOTO, "page": page - 1, "to": pymupdf.Point(LEFT, y)}]
            for level, title, page, y in writer.headings
        ]
    )
    document.set_page_labels(
        [{"startpage": 0, "style": "r", "firstpagenum": 1}, {"startpage": 2, "style": "D", "firstpagenum": 1}]
    )
    document.set_metadata(
        {
            "title": TITLE,
            "author": "Merrowdale Libraries",
            "subject": "A made-up annual report",
            "creationDate": DATE,
            "modDate": DATE,
        }
    )


def main(target: Path = TARGET) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    document = make()
    document.save(target, garbage=4, deflate=True, use_objstms=1, no_new_id=True)
    print(f"{target.name}: {document.page_count} pages, {target.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
