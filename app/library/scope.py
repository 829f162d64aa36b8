"""What a question is asked of: documents of the library, files that are added first, pages of one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.answers.summaries.parts import within
from app.errors import UserFixable
from app.library import documents
from app.library.documents import Failed, Passwords
from app.library.keeping import PASSING
from app.library.rooms import Rooms, absolute, exists, is_text
from app.stop import Stop
from app.types import Chunk, Document, Passage, Progress, Report, Scope

_EMBED_WITHIN = 30.0
"""Seconds. What the scope lacks in embeddings is made up for before a search if it takes no longer."""

OnFailed = Callable[[Failed], None]


@dataclass(frozen=True, slots=True)
class Where:
    """What a question is asked of: exactly the documents of these ids, else these files, else this collection, else everything;
    `pages` of one document only. `called`: names of files, by id, where documents were named by their copies."""

    files: Sequence[Path] = ()
    collection: str | None = None
    pages: tuple[int, int] | None = None
    ids: Sequence[str] | None = None
    called: Mapping[str, str] = field(default_factory=dict)

    @property
    def everything(self) -> bool:
        return self.ids is None and not self.files and self.collection is None


def chosen(
    rooms: Rooms, where: Where, *, password: Passwords, report: Report, stop: Stop, on_failed: OnFailed | None
) -> list[Document]:
    """The documents of the scope; a file that is not in the library yet is added first, and a copy of one that is there is
    that document under the copy's path. Raises UserFixable where nothing is left to ask, or for the first bad file if nobody
    listens to failures."""
    if not rooms.gentle:  # a window does that behind its questions
        documents.finish_removals(rooms, stop)
    documents.finish_spelling(rooms, report, stop)
    if where.ids is not None:
        return [_at(one.path.with_name(where.called.get(one.id, one.file)), one) for one in _by_id(rooms, where.ids)]
    if not where.files:
        found = rooms.catalog.documents(where.collection)
        if not found:
            raise UserFixable(
                "library_empty" if where.collection is None else "unknown_collection", name=where.collection
            )
        return found
    found, failures = [], []
    for path in where.files:
        try:
            found.append(_document(rooms, path, password, report, stop))
        except UserFixable as error:
            failures.append(Failed(path, error))
    _say(failures, on_failed, nothing_left=not found)
    return list({document.id: document for document in found}.values())


def _by_id(rooms: Rooms, ids: Sequence[str]) -> list[Document]:
    """Raises `unknown_document`, or `library_empty` where none is named."""
    if not ids:
        raise UserFixable("library_empty")
    return [rooms.catalog.document(ident) for ident in dict.fromkeys(ids)]


def scope_of(rooms: Rooms, where: Where, found: Sequence[Document]) -> Scope:
    def asked(document: Document) -> int:
        return document.pages if where.pages is None else where.pages[1] - where.pages[0] + 1

    embedded = sum(asked(d) for d in found if d.embedded >= d.chunks) if rooms.embedder is not None else 0
    return Scope(len(found), sum(map(asked, found)), 0, embedded)


def _document(rooms: Rooms, path: Path, password: Passwords, report: Report, stop: Stop) -> Document:
    """A file on disk, added if need be; else a document that was here under this path, name or id."""
    if exists(absolute(path)) or not is_text(absolute(path)):
        return _at(absolute(path), documents.add_one(rooms, path, password=password, report=report, stop=stop))
    known = rooms.catalog.at(absolute(path))
    if known is not None:
        return known[0]
    try:
        return rooms.catalog.find(str(path))
    except UserFixable as error:
        raise UserFixable("not_found", file=path.name) from error


def _at(path: Path, document: Document) -> Document:
    return document if document.path == path else replace(document, path=path)


def as_asked(passages: Sequence[Passage], found: Sequence[Document]) -> list[Passage]:
    """Passages under the names of the files that were asked about."""
    files = {document.id: document.file for document in found}
    return [replace(one, file=files.get(one.document, one.file)) for one in passages]


def _say(failures: Sequence[Failed], on_failed: OnFailed | None, *, nothing_left: bool) -> None:
    if failures and (on_failed is None or (nothing_left and len(failures) == 1)):
        raise failures[0].error
    for failure in failures[: -1 if nothing_left else None]:
        if on_failed is not None:
            on_failed(failure)
    if failures and nothing_left:
        raise failures[-1].error


def embed(rooms: Rooms, found: Sequence[Document], wait: bool | None, report: Report, stop: Stop) -> bool:
    """Make documents searchable by meaning as far as `wait` asks for it; false if more was asked for than could be done."""
    if wait is False:
        return True
    within = None if wait else _EMBED_WITHIN
    try:
        return documents.embed(rooms, [d.id for d in found], report=report, stop=stop, within=within)
    except UserFixable as error:
        if error.kind not in PASSING:
            raise
        return False


def learned(rooms: Rooms, found: Sequence[Document], wait: bool | None, report: Report, stop: Stop) -> list[Document]:
    """The documents as they are afterwards, still under the paths that were asked about."""
    if not embed(rooms, found, wait, report, stop):
        report(Progress("searching", 0, 1, note="Not all of it can be searched by meaning yet; searching by words."))
    return [_at(document.path, rooms.catalog.document(document.id)) for document in found]


def check_pages(where: Where, found: Sequence[Document]) -> None:
    if where.pages is None:
        return
    for document in found:
        if where.pages[1] > document.pages:
            first, last = where.pages
            raise UserFixable("pages", pages=f"{first}-{last}", file=document.file, count=document.pages)


def on_pages(chunks: Sequence[Chunk], pages: tuple[int, int] | None) -> list[Chunk]:
    """The chunks cut to the pages asked for. What lies outside keeps its place in the list but is in no section, so that it
    is never read as somebody's neighbour."""
    if pages is None:
        return list(chunks)
    return [within(chunk, pages) or replace(chunk, section=-1) for chunk in chunks]
