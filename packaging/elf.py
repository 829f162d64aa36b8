"""What a Linux library says about the others that it needs: their names, and the folders that the loader looks for them in.

The layout is that of the ELF specification, for files of 64 bits, least significant byte first: all that the engine is built for.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_MAGIC = b"\x7fELF\x02\x01"
_LOAD, _DYNAMIC = 1, 2
_NEEDED, _STRINGS, _RPATH, _RUNPATH = 1, 5, 15, 29


@dataclass(frozen=True, slots=True)
class Dynamic:
    """`folders` are those that the library itself names, '$ORIGIN' being its own."""

    needed: tuple[str, ...]
    folders: tuple[str, ...]


def is_library(data: bytes) -> bool:
    return data.startswith(_MAGIC)


def dynamic(data: bytes) -> Dynamic:
    """Of a library's bytes, for which `is_library` holds."""
    segments = tuple(_segments(data))
    tables = (
        struct.iter_unpack("<QQ", data[start : start + size]) for kind, start, _, size in segments if kind == _DYNAMIC
    )
    entries = [(tag, value) for table in tables for tag, value in table]
    strings = [_offset(segments, value) for tag, value in entries if tag == _STRINGS]

    def texts(*tags: int) -> Iterator[str]:
        return (_text(data, start + value) for start in strings for tag, value in entries if tag in tags)

    folders = (folder for listed in texts(_RPATH, _RUNPATH) for folder in listed.split(":"))
    return Dynamic(tuple(texts(_NEEDED)), tuple(folder for folder in folders if folder))


def _segments(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Kind, place in the file, address and size of each."""
    (table,) = struct.unpack_from("<Q", data, 32)
    length, count = struct.unpack_from("<HH", data, 54)
    for start in range(table, table + length * count, length):
        kind, _, place, address, _, size = struct.unpack_from("<IIQQQQ", data, start)
        yield kind, place, address, size


def _offset(segments: tuple[tuple[int, int, int, int], ...], address: int) -> int:
    """Where in the file that lies which is loaded to an address."""
    return next(
        place + address - first
        for kind, place, first, size in segments
        if kind == _LOAD and first <= address < first + size
    )


def _text(data: bytes, start: int) -> str:
    return data[start : data.index(b"\0", start)].decode(errors="replace")
