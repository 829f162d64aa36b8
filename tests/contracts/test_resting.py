"""Whatever is loaded and not used gives its memory back, by a clock that is moved by hand: the engine, the embedder, the reranker."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.host.idle import Idle
from app.host.paths import Paths
from app.index.embedder import Embedder
from app.index.reranker import Reranker
from app.language.engine import Engine
from app.library.rooms import Releasable
from app.stop import Stop
from app.types import Message, Prompt
from tests.index import tiny
from tests.language.engines import model_file

PROMPT = Prompt((Message("user", "Say something."),))
MINUTES = 600.0


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Subject:
    """`use` runs `meanwhile` while it is in use."""

    one: Releasable
    use: Callable[[Callable[[], None]], object]
    clock: Clock


class _Within(Stop):
    """Every look at the token is a moment in the middle of the work."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        super().__init__()
        self._meanwhile = meanwhile

    def check(self) -> None:
        self._meanwhile()


@pytest.fixture(params=["engine", "embedder", "reranker"])
def subject(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Subject]:
    clock = Clock()
    idle = Idle(clock)
    if request.param == "engine":
        with Engine(model_file(), name="small", context=512, threads=1, idle=idle) as engine:
            yield Subject(
                engine, lambda meanwhile: engine.generate(PROMPT, max_tokens=2, stop=_Within(meanwhile)), clock
            )
    elif request.param == "embedder":
        embedder = Embedder(Paths.find().models / "all-minilm-l6-v2", gentle=True, idle=idle)
        yield Subject(embedder, lambda meanwhile: embedder.embed(["a", "b"], stop=_Within(meanwhile)), clock)
        embedder.close()
    else:
        reranker = Reranker(tiny.write(tmp_path / "tiny", "rent light"), seconds=60, idle=idle)
        yield Subject(reranker, lambda meanwhile: reranker.scores("rent", ["light"], stop=_Within(meanwhile)), clock)
        reranker.close()


def _nothing() -> None: ...


def test_the_memory_is_given_back_after_the_time_and_not_before(subject: Subject) -> None:
    one, clock = subject.one, subject.clock
    assert not one.holds_memory and not one.release(idle=0.0)
    clock.now += MINUTES  # before the first use there is nothing that could rest
    subject.use(_nothing)
    assert one.holds_memory and not one.release(idle=MINUTES)
    clock.now += MINUTES - 1
    subject.use(_nothing)
    clock.now += MINUTES - 1
    assert not one.release(idle=MINUTES) and one.holds_memory
    clock.now += 1
    assert one.release(idle=MINUTES) and not one.holds_memory
    assert not one.release(idle=MINUTES)


def test_what_is_at_work_is_left_alone_however_long_it_takes(subject: Subject) -> None:
    subject.use(_nothing)
    seen: list[bool] = []

    def meanwhile() -> None:
        subject.clock.now += MINUTES
        seen.append(subject.one.release(idle=MINUTES))

    subject.use(meanwhile)
    assert seen and not any(seen)


def test_it_is_loaded_again_when_it_is_wanted(subject: Subject) -> None:
    subject.use(_nothing)
    assert subject.one.release(idle=0.0)
    subject.use(_nothing)
    assert subject.one.holds_memory


def test_what_failed_is_no_longer_in_use() -> None:
    clock = Clock()
    idle = Idle(clock)
    with pytest.raises(ZeroDivisionError), idle.using():
        clock.now += 5
        assert idle.seconds == 0
        raise ZeroDivisionError
    clock.now += 2
    assert idle.seconds == 2
    with idle.using():
        with idle.using():
            pass
        clock.now += 9
        assert idle.seconds == 0
