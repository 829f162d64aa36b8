"""Values that no sound model has, for every part of a GGUF file."""

import math
import random

from app.models.gguf import TENSOR_TYPES
from tests.models.mutations.draft import (
    ARRAY,
    BOOL,
    F32,
    F64,
    I8,
    I32,
    I64,
    STRING,
    U8,
    U32,
    U64,
    Content,
    Item,
    Pair,
    Plan,
    Raw,
)  # fmt: skip

COUNTS = [2, 7, 2**16, 2**31 - 1, 2**31, 2**32, 2**40, 2**62, 2**63, 2**64 - 1, 2**64 - 8]

TEXTS: list[str | bytes] = [
    "", " ", "\0", "a\0b", "general.architecture", "a" * 63, "a" * 64, "k" * 70_000, "\u202eright to left",
    "e" + "\u0301" * 500, "\U0001f9ed", "\ud800", b"\xff\xfe\xfd", b"\xc0\x80", b"\xf4\x90\x80\x80", "../../etc/passwd", "%s%n%x" * 20,
]  # fmt: skip

TENSOR_NAMES = [
    "blk.9.attn_q.weight", "blk.-1.attn_q.weight", "blk.99999999999999999999.x", "blk.0", "blk..weight", "rope_freqs.weight",
    "output.bias", "token_embd_norm.weight", "blk.0.attn_q.bias", "blk.0.attn_output.bias", "blk.0.ffn_up.bias", "token_types.weight",
    "blk.0.attn_q_norm.weight", "blk.0.attn_qkv.weight", "blk.1.ffn_gate_inp.weight", "cls.weight", "output.scale", "blk.0.attn_q.scale",
]  # fmt: skip

MARKS = ["bos", "eos", "eot", "eom", "unknown", "seperator", "padding", "mask", "fim_pre", "fim_suf", "fim_mid", "cls"]

ARCHITECTURES = [
    "llama", "qwen2", "qwen3", "gemma", "gemma2", "gemma3", "phi2", "phi3", "falcon", "gpt2", "mpt", "bloom", "stablelm", "starcoder2",
    "qwen2moe", "olmo2", "mamba", "rwkv6", "granite", "granitehybrid", "deepseek2", "command-r", "smollm3", "lfm2", "t5", "bert", "clip",
    "gpt-oss", "gemma3n", "qwen35", "dream", "llada", "llama-embed", "eagle3", "minicpm", "nemotron_h", "jamba", "cogvlm", "llama4",
    "(unknown)", "", "LLaMA", "llama\0", "lIama", "..", "x" * 1000,
]  # fmt: skip

