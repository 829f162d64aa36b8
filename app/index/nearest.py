"""The nearest chunks to a vector: what every index over embeddings can do, and the exact one over the catalog's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.index.catalog import Catalog
from app.index.catalog import embeddings as catalog_embeddings
from app.index.catalog.within import within
from app.stop import Stop

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_AT_ONCE = 8192


@dataclass(frozen=True, slots=True)
class Match:
    """`chunk` is the catalog's id of a chunk, `similarity` the cosine."""

    chunk: int
    similarity: float


class Vectors(Protocol):
    """An index over the embeddings of documents, which it knows by the catalog's numbers."""

    def sync(self, catalog: Catalog, *, stop: Stop) -> None:
        """Take in the documents that are embedded whole, and let go of those that are gone. Raises Stopped."""
        ...

    def query(
        self, vector: "NDArray[np.float32]", count: int, *, documents: Sequence[int] | None = None
    ) -> list[Match]:
        """The `count` nearest chunks, nearest first, among these documents (None for all)."""
        ...

    def count(self) -> int: ...

    def close(self) -> None: ...


class CatalogVectors:
    """Every cosine computed, over the catalog's own embeddings: exact, always up to date, and for any number of processes."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def sync(self, catalog: Catalog, *, stop: Stop) -> None:
        stop.check()
        self._catalog = catalog

    def query(
        self, vector: "NDArray[np.float32]", count: int, *, documents: Sequence[int] | None = None
    ) -> list[Match]:
        return self.query_pages(vector, count, documents=documents, pages=None)

    def query_pages(
        self,
        vector: "NDArray[np.float32]",
        count: int,
        *,
        documents: Sequence[int] | None,
        pages: tuple[int, int] | None,
    ) -> list[Match]:
        """The same among the chunks of these pages, first and last."""
        import numpy as np

        with self._catalog.reading() as connection:
            ids, matrix = catalog_embeddings.vectors(connection, within(documents, pages))
        similarities = cosines(matrix, vector)
        order = np.argsort(-similarities, kind="stable")[:count]
        return [Match(int(ids[index]), float(similarities[index])) for index in order]

    def count(self) -> int:
        with self._catalog.reading() as connection:
            return sum(embedded for embedded, _ in catalog_embeddings.counts(connection).values())

    def close(self) -> None:
        pass


def cosines(matrix: "NDArray[np.float16]", vector: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """[n] for `matrix` [n, dimensions]; in pieces, since the whole in single precision would take twice its memory."""
    import numpy as np

    result = np.zeros(len(matrix), np.float32)
    for start in range(0, len(matrix), _AT_ONCE):
        piece = matrix[start : start + _AT_ONCE].astype(np.float32)
        result[start : start + len(piece)] = piece @ vector
    return result
