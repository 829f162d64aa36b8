"""Reading a PDF in a worker process that can hang, die or eat memory without harm to us."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from app.documents import files, hyphens, ligatures, printing, sections
from app.documents.fragments import Line, Opened, RawPage
from app.documents.margins import margins_of
from app.documents.scans.seen import Seen
from app.documents.worker import Done, Failed, Request, work
from app.errors import UserFixable
from app.host import children
from app.host.children import Child
from app.stop import Stop
from app.types import Page, Progress, Reading, Report

READER_VERSION = "3"
"""Changes when the same file would be read otherwise; documents of an older version are read again when they are added."""
_LISTEN = 0.1
"""Seconds between looks at the stop token."""
_ITSELF = 0.7
"""Share of a limit, in the worker's own computing time, that shows it to be at fault: the rest of the clock's time is the machine's."""
_BUSY = 6
"""On a busy machine a worker gets as long by the clock as this many times its limit, unless it has computed that long."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. A worker has `start_seconds` to start and to open the file. A page that takes longer than `page_seconds` (of which the worker computes most itself), or kills its worker, is passed over, but for no
    more than `restarts` pages. `memory` in bytes bounds the worker where the system can (Linux)."""

    start_seconds: float = 60.0
    page_seconds: float = 30.0
    total_seconds: float = 3600.0
    pages: int = 20_000
    memory: int | None = 3 << 30
    restarts: int = 8


class Reader:
    """Reads PDFs one after the other in one worker, which starts with the first and ends with `close`."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._child: Child | None = None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker, if there is one."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def read(
        self,
        path: Path,
        *,
        password: str | None = None,
        scans: bool = False,
        seen: Mapping[int, Seen] | None = None,
        report: Report,
        stop: Stop,
    ) -> Reading:
        """The text of a PDF with places. With `scans` pages that are pictures are skipped for 'scan', and none is no error; `seen` is what was
        read of such pages. Raises Stopped, or UserFixable `not_a_pdf`, `empty_file`, `damaged`, `password`,
        `no_text`, `not_found`, `unreadable`, `changed`, `too_large` or `timeout`."""
        files.require_pdf(path)
        before = files.state_of(path)
        run = _Run(self, Request(path, password, 1, scans, seen or {}), report, stop)
        try:
            opened, pages = run.all_pages()
        except BaseException:
            if not run.refused:
                # Whatever the worker is doing is of no use any more; the next file gets a new one.
                self.kill()
            raise
        if files.state_of(path) != before:
            raise UserFixable("changed", file=path.name)
        _require_text(pages, path)
        stop.check()
        return assemble(opened, pages, stem=path.stem)

    @property
    def limits(self) -> Limits:
        return self._limits

    def worker(self) -> Child:
        """The running worker; a new one if there is none."""
        if self._child is None:
            self._child = children.start(work, self._limits.memory, name="inglenook-reader")
        return self._child

    def kill(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None


class _Run:
    """The reading of one file, over as many workers as it takes."""

    def __init__(self, reader: Reader, request: Request, report: Report, stop: Stop) -> None:
        self._reader = reader
        self._path = request.path
        self._request = request
        self._report = report
        self._stop = stop
        self._limits = reader.limits
        self._began = time.monotonic()
        self._reported = 0.0
        self._pages: list[RawPage] = []
        self._opened: Opened | None = None
        self._hung = False
        self._heard = False
        """Whether this worker has sent anything: before that it may still be starting."""
        self.refused = False
        """Whether the worker said that it cannot open the file, and now waits for the next one."""

    def all_pages(self) -> tuple[Opened, list[RawPage]]:
        restarts = 0
        while not self._attempt():
            if self._opened is None:
                raise UserFixable("timeout" if self._hung else "damaged", file=self._path.name)
            self._skip("timeout" if self._hung else "damaged")
            restarts += 1
            if restarts > self._limits.restarts:
                self._give_up("timeout" if self._hung else "damaged")
            if len(self._pages) == self._opened.pages:
                break
        if self._opened is None:
            raise UserFixable("damaged", file=self._path.name)
        return self._opened, self._pages

    def _attempt(self) -> bool:
        """Read on from the first page not read yet; false if the worker died or hung."""
        self._hung = False
        self._heard = False
        child = self._reader.worker()
        try:
            child.channel.send(replace(self._request, first=len(self._pages) + 1))
            while True:
                message = self._next(child)
                if message is None or isinstance(message, Done):
                    break
                self._take(message)
        except (EOFError, OSError):
            message = None
        if message is None:
            self._reader.kill()
        return message is not None

    def _next(self, child: Child) -> object | None:
        """The worker's next message; None when its time for it is over."""
        waited, computed = time.monotonic(), child.processor_seconds
        while not child.channel.poll(_LISTEN):
            self._stop.check()
            now = time.monotonic()
            if now - self._began > self._limits.total_seconds:
                raise UserFixable("timeout", file=self._path.name)
            limit = self._limits.page_seconds if self._heard else self._limits.start_seconds
            if now - waited > limit and (
                child.processor_seconds - computed > limit * _ITSELF or now - waited > _BUSY * limit
            ):
                self._hung = True
                return None
        self._stop.check()
        message = child.channel.recv()
        self._heard = True
        return message

    def _take(self, message: object) -> None:
        if isinstance(message, Failed):
            self.refused = True
            raise UserFixable(message.kind, file=self._path.name, reason=message.reason or "no reason given")
        if isinstance(message, Opened):
            self._check_length(message)
            self._opened = self._opened or message
        elif isinstance(message, RawPage):
            self._pages.append(message)
            self._tell()

    def _check_length(self, opened: Opened) -> None:
        if opened.pages > self._limits.pages:
            reason = f"{opened.pages} pages; at most {self._limits.pages} can be read"
            raise UserFixable("too_large", file=self._path.name, reason=reason)
        if self._opened is not None and opened.pages != self._opened.pages:
            raise UserFixable("changed", file=self._path.name)

    def _skip(self, reason: str) -> None:
        self._pages.append(RawPage(len(self._pages) + 1, 0.0, 0.0, skipped=reason))
        self._tell()

    def _give_up(self, reason: str) -> None:
        """Too many workers were lost: what is left is passed over."""
        total = self._opened.pages if self._opened else 0
        while len(self._pages) < total:
            self._skip(reason)

    def _tell(self) -> None:
        now = time.monotonic()
        done, total = len(self._pages), self._opened.pages if self._opened else 0
        if now - self._reported < _LISTEN and done < total:
            return
        self._reported = now
        left = (now - self._began) / done * (total - done)
        self._report(Progress("reading", done, total, file=self._path.name, left=left))


