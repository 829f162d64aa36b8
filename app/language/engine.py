"""The model on this device, in a process of its own: one model, one request at a time.

Whatever happens to that process (an assertion in native code, a GPU fault, a kill for memory), the question fails with
one sentence, and the next one starts a new process.
"""

import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from app.errors import UserFixable
from app.host import children, resident
from app.host.idle import Idle
from app.language import hardware, worker
from app.language.messages import (
    Choose,
    Chosen,
    Count,
    Counted,
    Done,
    Fault,
    Forget,
    GaveUp,
    Generate,
    Load,
    Loaded,
    Loading,
    Read,
    Reply,
    Request,
    Result,
    StopRequest,
    Work,
    Written,
)
from app.language.offload import TURNED_OFF
from app.language.room import Room, room_for
from app.language.threads import Wanted
from app.models.adapter import check_fits
from app.models.examine import Gguf, examine
from app.stop import Stop, Stopped
from app.types import Generation, Progress, Prompt, Report, TokenCount, ignore

_LOOK = 0.02
"""Seconds between looks at the stop token while the child works."""

_STAGE = "loading"
_NAME = "inglenook-engine"
CONTEXT = 8192
"""Tokens that prompt and reply may have together, unless told otherwise."""
_KILLED = -getattr(signal, "SIGKILL", 9)
"""Somebody's kill, or the system's for want of memory: it says nothing against the GPU."""
_T = TypeVar("_T")


class _Gone(Exception):
    """The channel broke: the child is no more. Told apart from what a caller's `on_text` may raise."""


