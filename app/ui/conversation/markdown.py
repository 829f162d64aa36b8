"""An answer's Markdown as rich text in which nothing is alive: no link, no image, nothing that is fetched or opened.

The text is parsed by Qt into a document that no view shows yet; then every format is made anew from a short list of what may stay
(weight, slant, strike-through, code), so that whatever else the text asked for is gone before the first layout. The only
anchors are our own marks, `cite:1`.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
    QTextLength,
    QTextTableFormat,
)

from app.ui.conversation.spots import Spot, spots
from app.ui.theme import Colours

CITE = "cite:"
"""What the anchor of a mark begins with; its number follows."""

_OPEN, _CLOSE, _NOTHING = "\ue000", "\ue001", "\ue002"
"""Stand around a mark, and for nothing at all, while the text is parsed: no Markdown has a meaning for them."""
_OURS = str.maketrans("", "", _OPEN + _CLOSE + _NOTHING)
_MARK = re.compile(r"\[(\d{1,4})\]")
_HELD = re.compile(f"{_OPEN}(\\d+){_CLOSE}|{_NOTHING}")
_DEFINITION = re.compile(r"^([ \t>]{0,8}\[)(?=[^\]\n]+\]:)", re.MULTILINE)
_PICTURE = "\ufffc"
_FEATURES = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML


class Inert(QTextDocument):
    """A document that never loads anything, whatever is in it."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return None


@dataclass(frozen=True, slots=True)
class Rendered:
    """`missing` are the unsupported statements that could not be found in the text to be marked there."""

    document: QTextDocument
    missing: tuple[str, ...]


def rendered(
    text: str,
    *,
    colours: Colours,
    font: QFont,
    marks: Collection[int] = (),
    unsupported: Sequence[str] = (),
    parent: QObject | None = None,
) -> Rendered:
    """`text` as a document for a view. `[n]` becomes an anchor `cite:n` where `marks` has n; `unsupported` is underlined."""
    document = _parsed(_held(text, marks), font, parent)
    _trim(document)
    _put_plain_formats(document, colours)
    _put_marks(document, colours)
    found, missing = spots(document.toPlainText(), [plain(one) for one in unsupported])
    _underline(document, found, colours)
    _frame_tables(document, colours)
    document.setModified(False)
    return Rendered(document, tuple(missing))


def plain(text: str) -> str:
    """Markdown as the reader sees it, without its signs."""
    document = Inert()
    document.setMarkdown(_held(text, ()), _FEATURES)
    return document.toPlainText().replace(_NOTHING, "").replace(_PICTURE, "")


def _held(text: str, marks: Collection[int]) -> str:
    """The text with our marks out of the parser's reach, and with what would hide a part of it (a front matter, the
    definition of a link) turned into text."""
    text = _MARK.sub(
        lambda match: f"{_OPEN}{match[1]}{_CLOSE}" if int(match[1]) in marks else match[0], text.translate(_OURS)
    )
    text = _DEFINITION.sub(lambda match: f"{match[1]}{_NOTHING}", text)
    return f"\n{text}" if text.startswith("---") else text


def _parsed(text: str, font: QFont, parent: QObject | None) -> QTextDocument:
    document = Inert(parent)
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    document.setIndentWidth(24)
    document.setDefaultFont(font)
    document.setMarkdown(text, _FEATURES)
    return document


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    place = block.begin()
    while not place.atEnd():
        yield place.fragment()
        place += 1


def _trim(document: QTextDocument) -> None:
    """Qt ends every block of code with empty lines, and begins a table behind it with another one."""
    cursor = QTextCursor(document)
    for block in reversed([block for block in _blocks(document) if not block.text()]):
        cursor.setPosition(block.position())
        if cursor.currentTable() is not None:
            if _cell(block) == _cell(block.next()):
                cursor.deleteChar()
                cursor.setBlockFormat(QTextBlockFormat())
        elif is_code(block) and is_code(block.previous()) and not is_code(block.next()):
            cursor.deletePreviousChar()


def _cell(block: QTextBlock) -> tuple[int, int] | None:
    """Row and column of the table that it is in."""
    table = QTextCursor(block).currentTable() if block.isValid() else None
    if table is None:
        return None
    cell = table.cellAt(block.position())
    return cell.row(), cell.column()


