"""Small models of our own that the real engine loads and runs: several architectures, tokenizers and kinds of weights.

Their weights are random, so they write nonsense; but they pass through the same code of llama.cpp as a model of gigabytes.
"""

import random
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.models.mutations.draft import BOOL, F32, I32, STRING, U32, Draft, Item, Pair, Plan

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_MARKS = ["<|im_start|>", "<|im_end|>", "<|endoftext|>"]
_NORMAL, _CONTROL, _BYTE = 1, 3, 6


@dataclass(frozen=True, slots=True)
class _Type:
    """A type of weights: its number, elements and bytes of a block, and where in a block its half-precision scales stand."""

    number: int
    elements: int
    bytes: int
    scales: tuple[int, ...] = ()


_TYPES = {
    "F32": _Type(0, 1, 4),
    "F16": _Type(1, 1, 2),
    "Q4_0": _Type(2, 32, 18, (0,)),
    "Q8_0": _Type(8, 32, 34, (0,)),
    "Q4_K": _Type(12, 256, 144, (0, 2)),
    "Q6_K": _Type(14, 256, 210, (208,)),
}
_SCALE = struct.pack("<e", 0.001)

Shapes = Mapping[str, tuple[int, ...]]


def llama() -> Draft:
    """32-bit weights, an output matrix of its own, byte-pair tokens."""
    return _draft("llama", _sizes(width=64, feed=128), _bpe("gpt-2"), _blocks(2, _llama_block), "F32", output=True)


def qwen() -> Draft:
    """8-bit weights, biases, the embedding as output matrix."""
    return _draft("qwen2", _sizes(width=64, feed=128), _bpe("qwen2"), _blocks(2, _qwen_block), "Q8_0")


def sentencepiece() -> Draft:
    """4-bit weights and a SentencePiece vocabulary."""
    return _draft("llama", _sizes(width=64, feed=128), _spm(), _blocks(2, _llama_block), "Q4_0", output=True)


def superblocks() -> Draft:
    """Weights in blocks of 256, scales with 'linear' stretching."""
    sizes = {**_sizes(width=256, feed=256), "rope.scaling.type": "linear", "rope.scaling.factor": 2.0}
    return _draft("llama", sizes, _bpe("smollm"), _blocks(1, _llama_block), "Q4_K", embedding="Q6_K")


def experts() -> Draft:
    """Four experts, of which two are asked."""
    sizes = {**_sizes(width=64, feed=96), "expert_count": 4, "expert_used_count": 2}
    return _draft("llama", sizes, _bpe("llama-bpe"), _blocks(2, _expert_block), "F16")


def windows() -> Draft:
    """Layers that see a window of the text only, and norms before and after (Gemma 3)."""
    sizes = {**_sizes(width=64, feed=128), "attention.sliding_window": 64, "attention.key_length": 32}
    sizes |= {"attention.value_length": 32, "rope.dimension_count": 32}
    return _draft("gemma3", sizes, _spm(), _blocks(2, _gemma_block), "F16")


SEEDS: Mapping[str, Callable[[], Draft]] = {
    "llama": llama,
    "qwen": qwen,
    "sentencepiece": sentencepiece,
    "superblocks": superblocks,
    "experts": experts,
    "windows": windows,
}


def _sizes(*, width: int, feed: int) -> dict[str, Item]:
    return {
        "context_length": 512,
        "embedding_length": width,
        "feed_forward_length": feed,
        "attention.head_count": 4,
        "attention.head_count_kv": 2,
        "attention.layer_norm_rms_epsilon": 1e-5,
        "rope.dimension_count": width // 4,
        "rope.freq_base": 10000.0,
    }


def _draft(
    architecture: str,
    sizes: Mapping[str, Item],
    vocabulary: Sequence[Pair],
    blocks: Callable[[Mapping[str, Item]], dict[str, tuple[int, ...]]],
    type_name: str,
    *,
    embedding: str = "",
    output: bool = False,
) -> Draft:
    width = sizes["embedding_length"]
    assert isinstance(width, int)
    tokens = next(pair.value for pair in vocabulary if pair.key == "tokenizer.ggml.tokens")
    assert isinstance(tokens, list)
    shapes = {"token_embd.weight": (width, len(tokens)), "output_norm.weight": (width,), **blocks(sizes)}
    if output:
        shapes["output.weight"] = (width, len(tokens))
    layers = len({name.split(".")[1] for name in shapes if name.startswith("blk.")})
    pairs = [Pair("general.architecture", STRING, architecture), Pair("general.name", STRING, "Wren")]
    pairs += [_pair(f"{architecture}.{key}", value) for key, value in {**sizes, "block_count": layers}.items()]
    pairs += [*vocabulary, Pair("tokenizer.chat_template", STRING, CHATML)]
    tensors, data = _weights(shapes, type_name, embedding or type_name)
    return Draft(pairs, tensors, data)


def _pair(key: str, value: Item) -> Pair:
    return Pair(key, STRING if isinstance(value, str) else F32 if isinstance(value, float) else U32, value)


