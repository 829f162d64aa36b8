"""Examine a GGUF model before native code loads it: is it whole, does it agree with itself, can this program use it.

llama.cpp ends the process in an assertion on many a damaged number (the reason for the engine's own process); the
checks here catch those that can be known from the head, and turn them into one sentence.
"""

from pathlib import Path

from app.errors import UserFixable
from app.models import agreement, architectures
from app.models.facts import Gguf, describe, most, text
from app.models.gguf import Damaged, Head, Unsupported, read_head

__all__ = ["Gguf", "examine"]

_ALIGNMENT = 32
"""Bytes: where a tensor begins in the file is a multiple of it, as the engine computes on the mapped file (TENSOR_ALIGNMENT)."""


def examine(path: Path) -> Gguf:
    """Raises UserFixable `not_found`, `unreadable`, `model_damaged` or `model_unsupported`, and nothing else, whatever
    the bytes are."""
    try:
        with path.open("rb") as stream:
            head = read_head(stream)
            size = stream.seek(0, 2)
        _check_use(head)
        check_tensors(head, size)
        facts = describe(path, head, size)
        agreement.check(facts, head)
        return facts
    except FileNotFoundError as error:
        raise UserFixable("not_found", file=path.name) from error
    except OSError as error:
        raise UserFixable("unreadable", file=path.name, reason=error.strerror or "it cannot be opened") from error
    except Damaged as error:
        raise UserFixable("model_damaged", file=path.name, reason=str(error)) from error
    except Unsupported as error:
        raise UserFixable("model_unsupported", file=path.name, reason=str(error)) from error


def _check_use(head: Head) -> None:
    """Whole files that write no text, and those that this engine cannot run."""
    architecture = text(head, "general.architecture")
    if reason := architectures.KINDS.get(text(head, "general.type")) or architectures.OTHERS.get(architecture):
        raise Unsupported(reason)
    if most(head, "split.count") > 1:
        raise Unsupported("it is one part of a model in several files")
    if architecture and architecture not in architectures.GENERATORS:
        raise Unsupported(f"the engine does not know the architecture {architecture[:80]!r}")
    pooled = 0 < most(head, f"{architecture}.pooling_type") < 2**31
    if pooled or head.metadata.get(f"{architecture}.attention.causal") is False:
        raise Unsupported("it turns texts into vectors and writes none")


def check_tensors(head: Head, size: int) -> None:
    """The tensors fill the file in their order, each where the engine expects it; no two have one name."""
    if not head.tensors:
        raise Unsupported("it has no weights")
    if len({tensor.name for tensor in head.tensors}) != len(head.tensors):
        raise Damaged("two tensors have one name")
    end = expected = 0
    for tensor in head.tensors:
        if tensor.offset != expected:
            raise Damaged("its tensors overlap or leave gaps")
        end = tensor.offset + tensor.bytes
        expected = -(-end // head.alignment) * head.alignment
    if head.data_start + end > size:
        raise Damaged(f"it is cut short: {size:,} of {head.data_start + end:,} bytes")
    if any((head.data_start + tensor.offset) % _ALIGNMENT for tensor in head.tensors):
        raise Damaged("its tensors are out of line")
