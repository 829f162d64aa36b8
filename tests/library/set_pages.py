"""PDFs set for the tests of citations: the ways in which a page can hide where its words stand."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pymupdf

from app.documents import glyphs

LEFT = 72.0
SIZE = 11.0
LEAD = 15.0


def save(document: pymupdf.Document, folder: Path, name: str = "set.pdf") -> Path:
    path = folder / name
    document.save(path, garbage=3, deflate=True)
    document.close()
    return path


def lines(page: pymupdf.Page, rows: Iterable[str], *, x: float = LEFT, y: float = 100.0, font: str = "helv") -> float:
    """Set rows one below the other; gives where the next one would stand."""
    for row in rows:
        page.insert_text((x, y), row, fontsize=SIZE, fontname=font)
        y += LEAD
    return y


def width(text: str, size: float = SIZE) -> float:
    return float(pymupdf.get_text_length(text, "helv", size))


def over_a_page_break(folder: Path) -> Path:
    """The sentence about the notice period begins at the foot of page 1 and ends at the head of page 2; both pages have a
    header and a number."""
    document = pymupdf.open()
    parts = (
        [f"The harbour office keeps book number {n} of the moorings in the old tower." for n in range(1, 12)]
        + ["The notice period for a mooring in the inner basin is"],
        ["six months to the end of a quarter. Moorings at the outer", "mole are let by the week and need no notice."],
    )
    for number, rows in enumerate(parts, 1):
        page = document.new_page()
        page.insert_text((LEFT, 40), "Harbour rules of Tolvik", fontsize=8)
        lines(page, rows)
        page.insert_text((290, 810), str(number), fontsize=8)
    return save(document, folder)


def over_two_columns(folder: Path) -> Path:
    """The sentence about the crane begins at the foot of the left column and ends at the head of the right one."""
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((LEFT, 70), "Report of the harbour master on the year", fontsize=16)
    left = [
        "the pilots counted more boats than ever",
        "before, and the basin was dredged twice",
        "in the spring without any great trouble.",
        "Ice closed the northern entrance for a",
        "week. The old crane on the quay has",
    ]
    right = [
        "lifted 4,120 tonnes of timber and was sold",
        "to a yard in Brevik. Nobody was hurt in",
        "the year, which the board was glad to see",
        "after the accidents of the year before, and",
        "the new crane stands on the outer mole.",
    ]
    lines(page, left)
    lines(page, right, x=320)
    return save(document, folder)


def in_a_cell(folder: Path) -> Path:
    """A table of three columns whose middle cells take two lines."""
    document = pymupdf.open()
    page = document.new_page()
    rows = [
        ("Boat", "Work of the year", "Cost"),
        ("Marigold", "New engine", "41,900"),
        ("Petrel", "Hull scraped", "12,350"),
        ("Heron", "Two new sails", "7,480"),
    ]
    for row, cells in enumerate(rows):
        for x, cell in zip((LEFT, 200.0, 400.0), cells, strict=True):
            page.insert_text((x, 100 + 18 * row), cell, fontsize=10, fontname="hebo" if row == 0 else "helv")
    return save(document, folder)


def with_footnotes(folder: Path) -> Path:
    """Marks of footnotes behind a figure and behind a word, and a power."""
    document = pymupdf.open()
    page = document.new_page()
    raised(page, 100, [("The ferry carried 412,906", 0), ("3", 1), (" passengers in the year.", 0)])
    raised(page, 115, [("Its mail boat", 0), ("4", 1), (" earned 88,300 crowns before it was sold.", 0)])
    raised(page, 130, [("The tank holds 2 x 10", 0), ("6", 1), (" litres of oil.", 0)])
    raised(page, 700, [("3", 1), ("Children under six are not counted.", 0)])
    return save(document, folder)


def raised(page: pymupdf.Page, y: float, parts: Sequence[tuple[str, int]]) -> None:
    x = LEFT
    for text, up in parts:
        size = 6.5 if up else SIZE
        page.insert_text((x, y - 4 * up), text, fontsize=size)
        x += width(text, size)


def letter_by_letter(folder: Path, *, apart: float = 0.0) -> Path:
    """Each letter is a text operation of its own, `apart` points wider than the font has it."""
    document = pymupdf.open()
    page = document.new_page()
    for row, text in enumerate(
        (
            "The quay is two hundred metres long.",
            "The crane lifts 45 tonnes at low wind.",
            "Each lift costs 310 crowns.",
        )
    ):
        x = LEFT
        for letter in text:
            page.insert_text((x, 100 + LEAD * row), letter, fontsize=SIZE)
            x += width(letter) + apart * (2 if letter == " " else 1)
    return save(document, folder)


def justified(folder: Path) -> Path:
    """A paragraph whose lines all end at one edge, one of them with gaps of more than a size."""
    document = pymupdf.open()
    page = document.new_page()
    rows = (
        "The board may raise the toll for any boat that is",
        "longer than nine metres, though only once in two",
        "years. Extraordinarily heavy lighters in tow",
        "pay 850 crowns for each passage, and boats of the",
        "pilots pay nothing at all in any part of the year.",
    )
    for row, text in enumerate(rows):
        words = text.split()
        gap = (width(rows[0]) + 12 - sum(map(width, words))) / (len(words) - 1)
        x = LEFT
        for word in words:
            page.insert_text((x, 100 + LEAD * row), word, fontsize=SIZE)
            x += width(word) + gap
    return save(document, folder)


def with_an_initial(folder: Path) -> Path:
    """The first letter of the first sentence stands over three lines."""
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((LEFT, 130), "T", fontsize=55, fontname="tibo")
    beside = (
        "he harbour was closed for eleven days",
        "in the spring, when the ice came back.",
        "Nobody had seen it so late in a year.",
    )
    y = lines(page, beside, x=112, font="tiro")
    lines(
        page,
        ("The pilots earned 412 crowns a day for towing,", "which was more than they had asked for."),
        y=y,
        font="tiro",
    )
    return save(document, folder)


def in_chinese(folder: Path) -> Path:
    document = pymupdf.open()
    page = document.new_page()
    text = (
        "<p>全年鲜叶产量一千二百四十吨，比上年减少。夏季高温使白茶品质下降。秋茶以手工采摘为主，共有35名工人参加。</p>"
        "<p>茶園の面積は百二十ヘクタールです。収穫は四月に始まります。新茶は六月に売られます。</p>"
    )
    page.insert_htmlbox((50, 50, 300, 400), text)
    return save(document, folder)


def in_hebrew(folder: Path) -> Path:
    document = pymupdf.open()
    text = "האולם הגדול מושכר לערב. יש לשלם מקדמה של 30 אחוזים. הציוד נמצא במרתף של הבניין הישן ליד הנמל."
    document.new_page().insert_htmlbox((50, 50, 400, 200), f"<p dir='rtl'>{text}</p>")
    return save(document, folder)


def in_arabic(folder: Path) -> Path:
    document = pymupdf.open()
    text = "بلغ الإنتاج السنوي 1240 طنا. انخفضت جودة الشاي في الصيف. يبدأ القطاف في مارس."
    document.new_page().insert_htmlbox((50, 50, 400, 200), f"<p dir='rtl'>{text}</p>")
    glyphs.explain(document)
    return save(document, folder)


def with_compounds(folder: Path) -> Path:
    """A document that breaks no words: 'high-pressure' ends a line at its own hyphen and stands in another, too, and
    'cabinet-level' stands at the end of a line only."""
    document = pymupdf.open()
    page = document.new_page()
    rows = [f"The committee heard report number {n} and thanked those who had written it." for n in range(1, 20)]
    rows[12:12] = [
        "The new office for the coast was given a seat at the cabinet-",
        "level meetings of the government in 1977.",
    ]
    rows[4:4] = ["The boats of the office have a boiler for high-", "pressure steam. A high-pressure boiler is costly."]
    lines(page, rows, y=80)
    return save(document, folder)


def with_broken_words(folder: Path, hyphen: str = "-") -> Path:
    """A document that breaks words: 'comprehensive' stands broken and whole."""
    document = pymupdf.open()
    page = document.new_page()
    rows = (
        f"The harbour board asked for a compre{hyphen}",
        "hensive survey of the quay, which cost 9,300 crowns.",
        f"A survey is comprehensive if it is under{hyphen}",
        "taken by two divers in clear water.",
    )
    lines(page, rows)
    return save(document, folder)


def with_ligatures(folder: Path, *, lost: bool = False) -> Path:
    """'fi' and 'ffi' are one glyph each; with `lost` the font does not say which letters they are."""
    document = pymupdf.open()
    page = document.new_page()
    page.insert_font(fontname="F0", fontbuffer=pymupdf.Font("tiro").buffer)
    rows = (
        "The of\ufb01ce pays a bene\ufb01t of 640 crowns.",
        "It was de\ufb01ned in the \ufb01nal speci\ufb01cation.",
        "The \ufb01shing \ufb02eet is a di\ufb00erent matter.",
    )
    for row, text in enumerate(rows):
        page.insert_text((LEFT, 100 + LEAD * row), text, fontsize=SIZE, fontname="F0")
    if lost:
        for font in page.get_fonts():
            _forget(document, int(document.xref_get_key(font[0], "ToUnicode")[1].split()[0]))
    return save(document, folder)


def _forget(document: pymupdf.Document, table: int) -> None:
    """Take the ligatures out of a font's table of characters."""
    rows = document.xref_stream(table).decode("latin-1").splitlines()
    document.update_stream(table, "\n".join(row for row in rows if "<fb0" not in row).encode("latin-1"))
