"""What Linux enforces on a child: no new privileges, an empty network, and Landlock for files and programs. By `ctypes`: the standard
library has none of it before Python 3.12."""

import ctypes
import os
import sys
from collections.abc import Sequence
from pathlib import Path

_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_CAPABILITY_VERSION = 0x20080522
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""System calls; the numbers are the same on every processor that Python runs on."""
_ASK_VERSION = 1
_PATH_BENEATH = 1

_EXECUTE = 1 << 0
_WRITE = 1 << 1
_REMOVE_AND_MAKE = sum(1 << bit for bit in range(4, 13))
"""Removing folders and files, and making each kind of file."""
_RIGHTS_SINCE = {1: _EXECUTE | _WRITE | _REMOVE_AND_MAKE, 2: 1 << 13, 3: 1 << 14}
"""By Landlock's version: then moving between folders, then cutting files short."""
_TCP, _TCP_SINCE = 0b11, 4
"""Binding and connecting."""
_SCOPED, _SCOPED_SINCE = 0b11, 6
"""Abstract sockets and signals of processes outside."""
_MAKE_FILES = _WRITE | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 14
"""Rights in a folder that may be written to: files and folders made, written and removed."""


class _Rules(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def no_new_privileges() -> str | None:
    """No program that this process starts gains rights by its owner (setuid). The reason if that fails."""
    return _reason(_c().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))


def no_network() -> str | None:
    """A network of its own in which nothing is, not even the machine itself. The reason if the system does not give one.

    Whoever runs as root needs no user namespace for it, and keeps the rights to files that one would take away."""
    if sys.platform != "linux":
        return "not Linux"
    if os.geteuid() == 0 and _reason(_c().unshare(_CLONE_NEWNET)) is None:
        return None
    user, group = os.geteuid(), os.getegid()
    reason = _reason(_c().unshare(_CLONE_NEWUSER | _CLONE_NEWNET))
    if reason is None:
        _stay(user, group)
        _drop_capabilities()
    return reason


def no_writing(writable: Sequence[Path]) -> str | None:
    """Write nothing but into `writable`, start no program, reach no TCP, signal nobody outside. Reading stays free, and so do files that
    are open. The reason if the kernel does not offer it."""
    version = int(_c().syscall(_CREATE_RULESET, None, 0, _ASK_VERSION))
    if version < 1:
        return "this kernel does not offer Landlock"
    rules = _rules(version)
    ruleset = int(_c().syscall(_CREATE_RULESET, ctypes.byref(rules), _size(version), 0))
    if ruleset < 0:
        return _reason(ruleset)
    try:
        for folder in writable:
            _allow(ruleset, folder, rules.files & _MAKE_FILES)
        return _reason(int(_c().syscall(_RESTRICT_SELF, ruleset, 0)))
    finally:
        os.close(ruleset)


def _c() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _reason(status: int) -> str | None:
    return None if status >= 0 else os.strerror(ctypes.get_errno())


def _stay(user: int, group: int) -> None:
    """Be the same user and group inside the namespace as outside; else files made here would be nobody's."""
    for name, text in (("uid_map", f"{user} {user} 1"), ("setgroups", "deny"), ("gid_map", f"{group} {group} 1")):
        Path("/proc/self", name).write_text(text)


def _drop_capabilities() -> None:
    """A namespace gives all capabilities within it, and the kernel's code behind them; none is needed."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    none = (ctypes.c_uint32 * 6)()
    _c().capset(header, none)


def _rules(version: int) -> _Rules:
    files = sum(rights for since, rights in _RIGHTS_SINCE.items() if since <= version)
    return _Rules(files, _TCP if version >= _TCP_SINCE else 0, _SCOPED if version >= _SCOPED_SINCE else 0)


def _size(version: int) -> int:
    """Of the structure that this version knows: older kernels refuse a longer one."""
    fields = 1 + (version >= _TCP_SINCE) + (version >= _SCOPED_SINCE)
    return fields * ctypes.sizeof(ctypes.c_uint64)


def _allow(ruleset: int, folder: Path, rights: int) -> None:
    if sys.platform != "linux":
        return
    try:
        opened = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        beneath = _Beneath(rights, opened)
        _c().syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(beneath), 0)
    finally:
        os.close(opened)
