"""Text in the columns of a terminal: words are not cut at the edge, lines of a list stand under each other, and a table of an answer's
Markdown has its columns, or, where it is too wide, its rows one after the other."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

_LEAD = re.compile(r"\s*(?:(?:[-*+•]|\d{1,3}[.)]|\[\d+\])\s+)?")
"""What a line begins with: its indentation, and the mark of an item."""
_EACH = "\u3000-\u303f\u3041-\u9fff\uf900-\ufaff\uff00-\uffef"
_PIECE = re.compile(rf"\s+|[{_EACH}]|[^\s{_EACH}]+")
"""White space, a letter of a script that breaks between any two, or a word."""
_RULE = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+\s*:?-*:?\s*")
_BAR = re.compile(r"(?<!\\)\|")
_BETWEEN = "  "
_NARROWEST = 20
"""Columns. A terminal that says that it has fewer is not believed."""


def laid_out(text: str, width: int) -> str:
    """`text` in at most `width` columns, but for words that are longer."""
    width = max(width, _NARROWEST)
    out: list[str] = []
    for is_row, run in groupby(text.split("\n"), key=lambda line: line.lstrip().startswith("|")):
        lines = list(run)
        out.extend(_table(lines, width) if is_row else (part for line in lines for part in wrapped(line, width)))
    return "\n".join(out)


def wrapped(line: str, width: int, *, hang: int = 0) -> list[str]:
    """One line as several; what belongs to an item or is indented stands under its first word, else by `hang` columns to the right."""
    lead = _LEAD.match(line)
    rows = [lead[0] if lead else ""]
    hanging = " " * (_columns(rows[0]) or hang)
    room = max(width, _NARROWEST)
    for piece in _PIECE.findall(line[len(rows[0]) :]):
        if _columns(rows[-1] + piece.rstrip()) > room and rows[-1].strip():
            rows[-1] = rows[-1].rstrip()
            rows.append(hanging)
        if rows[-1] != hanging or len(rows) == 1 or not piece.isspace():
            rows[-1] += piece
    return [row.rstrip() for row in rows]


def _table(lines: Sequence[str], width: int) -> Iterator[str]:
    rows = [_cells(line) for line in lines if not _RULE.fullmatch(line.strip())]
    count = max(map(len, rows), default=0)
    rows = [[*row, *[""] * (count - len(row))] for row in rows]
    widths = [max(map(_columns, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + len(_BETWEEN) * (count - 1) > width:
        yield from _one_by_one(rows, width)
        return
    for number, row in enumerate(rows):
        yield _BETWEEN.join(map(_padded, row, widths)).rstrip()
        if number == 0 and len(rows) < len(lines):
            yield _BETWEEN.join("─" * one for one in widths)


def _one_by_one(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Each row under its first cell, the others with the names of their columns."""
    head, *body = rows
    for row in body or [head]:
        yield from wrapped(row[0], width)
        for name, cell in zip(head[1:], row[1:], strict=True):
            if cell:
                yield from wrapped(f"  - {name}: {cell}" if body and name else f"  - {cell}", width)


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [" ".join(cell.replace("\\|", "|").split()) for cell in _BAR.split(inner)]


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _columns(cell))


def _columns(text: str) -> int:
    """Columns of a terminal: letters of East Asia take two, accents that are combined none."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) > 0 for letter in text)
