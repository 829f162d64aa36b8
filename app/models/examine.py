"""Examine a GGUF model before native code loads it: is it whole, does it agree with itself, can this program use it.

llama.cpp ends the process in an assertion on many a damaged number (the reason for the engine's own process); the
checks here catch those that can be known from the head, and turn them into one sentence.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.errors import UserFixable
from app.models.gguf import Array, Damaged, Head, Unsupported, Value, read_head

# Architectures that are whole GGUF files and write no text.
_NOT_GENERATORS = {
    "clip",
    "bert",
    "modern-bert",
    "nomic-bert",
    "nomic-bert-moe",
    "neo-bert",
    "jina-bert-v2",
    "t5encoder",
}
_KV_BYTES = 2  # a half-precision number for each element of the cache
_FILE_TYPES = {0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S",
               12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K",
               25: "IQ4_NL", 30: "IQ4_XS", 32: "BF16", 38: "MXFP4"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gguf:
    """What a GGUF file says of itself, checked. Sizes are bytes, `context` is tokens; `kv_bytes_per_token` is an
    estimate (0 where the architecture does not tell): layers × key and value widths × 2 bytes."""

    path: Path
    bytes: int
    version: int
    architecture: str
    name: str
    context: int
    blocks: int
    embedding: int
    heads: int
    kv_heads: int
    vocabulary: int
    parameters: int
    quantisation: str
    has_chat_template: bool
    kv_bytes_per_token: int


def examine(path: Path) -> Gguf:
    """Raises UserFixable `not_found`, `unreadable`, `model_damaged` or `model_unsupported`, and nothing else, whatever
    the bytes are."""
    try:
        with path.open("rb") as stream:
            head = read_head(stream)
            size = stream.seek(0, 2)
        _check_tensors(head, size)
        facts = _describe(path, head, size)
        _check_numbers(facts, head)
        return facts
    except FileNotFoundError as error:
        raise UserFixable("not_found", file=path.name) from error
    except OSError as error:
        raise UserFixable("unreadable", file=path.name, reason=error.strerror or "it cannot be opened") from error
    except Damaged as error:
        raise UserFixable("model_damaged", file=path.name, reason=str(error)) from error
    except Unsupported as error:
        raise UserFixable("model_unsupported", file=path.name, reason=str(error)) from error


def _check_tensors(head: Head, size: int) -> None:
    """Every tensor lies inside the file, behind the one before it; no two have one name."""
    if not head.tensors:
        raise Unsupported("it has no weights")
    if len({tensor.name for tensor in head.tensors}) != len(head.tensors):
        raise Damaged("two tensors have one name")
    end = 0
    for tensor in sorted(head.tensors, key=lambda tensor: tensor.offset):
        if tensor.offset < end:
            raise Damaged("its tensors overlap")
        end = tensor.offset + tensor.bytes
    if head.data_start + end > size:
        raise Damaged(f"it is cut short: {size:,} of {head.data_start + end:,} bytes")


def _describe(path: Path, head: Head, size: int) -> Gguf:
    architecture = _text(head, "general.architecture")
    if not architecture:
        raise Damaged("it does not name its architecture")
    if architecture in _NOT_GENERATORS:
        raise Unsupported(f"it is a {architecture} model, which writes no text")
    if isinstance(head.metadata.get("split.count"), int) and head.metadata["split.count"] not in (0, 1):
        raise Unsupported("it is one part of a model in several files")
    heads = _most(head, f"{architecture}.attention.head_count")
    tokens = head.metadata.get("tokenizer.ggml.tokens")
    return Gguf(
        path=path,
        bytes=size,
        version=head.version,
        architecture=architecture,
        name=_text(head, "general.name") or path.stem,
        context=_most(head, f"{architecture}.context_length"),
        blocks=_most(head, f"{architecture}.block_count"),
        embedding=_most(head, f"{architecture}.embedding_length"),
        heads=heads,
        kv_heads=_most(head, f"{architecture}.attention.head_count_kv") or heads,
        vocabulary=tokens.count if isinstance(tokens, Array) else 0,
        parameters=sum(tensor.elements for tensor in head.tensors),
        quantisation=_FILE_TYPES.get(_most(head, "general.file_type"), "unknown"),
        has_chat_template=bool(_text(head, "tokenizer.chat_template")),
        kv_bytes_per_token=_kv_bytes(head, architecture),
    )


def _kv_bytes(head: Head, architecture: str) -> int:
    blocks = _most(head, f"{architecture}.block_count")
    heads = _most(head, f"{architecture}.attention.head_count")
    if not blocks or not heads or blocks > 4096:
        return 0
    width = _most(head, f"{architecture}.embedding_length") // heads
    key = _most(head, f"{architecture}.attention.key_length") or width
    value = _most(head, f"{architecture}.attention.value_length") or width
    kv_heads = head.metadata.get(f"{architecture}.attention.head_count_kv", heads)
    if isinstance(kv_heads, Array):  # one number for each layer
        return sum(count for count in kv_heads.items if isinstance(count, int)) * (key + value) * _KV_BYTES
    return int(kv_heads) * blocks * (key + value) * _KV_BYTES if isinstance(kv_heads, int) else 0


def _check_numbers(facts: Gguf, head: Head) -> None:
    """The numbers agree with each other and with the tensors. Each rule was met by a damaged copy that ended llama.cpp."""
    if not facts.heads:
        raise Unsupported(f"it is a {facts.architecture} model without attention heads")
    limits = {"context": 2**26, "blocks": 4096, "embedding": 2**20, "heads": 2**16, "vocabulary": 2**24}
    for name, limit in limits.items():
        if not 0 < getattr(facts, name) <= limit:
            raise Damaged(f"its {name} is {getattr(facts, name):,}")
    if not 0 < facts.kv_heads <= facts.heads or facts.heads % facts.kv_heads:
        raise Damaged("its attention heads do not agree")
    for check in (_check_shapes, _check_tokens, _check_floats, _check_rope):
        check(facts, head)


def _check_shapes(facts: Gguf, head: Head) -> None:
    shapes = {tensor.name: tensor.dimensions for tensor in head.tensors}
    if shapes.get("token_embd.weight", (facts.embedding, facts.vocabulary))[0] != facts.embedding:
        raise Damaged("its width does not agree with its weights")
    blocks = {name.split(".", 2)[1] for name in shapes if name.startswith("blk.")}
    if any(not block.isdecimal() or int(block) >= facts.blocks for block in blocks) or not blocks:
        raise Damaged("its number of layers does not agree with its weights")
    wide = _most(head, f"{facts.architecture}.feed_forward_length")
    first = shapes.get("blk.0.ffn_up.weight", (facts.embedding, wide))
    scalar = isinstance(head.metadata.get(f"{facts.architecture}.feed_forward_length"), int)
    if scalar and wide and len(first) == 2 and first[1] not in (wide, 2 * wide):
        raise Damaged("its feed-forward width does not agree with its weights")


def _check_tokens(facts: Gguf, head: Head) -> None:
    for key, value in head.metadata.items():
        if not key.startswith("tokenizer.ggml."):
            continue
        if key.endswith("_token_id") and not _is_token(value, facts.vocabulary):
            raise Damaged(f"{key} is not a token")
        if key in {"tokenizer.ggml.scores", "tokenizer.ggml.token_type"} and _length(value) != facts.vocabulary:
            raise Damaged(f"{key} does not agree with the vocabulary")


def _is_token(value: Value, vocabulary: int) -> bool:
    unset = {-1, 2**32 - 1}
    return isinstance(value, int) and (0 <= value < vocabulary or value in unset)


def _length(value: Value) -> int:
    return value.count if isinstance(value, Array) else -1


def _check_floats(facts: Gguf, head: Head) -> None:
    for key, value in head.metadata.items():
        if key.startswith(f"{facts.architecture}.") and isinstance(value, float) and not math.isfinite(value):
            raise Damaged(f"{key} is not a number")
    in_range: dict[str, Callable[[float], bool]] = {
        "attention.layer_norm_rms_epsilon": lambda value: 0 < value < 0.1,
        "attention.layer_norm_epsilon": lambda value: 0 < value < 0.1,
        "rope.freq_base": lambda value: 1 <= value <= 1e12,
    }
    for name, holds in in_range.items():
        number = head.metadata.get(f"{facts.architecture}.{name}")
        if isinstance(number, float) and not holds(number):
            raise Damaged(f"its {name} is {number:g}")


def _check_rope(facts: Gguf, head: Head) -> None:
    width = _most(head, f"{facts.architecture}.attention.key_length") or facts.embedding // facts.heads
    rotated = _most(head, f"{facts.architecture}.rope.dimension_count")
    if rotated and (rotated > width or rotated % 2):
        raise Damaged("its rotary width does not agree with its heads")


def _text(head: Head, key: str) -> str:
    value = head.metadata.get(key, "")
    return value if isinstance(value, str) else ""


def _most(head: Head, key: str) -> int:
    """A whole number of the metadata, the largest of an array; 0 where there is none."""
    value = head.metadata.get(key)
    if isinstance(value, Array):
        return max((item for item in value.items if isinstance(item, int)), default=0)
    return value if isinstance(value, int) else 0
