"""What was worked out from a text and will be wanted again, kept by that text: within a question the same sentences are looked at
many times. It holds the text of documents, so it is forgotten when one of them is removed."""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

_P = ParamSpec("_P")
_T = TypeVar("_T")
_forgets: list[Callable[[], None]] = []


def remembered(most: int) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """As `lru_cache` does, of so many calls; with `forget_texts`."""

    def kept(work: Callable[_P, _T]) -> Callable[_P, _T]:
        cached = lru_cache(maxsize=most)(work)
        _forgets.append(cached.cache_clear)
        return cast(Callable[_P, _T], cached)  # the library's own type has forgotten the arguments

    return kept


def forget_texts() -> None:
    """Safe from any thread: what is being worked out is worked out again."""
    for forget in _forgets:
        forget()
