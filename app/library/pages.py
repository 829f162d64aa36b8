"""Pages of a document: what they say and how large they are, from the catalog; what they look like, from the file."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.documents import finding
from app.documents.finding import select, word_at
from app.documents.places import boxes
from app.errors import UserFixable
from app.index.catalog import Origin
from app.library.adding import is_as_read
from app.library.rooms import Rooms
from app.library.whereabouts import locate, whereabouts
from app.stop import Stop
from app.types import Box, Hit, Page, PageSize, Passage, Picture, Section, Words

if TYPE_CHECKING:
    from app.documents import Viewer

__all__ = [
    "Pictures",
    "find",
    "locate",
    "outline",
    "page",
    "places",
    "scanned",
    "select",
    "sizes",
    "whereabouts",
    "word_at",
]

_A4 = (595.0, 842.0)


def sizes(rooms: Rooms, document_id: str) -> list[PageSize]:
    """Of every page. One that could not be read is as large as the page before it, or the next one that could. Raises
    `unknown_document`."""
    found = rooms.catalog.page_sizes(document_id)
    known = next(((page.width, page.height) for page in found if _has_size(page)), _A4)
    whole = []
    for page in found:
        known = (page.width, page.height) if _has_size(page) else known
        whole.append(replace(page, width=known[0], height=known[1]))
    return whole


def scanned(rooms: Rooms, document_id: str) -> frozenset[int]:
    """Numbers of the pages whose words were read from a picture."""
    return rooms.catalog.scans.read_pages(document_id)


def outline(rooms: Rooms, document_id: str) -> list[Section]:
    """In order; those below a section follow it with a higher level. Raises `unknown_document`."""
    return rooms.catalog.sections(document_id)


def page(rooms: Rooms, document_id: str, number: int) -> Page:
    """Raises `unknown_document`, `pages`."""
    return rooms.catalog.page(document_id, number)


def find(rooms: Rooms, document_id: str, text: str, *, stop: Stop) -> list[Hit]:
    """Where a text stands, in the order of the pages, whatever its case, accents, blanks, and hyphens at the ends of lines.
    Raises `unknown_document`, Stopped."""
    hits: list[Hit] = []
    with closing(rooms.catalog.page_texts(document_id)) as texts:
        for number, content in texts:
            stop.check()
            # Its words, which take longer to unpack than its text takes to look through, are wanted for a hit only.
            bare = Page(number, "", 0.0, 0.0, content, Words())
            if ranges := finding.find(bare, text):
                whole = rooms.catalog.page(document_id, number)
                hits += (Hit(number, boxes(whole, *span), _lines_around(content, *span)) for span in ranges)
    return hits


def _lines_around(text: str, start: int, end: int) -> str:
    last = text.find("\n", end)
    return " ".join(text[text.rfind("\n", 0, start) + 1 : last if last >= 0 else len(text)].split())


def places(rooms: Rooms, passage: Passage) -> list[tuple[int, tuple[Box, ...]]]:
    """Each page that a passage stands on with the boxes of its words there. Raises `unknown_document`."""
    found: dict[int, list[Box]] = {}
    for span in passage.spans:
        at = rooms.catalog.page(passage.document, span.page)
        found.setdefault(span.page, []).extend(boxes(at, span.start, span.end))
    return [(number, tuple(of)) for number, of in sorted(found.items())]


class Pictures:
    """Draws pages in a worker process of its own, which starts with the first and ends with `close`. For one thread."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._viewer: Viewer | None = None
        self._lost: dict[str, tuple[Origin, UserFixable]] = {}
        """What was looked for in vain, and where it should have been: it is not looked for again for each page."""
        self._elsewhere: dict[str, Path] = {}

    def close(self) -> None:
        viewer, self._viewer = self._viewer, None
        if viewer is not None:
            viewer.close()

    def render(
        self,
        document_id: str,
        page: int,
        scale: float,
        *,
        clip: Box | None = None,
        password: str | None = None,
        stop: Stop,
    ) -> Picture:
        """A page as it is shown, 72 pixels an inch at scale 1.0; `clip` in points of the page as shown. A large one may come at
        a lower scale. Raises Stopped, `unknown_document`, `moved`, `outdated`, `password`; `damaged` or `timeout` for this
        page only."""
        return self._drawn_by().render(
            self._file(document_id, stop), page, scale, clip=clip, password=password, stop=stop
        )

    def _drawn_by(self) -> "Viewer":
        if self._viewer is None:
            from app.documents import Viewer

            self._viewer = Viewer()
        return self._viewer

    def _file(self, document_id: str, stop: Stop) -> Path:
        origin = self._rooms.catalog.origin(document_id)
        if is_as_read(origin):
            return origin.path
        elsewhere = self._elsewhere.get(document_id)
        if elsewhere is not None and is_as_read(replace(origin, path=elsewhere)):
            return elsewhere
        lost = self._lost.get(document_id)
        if lost is not None and lost[0] == origin:
            raise UserFixable(lost[1].kind, **lost[1].values)
        return self._looked_for(origin, stop)

    def _looked_for(self, origin: Origin, stop: Stop) -> Path:
        try:
            found = whereabouts(self._rooms, origin.id, stop=stop)
        except UserFixable as error:
            if error.kind in {"moved", "outdated"}:
                self._lost[origin.id] = (origin, error)
            raise
        self._elsewhere[origin.id] = found
        return found


def _has_size(page: PageSize) -> bool:
    return page.width > 0 and page.height > 0
