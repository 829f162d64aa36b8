"""The kinds of damage and malice. Each takes a seed and chance, and gives the bytes of a file."""

import math
import random
import struct
from collections.abc import Callable, Mapping
from functools import cache

from tests.models.mutations import hostile
from tests.models.mutations.draft import ARRAY, F32, STRING, U32, Draft, Item, Pair, Plan, Raw
from tests.models.mutations.seeds import SEEDS

Mutation = Callable[[Draft, random.Random], bytes]


def cut(seed: Draft, chance: random.Random) -> bytes:
    """Ends too early: anywhere, within the head, or by a few bytes."""
    whole, head = seed.bytes(), len(seed.head())
    return whole[
        : chance.choice([chance.randrange(len(whole)), chance.randrange(head), len(whole) - chance.randint(1, 64)])
    ]


def grown(seed: Draft, chance: random.Random) -> bytes:
    """Goes on behind its end: zeros, noise, itself."""
    whole = seed.bytes()
    return whole + chance.choice([bytes(chance.randint(1, 4096)), chance.randbytes(chance.randint(1, 4096)), whole])


def flipped_metadata(seed: Draft, chance: random.Random) -> bytes:
    """One to four bits before the table of tensors."""
    whole = bytearray(seed.bytes())
    return _flipped(whole, 0, _table_start(seed), chance.randint(1, 4), chance)


def flipped_sizes(seed: Draft, chance: random.Random) -> bytes:
    """One to four bits in the architecture's own numbers, which stand first."""
    whole = bytearray(seed.bytes())
    return _flipped(whole, 24, whole.index(b"tokenizer.ggml.model"), chance.randint(1, 4), chance)


def flipped_table(seed: Draft, chance: random.Random) -> bytes:
    """One to four bits in the table of tensors."""
    whole = bytearray(seed.bytes())
    return _flipped(whole, _table_start(seed), len(seed.head()), chance.randint(1, 4), chance)


def flipped_data(seed: Draft, chance: random.Random) -> bytes:
    """One to 4,096 bits in the weights."""
    whole = bytearray(seed.bytes())
    return _flipped(whole, len(seed.head()), len(whole), 2 ** chance.randint(0, 12), chance)


def overwritten(seed: Draft, chance: random.Random) -> bytes:
    """A run of bytes becomes zeros, ones, noise or text, as bad sectors and aborted downloads leave it."""
    whole = bytearray(seed.bytes())
    end = len(whole) if chance.random() < 0.3 else len(seed.head())
    at, length = chance.randrange(end), 2 ** chance.randint(0, 12)
    filling = chance.choice([bytes(length), b"\xff" * length, chance.randbytes(length), b"<html>error</html>" * length])
    whole[at : at + length] = filling[: len(whole[at : at + length])]
    return bytes(whole)


def spliced(seed: Draft, chance: random.Random) -> bytes:
    """A piece is missing, is there twice, or comes from another model."""
    whole = seed.bytes()
    limit = len(whole) if chance.random() < 0.5 else len(seed.head())
    first, second = sorted(chance.randrange(limit) for _ in range(2))
    other = _whole(chance.choice(list(SEEDS)))
    return chance.choice(
        [
            whole[:first] + whole[second:],
            whole[:second] + whole[first:],
            whole[:first] + other[first:],
            seed.head() + other[len(seed.head()) :],
        ]
    )


def counts(seed: Draft, chance: random.Random) -> bytes:
    """Magic, version, and the two counts of the header."""
    draft = seed.copy()
    match chance.randrange(4):
        case 0:
            draft.magic = chance.choice([b"GGML", b"FUGG", b"\0\0\0\0", b"ggjt", b"GGUF"[::-1]])
        case 1:
            draft.version = chance.choice([0, 1, 2, 4, 2**24 * 3, 2**32 - 1])
        case place:
            true = len(draft.tensors if place == 2 else draft.pairs)
            draft.counts[place - 2] = chance.choice([0, 1, true - 1, true + 1, *hostile.COUNTS])
    return draft.bytes()


