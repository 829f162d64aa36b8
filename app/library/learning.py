"""Texts become searchable by meaning: in pieces that are kept one by one, so that it can be stopped at any time."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from app.errors import UserFixable
from app.library.rooms import Rooms, patiently
from app.stop import Stop
from app.types import Progress, Report

if TYPE_CHECKING:
    from app.index.catalog import Pending
    from app.index.embedder import Embedder
    from app.index.nearest import Vectors

_BATCH = 96
"""Chunks that are embedded and stored together at most, and below their tokens: what a stop or a kill can cost."""
_BATCH_TOKENS = 4500
_TOKENS_A_SECOND = 3000
"""Embedding speed assumed before anything was measured (two cores)."""
_EXACT = 20_000
"""Chunks of a scope up to which Chroma is not opened."""
_STAGE = "preparing search by meaning"


def embed(rooms: Rooms, ids: Sequence[str] | None, *, report: Report, stop: Stop, within: float | None = None) -> bool:
    """Make texts searchable by meaning; true when all are. Gives up if it would take longer than `within` seconds, and
    leaves the work to the process that holds the library if that is another one."""
    embedder = rooms.embedder
    if embedder is None or rooms.catalog.read_only:
        return False
    _, total = rooms.catalog.count_pending(embedder.id, ids)
    if not total:
        return True
    if (within is not None and total / _TOKENS_A_SECOND > within) or not rooms.holds():
        return False
    pace = _Pace(total)
    for _ in _embedded(rooms, embedder, ids, pace, stop):
        report(Progress(_STAGE, min(pace.done, total), total, left=pace.left))
    return True


def embed_all(rooms: Rooms, *, report: Report, stop: Stop) -> bool:
    """Document after document until all can be searched by meaning, those that are added meanwhile included; false if that is
    not for this process to do, or cannot be done here. Where nothing is left to do, nothing is loaded. Raises Stopped; what was
    done is kept, and what a stop costs is a second or two of work.

    `done` and `total` of its progress count the chunks of one document, `left` is for all of them."""
    embedder = rooms.embedder
    if embedder is None or rooms.catalog.read_only or not rooms.holds():
        return False
    pace, seen = _Pace(0), set[str]()
    while fresh := [one for one in rooms.catalog.unfinished(embedder.id) if one not in seen]:
        seen.add(fresh[0])
        pace.expect(rooms.catalog.count_pending(embedder.id)[1])
        _embed_one(rooms, embedder, fresh[0], pace, report, stop)
    if seen:
        embedder.close()  # a question needs a smaller session
    if rooms.catalog.chunk_count() > _EXACT:  # Chroma takes 50 MB, and a smaller library is searched without
        sync_vectors(rooms, stop)
    return True


def _embed_one(rooms: Rooms, embedder: "Embedder", ident: str, pace: "_Pace", report: Report, stop: Stop) -> None:
    """Ends early if the document is removed meanwhile."""
    try:
        document = rooms.catalog.document(ident)
        done = document.embedded
        report(Progress(_STAGE, done, document.chunks, file=document.file, left=pace.left, document=ident))
        for batch in _embedded(rooms, embedder, [ident], pace, stop):
            done = min(done + len(batch), document.chunks)
            report(Progress(_STAGE, done, document.chunks, file=document.file, left=pace.left, document=ident))
    except UserFixable as error:
        if error.kind != "unknown_document":
            raise


@dataclass(slots=True)
class _Pace:
    """How fast texts are embedded: `done` of `total` tokens in `spent` seconds."""

    total: int
    done: int = 0
    spent: float = 0.0

    @property
    def left(self) -> float | None:
        """Seconds, once something was measured."""
        return self.spent / self.done * max(self.total - self.done, 0) if self.done else None

    def expect(self, tokens: int) -> None:
        """So many are still to come."""
        self.total = self.done + tokens


def _embedded(
    rooms: Rooms, embedder: "Embedder", ids: Sequence[str] | None, pace: _Pace, stop: Stop
) -> "Iterator[list[Pending]]":
    """What is pending, a few texts at a time, each time after they are stored."""
    while pending := rooms.catalog.pending(embedder.id, ids, limit=_BATCH):
        for batch in _batches(pending):
            began = time.monotonic()
            matrix = embedder.embed([one.text for one in batch], stop=stop)
            patiently(partial(rooms.catalog.store_embeddings, embedder.id, [one.key for one in batch], matrix), stop)
            pace.done += sum(one.tokens for one in batch)
            pace.spent += time.monotonic() - began
            yield batch
            stop.check()


def _batches(pending: "Sequence[Pending]") -> "Iterator[list[Pending]]":
    batch: list[Pending] = []
    tokens = 0
    for one in pending:
        if batch and tokens + one.tokens > _BATCH_TOKENS:
            yield batch
            batch, tokens = [], 0
        batch.append(one)
        tokens += one.tokens
    if batch:
        yield batch


def sync_vectors(rooms: Rooms, stop: Stop) -> None:
    """Bring Chroma up to the catalog, if this process holds the library."""
    if rooms.catalog.read_only or not rooms.holds():
        return
    with rooms.learning.passed(stop):
        rooms.vectors.sync(rooms.catalog, stop=stop)


def vectors_for(rooms: Rooms, chunks: int) -> "Vectors | None":
    """Chroma where it pays and is ours to open; None where every cosine is computed."""
    if chunks <= _EXACT or rooms.embedder is None or rooms.catalog.read_only:
        return None
    return rooms.vectors if rooms.holds() else None
