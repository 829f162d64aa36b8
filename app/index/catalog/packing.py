"""Pages and spans as bytes: little-endian 32-bit integers and UTF-8, pages compressed.

Boxes are kept to a hundredth of a point, column by column as differences, which compresses to about a third.
"""

import struct
import zlib
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, pairwise

from app.types import Box, Page, Span, Words

_LEVEL = 6
_PER_POINT = 100.0


def pack_page(page: Page) -> bytes:
    """The text, words, margins and tables of a page."""
    words = page.words
    columns = [
        _differences(words.starts),
        [end - start for start, end in zip(words.starts, words.ends, strict=True)],
        *(_differences([round(box[side] * _PER_POINT) for box in words.boxes]) for side in range(4)),
        list(chain.from_iterable(page.margins)),
        list(chain.from_iterable(page.tables)),
    ]
    head = _ints([len(column) for column in columns])
    return zlib.compress(head + b"".join(map(_ints, columns)) + page.text.encode("utf-8", "replace"), _LEVEL)


def unpack_page(body: bytes) -> tuple[str, Words, tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """Text, words, margins, tables."""
    data = zlib.decompress(body)
    lengths = struct.unpack_from("<8i", data)
    columns, at = [], 32
    for length in lengths:
        columns.append(struct.unpack_from(f"<{length}i", data, at))
        at += 4 * length
    starts = tuple(accumulate(columns[0]))
    ends = tuple(start + length for start, length in zip(starts, columns[1], strict=True))
    sides = ([value / _PER_POINT for value in accumulate(column)] for column in columns[2:6])
    boxes: tuple[Box, ...] = tuple(zip(*sides, strict=True))
    return data[at:].decode("utf-8"), Words(starts, ends, boxes), _pairs(columns[6]), _pairs(columns[7])


def unpack_text(body: bytes) -> str:
    """The text of a page alone."""
    data = zlib.decompress(body)
    return data[32 + 4 * sum(struct.unpack_from("<8i", data)) :].decode("utf-8")


def pack_spans(spans: Iterable[Span]) -> bytes:
    return _ints([value for span in spans for value in (span.page, span.start, span.end)])


def unpack_spans(data: bytes) -> tuple[Span, ...]:
    return tuple(Span(*values) for values in struct.iter_unpack("<3i", data))


def _ints(values: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(values)}i", *values)


def _differences(values: Sequence[int]) -> list[int]:
    return [*values[:1], *(after - before for before, after in pairwise(values))]


def _pairs(flat: Sequence[int]) -> tuple[tuple[int, int], ...]:
    return tuple(zip(flat[::2], flat[1::2], strict=True))
