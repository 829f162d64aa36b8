"""Rooms are opened once whichever threads ask, and closed by any of them."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from app.errors import UserFixable
from app.host.instance import Hold
from app.host.paths import Paths
from app.library import rooms as rooms_module
from app.library.rooms import Rooms, Turnstile, patiently
from app.models import ModelFiles
from app.stop import Stop, Stopped
from tests.fakes import FakeEngine

_THREADS = 8


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data", Paths.find().models, tmp_path / "machine")


def _at_once(work: Callable[[], object]) -> list[object]:
    """What each of several threads gets that begin at the same moment."""
    gate = threading.Barrier(_THREADS)

    def begin() -> object:
        gate.wait(60)
        return work()

    with ThreadPoolExecutor(_THREADS) as pool:
        return [future.result() for future in [pool.submit(begin) for _ in range(_THREADS)]]


@pytest.mark.model
@pytest.mark.embedder
def test_threads_share_what_is_opened(paths: Paths) -> None:
    made: list[FakeEngine] = []

    def make(files: object) -> FakeEngine:
        made.append(FakeEngine())
        return made[-1]

    rooms = Rooms(paths, model="smollm2-135m", make_generator=make)
    for name in ("catalog", "hold", "store", "embedder", "vectors", "reader", "generator"):
        assert len({id(one) for one in _at_once(partial(getattr, rooms, name))}) == 1, name
    assert len(made) == 1 and rooms.loaded is made[0]
    rooms.close()
    assert rooms.loaded is None


def test_one_process_holds_the_library_for_all_of_its_threads(paths: Paths) -> None:
    rooms = Rooms(paths)
    assert _at_once(rooms.holds) == [True] * _THREADS
    other = Hold(paths.holder)
    assert not other.take()
    thread = threading.Thread(target=rooms.close)
    thread.start()
    thread.join()
    assert other.take()
    other.release()


def test_another_model_is_used_from_the_moment_it_is_chosen(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    unloaded: list[str] = []

    class Engine(FakeEngine):
        def unload(self) -> None:
            unloaded.append(self.model)

    chosen = ["small"]
    rooms = Rooms(paths, make_generator=lambda files: Engine(name=files.id))
    monkeypatch.setattr(
        rooms, "model_files", lambda: ModelFiles(chosen[0], Path("/models"), (Path(f"/models/{chosen[0]}.gguf"),))
    )
    small = rooms.generator
    assert rooms.generator is small and unloaded == []
    chosen[0] = "large"
    assert rooms.generator.model == "large" and unloaded == ["small"]
    rooms.unload()
    assert rooms.loaded is None and unloaded == ["small", "large"]
    assert rooms.generator.model == "large"


def test_an_embedder_that_comes_later_is_seen(tmp_path: Path) -> None:
    models = tmp_path / "models"
    rooms = Rooms(Paths(tmp_path / "data", models, tmp_path / "machine"))
    assert rooms.embedder is None
    ident = rooms.store.manifest.embedder.id
    (models).mkdir()
    (models / ident).symlink_to(Paths.find().models / ident)
    assert rooms.embedder is not None


def test_one_thread_at_a_time_passes_and_may_pass_again() -> None:
    turnstile = Turnstile()
    with turnstile.passed(Stop()), turnstile.passed(Stop()):
        stop = Stop()
        heard: list[bool] = []

        def wait() -> None:
            try:
                with turnstile.passed(stop):
                    heard.append(False)
            except Stopped:
                heard.append(True)

        thread = threading.Thread(target=wait)
        thread.start()
        stop.request()
        thread.join()
        assert heard == [True]
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(_is_free, turnstile).result() is False
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(_is_free, turnstile).result() is True


def _is_free(turnstile: Turnstile) -> bool:
    with turnstile.within(0.0) as free:
        return free


def test_background_work_waits_for_a_busy_catalog(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms_module, "_PAUSE", 0.0)
    busy = iter([True, True, False])

    def act() -> str:
        if next(busy):
            raise UserFixable("locked")
        return "done"

    assert patiently(act, Stop()) == "done"
    stop = Stop()

    def always() -> None:
        stop.request()
        raise UserFixable("locked")

    with pytest.raises(Stopped):
        patiently(always, stop)
    tries: list[int] = []

    def never() -> None:
        tries.append(1)
        raise UserFixable("locked" if len(tries) < 100 else "no_space")

    with pytest.raises(UserFixable) as caught:
        patiently(never, Stop())
    assert caught.value.kind == "locked" and 5 < len(tries) < 100
