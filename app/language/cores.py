"""Processors with cores of two kinds: how many of the faster kind there are. Asked of the system, no table of processors."""

import os
import struct
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from app.language import hardware

_DEVICES = Path("/sys/devices")
_SLOW = 0.6
"""A core below this share of the fastest one's capacity is of the slower kind: ARM's smaller cores report 0.2 to 0.5 of it, and
the favoured ones among equal cores 0.9 and more."""


def fast_cores() -> int:
    """Physical cores of the faster kind that this process may use; all that it may where there is but one kind, or where the
    system tells nothing."""
    usable = hardware.usable_cores()
    if sys.platform == "linux":
        found = _of_linux(_DEVICES, os.sched_getaffinity(0))
    elif sys.platform == "darwin":
        found = _of_mac()
    elif sys.platform == "win32":
        found = of_windows(_windows_table())
    else:
        found = 0
    return min(found, usable) or usable


def _of_linux(devices: Path, allowed: Iterable[int]) -> int:
    """0 where there is one kind."""
    system = devices / "system" / "cpu"
    fast = _numbers(_text(devices / "cpu_core" / "cpus"))  # Intel's hybrid processors
    if not fast:
        capacities = {cpu: _text(system / f"cpu{cpu}" / "cpu_capacity") for cpu in allowed}
        known = {cpu: int(text) for cpu, text in capacities.items() if text.isdigit()}
        fast = {cpu for cpu, capacity in known.items() if capacity >= max(known.values()) * _SLOW}
    siblings = {
        _text(system / f"cpu{cpu}" / "topology" / "thread_siblings_list") or str(cpu) for cpu in fast & {*allowed}
    }
    return len(siblings)


def _of_mac() -> int:
    command = ["/usr/sbin/sysctl", "-n", "hw.perflevel0.physicalcpu"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return int(said) if said.isdigit() else 0


def of_windows(table: bytes) -> int:
    """From what GetLogicalProcessorInformationEx gives for RelationProcessorCore: records of their own length, each with a
    core's class, higher for faster."""
    classes: list[int] = []
    at = 0
    while at + 10 <= len(table):
        relation, size = struct.unpack_from("<II", table, at)
        if size < 10:
            break
        if relation == 0:
            classes.append(table[at + 9])
        at += size
    return classes.count(max(classes)) if classes else 0


def _numbers(text: str) -> set[int]:
    """'0-3,8' as the kernel writes lists."""
    spans = (part.partition("-") for part in text.split(",") if part)
    return {cpu for first, _, last in spans if first.isdigit() for cpu in range(int(first), int(last or first) + 1)}


def _text(file: Path) -> str:
    try:
        return file.read_text(errors="replace").strip()
    except OSError:
        return ""


if sys.platform == "win32":

    def _windows_table() -> bytes:
        import ctypes

        ask = ctypes.windll.kernel32.GetLogicalProcessorInformationEx
        length = ctypes.c_ulong(0)
        ask(0, None, ctypes.byref(length))
        buffer = ctypes.create_string_buffer(length.value)
        return buffer.raw if ask(0, buffer, ctypes.byref(length)) else b""
