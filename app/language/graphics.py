"""How much memory the GPU has free, asked of the system, without loading the engine: the recommendation of a model needs no more.

What the engine itself finds once it is loaded decides what goes there (`offload`).
"""

import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_UNIFIED = 0.66
"""Share of a Mac's memory that its GPU may use by default: Apple's recommended working set is two thirds on small machines and
three quarters on large ones."""
_PATIENCE = 5.0
"""Seconds that the driver's own tool may take; it answers in less than one."""
_MEBI = 2**20


def roomiest(names: Sequence[str], backends: tuple[str, ...], memory: int) -> tuple[str, int]:
    """The GPU with the most memory free, which is where the engine puts a model (`offload.best`), and its free bytes: 0 where no backend
    of the engine reaches one or nothing tells, and then it is the first. `names` are as the system has them; `memory` is the machine's."""
    first = names[0] if names else ""
    if sys.platform == "darwin":
        return first, int(memory * _UNIFIED) if "metal" in backends and platform.machine() == "arm64" else 0
    if any("nvidia" in name.lower() for name in names) and {"cuda", "vulkan"} & set(backends):
        return max(_nvidia(), key=lambda card: card[1], default=(first, 0))
    return first, 0


def _nvidia() -> list[tuple[str, int]]:
    """Each card with its free bytes, from `nvidia-smi`, which comes with the driver. Only where the driver puts it: a search could find
    another."""
    command = [str(_tool()), "--query-gpu=memory.free,name", "--format=csv,noheader,nounits"]
    try:
        said = subprocess.run(command, capture_output=True, check=True, timeout=_PATIENCE).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    lines = (line.partition(b",") for line in said.splitlines())
    return [
        (name.decode(errors="replace").strip() or "an NVIDIA GPU", int(free) * _MEBI)
        for free, _, name in lines
        if free.strip().isdigit()  # bytes: digits are ASCII only
    ]


def _tool() -> Path:
    return _system_root() / "nvidia-smi.exe" if sys.platform == "win32" else Path("/usr/bin/nvidia-smi")


def _system_root() -> Path:
    return Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32"