def lengths(seed: Draft, chance: random.Random) -> bytes:
    """A text or an array says that it is longer, or shorter, than it is."""
    draft = seed.copy()
    pair = chance.choice([pair for pair in draft.pairs if pair.kind == STRING or isinstance(pair.value, list)])
    stated = chance.choice([0, 1, *hostile.COUNTS])
    if isinstance(pair.value, list):
        body = _body(pair)[16:]
        pair.kind, pair.value = ARRAY, Raw(struct.pack("<IQ", pair.kind, stated) + body)
    else:
        pair.value = Raw(struct.pack("<Q", stated) + str(pair.value).encode())
    return draft.bytes()


def numbers(seed: Draft, chance: random.Random) -> bytes:
    """One to three of the scalars of the metadata take other values."""
    draft = seed.copy()
    scalars = [pair for pair in draft.pairs if not isinstance(pair.value, list | str)]
    for pair in chance.sample(scalars, chance.randint(1, 3)):
        pair.value = hostile.number(pair, chance)
    return draft.bytes()


def kinds_of_values(seed: Draft, chance: random.Random) -> bytes:
    """A value is of another type than the key calls for."""
    draft = seed.copy()
    pair = chance.choice(draft.pairs)
    pair.kind, pair.value = hostile.other_kind(chance)
    return draft.bytes()


def keys(seed: Draft, chance: random.Random) -> bytes:
    """Keys that are missing, there twice, empty, out of order, or not text."""
    draft = seed.copy()
    at = chance.randrange(len(draft.pairs))
    match chance.randrange(5):
        case 0:
            del draft.pairs[at]
        case 1:
            draft.pairs.insert(chance.randrange(len(draft.pairs)), draft.pairs[at])
        case 2:
            draft.pairs[at].key = chance.choice(hostile.TEXTS)
        case 3:
            chance.shuffle(draft.pairs)
        case _:
            draft.pairs[at].key = chance.choice(draft.pairs).key
    return draft.bytes()


def further_keys(seed: Draft, chance: random.Random) -> bytes:
    """One to three keys that llama.cpp knows and the seed does without, with fitting and unfitting values."""
    draft = seed.copy()
    for key in chance.sample(sorted(hostile.KNOWN_KEYS), chance.randint(1, 3)):
        full = key if key.startswith(("general.", "tokenizer.", "split.")) else f"{draft.architecture}.{key}"
        draft.pairs = [pair for pair in draft.pairs if pair.key != full]
        draft.pairs.append(hostile.known_pair(full, hostile.KNOWN_KEYS[key], chance))
    return draft.bytes()


def deep_arrays(seed: Draft, chance: random.Random) -> bytes:
    """Arrays within arrays, a few or thousands deep."""
    draft = seed.copy()
    depth = chance.choice([1, 2, 3, 10, 1000, 10_000])
    pair = chance.choice(draft.pairs)
    pair.kind, pair.value = ARRAY, Raw(struct.pack("<IQ", ARRAY, 1) * depth + struct.pack("<IQ", U32, 0))
    return draft.bytes()


def per_layer(seed: Draft, chance: random.Random) -> bytes:
    """A number that may be given for each layer is an array: of the right length or not, with zeros or not."""
    draft = seed.copy()
    names = [
        "attention.head_count",
        "attention.head_count_kv",
        "feed_forward_length",
        "attention.sliding_window_pattern",
    ]
    key = f"{draft.architecture}.{chance.choice(names)}"
    draft.pairs = [pair for pair in draft.pairs if pair.key != key]
    items: list[Item] = [chance.choice([0, 1, 2, 4, 128, 2**32 - 1]) for _ in range(chance.choice([0, 1, 2, 3, 600]))]
    draft.pairs.append(Pair(key, U32, items))
    return draft.bytes()


