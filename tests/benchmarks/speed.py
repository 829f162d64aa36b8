"""The engine's process beside raw llama.cpp, in turns: how fast it evaluates and writes, and how soon it begins."""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from app.language import measured
from app.language.engine import Engine
from app.language.measured import Choice
from app.language.messages import Loaded
from app.models.manifest import CONTEXT
from app.stop import Stop
from app.types import Generation, Passage, Prompt
from tests.benchmarks.figures import LEAST_SPEED, Figure, Size, compared, missing, plain
from tests.benchmarks.pages import Long, nothing_in_common, question, unlike
from tests.benchmarks.raw import Raw, Times

_LIST = "Write down everything that the excerpts say, point by point, in whole sentences."
_FIRST, _SECOND, _THIRD = (
    "What does the text say in all, point by point?",
    "Which numbers stand in it, and what do they mean?",
    "Who has to do something, and by when?",
)
_MEASURING = 16
"""Tokens of a reply over which the engine finds the threads to write with."""
_INTO = 0.1
"""Seconds after which reading ahead is interrupted."""
_FOLLOW_UP = 0.25
"""Of the time that all of its prompt takes: a follow-up over the same page pays for its own words only."""


@dataclass(slots=True)
class Pair:
    """A model in the engine's process and in a raw one. `began` is how the engine found its threads; `numbers` tell one prompt from
    the other."""

    engine: Engine
    raw: Raw
    loaded: Loaded
    began: "Beginning"
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def forget(self) -> None:
        """Nothing of what the engine evaluated is of use any more."""
        self.engine.forget()
        self.engine.generate(nothing_in_common(next(self.numbers)), max_tokens=1, stop=Stop())


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first prompt of a model that is new here, over which the engine measures its threads: how long it took, and what was
    chosen; None where others took the cores, and the number of cores decides."""

    prompt: Prompt
    times: Times
    choice: Choice | None

    def threads(self, loaded: Loaded) -> tuple[int, int]:
        """To read with, and to write with."""
        return (loaded.threads, loaded.threads) if self.choice is None else (self.choice.reading, self.choice.writing)


def pair(
    path: Path, document: Long, *, size: Size, gpu: bool, work: Callable[[Pair], Iterator[Figure]]
) -> Iterator[Figure]:
    """Both loaded and warm, as long as the work goes on."""
    with (
        tempfile.TemporaryDirectory(prefix="inglenook-threads-") as folder,
        Engine(path, name=path.stem, context=CONTEXT, gpu=gpu, threads=Path(folder) / "threads.json") as engine,
    ):
        loaded = engine.load()
        engine.generate(nothing_in_common(0), max_tokens=1, stop=Stop())
        prompt = unlike(question(_LIST, next(document.texts(size.letters))), 0)
        times, _ = asked(engine, prompt, max_tokens=max(_MEASURING, size.tokens))
        began = Beginning(prompt, times, measured.find(Path(folder) / "threads.json", path))
        reading, writing = began.threads(loaded)
        with Raw(path, context=CONTEXT, reading=reading, writing=writing, gpu=loaded.device != "cpu") as raw:
            raw.ask(nothing_in_common(0))
            yield from work(Pair(engine, raw, loaded, began))


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


# Threads


def threads(both: Pair) -> Iterator[Figure]:
    """What the engine chose, and what measuring cost the first prompt."""
    choice, rule = both.began.choice, both.loaded.threads
    if choice is None:
        yield missing(
            "threads", "threads by measurement", "none was kept: others took the cores, or there is but one number"
        )
    else:
        for words, value in (("read", choice.reading), ("write", choice.writing)):
            yield plain("threads", f"threads to {words} with", "", [float(value)]).noted(
                f"by the number of cores up to {rule}"
            )
    floor = both.raw.ask(both.began.prompt)
    words = "first prompt of all, threads being measured"
    yield compared("threads", words, "s", [both.began.times.first], [floor.first])


# Speeds


def speeds(both: Pair, document: Long, *, size: Size) -> Iterator[Figure]:
    """Tokens a second of prompt and of reply, over another page each time; who begins changes."""
    texts, tokens = document.texts(size.letters), size.tokens
    prompts = [unlike(question(_LIST, next(texts)), next(both.numbers)) for _ in range(size.repeats)]
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


def first_tokens(both: Pair, document: Long, *, size: Size) -> Iterator[Figure]:
    """The same questions with what was evaluated before at hand, and with it forgotten."""
    names = {
        "first": "first question on a page",
        "follow-up": "follow-up on the same page",
        "follow-up anew": "  without reuse",
        "other": "the same question on another page",
        "other anew": "  without reuse",
        "back": "back to the first page",
        "ahead": "first question, its page read while it was typed",
        "away": "first question, another page being read ahead",
    }
    cases = {name: _Case() for name in names}
    texts = document.texts(size.letters)
    for _ in range(size.rounds):
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
    both.forget()
    both.engine.read_ahead(question(_FIRST[:9], one), stop=Stop())
    cases["ahead"].add(both, question(_FIRST, one))
    _interrupting(both, cases["away"], question(_SECOND, other), question(_FIRST, one))


def _interrupting(both: Pair, case: _Case, ahead: Prompt, prompt: Prompt) -> None:
    """Asked as soon as the engine is at work on something else."""
    both.forget()
    reader = threading.Thread(target=lambda: both.engine.read_ahead(ahead, stop=Stop()))
    reader.start()
    time.sleep(_INTO)
    case.add(both, prompt)
    reader.join()
