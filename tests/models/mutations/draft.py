"""A GGUF file as values that can be changed one by one and written again, right or wrong."""

import struct
from dataclasses import dataclass, field, replace

U8, I8, U16, I16, U32, I32, F32, BOOL, STRING, ARRAY, U64, I64, F64 = range(13)
_FORMS = {U8: "B", I8: "b", U16: "H", I16: "h", U32: "I", I32: "i", F32: "f", BOOL: "?", U64: "Q", I64: "q", F64: "d"}


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes written as they are, behind the number of a type."""

    data: bytes


Item = int | float | str | bytes
Content = Item | list[Item] | Raw


@dataclass(slots=True)
class Pair:
    """A key and its value. `kind` is the type of the value; of an array, that of its items."""

    key: str | bytes
    kind: int
    value: Content


@dataclass(slots=True)
class Plan:
    """A tensor of the table; `offset` is in bytes from the start of the data."""

    name: str | bytes
    dimensions: list[int]
    type: int
    offset: int


@dataclass(slots=True)
class Draft:
    """`counts`: tensors and pairs as the file states them, where they are not the true ones."""

    pairs: list[Pair]
    tensors: list[Plan]
    data: bytes
    version: int = 3
    alignment: int = 32
    magic: bytes = b"GGUF"
    counts: list[int | None] = field(default_factory=lambda: [None, None])

    def copy(self) -> "Draft":
        """One that can be changed and leaves this as it is."""
        pairs = [
            replace(pair, value=list(pair.value) if isinstance(pair.value, list) else pair.value) for pair in self.pairs
        ]
        tensors = [replace(tensor, dimensions=list(tensor.dimensions)) for tensor in self.tensors]
        return replace(self, pairs=pairs, tensors=tensors, counts=list(self.counts))

    def pair(self, key: str) -> Pair:
        return next(pair for pair in self.pairs if pair.key == key)

    @property
    def architecture(self) -> str:
        return str(self.pair("general.architecture").value)

    def head(self) -> bytes:
        """All before the data, padded to the alignment."""
        true = (len(self.tensors), len(self.pairs))
        stated = [there if count is None else count for there, count in zip(true, self.counts, strict=True)]
        head = self.magic + struct.pack("<IQQ", self.version, *stated)
        head += b"".join(_text(pair.key) + _value(pair) for pair in self.pairs)
        head += b"".join(_plan(tensor) for tensor in self.tensors)
        return head.ljust(-(-len(head) // self.alignment) * self.alignment, b"\0")

    def bytes(self) -> bytes:
        return self.head() + self.data


def _text(text: str | bytes) -> bytes:
    data = text.encode("utf-8", errors="surrogatepass") if isinstance(text, str) else text
    return struct.pack("<Q", len(data)) + data


def _plan(tensor: Plan) -> bytes:
    rank = len(tensor.dimensions)
    return _text(tensor.name) + struct.pack(f"<I{rank}QIQ", rank, *tensor.dimensions, tensor.type, tensor.offset)


def _value(pair: Pair) -> bytes:
    if isinstance(pair.value, Raw):
        return struct.pack("<I", pair.kind) + pair.value.data
    if isinstance(pair.value, list):
        return struct.pack("<IIQ", ARRAY, pair.kind, len(pair.value)) + _items(pair.kind, pair.value)
    return struct.pack("<I", pair.kind) + _items(pair.kind, [pair.value])


def _items(kind: int, items: list[Item]) -> bytes:
    if kind == STRING:
        return b"".join(_text(item) for item in items if isinstance(item, str | bytes))
    return struct.pack(f"<{len(items)}{_FORMS[kind]}", *items)
