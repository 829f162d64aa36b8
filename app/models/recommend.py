"""Which of the known generators suits this machine, and why. Nothing is measured here: what is known of the machine comes in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from app.models.manifest import Model
from app.types import Sentence

WAIT = 15.0
"""Seconds until an answer begins that somebody may be asked to wait for."""
_PROMPT = 690
"""Tokens that are read before the first word of an answer, in the middle (see 'An answer has to stand' in CONTRIBUTING.md)."""
_READS = 62e9
"""Parameters times tokens that one thread reads in a second: 80 tokens a second were measured with 1.54 thousand million
parameters on two threads of a server CPU with AVX2. Other sizes are taken in proportion, which was not measured."""
_SOLD = 0.85
"""Share of the memory as it is sold that a system shows at least: firmware and graphics keep the rest."""
_GPU_CONTEXT = 8192
"""Tokens that a model on a GPU has to have room for."""
_RESERVE = 500_000_000
"""Bytes that stay free on a disk beside a model: the library needs room, too."""

Limit = Literal["memory", "speed", "disk"]
"""What is too small for a model."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Memory, disk (where models lie) and the memory of the GPU in bytes; `threads` that the engine gets. `gpu` is the name of one
    that the engine can use, '' for none."""

    memory: int
    memory_free: int
    threads: int
    disk_free: int
    gpu: str = ""
    gpu_free: int = 0

    def on_gpu(self, model: Model) -> bool:
        """Whether all of it fits there."""
        needed = model.gpu_memory_at(_GPU_CONTEXT)
        return bool(self.gpu) and 0 < needed <= self.gpu_free


@dataclass(frozen=True, slots=True)
class Advice:
    """`limit` is what keeps the next larger model off, or, where `fits` is false, what is too small for this one; None for nothing.
    `measured` names the model with which answers were measured."""

    model: Model
    machine: Machine
    fits: bool
    limit: Limit | None
    measured: str

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Why this one, what is known of its answers, and what has to be done first, if anything."""
        found = [self._why(), self._known(), self._now()]
        return tuple(sentence for sentence in found if sentence is not None)

    def _why(self) -> Sentence:
        values: dict[str, str | int] = {
            "name": _short(self.model),
            "memory": self.machine.memory,
            "threads": str(self.machine.threads),
            "seconds": f"{WAIT:.0f}",
            "disk": self.machine.disk_free,
            "gpu": self.machine.gpu,
            "gpu_memory": self.machine.gpu_free,
        }
        if not self.fits:
            return Sentence(_SMALLEST[self.limit or "memory"], values)
        if self.machine.on_gpu(self.model):
            return Sentence(GPU, values)
        return Sentence(_LARGEST[self.limit], values)

    def _known(self) -> Sentence:
        values = {"name": _short(self.model), "measured": self.measured}
        return Sentence(MEASURED if self.model.measured else UNMEASURED, values)

    def _now(self) -> Sentence | None:
        needed, free = self.model.memory, self.machine.memory_free
        if needed <= free or self.machine.on_gpu(self.model):
            return None
        return Sentence(SHORT, {"needed": needed, "free": free})


def recommend(models: Sequence[Model], machine: Machine, *, here: Collection[str] = ()) -> Advice:
    """The highest on the ladder that this machine has memory, speed and disk for, the measured one of two on one rung; the one
    that needs least where none fits. `here`: ids of those on this machine, which need no room. ValueError without a ladder."""
    ladder = sorted((model for model in models if model.rung), key=_place)
    if not ladder:
        raise ValueError("no model stands on the ladder")
    measured = next((_short(model) for model in reversed(ladder) if model.measured), "")
    limits = {model.id: _limit(model, machine, here) for model in ladder}
    fitting = [model for model in ladder if limits[model.id] is None]
    if not fitting:
        least = min(ladder, key=lambda model: model.memory)
        return Advice(least, machine, fits=False, limit=limits[least.id], measured=measured)
    best = fitting[-1]
    above = next((model for model in ladder if model.rung > best.rung), None)
    return Advice(best, machine, fits=True, limit=limits[above.id] if above else None, measured=measured)


def _short(model: Model) -> str:
    """Its name without how its numbers are kept."""
    return model.name.partition(",")[0]


def _place(model: Model) -> tuple[int, bool]:
    return model.rung, model.measured


def _limit(model: Model, machine: Machine, here: Collection[str]) -> Limit | None:
    if not machine.on_gpu(model):
        if machine.memory < _SOLD * model.rung * 1e9:
            return "memory"
        if first_word(model, machine.threads) > WAIT:
            return "speed"
    return "disk" if model.id not in here and model.bytes + _RESERVE > machine.disk_free else None


def first_word(model: Model, threads: int) -> float:
    """Seconds until an answer begins, on a CPU; 0 where the model's shape is not known."""
    return _PROMPT * model.shape.parameters / (_READS * max(1, threads)) if model.shape else 0.0


GPU = "{name} is the largest that suits this machine: it fits into the {gpu_memory} that {gpu} has free."
MEASURED = "Inglenook's answers were measured with it."
UNMEASURED = "Inglenook's answers were not measured with it, only with {measured}."
SHORT = "It needs about {needed} of memory and {free} are free now: close other programs before you ask."
_LARGEST: dict[Limit | None, str] = {
    "memory": "{name} is the largest that suits this machine's {memory} of memory.",
    "speed": "{name} is the largest that begins an answer within about {seconds} seconds on this processor, with {threads} threads.",
    "disk": "{name} is the largest that this machine's disk has room for, with {disk} free.",
    None: "{name} is the largest that Inglenook knows, and this machine has the memory and the speed for it.",
}
_SMALLEST: dict[Limit, str] = {
    "memory": "{name} needs the least of all, but {memory} of memory are little for it, so it may be slow.",
    "speed": "{name} needs the least of all, but it will take long to begin an answer on this processor.",
    "disk": "{name} needs the least of all, but the disk has only {disk} free: make room first.",
}
SENTENCES = (GPU, MEASURED, UNMEASURED, SHORT, *_LARGEST.values(), *_SMALLEST.values())
"""All that can be said, for whoever translates it."""
