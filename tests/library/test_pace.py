"""How fast the model reads and writes, measured while it works, and kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from app.library import pace
from app.library.pace import Pace, Paced
from app.stop import Stop
from app.types import Generation, Message, Prompt, TokenCount
from tests.fakes import FakeEngine


class Clock:
    """Stands for `time`; goes on only by what is asked of the model."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now


class Slow(FakeEngine):
    """Reads 100 characters a second, but none that the last prompt began with; writes 5 tokens a second."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._last = ""

    def generate(self, prompt: Prompt, **how: object) -> Generation:
        reading = self._read(prompt)
        self._clock.now += 4
        return Generation("20 tokens", True, TokenCount(generated=20), reading, reading + 4)

    def choose(self, prompt: Prompt, options: Sequence[str], *, stop: Stop) -> Mapping[str, float]:
        self._read(prompt)
        return dict.fromkeys(options, 0.5)

    def _read(self, prompt: Prompt) -> float:
        text = prompt.messages[0].content
        seconds = (len(text) - (len(self._last) if text.startswith(self._last) else 0)) / 100
        self._last = text
        self._clock.now += seconds
        return seconds


@pytest.fixture
def paced(monkeypatch: pytest.MonkeyPatch) -> Paced:
    clock = Clock()
    monkeypatch.setattr(pace, "time", clock)
    return Paced(Slow(clock), Pace(reads=100.0, writes=5.0))


def _prompt(text: str) -> Prompt:
    return Prompt([Message("user", text)])


def test_what_comes_at_the_pace_that_is_known_changes_nothing(paced: Paced) -> None:
    paced.generate(_prompt("a" * 2000), max_tokens=20, stop=Stop())
    assert (paced.pace.reads, paced.pace.writes) == pytest.approx((100.0, 5.0), rel=0.01)


def test_a_prompt_that_goes_on_from_the_last_one_counts_by_what_is_new(paced: Paced) -> None:
    paced.choose(_prompt("a" * 2000), ("Yes", "No"), stop=Stop())
    paced.choose(_prompt("a" * 2000 + "b" * 500), ("Yes", "No"), stop=Stop())
    assert paced.pace.reads == pytest.approx(100.0, rel=0.02)


def test_an_estimate_follows_what_was_measured(paced: Paced) -> None:
    paced.pace = replace(paced.pace, reads=1000.0)
    for letter in "abcdefghij":
        paced.choose(_prompt(letter * 2000), ("Yes", "No"), stop=Stop())
    assert 100 < paced.pace.reads < 130
    assert paced.pace.seconds(characters=1150, tokens=10) == pytest.approx(12, rel=0.15)
