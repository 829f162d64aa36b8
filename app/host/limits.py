"""Limits that the system enforces on our own children, so that a document which takes over its reader gains nothing.

`every_child` holds all of them: no new privileges, no network, no core dump. `reader` holds what opens PDFs further: memory, files,
handles, no program started, nothing written but reports of faults. `renewed` gives it time for the next step. What the system at hand
does not offer is answered with the reason, for `doctor`, and the child goes on without: each limit stands for itself.

Sources: prctl(2), setrlimit(2), user_namespaces(7), landlock(7); Microsoft's 'Job Objects'; sandbox_init(3).
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

Aspect = Literal["privileges", "network", "writing", "programs", "memory", "processor"]
"""What a limit is for, in the words of `doctor`'s facts."""
STEP_SECONDS = 120
"""Processor seconds for one step of a reader: opening a file, or one page. Its parent ends it much sooner, by `Limits.page_seconds`; this is
for a worker whose parent is gone."""
_FILE_BYTES = 16 << 20
"""The longest file that a reader can write: reports of faults and the log are all it writes, a few KB."""
_HANDLES = 128
"""Open files of a reader. Measured: 10 to 20, with two PDFs open."""


@dataclass(frozen=True, slots=True)
class Held:
    """Whether the system enforces a limit: `reason` says why it does not."""

    aspect: Aspect
    reason: str | None = None


def every_child() -> tuple[Held, ...]:
    """Hold this process, for good. Before it starts a thread: Linux gives a network of its own only to a process that has one."""
    _no_core()
    if sys.platform.startswith("linux"):
        from app.host import limits_linux

        return Held("privileges", limits_linux.no_new_privileges()), Held("network", limits_linux.no_network())
    if sys.platform == "darwin":
        from app.host import limits_macos

        return Held("privileges", limits_macos.NO_PRIVILEGES), Held("network", limits_macos.no_network())
    return Held("privileges", _NOT_HERE), Held("network", _NOT_HERE)


def reader(memory: int | None, writable: Sequence[Path] = ()) -> tuple[Held, ...]:
    """Hold this process as one that opens PDFs, for good. `memory` in bytes; `writable` are folders that it may write to."""
    _bounded()
    if sys.platform.startswith("linux"):
        from app.host import limits_linux

        files = limits_linux.no_writing(writable)
        held = Held("memory", _bound_memory(memory)), Held("processor", renewed())
        return Held("writing", files), Held("programs", files), *held
    if sys.platform == "darwin":
        from app.host import limits_macos

        reason = limits_macos.no_writing(writable)
        held = Held("memory", limits_macos.NO_MEMORY), Held("processor", renewed())
        return Held("writing", reason), Held("programs", reason), *held
    from app.host import limits_windows

    reason = limits_windows.job(memory)
    return Held("writing", _NOT_HERE), Held("programs", reason), Held("memory", reason), Held("processor", _NOT_HERE)


_NOT_HERE = "this system does not offer it to a program of a user"


def renewed(seconds: int = STEP_SECONDS) -> str | None:
    """Give this process so many seconds of the processor from now on; the system ends one that computes longer. The reason if not."""
    if sys.platform == "win32":
        return _NOT_HERE
    import resource

    spent = resource.getrusage(resource.RUSAGE_SELF)
    wanted = int(spent.ru_utime + spent.ru_stime) + seconds
    highest = resource.getrlimit(resource.RLIMIT_CPU)[1]
    return _set(resource.RLIMIT_CPU, wanted if highest == resource.RLIM_INFINITY else min(wanted, highest), highest)


def look(channel: "Connection[object, object]", memory: int | None) -> None:
    """A child that only tells how it is held: what `doctor` asks."""
    channel.send((*every_child(), *reader(memory)))


def _bound_memory(memory: int | None) -> str | None:
    if memory is None or sys.platform == "win32":
        return None if memory is None else _NOT_HERE
    import resource

    return _lowered(resource.RLIMIT_AS, memory)


def _no_core() -> None:
    """A core dump would hold what was read."""
    if sys.platform != "win32":
        import resource

        _lowered(resource.RLIMIT_CORE, 0)


def _bounded() -> None:
    if sys.platform != "win32":
        import resource

        _lowered(resource.RLIMIT_FSIZE, _FILE_BYTES)
        _lowered(resource.RLIMIT_NOFILE, _HANDLES)


def _lowered(which: int, to: int) -> str | None:
    """Lower a limit for good; one that is lower already stays."""
    if sys.platform == "win32":
        return _NOT_HERE
    import resource

    highest = resource.getrlimit(which)[1]
    bound = to if highest == resource.RLIM_INFINITY else min(to, highest)
    return _set(which, bound, bound)


def _set(which: int, soft: int, hard: int) -> str | None:
    if sys.platform == "win32":
        return _NOT_HERE
    import resource

    try:
        resource.setrlimit(which, (soft, hard))
    except (OSError, ValueError) as error:
        return str(error)
    return None
