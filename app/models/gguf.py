"""The head of a GGUF file as values: our own reader, so that a file is known before native code sees it.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. Every count is checked against the bytes that are
there before anything is allocated; long arrays are stepped over, not kept. Only `Damaged` and `Unsupported` leave here.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

MAGIC = b"GGUF"
VERSIONS = (2, 3)
HEADER_LIMIT = 256 * 2**20
"""Bytes; the largest vocabularies known take about 30 MB."""

_BLOCK = 2**20
_KEPT_STRING = 2**20
_KEPT_ARRAY = 4096
_MAX_TENSOR = 2**42
_MAX_NAME = 63
"""Bytes of a tensor's name; llama.cpp has room for no more (GGML_MAX_NAME)."""

_TOKENS = "tokenizer.ggml.tokens"

# Value types of the metadata: number in the file → struct format. 8 is a string, 9 an array.
_NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9

# Tensor types: number in the file → (elements in a block, bytes of a block). Numbers that were withdrawn are left out.
TENSOR_TYPES = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36),
    10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292),
    16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82),
    23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2),
    34: (256, 54), 35: (256, 66), 39: (32, 17), 40: (64, 36), 41: (128, 18), 42: (64, 18),
}  # fmt: skip


class Damaged(Exception):
    """The bytes are not what the format says; the text says what is wrong."""


class Unsupported(Exception):
    """A whole file that this program cannot use; the text says why."""


@dataclass(frozen=True, slots=True)
class Array:
    """An array of the metadata. `items` is empty where the array is long or holds strings; `count` always holds. Of the
    vocabulary `repeated` says whether a token is there twice."""

    kind: int
    count: int
    items: tuple[int | float | bool, ...] = ()
    repeated: bool = False


Value = int | float | bool | str | Array


@dataclass(frozen=True, slots=True)
class Tensor:
    """`dimensions` are in elements, the fastest first; `offset` is in bytes from the start of the tensor data."""

    name: str
    dimensions: tuple[int, ...]
    type: int
    offset: int

    @property
    def elements(self) -> int:
        product = 1
        for length in self.dimensions:
            product *= length
        return product

    @property
    def bytes(self) -> int:
        per_block, size = TENSOR_TYPES[self.type]
        return self.elements // per_block * size


@dataclass(frozen=True, slots=True)
class Head:
    version: int
    metadata: dict[str, Value]
    tensors: tuple[Tensor, ...]
    data_start: int
    """Where the tensor data begins, in bytes from the start of the file."""
    alignment: int
    """What the beginning of each tensor is a multiple of, in bytes from `data_start`."""