_LOOP = "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}{% endfor %}{% endfor %}{% endfor %}"
TEMPLATES: list[str | bytes] = [
    "", "{{", "{% for m in messages %}", "{{ messages }}", "{% raw %}", "plain text without a place for any message", "\0" * 100,
    _LOOP, "{{ 'x' * 10**9 }}", "{{ 9**9**9 }}", "{% set n = namespace(s='x') %}{% for i in range(60) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{{ ''.__class__.__mro__ }}", "{{ messages[99].content }}", "{% include 'x' %}",
    "{% extends 'x' %}", "{{ raise_exception('no') }}", "{{ '%1000000000d' % 1 }}", "{{ 'x'|center(10**9) }}", "{{ lipsum(100000) }}",
    "{% for m in messages %}{{ m.content }}{{ m.content }}{% endfor %}", "{{ messages[0].content|upper }}", "(" * 50_000,
    "{% if 1 %}" * 5000, "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "{{ " + "-" * 5000 + "1 }}", "x" * 2_000_000, b"\xff\xfe{{",
    "{% for m in messages %}\u202e{{ m.content }}\ufeff{% endfor %}", "{{ messages[0].content }}{{ eos_token * 3 }}{{ bos_token }}",
]  # fmt: skip

KNOWN_KEYS = {
    "vocab_size": "size", "embedding_length_out": "size", "expert_count": "size", "expert_used_count": "size", "expert_group_count": "size",
    "expert_group_used_count": "size", "expert_gating_func": "size", "expert_weights_scale": "share", "expert_feed_forward_length": "size",
    "leading_dense_block_count": "size", "nextn_predict_layers": "size", "pooling_type": "size", "logit_scale": "share",
    "attention.key_length": "size", "attention.value_length": "size", "attention.sliding_window": "size", "attention.causal": "flag",
    "attention.clamp_kqv": "share", "attention.max_alibi_bias": "share", "attention.scale": "share", "attention.layer_norm_epsilon": "share",
    "attention.key_length_swa": "size", "attention.temperature_length": "size", "attention.shared_kv_layers": "size",
    "attn_logit_softcapping": "share", "final_logit_softcapping": "share", "residual_scale": "share", "embedding_scale": "share",
    "rope.scaling.type": "rule", "rope.scaling.factor": "share", "rope.scale_linear": "share", "rope.scaling.original_context_length": "size",
    "rope.scaling.attn_factor": "share", "rope.scaling.yarn_ext_factor": "share", "rope.scaling.yarn_beta_fast": "share",
    "rope.scaling.finetuned": "flag", "rope.dimension_sections": "list", "rope.dimension_count_swa": "size", "rope.freq_base_swa": "share",
    "use_parallel_residual": "flag", "decoder_start_token_id": "size", "decoder_block_count": "size", "classifier.output_labels": "texts",
    "deepstack_mapping": "list", "n_deepstack_layers": "size", "ssm.conv_kernel": "size", "token_shift_count": "size",
    "general.file_type": "size", "general.quantization_version": "size", "general.type": "rule", "general.name": "rule",
    "general.sampling.temp": "share", "general.sampling.top_k": "size", "split.no": "size", "split.count": "size", "split.tensors.count": "size",
    "tokenizer.ggml.model": "tokenizer", "tokenizer.ggml.pre": "tokenizer", "tokenizer.ggml.add_bos_token": "flag",
    "tokenizer.ggml.add_eos_token": "flag", "tokenizer.ggml.add_space_prefix": "flag", "tokenizer.ggml.remove_extra_whitespaces": "flag",
    "tokenizer.ggml.token_type_count": "size", "tokenizer.ggml.precompiled_charsmap": "bytes", "tokenizer.ggml.suppress_tokens": "list",
    "tokenizer.ggml.merges": "texts",
}  # fmt: skip

_RULES = ["none", "linear", "yarn", "longrope", "su", "model", "adapter", "mmproj", "imatrix", "", "%n", "\0"]
_TOKENIZERS = [
    "none", "no_vocab", "llama", "gpt2", "bert", "t5", "rwkv", "plamo2", "hybriddna", "whitespace", "test", "default", "llama-bpe",
    "llama4", "qwen2", "gpt-4o", "gemma4", "kimi-k2", "tekken", "deepseek-r1-qwen", "falcon", "viking", "chameleon", "x", "",
]  # fmt: skip
_SIZES = [0, 1, 2, 3, 4, 5, 7, 8, 16, 31, 64, 65, 128, 512, 513, 1024, 2**16, 2**31 - 1, 2**31, 2**32 - 1]
_SHARES = [0.0, -0.0, 1.0, -1.0, 0.5, 1e-45, 1e-5, 1e5, 3e38, -3e38, math.nan, math.inf, -math.inf]


def number(pair: Pair, chance: random.Random) -> Item:
    """Another value of the same type, near the old one or far from it."""
    if pair.kind == BOOL:
        return not pair.value
    if pair.kind == F32:
        return chance.choice(_SHARES)
    assert isinstance(pair.value, int)
    near = [pair.value + 1, max(0, pair.value - 1), pair.value * 2, pair.value // 2, pair.value * 4]
    return chance.choice([*near, *_SIZES])


def other_kind(chance: random.Random) -> tuple[int, Content]:
    """A type and a value of it, or a type that there is not."""
    kinds: list[tuple[int, Content]] = [
        (U8, 3), (I8, -1), (I32, -1), (I32, 4), (U64, 2**63), (I64, -1), (F64, 1e300), (F64, math.nan), (BOOL, True), (F32, math.nan),
        (STRING, ""), (STRING, "4"), (STRING, chance.choice(TEXTS)), (U32, []), (U32, [4] * 3), (STRING, ["a"]), (I32, [-1] * 5000),
        (BOOL, Raw(b"\x02")), (BOOL, Raw(b"\xff")), (13, Raw(b"\0" * 8)), (2**32 - 1, Raw(b"\0" * 8)), (ARRAY, Raw(b"")),
        (F32, [math.nan]), (U8, [1] * 70_000),
    ]  # fmt: skip
    return chance.choice(kinds)


def known_pair(key: str, sort: str, chance: random.Random) -> Pair:
    """A key that llama.cpp reads, with a value of the type that it expects."""
    match sort:
        case "size":
            return Pair(key, U32, chance.choice(_SIZES))
        case "share":
            return Pair(key, F32, chance.choice(_SHARES))
        case "flag":
            return flag(key, chance)
        case "rule" | "tokenizer":
            return Pair(key, STRING, chance.choice(_RULES if sort == "rule" else _TOKENIZERS))
        case "texts":
            texts = [chance.choice(["a b", "th e", "a", "", " ", "x  y", "\0 \0"]) for _ in range(chance.randint(0, 4))]
            return Pair(key, STRING, list(texts))
        case "bytes":
            return Pair(key, U8, list(chance.randbytes(chance.randint(0, 64))))
        case _:
            kind = chance.choice([I32, U32])
            return Pair(key, kind, [chance.choice([0, 1, 8, 260, 2**31 - 1]) for _ in range(chance.randint(0, 6))])


def flag(key: str, chance: random.Random) -> Pair:
    return Pair(key, BOOL, chance.random() < 0.5)


def items(there: list[Item], kind: int, chance: random.Random) -> list[Item]:
    """The items of an array, spoilt."""
    found, at, other = list(there), chance.randrange(len(there)), chance.randrange(len(there))
    match chance.randrange(7):
        case 0:
            return found[: chance.choice([0, 1, len(found) // 2, len(found) - 1])]
        case 1:
            return found + found[: chance.randint(1, 8)]
        case 2:
            found[at] = found[other]
        case 3:
            chance.shuffle(found)
        case 4:
            return [found[at]] * len(found)
        case 5:
            del found[at]
        case _:
            for place in chance.sample(range(len(found)), chance.randint(1, len(found))):
                found[place] = _item(kind, chance)
    return found


def _item(kind: int, chance: random.Random) -> Item:
    if kind == STRING:
        return chance.choice(
            [*TEXTS, "<0xZZ>", "<0x", "<|im_start|>", chr(chance.randrange(32, 0xD800)), "a b c", "x" * 5000]
        )
    if kind == F32:
        return chance.choice(_SHARES)
    return chance.choice([0, 1, 2, 3, 4, 5, 6, 7, 255, 2**31 - 1, -1, -(2**31)])


def dimensions(there: list[int], chance: random.Random) -> list[int]:
    """Other lengths, more or fewer of them, turned round, or beyond all bounds."""
    found, at = list(there), chance.randrange(len(there))
    match chance.randrange(6):
        case 0:
            found[at] = chance.choice(
                [0, 1, found[at] + 1, found[at] - 1, found[at] * 2, found[at] // 2, found[at] + 32]
            )
        case 1:
            found[at] = chance.choice(COUNTS)
        case 2:
            return found[::-1]
        case 3:
            return chance.choice([[], [*found, 1], [*found, 2], [*found, 1, 1, 1], [1, *found]])
        case 4:
            return [2**32, 2**32]
        case _:
            found[at] += chance.choice([256, 64, -32])
            found[at] = max(0, found[at])
    return found


def size(tensor: Plan) -> int:
    """Bytes that the tensor calls for, as far as a test may write them: at most 4 MiB."""
    elements, per_block = TENSOR_TYPES.get(tensor.type, (1, 4))
    count = 1
    for length in tensor.dimensions:
        count *= length
    return min(count // elements * per_block, 2**22)
