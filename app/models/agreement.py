"""Do the numbers of a GGUF head agree with each other and with the weights?

Each rule was met by a damaged copy that ended llama.cpp in an assertion or a fault, or is one that llama.cpp itself holds a
file to: `python -m tests.models.mutations` makes such copies by the thousand.
"""

import math
import re
from collections.abc import Callable

from app.models import architectures
from app.models.facts import Gguf, most, text
from app.models.gguf import Array, Damaged, Head, Unsupported, Value

_LIMITS = {"context": 2**26, "blocks": 512, "embedding": 2**20, "heads": 2**16, "vocabulary": 2**24}
"""Of layers llama.cpp has room for 512 (LLAMA_MAX_LAYERS); the others are far above any model known."""
_LEAST_CONTEXT = 512
"""Tokens; a question with its passages takes about as many, and no model that chats is known to have fewer than 2,048."""
_WIDEST_HEAD = 2**14
"""Numbers in a head; the widest known has 576."""
_MAX_EXPERTS = 1024  # LLAMA_MAX_EXPERTS
_MAX_TEMPLATE = 2**18
"""Characters of a chat template; the longest known has about 20,000."""
_SCALINGS = {"none", "linear", "yarn", "longrope"}
_F32 = 0
_NO_WEIGHTS = {9, 15, 24, 25, 26, 27, 28}
"""Types that llama.cpp reads and multiplies nothing with: of whole numbers, in double precision, and for results in between."""
_MULTIPLIED = re.compile(r"(attn_(q|k|v|qkv|output)|ffn_(gate|up|down)(_inp|_exps|_shexp)?|output|token_embd)\.weight$")
_PER_LAYER = ("attention.head_count", "attention.head_count_kv", "feed_forward_length")
_WITH_EMPTY_LAYERS = "deci"


def check(facts: Gguf, head: Head) -> None:
    """Raises `Damaged` or `Unsupported`."""
    if not facts.heads:
        raise Unsupported(f"it is a {facts.architecture} model without attention heads")
    for name, limit in _LIMITS.items():
        if not 0 < getattr(facts, name) <= limit:
            raise Damaged(f"its {name} is {getattr(facts, name):,}")
    for name in ("key_length", "value_length"):
        if most(head, f"{facts.architecture}.attention.{name}") > _WIDEST_HEAD:
            raise Damaged(f"its attention.{name} is out of all bounds")
    if facts.context < _LEAST_CONTEXT:
        raise Unsupported(f"its context of {facts.context} tokens is too short")
    if not 0 < facts.kv_heads <= facts.heads or facts.heads % facts.kv_heads:
        raise Damaged("its attention heads do not agree")
    checks = (_shapes, _types, _layers, _cache, _windows, _experts, _tokens, _marks, _template, _floats, _rope)
    for one in checks:
        one(facts, head)


def _shapes(facts: Gguf, head: Head) -> None:
    shapes = {tensor.name: tensor.dimensions for tensor in head.tensors}
    embedding = shapes.get("token_embd.weight")
    if embedding is None:
        raise Damaged("the weights of its tokens are missing")
    if embedding[0] != facts.embedding:
        raise Damaged("its width does not agree with its weights")
    if embedding[1:] != (facts.vocabulary,):
        raise Damaged("its vocabulary does not agree with its weights")
    wide = most(head, f"{facts.architecture}.feed_forward_length")
    first = shapes.get("blk.0.ffn_up.weight", (facts.embedding, wide))
    scalar = isinstance(head.metadata.get(f"{facts.architecture}.feed_forward_length"), int)
    if scalar and wide and len(first) == 2 and first[1] not in (wide, 2 * wide):
        raise Damaged("its feed-forward width does not agree with its weights")


def _types(_facts: Gguf, head: Head) -> None:
    """What is added to a row or multiplied with it is in single precision: the processor's code has nothing else."""
    for tensor in head.tensors:
        is_vector = len(tensor.dimensions) == 1 and tensor.name.endswith((".bias", "norm.weight"))
        if is_vector and tensor.type != _F32:
            raise Damaged(f"{tensor.name} is not in single precision")
        if tensor.type in _NO_WEIGHTS and _MULTIPLIED.search(tensor.name):
            raise Damaged(f"{tensor.name} is of a type that is none of weights")


