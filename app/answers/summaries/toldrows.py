"""Rows of tables and forms told in words, with the names of their columns, so that a figure keeps what it is a figure of.

'Revenue: 96,525 (2024); 93,876 (2023)', 'Action: Grant application; By 26 April', 'Deposit: £9,625'.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_STAR = re.compile(r"(?:(?<!\s)\s++)?\*(?=\s|$)")
_FIGURE = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d(?:/\d\d(?:\d\d)?)?")
_PURE = re.compile(r"[\d£€$+−–-]|\S+$")
"""A cell that is a value and no label with a value behind it."""
_VALUE = re.compile(r"\d|@|^[xX✓✔]$")
_LABELLED = re.compile(r"\*\s+\w")
"""A label with its star and what was filled in behind it."""
_WORDIER = 1.5
"""How much longer a row of prose is than the names above it."""
_LABEL_WORDS = 5
_COUNTED = re.compile(r"(?:No|Nr|N[°º])\.?\s+(?=\S)", re.IGNORECASE)
_EMPTY = frozenset(["", "–", "-", "—"])
_LABEL = re.compile(r"[^\W\d][^:|]{1,60}:(?!\S)\s*")
"""A label in the cell of its value: 'Runway Used: 21'."""
_BLANK = re.compile(r"[\s/_.…·–—:-]*|\[?(?:to be (?:determined|defined|confirmed|announced)|TBD|TBC)\]?", re.IGNORECASE)
"""What a field has that nobody filled in."""


_NUMBERED = re.compile(r"^(?:[-–•*▪◦●]\s+|\(?\d{1,2}[.)]\s+(?=\D))+")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, `text[start:end]` of its passage, cut at its bars; `pages` is where it stands."""

    start: int
    end: int
    cells: tuple[str, ...]
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """Names of the columns of the table that is being read, and the pages that they stand on."""

    cells: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A row in words; `pages` has those of its names, too. `pairs`: it gives things their values, as a form does."""

    text: str
    start: int
    end: int
    pages: tuple[int, ...]
    pairs: bool


def tell_rows(rows: Sequence[Row], header: Header) -> tuple[list[Told], Header]:
    """The rows of one run, and the names that hold for the rows after them. `header` has those of the rows before."""
    if header.cells and rows and len(header.cells) != len(rows[0].cells):
        header = Header()
    if _are_labelled(rows):
        return [told for row in rows for told in _labelled(row)], Header()
    found: list[Told] = []
    waiting = list(rows)
    while waiting:
        row = waiting.pop(0)
        if waiting and _names_next(row, waiting, named=len(header.cells) == len(row.cells)):
            header = Header(_moved(row.cells, [one.cells for one in waiting]), row.pages)
            if not _is_table_head(row, waiting):
                found += _told(waiting.pop(0), header, row.start, boxes=True)
                header = Header()
            continue
        if len(header.cells) != len(row.cells):
            header = Header()
        found += _told(row, header, row.start)
    return found, header


def _are_labelled(rows: Sequence[Row]) -> bool:
    """Whether it is a form whose cells have their labels in them, in every column."""
    wide = [row for row in rows if sum(map(bool, row.cells)) > 1]
    return bool(wide) and 2 * sum(all(map(_LABEL.match, filter(None, row.cells))) for row in wide) > len(wide)


def _labelled(row: Row) -> list[Told]:
    """The cells that were filled in; a label without its colon is one that was not."""
    full = [
        cell
        for cell in row.cells
        if ((label := _LABEL.match(cell)) and not _BLANK.fullmatch(cell[label.end() :]))
        or (not label and _FIGURE.search(cell))
    ]
    text = "; ".join(" ".join(_STAR.sub("", cell).split()) for cell in full)
    return [Told(text, row.start, row.end, row.pages, pairs=True)] if len(text.split()) > 1 else []


def _names_next(row: Row, following: Sequence[Row], *, named: bool) -> bool:
    """Whether a row holds names only: those of the columns below, or the labels of a form's boxes above their contents.
    `named`: whether the rows have names of columns already, so that words alone do not make new ones."""
    beneath = following[0].cells
    if len(row.cells) != len(beneath) or not (row.cells[0] or beneath[0]):
        return False
    rest = row.cells[1:]
    wordy = [not _FIGURE.search(_YEAR.sub("", cell)) for cell in row.cells]
    if not row.cells[0] or (all(wordy[1:]) and any(_YEAR.fullmatch(cell) for cell in rest)):
        return True
    if named or not all(wordy) or any(_LABELLED.search(cell) for cell in row.cells):
        return False
    values = [cell for cell in beneath[1:] if _VALUE.search(cell)]
    if values and all(len(cell.split()) <= _LABEL_WORDS + 1 for cell in row.cells):
        return bool(_PURE.match(values[-1]))
    return _heads_prose(row, following)


def _heads_prose(row: Row, following: Sequence[Row]) -> bool:
    """Short names over at least two rows of longer words."""
    alike = [one.cells for one in following[:2] if len(one.cells) == len(row.cells) >= 3]
    short = all(cell and len(cell.split()) <= _LABEL_WORDS for cell in row.cells)
    return (
        short and len(alike) > 1 and all(len(" ".join(cells)) > _WORDIER * len(" ".join(row.cells)) for cells in alike)
    )


def _is_table_head(row: Row, following: Sequence[Row]) -> bool:
    """At least two rows like one another beneath, or an empty corner; else it is a form with labels above contents."""
    if not row.cells[0]:
        return True
    alike = [one for one in following[:2] if len(one.cells) == len(row.cells)]
    told = _VALUE.search(" ".join(alike[1].cells[1:])) if len(alike) > 1 else None
    return told is not None or _heads_prose(row, following)


def _moved(names: Sequence[str], below: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """A name that stands over an empty column belongs to the nameless one beside it."""
    moved = list(names)
    alike = [cells for cells in below if len(cells) == len(names)]
    for i in range(1, len(moved) - 1):
        if moved[i] and not moved[i + 1] and all(not cells[i] for cells in alike):
            moved[i], moved[i + 1] = "", moved[i]
    return tuple(moved)


def _told(row: Row, header: Header, start: int, *, boxes: bool = False) -> list[Told]:
    """Nothing for a row without contents."""
    cells = [_STAR.sub("", cell).strip() for cell in row.cells]
    if all(cell in _EMPTY for cell in cells[1:]) and not _FIGURE.search(cells[0]):
        return []
    if all(map(_BLANK.fullmatch, cells[1:])) and not _FIGURE.search(cells[0]):
        return []
    if (
        len(cells) > 1
        and len({cell for cell in cells if not _BLANK.fullmatch(cell)}) < 2
        and not _FIGURE.search(" ".join(cells))
    ):
        return []
    names = [_STAR.sub("", cell).strip() for cell in header.cells] if len(header.cells) == len(cells) else []
    if (
        not names
        and len(cells) > 2
        and not any(_FIGURE.search(cell) or len(cell.split()) > _LABEL_WORDS - 2 for cell in cells)
    ):
        return []
    if len(names) > 2:
        cells, names = _uncounted(cells, names)
    if names and boxes:
        text = "; ".join(_named(*pair) for pair in zip(names, cells, strict=True) if pair[1] not in _EMPTY)
    elif names:
        text = _with_names(cells, names)
    elif len(cells) == 2 and all(cells) and len(cells[0].split()) <= _LABEL_WORDS:
        text = f"{cells[0].rstrip(': ')}: {cells[1]}"
    else:
        text = "; ".join(cell for cell in cells if any(map(str.isalnum, cell)))
    text = _NUMBERED.sub("", " ".join(text.split()))
    if len(text.split()) < 2:
        return []
    pages = tuple(sorted({*row.pages, *header.pages})) if names else row.pages
    return [Told(text, start, row.end, pages, pairs=len(cells) == 2 or not names)]


def _with_names(cells: Sequence[str], names: Sequence[str]) -> str:
    """'Revenue: 96,525 (2024); 93,876 (2023)', 'Action: Grant application; By: 26 April'."""
    full = [(name, cell) for name, cell in zip(names[1:], cells[1:], strict=True) if cell not in _EMPTY]
    said = "; ".join(_named(name, cell) for name, cell in full)
    figures = sum(bool(_FIGURE.match(cell.lstrip("(£$€–-"))) for _, cell in full)
    if names[0] and cells[0] and 2 * figures <= len(full):
        return "; ".join(part for part in (_named(names[0], cells[0]), said) if part)
    return f"{cells[0]}: {said}" if cells[0] else said


def _uncounted(cells: list[str], names: list[str]) -> tuple[list[str], list[str]]:
    """Without the number of the row."""
    if re.fullmatch(r"\d{1,3}\.?", cells[0]):
        return cells[1:], names[1:]
    if _COUNTED.match(names[0]):
        return [re.sub(r"^\d{1,3}\.?\s+", "", cells[0]), *cells[1:]], [_COUNTED.sub("", names[0]), *names[1:]]
    return cells, names


def _named(name: str, cell: str) -> str:
    if not name:
        return cell
    if _YEAR.fullmatch(name):
        return f"{cell} ({name})"
    return f"{name} {cell}" if _FIGURE.match(cell) and name[-1:].isalpha() else f"{name}: {cell}"
