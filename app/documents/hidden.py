"""Text of a page that nobody who looks at it sees, and that therefore nobody is to be told as if they could: in the colour of its
ground, not drawn at all, under something that was painted over it, too small, beside the page.

What is suspected comes with the text itself: its colour, whether it was drawn, what was painted after it. Only then is the page
drawn and looked at, so that light letters on a dark ground, letters that a picture shows, and a stamp over a line stay what they
are: text. Runs in the worker only.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pymupdf

from app.documents.letters import clean
from app.types import Box, Unseen

Log = Sequence[tuple[str, Box]]
"""What is drawn, in order: `get_bboxlog`."""
Key = tuple[int, int]
"""Number of a block and of a line in it."""

LEGIBLE = 2.0
"""Text lower than this, in points, is there for machines, not for readers."""
_PALE = 170
"""Of 255: darker colours stand out from every paper. A ground of the same dark colour is looked at where something was painted."""
_DRAWN = 16 | 32
"""A span's `char_flags`: filled, stroked."""
_SHEER = 26
"""Of 255: text that covers less than a tenth of what is behind it."""
_ZOOM = 1.0
"""Dots for a point at which a page is looked at: at two it adds 18 instead of 15 % to the extraction of text."""
_SHOWS = 14
"""Of 255, in one colour: less difference than this, a contrast of about 1.1 to 1, nobody reads."""
_ALL = 0.7
"""Share of a place that has the colour of its text where the text does not stand out (chosen): letters that can be read cover some of it, and a line may run across."""
_LETTERS = 12
"""Letters of a page that are worth a word: less is a mark or a leftover."""
_AROUND = ".,;:!?()[]'\"“”‘’«»…"
"""What may stand around a word of letters."""
_LONGEST = 2000
"""Letters that are kept of what is hidden in one way on one page."""
_COVER = 5.0
"""Points: what is lower or narrower covers no line."""
_HIDDEN, _NO_VIEW = 2, 32
"""An annotation's flags."""
_DRAWS = re.compile(rb"/(\S+)\s+Do\b")
_FILLS = re.compile(rb"\b[fFbB]\b")
_CURVES = re.compile(rb"\b[lcvy]\b")
_RECTANGLES = re.compile(rb"(-?[\d.]{1,12})\s+(-?[\d.]{1,12})\s+re\b")
"""Operators of a page's content (ISO 32000-1, annex A)."""
_GROUNDS = frozenset({"fill-path", "fill-image", "fill-shade", "fill-imgmask"})


@dataclass(frozen=True, slots=True)
class _Suspect:
    key: Key
    box: Box
    why: str
    text: str = ""
    colour: tuple[int, int, int] | None = None
    """For text in a colour of its own."""


Shown = tuple[str, tuple[int, int, int] | None, frozenset[Box]]


@dataclass(slots=True)
class Aside:
    """What is taken out of a page's text, by why it cannot be seen. `shown` is what was looked at on the pages before and stands out
    from what is behind it: words, colour, and the places of what is behind them."""

    shown: set[Shown] = field(default_factory=set)
    words: dict[str, list[str]] = field(default_factory=dict)

    def put(self, why: str, words: Iterable[str]) -> None:
        self.words.setdefault(why, []).extend(words)

    @property
    def unseen(self) -> tuple[Unseen, ...]:
        """What is worth a word."""
        told = []
        for why, words in self.words.items():
            cleaned = [word for word in map(clean, words) if word]
            if _says_something(cleaned):
                told.append(Unseen(why, " ".join(cleaned)[:_LONGEST]))
        return tuple(told)


def _says_something(words: Sequence[str]) -> bool:
    """Whether these are words of a language, not the numbers and names that programs leave for other programs."""
    letters = sum(len(word) for word in words if word.strip(_AROUND).isalpha())
    return letters >= _LETTERS and 2 * letters > sum(map(len, words))