def _put_plain_formats(document: QTextDocument, colours: Colours) -> None:
    """Every piece of text gets a format of ours; what stood for a picture becomes the words that describe it."""
    pieces = []
    for block in _blocks(document):
        code, head = is_code(block), block.blockFormat().headingLevel() or _is_table_head(block) * 6
        for piece in _fragments(block):
            made = _format(piece.charFormat(), code=code, head=head, colours=colours)
            alt = piece.charFormat().stringProperty(QTextFormat.Property.ImageAltText.value)
            pieces.append((piece.position(), piece.text(), made, alt))
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for start, text, made, alt in reversed(pieces):
        _select(cursor, start, start + _length(text))
        if _PICTURE in text:
            cursor.insertText(alt, made)
        else:
            cursor.setCharFormat(made)
    for block in _blocks(document):
        _shape(QTextCursor(block), block, colours)
    cursor.endEditBlock()


def _format(was: QTextCharFormat, *, code: bool, head: int, colours: Colours) -> QTextCharFormat:
    made = QTextCharFormat()
    # Qt reads __words__ as underlined; every other reader of Markdown takes them for bold.
    bold = was.fontWeight() > QFont.Weight.Normal or (was.fontUnderline() and not was.isAnchor())
    if bold or head:
        made.setFontWeight(QFont.Weight.DemiBold)
    if was.fontItalic():
        made.setFontItalic(True)
    if was.fontStrikeOut():
        made.setFontStrikeOut(True)
    if 0 < head <= 2:
        made.setProperty(QTextFormat.Property.FontSizeAdjustment.value, 1)
    if code or was.fontFixedPitch():
        made.setFontFamilies(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).families())
        made.setFontFixedPitch(True)
        if not code:
            made.setBackground(QColor(colours.tint))
    return made


def is_code(block: QTextBlock) -> bool:
    return block.isValid() and block.blockFormat().nonBreakableLines()


def _is_table_head(block: QTextBlock) -> bool:
    cell = _cell(block)
    return cell is not None and cell[0] == 0


def _shape(cursor: QTextCursor, block: QTextBlock, colours: Colours) -> None:
    made = QTextBlockFormat()
    if is_code(block):
        made.setBackground(QColor(colours.tint))
        made.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    else:
        space = 4 if cursor.currentTable() is None else 0
        made.setTopMargin(space)
        made.setBottomMargin(space)
    if block.blockFormat().leftMargin():  # a quotation
        made.setLeftMargin(16)
        made.setRightMargin(0)
    cursor.mergeBlockFormat(made)


def _put_marks(document: QTextDocument, colours: Colours) -> None:
    cursor = QTextCursor(document)
    for match in reversed(list(_HELD.finditer(document.toPlainText()))):
        start = _utf16(document, match.start())
        _select(cursor, start, start + _length(match[0]))
        if match[1] is None:
            cursor.removeSelectedText()
            continue
        made = cursor.charFormat()
        made.setAnchor(True)
        made.setAnchorHref(f"{CITE}{match[1]}")
        made.setForeground(QColor(colours.accent))
        made.setBackground(QColor(colours.tint))
        made.setFontWeight(QFont.Weight.DemiBold)
        cursor.insertText(f"[{match[1]}]", made)


def _underline(document: QTextDocument, found: Sequence[Spot], colours: Colours) -> None:
    made = QTextCharFormat()
    made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    made.setUnderlineColor(QColor(colours.warning))
    made.setForeground(QColor(colours.warning))
    cursor = QTextCursor(document)
    for start, end in found:
        _select(cursor, _utf16(document, start), _utf16(document, end))
        cursor.mergeCharFormat(made)


def _frame_tables(document: QTextDocument, colours: Colours) -> None:
    seen: set[int] = set()
    for block in _blocks(document):
        table = QTextCursor(block).currentTable()
        if table is None or table.objectIndex() in seen:
            continue
        seen.add(table.objectIndex())
        made = QTextTableFormat()
        made.setBorder(1)
        made.setBorderCollapse(True)
        made.setBorderStyle(QTextTableFormat.BorderStyle.BorderStyle_Solid)
        made.setBorderBrush(QColor(colours.edge))
        made.setCellPadding(4)
        made.setCellSpacing(0)
        made.setTopMargin(4)
        made.setBottomMargin(4)
        made.setColumns(table.columns())
        made.setHeaderRowCount(1)
        made.setWidth(QTextLength())
        table.setFormat(made)


def _select(cursor: QTextCursor, start: int, end: int) -> None:
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)


def _length(text: str) -> int:
    """In Qt's units: a character beyond the basic plane counts two."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def _utf16(document: QTextDocument, at: int) -> int:
    return _length(document.toPlainText()[:at])
