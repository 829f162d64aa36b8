"""Blocks in reading order become the text of a page, with a box for every word.

A word that a hyphen breaks over two lines is written in one piece, at the end of the first line, so that it can be found;
each of its two parts keeps an entry and a box of its own. The hyphen goes unless it belongs to the word: before a capital
or a digit, or where the document uses both parts as words of their own ('well-known').
"""

from collections.abc import Sequence

from app.documents.fragments import Block, Joints, Line, RawPage, Row, Word
from app.types import Box, Words

_CELL = " | "
_JOINERS = frozenset({"and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e", "en", "of"})
"""Before these a hyphen hangs: 'short- and long-term'."""


class Composer:
    """Writes one page. `vocabulary` is every word that the document has used so far, in small letters."""

    def __init__(self, vocabulary: set[str]) -> None:
        self._vocabulary = vocabulary
        self._parts: list[str] = []
        self._length = 0
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._boxes: list[Box] = []
        self._lines: list[Line] = []
        self._tables: list[tuple[int, int]] = []
        self._dropped: list[int] = []
        self._kept = 0
        self._soft = 0
        self._carried = False
        """Whether the next line's first word has been written at the end of the line before."""

    def page(self, blocks: Sequence[Block], *, number: int, width: float, height: float) -> RawPage:
        for block in blocks:
            self._block(block)
        text = "".join(self._parts)
        words = Words(tuple(self._starts), tuple(self._ends), tuple(self._boxes))
        return RawPage(
            number=number, width=width, height=height, text=text, words=words,
            lines=tuple(self._lines), tables=tuple(self._tables),
            joints=Joints(tuple(self._dropped), self._kept, self._soft),
        )  # fmt: skip

    def _block(self, block: Block) -> None:
        if self._length:
            self._write("\n\n")
        begin = self._length
        for index, cells in enumerate(block.lines):
            following = block.lines[index + 1] if index + 1 < len(block.lines) and not block.table else None
            self._line(cells, following, opens=index == 0, table=block.table)
        if block.table:
            self._tables.append((begin, self._length))

    def _line(self, cells: list[Row], following: list[Row] | None, *, opens: bool, table: bool) -> None:
        fragments = [f for cell in cells for f in cell]
        skip, self._carried = int(self._carried), False
        if skip and len(fragments) == len(fragments[0].words) == 1:
            return
        if not opens:
            self._write("\n")
        start, first = self._length, len(self._boxes)
        for index, cell in enumerate(cells):
            label = index > 0 and _is_label(cells[index - 1])
            if index and not (label and not cell):
                self._write(" " if label and not _is_label(cell) else _CELL)
            self._cell(cell, skip if index == 0 else 0)
        if following is not None and cells[-1] and cells[-1][-1].broken and following[0]:
            self._carried = self._join(following[0][0].words[0])
        size = fragments[0].size if len(fragments) == 1 else max(fragments, key=lambda f: len(f.words)).size
        box = _around(self._boxes[first:])
        bold = all(f.bold for f in fragments)
        self._lines.append(Line(start, self._length, size, bold, box, opens, table))

    def _cell(self, cell: Row, skip: int) -> None:
        """Write a cell without its first `skip` words; a word broken inside of it is put together."""
        for index, fragment in enumerate(cell):
            words = fragment.words[skip:] if skip else fragment.words
            if index and words:
                self._write(" ")
            self._words(words)
            following = cell[index + 1] if index + 1 < len(cell) else None
            skip = int(fragment.broken and following is not None and self._join(following.words[0]))

    def _words(self, words: Sequence[Word]) -> None:
        """Write words with spaces between them. The inner loop of reading, hence without calls."""
        parts, starts, ends, boxes, length = self._parts, self._starts, self._ends, self._boxes, self._length
        for index, (text, box) in enumerate(words):
            if index:
                parts.append(" ")
                length += 1
            starts.append(length)
            parts.append(text)
            length += len(text)
            ends.append(length)
            boxes.append(box)
        self._length = length

    def _join(self, word: Word) -> bool:
        """Put the second part of a broken word behind the first; true if done."""
        first, second = self._parts[-1], word[0]
        if not (first[-1:] in {"-", "\u2011"} or first[-1:].isalpha()) or not second[0].isalnum():
            return False
        if second in _JOINERS:
            return False
        hyphen = first[-1] in {"-", "\u2011"}
        if hyphen and self._hyphen_goes(first, second):
            self._parts[-1] = first[:-1]
            self._length -= 1
            self._ends[-1] -= 1
            self._dropped.append(self._length)
        else:
            self._soft += not hyphen
            self._kept += hyphen and second[0].islower()
        self._words([word])
        return True

    def _hyphen_goes(self, first: str, second: str) -> bool:
        left = _letters(first.rsplit("-", 2)[-2]) if "-" in first else first
        right = _letters(second)
        if not second[0].islower() or not left.isalpha():
            return False
        if (left + right).lower() in self._vocabulary:
            return True
        whole = f"{left}-{right}".lower()
        return whole not in self._vocabulary and not ({left.lower(), right.lower()} <= self._vocabulary)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def vocabulary_of(blocks: Sequence[Block]) -> set[str]:
    """The words of a page in small letters, without the parts of broken ones."""
    words: set[str] = set()
    broken = False
    for fragment in (f for block in blocks for cells in block.lines for cell in cells for f in cell):
        texts = [word for word, _ in fragment.words[int(broken) :]]
        broken = fragment.broken
        words.update(_letters(text).lower() for text in (texts[:-1] if broken else texts))
    return words


def _letters(word: str) -> str:
    return word.strip(".,;:!?()[]{}'\"\u2018\u2019\u201c\u201d\u00ab\u00bb-")


def _is_label(cell: Row) -> bool:
    return bool(cell) and cell[-1].words[-1][0].endswith(":")


def _around(boxes: Sequence[Box]) -> Box:
    if not boxes:
        return (0.0, 0.0, 0.0, 0.0)
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return (min(x0), min(y0), max(x1), max(y1))
