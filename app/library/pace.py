"""How fast the model reads and writes on this machine: measured on every question, kept for the next session, so that the time of a
long piece of work can be told before it begins."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.answers.needs import Generator
from app.library.keeping import if_it_can_be
from app.stop import Stop
from app.types import Generation, Prompt, Report, TokenCount

if TYPE_CHECKING:
    from app.library.rooms import Rooms

_READS = {"cpu": 320.0, "gpu": 4000.0}
"""Characters a second, until something was measured: 80 tokens a second is what 1.5B reads on two cores."""
_WRITES = {"cpu": 8.0, "gpu": 40.0}
"""Tokens a second, likewise."""
_LEAST_CHARACTERS = 300
"""Shorter prompts tell more of what comes with any request than of reading."""
_LEAST_SECONDS = 0.05
_NEWEST = 0.3
"""Weight of a new measurement beside what was known: a machine is busy at times."""


@dataclass(frozen=True, slots=True)
class Pace:
    """`reads` characters of a prompt and `writes` tokens, a second."""

    reads: float
    writes: float

    def seconds(self, *, characters: int, tokens: int) -> float:
        return characters / self.reads + tokens / self.writes


class Paced:
    """A generator that is timed while it works; satisfies `answers.needs.Generator`. What a prompt has in common with the one before
    it is not read again and does not count. `before` is what was read ahead; None if that is not known, and then the first prompt
    tells nothing."""

    def __init__(self, generator: Generator, pace: Pace, before: str | None = "") -> None:
        self._generator = generator
        self.pace = pace
        self._before = before

    @property
    def model(self) -> str:
        return self._generator.model

    @property
    def device(self) -> str:
        return self._generator.device

    @property
    def device_note(self) -> str | None:
        return self._generator.device_note

    @property
    def context(self) -> int:
        return self._generator.context

    def load(self, *, report: Report, stop: Stop) -> object:
        return self._generator.load(report=report, stop=stop)

    def count_tokens(self, text: str) -> int:
        return self._generator.count_tokens(text)

    def generate(
        self,
        prompt: Prompt,
        *,
        max_tokens: int,
        stop: Stop,
        on_text: Callable[[str], None] | None = None,
        seed: int | None = None,
        end_at: Sequence[str] = (),
    ) -> Generation:
        fresh = self._fresh(prompt)
        began = time.monotonic()
        made = self._generator.generate(
            prompt, max_tokens=max_tokens, stop=stop, on_text=on_text, seed=seed, end_at=end_at
        )
        if time.monotonic() - began >= _LEAST_SECONDS:
            self._read(fresh, made.first_token)
            self._wrote(made.tokens.generated, made.total - made.first_token)
        return made

    def choose(self, prompt: Prompt, options: Sequence[str], *, stop: Stop) -> Mapping[str, float]:
        fresh = self._fresh(prompt)
        began = time.monotonic()
        shares = self._generator.choose(prompt, options, stop=stop)
        self._read(fresh, time.monotonic() - began)
        return shares

    def read_ahead(self, prompt: Prompt, *, stop: Stop) -> TokenCount | None:
        began = time.monotonic()
        done = self._generator.read_ahead(prompt, stop=stop)
        if done is not None and done.prompt:
            share = (done.prompt - done.reused) / done.prompt
            self._read(int(share * len(written(prompt))), time.monotonic() - began)
        return done

    def _fresh(self, prompt: Prompt) -> int:
        """Characters that the last prompt did not begin with, 0 if that is not known."""
        before, text = self._before, written(prompt)
        self._before = text
        if before is None:
            return 0
        pairs = enumerate(zip(before, text, strict=False))
        return len(text) - next((at for at, (old, new) in pairs if old != new), min(len(before), len(text)))

    def _read(self, characters: int, seconds: float) -> None:
        if characters >= _LEAST_CHARACTERS and seconds >= _LEAST_SECONDS:
            self.pace = Pace(_blended(self.pace.reads, characters / seconds), self.pace.writes)

    def _wrote(self, tokens: int, seconds: float) -> None:
        if tokens > 4 and seconds >= _LEAST_SECONDS:
            self.pace = Pace(self.pace.reads, _blended(self.pace.writes, tokens / seconds))


def written(prompt: Prompt) -> str:
    """All that stands in it, in order."""
    return "\n".join([*(message.content for message in prompt.messages), *([prompt.opening] if prompt.opening else [])])


def _blended(known: float, measured: float) -> float:
    return (1 - _NEWEST) * known + _NEWEST * measured


def known(rooms: "Rooms", generator: Generator) -> Pace:
    """What was kept of this model on this device, else what is usual."""
    kind = "gpu" if generator.device.startswith("gpu") else "cpu"
    kept = rooms.catalog.fact(_name(generator))
    try:
        reads, writes = json.loads(kept or "")
        return Pace(float(reads), float(writes))
    except (ValueError, TypeError):
        return Pace(_READS[kind], _WRITES[kind])


def keep(rooms: "Rooms", paced: Paced) -> None:
    """Where that cannot be done now, it is measured again."""
    fact = json.dumps([round(paced.pace.reads, 1), round(paced.pace.writes, 2)])
    if_it_can_be(rooms.catalog, lambda: rooms.catalog.note_fact(_name(paced), fact))


def _name(generator: Generator) -> str:
    return f"pace of {generator.model} on {generator.device}"
