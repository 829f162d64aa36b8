"""The real command line on a terminal of its own, with a person who reads, types and presses Ctrl-C."""

import fcntl
import os
import re
import select
import subprocess
import sys
import termios
import time
from types import TracebackType

from tests.cli.program import Program

INTERRUPT = "\x03"
END = "\x04"
_PATIENCE = 120.0


class Terminal:
    """Runs one command; leaving it kills what is left of it. `only_errors`: standard output is a pipe."""

    def __init__(self, program: Program, *arguments: object, only_errors: bool = False) -> None:
        self._ours, theirs = os.openpty()
        self.seen = ""
        self._process = subprocess.Popen(
            program.command(*arguments),
            stdin=theirs,
            stdout=subprocess.PIPE if only_errors else theirs,
            stderr=theirs,
            env=program.environment,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        os.close(theirs)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        os.close(self._ours)

    @property
    def pid(self) -> int:
        return self._process.pid

    def until(self, pattern: str) -> str:
        """Read until what was seen since the last call matches; gives the match. Fails when the program ends before."""
        begin = len(self.seen)
        while not (found := re.search(pattern, self.seen[begin:])):
            assert self._read(), f"ended before {pattern!r} was seen:\n{self.seen}"
        return found.group()

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def end(self) -> int:
        """Read to the end; the exit status."""
        while self._read():
            pass
        return self._process.wait(_PATIENCE)

    def output(self) -> str:
        """All of standard output, where it is a pipe."""
        assert self._process.stdout is not None
        return self._process.stdout.read().decode()

    @property
    def shown(self) -> str:
        """What is left on the screen in the end: a line that was drawn over is gone."""
        return "\n".join(_line(line) for line in self.seen.replace("\r\n", "\n").split("\n"))

    def _read(self) -> bool:
        """Something more, or false at the end. Closing a terminal is an error on Linux and an empty read elsewhere."""
        deadline = time.monotonic() + _PATIENCE
        while not select.select([self._ours], [], [], 0.1)[0]:
            assert time.monotonic() < deadline, f"nothing more came:\n{self.seen}"
            if self._process.poll() is not None and sys.platform == "darwin":
                return False
        try:
            data = os.read(self._ours, 65536)
        except OSError:
            return False
        self.seen += data.decode(errors="replace")
        return bool(data)


def _take_terminal() -> None:
    """In the child: the terminal becomes the one that Ctrl-C and the question for a password go through."""
    fcntl.ioctl(2, termios.TIOCSCTTY, 0)


def _line(drawn: str) -> str:
    screen = ""
    for part in drawn.split("\r"):
        screen = part + screen[len(part) :]
    return screen.rstrip()