def vocabulary(seed: Draft, chance: random.Random) -> bytes:
    """Tokens that are missing, there twice, empty, not text; types, scores and merges that are not what they should be."""
    draft = seed.copy()
    arrays = [pair for pair in draft.pairs if isinstance(pair.value, list)]
    pair = chance.choice(arrays)
    assert isinstance(pair.value, list)
    pair.value = hostile.items(pair.value, pair.kind, chance)
    return draft.bytes()


def special_tokens(seed: Draft, chance: random.Random) -> bytes:
    """The marks that begin and end: elsewhere, outside the vocabulary, all the same, or not there."""
    draft = seed.copy()
    draft.pairs = [pair for pair in draft.pairs if not str(pair.key).endswith("_token_id") or chance.random() < 0.5]
    for name in chance.sample(hostile.MARKS, chance.randint(1, 4)):
        key = f"tokenizer.ggml.{name}_token_id"
        draft.pairs = [pair for pair in draft.pairs if pair.key != key]
        draft.pairs.append(Pair(key, U32, chance.choice([0, 5, 10, 255, 260, 264, 265, 300, 2**31, 2**32 - 1])))
    draft.pairs = [pair for pair in draft.pairs if not str(pair.key).startswith("tokenizer.ggml.add_")]
    draft.pairs += [
        hostile.flag(f"tokenizer.ggml.add_{name}", chance) for name in ("bos_token", "eos_token", "space_prefix")
    ]
    return draft.bytes()


def templates(seed: Draft, chance: random.Random) -> bytes:
    """Chat templates that are wrong, without end, or huge."""
    draft = seed.copy()
    draft.pair("tokenizer.chat_template").value = chance.choice(hostile.TEMPLATES)
    return draft.bytes()


def architectures(seed: Draft, chance: random.Random) -> bytes:
    """The weights of one architecture under the name of another, keys and all."""
    draft = seed.copy()
    before, after = draft.architecture, chance.choice(hostile.ARCHITECTURES)
    for pair in draft.pairs:
        if isinstance(pair.key, str) and pair.key.startswith(before + "."):
            pair.key = after + pair.key[len(before) :]
    draft.pair("general.architecture").value = after
    return draft.bytes()


def shapes(seed: Draft, chance: random.Random) -> bytes:
    """Dimensions of one to three tensors."""
    draft = seed.copy()
    for tensor in chance.sample(draft.tensors, chance.randint(1, 3)):
        tensor.dimensions = hostile.dimensions(tensor.dimensions, chance)
    return draft.bytes() if chance.random() < 0.5 else _relaid(draft)


def places(seed: Draft, chance: random.Random) -> bytes:
    """Tensors over one another, out of line, outside the file."""
    draft = seed.copy()
    for tensor in chance.sample(draft.tensors, chance.randint(1, 3)):
        other = chance.choice(draft.tensors).offset
        moved = [0, other, tensor.offset + 32, tensor.offset + 1, max(0, tensor.offset - 32), len(draft.data)]
        tensor.offset = chance.choice([*moved, *hostile.COUNTS])
    return draft.bytes()


def types(seed: Draft, chance: random.Random) -> bytes:
    """Another type of weights, with and without room for it."""
    draft = seed.copy()
    for tensor in chance.sample(draft.tensors, chance.randint(1, len(draft.tensors))):
        tensor.type = chance.choice([*range(45), 2**31, 2**32 - 1])
    return draft.bytes() if chance.random() < 0.3 else _relaid(draft)


def names(seed: Draft, chance: random.Random) -> bytes:
    """Tensors that are missing, there twice, called otherwise, or too many."""
    draft = seed.copy()
    at = chance.randrange(len(draft.tensors))
    match chance.randrange(5):
        case 0:
            del draft.tensors[at]
            return _relaid(draft)
        case 1:
            draft.tensors[at].name = draft.tensors[at - 1].name
        case 2:
            draft.tensors[at].name = chance.choice([*hostile.TEXTS, *hostile.TENSOR_NAMES])
        case 3:
            name = chance.choice(hostile.TENSOR_NAMES)
            draft.tensors.append(Plan(name, [64], 0, len(draft.data)))
            draft.data += bytes(256)
        case _:
            chance.shuffle(draft.tensors)
    return draft.bytes()


