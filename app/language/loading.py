"""A model comes into memory: on the GPU as far as it fits, else on the processor, and why. Child only."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from app.errors import UserFixable
from app.language import backends, hardware, offload
from app.language.native import NativeError
from app.language.offload import Placement
from app.language.parts import unopened

_T = TypeVar("_T")

Attempt = Callable[[Placement], _T]
"""Load a model in this way. Raises NativeError."""


def must_fit(path: Path, placement: Placement) -> None:
    """What does not go to the GPU must fit into the machine's memory. Raises UserFixable `memory`."""
    if not placement.layers:
        return  # the parent has looked
    left = path.stat().st_size - offload.sizes_of(path).weights(placement.layers)
    available = hardware.memory()[1]
    if left * hardware.RESIDENT > available:
        reason = f"the model needs {left / 2**30:.1f} GB, and {available / 2**30:.1f} GB are free"
        raise UserFixable("memory", reason=reason)


def settled(plan: Placement, attempt: Attempt[_T], *, fits: Callable[[int], int]) -> tuple[_T, Placement]:
    """Load as planned; where an allocation on the GPU fails, with one layer fewer, or as many fewer as `fits` makes of that
    number by what is free now; at last without it. What fails otherwise is tried on the processor at once: there it works, or
    says why it cannot.

    Raises NativeError, of the last try."""
    reason = ""
    while plan.layers:
        try:
            return attempt(plan), _noted(plan, reason)
        except NativeError as error:
            reason = str(error)
        plan = replace(plan, layers=_fewer(plan.layers, reason, fits))
    return attempt(plan), _noted(plan, reason)


def _fewer(layers: int, reason: str, fits: Callable[[int], int]) -> int:
    return min(layers - 1, fits(layers - 1)) if out_of_memory(reason) else 0


def _noted(plan: Placement, reason: str) -> Placement:
    """With the reason of the last failure, where there was one."""
    if not reason or plan.device is None:
        return plan
    if not plan.layers:
        return replace(plan, note=f"{plan.device.name} is not used: the model did not load on it ({reason})")
    return replace(
        plan, note=f"{plan.layers} of {plan.whole} layers are on the GPU: its memory did not suffice for more"
    )


def out_of_memory(reason: str) -> bool:
    text = reason.lower()
    return any(words in text for words in ("allocate", "out of memory", "no memory", "does not fit"))


def unloadable(path: Path, reason: str) -> UserFixable:
    text = reason.lower()
    if "no backends are loaded" in text:  # the file was not looked at
        return unopened(backends.no_processor())
    if "unknown model architecture" in text or "unknown pre-tokenizer" in text:
        return UserFixable("model_unsupported", file=path.name, reason=reason)
    if out_of_memory(reason):
        return UserFixable("memory", reason=f"‘{path.name}’ does not fit")
    return UserFixable("model_damaged", file=path.name, reason=reason)
