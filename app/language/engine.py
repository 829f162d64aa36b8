"""The model on this device, in a process of its own (`running`): one model, one request at a time, and whose turn it is.

Whatever happens to that process (an assertion in native code, a GPU fault, a kill for memory), the question fails with
one sentence, and the next one starts a new process.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from app.errors import UserFixable
from app.host.idle import Idle
from app.language.messages import (
    Choose,
    Chosen,
    Count,
    Counted,
    Done,
    Forget,
    Generate,
    Loaded,
    Read,
    Result,
    Work,
)
from app.language.running import LOOK, HeldUp, Running
from app.language.threads import Wanted
from app.stop import Stop
from app.types import Generation, Prompt, Report, TokenCount, ignore

CONTEXT = 8192
"""Tokens that prompt and reply may have together, unless told otherwise."""
_T = TypeVar("_T")


class _GaveWay(Exception):
    """Somebody else wants the engine; what is read ahead can wait."""


class _GivingWay(Stop):
    """The stop token of what is read ahead: also heard when somebody else wants the engine."""

    def __init__(self, stop: Stop, wanted: Callable[[], bool]) -> None:
        super().__init__()
        self._stop, self._wanted = stop, wanted

    def check(self) -> None:
        """Raises Stopped or _GaveWay."""
        self._stop.check()
        if self._wanted():
            raise _GaveWay


class Engine:
    """Satisfies `answers.needs.Generator`. The child is started and the model loaded at the first use; `load` does it
    beforehand, with progress. Threads take turns. `context` is the most that prompt and reply may have together; `gpu` says
    whether a GPU may be used."""

    def __init__(
        self,
        model_path: Path,
        *,
        name: str,
        context: int = CONTEXT,
        threads: Wanted = None,
        gpu: bool = True,
        adapter: Path | None = None,
        idle: Idle | None = None,
    ) -> None:
        """`name` is what all that is kept of this model's replies is kept under: another adapter wants another name. `threads` is a
        number, or the file that measured numbers are kept in, which has an absolute path."""
        self._name = name
        self._running = Running(model_path, context=context, threads=threads, gpu=gpu, adapter=adapter)
        self._turn = threading.Lock()
        self._idle = idle or Idle()
        self._waiting: deque[None] = deque()  # one for each thread that waits for its turn
        self._stale = False  # something of what was read is to be forgotten
        self._evaluated = 0  # prompts that somebody wanted something written of

    def __enter__(self) -> "Engine":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unload()

    @property
    def model(self) -> str:
        return self._name

    @property
    def device(self) -> str:
        """'cpu', or 'gpu: ' and its name; 'cpu' as long as nothing was loaded."""
        return self._running.device

    @property
    def device_note(self) -> str | None:
        """Why no GPU is used, or not for the whole model; known once the model was loaded."""
        return self._running.device_note

    @property
    def context(self) -> int:
        """Raises as `load` does; loads nothing."""
        return self._running.context

    @property
    def pid(self) -> int | None:
        """The child's process, None while there is none."""
        return self._running.pid

    def load(self, *, report: Report = ignore, stop: Stop | None = None) -> Loaded:
        """Start the child and load the model, unless that was done. Raises Stopped, or UserFixable `model_missing`,
        `model_damaged`, `model_unsupported`, `memory`."""
        stop = stop or Stop()
        with self._turn_for(stop):
            return _once_more(lambda: self._running.loaded(report, stop))

    def unload(self) -> None:
        """End the child and with it the memory that it holds. The next request loads the model again."""
        with self._turn_for(Stop()):
            self._running.end()

    @property
    def holds_memory(self) -> bool:
        return self._running.is_there

    def release(self, *, idle: float) -> bool:
        """Unload the model if nobody has used it for `idle` seconds; false if that is not so, or nothing is loaded."""
        if not self._turn.acquire(blocking=False):
            return False
        try:
            if not self._running.is_there or self._idle.seconds < idle:
                return False
            self._running.end()
            return True
        finally:
            self._turn.release()

    def count_tokens(self, text: str) -> int:
        return self.count_many([text])[0]

    def count_many(self, texts: Sequence[str], *, stop: Stop | None = None) -> Sequence[int]:
        """Tokens of each text, without those that a template adds. One message for all of them."""
        counted = self._do(Count(tuple(texts)), stop=stop or Stop())
        assert isinstance(counted, Counted)
        return counted.counts

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
        """Write a reply; its text is without the prompt's opening, and without the end mark of `end_at` that ended it.
        `first_token` counts from when the model is loaded. Greedy unless `seed` is given.

        Raises Stopped, or UserFixable `question_too_long`, `memory`, `engine`, or what `load` raises."""
        generation = self._do(Generate(prompt, max_tokens, seed, tuple(end_at)), stop=stop, on_text=on_text)
        assert isinstance(generation, Generation)
        return generation

    def choose(self, prompt: Prompt, options: Sequence[str], *, stop: Stop) -> Mapping[str, float]:
        """How likely the reply begins with each option, by its first token, with or without a space before it; the values
        add up to 1 over the options. Raises as `generate` does."""
        chosen = self._do(Choose(prompt, tuple(options)), stop=stop)
        assert isinstance(chosen, Chosen)
        return chosen.shares

    def read_ahead(self, prompt: Prompt, *, stop: Stop) -> TokenCount | None:
        """Evaluate what `prompt` begins with, so that one whose last message goes on from there finds it done. Any other request
        comes first, at once: after one that only counts or loads this goes on, after one that evaluates another prompt it ends and
        gives None. What it went on with counts as reused, as nobody can tell then how long which part of it took. Raises Stopped, and
        what `generate` raises."""
        self.load(stop=stop)
        evaluated, gave_way = self._evaluated, False
        while True:
            while self._waiting:
                stop.check()
                stop.wait(LOOK)
            with self._turn_for(stop, waited_for=False), suppress(_GaveWay):
                done = self._read(prompt, stop) if evaluated == self._evaluated else None
                return replace(done, reused=done.prompt) if done and gave_way else done
            gave_way = True

    def forget(self) -> None:
        """Nothing that was read of any prompt stays: a document was removed. Waits for nobody; who has the engine now does it at the
        end of its turn."""
        self._stale = True
        if self._turn.acquire(blocking=False):
            try:
                with suppress(UserFixable, HeldUp):
                    self._forget_read()
            finally:
                self._turn.release()

    def _forget_read(self) -> None:
        if not self._stale:
            return
        self._stale = False  # before it is done: what is removed meanwhile is forgotten in its turn
        if self._running.is_ready:
            self._running.ask(Forget(), stop=Stop())

    def _read(self, prompt: Prompt, stop: Stop) -> TokenCount | None:
        """Raises _GaveWay."""
        if not self._running.is_ready:
            return None
        try:
            self._forget_read()
            done = self._running.ask(Read(prompt), stop=_GivingWay(stop, lambda: bool(self._waiting)))
        except HeldUp:
            return None
        assert isinstance(done, Done)
        return done.tokens

    def _do(self, work: Work, *, stop: Stop, on_text: Callable[[str], None] | None = None) -> Result:
        def ask() -> Result:
            self._forget_read()
            self._running.loaded(ignore, stop)
            if not isinstance(work, Count):
                self._evaluated += 1
            return self._running.ask(work, stop=stop, on_text=on_text)

        with self._turn_for(stop):
            result = _once_more(ask)
            self._running.works |= not isinstance(work, Count)
            return result

    @contextmanager
    def _turn_for(self, stop: Stop, *, waited_for: bool = True) -> Iterator[None]:
        """`waited_for`: what is being read ahead is given up for it."""
        waiting = self._waiting if waited_for else deque[None]()
        waiting.append(None)
        try:
            while not self._turn.acquire(timeout=LOOK):
                stop.check()
        finally:
            waiting.pop()
        try:
            with self._idle.using():
                yield
        finally:
            self._turn.release()
            if self._stale:  # it was to be forgotten while this turn lasted
                self.forget()


def _once_more(action: Callable[[], _T]) -> _T:
    """A new child has nothing that it could be held up by."""
    try:
        return action()
    except HeldUp:
        return action()