def blocks(seed: Draft, chance: random.Random) -> bytes:
    """Layers that are missing, or that the head does not count, with the weights in order."""
    draft = seed.copy()
    count = chance.choice([1, 2, 3, 5])
    draft.pair(f"{draft.architecture}.block_count").value = count
    draft.tensors = [
        tensor for tensor in draft.tensors if not str(tensor.name).startswith(f"blk.{chance.randrange(3)}.")
    ] or draft.tensors
    return _relaid(draft)


def weights(seed: Draft, chance: random.Random) -> bytes:
    """Weights that are no numbers, infinite, or all the same."""
    draft = seed.copy()
    tensor = chance.choice(draft.tensors)
    following = [other.offset for other in draft.tensors if other.offset > tensor.offset]
    end = min(following, default=len(draft.data))
    bad = chance.choice([math.nan, math.inf, -math.inf, 3e38, 0.0])
    form = "<f" if tensor.type == 0 else "<e"
    filling = struct.pack(form, bad if form == "<f" or abs(bad) != 3e38 else 65504.0)
    length = chance.choice([len(filling), end - tensor.offset])
    data = bytearray(draft.data)
    data[tensor.offset : tensor.offset + length] = (filling * length)[:length]
    draft.data = bytes(data)
    return draft.bytes()


def alignments(seed: Draft, chance: random.Random) -> bytes:
    """A stated alignment that is odd, huge, of another type, or right and not kept."""
    draft = seed.copy()
    kind = chance.choice([U32, U32, U32, F32, 10, 5])
    value: Item = chance.choice([0, 1, 3, 8, 16, 33, 64, 128, 4096, 2**20, 2**30])
    draft.pairs.insert(0, Pair("general.alignment", kind, float(value) if kind == F32 else value))
    if chance.random() < 0.4 and isinstance(value, int) and 8 <= value <= 4096:
        draft.alignment = value
        return _relaid(draft)
    return draft.bytes()


KINDS: Mapping[str, Mutation] = {
    mutation.__name__: mutation
    for mutation in (
        cut, grown, flipped_metadata, flipped_sizes, flipped_table, flipped_data, overwritten, spliced, counts, lengths,
        numbers, kinds_of_values, keys, further_keys, deep_arrays, per_layer, vocabulary, special_tokens, templates,
        architectures, shapes, places, types, names, blocks, weights, alignments,
    )
}  # fmt: skip


@cache
def _whole(name: str) -> bytes:
    return SEEDS[name]().bytes()


def _flipped(whole: bytearray, start: int, end: int, bits: int, chance: random.Random) -> bytes:
    for _ in range(bits):
        whole[chance.randrange(start, end)] ^= 1 << chance.randrange(8)
    return bytes(whole)


def _table_start(seed: Draft) -> int:
    bare = seed.copy()
    bare.tensors, bare.alignment = [], 1
    return len(bare.head())


def _body(pair: Pair) -> bytes:
    """An array as it is written, from its type on."""
    alone = Draft([Pair("", pair.kind, pair.value)], [], b"", alignment=1)
    return alone.head()[24 + 8 :]


def _relaid(draft: Draft) -> bytes:
    """The tensors one after the other, each with room for what its type and dimensions call for, so far as it can be had."""
    data = b""
    for tensor in draft.tensors:
        size = hostile.size(tensor)
        content = draft.data[tensor.offset : tensor.offset + size]
        tensor.offset = len(data)
        data += content.ljust(-(-size // draft.alignment) * draft.alignment, b"\0")
    draft.data = data
    return draft.bytes()