def read(
    path: Path, *, password: str | None = None, report: Report, stop: Stop, limits: Limits | None = None
) -> Reading:
    """Read one PDF in a worker of its own; see `Reader.read`. For many files use one `Reader`."""
    with Reader(limits) as reader:
        return reader.read(path, password=password, report=report, stop=stop)


def assemble(opened: Opened, raw: list[RawPage], *, stem: str) -> Reading:
    """Put together what can be known only of the whole document: lost letters and hyphens, margins, sections, title."""
    raw = ligatures.mended(hyphens.mended(raw))
    margins = margins_of(raw)
    told = printing.without_marks(raw)
    pages = tuple(
        Page(
            number=page.number, label=opened.labels[page.number - 1], width=page.width, height=page.height,
            text=page.text, words=page.words, margins=spans, tables=page.tables, skipped=page.skipped, unseen=unseen,
        )
        for page, spans, unseen in zip(raw, margins, told, strict=True)
    )  # fmt: skip
    lines: list[tuple[Line, ...]] = [page.lines for page in raw]
    title = sections.title_of(opened.title, pages, lines, stem=stem)
    found, outlined = sections.sections_of(pages, lines, opened.outline, title)
    return Reading(title, pages, found, outlined)


def _require_text(pages: list[RawPage], path: Path) -> None:
    """Raises the error that says why, if no page has text."""
    if any(page.text or page.skipped in {"scan", "no words"} for page in pages):
        return
    reasons = {page.skipped for page in pages}
    if "no text" in reasons or reasons == {None}:
        raise UserFixable("no_text", file=path.name, pages=_ranges([page.number for page in pages]))
    raise UserFixable("timeout" if "timeout" in reasons else "damaged", file=path.name)


def _ranges(numbers: list[int]) -> str:
    """Page numbers as people write them: '1-4, 7'."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
