"""What a removal costs: one document of a library of many, step by step.

    python -m tests.benchmarks.removing FOLDER [--documents 300] [--vectors]

The texts are generated: words drawn as in real texts (the n-th most common 1/n as often), 50 chunks of some 900 characters a document.
The vectors are drawn, not computed; what is measured does not depend on where they point. The library is built where FOLDER has none yet
and can be measured again. `--vectors` keeps them in Chroma, too. Times are told beside what the disk needs to write and read as many
bytes as the catalog has, in the same run.
"""

import argparse
import json
import os
import random
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from app.host.paths import Paths
from app.index.catalog import Catalog
from app.library import Library
from app.stop import Stop
from tests.index.texts import chunks_of, origin, reading_of

_CHUNKS, _WORDS, _KNOWN = 50, 140, 40_000
"""Of a document, of a chunk, of the vocabulary."""
_EMBEDDER = "drawn/1"
_MADE = 10
_COPY = (
    """INSERT INTO documents (number, id, path, folder, size, mtime, title, pages, chunks, outlined, added, reader_version, chunker_version,
           languages) SELECT :new, lower(hex(randomblob(32))), '/documents/' || :new || '.pdf', folder, size, mtime, title, pages, chunks,
           outlined, added, reader_version, chunker_version, languages FROM documents WHERE number = :old""",
    "INSERT INTO pages SELECT :new, number, label, width, height, skipped, body FROM pages WHERE document = :old",
    "INSERT INTO sections SELECT :new, ordinal, title, level, page, start, last_page, path FROM sections WHERE document = :old",
    """INSERT INTO originals SELECT id + ((:new - :old) << 20), header, text FROM originals
           WHERE id BETWEEN :old << 20 AND (:old << 20) + 1048575""",
    """INSERT INTO words (rowid, header, text) SELECT id, header, text FROM originals
           WHERE id BETWEEN :new << 20 AND (:new << 20) + 1048575""",
    """INSERT INTO embeddings (id, embedder, key, vector) SELECT id + ((:new - :old) << 20), 'drawn/1', randomblob(20), drawn()
           FROM chunks WHERE document = :old""",
    """INSERT INTO chunks SELECT id + ((:new - :old) << 20), :new, section, first_page, last_page, spans, page_note, tokens, is_table,
           (SELECT key FROM embeddings e WHERE e.id = c.id + ((:new - :old) << 20)), id + ((:new - :old) << 20)
           FROM chunks c WHERE document = :old""",
)
"""`drawn` is a vector."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--vectors", action="store_true")
    options = parser.parse_args()
    paths = Paths(options.folder, Paths.find().models, options.folder / "machine")
    _build(paths, options.documents)
    told: dict[str, object] = {"documents": options.documents, "bytes": paths.catalog.stat().st_size}
    told["floor"] = _floor(paths.catalog)
    with Library(paths) as library:
        if options.vectors:
            with _timed(told, "vectors written"):
                assert library.rooms.holds()
                library.rooms.vectors.sync(library.rooms.catalog, stop=Stop())
        first = library.rooms.catalog.documents()[options.documents // 2]
        with _timed(told, "removed"):
            library.remove([first.id], stop=Stop())
        told["left"] = library.removal_unfinished
    told["bytes after"] = paths.catalog.stat().st_size
    told["peak memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(told))


@contextmanager
def _timed(told: dict[str, object], name: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    told[name] = round(time.monotonic() - began, 2)


def _build(paths: Paths, documents: int) -> None:
    """As many as are missing: a few are made as always, the others are copies of them under other numbers, which takes a tenth of the time."""
    paths.ensure()
    draw = random.Random(7)
    words = [f"{draw.choice('bcdfglmnprst')}{draw.choice('aeiou')}{n:x}" for n in range(_KNOWN)]
    shares = [1 / rank for rank in range(1, _KNOWN + 1)]
    vectors = np.random.default_rng(7)
    with Catalog(paths.catalog) as catalog:
        for number in range(len(catalog.documents()), min(_MADE, documents)):
            drawn = draw.choices(words, shares, k=_CHUNKS * _WORDS)
            pages = [" ".join(drawn[at : at + _WORDS]) for at in range(0, len(drawn), _WORDS)]
            reading = reading_of(pages, f"Document {number}")
            catalog.add(origin(f"{number}.pdf"), reading, chunks_of(reading))
        catalog.store_embeddings(_EMBEDDER, [], np.zeros((0, 384), np.float32))
        for number in range(len(catalog.documents()), documents):
            with catalog._database.write() as connection:
                connection.create_function("drawn", 0, lambda: _vector(vectors))
                for statement in _COPY:
                    connection.execute(statement, {"new": number + 1, "old": number % _MADE + 1})


def _vector(draws: np.random.Generator) -> bytes:
    """Of length 1, as the catalog keeps it."""
    row = draws.standard_normal(384, np.float32)
    return (row / np.linalg.norm(row)).astype(np.float16).tobytes()


def _floor(catalog: Path) -> float:
    """Seconds to copy the catalog, the copy on the disk."""
    copy, began = catalog.with_name("copy"), time.monotonic()
    with catalog.open("rb") as read, copy.open("wb") as write:
        while block := read.read(1 << 20):
            write.write(block)
        write.flush()
        os.fsync(write.fileno())
    seconds = time.monotonic() - began
    copy.unlink()
    return round(seconds, 2)


if __name__ == "__main__":
    main()
