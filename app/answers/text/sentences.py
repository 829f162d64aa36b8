"""A text cut into the units that a statement or its support consists of: sentences, list items, table rows.

Text from a PDF breaks lines inside sentences, so one newline joins and a blank line, a bullet or a table row separates.
"""

import itertools
import re

Range = tuple[int, int]

_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "no",
        "nos",
        "art",
        "arts",
        "sec",
        "fig",
        "figs",
        "vol",
        "ch",
        "pp",
        "p",
        "eq",
        "ref",
        "refs",
        "approx",
        "ca",
        "cf",
        "e.g",
        "i.e",
        "eg",
        "ie",
        "etc",
        "vs",
        "inc",
        "ltd",
        "co",
        "corp",
        "dept",
        "est",
        "gen",
        "gov",
        "hon",
        "jr",
        "sr",
        "rev",
        "u.s",
        "u.k",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "abs",
        "nr",
        "z.b",
        "bzw",
        "d.h",
        "usw",
    ]
)
_END = re.compile(r"[.!?…؟۔।]+[\"'”’)\]»]*(?:\^\d{1,3}(?:,\d{1,3})*)?(?=\s|$)|[。！？｡]+[」』”’）)】》]*")
"""Chinese and Japanese put no space behind a sentence. The mark of a footnote may follow ('.^3')."""
_BREAK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-•*◦▪–‣●○]|\d{1,3}[.)]|\([a-z0-9]{1,3}\))\s)")
_DAY = re.compile(r"\b\d{1,2}\.$")
_MONTH = re.compile(
    r"(?:Jan|Jän|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[a-zä]*\b",
)
"""'bis zum 31. August' goes on."""
_LINE = 25
"""Characters. What breaks off a sentence at the end of a column or page is a line of running text, no item of a list."""
_LONGEST = 420
"""Characters. A longer unit is no sentence but lines without stops: labels, captions, a table that was not recognised."""


def sentences(text: str) -> list[Range]:
    """Ranges of `text`, in order, none empty, that leave out only white space."""
    found: list[Range] = []
    for start, end in _blocks(text):
        found.extend(_in_block(text, start, end))
    return [trimmed for trimmed in (_trim(text, *unit) for unit in found) if trimmed[0] < trimmed[1]]


def _blocks(text: str) -> list[Range]:
    cuts = [0, *(m.end() for m in _BREAK.finditer(text) if not _runs_on(text, m)), len(text)]
    blocks = []
    for start, end in itertools.pairwise(cuts):
        if " | " in text[start:end]:
            blocks.extend(_lines(text, start, end))
        else:
            blocks.append((start, end))
    return blocks


def _runs_on(text: str, gap: re.Match[str]) -> bool:
    """Whether a sentence goes on behind a blank line, where a column ends: no stop before, a small letter behind."""
    line = text[text.rfind("\n", 0, gap.start()) + 1 : gap.start()].rstrip()
    if len(line) < _LINE or " | " in line or not (line[-1].isalpha() or line[-1] in ",;"):
        return False
    return text[gap.end() : gap.end() + 1].islower()


def _in_block(text: str, start: int, end: int) -> list[Range]:
    if " | " in text[start:end] and end - start <= _LONGEST:
        return [(start, end)]
    units, begin = [], start
    for match in _END.finditer(text, start, end):
        if _ends_sentence(text, match):
            units.append((begin, match.end()))
            begin = match.end()
    units.append((begin, end))
    return [piece for unit in units for piece in _shortened(text, *unit)]


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    following = text[match.end() : match.end() + 40].lstrip()
    if following and (following[0].islower() or following[0] in ",;)"):
        return False
    if match.group()[0] != ".":
        return True
    if _DAY.search(text, max(0, match.start() - 3), match.end()) and _MONTH.match(following):
        return False
    word = re.search(r"[\w.]*$", text[max(0, match.start() - 12) : match.start()])
    last = word.group().lower() if word else ""
    is_unit = re.search(r"\d\s?\w$", text[max(0, match.start() - 3) : match.start()]) is not None
    is_initial = len(last) == 1 and last.isalpha() and not is_unit
    is_list_number = last.isdigit() and not following
    return not (last in _ABBREVIATIONS or is_initial or is_list_number)


def _shortened(text: str, start: int, end: int) -> list[Range]:
    return [(start, end)] if end - start <= _LONGEST else _lines(text, start, end)


def _lines(text: str, start: int, end: int) -> list[Range]:
    lines, begin = [], start
    while begin < end:
        newline = text.find("\n", begin, end)
        stop = end if newline < 0 else newline + 1
        lines.append((begin, stop))
        begin = stop
    return lines


def _trim(text: str, start: int, end: int) -> Range:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
