"""How much memory the GPU has free, asked of the system, without loading the engine: the recommendation of a model needs no more.

What the engine itself finds once it is loaded decides what goes there (`offload`).
"""

import os
import platform
import subprocess
import sys
from pathlib import Path

_UNIFIED = 0.66
"""Share of a Mac's memory that its GPU may use by default: Apple's recommended working set is two thirds on small machines and
three quarters on large ones."""
_PATIENCE = 5.0
"""Seconds that the driver's own tool may take; it answers in less than one."""
_MEBI = 2**20


def free_memory(name: str, backends: tuple[str, ...], memory: int) -> int:
    """Bytes that the GPU of this name has free; 0 where no backend of the engine reaches it or nothing tells. `memory` is the machine's."""
    if sys.platform == "darwin":
        return int(memory * _UNIFIED) if "metal" in backends and platform.machine() == "arm64" else 0
    if "nvidia" in name.lower() and {"cuda", "vulkan"} & set(backends):
        return max(_nvidia(), default=0)
    return 0


def _nvidia() -> list[int]:
    """Of each card, from `nvidia-smi`, which comes with the driver. Only where the driver puts it: a search could find another."""
    command = [str(_tool()), "--query-gpu=memory.free", "--format=csv,noheader,nounits"]
    try:
        said = subprocess.run(command, capture_output=True, check=True, timeout=_PATIENCE).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    return [int(line) * _MEBI for line in said.split() if line.isdigit()]  # bytes: digits are ASCII only


def _tool() -> Path:
    return _system_root() / "nvidia-smi.exe" if sys.platform == "win32" else Path("/usr/bin/nvidia-smi")


def _system_root() -> Path:
    return Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32"
