"""What a library works with, each opened when it is first needed: the catalog, the embedder, the vectors, the model.

Any thread may ask for any of it: it is opened once. What only one thread may use at a time has a `Turnstile`.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, overload, runtime_checkable

from app.answers.needs import Generator
from app.errors import UserFixable
from app.host.instance import Hold
from app.host.paths import Paths, expanded
from app.host.resident import Growth
from app.host.settings import Settings
from app.stop import Stop

if TYPE_CHECKING:
    from app.answers.translate import Translations
    from app.documents import Reader
    from app.index.catalog import Catalog
    from app.index.embedder import Embedder
    from app.index.reranker import Reranker
    from app.index.vectors import ChromaVectors
    from app.models import ModelFiles, Store

MakeGenerator = Callable[["ModelFiles"], "Generator"]


_T = TypeVar("_T")
_LOOK = 0.05
"""Seconds between looks at the stop token while another thread is waited for."""
_TRIES = 12
_PAUSE = 1.0
"""Seconds between tries, beside those that the catalog itself waits."""
_CLOSING = 5.0
"""Seconds that closing waits for a reader at work."""


@runtime_checkable
class Releasable(Protocol):
    """What takes memory while it is used, and is loaded again when it is wanted."""

    @property
    def holds_memory(self) -> bool: ...

    def release(self, *, idle: float) -> bool:
        """Give the memory back if nobody has used it for `idle` seconds; false if not, or if there is none."""
        ...


class _opened(cached_property[_T]):
    """Made when it is first asked for, once, whichever threads ask."""

    @overload
    def __get__(self, rooms: None, owner: type[Any] | None = None) -> "_opened[_T]": ...

    @overload
    def __get__(self, rooms: object, owner: type[Any] | None = None) -> _T: ...

    def __get__(self, rooms: Any, owner: type[Any] | None = None) -> Any:
        if rooms is None:
            return self
        with rooms.opening:
            growth = Growth()
            with growth.within():
                made = super().__get__(rooms, owner)
            rooms.grown.setdefault(self.attrname, growth.bytes)
            return made


class Turnstile:
    """Lets one thread in at a time; those who wait still hear a stop."""

    def __init__(self) -> None:
        self._lock = threading.RLock()

    @contextmanager
    def passed(self, stop: Stop) -> Iterator[None]:
        """Raises Stopped while it waits."""
        while not self._lock.acquire(timeout=_LOOK):
            stop.check()
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def within(self, seconds: float) -> Iterator[bool]:
        """Whether the way was free in so many seconds."""
        free = self._lock.acquire(timeout=seconds)
        try:
            yield free
        finally:
            if free:
                self._lock.release()


class Rooms:
    """`model` and `adapter` are the user's choice for this time (an id or a file, 'none' for none); without `gpu` none is used this time, whatever the settings
    say. `make_generator` is for tests that need a fault."""

    def __init__(
        self,
        paths: Paths,
        *,
        model: str | None = None,
        adapter: str | None = None,
        gentle: bool = False,
        gpu: bool = True,
        make_generator: MakeGenerator | None = None,
    ) -> None:
        self.paths = paths
        self.gentle = gentle
        self.opening = threading.RLock()
        self.grown: dict[str, int] = {}
        """Bytes that this process grew by when each of them was opened."""
        self.reading = Turnstile()
        """For the reader."""
        self.learning = Turnstile()
        """For bringing the vectors up to the catalog."""
        self.tidying = Turnstile()
        """For taking what was removed off the disk."""
        self._model, self._adapter = model, adapter
        self._gpu = gpu
        self.read_ahead: str | None = ""
        """What the model has read of a question's prompt before it was asked; None where that is not known."""
        self.removals = 0
        """How often text of the library went. What was found before is not to be read by the model any more."""
        self._make_generator = make_generator or (
            lambda files: _engine(files, gpu=self.may_use_gpu, threads=paths.threads.absolute())
        )
        self._generator: tuple[tuple[Path, str, bool], Generator] | None = None
        self._embedder: Embedder | None = None
        self._reranker: Reranker | None = None

    @_opened
    def catalog(self) -> "Catalog":
        from app.index.catalog import Catalog

        self.paths.ensure()
        return Catalog(self.paths.catalog)

    @_opened
    def hold(self) -> Hold:
        self.paths.ensure()
        return Hold(self.paths.holder)

    def holds(self) -> bool:
        """Whether this process holds the library; it does from now on if no other one is the holder."""
        with self.opening:
            return self.hold.held or self.hold.take()

    @_opened
    def store(self) -> "Store":
        from app.models import Manifest, Store

        return Store(self.paths, Manifest.load())

    @property
    def embedder(self) -> "Embedder | None":
        """None while its files are missing: everything but search by meaning works without."""
        with self.opening:
            if self._embedder is None:
                self._embedder = self._find_embedder()
            return self._embedder

    def _find_embedder(self) -> "Embedder | None":
        from app.index.embedder import Embedder

        model = self.store.embedder
        with suppress_missing():
            return Embedder(
                self.store.find(model.id).folder,
                gentle=self.gentle,
                question_prefix=model.question_prefix,
                text_prefix=model.text_prefix,
            )
        return None

    @property
    def reranker(self) -> "Reranker | None":
        """None unless somebody has fetched one: nothing needs it."""
        from app.index.reranker import Reranker

        with self.opening:
            files = self.store.reranker
            if files is None or files.model is None:
                self._reranker = None
            elif self._reranker is None:
                self._reranker = Reranker(files.folder, languages=files.model.languages)
            return self._reranker

    @_opened
    def vectors(self) -> "ChromaVectors":
        """Chroma's, for the holder only."""
        from app.index.vectors import ChromaVectors

        return ChromaVectors(self.paths.vectors)

    @_opened
    def reader(self) -> "Reader":
        """One worker process for all files that are read in a row, by whoever has passed `reading`; `end_reading` ends it."""
        from app.documents import Reader

        return Reader()

    def end_reading(self) -> None:
        """End the worker, unless another thread is reading with it: then that one does."""
        self._end_reading(0.0)

    def _end_reading(self, wait: float) -> None:
        with self.reading.within(wait) as free:
            if not free:
                return
            with self.opening:
                reader: Reader | None = self.__dict__.pop("reader", None)
            if reader is not None:
                reader.close()

    @cached_property
    def translations(self) -> "Translations":
        """What the model on this device has put into another language, as long as the library is open."""
        from app.answers.translate import Translations

        return Translations()

    @property
    def generator(self) -> Generator:
        """The model on this device: another one from the moment that another one, or another device, is chosen. Raises `model_missing`,
        `unknown_model`, `model_damaged`, `model_unsupported`."""
        files = self.model_files()
        wanted = (files.gguf, files.name, self.may_use_gpu)
        with self.opening:
            before = self._generator
            if before is not None and before[0] == wanted:
                return before[1]
            generator = self._make_generator(files)
            self._generator = (wanted, generator)
        _unload(before)
        return generator

    @property
    def may_use_gpu(self) -> bool:
        return self._gpu and Settings.load(self.paths.settings).gpu

    def unload(self) -> None:
        """Give the model's memory back; the next question loads it again."""
        with self.opening:
            before, self._generator = self._generator, None
        self.read_ahead = None
        _unload(before)

    @property
    def holds_generator(self) -> bool:
        """Whether the model on this device takes memory now."""
        return _holds(self.loaded)

    @property
    def holds_models(self) -> bool:
        """Whether any model does."""
        return any(_holds(one) for one in self._releasable.values())

    def release(self, *, idle: float) -> tuple[str, ...]:
        """Give back what nobody has used for `idle` seconds; the names of that. What is at work is left alone."""
        left = tuple(
            name for name, one in self._releasable.items() if isinstance(one, Releasable) and one.release(idle=idle)
        )
        if "model" in left:
            self.read_ahead = None
        return left

    def leave_unchosen(self) -> tuple[str, ...]:
        """Give back a model that another one was chosen instead of, unless it is at work still; its name."""
        with self.opening:
            made = self._generator
            if made is None or not _holds(made[1]) or made[0] == self._wanted():
                return ()
            assert isinstance(made[1], Releasable)
            return ("model",) if made[1].release(idle=0.0) else ()

    def grown_of(self, name: str) -> int:
        """Bytes that this process grew by when 'embedder' or 'reranker' was loaded; 0 while it is not."""
        one = self._releasable[name]
        return int(getattr(one, "grown", 0)) if _holds(one) else 0

    @property
    def _releasable(self) -> dict[str, object]:
        return {"model": self.loaded, "embedder": self._embedder, "reranker": self._reranker}

    def _wanted(self) -> tuple[Path, str, bool] | None:
        """None where that model cannot be used."""
        try:
            files = self.model_files()
        except UserFixable:
            return None
        return files.gguf, files.name, self.may_use_gpu

    def forget_read(self) -> None:
        """Nothing stays with the model of what it has read: some of it has been removed."""
        self.removals += 1
        self._forget_with_model()

    @contextmanager
    def read_by_model(self) -> Iterator[None]:
        """Of what the model is given within nothing stays either, if some text went meanwhile."""
        before = self.removals
        try:
            yield
        finally:
            if self.removals != before:
                self._forget_with_model()

    def _forget_with_model(self) -> None:
        self.read_ahead = None
        forget = getattr(self.loaded, "forget", None)
        if forget is not None:
            forget()

    @property
    def loaded(self) -> Generator | None:
        """The model, if one was asked for already."""
        made = self._generator
        return None if made is None else made[1]

    def model_files(self) -> "ModelFiles":
        """The model and the adapter that are used: what is wanted for this time, else what the settings say, else the manifest."""
        return self.store.attached(self.store.find(self.chosen), self._adapter)

    @property
    def chosen(self) -> str:
        """The model that is wanted for this time, else the one that is chosen; it need not be there."""
        return self._model or self.store.chosen

    def close(self) -> None:
        self._end_reading(_CLOSING)
        self.unload()
        for name in ("vectors", "catalog"):
            with self.opening:
                opened = self.__dict__.pop(name, None)
            if opened is not None:
                opened.close()
        with self.opening:
            hold = self.__dict__.pop("hold", None)
        if hold is not None:
            hold.release()


@contextmanager
def suppress_missing() -> Iterator[None]:
    """A model that is not on this machine is no error here."""
    try:
        yield
    except UserFixable as error:
        if error.kind != "model_missing":
            raise


def _holds(one: object) -> bool:
    return isinstance(one, Releasable) and one.holds_memory


def _unload(made: tuple[tuple[Path, str, bool], Generator] | None) -> None:
    unload = None if made is None else getattr(made[1], "unload", None)
    if unload is not None:
        unload()


def _engine(files: "ModelFiles", *, gpu: bool, threads: Path) -> Generator:
    from app.language.engine import Engine

    adapter = files.adapter.path if files.adapter else None
    return Engine(files.gguf, name=files.name, gpu=gpu, adapter=adapter, threads=threads)


def patiently(action: Callable[[], _T], stop: Stop) -> _T:
    """Do it, again and again for about a minute while the catalog is busy: one that is being tidied up is that for a while.
    For work in the background. Raises Stopped."""
    for tries_left in reversed(range(_TRIES)):
        try:
            return action()
        except UserFixable as error:
            if error.kind != "locked" or not tries_left:
                raise
        stop.wait(_PAUSE)
        stop.check()
    raise AssertionError("the last try returns or raises")


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
