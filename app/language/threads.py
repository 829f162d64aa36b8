"""How many threads the engine computes with: found by timing the work itself, since no rule knows a machine's memory, its
slower cores and its other programs. The first pieces of the first prompt and the first tokens of the first reply are done
with a few numbers in turn, so that a measurement costs no work of its own. A reply is the same with any number of them
(`tests/language/test_threads.py`).

What others do: llama.cpp's tools take the physical cores, on hybrid processors those of the faster kind; Ollama the faster
ones as well; neither measures. Generating is bound by memory and often wants fewer threads than evaluating.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Protocol

from app.language import hardware, measured
from app.language.cores import fast_cores
from app.language.measured import Choice
from app.language.neighbours import Neighbours

Wanted = int | Path | None
"""So many threads; or as the file says that measurements are kept in; or as the number of cores suggests."""

PIECE = 32
"""Tokens of a piece of prompt that is timed: two whole blocks of `decoding`. With a number that is half as fast, one costs 0.4 s
for 1.5B on two cores; a whole batch of 128 would cost 1.6 s."""
_WARM = 16
"""Tokens after which the model's file is in memory and the threads are there: what came before tells of the disk."""
_PIECES, _TOKENS = 2, 6
"""How often each number is timed."""
_HOPELESS = 1.4
"""A number that took so many times as long as the best one is not tried again."""
_AS_GOOD = 1.05
"""Among numbers that are as good as this, the fewest threads are taken: the other cores are the user's."""
_TAKEN = 0.3
"""Cores that others may take of those that a measurement needs, on average; more, and it tells of them."""
_TRIES = 3
"""Measurements that others spoil before this process does without."""


class Trial:
    """Which of a few numbers of threads is the quickest at one kind of work. They are timed in turn, to and fro, so that work
    that grows steadily harder favours none; the shortest time of each counts, as only others make a time longer. One that is
    hopeless after `patience` tries is dropped."""

    def __init__(self, candidates: Sequence[int], rounds: int, *, patience: int = 1) -> None:
        self._rounds, self._patience = rounds, patience
        self._all = tuple(dict.fromkeys(candidates))
        self._open = list(self._all)
        self.times: dict[int, list[float]] = {count: [] for count in self._all}
        """Seconds for a token."""

    @property
    def settled(self) -> bool:
        return len(self._open) == 1 or all(len(self.times[count]) >= self._rounds for count in self._open)

    @property
    def now(self) -> int:
        """The number that is to be tried, or the best one."""
        if self.settled:
            return self.best
        done = min(len(self.times[count]) for count in self._open)
        waiting = [count for count in self._open if len(self.times[count]) == done]
        return waiting[0] if done % 2 == 0 else waiting[-1]

    @property
    def best(self) -> int:
        """The first candidate as long as nothing is known."""
        shortest = {count: min(times) for count, times in self.times.items() if times}
        if not shortest:
            return self._all[0]
        limit = min(shortest.values()) * _AS_GOOD
        return min(count for count, seconds in shortest.items() if seconds <= limit)

    def note(self, count: int, seconds: float) -> None:
        """`count` threads took so long for a token."""
        self.times[count].append(seconds)
        least = min(min(times) for times in self.times.values() if times)
        self._open = [one for one in self._open if not self._is_hopeless(self.times[one], least)]

    def _is_hopeless(self, times: Sequence[float], least: float) -> bool:
        return len(times) >= self._patience and min(times) > least * _HOPELESS


class Load(Protocol):
    """How busy others keep the machine while something is timed."""

    def begin(self) -> None:
        """One measurement begins."""

    def end(self) -> None:
        """It is over."""

    def others(self) -> float:
        """Cores that others kept busy in the measurements since the last time that this was asked, on average."""
        ...