def read_head(stream: BinaryIO) -> Head:
    """Read the head of a GGUF file from its first byte. Raises `Damaged` or `Unsupported`, and OSError from reading."""
    cursor = _Cursor(stream)
    if cursor.take(4) != MAGIC:
        raise Unsupported("it is not a GGUF file")
    version = cursor.number("I")
    if version not in VERSIONS:
        raise Unsupported(f"its GGUF version is {version}")
    tensors, pairs = cursor.count("Q", at_least=24), cursor.count("Q", at_least=13)
    metadata: dict[str, Value] = {}
    for _ in range(pairs):
        key = cursor.string()
        if key in metadata:
            raise Damaged(f"the key {key[:80]!r} is there twice")
        if not key:
            raise Damaged("a value in its head has no name")
        metadata[key] = _value(cursor, int(cursor.number("I")), is_vocabulary=key == _TOKENS)
    table = tuple(_tensor(cursor) for _ in range(tensors))
    alignment = _alignment(metadata)
    return Head(int(version), metadata, table, -(-cursor.position // alignment) * alignment, alignment)


def _alignment(metadata: dict[str, Value]) -> int:
    alignment = metadata.get("general.alignment", 32)
    if not isinstance(alignment, int) or not 0 < alignment <= 2**20 or alignment & (alignment - 1):
        raise Damaged("its alignment is not a power of two")
    return alignment


def _value(cursor: "_Cursor", kind: int, *, is_vocabulary: bool) -> Value:
    if kind in _NUMBERS:
        return cursor.number(_NUMBERS[kind])
    if kind == _STRING:
        return cursor.string()
    if kind == _ARRAY:
        return _array(cursor, is_vocabulary=is_vocabulary)
    raise Damaged(f"a value has the unknown type {kind}")


def _array(cursor: "_Cursor", *, is_vocabulary: bool) -> Array:
    """Arrays within arrays are of the format, but llama.cpp reads none, and no model is known that has one."""
    kind = int(cursor.number("I"))
    if kind == _STRING:
        count = cursor.count("Q", at_least=8)
        seen: set[bytes] | None = set() if is_vocabulary else None
        unnamed = cursor.skip_strings(count, seen)
        return Array(kind, count, repeated=seen is not None and len(seen) + unnamed < count)
    if kind not in _NUMBERS:
        raise Damaged(f"an array holds the unknown type {kind}")
    size = struct.calcsize("<" + _NUMBERS[kind])
    count = cursor.count("Q", at_least=size)
    if count > _KEPT_ARRAY:
        cursor.skip(count * size)
        return Array(kind, count)
    return Array(kind, count, struct.unpack(f"<{count}{_NUMBERS[kind]}", cursor.take(count * size)))


def _tensor(cursor: "_Cursor") -> Tensor:
    name = cursor.string()
    if not 0 < len(name.encode()) <= _MAX_NAME:
        raise Damaged("a tensor has no name, or one that is too long")
    rank = int(cursor.number("I"))
    if not 1 <= rank <= 4:
        raise Damaged(f"the tensor {name[:80]!r} has {rank} dimensions")
    dimensions = struct.unpack(f"<{rank}Q", cursor.take(8 * rank))
    kind, offset = int(cursor.number("I")), int(cursor.number("Q"))
    if kind not in TENSOR_TYPES:
        raise Unsupported(f"the type {kind} of its weights is not known")
    tensor = Tensor(name, dimensions, kind, offset)
    if not all(0 < length <= _MAX_TENSOR for length in dimensions) or tensor.elements > _MAX_TENSOR:
        raise Damaged(f"the tensor {name[:80]!r} has an impossible size")
    if dimensions[0] % TENSOR_TYPES[kind][0]:
        raise Damaged(f"the rows of the tensor {name[:80]!r} do not fit their type")
    return tensor


class _Cursor:
    """Reads forward; the bytes are kept only from the block that is being read on."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._size = stream.seek(0, 2)
        stream.seek(0)
        self._data = b""
        self._start = 0
        self._at = 0

    @property
    def position(self) -> int:
        return self._start + self._at

    @property
    def left(self) -> int:
        return min(self._size, HEADER_LIMIT) - self.position

    def take(self, count: int) -> bytes:
        self._need(count)
        self._at += count
        return self._data[self._at - count : self._at]

    def skip(self, count: int) -> None:
        if count > self.left:
            raise Damaged("it ends in the middle of its head")
        self._at += count
        if self._at > len(self._data):
            self._start += self._at
            self._data, self._at = b"", 0
            self._stream.seek(self._start)

    def number(self, form: str) -> int | float | bool:
        value: int | float | bool = struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))[0]
        return value

    def count(self, form: str, *, at_least: int) -> int:
        """A number of things that take `at_least` bytes each, so that more than the bytes that are left can hold is
        refused before anything is allocated."""
        value = int(self.number(form))
        if value * at_least > self.left:
            raise Damaged("it ends in the middle of its head")
        return value

    def string(self) -> str:
        length = self.count("Q", at_least=1)
        if length > _KEPT_STRING:
            raise Damaged("a text in its head is impossibly long")
        try:
            return self.take(length).decode()
        except UnicodeDecodeError as error:
            raise Damaged("a text in its head is not UTF-8") from error

    def skip_strings(self, count: int, seen: set[bytes] | None) -> int:
        """Step over strings, keep them in `seen` if there is one, and give the number of empty ones, which are no repetition."""
        # A vocabulary has some 150,000 of them, so this loop does without the calls of `string`.
        unpack: Callable[[bytes, int], tuple[int]] = struct.Struct("<Q").unpack_from
        empty = 0
        for _ in range(count):
            if self._at + 8 > len(self._data):
                self._need(8)
            length = unpack(self._data, self._at)[0]
            self._at += 8
            if not length:
                empty += 1
            elif seen is not None:
                seen.add(self._kept(length))
            elif self._at + length <= len(self._data):
                self._at += length
            else:
                self.skip(length)
        return empty

    def _kept(self, length: int) -> bytes:
        if length > _KEPT_STRING:
            raise Damaged("a text in its head is impossibly long")
        return self.take(length)

    def _need(self, count: int) -> None:
        if self._at + count <= len(self._data):
            return
        if count > self.left:
            raise Damaged("it ends in the middle of its head")
        rest = self._data[self._at :]
        self._start, self._at = self._start + self._at, 0
        self._data = rest + self._stream.read(max(_BLOCK, count - len(rest)))
        if len(self._data) < count:
            raise Damaged("it ends in the middle of its head")
