"""A conversation as Markdown (CommonMark with tables) that no reader of it makes a link, a picture or a tag of."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.export.blocks import Block, Code, Heading, Item, Paragraph, Table
from app.export.compose import closing, composed
from app.export.inline import Inline, Run, joined
from app.types import Conversation, Turn

_ADDRESS = re.compile(
    r"(?:\w[\w+.-]*://[^\s|`]+|\bwww\.[^\s|`]+|[^\s|`<>()\[\]]+@[^\s|`<>()\[\]]+)(?<![.,;:!?)\]\"'])", re.IGNORECASE
)
"""What readers make a link of by themselves; they leave it alone where it is code."""
_MARK = re.compile(r"\[\d{1,3}\](?![(\[:])")
_SPECIAL = re.compile(r"[\\`*\[\]<>~|$]|&(?=#?\w+;)|(?<!\w)_|_(?!\w)")
_OPENING = re.compile(r"(\d{1,9}(?=[.)](?:\s|$))|(?=[-+=#:]))")
"""What would begin a block at the start of a line."""
_BAR, _ESCAPED_BAR = re.compile(r"(?<!\\)\|"), r"\\|"


def markdown(conversation: Conversation, turns: Sequence[Turn]) -> str:
    """The whole file, ending in a newline."""
    parts: list[str] = []
    before: Block | None = None
    for block in composed(conversation, turns):
        parts += ["" if _touch(before, block) else "\n", _block(block), "\n"]
        before = block
    return "".join(parts).lstrip("\n") + f"\n---\n\n{_text(closing(turns))}\n"


def _touch(before: Block | None, block: Block) -> bool:
    """Whether no blank line goes between."""
    return isinstance(before, Item) and isinstance(block, Item)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {_runs(block.runs)}"
        case Item():
            sign = "-" if block.number is None else f"{block.number}."
            return f"{'    ' * block.depth}{sign} {_line(block.runs)}"
        case Table():
            return "\n".join([_row(block.head), "|" + " --- |" * len(block.head), *map(_row, block.rows)])
        case Code():
            return _fenced(block.text)
        case Paragraph():
            return _paragraph(block)


def _paragraph(block: Paragraph) -> str:
    text = _line(block.runs)
    if block.role == "quote":
        return f"> {text}"
    return f"*{text}*" if block.role in {"note", "warning"} else text


def _fenced(text: str) -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}\n{text}\n{fence}"


def _row(cells: Sequence[Inline]) -> str:
    """A bar ends a cell even where it is code."""
    return "|" + "".join(f" {_BAR.sub(_ESCAPED_BAR, _runs(cell))} |" for cell in cells)


def _line(runs: Inline) -> str:
    """Runs at the start of a line, where a sign could begin a block."""
    text = _runs(runs).strip()
    match = _OPENING.match(text)
    return f"{match[1]}\\{text[match.end(1) :]}" if match else text


def _runs(runs: Inline) -> str:
    """Doubt shows by its sign alone here, so it parts no runs."""
    return "".join(map(_run, joined(replace(run, doubtful=False) for run in runs)))


def _run(run: Run) -> str:
    if run.code:
        return _code(run.text)
    around = "*" * (2 * run.bold + run.italic)
    text = run.text.strip()
    if not around or not text:
        return _text(run.text)
    ahead, behind = run.text[: len(run.text) - len(run.text.lstrip())], run.text[len(run.text.rstrip()) :]
    return f"{ahead}{around}{_text(text)}{around}{behind}"


def _text(text: str) -> str:
    """Plain text, escaped as little as it can be; addresses become code."""
    out, last = [], 0
    for match in _ADDRESS.finditer(text):
        out += [_escaped(text[last : match.start()]), _code(match.group())]
        last = match.end()
    return "".join([*out, _escaped(text[last:])])


def _code(text: str) -> str:
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    gap = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{gap}{text}{gap}{fence}"


def _escaped(text: str) -> str:
    out, last = [], 0
    for match in _MARK.finditer(text):
        out += [_SPECIAL.sub(r"\\\g<0>", text[last : match.start()]), match.group()]
        last = match.end()
    return "".join([*out, _SPECIAL.sub(r"\\\g<0>", text[last:])])
