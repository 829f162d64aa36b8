"""A page of PyMuPDF becomes fragments: words with boxes, cleaned, with the look of their line. Runs in the worker only."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import pymupdf

from app.documents import hidden, initials, leftward, raised
from app.documents.fragments import Fragment, Word
from app.documents.letters import HYPHENS, breaks, clean
from app.types import Box

_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_PRESERVE_LIGATURES
_BOLD = 16
_WIDE_GAP = 1.8
"""A gap between words of so many times the font's size ends a fragment: justified lines stay below it."""

Turn = int
"""How text runs on the page as shown: 0 to the right, 1 down, 2 upside down, 3 up."""


def fragments_of(page: pymupdf.Page, aside: hidden.Aside) -> tuple[list[Fragment], list[Fragment]]:
    """The page's fragments: those in the direction in which most of the text runs, and the rest. What nobody sees is put `aside`."""
    text_page = page.get_textpage(flags=_FLAGS, clip=pymupdf.INFINITE_RECT())
    turned = page.rotation_matrix if page.rotation else None
    width, height = page.rect.width, page.rect.height
    content = text_page.extractDICT()
    looks = _looks(content, turned)
    seen = hidden.without(text_page.extractWORDS(), hidden.places(page, content, aside.shown), aside)
    found: dict[Turn, list[Fragment]] = defaultdict(list)
    for key, words in _by_line(seen, width, height, turned, aside).items():
        turn, size, bold, marks = looks.get(key, (0, 10.0, False, ()))
        if size < hidden.LEGIBLE:
            aside.put("tiny", (word for word, _ in words))
            continue
        if marks:
            words = raised.told_apart(words, marks)
        if any(map(leftward.runs_left, [word for word, _ in words])):
            words = leftward.put_together(words, size)
        found[turn].extend(split(words, turn, size, bold=bold, width=width, height=height))
    if not found:
        return [], []
    main = max(found, key=lambda turn: sum(len(f.words) for f in found[turn]))
    return initials.joined(_without_doubles(found.pop(main))), [f for rest in found.values() for f in rest]


Look = tuple[Turn, float, bool, tuple[tuple[str, Box], ...]]
"""Direction, size and boldness of a line, and its raised figures with their boxes."""


def _looks(content: dict[str, Any], turned: pymupdf.Matrix | None) -> dict[tuple[int, int], Look]:
    """The look of each line, by block and line number."""
    looks = {}
    for block in content["blocks"]:
        for number, line in enumerate(block.get("lines", ())):
            longest, bold = None, True
            for span in line["spans"]:
                text = span["text"]
                if not text.isspace():
                    bold = bold and bool(span["flags"] & _BOLD)
                    if longest is None or len(text) > len(longest["text"]):
                        longest = span
            if longest is not None:
                marks = raised.marks(line, longest)
                if turned is not None:
                    marks = tuple((text, tuple(pymupdf.Rect(box) * turned)) for text, box in marks)
                looks[block["number"], number] = (_turn(line["dir"], turned), longest["size"], bold, marks)
    return looks


def _turn(direction: tuple[float, float], turned: pymupdf.Matrix | None) -> Turn:
    x, y = direction
    if turned is not None:
        x, y = x * turned.a + y * turned.c, x * turned.b + y * turned.d
    if abs(x) >= abs(y):
        return 0 if x >= 0 else 2
    return 1 if y > 0 else 3


def _by_line(
    words: Iterable[tuple[Any, ...]], width: float, height: float, turned: pymupdf.Matrix | None, aside: hidden.Aside
) -> dict[tuple[int, int], list[Word]]:
    """Words as drawn, with boxes on the page as shown, by block and line number; what lies outside the page is put aside."""
    lines: dict[tuple[int, int], list[Word]] = defaultdict(list)
    for x0, y0, x1, y1, word, block, line, _ in words:
        box: Box = (x0, y0, x1, y1)
        if turned is not None:
            box = tuple(pymupdf.Rect(box) * turned)
        if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height:
            box = (max(box[0], 0.0), max(box[1], 0.0), min(box[2], width), min(box[3], height))
        if box[0] < box[2] and box[1] < box[3]:
            lines[block, line].append((word, box))
        else:
            aside.put("outside", [word])
    return lines


