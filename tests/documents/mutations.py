"""`python -m tests.documents.mutations --count 20000 --seed 1`: awkward PDFs by number, through the readers' and viewers' real workers.

Each must end searchable in part or whole, or with one reason of a known kind, within its time and memory; its first page must be drawn or
say why; every place that is kept must be on its page. What breaks that is told by seed and kind, and ends the command with 1.

"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import get_args

import psutil

from app.documents.reader import Limits, Reader
from app.documents.viewing import Viewer
from app.errors import UserFixable
from app.host.children import Child
from app.stop import Stop
from app.types import Page, Reading, ignore
from app.words import Kind
from tests.documents.mutants import kind_of, mutant

LIMITS = Limits(start_seconds=20, page_seconds=8, total_seconds=40, pages=500, memory=1 << 30, restarts=1)
"""Tighter than the program's own, so that a hang costs seconds; what is shown is that they hold."""
_CLOCK = 6 * (LIMITS.start_seconds + LIMITS.page_seconds * 2)
"""Seconds by the clock that a file may take on a busy machine: see `reader._BUSY`."""
_EDGE = 2.0
"""Points that the middle of a word may lie beside its page: boxes are rounded."""
SLOW = frozenset({"zip bomb", "endless", "image", "forms"})
"""Kinds that meet a limit of time or memory, and so take seconds each."""
OUTCOMES = frozenset({"damaged", "password", "no_text", "too_large", "timeout", "not_a_pdf", "empty_file"})
"""Kinds of reasons that such a file may end with. None of them blames the machine."""


@dataclass(slots=True)
class Result:
    seed: int
    kind: str
    end: str
    drawn: str
    seconds: float
    memory: int
    """The most memory of the reading worker so far, bytes."""
    wrong: list[str] = field(default_factory=list)


class Trial:
    """One reader and one viewer for many files."""

    def __init__(self, folder: Path, limits: Limits = LIMITS) -> None:
        self._file = folder / "mutant.pdf"
        self._reader, self._viewer = Reader(limits), Viewer(limits)
        self._limits = limits

    def close(self) -> None:
        self._reader.close()
        self._viewer.close()

    def run(self, seed: int) -> Result:
        made = mutant(seed)
        self._file.write_bytes(made.data)
        began = time.monotonic()
        result = Result(seed, made.kind, "", "", 0.0, 0)
        result.end = self._ended(result, self._read)
        result.memory = peak(self._reader.worker())
        result.drawn = self._ended(result, self._draw)
        result.seconds = time.monotonic() - began
        if result.seconds > _CLOCK:
            result.wrong.append(f"took {result.seconds:.0f} s")
        if self._limits.memory is not None and result.memory > self._limits.memory:
            result.wrong.append(f"took {result.memory >> 20} MB")
        return result

    def _ended(self, result: Result, work: Callable[[Result], str]) -> str:
        try:
            return work(result)
        except UserFixable as error:
            if error.kind not in OUTCOMES or error.kind not in get_args(Kind):
                result.wrong.append(f"ended with {error.kind}")
            return str(error.kind)
        except Exception as fault:  # noqa: BLE001 - a fault of any kind is what is looked for
            result.wrong.append(f"fault {type(fault).__name__}: {fault}"[:300])
            return "fault"

    def _read(self, result: Result) -> str:
        reading = self._reader.read(self._file, report=ignore, stop=Stop())
        result.wrong += list(wrong_places(reading))
        return "whole" if all(page.skipped is None for page in reading.pages) else "part"

    def _draw(self, result: Result) -> str:
        picture = self._viewer.render(self._file, 1, 0.5, stop=Stop())
        if len(picture.samples) != 3 * picture.width * picture.height:
            result.wrong.append("a picture of another size than it says")
        return "drawn"


def wrong_places(reading: Reading) -> Iterator[str]:
    for page in reading.pages:
        if not (isfinite(page.width) and isfinite(page.height)):
            yield f"page {page.number} is {page.width} by {page.height}"
        yield from _wrong_words(page)


def _wrong_words(page: Page) -> Iterator[str]:
    words = page.words
    for start, end, (x0, y0, x1, y1) in zip(words.starts, words.ends, words.boxes, strict=True):
        if not 0 <= start < end <= len(page.text):
            yield f"page {page.number}: a word at {start}-{end} of {len(page.text)}"
        middle = (x0 + x1) / 2, (y0 + y1) / 2
        if not all(-_EDGE <= at <= side + _EDGE for at, side in zip(middle, (page.width, page.height), strict=True)):
            yield f"page {page.number}, {page.width:.0f} by {page.height:.0f}: a word at {x0:.0f} {y0:.0f} {x1:.0f} {y1:.0f}"
            return


def peak(child: Child) -> int:
    """The most resident memory of a child so far, bytes; 0 where Linux does not tell."""
    try:
        lines = Path(f"/proc/{child.pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM")), 0)


def run(seeds: Iterable[int], told: Callable[[Result], None]) -> int:
    """How many results were wrong, and processes that were left. `told` hears of each result."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder))
        try:
            for seed in seeds:
                result = trial.run(seed)
                wrong += bool(result.wrong)
                told(result)
        finally:
            trial.close()
        wrong += [one.name for one in Path(folder).iterdir()] != ["mutant.pdf"]
    return wrong + len(
        [one for one in psutil.Process().children(recursive=True) if "spawn_main" in " ".join(one.cmdline())]
    )


class _Tally:
    def __init__(self, *, shown: bool = False) -> None:
        self.shown = shown
        self.ends: Counter[str] = Counter()
        self.drawn: Counter[str] = Counter()
        self.slowest: list[tuple[float, int, str]] = []
        self.largest = (0, 0, "")

    def hear(self, result: Result) -> None:
        self.ends[result.end] += 1
        self.drawn[result.drawn] += 1
        self.slowest = sorted([*self.slowest, (round(result.seconds, 1), result.seed, result.kind)], reverse=True)[:8]
        self.largest = max(self.largest, (result.memory >> 20, result.seed, result.kind))
        if self.shown:
            print(
                f"{result.seed} {result.kind}: {result.end}, {result.drawn}, {result.seconds:.1f} s, {result.memory >> 20} MB",
                flush=True,
            )
        for wrong in result.wrong[:3]:
            print(f"WRONG {result.seed} ({result.kind}): {wrong}", flush=True)

    def tell(self) -> None:
        print(f"read: {dict(self.ends.most_common())}\nfirst page: {dict(self.drawn.most_common())}")
        print(f"slowest (s, seed, kind): {self.slowest}\nmost memory (MB, seed, kind): {self.largest}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1, help="the first number")
    parser.add_argument("--light", action="store_true", help="leave out the kinds that take seconds each")
    parser.add_argument("--each", action="store_true", help="a line for every file")
    options = parser.parse_args()
    tally = _Tally(shown=options.each)
    began = time.monotonic()
    numbers = range(options.seed, options.seed + options.count)
    seeds = [seed for seed in numbers if not (options.light and kind_of(seed) in SLOW)]
    wrong = run(seeds, tally.hear)
    tally.tell()
    print(f"{len(seeds)} files, {wrong} wrong, {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
