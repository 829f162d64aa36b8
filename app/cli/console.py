"""What is printed where: results on standard output; progress, notes and failures on standard error."""

import codecs
import io
import json
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from app.cli.columns import laid_out, wrapped
from app.errors import UserFixable
from app.types import Progress

_BAR = 24
_REDRAW = 0.1
_HANG = 4
"""Columns. What goes on in the next line of a terminal is further right than what begins there."""


def prepare_streams() -> None:
    """What an output cannot show is escaped, not refused: a file's name may be no text at all."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _takes_utf8(stream: TextIO) -> bool:
    return codecs.lookup(stream.encoding or "ascii").name == "utf-8"


class Console:
    """One command's output. Progress is drawn on a terminal only; nothing of it is left when the command ends."""

    def __init__(self, *, json: bool, quiet: bool, verbose: bool) -> None:
        self.json = json
        self.verbose = verbose
        self._quiet = quiet
        self._draws = sys.stderr.isatty() and not quiet
        self._drawn = ""
        self._last = 0.0
        self._stage = ""

    @property
    def streams(self) -> bool:
        """Whether somebody watches the words of an answer arrive."""
        return not self.json and sys.stdout.isatty()

    def result(self, text: str) -> None:
        self._wipe()
        print(text, flush=True)

    def text(self, text: str) -> None:
        """An answer's text, in the columns of the terminal that it is read in; elsewhere as it is."""
        seen = sys.stdout.isatty()
        self.result(laid_out(text, shutil.get_terminal_size().columns) if seen else text)

    def listed(self, text: str) -> None:
        """Lines of a list, none of them Markdown; likewise."""
        if sys.stdout.isatty():
            width = shutil.get_terminal_size().columns
            text = "\n".join(part for line in text.split("\n") for part in wrapped(line, width, hang=_HANG))
        self.result(text)

    def stream(self, text: str) -> None:
        self._wipe()
        sys.stdout.write(text)
        sys.stdout.flush()

    def object(self, value: object) -> None:
        """One JSON object on one line; all of it ASCII where the output takes no UTF-8."""
        self._wipe()
        print(json.dumps(value, ensure_ascii=not _takes_utf8(sys.stdout)), flush=True)

    def note(self, sentence: str) -> None:
        """A sentence beside the result, for somebody who watches; `--verbose` asks for it elsewhere, too."""
        if not self._quiet and (self.verbose or sys.stderr.isatty()):
            self._wipe()
            print(sentence, file=sys.stderr, flush=True)

    def wrong(self, sentence: str) -> None:
        """Why the command line cannot be followed."""
        print(f"inglenook: {sentence}", file=sys.stderr, flush=True)

    def detail(self, sentence: str) -> None:
        if self.verbose:
            self.note(sentence)

    def failure(self, error: UserFixable) -> None:
        """The command failed as a whole: a sentence and a hint, and with --json an object on standard output."""
        self._wipe()
        if self.json:
            self.object({"schema": 1, "error": error_shape(error)})
        print(f"inglenook: {error.message}\n{error.hint}", file=sys.stderr, flush=True)

    def bad_file(self, error: UserFixable) -> None:
        """One of several files failed; the others go on."""
        self._wipe()
        print(f"inglenook: {error.message} {error.hint}", file=sys.stderr, flush=True)

    def bad_files(self, errors: Sequence[UserFixable]) -> None:
        """Files of a scope that failed where the command goes on with the others; with --json an object for each."""
        for error in errors:
            if self.json:
                self.object({"schema": 1, "error": error_shape(error)})
            self.bad_file(error)

    def fault(self, kept: Path | None) -> None:
        self._wipe()
        where = f" A report was kept on this machine: {kept}" if kept else ""
        print(f"inglenook: This is a fault of Inglenook, not yours.{where}", file=sys.stderr, flush=True)

    def progress(self, progress: Progress) -> None:
        if progress.note:
            self.note(progress.note)
        now = time.monotonic()
        ends = progress.done >= progress.total
        if not self._draws or (now - self._last < _REDRAW and not ends and progress.stage == self._stage):
            return
        self._last, self._stage = now, progress.stage
        self._draw(progress_line(progress))

    def close(self) -> None:
        self._wipe()

    def _draw(self, line: str) -> None:
        sys.stderr.write("\r" + line + " " * max(0, len(self._drawn) - len(line)))
        sys.stderr.flush()
        self._drawn = line

    def _wipe(self) -> None:
        if self._drawn:
            sys.stderr.write("\r" + " " * len(self._drawn) + "\r")
            sys.stderr.flush()
            self._drawn = ""


def progress_line(progress: Progress) -> str:
    share = progress.done / progress.total if progress.total else 0.0
    filled = round(_BAR * min(share, 1.0))
    left = f", {duration(progress.left)} left" if progress.left is not None and share < 1 else ""
    name = f"{progress.file}: " if progress.file else ""
    return f"{name}{progress.stage} {'█' * filled}{'░' * (_BAR - filled)} {share:4.0%}{left}"[:118]


def duration(seconds: float) -> str:
    """'40 s', '6 min', '1 h 20 min': as exact as an estimate is."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def error_shape(error: UserFixable) -> dict[str, object]:
    """`cause` is there where a download failed and it is known why."""
    shape: dict[str, object] = {"kind": error.kind, "message": error.message, "hint": error.hint, "file": error.file}
    return {**shape, "cause": error.values["cause"]} if "cause" in error.values else shape
