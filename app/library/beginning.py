"""How documents begin: what a question about a document as a whole ('What is this about?') is answered from. It names nothing
that could be searched for."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from app.library.rooms import Rooms
from app.types import Chunk, Document, Passage, Section, Span

_CHUNKS = 4
"""So many of the first chunks of a document are offered; the token budget decides how many are read."""
_TITLES = 12
_LEAST_TITLES = 3
_NOWHERE = -2
"""No section, and not that of chunks outside the pages asked for (-1): nothing is its neighbour."""
_LONGEST_TITLE = 120
"""Characters. A longer line is no heading."""


def beginnings(
    rooms: Rooms, documents: Sequence[Document], chunks: Mapping[str, Sequence[Chunk]], *, limit: int
) -> tuple[list[Passage], dict[str, list[Chunk]]]:
    """The first chunk of each document, then the titles of its sections, then what follows: every document has its turn. With
    the chunks of each, behind which there is one more, in no section: the titles. Chunks in no section are not offered."""
    offered: list[list[Passage]] = []
    whole: dict[str, list[Chunk]] = {}
    for document in documents:
        first = [chunk for chunk in chunks[document.id] if chunk.section >= 0][:_CHUNKS]
        titles = _titles(rooms, document.id, chunks[document.id])
        whole[document.id] = [*chunks[document.id], *titles]
        offered.append([_passage(document, chunk) for chunk in (*first[:1], *titles, *first[1:])])
    found = [passage for turn in zip_longest(*offered) for passage in turn if passage is not None]
    return found[:limit], whole


def _passage(document: Document, chunk: Chunk) -> Passage:
    return Passage(
        document.id, document.file, chunk.ordinal, chunk.header, "", chunk.text, chunk.spans, 0.0, table=chunk.table
    )


def _titles(rooms: Rooms, document: str, chunks: Sequence[Chunk]) -> list[Chunk]:
    """One chunk, or none where the document has too few titles, or where they are not what stands on the pages."""
    asked = {span.page for chunk in chunks if chunk.section >= 0 for span in chunk.spans}
    sections = [one for one in _outermost(rooms.catalog.sections(document)) if one.page in asked]
    placed = [found for one in sections[:_TITLES] if (found := _placed(rooms, document, one)) is not None]
    if len(placed) < _LEAST_TITLES:
        return []
    text = "\n".join(title for _, title in placed)
    return [Chunk(len(chunks), _NOWHERE, "", text, tuple(span for span, _ in placed), 0)]


def _outermost(sections: Sequence[Section]) -> list[Section]:
    """Those of the two outermost levels: the first one is often that of the document's own title alone."""
    level = min((section.level for section in sections), default=0)
    return [section for section in sections if section.level <= level + 1]


def _placed(rooms: Rooms, document: str, section: Section) -> tuple[Span, str] | None:
    """The line of a page that is the section's title; None where another text stands there."""
    page = rooms.catalog.page(document, section.page)
    line = page.text[section.offset :].split("\n", 1)[0].rstrip()
    is_title = line and len(line) <= _LONGEST_TITLE and section.title.casefold().startswith(line.casefold()[:12])
    return (Span(section.page, section.offset, section.offset + len(line)), line) if is_title else None
