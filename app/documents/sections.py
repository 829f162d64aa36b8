"""Sections: from the PDF's outline, else from headings that the layout shows, else the whole document as one."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.documents.fragments import Entry, Line
from app.types import Page, Section

_NUMBER = re.compile(r"(?:chapter|part|section|appendix|annex|article)?(?:[ivxlc]*|[a-z]?\d*)")
"""What may stand before a title, without spaces and signs: '21', 'iv', 'a3', 'chapter7'."""
_LETTERS = re.compile(r"[\W_]+")
_LEAST_OUTLINE = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading at a place: the sections begin at these."""

    title: str
    level: int
    page: int
    offset: int


def sections_of(
    pages: Sequence[Page], lines: Sequence[Sequence[Line]], outline: Sequence[Entry], title: str
) -> tuple[tuple[Section, ...], bool]:
    """The sections in order, covering all text, and whether they come from the outline. `lines` are each page's lines."""
    if not any(page.text for page in pages):
        return (), False
    marks = [_placed(entry, pages[entry.page - 1], lines[entry.page - 1]) for entry in outline]
    outlined = len({(m.page, m.offset) for m in marks}) >= _LEAST_OUTLINE or (bool(marks) and len(pages) == 1)
    if not outlined:
        marks = headings(pages, lines)
    return _covering(marks, pages, title), outlined


def _placed(entry: Entry, page: Page, lines: Sequence[Line]) -> Mark:
    """The entry where its title stands on its page; else at the height that it points at; else at the page's start."""
    wanted = _plain(entry.title)
    body = [line for line in lines if not _in_margin(line, page)]
    for index, line in enumerate(body):
        if _matches(wanted, page.text, body[index : index + 4]):
            return Mark(entry.title, entry.level, entry.page, line.start)
    below = [line for line in body if entry.top is not None and line.box[3] > entry.top + 1]
    offset = min((line.start for line in below), default=0) if entry.top and entry.top > 0 else 0
    return Mark(entry.title, entry.level, entry.page, offset)


def _matches(wanted: str, text: str, lines: Sequence[Line]) -> bool:
    """Whether the first of `lines`, with some of the next ones, is the title."""
    if not wanted:
        return False
    read = ""
    for line in lines:
        read += _plain(text[line.start : line.end])
        if _is_same_title(read, wanted):
            return True
        if len(read) > len(wanted) + 12:
            return False
    return False


def _is_same_title(one: str, other: str) -> bool:
    """Equal but for a number before one of them."""
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    return bool(shorter) and longer.endswith(shorter) and bool(_NUMBER.fullmatch(longer[: len(longer) - len(shorter)]))


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return _LETTERS.sub("", text).casefold()


def _in_margin(line: Line, page: Page) -> bool:
    return (line.start, line.end) in page.margins


@dataclass(frozen=True, slots=True)
class _Candidate:
    mark: Mark
    look: tuple[float, bool]