def places(page: pymupdf.Page, content: Mapping[str, Any], shown: set[Shown]) -> dict[Key, list[tuple[Box, str]]]:
    """Where on the page, as drawn, text stands that cannot be seen, and why, by block and line; `content` is `extractDICT` of it, `shown`
    is as `Aside` has it and grows."""
    suspects = list(_by_look(content))
    if sum(len(one.text.strip()) for one in suspects) < _LETTERS:
        suspects = []  # the number of a page, white in a coloured corner
    late = _paints_late(page)
    if not suspects and not late:
        return {}
    log = page.get_bboxlog()
    if any(one.why == "not drawn" for one in suspects):
        suspects = _without_scanned(page, suspects)
    behind = [(one, _behind(one, log)) for one in suspects]
    proven = [one for one, grounds in behind if not grounds and _is_paper(one)]
    rest = {
        one: grounds for one, grounds in behind if one not in proven and (one.text, one.colour, grounds) not in shown
    }
    rest |= dict.fromkeys(_painted_over(content, log) if late else (), frozenset())
    unseen = _not_shown(page, list(rest)) if rest else []
    shown.update((one.text, one.colour, grounds) for one, grounds in rest.items() if grounds and one not in unseen)
    found: dict[Key, list[tuple[Box, str]]] = {}
    for one in [*proven, *unseen]:
        found.setdefault(one.key, []).append((one.box, one.why))
    return found


def without(
    words: Iterable[tuple[Any, ...]], there: Mapping[Key, Sequence[tuple[Box, str]]], aside: Aside
) -> Iterator[tuple[Any, ...]]:
    """`extractWORDS` without the words that stand at these places, which are put aside."""
    for word in words:
        if there and (reason := _why(word[:4], there.get(word[5:7], ()))) is not None:
            aside.put(reason, [word[4]])
        else:
            yield word


