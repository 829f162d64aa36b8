"""None and its like outlive the window's toolkit.

Python before 3.12 counts references to None, True and False, as it does for everything else. PySide6 6.12 claims to support
3.10 and later but is built as if they were immortal, as they are from 3.12 on: each call that returns one of them lets go of a
reference that it never took, and after some ten thousand calls (less than a minute of scrolling) the interpreter ends
the process with 'deallocating None'. 6.11.3 does not do that.
"""

import sys

_CONSTANTS = (None, True, False)


def make_immortal() -> None:
    """Give the constants more references than a program can lose. Nothing is done where Python does not count them."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    import ctypes

    for constant in _CONSTANTS:
        # The count is the first field of every object (Include/object.h).
        ctypes.c_ssize_t.from_address(id(constant)).value += sys.maxsize // 4
