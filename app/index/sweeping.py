"""What nobody can read any more is overwritten in a SQLite file: the unused room of its pages.

SQLite overwrites what it deletes (`secure_delete`), but where it moved rows from page to page before, the old page keeps a copy of them in
its unused room. VACUUM gets rid of that by writing all of the file anew, twice, with all of it in memory; this reads the file once and
writes zeros over the unused room that is not zeros yet, and nothing else. Format: https://sqlite.org/fileformat2.html, 1.6.

It is done by a child: whoever closes a file loses all locks that the process has on it (POSIX), SQLite's own among them. The caller sees
to it that nobody writes, and that all is in this one file.
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_MAGIC = b"SQLite format 3\0"
_FIRST_HEADER = 100
"""Bytes at the beginning of the first page that are the file's."""
_HEADERS = {2: 12, 5: 12, 10: 8, 13: 8}
"""How long a page's header is, by its kind. Overflow pages and pages of the free list begin with a page number, whose first byte is 0 in any
file below 64 GB."""
_LARGEST = 1 << 36
_LOCKED = 1 << 30
"""Where the page lies that SQLite keeps its locks on, and nothing else."""


class Unknown(Exception):
    """The file, or a page of it, is none that we understand."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`usable`: bytes of a page that are SQLite's."""

    page: int
    usable: int

    @classmethod
    def of(cls, head: bytes) -> Self:
        """From the file's first 100 bytes. Raises Unknown."""
        if len(head) < _FIRST_HEADER or not head.startswith(_MAGIC):
            raise Unknown("no SQLite file")
        (size,) = struct.unpack_from(">H", head, 16)
        page = 65536 if size == 1 else size
        if page < 512 or page & (page - 1) or head[20] > 32 or head[52:56] != bytes(4):
            raise Unknown("an unusual size of pages, or pointer maps between them")
        return cls(page, page - head[20])


def sweep(path: Path, first: int, last: int) -> int:
    """Overwrite the unused room of pages `first` to `last`, counted from 1, as far as there are so many; the bytes written. Raises Unknown
    before anything of that page is, and OSError."""
    written = 0
    with path.open("r+b", buffering=0) as file:
        layout = Layout.of(file.read(_FIRST_HEADER))
        size = file.seek(0, os.SEEK_END)
        if size > _LARGEST:
            raise Unknown("too large")
        for number in range(first, min(last, size // layout.page) + 1):
            at = (number - 1) * layout.page
            if at <= _LOCKED < at + layout.page:
                continue
            file.seek(at)
            for start, end in list(unused(file.read(layout.page), layout, is_first=number == 1)):
                file.seek(at + start)
                written += file.write(bytes(end - start))
        os.fsync(file.fileno())
    return written


def unused(page: bytes, layout: Layout, *, is_first: bool = False) -> Iterator[tuple[int, int]]:
    """Where in a page's unused room something stands: from, up to. Raises Unknown for a page that is not as it should be."""
    at = _FIRST_HEADER if is_first else 0
    length = _HEADERS.get(page[at])
    if length is None:
        return
    block, cells, content = struct.unpack_from(">HHH", page, at + 1)
    content = content or 65536
    array = at + length
    begin = array + 2 * cells
    if not begin <= content <= layout.usable:
        raise Unknown("cells beyond the page")
    if cells and min(struct.unpack_from(f">{cells}H", page, array)) < content:
        raise Unknown("a cell in the unused room")
    if page.count(0, begin, content) != content - begin:
        yield begin, content
    yield from _blocks(page, block, content, layout.usable)


def _blocks(page: bytes, block: int, content: int, usable: int) -> Iterator[tuple[int, int]]:
    """The same of free blocks among the cells: a chain, in the order of the page."""
    before = content - 1
    while block:
        if not before < block <= usable - 4:
            raise Unknown("a free block out of order")
        following, size = struct.unpack_from(">HH", page, block)
        if size < 4 or block + size > usable:
            raise Unknown("a free block beyond the page")
        if page.count(0, block + 4, block + size) != size - 4:
            yield block + 4, block + size
        before, block = block + size - 1, following


def work(channel: "Connection[object, object]", path: Path) -> None:
    """In a child: for each (first, last) the bytes written, or why not; until the channel ends."""
    while True:
        try:
            asked = channel.recv()
        except EOFError:
            return
        assert isinstance(asked, tuple)
        try:
            channel.send(sweep(path, *asked))
        except (Unknown, OSError) as error:
            channel.send(str(error) or "unknown")
