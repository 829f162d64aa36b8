"""When the models are given back, with the real engine's process: idle, short of memory, another one chosen, on demand."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app.host.idle import Idle
from app.host.paths import Paths
from app.host.policy import Policy
from app.host.pressure import is_short
from app.host.settings import change
from app.language.engine import Engine
from app.library import resting
from app.library.resting import Resting
from app.library.rooms import Rooms
from app.models import ModelFiles
from app.stop import Stop
from app.types import Progress
from tests.contracts.test_resting import PROMPT, Clock
from tests.language.engines import model_file

GIB = 2**30


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rooms(tmp_path: Path, clock: Clock) -> Iterator[Rooms]:
    def make(files: ModelFiles) -> Engine:
        return Engine(files.gguf, name=files.name, context=512, threads=1, idle=Idle(clock))

    paths = Paths(tmp_path / "data", tmp_path / "models", tmp_path / "machine")
    opened = Rooms(paths, model=str(model_file()), make_generator=make)
    yield opened
    opened.close()


def _used(rooms: Rooms) -> int:
    """Let the model write, and give the process that it is in."""
    rooms.generator.generate(PROMPT, max_tokens=1, stop=Stop())
    pid = getattr(rooms.generator, "pid", None)
    assert isinstance(pid, int) and psutil.pid_exists(pid)
    return pid


def _is_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid)


def _resting(rooms: Rooms, *, free: int = 8 * GIB) -> Resting:
    return Resting(
        rooms,
        memory=lambda: (16 * GIB, free),
        is_short=lambda total, available: is_short(total, available, Path("/nowhere")),
    )


def test_nothing_is_looked_at_while_nothing_is_loaded(rooms: Rooms) -> None:
    def memory() -> tuple[int, int]:
        raise AssertionError("looked")

    assert Resting(rooms, memory=memory).look() == ()
    assert rooms.loaded is None


def test_an_idle_model_goes_and_the_next_question_loads_it_with_progress(rooms: Rooms, clock: Clock) -> None:
    change(rooms.paths.settings, idle_minutes=5)
    pid, rests = _used(rooms), _resting(rooms)
    clock.now += 5 * 60 - 1
    assert rests.look() == () and not _is_gone(pid)
    clock.now += 1
    assert rests.look() == ("model",) and _is_gone(pid)
    assert rests.look() == ()
    told: list[Progress] = []
    rooms.generator.load(report=told.append, stop=Stop())
    assert told and _used(rooms) != pid


def test_it_stays_for_ever_if_that_was_chosen(rooms: Rooms, clock: Clock) -> None:
    change(rooms.paths.settings, idle_minutes=0)
    pid = _used(rooms)
    clock.now += 10**7
    assert _resting(rooms).look() == () and not _is_gone(pid)


def test_short_memory_takes_it_at_the_second_look_once_it_rests(rooms: Rooms, clock: Clock) -> None:
    pid, rests = _used(rooms), _resting(rooms, free=GIB // 2)
    clock.now += 60
    assert rests.look() == ()
    _used(rooms)
    assert rests.look() == () and not _is_gone(pid)
    clock.now += 60
    assert rests.look() == ("model",) and _is_gone(pid)


def test_one_short_moment_takes_nothing(rooms: Rooms, clock: Clock) -> None:
    free = iter([GIB // 2, 8 * GIB, GIB // 2])
    rests = Resting(rooms, memory=lambda: (16 * GIB, next(free)), is_short=lambda total, free: free < GIB)
    pid = _used(rooms)
    clock.now += 60
    assert [rests.look() for _ in range(3)] == [(), (), ()] and not _is_gone(pid)


def test_another_choice_gives_the_old_model_back_at_once(tmp_path: Path, clock: Clock) -> None:
    paths = Paths(tmp_path / "data", Paths.find().models, tmp_path / "machine")
    change(paths.settings, model="smollm2-135m")
    rooms = Rooms(paths, make_generator=lambda files: Engine(files.gguf, name=files.name, context=512, threads=1))
    pid, rests = _used(rooms), _resting(rooms)
    assert rests.look() == () and not _is_gone(pid)
    change(paths.settings, model=rooms.store.manifest.model("default").id)
    assert rests.look() == ("model",) and _is_gone(pid)
    change(paths.settings, model="smollm2-135m")
    again = _used(rooms)
    change(paths.settings, gpu=False)
    rooms.generator  # noqa: B018  another engine, asked for before anybody looked
    assert _is_gone(again)
    rooms.close()


def test_on_demand_it_goes_unless_it_works(rooms: Rooms) -> None:
    pid = _used(rooms)
    seen: list[bool] = []
    rooms.generator.generate(PROMPT, max_tokens=2, stop=Stop(), on_text=lambda _: seen.append(resting.unload(rooms)))
    assert seen and not any(seen) and not _is_gone(pid)
    assert resting.unload(rooms) and _is_gone(pid)
    assert resting.unload(rooms)


@pytest.mark.parametrize(("chosen", "most", "minutes"), [(10, 0, 10), (10, 5, 5), (2, 5, 2), (0, 5, 5), (0, 0, 0)])
def test_the_administrator_says_how_long_at_most(rooms: Rooms, chosen: int, most: int, minutes: int) -> None:
    change(rooms.paths.settings, idle_minutes=chosen)
    assert resting.minutes(rooms, Policy(idle_minutes=most)) == minutes


@pytest.mark.parametrize(
    ("free", "stalls", "short"),
    [
        (8 * GIB, "some avg10=0.00 avg60=0.00 avg300=0.00 total=9\nfull avg10=0.00\n", False),
        (8 * GIB, "some avg10=12.50 avg60=0.10 avg300=0.00 total=9\n", True),
        (8 * GIB, "", False),
        (8 * GIB, "some avg10=\n", False),
        (GIB // 2, "", True),
    ],
)
def test_when_memory_is_short(tmp_path: Path, free: int, stalls: str, short: bool) -> None:
    file = tmp_path / "memory"
    file.write_text(stalls)
    assert is_short(16 * GIB, free, file) is short
