"""What is kept beside what is given: an answer, a pace, parts that were read. Where it cannot be kept now, it is given all the same."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.errors import UserFixable
from app.words import Kind

if TYPE_CHECKING:
    from app.index.catalog import Catalog

PASSING: frozenset[Kind] = frozenset({"locked", "no_space"})
"""What may keep something from being written now and is no reason to keep an answer back."""
_T = TypeVar("_T")


def if_it_can_be(catalog: "Catalog", keep: Callable[[], _T]) -> _T | None:
    """What `keep` gives; None where nothing can be written, or another process or a full disk is in the way."""
    if catalog.read_only:
        return None
    try:
        return keep()
    except UserFixable as error:
        if error.kind not in PASSING:
            raise
        return None
