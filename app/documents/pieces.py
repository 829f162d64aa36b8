"""The text of a page as pieces that a chunk is made of: paragraphs and tables, and their sentences and rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from app.types import Page

_SENTENCE_END = re.compile(
    r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[^\W_a-z])"  # a full stop, then a capital or a digit
    r"|(?<=[。！？])"
    r"|\n(?=[•◦▪■●○–—*-]\s|\(?\d{1,3}[.)]\s)"  # the next item of a list
)
_HAS_FIGURES = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start` to `end` of a page's text. `opens` tells the beginning of a paragraph or table from the rest of
    one; `columns` is the row with the names of a table's columns."""

    page: int
    start: int
    end: int
    table: bool = False
    opens: bool = True
    columns: str | None = None
    tokens: int = 0

    @property
    def length(self) -> int:
        return self.end - self.start

    def stripped(self, text: str) -> "Piece":
        """Without white space at either end."""
        part = text[self.start : self.end]
        lead = len(part) - len(part.lstrip())
        return replace(
            self, start=self.start + lead, end=self.start + len(part.rstrip()) if part.strip() else self.start + lead
        )


def pieces_of(page: Page, start: int, end: int) -> Iterator[Piece]:
    """Paragraphs and tables between two offsets, in order, without the margins."""
    for begin, stop in _between(page.margins, start, end):
        cursor = begin
        for cut in [*(m.start() for m in re.finditer("\n\n", page.text[begin:stop])), stop - begin]:
            piece = Piece(page.number, cursor, begin + cut).stripped(page.text)
            if piece.length:
                yield _with_table(piece, page)
            cursor = begin + cut


def _between(margins: tuple[tuple[int, int], ...], start: int, end: int) -> Iterator[tuple[int, int]]:
    for first, last in margins:
        if first >= end:
            break
        if last <= start:
            continue
        if first > start:
            yield start, first
        start = last
    if start < end:
        yield start, end


def _with_table(piece: Piece, page: Page) -> Piece:
    for first, last in page.tables:
        if first < piece.end and piece.start < last:
            return replace(piece, table=True, columns=_columns(page.text[first:last]), opens=piece.start <= first)
    return piece


def _columns(table: str) -> str | None:
    """The first row, if it names the columns: words in several cells, no figures but years, and no label with its value."""
    rows = table.split("\n")
    cells = [cell.strip() for cell in rows[0].split(" | ")]
    named = [cell for cell in cells if cell]
    if len(rows) < 2 or len(named) < 2 or any(cell.endswith(":") or ": " in cell for cell in named):
        return None
    figures = sum(bool(_HAS_FIGURES.search(cell)) and not _is_period(cell) for cell in named)
    return rows[0] if figures <= 0.3 * len(named) else None


def _is_period(cell: str) -> bool:
    """A year, a quarter or a date as a column's name."""
    return bool(re.fullmatch(r".{0,18}?(?:19|20)\d\d\D{0,12}|\D{0,12}(?:19|20)\d\d.{0,18}|[QH]\d.{0,8}", cell))


def split(piece: Piece, text: str) -> list[Piece]:
    """The piece's sentences, or the rows of a table; the piece itself if it has no more than one."""
    part = text[piece.start : piece.end]
    found = re.finditer("\n", part) if piece.table else _SENTENCE_END.finditer(part)
    cuts = [0, *(match.end() for match in found), len(part)]
    parts = [
        replace(piece, start=piece.start + a, end=piece.start + b, opens=piece.opens and a == 0).stripped(text)
        for a, b in pairwise(cuts)
    ]
    return [made for made in parts if made.length]
