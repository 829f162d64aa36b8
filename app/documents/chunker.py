"""Sections are cut into chunks: runs of text that the embedder can read whole, with their places.

A chunk lies inside one section. Paragraphs stay together where they fit, then sentences, then words; a table is cut between
rows only, unless one row is too long. Chunks do not overlap: every character outside the margins that is not white space is
in exactly one. About 600 to 800 characters searched best; see `_AIM`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.documents.headers import Headers
from app.documents.pieces import Piece, pieces_of, split
from app.types import Chunk, Page, Reading, Section, Span

CHUNKER_VERSION = "1"
"""Changes whenever the same reading would be cut otherwise, so that embeddings are known to be stale."""

CountTokens = Callable[[Sequence[str]], Sequence[int]]

_AIM = 800
"""Characters that a chunk may have before it is closed."""
_SMALL = 300
"""A chunk of fewer characters takes in the beginning of the next paragraph."""
_CRUMB = 160
"""Fewer characters than this at the end of a section join the chunk before."""
_REST = 250
"""A sentence that goes on in the next column or on the next page stays in one chunk, if no more of it than this is left."""


def chunk(reading: Reading, *, file: str, count_tokens: CountTokens, max_tokens: int) -> list[Chunk]:
    """The chunks of a document in order. `count_tokens` counts without special tokens, and `max_tokens` is what a chunk's
    header, a newline and its text may have together by that count. `file` names the document where it has no title."""
    cutter = _Cutter(reading, Headers(reading.title or file, count_tokens, max_tokens), count_tokens, max_tokens)
    chunks: list[Chunk] = []
    for index, section in enumerate(reading.sections):
        following = reading.sections[index + 1] if index + 1 < len(reading.sections) else None
        for made in cutter.section(index, section, following):
            chunks.append(replace(made, ordinal=len(chunks)))
    return chunks


@dataclass(slots=True)
class _Cutter:
    reading: Reading
    headers: Headers
    count_tokens: CountTokens
    max_tokens: int

    def section(self, index: int, section: Section, following: Section | None) -> Iterator[Chunk]:
        room = max(self.max_tokens - self.headers.room(section), self.max_tokens // 2)
        pieces = self._counted(list(_pieces(self.reading.pages, section, following)))
        groups = _packed(self._fitting(pieces, room), room, self._divided, self._runs_on)
        for group in groups:
            yield from self._chunks(index, section, group)

    def _counted(self, pieces: list[Piece]) -> list[Piece]:
        if not pieces:
            return []
        counts = self.count_tokens([self._text(piece) for piece in pieces])
        return [replace(piece, tokens=count) for piece, count in zip(pieces, counts, strict=True)]

    def _text(self, piece: Piece) -> str:
        return self.reading.pages[piece.page - 1].text[piece.start : piece.end]

    def _divided(self, piece: Piece) -> list[Piece]:
        """The piece's sentences, or a table's rows."""
        return self._counted(split(piece, self.reading.pages[piece.page - 1].text))

    def _runs_on(self, before: Piece, piece: Piece) -> bool:
        """Whether a piece begins in the middle of the sentence that the one before breaks off."""
        end = self._text(before)[-1]
        return (
            not (before.table or piece.table)
            and (end.isalpha() or end in ",;-\u2013")
            and self._text(piece)[0].islower()
        )

    def _fitting(self, pieces: Sequence[Piece], room: int) -> Iterator[Piece]:
        """The pieces, with those that are too long for any chunk cut until they fit."""
        for piece in pieces:
            if piece.tokens <= room and piece.length <= _AIM:
                yield piece
                continue
            for part in self._divided(piece):
                yield from [part] if part.tokens <= room else self._by_words(part, room)

    def _by_words(self, piece: Piece, room: int) -> Iterator[Piece]:
        """A sentence that is too long, cut between words; a word that is too long, anywhere."""
        if piece.tokens <= room or piece.length <= 1:
            yield piece
            return
        text = self._text(piece)
        middle = len(text) // 2
        space = max(text.rfind(" ", 1, middle + 1), text.rfind("\n", 1, middle + 1))
        cut = space if space > 0 else middle
        parts = [replace(piece, end=piece.start + cut), replace(piece, start=piece.start + cut, opens=False)]
        for part in self._counted([part.stripped(self.reading.pages[piece.page - 1].text) for part in parts]):
            yield from self._by_words(part, room)

    def _chunks(self, index: int, section: Section, group: Sequence[Piece]) -> Iterator[Chunk]:
        """The group as one chunk; as more, should joining its pieces have made more tokens than they have alone."""
        made = self._made(index, section, group)
        if made.tokens <= self.max_tokens or len(group) == 1:
            yield made
            return
        half = len(group) // 2
        yield from self._chunks(index, section, group[:half])
        yield from self._chunks(index, section, group[half:])

    def _made(self, index: int, section: Section, group: Sequence[Piece]) -> Chunk:
        spans = _spans(group, self.reading.pages)
        text = "\n".join(self.reading.pages[span.page - 1].text[span.start : span.end] for span in spans)
        first, last = self.reading.pages[spans[0].page - 1], self.reading.pages[spans[-1].page - 1]
        header = self.headers.header(section, first.label, last.label, columns=_columns(group))
        tokens = self.count_tokens([f"{header}\n{text}"])[0]
        if tokens > self.max_tokens and len(group) == 1:
            header = self.headers.shortest(first.label)
            tokens = self.count_tokens([f"{header}\n{text}"])[0]
        table = any(piece.table for piece in group)
        return Chunk(0, index, header, text, tuple(spans), tokens, table)


def _pieces(pages: Sequence[Page], section: Section, following: Section | None) -> Iterator[Piece]:
    """The paragraphs and tables of a section, page by page."""
    before: Piece | None = None
    last = pages[-1].number if following is None else following.page
    for page in pages[section.page - 1 : last]:
        start = section.offset if page.number == section.page else 0
        end = following.offset if following is not None and page.number == following.page else len(page.text)
        for piece in pieces_of(page, start, end):
            before = _continued(piece, before, page)
            yield before


def _continued(piece: Piece, before: Piece | None, page: Page) -> Piece:
    """A table that goes on at the top of the next page without names of columns keeps those of the page before."""
    if before is None or before.columns is None or not piece.table or piece.columns is not None:
        return piece
    row = page.text[piece.start : piece.end].split("\n", 1)[0]
    same = row.count(" | ") == before.columns.count(" | ") and before.page == piece.page - 1
    return replace(piece, columns=before.columns, opens=False) if same else piece


def _packed(
    pieces: Iterator[Piece],
    room: int,
    divided: Callable[[Piece], list[Piece]],
    runs_on: Callable[[Piece, Piece], bool],
) -> list[list[Piece]]:
    """Pieces put together to chunks."""
    groups: list[list[Piece]] = [[]]
    for piece in pieces:
        if _fits(groups[-1], piece, room):
            groups[-1].append(piece)
        elif groups[-1] and _length(groups[-1]) < _SMALL:
            _fill(groups, divided(piece), room)
        elif groups[-1] and runs_on(groups[-1][-1], piece):
            _end_sentence(groups, divided(piece), room)
        else:
            groups.append([piece])
    if len(groups) > 1 and _length(groups[-1]) < _CRUMB and _tokens([*groups[-2], *groups[-1]]) <= room:
        tail = groups.pop()
        groups[-1].extend(tail)
    return [group for group in groups if group]


def _fill(groups: list[list[Piece]], parts: Sequence[Piece], room: int) -> None:
    """Add the parts of a paragraph to a chunk that is small yet, and open new ones as they get full."""
    for part in parts:
        if not _fits(groups[-1], part, room):
            groups.append([])
        groups[-1].append(part)


def _end_sentence(groups: list[list[Piece]], parts: Sequence[Piece], room: int) -> None:
    """Give the last chunk the rest of its sentence, and what follows to a new one."""
    if parts[0].length <= _REST and _tokens([*groups[-1], parts[0]]) <= room:
        groups[-1].append(parts[0])
        parts = parts[1:]
    groups.append([])
    _fill(groups, parts, room)


def _fits(group: Sequence[Piece], piece: Piece, room: int) -> bool:
    if not group:
        return True
    return _length(group) + piece.length <= _AIM and _tokens(group) + piece.tokens <= room


def _length(group: Sequence[Piece]) -> int:
    return sum(piece.length for piece in group)


def _tokens(group: Sequence[Piece]) -> int:
    return sum(piece.tokens for piece in group)


def _spans(group: Sequence[Piece], pages: Sequence[Page]) -> list[Span]:
    """The pieces' places, neighbours on one page joined where nothing but white space is between them."""
    spans = [Span(group[0].page, group[0].start, group[0].end)]
    for one, other in pairwise(group):
        if one.page == other.page and not pages[one.page - 1].text[one.end : other.start].strip():
            spans[-1] = replace(spans[-1], end=other.end)
        else:
            spans.append(Span(other.page, other.start, other.end))
    return spans


def _columns(group: Sequence[Piece]) -> str | None:
    """The names of the columns, if the chunk goes on with a table whose first row is in another chunk."""
    return group[0].columns if group[0].table and not group[0].opens else None
