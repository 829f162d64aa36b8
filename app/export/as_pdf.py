"""A conversation as a PDF, laid out by the document worker from HTML in which nothing but our own tags is a tag."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

from app.documents import write_pdf
from app.export.blocks import Block, Code, Heading, Item, Paragraph, Table
from app.export.clean import is_right_to_left
from app.export.compose import closing, composed, title
from app.export.inline import Inline, Run, text_of
from app.stop import Stop
from app.types import Conversation, Turn

CSS = """
body { font-family: sans-serif; font-size: 10.5pt; line-height: 1.35; }
p, pre, blockquote, h1, h2, h3, h4, h5, h6 { overflow-wrap: break-word; }
p { margin: 0 0 7pt 0; }
h1 { font-size: 19pt; margin: 0 0 4pt 0; }
h2 { font-size: 13.5pt; margin: 20pt 0 7pt 0; }
h3, h4, h5, h6 { font-size: 11pt; margin: 10pt 0 5pt 0; }
p.note { font-size: 9pt; color: #595959; }
p.warning { font-size: 9pt; color: #7a3300; }
p.source { font-size: 9.5pt; margin: 5pt 0 2pt 0; }
p.closing { font-size: 9pt; color: #595959; margin-top: 22pt; }
blockquote { font-size: 9.5pt; color: #404040; margin: 0 0 6pt 14pt; padding-left: 7pt; border-left: 1.5pt solid #b0b0b0; }
blockquote.rtl { margin: 0 14pt 6pt 0; padding: 0 7pt 0 0; border-left: 0; border-right: 1.5pt solid #b0b0b0; }
pre { font-size: 9pt; white-space: pre-wrap; margin: 0 0 7pt 0; }
span.doubt { color: #7a3300; text-decoration: underline; }
table { border-collapse: collapse; margin: 6pt 0 9pt 0; }
td, th { border: 0.5pt solid #a0a0a0; padding: 3pt 5pt; text-align: left; font-size: 9.5pt; }
"""
_INDENT = 16
"""Points by which a list stands in from what is around it."""
_LONGEST = 30
"""Characters of a word in a table; longer ones may break there, since a cell is as wide as its longest word."""


def pdf(conversation: Conversation, turns: Sequence[Turn], to: Path, *, stop: Stop) -> None:
    """Raises what `documents.write_pdf` raises."""
    write_pdf(html(conversation, turns), CSS, to, title=title(conversation), stop=stop)


def html(conversation: Conversation, turns: Sequence[Turn]) -> str:
    body = "\n".join(map(_block, composed(conversation, turns)))
    return f'<html><body>\n{body}\n<p class="closing">{_escaped(closing(turns))}</p>\n</body></html>'


def _block(block: Block) -> str:
    match block:
        case Heading():
            return _tagged(f"h{block.level}", block.runs)
        case Item():
            return _item(block)
        case Table():
            return f"<table>{_row('th', block.head)}{''.join(_row('td', row) for row in block.rows)}</table>"
        case Code():
            return f"<pre>{_escaped(block.text)}</pre>"
        case Paragraph():
            return _paragraph(block)


def _paragraph(block: Paragraph) -> str:
    """Sentences of ours run left to right even where a file's name in them does not."""
    right = is_right_to_left(text_of(block.runs))
    if block.role == "quote":
        return _tagged("blockquote", block.runs, ' class="rtl"' if right else "", right=right)
    if block.role == "text":
        return _tagged("p", block.runs, right=right)
    return _tagged("p", block.runs, f' class="{block.role}"', right=False)


def _item(item: Item) -> str:
    """A paragraph that hangs from its sign: numbers then stay as they were written."""
    sign = "•" if item.number is None else f"{item.number}."
    right = is_right_to_left(text_of(item.runs))
    indent = f"margin-{'right' if right else 'left'}: {_INDENT * (item.depth + 1)}pt; text-indent: -11pt"
    return _tagged("p", (Run(f"{sign}\u00a0"), *item.runs), f' style="{indent}; margin-bottom: 3pt"', right=right)


def _row(tag: str, cells: Sequence[Inline]) -> str:
    broken = (tuple(replace(run, text=_broken(run.text)) for run in cell) for cell in cells)
    return "<tr>" + "".join(_tagged(tag, cell) for cell in broken) + "</tr>"


def _tagged(tag: str, runs: Inline, more: str = "", *, right: bool | None = None) -> str:
    """`right`: whether it runs from right to left; None: as its text does."""
    way = ' dir="rtl"' if (is_right_to_left(text_of(runs)) if right is None else right) else ""
    return f"<{tag}{more}{way}>{''.join(map(_run, runs))}</{tag}>"


def _run(run: Run) -> str:
    text = _escaped(run.text)
    for wanted, tag in ((run.code, "code"), (run.italic, "i"), (run.bold, "b")):
        text = f"<{tag}>{text}</{tag}>" if wanted else text
    return f'<span class="doubt">{text}</span>' if run.doubtful else text


def _escaped(text: str) -> str:
    """MuPDF reads `&amp;lt;` as `<`, so what follows an ampersand is kept apart from it."""
    return escape(text).replace("&amp;", "&amp;<!-- -->")


def _broken(text: str) -> str:
    """With places to break in words that no cell has room for."""
    words = text.split(" ")
    return " ".join("\u200b".join(word[at : at + _LONGEST] for at in range(0, len(word), _LONGEST)) for word in words)