class _HeldUp(Exception):
    """The child was still busy with a request that had been stopped, and ended itself for it; this one was not begun."""


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
        self._path, self._name, self._adapter = model_path, name, adapter
        self._most, self._threads = context, threads
        self._gpu_off = None if gpu else TURNED_OFF
        self._turn = threading.Lock()
        self._idle = idle or Idle()
        self._waiting: deque[None] = deque()  # one for each thread that waits for its turn
        self._stale = False  # something of what was read is to be forgotten
        self._evaluated = 0  # prompts that somebody wanted something written of
        self._child: children.Child | None = None
        self._loaded: Loaded | None = None
        self._room: Room | None = None  # of the child that is there
        self._room_was_better = False  # a child was ended for it
        self._last_id = 0
        self._ready = False  # the child that is there has loaded the model
        self._begun = False  # the child has come as far as the model's file
        self._works = False  # something was computed with this model

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
        return self._loaded.device if self._loaded else "cpu"

    @property
    def device_note(self) -> str | None:
        """Why no GPU is used, or not for the whole model; known once the model was loaded."""
        return self._loaded.device_note if self._loaded else None

    @property
    def context(self) -> int:
        """Bounded by what the model was trained for and by memory: the cache may take half of what the model leaves of that which was
        free when the model was loaded, or is free now as long as it is not. Raises as `load` does; loads nothing."""
        return (self._room or self._room_now()).limit

    @property
    def pid(self) -> int | None:
        """The child's process, None while there is none."""
        return self._child.pid if self._child else None

    @cached_property
    def _facts(self) -> tuple[Gguf, int]:
        """Of the model, and the bytes of the adapter. The file's head is examined before native code sees it: that ends its process on
        many a damaged number."""
        facts = _examined(self._path)
        if self._adapter is None:
            return facts, 0
        return facts, check_fits(self._adapter, self._path, model=self._path.stem).bytes

    def _room_now(self, *, held: int = 0) -> Room:
        """By the memory that is free now, and by so many bytes that would be if the child ended."""
        facts, beside = self._facts
        return room_for(facts, beside=beside - held, most=self._most, may_use_gpu=self._may_use_gpu)

    @property
    def _has_better_room(self) -> bool:
        """Whether memory was short when the child was started, and is not any more. Looked for once after each loading that got what it
        wanted: a child that was started for it and is short again stays."""
        room, pid = self._room, self.pid
        if room is None or pid is None or self._room_was_better or not room.is_short(self._most):
            return False
        rss, in_files = resident.of(pid) or (0, 0)
        with suppress(UserFixable):
            self._room_was_better = not self._room_now(held=rss - in_files).is_short(self._most)
        return self._room_was_better

    @property
    def _may_use_gpu(self) -> bool:
        """Then the child, which sees the GPU, says whether there is memory for the model."""
        return self._gpu_off is None and bool(hardware.gpu_backends()) and bool(hardware.visible_gpus())

    def load(self, *, report: Report = ignore, stop: Stop | None = None) -> Loaded:
        """Start the child and load the model, unless that was done. Raises Stopped, or UserFixable `model_missing`,
        `model_damaged`, `model_unsupported`, `memory`."""
        stop = stop or Stop()
        with self._turn_for(stop):
            return _once_more(lambda: self._loaded_in_child(report, stop))

    def unload(self) -> None:
        """End the child and with it the memory that it holds. The next request loads the model again."""
        with self._turn_for(Stop()):
            self._forget()

    @property
    def holds_memory(self) -> bool:
        return self._child is not None

    def release(self, *, idle: float) -> bool:
        """Unload the model if nobody has used it for `idle` seconds; false if that is not so, or nothing is loaded."""
        if not self._turn.acquire(blocking=False):
            return False
        try:
            if self._child is None or self._idle.seconds < idle:
                return False
            self._forget()
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
                stop.wait(_LOOK)
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
                with suppress(UserFixable, _HeldUp):
                    self._forget_read()
            finally:
                self._turn.release()

    def _forget_read(self) -> None:
        if not self._stale:
            return
        self._stale = False  # before it is done: what is removed meanwhile is forgotten in its turn
        if self._child and self._child.alive and self._ready:
            self._ask(Forget(), stop=Stop())

    def _read(self, prompt: Prompt, stop: Stop) -> TokenCount | None:
        """Raises _GaveWay."""
        if not (self._child and self._child.alive and self._ready):
            return None
        try:
            self._forget_read()
            done = self._ask(Read(prompt), stop=_GivingWay(stop, lambda: bool(self._waiting)))
        except _HeldUp:
            return None
        assert isinstance(done, Done)
        return done.tokens

    def _do(self, work: Work, *, stop: Stop, on_text: Callable[[str], None] | None = None) -> Result:
        def ask() -> Result:
            self._forget_read()
            self._loaded_in_child(ignore, stop)
            if not isinstance(work, Count):
                self._evaluated += 1
            return self._ask(work, stop=stop, on_text=on_text)

        with self._turn_for(stop):
            result = _once_more(ask)
            self._works = self._works or not isinstance(work, Count)
            return result

    @contextmanager
    def _turn_for(self, stop: Stop, *, waited_for: bool = True) -> Iterator[None]:
        """`waited_for`: what is being read ahead is given up for it."""
        waiting = self._waiting if waited_for else deque[None]()
        waiting.append(None)
        try:
            while not self._turn.acquire(timeout=_LOOK):
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

    def _loaded_in_child(self, report: Report, stop: Stop) -> Loaded:
        stop.check()
        if self._child and self._child.alive and self._ready and self._loaded:
            if not self._has_better_room:
                return self._loaded
            self._forget()
        before = self._gpu_off
        try:
            return self._load(report, stop)
        except UserFixable:
            if self._gpu_off == before:
                raise
        return self._load(report, stop)  # the GPU was given up

    def _load(self, report: Report, stop: Stop) -> Loaded:
        if not (self._child and self._child.alive):
            self._forget()
            self._ready = self._begun = False
            self._room = self._room_now()
            self._room_was_better = self._room_was_better and self._room.is_short(self._most)
            arguments = (
                self._path.absolute(),
                self._room,
                self._threads,
                self._gpu_off,
                self._adapter and self._adapter.absolute(),
            )
            self._child = children.start(worker.serve, *arguments, name=_NAME)
        try:
            loaded = self._ask(Load(), stop=stop, report=report)
        except UserFixable as error:
            if error.kind in {"engine_parts", "engine_library"}:
                self._forget()  # another child may find what is installed meanwhile
            raise
        assert isinstance(loaded, Loaded)
        self._loaded, self._ready = loaded, True
        return loaded

    def _ask(
        self,
        work: Work,
        *,
        stop: Stop,
        on_text: Callable[[str], None] | None = None,
        report: Report = ignore,
    ) -> Result:
        """One request and its replies. However it is left before its end, the child is told to give it up."""
        assert self._child is not None
        self._last_id += 1
        id = self._last_id
        try:
            self._send(Request(id, work))
            return self._result(id, stop=stop, on_text=on_text, report=report)
        except _Gone as error:
            raise self._lost(loading=isinstance(work, Load)) from error
        except BaseException:
            with suppress(_Gone):
                self._send(StopRequest(id))
            raise

    def _result(self, id: int, *, stop: Stop, on_text: Callable[[str], None] | None, report: Report) -> Result:
        while True:
            match self._next(id, stop):
                case Written(text):
                    if on_text:
                        on_text(text)
                case Loading(percent):
                    self._begun = True
                    report(Progress(_STAGE, percent, 100, file=self._path.name))
                case GaveUp():
                    raise Stopped
                case Fault(trace):
                    raise RuntimeError(f"a fault in the engine's process:\n{trace}")
                case UserFixable() as error:
                    raise error
                case result:
                    return result

    def _next(self, id: int, stop: Stop) -> Result | Loading | Written | GaveUp | Fault | UserFixable:
        """The next thing that the child says about request `id`; what it still says about earlier ones is passed over."""
        while True:
            stop.check()
            reply = self._receive()
            if reply and reply.id == id:
                return reply.value

    def _send(self, message: Request | StopRequest) -> None:
        assert self._child is not None
        try:
            self._child.channel.send(message)
        except OSError as error:
            raise _Gone from error

    def _receive(self) -> Reply | None:
        """What the child says within the next moment, None if it says nothing."""
        assert self._child is not None
        try:
            if not self._child.channel.poll(_LOOK):
                return None
            reply = self._child.channel.recv()
        except (EOFError, OSError) as error:
            raise _Gone from error
        assert isinstance(reply, Reply)
        return reply

    def _lost(self, *, loading: bool) -> UserFixable:
        """The child is gone: why, as far as its exit tells. Raises _HeldUp."""
        assert self._child is not None
        self._child.wait(1.0)
        code = self._child.exit_code
        self._forget()
        if code == worker.STUCK:
            raise _HeldUp
        self._blame_gpu(code, loading=loading)
        if loading and not self._begun:
            return UserFixable("engine", reason=_reason(code))
        if loading and code == _KILLED:
            return UserFixable("memory", reason=f"‘{self._path.name}’ does not fit")
        if loading and self._adapter is not None:
            return UserFixable("adapter", file=self._adapter.name, reason="loading it made the engine fail")
        if loading:
            return UserFixable("model_damaged", file=self._path.name, reason="loading it made the engine fail")
        if not self._works and self.device == "cpu" and code != _KILLED:
            return UserFixable("model_damaged", file=self._path.name, reason="the engine failed at its first words")
        return UserFixable("engine", reason=_reason(code))

    def _blame_gpu(self, code: int | None, *, loading: bool) -> None:
        """A driver's fault would end every child in the same way: the next one does without the GPU."""
        device = self._loaded.device if self._loaded else ""
        if code != _KILLED and self._may_use_gpu and (loading or device.startswith("gpu")):
            self._gpu_off = f"{device.removeprefix('gpu: ') or 'the GPU'} is not used: the engine failed on it"

    def _forget(self) -> None:
        if self._child:
            self._child.end()
        self._child = self._room = None


def _once_more(action: Callable[[], _T]) -> _T:
    """A new child has nothing that it could be held up by."""
    try:
        return action()
    except _HeldUp:
        return action()


def _examined(path: Path) -> Gguf:
    try:
        return examine(path)
    except UserFixable as error:
        if error.kind == "not_found":
            raise UserFixable("model_missing", model=path.name) from error
        raise


def _reason(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return f"its process was ended by {signal.Signals(-code).name}"
    return f"its process ended with status {code}"