def _weights(shapes: Shapes, type_name: str, embedding: str) -> tuple[list[Plan], bytes]:
    chance, data, tensors = random.Random(1), b"", []
    for name, dimensions in shapes.items():
        whole = len(dimensions) == 1 or name.endswith("ffn_gate_inp.weight")
        type = _TYPES["F32" if whole else embedding if name == "token_embd.weight" else type_name]
        tensors.append(Plan(name, list(dimensions), type.number, len(data)))
        count = 1
        for length in dimensions:
            count *= length
        content = _content(type, count // type.elements, chance)
        data += content.ljust(-(-len(content) // 32) * 32, b"\0")
    return tensors, data


def _content(type: _Type, blocks: int, chance: random.Random) -> bytes:
    if type.number == 0:
        return struct.pack(f"<{blocks}f", *(chance.gauss(0.5, 0.1) for _ in range(blocks)))
    if type.number == 1:
        return struct.pack(f"<{blocks}e", *(chance.gauss(0, 0.1) for _ in range(blocks)))
    data = bytearray(chance.randbytes(blocks * type.bytes))
    for start in range(0, len(data), type.bytes):
        for scale in type.scales:
            data[start + scale : start + scale + 2] = _SCALE
    return bytes(data)


def _blocks(
    count: int, block: Callable[[Mapping[str, Item]], Shapes]
) -> Callable[[Mapping[str, Item]], dict[str, tuple[int, ...]]]:
    return lambda sizes: {f"blk.{i}.{name}": shape for i in range(count) for name, shape in block(sizes).items()}


def _attention(sizes: Mapping[str, Item]) -> dict[str, tuple[int, ...]]:
    width, heads, shared = (
        int(sizes[key]) for key in ("embedding_length", "attention.head_count", "attention.head_count_kv")
    )
    each = int(sizes.get("attention.key_length", width // heads))
    return {
        "attn_norm.weight": (width,),
        "attn_q.weight": (width, heads * each),
        "attn_k.weight": (width, shared * each),
        "attn_v.weight": (width, shared * each),
        "attn_output.weight": (heads * each, width),
        "ffn_norm.weight": (width,),
    }


def _llama_block(sizes: Mapping[str, Item]) -> Shapes:
    width, feed = int(sizes["embedding_length"]), int(sizes["feed_forward_length"])
    feeding = {"ffn_gate.weight": (width, feed), "ffn_up.weight": (width, feed), "ffn_down.weight": (feed, width)}
    return {**_attention(sizes), **feeding}


def _qwen_block(sizes: Mapping[str, Item]) -> Shapes:
    block = dict(_llama_block(sizes))
    for name in ("attn_q", "attn_k", "attn_v"):
        block[f"{name}.bias"] = block[f"{name}.weight"][1:]
    return block


def _expert_block(sizes: Mapping[str, Item]) -> Shapes:
    width, feed, experts = (int(sizes[key]) for key in ("embedding_length", "feed_forward_length", "expert_count"))
    return {
        **_attention(sizes),
        "ffn_gate_inp.weight": (width, experts),
        "ffn_gate_exps.weight": (width, feed, experts),
        "ffn_up_exps.weight": (width, feed, experts),
        "ffn_down_exps.weight": (feed, width, experts),
    }


def _gemma_block(sizes: Mapping[str, Item]) -> Shapes:
    width, key = int(sizes["embedding_length"]), int(sizes["attention.key_length"])
    norms = {f"{name}.weight": (width,) for name in ("post_attention_norm", "post_ffw_norm")}
    return {**_llama_block(sizes), "attn_q_norm.weight": (key,), "attn_k_norm.weight": (key,), **norms}


def _bpe(rule: str) -> list[Pair]:
    """The 256 bytes as byte-pair vocabularies write them, some pairs of letters, the marks of ChatML."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    letters = [chr(byte) for byte in shown] + [chr(256 + number) for number in range(len(hidden))]
    pairs = [("t", "h"), ("th", "e"), ("i", "n"), ("e", "r"), ("a", "n"), ("o", "n")]
    tokens = [*letters, *(first + second for first, second in pairs), *_MARKS]
    return [
        Pair("tokenizer.ggml.model", STRING, "gpt2"),
        Pair("tokenizer.ggml.pre", STRING, rule),
        Pair("tokenizer.ggml.tokens", STRING, list(tokens)),
        Pair("tokenizer.ggml.token_type", I32, [_CONTROL if token in _MARKS else _NORMAL for token in tokens]),
        Pair("tokenizer.ggml.merges", STRING, [f"{first} {second}" for first, second in pairs]),
        Pair("tokenizer.ggml.bos_token_id", U32, tokens.index("<|im_start|>")),
        Pair("tokenizer.ggml.eos_token_id", U32, tokens.index("<|im_end|>")),
        Pair("tokenizer.ggml.add_bos_token", BOOL, False),
    ]


def _spm() -> list[Pair]:
    special = ["<unk>", "<s>", "</s>"]
    raw = [f"<0x{byte:02X}>" for byte in range(256)]
    words = ["▁", *"abcdefghijklmnopqrstuvwxyz", "▁the", "the", "th", "in", "er", *_MARKS]
    tokens = [*special, *raw, *words]
    kinds = [2, _CONTROL, _CONTROL] + [_BYTE] * 256
    kinds += [_CONTROL if word in _MARKS else _NORMAL for word in words]
    return [
        Pair("tokenizer.ggml.model", STRING, "llama"),
        Pair("tokenizer.ggml.tokens", STRING, list(tokens)),
        Pair("tokenizer.ggml.scores", F32, [-float(number) for number in range(len(tokens))]),
        Pair("tokenizer.ggml.token_type", I32, list(kinds)),
        Pair("tokenizer.ggml.bos_token_id", U32, 1),
        Pair("tokenizer.ggml.eos_token_id", U32, 2),
        Pair("tokenizer.ggml.unknown_token_id", U32, 0),
        Pair("tokenizer.ggml.add_bos_token", BOOL, True),
    ]
