"""What strace wrote of one run: which sockets were made, by the gateway's processes and by the others.

Every process and thread is followed, native code included. A socket of any family but AF_UNIX counts: the internet's, the
kernel's (netlink, by which addresses and routes are asked for), packets, virtual machines'. io_uring counts too, as sockets
could be made through it unseen.
"""

import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

CALLS = "socket,connect,bind,execve,clone,clone3,fork,vfork,io_uring_setup"
_LINE = re.compile(r"^(\d+)\s+(.*)$")
_BORN = re.compile(r"(?:clone3?|v?fork)\b.*= (\d+)(?: .*)?$")
_SOCKET = re.compile(r"^(?:<\.\.\. )?socket\b.*?\b((?:AF|PF)_\w+)")
_TO = re.compile(r'^(?:connect|bind)\(\d+, \{sa_family=(AF_\w+)(?:, sun_path=(@?"[^"]*"))?')
_PORT = re.compile(r"sin6?_port=htons\((\d+)\)")
_GATEWAY = re.compile(r'^execve\(.*"app\.gateway"')
_LOCAL = "AF_UNIX"
_DNS = 53
_RESOLVERS = ("/nscd/", "resolve")
_EXPLAINED = (
    ("/tmp/.X11-unix/", "the screen"),
    ("bus", "the desktop's bus: keyring, accessibility"),
    ("pymp-", "a child of ours"),
    ("inglenook", "the bell by which a second start raises the window"),
)


def follow(trace: Path) -> tuple[str, ...]:
    """What stands before a command to have it followed; the trace is added to. Empty where there is no strace."""
    strace = shutil.which("strace")
    if strace is None:
        return ()
    return (strace, "-f", "--seccomp-bpf", "-A", "-qq", "-e", f"trace={CALLS}", "-e", "signal=none", "-o", str(trace))


def why_not() -> str | None:
    """Why nothing can be followed here; None where it can."""
    if sys.platform != "linux":
        return "strace is Linux's"
    if shutil.which("strace") is None:
        return "strace is not installed"
    done = subprocess.run(["strace", "-qq", "-e", "trace=none", "true"], capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else f"processes may not be followed here: {done.stderr.strip()[:120]}"


def empty_network() -> tuple[str, ...]:
    """What stands before a command to run it in a network namespace without any device but a loopback that is down."""
    return ("unshare", "--user", "--map-root-user", "--net")


def why_no_namespace() -> str | None:
    if sys.platform != "linux":
        return "network namespaces are Linux's"
    if shutil.which("unshare") is None:
        return "unshare is not installed"
    done = subprocess.run([*empty_network(), "true"], capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else f"user namespaces are not allowed here: {done.stderr.strip()[:120]}"


@dataclass(slots=True)
class Traced:
    """Of one run. `forbidden` and `gateway` are calls as strace tells them; `local` are the places that AF_UNIX was connected to."""

    processes: int = 0
    forbidden: list[str] = field(default_factory=list)
    gateway: list[str] = field(default_factory=list)
    gateways: int = 0
    look_ups: int = 0
    local: Counter[str] = field(default_factory=Counter)

    @property
    def connections(self) -> int:
        """That the gateway began to another machine, or to a server on this one."""
        return sum(call.startswith("connect(") and "AF_INET" in call for call in self.gateway)


def read(trace: Path) -> Traced:
    """Raises FileNotFoundError where nothing was followed."""
    lines = [
        match.groups() for line in trace.read_text("utf-8", "replace").splitlines() if (match := _LINE.match(line))
    ]
    parents = _parents(lines)
    gateways = {number for number, call in lines if _GATEWAY.match(call)}
    found = Traced(
        processes=sum("execve" in call and call.endswith("= 0") for _, call in lines), gateways=len(gateways)
    )
    for number, call in lines:
        _count(found, call, ours=not _descends(number, gateways, parents))
    return found


def _count(found: Traced, call: str, *, ours: bool) -> None:
    family = _family(call)
    if family is None:
        return
    if family == _LOCAL:
        _count_local(found, call)
        return
    (found.forbidden if ours else found.gateway).append(call)
    port = _PORT.search(call)
    found.look_ups += call.startswith("connect(") and port is not None and int(port.group(1)) == _DNS


def _count_local(found: Traced, call: str) -> None:
    to = _TO.match(call)
    if call.startswith("connect(") and to is not None and to.group(2):
        path = to.group(2).strip('@"')
        found.local[explained(path)] += 1
        found.look_ups += any(name in path for name in _RESOLVERS)


def explained(path: str) -> str:
    return next((what for part, what in _EXPLAINED if part in path), path)


def _family(call: str) -> str | None:
    if call.startswith("io_uring_setup("):
        return "io_uring"
    found = _SOCKET.match(call) or _TO.match(call)
    return None if found is None else found.group(1).replace("PF_", "AF_").replace("AF_LOCAL", _LOCAL)


def _parents(lines: list[tuple[str, ...]]) -> dict[str, str]:
    """Who made whom, threads like processes. A call that was begun and ended in two lines has its result in the second."""
    parents: dict[str, str] = {}
    for number, call in lines:
        if (born := _BORN.search(call)) and call.lstrip("<. ").startswith(("clone", "fork", "vfork")):
            parents[born.group(1)] = number
    return parents


def _descends(number: str, from_any: set[str], parents: dict[str, str]) -> bool:
    seen: set[str] = set()
    while number not in from_any:
        if number in seen or number not in parents:
            return False
        seen.add(number)
        number = parents[number]
    return True
