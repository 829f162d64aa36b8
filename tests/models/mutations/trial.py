"""A copy goes through the examination; one that passes goes through the real engine."""

import contextlib
import resource
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import UserFixable
from app.language.engine import Engine
from app.models.examine import examine
from app.stop import Stop, Stopped
from app.types import Message, Prompt
from tests.models.mutations.copies import Copy, Workshop

PROMPT = Prompt((Message("system", "Answer in a word."), Message("user", "Is the harbour open?")))
TOKENS = 2
_CONTEXT = 512
_WORDED = {"model_damaged", "model_unsupported", "memory", "engine", "question_too_long"}

RAN = "ran"
REFUSED = "refused"
ENDED = "ended"
HUNG = "hung"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a copy in the engine: it `ran`, it was `refused` in words, its process `ended` and the program said why,
    or it `hung` and was stopped. `said`: kind and sentence of the error."""

    copy: Copy
    outcome: str
    said: str = ""


def examined(path: Path) -> str:
    """The kind of error that the examination gives, empty where the file passes. Any other exception is a fault of it."""
    try:
        examine(path)
    except UserFixable as error:
        assert error.kind in {"model_damaged", "model_unsupported"}, error.kind
        assert error.message
        return error.kind
    return ""


def loaded(copy: Copy, path: Path, *, seconds: float) -> Loaded:
    """Two tokens from the engine's own process. Anything that it raises but an error in words is a fault, and is raised."""
    stop = Stop()
    alarm = threading.Timer(seconds, stop.request)
    alarm.start()
    try:
        with Engine(path, name="copy", context=_CONTEXT, threads=1) as engine:
            return _asked(engine, copy, stop)
    finally:
        alarm.cancel()


def _asked(engine: Engine, copy: Copy, stop: Stop) -> Loaded:
    try:
        assert engine.context  # what is refused before there is a process
    except UserFixable as error:
        return Loaded(copy, REFUSED, f"{error.kind}: {error.message}")
    try:
        engine.generate(PROMPT, max_tokens=TOKENS, stop=stop)
    except Stopped:
        return Loaded(copy, HUNG)
    except UserFixable as error:
        assert error.kind in _WORDED, error.kind
        return Loaded(copy, ENDED if engine.pid is None else REFUSED, f"{error.kind}: {error.message}")
    return Loaded(copy, RAN)


@contextlib.contextmanager
def memory_limit(amount: int) -> Iterator[None]:
    """Bytes of address space for every process that is started meanwhile."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (amount, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def sample(passed: Sequence[Copy], count: int) -> list[Copy]:
    """At most `count` of them, as many of each kind as there are, in turns."""
    by_kind: dict[str, list[Copy]] = {}
    for copy in passed:
        by_kind.setdefault(copy.kind, []).append(copy)
    rounds = range(max(map(len, by_kind.values()), default=0))
    turns = [copies[turn] for turn in rounds for copies in by_kind.values() if turn < len(copies)]
    return turns[:count]


def copies(workshop: Workshop, count: int, *, seed: int) -> Iterator[Copy]:
    """So many copies, each kind in its turn."""
    kinds = workshop.kinds
    for number in range(count):
        yield Copy(kinds[number % len(kinds)], number, seed)
