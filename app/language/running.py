"""The child that runs the model: started and loaded when it is wanted, asked one request at a time, and what its end means. Nothing
here takes turns: `engine` does.
"""

import signal
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from app.errors import UserFixable
from app.host import children, resident
from app.language import hardware, worker
from app.language.messages import (
    Fault,
    GaveUp,
    Load,
    Loaded,
    Loading,
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
from app.types import Progress, Report, ignore

LOOK = 0.02
"""Seconds between looks at the stop token while the child works."""
_STAGE = "loading"
_NAME = "inglenook-engine"
_KILLED = -getattr(signal, "SIGKILL", 9)
"""Somebody's kill, or the system's for want of memory: it says nothing against the GPU."""


class _Gone(Exception):
    """The channel broke: the child is no more. Told apart from what a caller's `on_text` may raise."""


class HeldUp(Exception):
    """The child was still busy with a request that had been stopped, and ended itself for it; this one was not begun."""


class Running:
    """A model in a child of its own. `context`, `threads`, `gpu` and `adapter` as `Engine` has them."""

    def __init__(self, path: Path, *, context: int, threads: Wanted, gpu: bool, adapter: Path | None) -> None:
        self._path, self._adapter = path, adapter
        self._most, self._threads = context, threads
        self._gpu_off = None if gpu else TURNED_OFF
        self._child: children.Child | None = None
        self._loaded: Loaded | None = None
        self._room: Room | None = None  # of the child that is there
        self._room_was_better = False  # a child was ended for it
        self._last_id = 0
        self._ready = False  # the child that is there has loaded the model
        self._begun = False  # the child has come as far as the model's file
        self.works = False
        """Something was computed with this model."""

    @property
    def is_there(self) -> bool:
        """Whether there is a child that was not ended from here."""
        return self._child is not None

    @property
    def is_ready(self) -> bool:
        """Whether the model is loaded and its child lives."""
        return self._child is not None and self._child.alive and self._ready

    @property
    def context(self) -> int:
        """Tokens that prompt and reply may have together: bounded by what the model was trained for and by memory: the cache may take half of what the model leaves of that which was
        free when the model was loaded, or is free now as long as it is not. Raises as `load` does; loads nothing."""
        return (self._room or self._room_now()).limit

    @property
    def device(self) -> str:
        """'cpu', or 'gpu: ' and its name; 'cpu' as long as nothing was loaded."""
        return self._loaded.device if self._loaded else "cpu"

    @property
    def device_note(self) -> str | None:
        """Why no GPU is used, or not for the whole model; known once the model was loaded."""
        return self._loaded.device_note if self._loaded else None

    def loaded(self, report: Report, stop: Stop) -> Loaded:
        """Start the child and load the model, unless that was done. Raises Stopped, HeldUp, and UserFixable as `Engine.load`."""
        stop.check()
        if self.is_ready and self._loaded:
            if not self._has_better_room:
                return self._loaded
            self.end()
        before = self._gpu_off
        try:
            return self._load(report, stop)
        except UserFixable:
            if self._gpu_off == before:
                raise
        return self._load(report, stop)  # the GPU was given up

    def ask(
        self,
        work: Work,
        *,
        stop: Stop,
        on_text: Callable[[str], None] | None = None,
        report: Report = ignore,
    ) -> Result:
        """One request and its replies. However it is left before its end, the child is told to give it up. Raises HeldUp."""
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

    def end(self) -> None:
        """End the child, and with it the memory that it holds."""
        if self._child:
            self._child.end()
        self._child = self._room = None

    @property
    def pid(self) -> int | None:
        """The child's process, None while there is none."""
        return self._child.pid if self._child else None

    def _load(self, report: Report, stop: Stop) -> Loaded:
        if not (self._child and self._child.alive):
            self.end()
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
            loaded = self.ask(Load(), stop=stop, report=report)
        except UserFixable as error:
            if error.kind in {"engine_parts", "engine_library"}:
                self.end()  # another child may find what is installed meanwhile
            raise
        assert isinstance(loaded, Loaded)
        self._loaded, self._ready = loaded, True
        return loaded

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
            if not self._child.channel.poll(LOOK):
                return None
            reply = self._child.channel.recv()
        except (EOFError, OSError) as error:
            raise _Gone from error
        assert isinstance(reply, Reply)
        return reply

    def _lost(self, *, loading: bool) -> UserFixable:
        """The child is gone: why, as far as its exit tells. Raises HeldUp."""
        assert self._child is not None
        self._child.wait(1.0)
        code = self._child.exit_code
        self.end()
        if code == worker.STUCK:
            raise HeldUp
        self._blame_gpu(code, loading=loading)
        if loading and not self._begun:
            return UserFixable("engine", reason=_reason(code))
        if loading and code == _KILLED:
            return UserFixable("memory", reason=f"‘{self._path.name}’ does not fit")
        if loading and self._adapter is not None:
            return UserFixable("adapter", file=self._adapter.name, reason="loading it made the engine fail")
        if loading:
            return UserFixable("model_damaged", file=self._path.name, reason="loading it made the engine fail")
        if not self.works and self.device == "cpu" and code != _KILLED:
            return UserFixable("model_damaged", file=self._path.name, reason="the engine failed at its first words")
        return UserFixable("engine", reason=_reason(code))

    def _blame_gpu(self, code: int | None, *, loading: bool) -> None:
        """A driver's fault would end every child in the same way: the next one does without the GPU."""
        device = self._loaded.device if self._loaded else ""
        if code != _KILLED and self._may_use_gpu and (loading or device.startswith("gpu")):
            self._gpu_off = f"{device.removeprefix('gpu: ') or 'the GPU'} is not used: the engine failed on it"


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
