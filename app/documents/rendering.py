"""The child process that draws pages. It gets a `Request` and answers it with `Drawn`, followed by the pixels as a message
of their own, or with `Failed`. It ends when the channel is closed.

It draws what MuPDF draws of a file: no scripts (PyMuPDF is built without them), nothing fetched, no program started.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from math import inf, isfinite, sqrt
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from app.documents.files import State
from app.documents.worker import Failed, open_pdf, prepare
from app.host import limits
from app.types import Box

MOST_PIXELS = 64_000_000
LONGEST_SIDE = 32_767
"""Pixels; toolkits count those of a side in 16 bits."""
_OPEN = 2
"""Files that stay open: the one that is read, and the one that was read before."""
_LISTS = 8
"""Pages of a file that are drawn again without being interpreted again."""


@dataclass(frozen=True, slots=True)
class Request:
    """`state` is the file's as the asker knows it: with another one it is opened anew."""

    path: Path
    state: State
    page: int
    scale: float
    clip: Box | None
    password: str | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """The size of a picture in pixels."""

    width: int
    height: int


def work(channel: "Connection[Any, Any]", memory: int | None) -> None:
    """Answer requests until the channel is closed. `memory` limits the process's address space, in bytes."""
    prepare(memory)
    shelf = _Shelf()
    try:
        while True:
            request = channel.recv()
            limits.renewed()
            _reply(channel, _answer(shelf, request))
    except (EOFError, OSError):
        return


def _reply(channel: "Connection[Any, Any]", answer: Any) -> None:
    if isinstance(answer, Failed):
        channel.send(answer)
    else:
        channel.send(Drawn(answer.width, answer.height))
        channel.send_bytes(answer.samples_mv)


def _answer(shelf: "_Shelf", request: Request) -> Any:
    """The pixmap, or why there is none."""
    try:
        book = shelf.book(request)
        if isinstance(book, Failed):
            return book
        if not 1 <= request.page <= book.pages:
            return Failed("pages", str(book.pages))
        return _drawn(book.display_list(request.page), request.scale, request.clip)
    except Exception as error:  # noqa: BLE001 - PyMuPDF raises anything on damaged input, and one page must not end the others
        return Failed("damaged", type(error).__name__)


def _drawn(display_list: Any, scale: float, clip: Box | None) -> Any:
    """The pixmap of a part of the page, on white."""
    import pymupdf

    area = pymupdf.Rect(display_list.rect)
    if clip is not None:
        area &= pymupdf.Rect(clip)
    if area.is_empty:
        return pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 0, 0), 0)
    scale = fitting(scale, area.width, area.height)
    return display_list.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=0, clip=None if clip is None else area)


def fitting(scale: float, width: float, height: float) -> float:
    """`scale`, or the largest one at which a picture of so many points is not too large."""
    if not isfinite(scale) or scale <= 0:
        raise ValueError(f"no scale: {scale}")
    by_area = sqrt(MOST_PIXELS / (width * height)) if width * height else inf
    return min(scale, by_area, LONGEST_SIDE / max(width, height))


@dataclass(slots=True)
class _Book:
    """An open file with the pages of it that were interpreted last."""

    document: Any
    state: State
    pages: int
    lists: "OrderedDict[int, Any]" = field(default_factory=OrderedDict)

    def display_list(self, number: int) -> Any:
        """What a page draws, its notes and the fields of its forms included."""
        if number not in self.lists:
            self.lists[number] = self.document[number - 1].get_displaylist()
        self.lists.move_to_end(number)
        while len(self.lists) > _LISTS:
            self.lists.popitem(last=False)
        return self.lists[number]

    def close(self) -> None:
        self.lists.clear()
        self.document.close()


class _Shelf:
    """The files that were asked for last, open."""

    def __init__(self) -> None:
        self._books: OrderedDict[Path, _Book] = OrderedDict()

    def book(self, request: Request) -> _Book | Failed:
        book = self._books.get(request.path)
        if book is None or book.state != request.state:
            self._drop(request.path)
            document = open_pdf(request.path, request.password)
            if isinstance(document, Failed):
                return document
            book = self._books[request.path] = _Book(document, request.state, document.page_count)
        self._books.move_to_end(request.path)
        while len(self._books) > _OPEN:
            self._drop(next(iter(self._books)))
        return book

    def _drop(self, path: Path) -> None:
        book = self._books.pop(path, None)
        if book is not None:
            book.close()
