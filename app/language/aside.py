"""What was evaluated and had to make room, put aside to be taken up again: a page that is asked about again after another page, or after
a question was rewritten or translated, need not be read anew. In memory only. Child only."""

import ctypes
from collections.abc import Sequence

State = ctypes.Array[ctypes.c_uint8]

WORTH = 128
"""Tokens. Fewer are evaluated anew."""
MOST_BYTES = 64 * 2**20
"""Of all that is put aside: three pages of 700 tokens for 1.5B, whose cache takes 28 KiB a token."""


class Aside:
    """Beginnings of prompts with the cache that belongs to each, newest last."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._kept: list[tuple[list[int], State]] = []

    def put(self, tokens: Sequence[int], state: State) -> None:
        """The oldest go where there is too much; one that this begins with says nothing more."""
        begins = [one for one in self._kept if common(one[0], tokens) == len(one[0])]
        self._kept = [one for one in self._kept if one not in begins]
        self._kept.append((list(tokens), state))
        while self._kept and sum(len(one) for _, one in self._kept) > self._most:
            del self._kept[0]

    def fits(self, size: int) -> bool:
        return size <= self._most

    def longest(self, tokens: Sequence[int]) -> tuple[int, list[int], State] | None:
        """What has the longest beginning in common with `tokens`, and how long that is."""
        found = [(common(kept, tokens), kept, state) for kept, state in self._kept]
        return max(found, key=lambda one: one[0], default=None)

    def clear(self) -> None:
        self._kept.clear()


def common(one: Sequence[int], other: Sequence[int]) -> int:
    """Length of the common beginning."""
    for index, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return index
    return min(len(one), len(other))
