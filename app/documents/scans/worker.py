"""The scanner's child process: it draws one page after the other and reads the words of the picture. PyMuPDF and ONNX Runtime run here.

It gets `Request`s and answers each with `Seen`, `Failed` or `Unusable`. It ends when the channel is closed.
"""

import contextlib
import os
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.documents.scans.seen import Seen
from app.documents.worker import Failed, open_pdf, prepare
from app.host import limits

if TYPE_CHECKING:
    from app.documents.scans.pages import Networks

_DPI = 200
"""Dots an inch at which a page is drawn. So drawn, pages scanned at 300 dpi are read as well as those at 200 and 150 (0.7 and 0.8 % of
characters wrong)."""
_LONGEST = 4000
"""Pixels of a drawing's longer side: a page larger than A3 is drawn coarser."""
_COARSE = 1400
"""A drawing with a longer side than this goes to the first network at half its size."""
_PAGE_SECONDS = 900
"""Processor seconds of all threads for one page, hundreds of times what one takes: only a scanner whose parent is gone meets them."""
_NICE = 10
"""Whatever else the machine does comes first."""


@dataclass(frozen=True, slots=True)
class Request:
    path: Path
    password: str | None
    page: int


@dataclass(frozen=True, slots=True)
class Unusable:
    """The networks cannot be loaded."""

    reason: str


def work(channel: "Connection[Any, Any]", memory: int | None, networks: Path, threads: int) -> None:
    """Answer requests until the channel is closed. `memory` limits the address space in bytes; `networks` is their folder."""
    prepare(memory)
    if sys.platform != "win32":
        os.nice(_NICE)
    worker = _Worker(networks, threads)
    try:
        while True:
            request = channel.recv()
            limits.renewed(_PAGE_SECONDS)
            channel.send(worker.answer(request))
            _give_back()
    except (EOFError, OSError):
        return


def _give_back() -> None:
    """Memory that is free goes back to the system. Pages differ in shape, and glibc keeps the gaps: 1.8 GB after 60 pages without this, 0.2
    with it, for no time that can be measured."""
    if sys.platform.startswith("linux"):
        import ctypes

        with contextlib.suppress(AttributeError):  # another C library than glibc
            ctypes.CDLL(None).malloc_trim(0)


class _Worker:
    """Keeps the networks and the file of the last request open."""

    def __init__(self, folder: Path, threads: int) -> None:
        self._folder, self._threads = folder, threads
        self._networks: Networks | None = None
        self._opened: tuple[tuple[Path, str | None], Any] | None = None

    def answer(self, request: Request) -> Seen | Failed | Unusable:
        document = self._document(request)
        if isinstance(document, Failed):
            return document
        networks = self._load()
        if isinstance(networks, Unusable):
            return networks
        try:
            return Seen(request.page, tuple(_words(document[request.page - 1], networks)))
        except Exception:  # noqa: BLE001 - PyMuPDF raises anything on damaged input, and one page must not end the others
            return Seen(request.page, skipped="damaged")

    def _document(self, request: Request) -> Any:
        key = (request.path, request.password)
        if self._opened is None or self._opened[0] != key:
            if self._opened is not None:
                self._opened[1].close()
            self._opened = None
            document = open_pdf(*key)
            if isinstance(document, Failed):
                return document
            self._opened = (key, document)
        return self._opened[1]

    def _load(self) -> "Networks | Unusable":
        from app.documents.scans.pages import Networks

        if self._networks is None:
            try:
                self._networks = Networks.load(self._folder, self._threads)
            except Exception as error:  # noqa: BLE001 - what ONNX Runtime raises of a damaged file has no common class
                return Unusable(str(error))
        return self._networks


def _words(page: Any, networks: "Networks") -> list[Any]:
    """The words of the page as it is shown, rotated and cropped."""
    import numpy as np
    import pymupdf

    from app.documents.scans import pages

    scale = min(_DPI / 72, _LONGEST / max(page.rect.width, page.rect.height, 1.0))
    drawn = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace="gray", alpha=False)
    rows = np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.stride)[:, : drawn.width]
    shrink = 2 if max(drawn.height, drawn.width) > _COARSE else 1
    return pages.read(networks, rows.astype(np.float32), scale=scale, shrink=shrink)
