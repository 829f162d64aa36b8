"""Vectors in Chroma: the nearest chunks of a large library without comparing all of them.

An index over the catalog, made from it alone and never needed: its folder may be deleted at any time. It lies in shards of about
20,000 vectors, each a Chroma folder of its own, because Chroma leaves the data of deleted vectors in its files: a shard that
loses a document is written anew. One process at a time; the caller holds the lock that says so.

A marker file stands while Chroma is open. If it is there already, the last process did not end well, and Chroma can end ours on
reading what that one left: each shard is first opened in a child, and one that ends the child is written anew.
"""

import contextlib
import ctypes
import errno
import json
import os
import shutil
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import UserFixable
from app.host import children
from app.host.paths import make_private, unwritable
from app.index.catalog import Catalog
from app.index.catalog import embeddings as catalog_embeddings
from app.index.nearest import Match, Vectors
from app.stop import Stop

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["ChromaVectors", "Match", "Vectors"]

_SHARD_SIZE = 20_000
_BATCH = 512
_COLLECTION = "chunks"
_MARKER = "open"
_EMBEDDER = "embedder"
_DOCUMENTS = "documents.json"
_UNFINISHED = -1
_PROBE_SECONDS = 60.0
_FULL = ("disk is full", "No space left", "os error 28", "os error 122")
"""How Chroma says that the disk or the user's share of it is full: its errors have no code."""


@dataclass(slots=True)
class _Shard:
    """`documents` has the count of vectors for each document's number, or `_UNFINISHED` while they are being added."""

    folder: Path
    documents: dict[int, int]
    client: Any = None
    collection: Any = None

    @property
    def size(self) -> int:
        return sum(max(count, 0) for count in self.documents.values())

    def record(self, document: int, count: int) -> None:
        self.documents[document] = count
        _write(self.folder / _DOCUMENTS, json.dumps(self.documents))

    def open(self) -> Any:
        if self.collection is None:
            self.client, self.collection = _open_collection(self.folder)
        return self.collection

    def close(self) -> None:
        if self.client is not None:
            self.client.close()
        self.client = self.collection = None

    def delete(self) -> None:
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class ChromaVectors:
    """Safe from several threads: a query waits for one batch of another thread's `sync` at most.

    Raises UserFixable `read_only` or `no_space` from `sync`.
    """

    def __init__(self, folder: Path, *, shard_size: int = _SHARD_SIZE) -> None:
        self._folder = folder
        self._shard_size = shard_size
        self._lock = threading.RLock()
        self._shards: list[_Shard] | None = None

    def sync(self, catalog: Catalog, *, stop: Stop) -> None:
        """Take in the documents that are embedded whole, and let go of those that are gone. Resumable after Stopped."""
        with catalog.reading() as connection:
            embedder = catalog_embeddings.embedder_of(connection) or ""
            counts = catalog_embeddings.counts(connection)
        wanted = {number: have for number, (have, all_) in counts.items() if have == all_ and have}
        try:
            shards = self._ready(embedder)
            kept: set[int] = set()
            for shard in list(shards):
                kept |= self._keep(shard, wanted)
            for number in sorted(wanted.keys() - kept):
                self._take(catalog, number, wanted[number], stop)
            self._make_private()
        except OSError as error:
            raise unwritable(error, self._folder) from error

    def query(
        self, vector: "NDArray[np.float32]", count: int, *, documents: Sequence[int] | None = None
    ) -> list[Match]:
        """Approximate: HNSW misses some of the nearest. A shard that fails is left out and written anew by the next `sync`."""
        wanted = None if documents is None else set(documents)
        with self._lock:
            matches = [
                match for shard in list(self._known()) for match in self._query_shard(shard, vector, count, wanted)
            ]
        return sorted(matches, key=lambda match: (-match.similarity, match.chunk))[:count]

    def count(self) -> int:
        with self._lock:
            return sum(shard.size for shard in self._known())

    def close(self) -> None:
        with self._lock:
            for shard in self._shards or ():
                shard.close()
            self._shards = None
            (self._folder / _MARKER).unlink(missing_ok=True)

    def _known(self) -> list[_Shard]:
        """The shards on disk, those that can end this process sorted out."""
        if self._shards is None:
            found = [_found(folder) for folder in sorted(self._folder.glob("shard-*")) if folder.is_dir()]
            if (self._folder / _MARKER).exists():
                found = [shard for shard in found if _survives(shard)]
            self._shards = found
            if found:
                (self._folder / _MARKER).touch(mode=0o600)
        return self._shards

    def _ready(self, embedder: str) -> list[_Shard]:
        """The shards, none of them made from another embedder's vectors."""
        with self._lock:
            make_private(self._folder)
            shards = self._known()
            file = self._folder / _EMBEDDER
            if not file.exists() or file.read_text() != embedder:
                for shard in shards:
                    shard.delete()
                shards.clear()
                _write(file, embedder)
            (self._folder / _MARKER).touch(mode=0o600)
            return shards

    def _keep(self, shard: _Shard, wanted: dict[int, int]) -> set[int]:
        """The documents that this shard has whole; none if it has one that is gone, since then all of it goes."""
        if shard.documents.keys() <= wanted.keys():
            return {number for number, count in shard.documents.items() if count == wanted[number]}
        self._drop(shard)
        if shard.folder.exists():  # somebody has one of its files open: what is in it is to go, so that is said
            raise OSError(errno.EBUSY, "a file of it is in use", str(shard.folder))
        return set()

    def _take(self, catalog: Catalog, number: int, count: int, stop: Stop) -> None:
        with catalog.reading() as connection:
            ids, matrix = catalog_embeddings.vectors(connection, "c.document = ?", (number,))
        with self._lock:
            shard = self._with_room_for(number)
            shard.record(number, _UNFINISHED)
        for start in range(0, len(ids), _BATCH):
            stop.check()
            rows = slice(start, start + _BATCH)
            with self._lock:
                self._upsert(shard, number, ids[rows].tolist(), matrix[rows].astype("float32"))
        with self._lock:
            shard.record(number, count)

    def _upsert(self, shard: _Shard, number: int, ids: Sequence[int], matrix: "NDArray[np.float32]") -> None:
        from chromadb.errors import ChromaError

        try:
            shard.open().upsert(
                ids=[str(identity) for identity in ids],
                embeddings=matrix,
                metadatas=[{"document": number}] * len(ids),
            )
        except ChromaError as error:
            self._drop(shard)
            if any(words in str(error) for words in _FULL):
                raise UserFixable("no_space", folder=str(self._folder.parent)) from error
            raise

    def _with_room_for(self, number: int) -> _Shard:
        """The shard in which an earlier `sync` was stopped at this document, else the last one, else a new one."""
        shards = self._known()
        begun = [shard for shard in shards if number in shard.documents]
        if begun:
            return begun[0]
        if shards and shards[-1].size < self._shard_size:
            return shards[-1]
        last = int(shards[-1].folder.name.removeprefix("shard-")) if shards else 0
        folder = self._folder / f"shard-{last + 1:06d}"
        make_private(folder)
        shards.append(_Shard(folder, {}))
        return shards[-1]

    def _drop(self, shard: _Shard) -> None:
        with self._lock:
            shard.delete()
            self._known().remove(shard)

    def _make_private(self) -> None:
        """Chroma gives its files the rights that are usual on the machine."""
        for path in self._folder.rglob("*"):
            path.chmod(0o700 if path.is_dir() else 0o600)

    def _query_shard(
        self, shard: _Shard, vector: "NDArray[np.float32]", count: int, wanted: set[int] | None
    ) -> list[Match]:
        here = set(shard.documents) if wanted is None else wanted & set(shard.documents)
        if not here:
            return []
        where = None if len(here) == len(shard.documents) else {"document": {"$in": sorted(here)}}
        from chromadb.errors import ChromaError

        try:
            found = shard.open().query(
                query_embeddings=[vector], n_results=min(count, shard.size), where=where, include=["distances"]
            )
        except (ChromaError, OSError, RuntimeError, ValueError):
            # Only an index is lost; the truth is in the catalog.
            self._drop(shard)
            return []
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [Match(int(identity), 1.0 - distance) for identity, distance in pairs]


