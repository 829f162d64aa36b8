"""Small GGUF files of our own, whole or spoilt on purpose."""

import hashlib
import struct
from collections.abc import Mapping
from pathlib import Path

from app.models.manifest import Manifest, Model, ModelFile, Purpose, Source

WIDTH, FEED, BLOCKS, TOKENS = 64, 128, 2, 40

Meta = Mapping[str, object]


def metadata(**changes: object) -> dict[str, object]:
    """The keys of a small llama; `changes` replaces them, with `__` for a point and None for 'not there'."""
    table: dict[str, object] = {
        "general.architecture": "llama",
        "general.name": "Wren 1K",
        "general.file_type": 0,
        "llama.context_length": 512,
        "llama.block_count": BLOCKS,
        "llama.embedding_length": WIDTH,
        "llama.feed_forward_length": FEED,
        "llama.attention.head_count": 4,
        "llama.attention.head_count_kv": 2,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.dimension_count": 16,
        "llama.rope.freq_base": 10000.0,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.tokens": [f"t{number}" for number in range(TOKENS)],
        "tokenizer.ggml.token_type": [1] * TOKENS,
        "tokenizer.ggml.eos_token_id": 2,
        "tokenizer.chat_template": "{{ messages[0].content }}",
    }
    table.update({key.replace("__", "."): value for key, value in changes.items()})
    return {key: value for key, value in table.items() if value is not None}


def shapes() -> dict[str, tuple[int, ...]]:
    table: dict[str, tuple[int, ...]] = {"token_embd.weight": (WIDTH, TOKENS), "output_norm.weight": (WIDTH,)}
    for block in range(BLOCKS):
        table[f"blk.{block}.attn_q.weight"] = (WIDTH, WIDTH)
        table[f"blk.{block}.ffn_up.weight"] = (WIDTH, FEED)
    return table


def gguf(meta: Meta | None = None, tensors: Mapping[str, tuple[int, ...]] | None = None, *, version: int = 3) -> bytes:
    """A GGUF file with 32-bit weights of zeros."""
    meta, tensors = metadata() if meta is None else meta, shapes() if tensors is None else tensors
    head = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(meta))
    head += b"".join(_text(key) + _value(value) for key, value in meta.items())
    offset, table = 0, b""
    for name, dimensions in tensors.items():
        table += _text(name) + struct.pack(f"<I{len(dimensions)}QIQ", len(dimensions), *dimensions, 0, offset)
        offset += -(-_elements(dimensions) * 4 // 32) * 32
    start = -(-len(head + table) // 32) * 32
    return (head + table).ljust(start, b"\0") + bytes(offset)


def write_gguf(folder: Path, name: str = "wren.gguf", /, **changes: object) -> Path:
    path = folder / name
    path.write_bytes(gguf(metadata(**changes)))
    return path


def model_file(name: str, content: bytes, *sources: Source) -> ModelFile:
    return ModelFile(name, len(content), hashlib.sha256(content).hexdigest(), sources)


def model(name: str, *files: ModelFile, purpose: Purpose = "generator", default: bool = False) -> Model:
    return Model(
        id=name,
        name=name.title(),
        purpose=purpose,
        publisher="Us",
        licence="Apache-2.0",
        terms="Free.",
        context=512,
        memory=1,
        memory_basis="made up",
        files=files,
        default=default,
    )


def manifest(*models: Model) -> Manifest:
    return Manifest(models)


def _elements(dimensions: tuple[int, ...]) -> int:
    product = 1
    for length in dimensions:
        product *= length
    return product


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _value(value: object) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", 8) + _text(value)
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    if isinstance(value, int):
        return struct.pack("<Ii", 5, value) if value < 0 else struct.pack("<II", 4, value)
    assert isinstance(value, list)
    if value and isinstance(value[0], str):
        return struct.pack("<IIQ", 9, 8, len(value)) + b"".join(_text(item) for item in value)
    return struct.pack(f"<IIQ{len(value)}i", 9, 5, len(value), *value)
