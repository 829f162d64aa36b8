"""The way back after a jump, as a browser has it."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
_MOST = 100


class Trail(Generic[T]):
    """Places that were left by jumps. `T` is whatever says where one is."""

    def __init__(self) -> None:
        self._behind: list[T] = []
        self._ahead: list[T] = []

    def leave(self, here: T) -> None:
        """Before a jump: `here` can be gone back to."""
        if not self._behind or self._behind[-1] != here:
            self._behind = [*self._behind, here][-_MOST:]
        self._ahead.clear()

    def back(self, here: T) -> T | None:
        """Where to go, or None where there is nothing behind."""
        return _move(self._behind, self._ahead, here)

    def forward(self, here: T) -> T | None:
        return _move(self._ahead, self._behind, here)

    def keep_only(self, is_there: Callable[[T], bool]) -> None:
        self._behind = [place for place in self._behind if is_there(place)]
        self._ahead = [place for place in self._ahead if is_there(place)]

    @property
    def can_go(self) -> tuple[bool, bool]:
        """Back, forward."""
        return bool(self._behind), bool(self._ahead)


def _move(source: list[T], target: list[T], here: T) -> T | None:
    if not source:
        return None
    target.append(here)
    return source.pop()