def headings(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> list[Mark]:
    """Headings by layout: short blocks that are larger than the body, or bold where the body is not."""
    body = _body_size(pages, lines)
    found: list[_Candidate] = []
    for page, own in zip(pages, lines, strict=True):
        found.extend(_on_page(page, own, body))
    ranks = _ranks(found)
    return [Mark(c.mark.title, ranks[c.look], c.mark.page, c.mark.offset) for c in found if c.look in ranks]


def _body_size(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> float:
    """The size in which most characters are set."""
    sizes: Counter[float] = Counter()
    for page, own in zip(pages, lines, strict=True):
        for line in own:
            if not line.table and not _in_margin(line, page):
                sizes[round(line.size, 1)] += line.end - line.start
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _on_page(page: Page, lines: Sequence[Line], body: float) -> list[_Candidate]:
    found = []
    for block in _blocks([line for line in lines if not _in_margin(line, page)]):
        title = " ".join(page.text[block[0].start : block[-1].end].split())
        larger = block[0].size >= 1.12 * body
        bold = all(line.bold for line in block) and block[0].size >= 0.92 * body
        if (larger or bold) and _reads_as_heading(title, len(block), larger=larger) and not block[0].table:
            look = (round(2 * block[0].size) / 2, bold)
            found.append(_Candidate(Mark(title, 0, page.number, block[0].start), look))
    return found


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    blocks: list[list[Line]] = []
    for line in lines:
        if line.opens or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _reads_as_heading(title: str, lines: int, *, larger: bool) -> bool:
    letters = sum(c.isalpha() for c in title)
    if lines > 3 or not 2 <= letters <= 140 or letters < 0.4 * len(title):
        return False
    return title[-1] not in (".,;" if larger else ".,;:") and " | " not in title


def _ranks(found: Sequence[_Candidate]) -> dict[tuple[float, bool], int]:
    """Looks of headings from the most prominent down, as levels 1 to 4."""
    looks = sorted({c.look for c in found}, reverse=True)
    return {look: min(level, 4) for level, look in enumerate(looks, start=1)}


def _covering(marks: Sequence[Mark], pages: Sequence[Page], title: str) -> tuple[Section, ...]:
    """Sections from the marks in order of place, with one before the first mark if text stands there."""
    begin = (next(page.number for page in pages if page.text), 0)
    ordered = sorted(marks, key=lambda mark: (mark.page, mark.offset))
    if not ordered or _length(pages, begin, (ordered[0].page, ordered[0].offset)) > 4:
        ordered.insert(0, Mark(title, 1, *begin))
    ordered[0] = replace(ordered[0], page=begin[0], offset=0)
    return tuple(_nested(_gathered(ordered, pages), pages))


def _gathered(marks: Sequence[Mark], pages: Sequence[Page]) -> list[Mark]:
    """A heading that is followed by its first sub-heading at once belongs to the sub-heading's text: no section is left
    that is nothing but a heading."""
    gathered = list(marks[:1])
    for mark in marks[1:]:
        above = gathered[-1]
        between = _length(pages, (above.page, above.offset), (mark.page, mark.offset))
        if mark.level > above.level and between <= sum(len(m.title) + 8 for m in gathered if _at(m, above)):
            mark = replace(mark, page=above.page, offset=above.offset)
        gathered.append(mark)
    return gathered


def _at(one: Mark, other: Mark) -> bool:
    return (one.page, one.offset) == (other.page, other.offset)


def _nested(marks: Sequence[Mark], pages: Sequence[Page]) -> Iterator[Section]:
    around: list[Mark] = []
    for index, mark in enumerate(marks):
        while around and around[-1].level >= mark.level:
            around.pop()
        ends = pages[-1].number if index + 1 == len(marks) else _last_page(mark, marks[index + 1], pages)
        yield Section(mark.title, len(around) + 1, mark.page, mark.offset, ends, tuple(m.title for m in around))
        around.append(mark)


def _last_page(mark: Mark, following: Mark, pages: Sequence[Page]) -> int:
    """The page on which the section's last text stands."""
    page = following.page
    while page > mark.page and not _length(
        pages, (page, 0), (page, following.offset if page == following.page else -1)
    ):
        page -= 1
    return page


def _length(pages: Sequence[Page], begin: tuple[int, int], end: tuple[int, int]) -> int:
    """How many characters other than margins stand between two places; the offset -1 is a page's end."""
    total = 0
    for page in pages[begin[0] - 1 : end[0]]:
        start = begin[1] if page.number == begin[0] else 0
        stop = end[1] if page.number == end[0] and end[1] >= 0 else len(page.text)
        margins = sum(max(0, min(b, stop) - max(a, start)) for a, b in page.margins)
        total += max(0, len(page.text[start:stop].strip()) - margins)
    return total


def title_of(metadata: str, pages: Sequence[Page], lines: Sequence[Sequence[Line]], *, stem: str) -> str:
    """The metadata's title if people would call the document so, else the largest text of page 1, else the file's name."""
    title = " ".join(metadata.split())
    if _is_sensible(title, pages[0].text if pages else ""):
        return title
    return _largest_text(pages, lines) or stem


def _is_sensible(title: str, first_page: str) -> bool:
    low = title.casefold()
    if len(title) < 3 or low.startswith(("untitled", "microsoft word -", "microsoft powerpoint -", "document")):
        return False
    if re.search(r"\.[a-z]{2,5}$", low) or not any(c.isalpha() for c in title):
        return False
    return len(title.split()) >= 3 or low in (line.casefold().strip() for line in first_page.split("\n"))


def _largest_text(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> str:
    """The block of the largest size on the first page that has text, if it stands out from the body."""
    index = next((i for i, page in enumerate(pages) if page.text), None)
    if index is None:
        return ""
    page, best, size = pages[index], "", 0.0
    body = _body_size(pages, lines)
    for block in _blocks([line for line in lines[index] if not _in_margin(line, page)]):
        text = " ".join(page.text[block[0].start : block[-1].end].split())
        stands_out = block[0].size > max(size + 0.5, 1.05 * body) or (not best and all(line.bold for line in block))
        if stands_out and len(text) <= 200 and sum(c.isalpha() for c in text) >= 4:
            best, size = text, block[0].size
    return best
