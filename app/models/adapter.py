"""Examine a LoRA adapter, and whether it belongs to a model, before native code sees either.

An adapter holds two thin matrices, `a` and `b`, for some of a model's weights; their product is added to the weight while it is
used (Hu et al., 2021, "LoRA: Low-Rank Adaptation of Large Language Models"). In GGUF they are the tensors `NAME.lora_a` and
`NAME.lora_b` of a file whose `general.type` is `adapter`. The rules are those of llama.cpp's `llama_adapter_lora_init`.
"""

import hashlib
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.errors import UserFixable
from app.models.examine import check_tensors
from app.models.gguf import Damaged, Head, Tensor, Unsupported, read_head

_A, _B = ".lora_a", ".lora_b"
_IGNORED = "_norm.weight"
"""llama.cpp passes over such tensors."""
_TURNED = "token_embd.weight"
"""The weight whose `a` and `b` stand the other way round: rows are taken from it, nothing is multiplied."""
_FLOATS = {0, 1, 30}
"""Types that an adapter's numbers may have: F32, F16, BF16. What converters write; others abort in some kernels."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """What an adapter says of itself, checked. `rank` is that of its widest pair; `weights` counts the pairs."""

    path: Path
    bytes: int
    architecture: str
    name: str
    rank: int
    weights: int


@dataclass(frozen=True, slots=True)
class AdapterFile:
    """An adapter on this machine. `sha256` tells it from another one of the same name."""

    id: str
    path: Path
    sha256: str

    @property
    def name(self) -> str:
        return f"{self.id}-{self.sha256[:8]}"


def is_adapter(path: Path) -> bool:
    """Whether a file calls itself one, whole or not; False for what cannot be read."""
    try:
        with path.open("rb") as stream:
            return read_head(stream).metadata.get("general.type") == "adapter"
    except (OSError, Damaged, Unsupported):
        return False


def examine_adapter(path: Path) -> Adapter:
    """Raises UserFixable `not_found`, `unreadable`, or `adapter` with its reason."""
    return _described(path, *_head_of(path))


def check_fits(adapter: Path, base: Path, *, model: str) -> Adapter:
    """`base` is an examined model, called `model`. Raises as `examine_adapter` does, also where the two do not belong together."""
    head, size = _head_of(adapter)
    found = _described(adapter, head, size)
    with base.open("rb") as stream:
        base_head = read_head(stream)
    try:
        _check_base(head, base_head, model)
    except Unsupported as error:
        raise UserFixable("adapter", file=adapter.name, reason=str(error)) from error
    return found


def _head_of(path: Path) -> tuple[Head, int]:
    try:
        with path.open("rb") as stream:
            head = read_head(stream)
            size = stream.seek(0, 2)
        check_tensors(head, size)
    except FileNotFoundError as error:
        raise UserFixable("not_found", file=path.name) from error
    except OSError as error:
        raise UserFixable("unreadable", file=path.name, reason=error.strerror or "it cannot be opened") from error
    except (Damaged, Unsupported) as error:
        raise UserFixable("adapter", file=path.name, reason=str(error)) from error
    return head, size


def _described(path: Path, head: Head, size: int) -> Adapter:
    try:
        _check_kind(head)
        pairs = _pairs(head)
    except (Damaged, Unsupported) as error:
        raise UserFixable("adapter", file=path.name, reason=str(error)) from error
    name = head.metadata.get("general.name")
    return Adapter(
        path=path,
        bytes=size,
        architecture=str(head.metadata["general.architecture"]),
        name=name if isinstance(name, str) and name else path.stem,
        rank=max(b.dimensions[0] for _, b in pairs.values()),
        weights=len(pairs),
    )


def _check_kind(head: Head) -> None:
    """Native code reads these keys without asking for their types."""
    if head.metadata.get("general.type") != "adapter":
        raise Unsupported("it is no adapter")
    if head.metadata.get("adapter.type") != "lora":
        raise Unsupported("it is an adapter of another kind than LoRA")
    architecture = head.metadata.get("general.architecture")
    if not isinstance(architecture, str) or not architecture:
        raise Damaged("it does not name its architecture")
    alpha = head.metadata.get("adapter.lora.alpha", 0.0)
    if not isinstance(alpha, float) or not math.isfinite(alpha) or alpha < 0:
        raise Damaged("its strength is not a number")
    if "adapter.alora.invocation_tokens" in head.metadata:
        raise Unsupported("it is meant to work from a certain word on, which this program does not do")


def _pairs(head: Head) -> dict[str, tuple[Tensor, Tensor]]:
    """Both matrices of each weight, by the weight's name."""
    halves: dict[str, dict[str, Tensor]] = {}
    for tensor in head.tensors:
        if tensor.name.endswith((_A, _B)):
            _check_matrix(tensor)
            halves.setdefault(tensor.name[: -len(_A)], {})[tensor.name[-1]] = tensor
        elif not tensor.name.endswith(_IGNORED):
            raise Unsupported(f"it holds more than an adapter does: {tensor.name[:80]!r}")
    if not halves:
        raise Unsupported("it changes nothing")
    single = next((name for name, both in halves.items() if len(both) != 2), None)
    if single is not None:
        raise Damaged(f"half of what it has for {single[:80]!r} is missing")
    return {name: (both["a"], both["b"]) for name, both in halves.items()}


def _check_matrix(tensor: Tensor) -> None:
    if tensor.type not in _FLOATS:
        raise Unsupported("its numbers are of a kind that adapters do not have")
    if len(tensor.dimensions) != 2:
        raise Damaged(f"{tensor.name[:80]!r} is no matrix")


def _check_base(head: Head, base: Head, model: str) -> None:
    """Architecture, names and shapes agree."""
    mine, its = head.metadata["general.architecture"], base.metadata.get("general.architecture")
    if mine != its:
        raise Unsupported(f"it was made for {mine} models, and ‘{model}’ is a {its} model")
    weights = {tensor.name: tensor.dimensions for tensor in base.tensors}
    for name, (a, b) in _pairs(head).items():
        if name not in weights:
            raise Unsupported(f"it was made for another model than ‘{model}’: that has no {name[:80]!r}")
        if name.endswith(_TURNED) and "output.weight" not in weights:
            raise Unsupported(f"it changes the words of ‘{model}’, which that uses twice; the engine cannot do that")
        if not _agree(name, a.dimensions, b.dimensions, weights[name]):
            raise Unsupported(f"it was made for another model than ‘{model}’: the sizes differ")


def _agree(name: str, a: tuple[int, ...], b: tuple[int, ...], weight: tuple[int, ...]) -> bool:
    """Dimensions as in the file, the fastest first: `a` leads from the weight's input to the rank, `b` from there to its output."""
    if len(weight) != 2:
        return False
    if name.endswith(_TURNED):
        return (b[1], a[1]) == weight and a[0] == b[0]
    return (a[0], b[1]) == weight and a[1] == b[0]


def hash_once(path: Path) -> str:
    """SHA-256 of a file; as long as it does not change, it is read once. Raises UserFixable `unreadable`."""
    try:
        status = path.stat()
        return _hashed(path, status.st_size, status.st_mtime_ns)
    except OSError as error:
        raise UserFixable("unreadable", file=path.name, reason=error.strerror or "it cannot be opened") from error


@lru_cache(maxsize=8)
def _hashed(path: Path, size: int, changed: int) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
