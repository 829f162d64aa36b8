"""What a GGUF file says of itself, as numbers that the program uses."""

from dataclasses import dataclass
from pathlib import Path

from app.models.gguf import Array, Damaged, Head, Tensor

_KV_BYTES = 2
"""A half-precision number for each element of the cache."""
_BATCH = 128
"""Tokens that are evaluated at once."""
_COMPUTE_BYTES = 4
"""Attention weights of a batch are in single precision. Logits of a batch are, too, but only one row of them is ever used."""
_COMPUTE_LEAST = 2**24
_WORD_BYTES = 200
"""Of each word of the vocabulary in the engine's tables: 30 MB were measured for 152,000 words."""
_PROCESS = 60_000_000
"""Bytes of the engine's process beside the model. With it the sum is within 2 % of what was resident at most on Linux with 3,740 to
3,940 of 4,096 tokens: Qwen2.5-Coder 1.5B 2.00 GB, 0.5B 0.72 GB, SmolLM2 135M 0.30 GB."""
_REPACKED = frozenset([2, 12, 20])
"""Types of blocks (Q4_0, Q4_K, IQ4_NL) that the CPU's kernels with AVX2 or NEON hold a second time, in an order of their own."""
_ROWS_TOGETHER = 8
"""Only weights whose rows come out even in groups of so many are held in that order."""
_PACKED_BLOCK = 32
"""Numbers that are packed together."""
_PACKED_KEYS = 34 / 64
"""What keys take in eight bits (Q8_0, 34 bytes for 32 numbers), of what they take in half precision."""

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
    packable_bytes_per_token: int = 0
    """Of these, keys that can be kept in eight bits."""
    repacked: int = 0
    """Bytes of weights that the processor's kernels hold a second time."""

    def memory(self, context: int, *, packed: bool = False) -> int:
        """Bytes that the model takes on the processor with a context of so many tokens: weights, cache, room to compute, and the
        process. `packed`: with the cache's keys in eight bits."""
        computing = _BATCH * _COMPUTE_BYTES * self.heads * context + _COMPUTE_LEAST
        beside = self.vocabulary * _WORD_BYTES + _PROCESS
        return self.bytes + self.repacked + self.token_bytes(packed=packed) * context + computing + beside

    def token_bytes(self, *, packed: bool = False) -> int:
        """Bytes of one token in the cache."""
        return self.kv_bytes_per_token - int(packed * self.packable_bytes_per_token * (1 - _PACKED_KEYS))


def describe(path: Path, head: Head, size: int) -> Gguf:
    """`size`: the file's bytes. Raises `Damaged` where it does not name its architecture."""
    architecture = text(head, "general.architecture")
    if not architecture:
        raise Damaged("it does not name its architecture")
    heads = most(head, f"{architecture}.attention.head_count")
    tokens = head.metadata.get("tokenizer.ggml.tokens")
    return Gguf(
        path=path,
        bytes=size,
        version=head.version,
        architecture=architecture,
        name=text(head, "general.name") or path.stem,
        context=most(head, f"{architecture}.context_length"),
        blocks=most(head, f"{architecture}.block_count"),
        embedding=most(head, f"{architecture}.embedding_length"),
        heads=heads,
        kv_heads=most(head, f"{architecture}.attention.head_count_kv") or heads,
        vocabulary=tokens.count if isinstance(tokens, Array) else 0,
        parameters=sum(tensor.elements for tensor in head.tensors),
        quantisation=_FILE_TYPES.get(most(head, "general.file_type"), "unknown"),
        has_chat_template=bool(text(head, "tokenizer.chat_template")),
        kv_bytes_per_token=sum(_kv_bytes(head, architecture)),
        packable_bytes_per_token=_packable(head, architecture),
        repacked=sum(tensor.bytes for tensor in head.tensors if _is_repacked(tensor)),
    )


def _is_repacked(tensor: Tensor) -> bool:
    """The table of the tokens is only looked up in, not multiplied with."""
    multiplied = len(tensor.dimensions) > 1 and not tensor.name.startswith("token_embd")
    return multiplied and tensor.type in _REPACKED and tensor.dimensions[1] % _ROWS_TOGETHER == 0


def text(head: Head, key: str) -> str:
    """A text of the metadata, empty where there is none."""
    value = head.metadata.get(key, "")
    return value if isinstance(value, str) else ""


def most(head: Head, key: str) -> int:
    """A whole number of the metadata, the largest of an array; 0 where there is none."""
    value = head.metadata.get(key)
    if isinstance(value, Array):
        return max((item for item in value.items if isinstance(item, int)), default=0)
    return value if isinstance(value, int) else 0


def _packable(head: Head, architecture: str) -> int:
    """Heads of keys have to consist of whole blocks; what stands for keys and values together is no plain key."""
    keys, _ = _kv_bytes(head, architecture)
    together = most(head, f"{architecture}.attention.kv_lora_rank")
    return keys if not together and _widths(head, architecture)[0] % _PACKED_BLOCK == 0 else 0


def _kv_bytes(head: Head, architecture: str) -> tuple[int, int]:
    """Of the keys and of the values of one token, in all blocks."""
    blocks = most(head, f"{architecture}.block_count")
    heads = most(head, f"{architecture}.attention.head_count")
    if not blocks or not heads or blocks > 4096:
        return 0, 0
    kv_heads = head.metadata.get(f"{architecture}.attention.head_count_kv", heads)
    if isinstance(kv_heads, Array):  # one number for each layer
        count = sum(count for count in kv_heads.items if isinstance(count, int))
    else:
        count = int(kv_heads) * blocks if isinstance(kv_heads, int) else 0
    key, value = _widths(head, architecture)
    return count * key * _KV_BYTES, count * value * _KV_BYTES


def _widths(head: Head, architecture: str) -> tuple[int, int]:
    """Numbers in one head of keys, and of values."""
    width = most(head, f"{architecture}.embedding_length") // max(1, most(head, f"{architecture}.attention.head_count"))
    key = most(head, f"{architecture}.attention.key_length") or width
    return key, most(head, f"{architecture}.attention.value_length") or width
