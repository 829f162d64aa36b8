"""Code of someone else's, in Python, is ended when it takes too long or too much memory.

A chat template comes with a model from anywhere. The sandbox keeps it from the machine; nothing keeps it from looping for
ever, or from doubling a text until the machine has no memory left.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

SECONDS = 2.0
"""Of processor time. A template of 12,000 characters, the longest that was met, takes 0.002 s with this watch over it."""
_BYTES = 2**29
"""Beyond what the process has mapped already."""


class TooMuch(Exception):
    """It was ended for its time. For memory it is Python's own MemoryError."""


@contextmanager
def bounded(*, seconds: float = SECONDS) -> Iterator[None]:
    """Raise `TooMuch` in functions called within once they have computed that long. A single operation is not interrupted, but its memory
    is bounded, too, where the system can do that (Linux), and with it what it can do."""
    end = time.thread_time() + seconds

    def look(_frame: FrameType, _event: str, _argument: object) -> Any:
        if time.thread_time() > end:
            raise TooMuch
        return look

    before = sys.gettrace()
    with _memory():
        sys.settrace(look)
        try:
            yield
        finally:
            sys.settrace(before)


@contextmanager
def _memory() -> Iterator[None]:
    if sys.platform != "linux":
        yield
        return
    import resource

    import psutil

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = psutil.Process().memory_info().vms + _BYTES
    bounds = [wanted, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_AS, (min(bounds), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