def _why(box: Box, there: Sequence[tuple[Box, str]]) -> str | None:
    """Why the word in `box` cannot be seen; None if it can."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return next((said for (x0, y0, x1, y1), said in there if x0 <= x <= x1 and y0 <= y <= y1), None)


def is_hidden(page: pymupdf.Page, widget: pymupdf.Widget) -> bool:
    """Whether a field of a form is neither shown nor printed (ISO 32000-1, 12.5.3)."""
    kind, flags = page.parent.xref_get_key(widget.xref, "F")
    return kind == "int" and bool(int(flags) & (_HIDDEN | _NO_VIEW))


def _by_look(content: Mapping[str, Any]) -> Iterator[_Suspect]:
    for block in content["blocks"]:
        for number, line in enumerate(block.get("lines", ())):
            for span in line["spans"]:
                if span["color"] or span["alpha"] < _SHEER:
                    suspect = _looked_at((block["number"], number), span)
                    if suspect is not None:
                        yield suspect


def _looked_at(key: Key, span: Mapping[str, Any]) -> _Suspect | None:
    if span["size"] < LEGIBLE or span["text"].isspace():
        return None
    if span["alpha"] < _SHEER or not span["char_flags"] & _DRAWN:
        return _Suspect(key, span["bbox"], "not drawn", span["text"])
    colour = (span["color"] >> 16, span["color"] >> 8 & 255, span["color"] & 255)
    return _Suspect(key, span["bbox"], "colour", span["text"], colour) if min(colour) >= _PALE else None


def _without_scanned(page: pymupdf.Page, suspects: Sequence[_Suspect]) -> list[_Suspect]:
    """Without the letters that lie on a picture, unseen, so that a scan can be searched."""
    pictures = [pymupdf.Rect(one["bbox"]) for one in page.get_image_info()]
    return [
        one
        for one in suspects
        if one.why != "not drawn" or not any(picture.contains(_middle(one.box)) for picture in pictures)
    ]


def _middle(box: Box) -> pymupdf.Point:
    return pymupdf.Point((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)


def _paints_late(page: pymupdf.Page) -> bool:
    """Whether something is painted when all of the page's text is there. To look at what is painted between two texts would take a
    quarter of the time of reading."""
    raw = page.read_contents()
    rest = raw[raw.rfind(b"ET") + 2 :]
    named = set(_DRAWS.findall(rest))
    if named and named & {image[7].encode() for image in page.get_images()}:
        return True
    return bool(_FILLS.search(rest)) and (bool(_CURVES.search(rest)) or any(map(_is_tall, _RECTANGLES.finditer(rest))))


def _is_tall(match: re.Match[bytes]) -> bool:
    """Whether a rectangle is more than a rule; its numbers are in units that may not be points."""
    width, height = abs(float(match[1])), abs(float(match[2]))
    return min(width, height) > 0.01 * max(width, height)


def _is_paper(suspect: _Suspect) -> bool:
    """Whether a text has the colour of paper."""
    return suspect.colour is not None and min(suspect.colour) > 255 - _SHOWS


def _behind(suspect: _Suspect, log: Log) -> frozenset[Box]:
    """The boxes of what is painted where a text stands, to a point."""
    x, y = _middle(suspect.box)
    boxes = (box for kind, box in log if kind in _GROUNDS)
    return frozenset(
        (round(x0), round(y0), round(x1), round(y1)) for x0, y0, x1, y1 in boxes if x0 <= x <= x1 and y0 <= y <= y1
    )


def _painted_over(content: Mapping[str, Any], log: Log) -> list[_Suspect]:
    """Lines that lie within what was painted after the last text. What lies over most of a page covers nothing of it, or is a scan with
    its words beneath."""
    last = max((at for at, (kind, _) in enumerate(log) if kind.endswith("text")), default=len(log))
    covers = [pymupdf.Rect(box) for kind, box in log[last + 1 :] if kind in _GROUNDS and _is_large(box)]
    lines = [
        ((block["number"], number), line["bbox"])
        for block in (content["blocks"] if covers else ())
        for number, line in enumerate(block.get("lines", ()))
    ]
    found = [_Suspect(key, box, "covered") for key, box in lines if any(cover.contains(_core(box)) for cover in covers)]
    return found if 2 * len(found) < len(lines) else []


def _core(box: Box) -> pymupdf.Rect:
    """Where a line has its letters."""
    x0, y0, x1, y1 = box
    return pymupdf.Rect(x0 + 1, y0 + 0.3 * (y1 - y0), x1 - 1, y1 - 0.3 * (y1 - y0))


def _is_large(box: Box) -> bool:
    return box[2] - box[0] > _COVER and box[3] - box[1] > _COVER


def _not_shown(page: pymupdf.Page, suspects: Sequence[_Suspect]) -> list[_Suspect]:
    """Those of which the drawn page shows nothing."""
    turned = [pymupdf.Rect(one.box) * page.rotation_matrix for one in suspects]
    clip = pymupdf.Rect(turned[0])
    for box in turned:
        clip |= box
    zoom = pymupdf.Matrix(_ZOOM, _ZOOM)
    picture = page.get_pixmap(matrix=zoom, colorspace=pymupdf.csRGB, alpha=False, clip=clip)
    return [one for one, box in zip(suspects, turned, strict=True) if not _shows(picture, box * zoom, one)]


def _shows(picture: pymupdf.Pixmap, place: pymupdf.Rect, suspect: _Suspect) -> bool:
    """Whether something stands out at the place that may be the text."""
    area = place.irect & picture.irect
    if area.is_empty:
        return True  # it is off the page, which is told by its words
    if _range(picture, area) < _SHOWS:
        return False
    if suspect.colour is None:
        return True
    share, most = picture.color_topusage(clip=area)
    near = all(abs(one - other) < _SHOWS for one, other in zip(most, suspect.colour, strict=False))
    return not (near and share > _ALL)


def _range(picture: pymupdf.Pixmap, area: pymupdf.IRect) -> int:
    """The largest difference between two dots in one of the three colours."""
    samples, stride = picture.samples_mv, picture.stride
    low, high = [255] * 3, [0] * 3
    left, right = 3 * (area.x0 - picture.x), 3 * (area.x1 - picture.x)
    for y in range(area.y0 - picture.y, area.y1 - picture.y):
        row = bytes(samples[y * stride + left : y * stride + right])
        for colour in range(3):
            dots = row[colour::3]
            low[colour], high[colour] = min(low[colour], min(dots)), max(high[colour], max(dots))
    return max(top - bottom for top, bottom in zip(high, low, strict=True))