def split(words: list[Word], turn: Turn, size: float, *, bold: bool, width: float, height: float) -> list[Fragment]:
    """The fragments of one line: cut where the gap between words is wide."""
    made: list[Fragment] = []
    last: Fragment | None = None
    gap = _WIDE_GAP * size
    for drawn, shown in words:
        word = clean(drawn)
        if not word:
            continue
        x0, y0, x1, y1 = shown if turn == 0 else _upright(shown, turn, width, height)
        if last is not None and x0 - last.x1 < gap and last.x0 - x1 < gap:
            last.take(word, shown, (x0, y0, x1, y1))
        else:
            last = Fragment(x0, y0, x1, y1, size, bold, [(word, shown)])
            made.append(last)
        last.broken = drawn[-1] in HYPHENS and breaks(drawn)
    return made


def _upright(box: Box, turn: Turn, width: float, height: float) -> Box:
    """The box in the coordinates of reading."""
    x0, y0, x1, y1 = box
    if turn == 1:
        return (y0, width - x1, y1, width - x0)
    if turn == 2:
        return (width - x1, height - y1, width - x0, height - y0)
    return (height - y1, x0, height - y0, x1)


def _without_doubles(fragments: list[Fragment]) -> list[Fragment]:
    """Text that is drawn twice at one place, to look bold or for a shadow, counts once."""
    seen: dict[str, list[Fragment]] = defaultdict(list)
    repeated = {text for text, count in Counter(f.text for f in fragments).items() if count > 1}
    if not repeated:
        return fragments
    kept = []
    for fragment in fragments:
        text = fragment.text
        if text in repeated and any(_same_place(fragment, other) for other in seen[text]):
            continue
        seen[text].append(fragment)
        kept.append(fragment)
    return kept


def _same_place(one: Fragment, other: Fragment) -> bool:
    near = 0.25 * one.size
    return abs(one.x0 - other.x0) < near and abs(one.y0 - other.y0) < near


def widget_fragments(page: pymupdf.Page, fragments: list[Fragment], aside: hidden.Aside) -> list[Fragment]:
    """The fragments with the fields of a form made readable: a box to tick reads [x] or [ ], and a value whose picture is
    missing from the page is put where it belongs. A blank field stays blank, and one that is not shown is put aside."""
    for widget in page.widgets():
        if hidden.is_hidden(page, widget):
            aside.put("field", str(widget.field_value or "").split())
            continue
        box: Box = tuple(widget.rect * page.rotation_matrix)
        if not _shows(page, box):
            aside.put("outside", str(widget.field_value or "").split())
            continue
        if widget.field_type in {pymupdf.PDF_WIDGET_TYPE_CHECKBOX, pymupdf.PDF_WIDGET_TYPE_RADIOBUTTON}:
            fragments = [f for f in fragments if not _inside(f, box)]
            on = str(widget.field_value) not in {"Off", "False", "None", ""}
            fragments.append(_field("[x]" if on else "[ ]", box))
        elif widget.field_type != pymupdf.PDF_WIDGET_TYPE_BUTTON and not any(_touches(f, box) for f in fragments):
            value = clean(str(widget.field_value or ""))
            fragments.extend([_field(value, box)] if value else [])
    return fragments


def _shows(page: pymupdf.Page, box: Box) -> bool:
    """Whether the middle of a box lies on the page."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return bool(0 <= x <= page.rect.width and 0 <= y <= page.rect.height)


def _field(text: str, box: Box) -> Fragment:
    return Fragment(*box, size=10.0, bold=False, words=[(word, box) for word in _words(text)])


def _words(text: str) -> list[str]:
    return [text] if text == "[ ]" else text.split()


def _inside(fragment: Fragment, box: Box) -> bool:
    x, y = (fragment.x0 + fragment.x1) / 2, fragment.middle
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _touches(fragment: Fragment, box: Box) -> bool:
    return fragment.x0 < box[2] and box[0] < fragment.x1 and fragment.y0 < box[3] and box[1] < fragment.y1
