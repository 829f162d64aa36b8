"""The catalog: SQLite is the truth, and everything else an index over it.

One value for each open library, used from any thread; other processes may have the same file open. A document is written
whole or not at all, and disappears from every view in one short transaction. Documents are named by their id (SHA-256);
inside, by a number.
"""

import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING

from app.errors import UserFixable
from app.index.catalog import collections as _collections
from app.index.catalog import documents as _documents
from app.index.catalog import embeddings as _embeddings
from app.index.catalog import integrity, lexical, removing, scrubbing, spelling
from app.index.catalog import texts as _texts
from app.index.catalog import waiting as _waiting
from app.index.catalog.collections import Collections
from app.index.catalog.conversations import Conversations, Turn
from app.index.catalog.database import PATIENCE, Database
from app.index.catalog.documents import Origin
from app.index.catalog.embeddings import Pending
from app.index.catalog.scans import Scans
from app.index.catalog.summaries import Summaries
from app.index.catalog.waiting import WaitingList
from app.stop import Stop, Stopped
from app.types import Chunk, Document, Page, PageSize, Reading, Report, Section, ignore

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Catalog", "Origin", "Pending", "Turn"]


class Catalog:
    """Every method raises UserFixable `locked`, `no_space`, `read_only` or `library_damaged` where it must; opening it,
    `library_newer` too. A folder that cannot be written still opens for reading."""

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        """`patience`: seconds to wait for another writer before `locked`."""
        self._database = Database(path, patience=patience)
        self.conversations = Conversations(self._database)
        self.summaries = Summaries(self._database)
        self.collections = Collections(self._database)
        self.waiting = WaitingList(self._database)
        self.scans = Scans(self._database)

    def __enter__(self) -> "Catalog":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    @property
    def path(self) -> Path:
        return self._database.path

    @property
    def read_only(self) -> bool:
        return self._database.read_only

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees one state of the catalog, for the rest of this room."""
        return self._database.read()

    # Documents

    def add(
        self,
        origin: Origin,
        reading: Reading,
        chunks: Sequence[Chunk],
        *,
        collection: str | None = None,
        waited: Path | None = None,
    ) -> Document:
        """Write a document whole. It takes the place of the same bytes read earlier and of other bytes at the same path;
        collections are kept, and so are the embeddings of texts that did not change. Raises Stopped, and writes nothing, if it
        `waited` under a path that has been taken off the list meanwhile."""
        with self._database.write() as connection:
            if waited is not None and not _waiting.is_waiting(connection, waited):
                raise Stopped
            embedder = _embeddings.embedder_of(connection)
            number = _documents.add(connection, origin, reading, chunks, embedder)
            if collection is not None:
                _collections.collect(connection, number, collection)
            return _documents.listed(connection, "d.number = ?", (number,))[0]

    def documents(self, collection: str | None = None) -> list[Document]:
        with self._database.read() as connection:
            if collection is None:
                return _documents.listed(connection)
            return _documents.listed(
                connection,
                """d.number IN (SELECT m.document FROM members m JOIN collections c ON c.id = m.collection
                                WHERE c.name = ?)""",
                (collection,),
            )

    def document(self, document: str) -> Document:
        """Raises `unknown_document`."""
        with self._database.read() as connection:
            return _documents.listed(connection, "d.number = ?", (self._number(connection, document),))[0]

    def known(self, document: str) -> Document | None:
        """The document with this id, if the library has it."""
        with self._database.read() as connection:
            return next(iter(_documents.listed(connection, "d.id = ?", (document,))), None)

    def at(self, path: Path) -> tuple[Document, Origin] | None:
        """The document that was read from this path, and what the file was like then."""
        with self._database.read() as connection:
            found = _documents.listed(connection, "d.path = ?", (str(path),))
            if not found:
                return None
            return found[0], _documents.origin_of(connection, self._number(connection, found[0].id))

    def origin(self, document: str) -> Origin:
        with self._database.read() as connection:
            return _documents.origin_of(connection, self._number(connection, document))

    def places(self) -> tuple[list[Path], list[Path]]:
        """The folders that documents lie in, and those that they were added with."""
        with self._database.read() as connection:
            return _documents.places(connection)

    def find(self, name: str) -> Document:
        """By path, file name or id prefix (six characters or more). Raises `unknown_document`."""
        with self._database.read() as connection:
            return _documents.find(connection, name)

    def move(self, origin: Origin) -> Document:
        """The bytes with this id lie at another path now. Raises `unknown_document`."""
        with self._database.write() as connection:
            number = self._number(connection, origin.id)
            _documents.move(connection, number, origin)
            return _documents.listed(connection, "d.number = ?", (number,))[0]

    def collect(self, document: str, collection: str) -> None:
        with self._database.write() as connection:
            _collections.collect(connection, self._number(connection, document), collection)

    def remove(self, documents: Sequence[str], *, keep_answers: bool = False) -> None:
        """Out of every view at once, with every turn about them, or with `keep_answers` what these quote. Unknown ids are passed over.
        `scrub` does the rest."""
        with self._database.write() as connection:
            removing.hide(connection, documents, keep_answers=keep_answers)
            removing.settle(connection, documents)

    def hide(self, documents: Sequence[str], *, keep_answers: bool = False) -> None:
        """The same, but it can be undone by `bring_back` until it is `settle`d."""
        with self._database.write() as connection:
            removing.hide(connection, documents, keep_answers=keep_answers)

    def bring_back(self, documents: Sequence[str]) -> list[str]:
        """The ids of those that are in view again: another process may have settled it, or have added the file anew. Writes nothing
        where none of them is hidden."""
        with self._database.read() as connection:
            if not removing.hidden_of(connection, documents):
                return []
        with self._database.write() as connection:
            return removing.bring_back(connection, documents)

    def bring_back_from(self, path: Path) -> bool:
        """A file that is added is not to be removed any more; whether it was. Writes nothing where it was not."""
        with self._database.read() as connection:
            hidden = removing.hidden_from(connection, str(path))
        return bool(hidden and self.bring_back(hidden))

    def settle(self, documents: Sequence[str] | None = None) -> list[str]:
        """What is hidden, all of it without `documents`, cannot be brought back any more: the ids of that. `scrub` does the rest. Writes
        nothing where nothing is."""
        with self._database.read() as connection:
            if not removing.is_any_hidden(connection):
                return []
        with self._database.write() as connection:
            return removing.settle(connection, documents)

    @property
    def gone(self) -> list[str]:
        """Ids of what was removed, is not back and has not left the disk."""
        with self._database.read() as connection:
            return removing.gone(connection)

    @property
    def due(self) -> bool:
        """Whether `scrub` has something to do, or `settle` has: what was hidden a while ago by a program that has ended."""
        return scrubbing.is_due(self._database) or self.abandoned

    @property
    def abandoned(self) -> bool:
        """Whether something is hidden that nobody can bring back any more."""
        with self._database.read() as connection:
            return removing.is_forgotten(connection, time.time())

    def scrub(self, stop: Stop, *, keep_note: bool = False) -> bool:
        """Take the bytes of what was removed off the disk: true when done, false if another process is in the way (try
        again later). Resumable after a stop or a crash; returns at once when nothing is due. `keep_note`: it stays `due`,
        because something that is not the catalog's is left."""
        return scrubbing.scrub(self._database, stop, keep_note=keep_note)

    @property
    def outspelled(self) -> bool:
        """Whether some documents were indexed by an older version, as if they were English; `respell` mends it."""
        return spelling.is_due(self._database)

    def respell(self, stop: Stop, report: Report = ignore) -> None:
        """Index the words of such documents anew, from the catalog itself. Resumable after a stop or a crash. Raises Stopped."""
        spelling.renew(self._database, stop, report)

    def languages(self, documents: Sequence[str] | None = None) -> list[str]:
        """The languages of their texts (of all documents, None), that of the most pages first."""
        with self._database.read() as connection:
            return spelling.languages_by_pages(connection, self.numbers(connection, documents))

    # Text

    def page(self, document: str, number: int) -> Page:
        """Raises `unknown_document`, or `pages` if there is no page of this number."""
        with self._database.read() as connection:
            found = _texts.page(connection, self._number(connection, document), number)
        if found is None:
            known = self.document(document)
            raise UserFixable("pages", pages=str(number), file=known.file, count=known.pages)
        return found

    def pages(self, document: str) -> Iterator[Page]:
        """One page at a time, so that a long document is never in memory as a whole."""
        for number in range(1, self.document(document).pages + 1):
            yield self.page(document, number)

    def page_sizes(self, document: str) -> list[PageSize]:
        """As they were read: 0 by 0 for a page that could not be."""
        with self._database.read() as connection:
            return _texts.page_sizes(connection, self._number(connection, document))

    def page_texts(self, document: str) -> Generator[tuple[int, str], None, None]:
        """Number and text of each page, without its words, from one state of the catalog."""
        with self._database.read() as connection:
            yield from _texts.page_texts(connection, self._number(connection, document))

    def sections(self, document: str) -> list[Section]:
        with self._database.read() as connection:
            return _texts.sections(connection, self._number(connection, document))

    def chunks(self, document: str) -> list[Chunk]:
        with self._database.read() as connection:
            return _texts.chunks(connection, self._number(connection, document))

    def chunk_count(self) -> int:
        with self._database.read() as connection:
            return lexical.count_chunks(connection, None, None)

    # Embeddings

    def pending(self, embedder: str, documents: Sequence[str] | None = None, *, limit: int = 256) -> list[Pending]:
        """Texts that this embedder has not read yet, each once; none means that all is done."""
        self._use(embedder)
        with self._database.read() as connection:
            return _embeddings.pending(connection, self.numbers(connection, documents), limit)

    def count_pending(self, embedder: str, documents: Sequence[str] | None = None) -> tuple[int, int]:
        """Chunks that this embedder has not read yet, and their tokens, for an estimate."""
        self._use(embedder)
        with self._database.read() as connection:
            return _embeddings.count_pending(connection, self.numbers(connection, documents))

    def unfinished(self, embedder: str) -> list[str]:
        """Ids of the documents that have texts which this embedder has not read yet, in the order in which they were added."""
        self._use(embedder)
        with self._database.read() as connection:
            return _embeddings.unfinished(connection)

    def store_embeddings(self, embedder: str, keys: Sequence[bytes], matrix: "NDArray[np.float32]") -> None:
        """`matrix` [n, dimensions] has a row of length 1 for each key that `pending` gave. Nothing happens to
        what is stored already, nor for texts that were removed meanwhile."""
        self._use(embedder)
        with self._database.write() as connection:
            _embeddings.store(connection, embedder, keys, matrix)

    def embeddings(self, document: str, embedder: str) -> "tuple[NDArray[np.int64], NDArray[np.float16]]":
        """Ordinals [n] of the chunks that are embedded, and their embeddings [n, dimensions]."""
        with self._database.read() as connection:
            number = self._number(connection, document)
            current = "1" if _embeddings.embedder_of(connection) == embedder else "0"
            ids, matrix = _embeddings.vectors(connection, f"c.document = ? AND {current}", (number,))
        return _embeddings.ordinals(ids), matrix

    def _use(self, embedder: str) -> None:
        with self._database.read() as connection:
            current = _embeddings.embedder_of(connection)
        if current != embedder:
            with self._database.write() as connection:
                _embeddings.use(connection, embedder)

    # The rest

    def fact(self, name: str) -> str | None:
        """A small thing that is kept about this library, by its name."""
        with self._database.read() as connection:
            row = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def note_fact(self, name: str, value: str) -> None:
        with self._database.write() as connection:
            connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def remember_failed(self, path: Path, error: UserFixable) -> None:
        """A file that could not be added, for the list; forgotten when it is added after all or removed."""
        with self._database.write() as connection:
            _documents.remember_failure(connection, path, error.kind, error.values)

    def failures(self) -> list[tuple[Path, UserFixable]]:
        with self._database.read() as connection:
            return _documents.failures(connection)

    def forget_failure(self, path: Path) -> bool:
        """`scrub` takes its name off the disk."""
        with self._database.write() as connection:
            scrubbing.note(connection)
            return connection.execute("DELETE FROM failures WHERE path = ?", (str(path),)).rowcount > 0

    def check(self) -> list[str]:
        """What is wrong inside the catalog, for `doctor`; empty when it is sound. Reads all of it."""
        return integrity.check(self._database)

    def _number(self, connection: Connection, document: str) -> int:
        number = _documents.number_of(connection, document)
        if number is None:
            raise UserFixable("unknown_document", name=document[:12])
        return number

    def numbers(self, connection: Connection, documents: Sequence[str] | None) -> list[int] | None:
        """The numbers of documents, for the rest of this room. Raises `unknown_document`."""
        return None if documents is None else [self._number(connection, document) for document in documents]
