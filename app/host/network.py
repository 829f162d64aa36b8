"""The network lock: every process but the gateway refuses INET sockets, for good.

An audit hook cannot be removed once it is set, neither by us nor by a library. Native code does not pass through it;
that part is proved from outside (strace). AF_UNIX stays open: the Secret Service and the display need it.
"""

import os
import socket
import sys
from pathlib import Path

_ADDRESS_EVENTS = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})
_NAME_EVENTS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"})
_INET_FAMILIES = frozenset({socket.AF_INET, socket.AF_INET6})

_OPT_OUTS = {
    "ORT_DISABLE_TELEMETRY": "1",
    "ORT_TELEMETRY_DISABLED": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "OTEL_SDK_DISABLED": "true",
    "HF_HUB_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
}
"""What native code and libraries of others read before they would send something; their children inherit it."""

_attempts: list[str] = []
_closed = False


class NetworkClosed(PermissionError):
    """Something in this process tried to reach the network. A bug of ours or of a library: never the user's to mend."""


def close() -> None:
    """Refuse INET sockets in this process from now on. Calling it again changes nothing."""
    global _closed
    if not _closed:
        _closed = True
        os.environ.update(_OPT_OUTS)
        sys.addaudithook(_refuse)


def is_closed() -> bool:
    return _closed


def attempts() -> tuple[str, ...]:
    """The events that were refused in this process, by name; empty unless something misbehaves."""
    return tuple(_attempts)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in _NAME_EVENTS:
        _deny(event)
    elif event in _ADDRESS_EVENTS:
        family = getattr(arguments[0], "family", None)
        if family in _INET_FAMILIES and not _is_windows_socketpair():
            _deny(event)


def _deny(event: str) -> None:
    _attempts.append(event)
    raise NetworkClosed(f"the network is closed in this process ({event})")


def _is_windows_socketpair() -> bool:
    """Windows has no AF_UNIX `socketpair`; the standard library's own emulation connects a socket to itself."""
    if sys.platform != "win32":
        return False
    caller = sys._getframe(2)  # this function, the hook, and then whoever connects
    return caller.f_code.co_name.endswith("socketpair") and Path(caller.f_code.co_filename).name == "socket.py"
