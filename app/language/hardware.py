"""What this machine has: processor, memory, GPU. Cheap, and without the model library (`doctor` asks for it).

A container's limits (cgroups 1 and 2) and the process's own share of the processors count, not the host's.
"""

import ctypes.util
import importlib.util
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_GPU_LIBRARIES = ("cuda", "metal", "vulkan", "hip", "sycl", "opencl", "musa", "cann")
_CGROUP = Path("/sys/fs/cgroup")
NO_GPU = "no GPU was found"

RESIDENT = 0.9
"""How much of a model's file must fit into free memory. With less, the whole machine waits for its disk."""


@dataclass(frozen=True, slots=True)
class Hardware:
    """`usable_cores`: physical cores that this process may use. Memory is in bytes. `gpus` are those that the system shows;
    `gpu_note` says why none is used, None where one may be."""

    system: str
    processor: str
    physical_cores: int
    logical_cores: int
    usable_cores: int
    memory_total: int
    memory_available: int
    gpus: tuple[str, ...] = ()
    gpu_backends: tuple[str, ...] = ()
    gpu_note: str | None = None


def examine() -> Hardware:
    total, available = memory()
    gpus, backends = visible_gpus(), gpu_backends()
    logical = os.cpu_count() or 1
    return Hardware(
        system=f"{platform.system()} {platform.release()} ({platform.machine()})",
        processor=processor(),
        physical_cores=_physical_cores(),
        logical_cores=logical,
        usable_cores=usable_cores(),
        memory_total=total,
        memory_available=available,
        gpus=gpus,
        gpu_backends=backends,
        gpu_note=gpu_note(gpus, backends),
    )


def gpu_note(gpus: tuple[str, ...], backends: tuple[str, ...]) -> str | None:
    """Why no GPU can be used, as far as that is known without the engine; None where one may be."""
    if backends:
        return None if gpus else NO_GPU
    if not gpus:
        return "no GPU was found, and this build of the engine supports none"
    return f"{gpus[0]} is not used: this build of the engine has no support for it"


def usable_cores() -> int:
    """Physical cores that this process may use, at least one. Two threads on one core only wait for each other."""
    logical = os.cpu_count() or 1
    per_core = max(1, logical // _physical_cores())
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else logical
    cores = max(1, min(_physical_cores(), allowed // per_core if allowed >= per_core else allowed))
    quota = _processor_quota()
    return cores if quota is None else max(1, min(cores, int(quota)))


def threads_for(cores: int, busy: float = 0.0) -> int:
    """How many threads the engine gets: one core is left for the window where there are more than two, and cores that others
    keep `busy` are left to them, down to half.

    On two cores both are used whatever else runs: the engine's threads sleep while they wait for each other (see `worker`),
    so that two threads evaluated as fast there as one, and generated four fifths as fast. The answer is the same with any
    number, so `threads` may measure which is the quickest."""
    if cores <= 2:
        return max(1, cores)
    most = cores - 1
    return max(most // 2, 1, min(most, cores - round(busy)))


def busy_cores() -> float:
    """Cores that are kept busy right now, by all processes; takes a tenth of a second."""
    import psutil

    return float(psutil.cpu_percent(interval=0.1)) / 100 * _physical_cores()


def memory() -> tuple[int, int]:
    """Bytes in total and bytes available, within the limits of the container."""
    import psutil

    now = psutil.virtual_memory()
    limit, used = _memory_limit()
    if limit is None or limit >= now.total:
        return now.total, now.available
    return limit, max(0, min(now.available, limit - used))


def visible_gpus() -> tuple[str, ...]:
    """GPUs that the system shows and that a build of the engine might use, by name where the name is cheap to have."""
    if sys.platform == "darwin":
        return ("the Apple GPU",) if platform.machine() == "arm64" else ()
    if sys.platform == "win32":
        return ("an NVIDIA GPU",) if ctypes.util.find_library("nvcuda") else ()
    named = [_nvidia_name(path) for path in sorted(Path("/proc/driver/nvidia/gpus").glob("*/information"))]
    if not named and Path("/dev/nvidia0").exists():
        named = ["an NVIDIA GPU"]
    return (*named, *(["an AMD GPU"] if Path("/dev/kfd").exists() else []))


def gpu_is_near() -> bool:
    """Whether the system shows a GPU and the engine was built for one: then the engine's process sees whether it can be used."""
    return bool(gpu_backends()) and bool(visible_gpus())


def gpu_backends() -> tuple[str, ...]:
    """The GPU backends that the installed engine was built with, by the names of its libraries; nothing is loaded."""
    folder = engine_folder()
    return () if folder is None else tuple(backend for backend, _ in gpu_libraries(folder))


def engine_folder() -> Path | None:
    """Where the installed engine's libraries lie; None where there is no engine."""
    spec = importlib.util.find_spec("llama_cpp")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))).resolve() / "lib"


def gpu_libraries(folder: Path) -> tuple[tuple[str, Path], ...]:
    """The backends for GPUs whose libraries lie in a folder, each with its library."""
    found = ((backend, sorted(folder.glob(f"*ggml-{backend}*"))) for backend in _GPU_LIBRARIES)
    return tuple((backend, paths[0]) for backend, paths in found if paths)


def _physical_cores() -> int:
    import psutil

    return psutil.cpu_count(logical=False) or psutil.cpu_count(logical=True) or 1


def processor() -> str:
    """Its name, as the system has it."""
    if sys.platform == "linux":
        lines = _lines(Path("/proc/cpuinfo"))
        names = [line.partition(":")[2].strip() for line in lines if line.startswith(("model name", "Model"))]
        if names:
            return names[0]
    if sys.platform == "darwin":
        command = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() or "unknown"
    return platform.processor() or platform.machine() or "unknown"


def _nvidia_name(information: Path) -> str:
    names = [line.partition(":")[2].strip() for line in _lines(information) if line.startswith("Model:")]
    return names[0] if names else "an NVIDIA GPU"


def _processor_quota() -> float | None:
    """Processors that the container may use, None without a limit."""
    two = _words(_own_cgroup() / "cpu.max")
    if len(two) == 2 and two[0].isdigit():
        return int(two[0]) / int(two[1])
    quota, period = (_words(_CGROUP / "cpu" / f"cpu.cfs_{name}_us") for name in ("quota", "period"))
    if quota and period and quota[0].isdigit() and int(period[0]) > 0:
        return int(quota[0]) / int(period[0])
    return None


def _memory_limit() -> tuple[int | None, int]:
    """The container's limit and what is used of it, in bytes."""
    for folder, limit, used in (
        (_own_cgroup(), "memory.max", "memory.current"),
        (_CGROUP / "memory", "memory.limit_in_bytes", "memory.usage_in_bytes"),
    ):
        most, now = _words(folder / limit), _words(folder / used)
        if most and most[0].isdigit():
            return int(most[0]), int(now[0]) if now else 0
    return None, 0


def _own_cgroup() -> Path:
    """The folder of this process's group in cgroups 2; where it is not shown, the root, which a container sees as its own."""
    own = [line.partition("::")[2] for line in _lines(Path("/proc/self/cgroup")) if line.startswith("0::")]
    folder = _CGROUP / own[0].lstrip("/") if own else _CGROUP
    return folder if (folder / "memory.max").exists() else _CGROUP


def _words(path: Path) -> list[str]:
    return " ".join(_lines(path)).split()


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(errors="replace").splitlines()
    except OSError:
        return []
