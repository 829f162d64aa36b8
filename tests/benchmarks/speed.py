"""The engine's process beside raw llama.cpp, in turns: how fast it evaluates and writes, and how soon it begins."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from app.language.engine import Engine
from app.language.messages import Loaded
from app.stop import Stop
from app.types import Generation, Passage, Prompt
from tests.benchmarks.figures import LEAST_SPEED, Figure, compared
from tests.benchmarks.pages import Long, nothing_in_common, question, unlike
from tests.benchmarks.raw import Raw, Times

_LIST = "Write down everything that the excerpts say, point by point, in whole sentences."
_FIRST, _SECOND, _THIRD = (
    "What does the text say in all, point by point?",
    "Which numbers stand in it, and what do they mean?",
    "Who has to do something, and by when?",
)
_FOLLOW_UP = 0.25
"""Of the time that all of its prompt takes: a follow-up over the same page pays for its own words only."""


@dataclass(slots=True)
class Pair:
    """A model in the engine's process and in a raw one. `numbers` tell one prompt from the other."""

    engine: Engine
    raw: Raw
    loaded: Loaded
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def forget(self) -> None:
        """Nothing of what the engine evaluated is of use any more."""
        self.engine.generate(nothing_in_common(next(self.numbers)), max_tokens=1, stop=Stop())


def pair(path: Path, *, context: int, gpu: bool, work: Callable[[Pair], Iterator[Figure]]) -> Iterator[Figure]:
    """Both loaded and warm, as long as the work goes on."""
    with Engine(path, name=path.stem, context=context, gpu=gpu) as engine:
        loaded = engine.load()
        with Raw(path, context=context, threads=loaded.threads, gpu=loaded.device != "cpu") as raw:
            both = Pair(engine, raw, loaded)
            both.forget()
            raw.ask(nothing_in_common(0))
            yield from work(both)


def asked(engine: Engine, prompt: Prompt, *, max_tokens: int = 1) -> tuple[Times, Generation]:
    """As the window sees it: from the request to the first text of the reply, and to its end."""
    begun = time.perf_counter()
    shown: list[float] = []
    made = engine.generate(
        prompt, max_tokens=max_tokens, stop=Stop(), on_text=lambda _: shown.append(time.perf_counter())
    )
    ended = time.perf_counter()
    first = shown[0] if shown else ended
    return Times(made.tokens.prompt, made.tokens.generated, first - begun, ended - begun), made


# Speeds


def speeds(both: Pair, document: Long, *, letters: int, tokens: int, repeats: int) -> Iterator[Figure]:
    """Tokens a second of prompt and of reply, over another page each time; who begins changes."""
    texts = document.texts(letters)
    prompts = [unlike(question(_LIST, next(texts)), next(both.numbers)) for _ in range(repeats)]
    turns = [_turn(both, prompt, tokens, engine_first=number % 2 == 0) for number, prompt in enumerate(prompts)]
    yield compared(
        "speed",
        f"prompt of {turns[0][0].prompt} tokens",
        "tokens/s",
        [_evaluated(one) for one, _ in turns],
        [_evaluated(other) for _, other in turns],
    ).at_least(LEAST_SPEED)
    whole = [(one, other) for one, other in turns if one.generated > 1 and other.generated > 1]
    yield compared(
        "speed",
        f"reply of up to {tokens} tokens",
        "tokens/s",
        [_written(one) for one, _ in whole],
        [_written(other) for _, other in whole],
    ).at_least(LEAST_SPEED)


def _turn(both: Pair, prompt: Prompt, tokens: int, *, engine_first: bool) -> tuple[Times, Times]:
    if engine_first:
        ours = asked(both.engine, prompt, max_tokens=tokens)[0]
        return ours, both.raw.ask(prompt, max_tokens=tokens)
    floor = both.raw.ask(prompt, max_tokens=tokens)
    return asked(both.engine, prompt, max_tokens=tokens)[0], floor


def _evaluated(times: Times) -> float:
    return times.prompt / times.first


def _written(times: Times) -> float:
    return (times.generated - 1) / (times.total - times.first)


# First tokens


@dataclass(slots=True)
class _Case:
    """Seconds to the first token of one kind of question, and raw llama.cpp's for the same tokens."""

    ours: list[float] = field(default_factory=list)
    floors: list[float] = field(default_factory=list)

    def add(self, both: Pair, prompt: Prompt) -> None:
        self.ours.append(asked(both.engine, prompt)[0].first)
        self.floors.append(both.raw.ask(prompt).first)


def first_tokens(both: Pair, document: Long, *, letters: int, repeats: int) -> Iterator[Figure]:
    """The same questions with what was evaluated before at hand, and with it forgotten."""
    names = {
        "first": "first question on a page",
        "follow-up": "follow-up on the same page",
        "follow-up anew": "  without reuse",
        "other": "the same question on another page",
        "other anew": "  without reuse",
        "back": "back to the first page",
    }
    cases = {name: _Case() for name in names}
    texts = document.texts(letters)
    for _ in range(repeats):
        _one_round(both, cases, next(texts), next(texts))
    for name, words in names.items():
        case = cases[name]
        figure = compared("first token", words, "s", case.ours, case.floors)
        limits = {"first": 1 / LEAST_SPEED, "follow-up": _FOLLOW_UP}
        yield figure.at_most(round(limits[name], 2)) if name in limits else figure


def _one_round(both: Pair, cases: dict[str, _Case], one: Passage, other: Passage) -> None:
    both.forget()
    cases["first"].add(both, question(_FIRST, one))
    cases["follow-up"].add(both, question(_SECOND, one))
    cases["other"].add(both, question(_FIRST, other))
    cases["back"].add(both, question(_THIRD, one))
    for name, prompt in (("follow-up anew", question(_SECOND, one)), ("other anew", question(_FIRST, other))):
        both.forget()
        cases[name].add(both, prompt)
