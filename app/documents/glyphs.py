"""What the glyphs of a PDF's fonts mean. Text that MuPDF sets is drawn right, but its table from glyphs to characters leaves out
those that a script's rules put in (the shapes of Arabic letters) and cuts characters beyond U+FFFF short. Runs in a worker only.
"""

import re
from collections.abc import Iterator
from typing import Any

_BEYOND = re.compile(rb"<([0-9a-fA-F]{5,6})>")
_RANGE = re.compile(rb"^<([0-9a-fA-F]{4})> <([0-9a-fA-F]{4})> <", re.MULTILINE)
_SINGLE = re.compile(rb"^<([0-9a-fA-F]{4})> <[0-9a-fA-F]+>$", re.MULTILINE)
_NAME = re.compile(r"uni((?:[0-9A-CEF][0-9A-F]{3}|D[0-7][0-9A-F]{2})+)|u((?:10|[1-9A-F])[0-9A-F]{4})")
_AT_ONCE = 100
"""Entries that one block of the table may have."""


def explain(document: Any) -> None:
    """Complete the tables of all fonts of the document."""
    for xref in {font[0] for page in document for font in page.get_fonts()}:
        kind, target = document.xref_get_key(xref, "ToUnicode")
        if kind == "xref":
            table = int(target.split()[0])
            document.update_stream(table, _completed(document.xref_stream(table), document.extract_font(xref)[3]))


def _completed(table: bytes, font: bytes) -> bytes:
    table = _BEYOND.sub(lambda match: b"<" + _hex(chr(int(match[1], 16))) + b">", table)
    known = {int(code, 16) for code in _SINGLE.findall(table)}
    for first, last in _RANGE.findall(table):
        known.update(range(int(first, 16), int(last, 16) + 1))
    added = [b"<%04x> <%s>\n" % (glyph, _hex(text)) for glyph, text in _named(font) if glyph not in known]
    groups = [added[at : at + _AT_ONCE] for at in range(0, len(added), _AT_ONCE)]
    blocks = [b"%d beginbfchar\n%sendbfchar\n" % (len(lines), b"".join(lines)) for lines in groups]
    return table.replace(b"endcmap", b"".join(blocks) + b"endcmap", 1)


def _hex(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()


def _named(font: bytes) -> Iterator[tuple[int, str]]:
    """The glyphs whose names say what they stand for, as the Adobe Glyph List prescribes: 'uni0644.init', 'uni0644_uni0627'."""
    import pymupdf

    made = pymupdf.Font(fontbuffer=font)
    for glyph in range(made.glyph_count):
        text = meaning(pymupdf.mupdf.fz_get_glyph_name2(made.this, glyph))
        if text:
            yield glyph, text


def meaning(name: str) -> str:
    """The characters that a glyph's name spells; empty where it spells none."""
    text = ""
    for part in name.split(".")[0].split("_"):
        match = _NAME.fullmatch(part)
        if match is None:
            return ""
        codes = [match[2]] if match[2] else [match[1][at : at + 4] for at in range(0, len(match[1]), 4)]
        text += "".join(chr(int(code, 16)) for code in codes)
    return text
