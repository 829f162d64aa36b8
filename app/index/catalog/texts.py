"""What is kept of one document's text: pages, sections, chunks. Functions over a connection inside a transaction."""

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator, Sequence

from app.index.catalog import spelling
from app.index.catalog.packing import pack_page, pack_spans, unpack_page, unpack_spans, unpack_text
from app.index.catalog.schema import CHUNKS_PER_DOCUMENT
from app.types import Chunk, Page, PageSize, Section, Unseen

_PAGE_NOTE = re.compile(r" › pp?\. [^›]*$")
_KEY_BYTES = 20


def embedding_text(header: str, text: str) -> str:
    """What the embedder reads of a chunk: its header without the page, which says nothing about meaning, and its text."""
    heading = split_header(header)[0]
    return f"{heading}\n{text}" if heading else text


def embedding_key(header: str, text: str) -> bytes:
    """The same for chunks that the embedder reads alike, in whatever document, page or version of the chunker."""
    return hashlib.sha256(embedding_text(header, text).encode()).digest()[:_KEY_BYTES]


def split_header(header: str) -> tuple[str, str]:
    """A chunk's header as what is searched (title and sections) and the note of its page, which would match any number."""
    note = _PAGE_NOTE.search(header)
    return (header[: note.start()], note.group()) if note else (header, "")


def write_pages(connection: sqlite3.Connection, document: int, pages: Sequence[Page]) -> None:
    connection.executemany(
        "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((document, p.number, clean(p.label), p.width, p.height, p.skipped, pack_page(p)) for p in pages),
    )
    connection.executemany(
        "INSERT INTO unseen VALUES (?, ?, ?, ?)",
        ((document, p.number, one.why, clean(one.text)) for p in pages for one in p.unseen),
    )


def write_sections(connection: sqlite3.Connection, document: int, sections: Sequence[Section]) -> None:
    connection.executemany(
        "INSERT INTO sections VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (document, i, clean(s.title), s.level, s.page, s.offset, s.last_page, json.dumps(s.path))
            for i, s in enumerate(sections)
        ),
    )


def write_chunks(connection: sqlite3.Connection, document: int, chunks: Sequence[Chunk], embedder: str | None) -> None:
    """Chunks whose embedding is already there, from another document or an older self, are linked to it."""
    texts: list[spelling.Text] = []
    for chunk in chunks:
        identity = document * CHUNKS_PER_DOCUMENT + chunk.ordinal
        header, note = split_header(clean(chunk.header))
        text = clean(chunk.text)
        first, last = chunk.pages
        connection.execute(
            """INSERT INTO chunks VALUES (:id, :document, :section, :first, :last, :spans, :note, :tokens, :is_table, :key,
                   (SELECT id FROM embeddings WHERE embedder = :embedder AND key = :key))""",
            {
                "id": identity, "document": document, "section": chunk.section, "first": first, "last": last,
                "spans": pack_spans(chunk.spans), "note": note, "tokens": chunk.tokens, "is_table": chunk.table,
                "key": embedding_key(header, text), "embedder": embedder,
            },
        )  # fmt: skip
        texts.append((identity, header, text))
    connection.executemany("INSERT INTO originals VALUES (?, ?, ?)", texts)
    spelling.index(connection, document, texts)


def page(connection: sqlite3.Connection, document: int, number: int) -> Page | None:
    row = connection.execute(
        "SELECT label, width, height, skipped, body FROM pages WHERE document = ? AND number = ?", (document, number)
    ).fetchone()
    if row is None:
        return None
    label, width, height, skipped, body = row
    text, words, margins, tables = unpack_page(body)
    unseen = connection.execute("SELECT why, text FROM unseen WHERE document = ? AND page = ?", (document, number))
    hidden = tuple(Unseen(*one) for one in unseen)
    return Page(number, label, width, height, text, words, margins, tables, skipped, hidden)


def sections(connection: sqlite3.Connection, document: int) -> list[Section]:
    rows = connection.execute(
        "SELECT title, level, page, start, last_page, path FROM sections WHERE document = ? ORDER BY ordinal",
        (document,),
    )
    return [
        Section(title, level, page, start, last_page, tuple(json.loads(path)))
        for title, level, page, start, last_page, path in rows
    ]


def chunks(connection: sqlite3.Connection, document: int) -> list[Chunk]:
    rows = connection.execute(
        """SELECT c.id, c.section, t.header || c.page_note, t.text, c.spans, c.tokens, c.is_table
           FROM chunks c JOIN originals t USING (id) WHERE c.id BETWEEN ? AND ? ORDER BY c.id""",
        ids_of(document),
    )
    return [
        Chunk(identity % CHUNKS_PER_DOCUMENT, section, header, text, unpack_spans(spans), tokens, bool(table))
        for identity, section, header, text, spans, tokens, table in rows
    ]


def page_sizes(connection: sqlite3.Connection, document: int) -> list[PageSize]:
    """As they were read: 0 by 0 for a page that could not be."""
    rows = connection.execute(
        "SELECT number, label, width, height FROM pages WHERE document = ? ORDER BY number", (document,)
    )
    return [PageSize(*row) for row in rows]


def page_texts(connection: sqlite3.Connection, document: int) -> Iterator[tuple[int, str]]:
    """Number and text of each page, without its words: several times as quick as whole pages."""
    rows = connection.execute("SELECT number, body FROM pages WHERE document = ? ORDER BY number", (document,))
    return ((number, unpack_text(body)) for number, body in rows)


def ids_of(document: int) -> tuple[int, int]:
    """The first and the last chunk id that belong to a document's number."""
    return document * CHUNKS_PER_DOCUMENT, (document + 1) * CHUNKS_PER_DOCUMENT - 1


def clean(text: str) -> str:
    """Lone surrogates, which a broken font map can produce, cannot be stored; each becomes one other character."""
    return text.encode("utf-8", "replace").decode()
