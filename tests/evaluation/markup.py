"""The small markup in which the evaluation's documents are written, parsed into blocks.

A source begins with `key: value` lines, then a line `===`, then blocks separated by blank lines:

    # Heading, ## and ### below it          %% new page            %% landscape, %% portrait  new page, turned
    - a bullet                              ^ a footnote           > an indented clause or quotation
    !WARNING text of a boxed warning        [aside] text beside the body in a narrow box
    [table 3 1 1 rules order=columns]       then one line a row, cells separated by |
    [form] or [form spread]                 then one line a row of boxes: Label = value | Label = value
    [box x y w points] lines                a text box at a place of its own (slides, letterheads)
    [bars x y w h] label = value            a bar chart drawn with its labels (slides)

Anything else is a paragraph; its lines are joined.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is heading, text, bullet, note, indent, warning, aside, table, form, box, bars or page."""

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A document before it is laid out. `style` holds the lines above `===`."""

    name: str
    style: dict[str, str] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()


def parse(name: str, text: str) -> Source:
    head, _, body = text.partition("\n===\n")
    style = dict(_setting(line) for line in head.splitlines() if line.strip())
    return Source(name, style, tuple(_blocks(body)))


def _setting(line: str) -> tuple[str, str]:
    key, _, value = line.partition(":")
    return key.strip(), value.strip()


def _blocks(body: str) -> Iterator[Block]:
    for part in body.split("\n\n"):
        lines = [line.rstrip() for line in part.splitlines() if line.strip()]
        if not lines:
            continue
        if lines[0].startswith(_PLACED):
            yield _placed(lines)
        else:
            yield from _flowing(lines)


def _placed(lines: list[str]) -> Block:
    inside, _, rest = lines[0][1:].partition("]")
    kind, *options = inside.split()
    text = [rest.strip(), *lines[1:]] if rest.strip() else lines[1:]
    if kind == "aside":
        return Block(kind, " ".join(text), options=tuple(options))
    rows = tuple(tuple(cell.strip() for cell in line.split("|")) for line in text)
    return Block(kind, rows=rows, options=tuple(options))


_PLACED = ("[aside", "[table", "[form", "[box", "[bars")
_MARKS = {"- ": "bullet", "^ ": "note", "> ": "indent", "!": "warning"}


def _flowing(lines: list[str]) -> Iterator[Block]:
    """Lines that follow one another: marked lines start a block of their own, unmarked ones continue the block before."""
    kind, level, words = "text", 0, list[str]()
    for line in lines:
        found = _mark(line)
        if found is None:
            words.append(line)
            continue
        if words:
            yield Block(kind, " ".join(words), level)
        kind, level, first = found
        words = [first]
    yield Block(kind, " ".join(words), level)


def _mark(line: str) -> tuple[str, int, str] | None:
    if line.startswith("#"):
        level = len(line) - len(line.lstrip("#"))
        return "heading", level, line[level:].strip()
    if line.startswith("%%"):
        return "page", 0, line[2:].strip()
    for mark, kind in _MARKS.items():
        if line.startswith(mark):
            return kind, 0, line[len(mark) :]
    return None
