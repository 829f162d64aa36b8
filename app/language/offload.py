"""Which layers of a model go to the GPU: from the memory that is free there and the model's real sizes. Plain numbers; the
engine's library is not needed.

llama.cpp fills the GPU from the model's end (`llama_model::load_tensors`): the output first, then the last block, and so on
to the first. The keys and values of a block lie where the block does. The table of the tokens stays in the machine's memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.language import hardware
from app.models.gguf import Array, Head, read_head

BATCH = 128
"""Tokens evaluated at once: within 1 % of the speed of 256 on two cores, and half the time to the next look at the flag."""

_CACHE_BYTES = 2
"""A half-precision number for each element of the cache."""
_COMPUTE_BYTES = 4
"""The rows of logits and of attention weights that a batch needs are in single precision. llama.cpp's own buffer was at most
the larger of the two and 11 MB (three models, contexts of 2,048 to 16,384); here both are counted."""
_MARGIN = 2**30
"""Bytes left free: the margin that llama.cpp keeps by default (`fit_params_target`), for its kernels and the desktop."""
_MARGIN_SHARE = 4
"""On a small card no more than this part of its memory is left free, else nothing would ever fit."""

TURNED_OFF = "the GPU is turned off"

Kind = Literal["gpu", "integrated"]


@dataclass(frozen=True, slots=True)
class Device:
    """A GPU as the engine lists it: `index` is the engine's number, `free` and `total` are bytes."""

    index: int
    name: str
    backend: str
    kind: Kind
    free: int
    total: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What the engine reaches: its GPUs; where there are none, perhaps the reason of one that could not be opened."""

    devices: tuple[Device, ...] = ()
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Sizes:
    """`blocks`: bytes of each block's weights, first to last; `cache`: bytes a token of each block's keys and values;
    `output`: bytes of what turns the last block's result into logits."""

    blocks: tuple[int, ...]
    cache: tuple[int, ...]
    output: int
    heads: int
    vocabulary: int

    @property
    def layers(self) -> int:
        """All that can go to a GPU, as llama.cpp counts: the blocks and the output."""
        return len(self.blocks) + 1

    def on_gpu(self, layers: int, *, context: int) -> int:
        """Bytes that so many layers take on a GPU, with the cache of `context` tokens and room to compute."""
        if not layers:
            return 0
        cache = sum(self.cache[len(self.cache) - layers + 1 :]) * context
        return self.weights(layers) + cache + self.computing(context)

    def weights(self, layers: int) -> int:
        """Bytes of the last so many layers, the output first."""
        return self.output + sum(self.blocks[len(self.blocks) - layers + 1 :]) if layers else 0

    def computing(self, context: int) -> int:
        """An upper estimate of the bytes to compute one batch in."""
        return BATCH * _COMPUTE_BYTES * (self.vocabulary + self.heads * context)


