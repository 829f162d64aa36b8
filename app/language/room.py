"""What context a model gets: by the memory that is free for it. Where that is too little for the work, the keys of the cache are
kept in eight bits instead of sixteen. Plain numbers; the engine's library is not needed.

Measured with Qwen2.5-Coder 1.5B on two cores, beside a cache in half precision at 3,072 tokens: keys in eight bits take 24 % less,
read as fast (46.5 and 47.5 tokens/s) and write 5 % more slowly; of 269 tokens of the 0.5B's replies six became others, where three do
by rounding alone. Values in eight bits, too, need flash attention, which reads half as fast there (22.6): they stay as they are.
"""

from dataclasses import dataclass

from app.errors import UserFixable
from app.language import hardware
from app.models.examine import Gguf

LEAST = 2048
"""Tokens below which no context is made. Of 1,623 prompts recorded over our own documents 99.6 % fit, with 200 tokens of reply."""
WORK = 4096
"""Tokens that all work here has room in: the longest of these prompts has 2,903."""

SHORT = "memory is short, so the keys of the cache are kept in eight bits"


@dataclass(frozen=True, slots=True)
class Room:
    """`limit`: tokens that prompt and reply may have together. `packed`: with the keys in eight bits."""

    limit: int
    packed: bool = False

    def is_short(self, most: int) -> bool:
        """Whether memory was too short for all work, of a model that may have `most` tokens."""
        return self.packed or self.limit < min(WORK, most)

    def noted(self, note: str | None) -> str | None:
        """What is said of the device, with a word on the cache."""
        return "; ".join(filter(None, [note, SHORT])) if self.packed else note


def room_for(facts: Gguf, *, beside: int, most: int, may_use_gpu: bool) -> Room:
    """For a model and `beside` bytes of an adapter: the cache may take half of what they leave of the memory that is free now.
    `most`: tokens that are wanted. Where a GPU may take the model, the child that sees it says whether there is memory for it.

    Raises UserFixable `memory`."""
    most = min(most, facts.context or most)
    least, work = min(LEAST, most), min(WORK, most)
    free = hardware.memory()[1] - beside
    exact = _fitting(facts, free, packed=False)
    if may_use_gpu or exact >= work:
        return Room(min(most, max(least, exact)))
    _must_fit(facts, free, least=least, beside=beside)
    return Room(min(most, max(least, _fitting(facts, free, packed=True))), packed=facts.packable_bytes_per_token > 0)


def _fitting(facts: Gguf, free: int, *, packed: bool) -> int:
    return (free - facts.memory(0)) // 2 // max(1, facts.token_bytes(packed=packed))


def _must_fit(facts: Gguf, free: int, *, least: int, beside: int) -> None:
    """A part of the weights may be read again from the disk as it is needed."""
    needed = facts.memory(least, packed=True) - round(facts.bytes * (1 - hardware.RESIDENT))
    if needed > free:
        reason = f"the model needs {(needed + beside) / 2**30:.1f} GB, and {(free + beside) / 2**30:.1f} GB are free"
        raise UserFixable("memory", reason=reason)
