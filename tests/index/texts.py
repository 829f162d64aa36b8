"""Documents made of plain paragraphs, as the reader and the chunker would give them, without a PDF."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from app.index.catalog import Catalog, Origin
from app.stop import Stop
from app.types import Box, Chunk, Document, Page, Reading, Section, Span, Words
from tests.fakes import FakeEmbedder


def origin(name: str, content: str = "", *, folder: Path = Path("/documents")) -> Origin:
    """A file of this name whose bytes depend on the name and the content."""
    identity = hashlib.sha256(f"{name} {content}".encode()).hexdigest()
    return Origin(identity, folder / name, len(content), 1.0, "reader 1", "chunker 1", folder)


def page_of(number: int, text: str) -> Page:
    words = [word for word in text.split(" ") if word]
    starts, at = [], 0
    for word in words:
        at = text.index(word, at)
        starts.append(at)
        at += len(word)
    boxes: list[Box] = [(10.0 + i, 20.5, 18.25 + i, 30.75) for i in range(len(words))]
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    return Page(number, str(number), 612.0, 792.0, text, Words(tuple(starts), tuple(ends), tuple(boxes)))


def reading_of(paragraphs: Sequence[str], title: str = "A title", heading: str = "A heading") -> Reading:
    """Each paragraph on a page of its own."""
    pages = tuple(page_of(number, text) for number, text in enumerate(paragraphs, start=1))
    return Reading(title, pages, (Section(heading, 1, 1, 0, len(pages), ("Above",)),), outlined=True)


def chunks_of(reading: Reading) -> list[Chunk]:
    """A chunk a page."""
    heading = reading.sections[0].title
    return [
        Chunk(
            ordinal=index,
            section=0,
            header=f"{reading.title} › {heading} › p. {page.number}",
            text=page.text,
            spans=(Span(page.number, 0, len(page.text)),),
            tokens=len(page.text.split()),
        )
        for index, page in enumerate(reading.pages)
    ]


def add(catalog: Catalog, name: str, paragraphs: Sequence[str], *, collection: str | None = None) -> Document:
    reading = reading_of(paragraphs)
    return catalog.add(origin(name, "\n".join(paragraphs)), reading, chunks_of(reading), collection=collection)


def embed_all(catalog: Catalog, embedder: FakeEmbedder) -> None:
    while pending := catalog.pending(embedder.id):
        matrix = embedder.embed([item.text for item in pending], stop=Stop())
        catalog.store_embeddings(embedder.id, [item.key for item in pending], matrix)
