"""What all three forms are written from: an exported conversation as a list of blocks, and an answer's Markdown cut into such.

Only what a model writes of Markdown is known: paragraphs, headings, lists, tables, fenced code; bold, italic and code within a line.
Everything else stays the text that it is: links, images and HTML above all.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.export.inline import Inline, runs, without_doubt

Role = Literal["text", "quote", "source", "note", "warning"]


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    runs: Inline


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Inline
    role: Role = "text"


@dataclass(frozen=True, slots=True)
class Item:
    """A list's item. `depth` 0 is the outermost; `number` is None where it has a bullet."""

    runs: Inline
    depth: int = 0
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Every row has as many cells as the head."""

    head: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Lines to be shown as they are."""

    text: str


Block = Heading | Paragraph | Item | Table | Code

PREFIX = re.compile(r"[ \t]*(?:(?:[-*+•]|\d{1,9}[.)]|#{1,6}|>+)[ \t]+)*")
"""What of a line says which block it begins."""
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_ITEM = re.compile(r"([ \t]*)(?:[-*+•]|(\d{1,9})[.)])[ \t]+(.*)$")
_FENCE = re.compile(r" {0,3}(```+|~~~+)[\w+-]*[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_QUOTED = re.compile(r" {0,3}>+[ \t]?(.*)$")
_UNDER_HEAD = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_PIPE = re.compile(r"(?<!\\)\|")


def parsed(text: str) -> list[Block]:
    """The blocks of an answer's text, in order."""
    return list(_blocks(text.replace("\r\n", "\n").expandtabs(4).split("\n")))


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    at = 0
    indents: list[int] = []  # forgotten where a list ends: no item is deeper by more than one than the item before it
    while at < len(lines):
        line = lines[at]
        if not line.strip() or _RULE.match(line):
            at += 1
        elif fence := _FENCE.match(line):
            end = _fence_end(lines, at + 1, fence.group(1))
            yield Code(without_doubt("\n".join(lines[at + 1 : end])))
            at, indents = end + 1, []
        elif _begins_table(lines, at):
            end = _run_end(lines, at + 2, table=True)
            yield _table(lines[at], lines[at + 2 : end])
            at, indents = end, []
        elif heading := _HEADING.match(line):
            yield Heading(len(heading.group(1)), runs(heading.group(2)))
            at, indents = at + 1, []
        else:
            end = _run_end(lines, at + 1)
            indents = indents if _ITEM.match(line) else []
            yield _flowing(lines[at:end], indents)
            at = end


def _flowing(lines: Sequence[str], indents: list[int]) -> Item | Paragraph:
    """An item, a quote or a paragraph of these lines; `indents` are the columns of the items around, outermost first."""
    if item := _ITEM.match(lines[0]):
        indent, number, first = item.groups()
        while indents and indents[-1] > len(indent):
            indents.pop()
        if not indents or len(indent) >= indents[-1] + 2:
            indents.append(len(indent))
        return Item(runs(_joined([first, *lines[1:]])), len(indents) - 1, None if number is None else int(number))
    if _QUOTED.match(lines[0]):
        return Paragraph(runs(_joined([_QUOTED.sub(r"\1", line) for line in lines])), "quote")
    return Paragraph(runs(_joined(lines)))


def _joined(lines: Sequence[str]) -> str:
    return " ".join(line.strip() for line in lines).strip()


def _fence_end(lines: Sequence[str], at: int, fence: str) -> int:
    """The line that closes the fence; the end of the text where nothing does."""
    while at < len(lines) and not (lines[at].strip().startswith(fence) and set(lines[at].strip()) == {fence[0]}):
        at += 1
    return at


def _run_end(lines: Sequence[str], at: int, *, table: bool = False) -> int:
    """Where the block ends that has begun before line `at`."""
    while at < len(lines) and lines[at].strip():
        if (table and not _PIPE.search(lines[at])) or (not table and _interrupts(lines, at)):
            break
        at += 1
    return at


def _interrupts(lines: Sequence[str], at: int) -> bool:
    line = lines[at]
    quoted = _QUOTED.match(line) is not None and not _QUOTED.match(lines[at - 1])
    begins = any(pattern.match(line) for pattern in (_HEADING, _ITEM, _FENCE, _RULE))
    return quoted or begins or _begins_table(lines, at)


def _begins_table(lines: Sequence[str], at: int) -> bool:
    if at + 1 >= len(lines) or not _PIPE.search(lines[at]) or "-" not in lines[at + 1]:
        return False
    return _UNDER_HEAD.match(lines[at + 1]) is not None and len(_cells(lines[at])) == len(_cells(lines[at + 1]))


def _table(head: str, body: Sequence[str]) -> Table:
    cells = _cells(head)
    rows = (_fitted(_cells(line), len(cells)) for line in body)
    return Table(tuple(map(runs, cells)), tuple(tuple(map(runs, row)) for row in rows))


def _fitted(row: list[str], width: int) -> list[str]:
    """Filled up; what is too much goes into the last cell, so that nothing is lost."""
    filled = [*row, *[""] * (width - len(row))]
    return [*filled[: width - 1], " | ".join(filled[width - 1 :])]


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|") for cell in _PIPE.split(inner)]
