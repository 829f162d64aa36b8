"""Children: processes of our own that read PDFs, run the model or reach the network.

`start` spawns a Python child that talks in pickled values over a private channel (AF_UNIX, a named pipe on Windows).
The child prints nothing, is held by the system and closes its network before it does anything, ignores the terminal's Ctrl-C (its parent stops it), and dies with
its parent. The gateway alone is started by name, as a program of its own, and nobody imports it.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from app.host import faults, limits, network

Work = Callable[..., None]
"""What a child runs: a function of a module, given the child's end of the channel first."""

_END_GRACE = 2.0
_PREFIX = "inglenook-"


class Child:
    """A running child and our end of the channel to it. Not to be used from two threads at once, but for `kill`."""

    def __init__(self, process: BaseProcess, channel: "Connection[object, object]") -> None:
        self._process = process
        self.channel = channel

    @property
    def pid(self) -> int | None:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative for a signal, as `multiprocessing` has it."""
        return self._process.exitcode

    @property
    def processor_seconds(self) -> float:
        """What it has computed so far, however busy the machine is; 0 once it has ended."""
        import psutil

        try:
            spent = psutil.Process(self.pid).cpu_times()
        except psutil.Error:
            return 0.0
        return float(spent.user + spent.system)

    def wait(self, seconds: float) -> bool:
        """Wait for the child's own end; true if it has ended."""
        self._process.join(seconds)
        return not self._process.is_alive()

    def kill(self) -> None:
        """End the child at once, whatever it is doing, and reap it."""
        self._process.kill()
        self._process.join()
        self.channel.close()

    def end(self) -> None:
        """Close the channel, which tells the child to end; kill it if it does not within two seconds."""
        self.channel.close()
        self._process.join(_END_GRACE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def start(work: Work, *arguments: object, name: str) -> Child:
    """Spawn a child that runs `work(channel, *arguments)`. `work` and the arguments must be importable and picklable."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=True)
    process = context.Process(target=_run, args=(work, theirs, name, *arguments), name=name, daemon=True)
    if sys.platform != "win32":
        # Before interrupts are held: its own first start lets go of them.
        resource_tracker.ensure_running()
    with _interrupts_held():
        process.start()
    theirs.close()
    return Child(process, ours)


def start_gateway(*, extra_environment: dict[str, str] | None = None) -> "subprocess.Popen[bytes]":
    """Start the gateway program: one JSON request on its standard input, JSON lines on its standard output.

    Raises FileNotFoundError in an edition that comes without it.
    """
    with _interrupts_held():
        return subprocess.Popen(
            _gateway_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **(extra_environment or {})},
            cwd=_source_root(),
        )


def has_gateway() -> bool:
    """Whether this edition comes with the gateway."""
    try:
        _gateway_command()
    except FileNotFoundError:
        return False
    return True


def _gateway_command() -> list[str]:
    if getattr(sys, "frozen", False):
        beside = Path(sys.executable).with_name("inglenook-gateway" + (".exe" if sys.platform == "win32" else ""))
        if not beside.exists():
            raise FileNotFoundError(beside)
        return [str(beside)]
    return [sys.executable, "-m", "app.gateway"]


def _source_root() -> Path | None:
    return None if getattr(sys, "frozen", False) else Path(__file__).resolve().parents[2]


def _run(work: Work, channel: "Connection[object, object]", name: str, *arguments: object) -> None:
    _silence()
    limits.every_child()
    network.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with faults.kept_in_child(name.removeprefix(_PREFIX)):
        work(channel, *arguments)


def _silence() -> None:
    """What native code prints, and Python of a fault, may quote a document; it is no output of the program's either."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while a child is born: the child inherits the held state, and so never prints a traceback for it."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