def sizes(head: Head) -> Sizes:
    """From the table of the tensors and the shape that the file tells."""
    architecture = head.metadata.get("general.architecture", "")
    count = _number(head, f"{architecture}.block_count")
    blocks = [0] * count
    output = embedding = 0
    for tensor in head.tensors:
        part, _, rest = tensor.name.partition(".")
        number = rest.partition(".")[0]
        if part == "blk" and number.isdecimal() and int(number) < count:
            blocks[int(number)] += tensor.bytes
        elif part == "token_embd":
            embedding += tensor.bytes
        else:
            output += tensor.bytes
    if not any(tensor.name == "output.weight" for tensor in head.tensors):
        output += embedding  # one table for both ends: the GPU gets a copy
    return Sizes(
        blocks=tuple(blocks),
        cache=_cache(head, str(architecture), count),
        output=output,
        heads=_number(head, f"{architecture}.attention.head_count"),
        vocabulary=_vocabulary(head),
    )


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a model goes: `layers` of `whole` to `device`. `note` says why it is not on the GPU, or not all of it."""

    device: Device | None = None
    layers: int = 0
    whole: int = 0
    note: str | None = None

    @property
    def said(self) -> str:
        """'cpu', or 'gpu: ' and its name."""
        return f"gpu: {self.device.name}" if self.device and self.layers else "cpu"


def planned(path: Path, seen: Seen, *, context: int, off: str | None = None, at_most: int | None = None) -> Placement:
    """Where the model of a file, which was examined, should go, with `at_most` so many layers on a GPU. `off`: why no GPU may
    be used."""
    if off is not None:
        return Placement(note=off)
    if not seen.devices:
        return Placement(note=unreached(seen.trouble))
    return place(sizes_of(path), seen.devices, context=context, at_most=at_most)


def unreached(trouble: str | None) -> str:
    """Why the engine reaches no GPU."""
    visible, built = hardware.visible_gpus(), hardware.gpu_backends()
    if known := hardware.gpu_note(visible, built):
        return known
    return f"{visible[0]} is not used: the engine cannot reach it ({trouble or 'it lists none'})"


def sizes_of(path: Path) -> Sizes:
    with path.open("rb") as stream:
        return sizes(read_head(stream))


def place(model: Sizes, devices: Sequence[Device], *, context: int, at_most: int | None = None) -> Placement:
    """The most layers, up to `at_most`, that fit on the best of the devices."""
    device = best(devices)
    if device is None:
        return Placement(whole=model.layers)
    most = model.layers if at_most is None else min(at_most, model.layers)
    layers = min(most, fitting(model, free=device.free, total=device.total, context=context))
    return Placement(device, layers, model.layers, _note(device, layers, model.layers))


def best(devices: Sequence[Device]) -> Device | None:
    """A GPU of its own before one that shares the machine's memory; of those, the one with the most memory free."""
    return max(devices, key=lambda device: (device.kind == "gpu", device.free), default=None)


def fitting(model: Sizes, *, free: int, total: int, context: int) -> int:
    """Layers whose bytes fit into `free`, with a margin left."""
    room = free - min(_MARGIN, total // _MARGIN_SHARE)
    return max(
        (layers for layers in range(model.layers + 1) if model.on_gpu(layers, context=context) <= room), default=0
    )


def _note(device: Device, layers: int, whole: int) -> str | None:
    free = f"{device.free / 1e9:.1f}"
    if not layers:
        return f"{device.name} is not used: {free} GB of its memory are free, too little for a part of the model"
    if layers < whole:
        return f"{layers} of {whole} layers are on the GPU: {free} GB of its memory were free"
    return None


def _cache(head: Head, architecture: str, count: int) -> tuple[int, ...]:
    """As `examine` estimates it for the whole model; where the file has one number of heads a block, of each."""
    heads = max(1, _number(head, f"{architecture}.attention.head_count"))
    width = _number(head, f"{architecture}.embedding_length") // heads
    key = _number(head, f"{architecture}.attention.key_length") or width
    value = _number(head, f"{architecture}.attention.value_length") or width
    bytes = (key + value) * _CACHE_BYTES
    found = head.metadata.get(f"{architecture}.attention.head_count_kv", heads)
    if isinstance(found, Array):
        each = [int(item) for item in found.items][:count]
        return tuple(item * bytes for item in [*each, *[heads] * (count - len(each))])
    return (int(found) * bytes if isinstance(found, int) else heads * bytes,) * count


def _number(head: Head, key: str) -> int:
    """A whole number of the file's, the largest of an array; 0 where there is none."""
    found = head.metadata.get(key)
    if isinstance(found, Array):
        return max((int(item) for item in found.items), default=0)
    return int(found) if isinstance(found, int) else 0


def _vocabulary(head: Head) -> int:
    tokens = head.metadata.get("tokenizer.ggml.tokens")
    return tokens.count if isinstance(tokens, Array) else 0
