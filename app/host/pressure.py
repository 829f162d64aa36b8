"""Whether this machine is short of memory: what is available, and on Linux how much programs wait for memory."""

from pathlib import Path

_STALLS = Path("/proc/pressure/memory")

_LEAST = 600 * 2**20
"""Bytes that shall stay available: a browser's new window or a large document takes a few hundred megabytes."""
_SHARE = 20
"""Or this part of the whole memory, if that is more: desktops begin to swap around there."""
_WAITING = 10.0
"""Per cent of the last ten seconds in which some program waited for memory; a machine that has enough shows 0."""


def is_short(total: int, available: int, stalls: Path = _STALLS) -> bool:
    """By bytes in total and bytes available; `stalls` is the kernel's file."""
    return available < max(_LEAST, total // _SHARE) or _stalled(stalls) >= _WAITING


def _stalled(stalls: Path) -> float:
    """0 where the system does not tell."""
    try:
        first = stalls.read_text(encoding="ascii").partition("\n")[0].split()
        return next(float(word.removeprefix("avg10=")) for word in first if word.startswith("avg10="))
    except (OSError, ValueError, StopIteration):
        return 0.0
