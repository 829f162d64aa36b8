"""Pictures of pages: asked for one at a time, the most wanted first, and kept up to a number of bytes."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.errors import UserFixable
from app.stop import Stop
from app.types import Box, Picture
from app.ui.jobs import Job, Jobs, Lane, Tell
from app.ui.pages.geometry import Rect

MOST_BYTES = 64 << 20
_OF_ONE_PAGE = {"damaged", "timeout", "pages", "fault"}
"""Errors that say nothing about the other pages."""


class Draws(Protocol):
    """What draws pages: `library.pages.Pictures`."""

    def render(
        self,
        document_id: str,
        page: int,
        scale: float,
        *,
        clip: Box | None = None,
        password: str | None = None,
        stop: Stop,
    ) -> Picture: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a page's picture in pixels of that picture; `whole` where it is all of it."""

    page: int
    scale: float
    rect: Rect
    whole: bool

    @property
    def clip(self) -> Box | None:
        if self.whole:
            return None
        x0, y0, x1, y1 = (value / self.scale for value in self.rect)
        return x0, y0, x1, y1


class Prints(QObject):
    """Pictures of one document's pages."""

    arrived = Signal(int)
    """A page has something new to show: a picture, or why there is none."""
    troubled = Signal(object)
    """No page can be drawn: a UserFixable. Nothing more is asked for until `open` or `retry`."""

    def __init__(self, draws: Draws, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draws, self._jobs = draws, jobs
        self._document: str | None = None
        self._password: Callable[[], str | None] = lambda: None
        self._kept: OrderedDict[Piece, QImage] = OrderedDict()
        self._bytes = 0
        self._failures: dict[int, UserFixable] = {}
        self._wanted: list[Piece] = []
        self._asked: tuple[Piece, Job[QImage]] | None = None
        self._troubled = False

    def draw_with(self, draws: Draws) -> None:
        """By this one from now on."""
        self._draws = draws

    @property
    def busy(self) -> bool:
        """Whether something that is wanted is still to come."""
        return self._asked is not None

    @property
    def bytes_kept(self) -> int:
        return self._bytes

    def open(self, document: str | None, password: Callable[[], str | None] = lambda: None) -> None:
        """Draw this document's pages from now on; everything of the one before is dropped."""
        self._drop_asked()
        self._kept.clear()
        self._bytes = 0
        self._document, self._password = document, password
        self.retry()

    def retry(self) -> None:
        """Forget what failed. Nothing is asked for before `want` is called again."""
        self._drop_asked()
        self._wanted = []
        self._failures.clear()
        self._troubled = False

    def get(self, piece: Piece) -> QImage | None:
        image = self._kept.get(piece)
        if image is not None:
            self._kept.move_to_end(piece)
        return image

    def others(self, page: int, scale: float) -> Iterator[tuple[Piece, QImage]]:
        """Pictures of a page at other scales, the one used last at the end."""
        return ((piece, image) for piece, image in self._kept.items() if piece.page == page and piece.scale != scale)

    def failure(self, page: int) -> UserFixable | None:
        return self._failures.get(page)

    def want(self, pieces: Sequence[Piece]) -> None:
        """These are wanted now, the first one most; what was wanted before and is not among them is given up."""
        self._wanted = [piece for piece in pieces if piece not in self._kept and piece.page not in self._failures]
        if self._asked is not None and self._asked[0] not in self._wanted:
            self._drop_asked()
        self._next()

    def _drop_asked(self) -> None:
        if self._asked is not None:
            self._asked[1].forget()
            self._asked = None

    def _next(self) -> None:
        document = self._document
        if self._asked is not None or self._troubled or document is None or not self._wanted:
            return
        piece = self._wanted[0]
        password, draws = self._password(), self._draws

        def work(tell: Tell, stop: Stop) -> QImage:
            return image_of(
                draws.render(document, piece.page, piece.scale, clip=piece.clip, password=password, stop=stop)
            )

        job = self._jobs.run(
            work,
            lane=Lane.PAGES,
            owner=self,
            on_done=lambda image: self._on_drawn(piece, image),
            on_error=lambda error: self._on_failed(piece, error),
        )
        self._asked = (piece, job)

    def _on_drawn(self, piece: Piece, image: QImage) -> None:
        self._keep(piece, image)
        self._ended(piece)

    def _keep(self, piece: Piece, image: QImage) -> None:
        self._kept[piece] = image
        self._bytes += image.sizeInBytes()
        while self._bytes > MOST_BYTES and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1].sizeInBytes()

    def _on_failed(self, piece: Piece, error: UserFixable) -> None:
        if error.kind in _OF_ONE_PAGE:
            self._failures[piece.page] = error
            self._ended(piece)
            return
        self._troubled = True
        self._asked = None
        self.troubled.emit(error)

    def _ended(self, piece: Piece) -> None:
        self._asked = None
        self._wanted = [one for one in self._wanted if one not in self._kept and one.page not in self._failures]
        self.arrived.emit(piece.page)
        self._next()


def image_of(picture: Picture) -> QImage:
    """In the form that a screen takes without converting it again."""
    if not picture.samples:
        return QImage(1, 1, QImage.Format.Format_RGB32)
    rgb = QImage(picture.samples, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888)
    return rgb.convertToFormat(QImage.Format.Format_RGB32)
