"""A document whose every part has a word that nothing else has, and a search of the raw bytes of files for what could be left of it."""

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pymupdf

MARK = "quuxbar"
"""In every unique word of the document, and in its stem."""
_ZLIB = tuple(bytes((0x78, second)) for second in (0x01, 0x5E, 0x9C, 0xDA))
_PIECE = 16
"""Bytes of a vector that are no accident."""


def marked(folder: Path, name: str = f"file{MARK}.pdf") -> Path:
    """Text, also in white, title, outline, a table and notes, on three pages."""
    document = pymupdf.open()
    for number in range(3):
        page = document.new_page(width=595, height=842)
        page.insert_text((72, 100), f"Outline{MARK} {number + 1}", fontsize=16)
        for row in range(12):
            text = f"The Zanzi{MARK}s of page {number + 1} cost {100 + row} EUR in ward {row}, and the PAPER{MARK.upper()} says so."
            page.insert_text((72, 140 + 18 * row), text, fontsize=10)
        for row in range(4):
            for column, cell in enumerate((f"Table{MARK}", f"{row} EUR", "Mill")):
                page.insert_text((72 + 120 * column, 420 + 18 * row), cell, fontsize=10)
        page.insert_text((72, 700), f"Nobody sees that the White{MARK} stands here.", fontsize=10, color=(1, 1, 1))
        page.add_text_annot((300, 600), f"Annot{MARK}")
        page.add_freetext_annot((72, 620, 400, 660), f"Annot{MARK} in a box")
    document.set_toc([[1, f"Outline{MARK} {number}", number] for number in (1, 2, 3)])
    document.set_metadata({"title": f"Title{MARK}", "author": f"Author{MARK}", "subject": f"Subject{MARK}"})
    path = folder / name
    document.save(path)
    document.close()
    return path


def left_in(folder: Path, ids: Iterable[str] = (), rows: Iterable[bytes] = ()) -> list[tuple[str, str]]:
    """Each file in which something stands, and what: a word in whatever case, as UTF-8 or UTF-16, as it is or compressed; an id of `ids`, in
    letters or bytes; a piece of a row of `rows`, which are vectors as they are stored."""
    sought = dict(_sought(ids, rows))
    found = []
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        raw = path.read_bytes()
        found += [(path.name, what) for piece, what in sought.items() if piece in raw]
        found += [(path.name, f"word as {form}") for form, word in _words() if word in raw.lower()]
        found += [(path.name, "compressed word") for text in _unpacked(raw) if MARK.encode() in text.lower()]
    return sorted(set(found))


def _words() -> Iterator[tuple[str, bytes]]:
    for form in ("utf-8", "utf-16-le", "utf-16-be"):
        yield form, MARK.encode(form)


def _sought(ids: Iterable[str], rows: Iterable[bytes]) -> Iterator[tuple[bytes, str]]:
    for identity in ids:
        yield identity.encode(), "id"
        yield bytes.fromhex(identity), "id in bytes"
    for row in rows:
        yield from ((row[at : at + _PIECE], "vector") for at in range(0, len(row) - _PIECE + 1, _PIECE))


def _unpacked(raw: bytes) -> Iterator[bytes]:
    """Whatever can be unpacked, from wherever it may begin."""
    for head in _ZLIB:
        at = raw.find(head)
        while at >= 0:
            yield _inflated(raw[at : at + 200_000])
            at = raw.find(head, at + 1)


def _inflated(raw: bytes) -> bytes:
    """As far as it is whole: a page that was cut has its beginning still."""
    unpacker, text = zlib.decompressobj(), b""
    for start in range(0, len(raw), 256):
        try:
            text += unpacker.decompress(raw[start : start + 256])
        except zlib.error:
            return text
        if unpacker.eof:
            break
    return text
