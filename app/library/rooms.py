"""What a library works with, each opened when it is first needed: the catalog, the embedder, the vectors, the model."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.answers.needs import Generator
from app.errors import UserFixable
from app.host.instance import Hold
from app.host.paths import Paths, expanded

if TYPE_CHECKING:
    from app.documents import Reader
    from app.index.catalog import Catalog
    from app.index.embedder import Embedder
    from app.index.vectors import ChromaVectors
    from app.models import ModelFiles, Store

MakeGenerator = Callable[["ModelFiles"], "Generator"]


class Rooms:
    """`model` is the user's choice for this time (an id or a file). `make_generator` is for tests that need a fault."""

    def __init__(self, paths: Paths, *, model: str | None = None, make_generator: MakeGenerator | None = None) -> None:
        self.paths = paths
        self._model = model
        self._make_generator = make_generator or _engine
        self._generator: Generator | None = None

    @cached_property
    def catalog(self) -> "Catalog":
        from app.index.catalog import Catalog

        self.paths.ensure()
        return Catalog(self.paths.catalog)

    @cached_property
    def hold(self) -> Hold:
        self.paths.ensure()
        return Hold(self.paths.holder)

    @cached_property
    def store(self) -> "Store":
        from app.models import Manifest, Store

        return Store(self.paths, Manifest.load())

    @cached_property
    def embedder(self) -> "Embedder | None":
        """None where its files are missing: everything but search by meaning works without."""
        from app.index.embedder import Embedder

        try:
            files = self.store.find(self.store.manifest.embedder.id)
        except UserFixable as error:
            if error.kind != "model_missing":
                raise
            return None
        return Embedder(files.folder)

    @cached_property
    def vectors(self) -> "ChromaVectors":
        """Chroma's, for the holder only."""
        from app.index.vectors import ChromaVectors

        return ChromaVectors(self.paths.vectors)

    @cached_property
    def reader(self) -> "Reader":
        """One worker process for all files that are read in a row; `end_reading` ends it."""
        from app.documents import Reader

        return Reader()

    def end_reading(self) -> None:
        reader = self.__dict__.pop("reader", None)
        if reader is not None:
            reader.close()

    @property
    def generator(self) -> Generator:
        """The model on this device. Raises `model_missing`, `unknown_model`, `model_damaged`, `model_unsupported`."""
        if self._generator is None:
            self._generator = self._make_generator(self.model_files())
        return self._generator

    def model_files(self) -> "ModelFiles":
        return self.store.find(self._model or self.store.chosen)

    def close(self) -> None:
        self.end_reading()
        generator = self._generator
        if generator is not None:
            unload = getattr(generator, "unload", None)
            if unload is not None:
                unload()
        for name in ("vectors", "catalog"):
            opened = self.__dict__.pop(name, None)
            if opened is not None:
                opened.close()
        hold = self.__dict__.pop("hold", None)
        if hold is not None:
            hold.release()


def _engine(files: "ModelFiles") -> Generator:
    from app.language.engine import Engine

    return Engine(files.gguf, name=files.id)


def absolute(path: Path) -> Path:
    """As a reader would write it in full; links are left alone, so that a file is found where its owner sees it."""
    return expanded(path).absolute()


def exists(path: Path) -> bool:
    """Also false where the system refuses to look: reading it then says why."""
    try:
        path.stat()
    except (OSError, ValueError):
        return False
    return True


def is_text(path: Path) -> bool:
    """Systems that take any bytes for a name have some that are no text in any language; the catalog keeps none of those."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True