def _found(folder: Path) -> _Shard:
    """A shard on disk. One whose record cannot be read counts as unfinished and is written anew by the next `sync`."""
    try:
        record = json.loads((folder / _DOCUMENTS).read_text())
        return _Shard(folder, {int(number): int(count) for number, count in record.items()})
    except (OSError, ValueError, AttributeError):
        return _Shard(folder, {0: _UNFINISHED})


def _survives(shard: _Shard) -> bool:
    """Open and query the shard in a child; delete it if that fails, ends the child or takes too long."""
    child = children.start(_probe, shard.folder, name="vectors-probe")
    try:
        sound = child.channel.poll(_PROBE_SECONDS) and child.channel.recv() == "sound"
    except (EOFError, OSError):
        sound = False
    if sound:
        child.end()
    else:
        child.kill()
        shard.delete()
    return sound


def _probe(channel: "Connection[object, object]", folder: Path) -> None:
    import numpy as np
    from chromadb.errors import ChromaError

    try:
        client, collection = _open_collection(folder)
        collection.query(query_embeddings=[np.ones(_dimensions(collection), np.float32)], n_results=10)
        client.close()
    except (ChromaError, OSError, RuntimeError, ValueError):
        channel.send("broken")
    else:
        channel.send("sound")


def _dimensions(collection: Any) -> int:
    first = collection.get(limit=1, include=["embeddings"])["embeddings"]
    return len(first[0]) if len(first) else 1


def _open_collection(folder: Path) -> tuple[Any, Any]:
    """Chroma with nothing but what is given here: no environment, no .env file, no telemetry, no embedder of its own."""
    for name in [name for name in os.environ if name.startswith(("CHROMA_", "OTEL_"))]:
        del os.environ[name]
    _take_clean_memory()
    import chromadb
    from chromadb.config import Settings

    settings = Settings(
        _env_file=None, anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder), allow_reset=False
    )
    client = chromadb.PersistentClient(path=str(folder), settings=settings)
    collection = client.get_or_create_collection(
        _COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    return client, collection


def _take_clean_memory() -> None:
    """Chroma writes room for vectors to come as it got it from the allocator: words and vectors of what was removed, if the heap had them there.
    glibc is told to take large pieces (mallopt(3), M_MMAP_THRESHOLD, its own first value) from the system, which clears them; left alone it
    takes them from its heap once some were freed."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(-3, 128 << 10)


def _write(path: Path, text: str) -> None:
    """All or nothing, readable by the owner only."""
    beside = path.with_suffix(".new")
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    beside.replace(path)