@dataclass(frozen=True, slots=True)
class Cores:
    """`usable` physical cores for this process, `fast` of them of the faster kind (all where there is but one), `busy` ones
    that others use right now."""

    usable: int
    fast: int
    busy: float = 0.0

    @property
    def most(self) -> int:
        return hardware.threads_for(self.usable, self.busy)

    @property
    def spare(self) -> int:
        """Cores that the engine never takes."""
        return self.usable - hardware.threads_for(self.usable)

    def candidates(self) -> list[int]:
        """The likeliest first. One core stays free for the window where there are more than two."""
        most = hardware.threads_for(self.usable)
        if self.usable <= 2:
            return [most, 1]
        fast = [self.fast, self.fast - 1] if self.fast < self.usable else []
        halves = [count for count in (most // 2, most // 4) if count >= 2]
        return [count for count in (*fast, most, *halves) if 1 <= count <= most]


class Threads:
    """So many to read prompts with and so many to write with; `most` is the larger number."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading, self._writing = reading, writing

    @property
    def most(self) -> int:
        return max(self._reading, self._writing)

    @property
    def piece(self) -> int | None:
        """Tokens to evaluate at once, where that matters."""
        return None

    def choice(self) -> Choice:
        return Choice(self._reading, self._writing)

    @contextmanager
    def timed(self, tokens: int) -> Iterator[int]:
        """The number of threads for an evaluation of so many tokens, which is done within."""
        yield self._writing if tokens == 1 else self._reading


class Measuring(Threads):
    """Times what is done until the best numbers are known; `keep` is given them, unless others took the cores meanwhile. Then it
    begins anew, a few times."""

    def __init__(
        self,
        cores: Cores,
        load: Load,
        keep: Callable[[Choice], None],
        *,
        candidates: Sequence[int] | None = None,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        """`candidates` are for tests; `cores` knows them."""
        self._cores, self._load, self._keep, self._clock = cores, load, keep, clock
        self._candidates = cores.candidates() if candidates is None else candidates
        self._tries, self._evaluated = _TRIES, 0
        self._begin_trials()
        super().__init__(self._reading_trial.best, self._writing_trial.best)

    @property
    def most(self) -> int:
        return max(self._candidates)

    @property
    def piece(self) -> int | None:
        return PIECE if self._tries and not self._reading_trial.settled else None

    def choice(self) -> Choice:
        return Choice(self._reading_trial.best, self._writing_trial.best) if self._tries else super().choice()

    @contextmanager
    def timed(self, tokens: int) -> Iterator[int]:
        trial = {1: self._writing_trial, PIECE: self._reading_trial}.get(tokens)
        if not self._tries or trial is None or trial.settled or self._evaluated < _WARM:
            choice = self.choice()
            yield choice.writing if tokens == 1 else choice.reading
            self._evaluated += tokens
            return
        count = trial.now
        crowded = count == max(self._candidates)  # with fewer threads, others may have the cores that are left
        if crowded:
            self._load.begin()
        began = self._clock()
        yield count
        trial.note(count, (self._clock() - began) / tokens)
        if crowded:
            self._load.end()
        self._settle()

    def _begin_trials(self) -> None:
        self._reading_trial = Trial(self._candidates, _PIECES)
        self._writing_trial = Trial(self._candidates, _TOKENS, patience=2)

    def _settle(self) -> None:
        if not (self._reading_trial.settled and self._writing_trial.settled):
            return
        if self._load.others() <= self._cores.spare + _TAKEN:
            self._reading, self._writing = self._reading_trial.best, self._writing_trial.best
            self._tries = 0
            self._keep(self.choice())
            return
        self._tries -= 1
        self._begin_trials()


def kept(choice: Choice, cores: Cores) -> Threads:
    """As was measured, but for what others are using now."""
    return Threads(min(choice.reading, cores.most), min(choice.writing, cores.most))


def to_measure(cores: Cores, load: Load, keep: Callable[[Choice], None]) -> Threads:
    """While others take what a measurement needs, the number of cores decides."""
    if len(set(cores.candidates())) == 1 or cores.most < hardware.threads_for(cores.usable):
        return fixed(cores.most)
    return Measuring(cores, load, keep)


def fixed(count: int) -> Threads:
    return Threads(count, count)


def of(threads: "int | Threads") -> "Threads":
    """A number stands for itself."""
    return threads if isinstance(threads, Threads) else fixed(threads)


def chosen(wanted: Wanted, model: Path) -> Threads:
    """As wanted; looks for a tenth of a second at how busy the machine is."""
    if isinstance(wanted, int):
        return fixed(wanted)
    cores = Cores(hardware.usable_cores(), fast_cores(), hardware.busy_cores())
    if wanted is None:
        return fixed(cores.most)
    known = measured.find(wanted, model)
    if known is not None:
        return kept(known, cores)
    return to_measure(cores, Neighbours(), lambda choice: measured.keep(wanted, model, choice))
