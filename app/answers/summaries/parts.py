"""A document cut into parts for summarising: each is read whole by the model, and together they leave nothing out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from app.types import Chunk, Passage, Section

_SMALL = 350
"""Tokens. A section smaller than this is read together with the next ones."""
_LARGEST = 1500
"""Tokens. A section larger than this is read in several parts; a small model loses the middle of longer texts."""


@dataclass(frozen=True, slots=True)
class Part:
    """Chunks of one section, of a piece of it, or of several small ones in a row. `section` is the first one's index."""

    title: str
    section: int
    passages: tuple[Passage, ...]

    @property
    def text(self) -> str:
        return "\n".join(passage.text for passage in self.passages)

    @property
    def pages(self) -> tuple[int, int]:
        numbers = [span.page for passage in self.passages for span in passage.spans]
        return (min(numbers), max(numbers))


def cut(chunks: Sequence[Chunk], sections: Sequence[Section], *, document: str, file: str) -> list[Part]:
    """Parts in reading order. Every chunk is in exactly one part."""
    parts: list[Part] = []
    waiting: list[Chunk] = []
    for _, run in groupby(chunks, key=lambda chunk: chunk.section):
        section = list(run)
        if waiting and _tokens(waiting) + _tokens(section) > _LARGEST:
            parts.extend(_parts(waiting, sections, document, file))
            waiting = []
        waiting.extend(section)
        if _tokens(waiting) >= _SMALL:
            parts.extend(_parts(waiting, sections, document, file))
            waiting = []
    return [*parts, *_parts(waiting, sections, document, file)]


def _parts(chunks: Sequence[Chunk], sections: Sequence[Section], document: str, file: str) -> list[Part]:
    pieces: list[list[Chunk]] = []
    share = _share(chunks)
    for chunk in chunks:
        if not pieces or _tokens(pieces[-1]) + chunk.tokens > share:
            pieces.append([])
        pieces[-1].append(chunk)
    titles = list(dict.fromkeys(sections[chunk.section].title for chunk in chunks))
    title = titles[0] if len(titles) == 1 else f"{titles[0]} – {titles[-1]}" if titles else ""
    return [_part(title, piece, sections, document, file) for piece in pieces]


def _share(chunks: Sequence[Chunk]) -> float:
    """Tokens of each piece when a long run is cut into equal ones, with room for the last chunk to end."""
    total = _tokens(chunks)
    pieces = -(-total // _LARGEST) or 1
    return total if pieces == 1 else total / pieces + max(chunk.tokens for chunk in chunks) / 2


def _part(title: str, chunks: Sequence[Chunk], sections: Sequence[Section], document: str, file: str) -> Part:
    return Part(title, chunks[0].section, tuple(_passage(chunk, sections, document, file) for chunk in chunks))


def _passage(chunk: Chunk, sections: Sequence[Section], document: str, file: str) -> Passage:
    return Passage(
        document=document,
        file=file,
        chunk=chunk.ordinal,
        header=chunk.header,
        section=sections[chunk.section].title,
        text=chunk.text,
        spans=chunk.spans,
        score=0.0,
        table=chunk.table,
    )


def _tokens(chunks: Sequence[Chunk]) -> int:
    return sum(chunk.tokens for chunk in chunks)


def within(chunk: Chunk, pages: tuple[int, int]) -> Chunk | None:
    """The part of a chunk that lies on these pages, or None."""
    kept, texts, begin = [], [], 0
    for span in chunk.spans:
        length = span.end - span.start
        if pages[0] <= span.page <= pages[1]:
            kept.append(span)
            texts.append(chunk.text[begin : begin + length])
        begin += length + 1
    return replace(chunk, spans=tuple(kept), text="\n".join(texts)) if kept else None
