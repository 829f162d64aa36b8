"""What Windows enforces on a child: a job object with its memory, and no process beside it."""

import ctypes
import sys

_EXTENDED = 9
"""JobObjectExtendedLimitInformation."""
_ACTIVE_PROCESS, _PROCESS_MEMORY, _DIE_ON_FAULT = 0x8, 0x100, 0x400
_size = ctypes.c_size_t


class _Basic(ctypes.Structure):
    _fields_ = [
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_set", _size),
        ("most_set", _size),
        ("processes", ctypes.c_uint32),
        ("affinity", _size),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    ]


class _Limits(ctypes.Structure):
    _fields_ = [
        ("basic", _Basic),
        ("counters", ctypes.c_uint64 * 6),
        ("process_memory", _size),
        ("job_memory", _size),
        ("peak_process", _size),
        ("peak_job", _size),
    ]


def job(memory: int | None) -> str | None:
    """Put this process into a job of its own: no second process, and `memory` bytes at most. The job lasts as long as the process. The
    reason if Windows refuses it."""
    if sys.platform != "win32":
        return "not Windows"
    system = ctypes.WinDLL("kernel32", use_last_error=True)
    system.CreateJobObjectW.restype = system.GetCurrentProcess.restype = ctypes.c_void_p
    made = ctypes.c_void_p(system.CreateJobObjectW(None, None))
    limits = _limits(memory)
    if not system.SetInformationJobObject(made, _EXTENDED, ctypes.byref(limits), ctypes.sizeof(limits)):
        return str(ctypes.WinError(ctypes.get_last_error()))
    if not system.AssignProcessToJobObject(made, ctypes.c_void_p(system.GetCurrentProcess())):
        return str(ctypes.WinError(ctypes.get_last_error()))
    return None


def _limits(memory: int | None) -> _Limits:
    made = _Limits()
    made.basic.flags = _ACTIVE_PROCESS | _DIE_ON_FAULT | (0 if memory is None else _PROCESS_MEMORY)
    made.basic.processes = 1
    made.process_memory = memory or 0
    return made
