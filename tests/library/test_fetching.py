"""The remaining time of a download, by a clock of the test's own."""

import pytest

from app.library.fetching import Watch
from app.types import Progress

PER_SECOND = 1_000


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def told() -> list[Progress]:
    return []


@pytest.fixture
def watch(clock: Clock, told: list[Progress]) -> Watch:
    return Watch(told.append, clock=clock)


def come(watch: Watch, clock: Clock, done: int, *, seconds: float = 1.0) -> None:
    clock.now += seconds
    watch.heard({"progress": {"done": done, "total": 1_000_000, "file": "wren.gguf"}})


def test_the_remaining_time_is_what_is_left_at_this_speed(watch: Watch, clock: Clock, told: list[Progress]) -> None:
    for second in range(10):
        come(watch, clock, second * PER_SECOND)
    assert told[0].left is None
    assert told[-1].left == pytest.approx((1_000_000 - 9 * PER_SECOND) / PER_SECOND)


def test_what_an_earlier_run_left_makes_nothing_seem_quick(watch: Watch, clock: Clock, told: list[Progress]) -> None:
    for step in range(5):
        come(watch, clock, step * 100_000, seconds=0.1)
    for second in range(30):
        come(watch, clock, 400_000 + second * PER_SECOND)
    assert told[-1].left == pytest.approx((1_000_000 - 429_000) / PER_SECOND)


def test_a_network_that_has_become_slow_is_noticed(watch: Watch, clock: Clock, told: list[Progress]) -> None:
    for second in range(60):
        come(watch, clock, second * 10 * PER_SECOND)
    for second in range(30):
        come(watch, clock, 590_000 + second * PER_SECOND)
    assert told[-1].left == pytest.approx((1_000_000 - 619_000) / PER_SECOND)


def test_a_damaged_part_that_is_taken_back_gives_no_time(watch: Watch, clock: Clock, told: list[Progress]) -> None:
    come(watch, clock, 8_000)
    come(watch, clock, 0, seconds=5.0)
    assert told[-1].left is None