def _layers(facts: Gguf, head: Head) -> None:
    blocks = {tensor.name.split(".", 2)[1] for tensor in head.tensors if tensor.name.startswith("blk.")}
    counted = {int(block) for block in blocks if block.isascii() and block.isdecimal()}
    whole = len(counted) == facts.blocks or facts.architecture == _WITH_EMPTY_LAYERS
    if not blocks or len(counted) < len(blocks) or max(counted) >= facts.blocks or not whole:
        raise Damaged("its number of layers does not agree with its weights")
    if not 0 <= most(head, f"{facts.architecture}.nextn_predict_layers") <= facts.blocks:
        raise Damaged("it has more layers to predict with than layers")
    for name in _PER_LAYER:
        value = head.metadata.get(f"{facts.architecture}.{name}")
        if isinstance(value, Array) and value.count != facts.blocks:
            raise Damaged(f"its {name} is not given for each layer")


def _cache(facts: Gguf, head: Head) -> None:
    """Heads that are given for each layer agree with the weights of that layer; llama.cpp looks at the first only."""
    key = f"{facts.architecture}.attention."
    heads = head.metadata.get(f"{key}head_count_kv")
    if not isinstance(heads, Array):
        return
    usual = most(head, f"{key}key_length") or facts.embedding // facts.heads
    widths = {usual, most(head, f"{key}key_length_swa") or usual}
    shapes = {tensor.name: tensor.dimensions for tensor in head.tensors}
    for block, count in enumerate(heads.items):
        there = shapes.get(f"blk.{block}.attn_k.weight")
        if there is not None and count and there[1:] not in {(int(count) * width,) for width in widths}:
            raise Damaged("its attention heads do not agree with its weights")


def _windows(facts: Gguf, head: Head) -> None:
    """Where layers see a window of the text only, some of them do."""
    key = f"{facts.architecture}.attention.sliding_window"
    pattern = head.metadata.get(f"{key}_pattern")
    if most(head, key) > _LIMITS["context"]:
        raise Damaged("its windows are out of all bounds")
    if most(head, key) and isinstance(pattern, Array) and not (pattern.count == facts.blocks and any(pattern.items)):
        raise Damaged("its windows do not agree with its layers")


def _experts(facts: Gguf, head: Head) -> None:
    """As llama.cpp asserts it (`llama_model_base::load_hparams`)."""
    names = ("expert_count", "expert_used_count", "expert_group_count", "expert_group_used_count")
    experts, used, groups, groups_used = (most(head, f"{facts.architecture}.{name}") for name in names)
    if not experts:
        agree = not used and not groups
    else:
        agree = 0 < used <= experts <= _MAX_EXPERTS and 0 <= groups < experts
        agree = agree and (groups <= 1 or (experts % groups == 0 and 0 < groups_used < groups))
    if not agree:
        raise Damaged("its numbers of experts do not agree")


def _tokens(facts: Gguf, head: Head) -> None:
    tokens = head.metadata.get("tokenizer.ggml.tokens")
    if isinstance(tokens, Array) and tokens.repeated:
        raise Damaged("a token of its vocabulary is there twice")
    for key in ("tokenizer.ggml.scores", "tokenizer.ggml.token_type"):
        if key in head.metadata and _length(head.metadata[key]) != facts.vocabulary:
            raise Damaged(f"{key} does not agree with the vocabulary")


def _marks(facts: Gguf, head: Head) -> None:
    unset = {-1, 2**32 - 1}
    for key, value in head.metadata.items():
        is_mark = key.startswith("tokenizer.ggml.") and key.endswith("_token_id")
        if is_mark and not (isinstance(value, int) and (0 <= value < facts.vocabulary or value in unset)):
            raise Damaged(f"{key} is not a token")


def _length(value: Value) -> int:
    return value.count if isinstance(value, Array) else -1


def _template(_facts: Gguf, head: Head) -> None:
    template = text(head, "tokenizer.chat_template")
    if len(template) > _MAX_TEMPLATE or "\0" in template:
        raise Damaged("its chat template is no template")


def _floats(facts: Gguf, head: Head) -> None:
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


def _rope(facts: Gguf, head: Head) -> None:
    width = most(head, f"{facts.architecture}.attention.key_length") or facts.embedding // facts.heads
    rotated = most(head, f"{facts.architecture}.rope.dimension_count")
    whole = facts.architecture in architectures.WHOLLY_ROTATED
    if rotated and (rotated > width or rotated % 2 or (whole and rotated != width)):
        raise Damaged("its rotary width does not agree with its heads")
    windowed = most(head, f"{facts.architecture}.attention.key_length_swa") or width
    if most(head, f"{facts.architecture}.rope.dimension_count_swa") > windowed:
        raise Damaged("its rotary width does not agree with its heads")
    if head.metadata.get(f"{facts.architecture}.rope.scaling.type", "none") not in _SCALINGS:
        raise Unsupported("it stretches its context in a way that is not known")
