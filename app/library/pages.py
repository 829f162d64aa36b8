"""Pages of a document: what they say and how large they are, from the catalog."""

from dataclasses import replace

from app.documents.places import boxes
from app.library.rooms import Rooms
from app.types import Box, Page, PageSize, Passage, Section

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


def outline(rooms: Rooms, document_id: str) -> list[Section]:
    """In order; those below a section follow it with a higher level. Raises `unknown_document`."""
    return rooms.catalog.sections(document_id)


def page(rooms: Rooms, document_id: str, number: int) -> Page:
    """Raises `unknown_document`, `pages`."""
    return rooms.catalog.page(document_id, number)


def places(rooms: Rooms, passage: Passage) -> list[tuple[int, tuple[Box, ...]]]:
    """Each page that a passage stands on with the boxes of its words there. Raises `unknown_document`."""
    found: dict[int, list[Box]] = {}
    for span in passage.spans:
        at = rooms.catalog.page(passage.document, span.page)
        found.setdefault(span.page, []).extend(boxes(at, span.start, span.end))
    return [(number, tuple(of)) for number, of in sorted(found.items())]


def _has_size(page: PageSize) -> bool:
    return page.width > 0 and page.height > 0
