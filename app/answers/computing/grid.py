"""The tables of passages cell by cell: what stands in a cell, and by which names of row and column it is found.

In a passage a table's row is one line with bars between the cells. Drawn tables come with empty cells where a column was
seen that is none, so that a row and the head may be cut differently; if both have as many cells that are not empty, those
belong together in order, else cells at the same place do.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.answers.computing.figures import Figure, Manner, figures
from app.types import Passage

_BAR = " | "
_YEAR = re.compile(r"(?:1[89]|20)\d\d(?:\s*[/–-]\s*\d{2,4})?")
_PAGE = re.compile(r"pp?\. \S")
_LONGEST_TAIL = 16
"""Characters that may follow a figure in its cell: a unit, a footnote's sign."""
_LONGEST_CAPTION = 90
"""Characters. A longer line above a table is prose."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two bars: `text` of the passage from `start` to `end`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with a figure, at `[start:end]` of the text of the passage of that number. `row` and `column` are their names,
    `more` the words of the row's other cells, `caption` the line above the table, `stub` what the
    head calls the rows ('Ward')."""

    passage: int
    start: int
    end: int
    figure: Figure
    row: str
    column: str
    more: str
    caption: str
    table: int
    stub: str
    bracketed: bool
    """'(1,200)': below zero in accounts, an estimate elsewhere."""


def cells(passages: Sequence[Passage], manners: Mapping[str, Manner]) -> list[Cell]:
    """All cells with a figure; `table` counts on through the passages. `manners`: by document, how it writes figures."""
    found: list[Cell] = []
    table = 0
    for number, passage in enumerate(passages):
        for caption, rows in _tables(passage):
            found.extend(_cells(number, table, caption, _inherited(passage), rows, manners[passage.document]))
            table += 1
    return found


def headings(header: str) -> list[str]:
    """The headings of a chunk's header, without its page and the head of a table that goes on."""
    return [part for part in header.split(" › ") if "|" not in part and not _PAGE.match(part)]


def _tables(passage: Passage) -> Iterator[tuple[str, list[list[Piece]]]]:
    """Runs of rows, each with the line above it."""
    above, rows, start = "", list[list[Piece]](), 0
    for line in [*passage.text.split("\n"), ""]:
        if _BAR in f" {line} ":
            rows.append(_row(line, start))
        else:
            if rows:
                yield above, rows
                above, rows = "", []
            above = line.strip() if line.strip() else above
            above = above if len(above) <= _LONGEST_CAPTION else ""
        start += len(line) + 1


def _row(line: str, start: int) -> list[Piece]:
    pieces, at = [], 0
    for text in re.split(r"(?:(?<=\s)|^)\|(?=\s|$)", line):
        bare = text.strip()
        begin = start + at + len(text) - len(text.lstrip())
        pieces.append(Piece(bare, begin, begin + len(bare)))
        at += len(text) + 1
    return pieces


def _inherited(passage: Passage) -> list[str]:
    """The head of a table that goes on from the chunk before: the last part of the header names its columns."""
    last = passage.header.rsplit(" › ", 1)[-1]
    return [text.strip() for text in last.split("|")] if "|" in last else []


def _cells(
    passage: int, table: int, caption: str, head: Sequence[str], rows: Sequence[Sequence[Piece]], manner: Manner
) -> Iterator[Cell]:
    for place, row in enumerate(rows):
        if _is_head(row, rows[place + 1 :], manner, first=place == 0):
            head = [piece.text for piece in row]
            continue
        label = next((piece.text for piece in row if piece.text and _figure(piece, manner) is None), "")
        words = " ".join(piece.text for piece in row if piece.text != label and _figure(piece, manner) is None)
        for piece, column in _aligned(row, head):
            figure = _figure(piece, manner)
            if figure is not None:
                bracketed = piece.text.startswith("(") and piece.text.endswith(")")
                yield Cell(
                    passage,
                    piece.start,
                    piece.end,
                    figure,
                    label,
                    column,
                    words,
                    caption,
                    table,
                    next(iter(head), ""),
                    bracketed,
                )


def _is_head(row: Sequence[Piece], below: Sequence[Sequence[Piece]], manner: Manner, *, first: bool) -> bool:
    """Names only (years are names), above a row that has figures; inside a table it must fit that row."""
    named = [piece for piece in row if piece.text]
    if len(named) < 2 - (first and not row[0].text) or not below:
        return False
    if any(_figure(piece, manner) is not None and not _YEAR.fullmatch(piece.text) for piece in row):
        return False
    if not first and any(re.search(r"\d", _YEAR.sub("", piece.text)) for piece in row):
        return False
    if all(_YEAR.fullmatch(piece.text) for piece in named) and row[0].text:
        return False
    if not any(_figure(piece, manner) is not None for piece in below[0]):
        return first and len(below) > 1 and _is_head(row, below[1:], manner, first=True)
    return first or len([piece for piece in below[0] if piece.text]) in (len(named), len(named) + (not row[0].text))


def _aligned(row: Sequence[Piece], head: Sequence[str]) -> list[tuple[Piece, str]]:
    """Each cell with the name of its column, '' where that cannot be told."""
    data = [piece for piece in row[1:] if piece.text]
    names = [name for name in head[1:] if name]
    if len(data) == len(names):
        return list(zip(data, names, strict=True))
    if len(row) == len(head):
        return [(piece, name) for piece, name in zip(row[1:], head[1:], strict=True) if piece.text]
    return [(piece, "") for piece in data]


def _figure(piece: Piece, manner: Manner) -> Figure | None:
    """The one figure that a cell consists of."""
    text = piece.text.strip("()[] ")
    found = list(figures(text, manner))
    if len(found) != 1 or found[0].start > 0 or len(text) - found[0].end > _LONGEST_TAIL:
        return None
    return found[0]
