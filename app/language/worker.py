"""The child that runs the model. A thread of its own reads the channel, so that a stop is seen while llama.cpp computes;
the end of the channel (the parent is gone) ends the process at once, whatever it computes.

llama.cpp is imported inside `serve`, after the environment that its libraries read once: the parent never loads it.
"""

import os
import queue
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import UserFixable
from app.host import faults
from app.language import hardware
from app.language import threads as thread_counts
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
from app.language.parts import unopened
from app.language.room import Room
from app.language.threads import Threads, Wanted
from app.types import TokenCount

if TYPE_CHECKING:
    from app.language.backends import Devices
    from app.language.decoding import Session
    from app.language.native import Flag, Log, Model
    from app.language.offload import Placement

_ENVIRONMENT = {
    # Threads that wait for each other sleep, after a moment's spin (300 rounds are some microseconds). Spinning for long, as is the
    # default, wrote half as fast beside two busy programs on two cores; sleeping at once a fifth slower on an idle machine.
    "OMP_WAIT_POLICY": "passive",
    "GOMP_SPINCOUNT": "300",
    "OPENBLAS_NUM_THREADS": "1",
    # An assertion must end this process, not start a debugger on it.
    "GGML_NO_BACKTRACE": "1",
}
_STOP_GRACE = 2.0
STUCK = 70
"""The status that a child ends with which did not hear a stop in time."""


def serve(
    channel: "Connection[Reply, Request | StopRequest]",
    path: Path,
    room: Room,
    threads: Wanted,
    gpu_off: str | None = None,
    adapter: Path | None = None,
) -> None:
    """Answer requests until the channel ends. `room` is what prompt and reply may take together; `gpu_off` says why no GPU may
    be used. Paths are absolute."""
    prepare()
    try:
        from app.language.native import Flag
    except (ImportError, OSError, RuntimeError) as error:  # llama_cpp raises the last for a library that does not open
        return _refuse(channel, unopened(str(error)))
    flag = Flag()
    desk = _Desk(channel, flag)
    threading.Thread(target=desk.read, name="channel", daemon=True).start()
    engine = _Engine(path, room=room, threads=threads, flag=flag, gpu_off=gpu_off, adapter=adapter)
    while True:
        request = desk.next()
        desk.finish(request.id, _answer(engine, request, desk))


def _refuse(channel: "Connection[Reply, Request | StopRequest]", error: UserFixable) -> None:
    """Nothing can be done here, and whoever asks is told why, until the channel ends."""
    with suppress(EOFError, OSError):
        while True:
            message = channel.recv()
            if isinstance(message, Request):
                channel.send(Reply(message.id, error))


def prepare() -> None:
    """Before llama.cpp is imported. The current folder may be anybody's, a folder of downloads say, and systems look for
    libraries there: the child leaves it."""
    os.environ.update(_ENVIRONMENT)
    folder = hardware.engine_folder()
    if folder is not None:
        os.chdir(folder)


def _answer(engine: "_Engine", request: Request, desk: "_Desk") -> Result | GaveUp | UserFixable:
    from app.language.native import Aborted, NativeError, NoNumbers

    try:
        return engine.do(request.work, lambda value: desk.send(request.id, value))
    except Aborted:
        return GaveUp()
    except UserFixable as error:
        return error
    except NoNumbers as error:
        return UserFixable("model_damaged", file=engine.file, reason=str(error))
    except NativeError as error:
        return UserFixable("engine", reason=str(error))
    except BaseException as fault:
        faults.keep(fault)  # before it is told: whoever hears of it ends this process
        desk.send(request.id, Fault(traceback.format_exc()))
        raise SystemExit(1) from fault


class _Desk:
    """Requests in, replies out. The reading thread only queues requests and raises the flag."""

    def __init__(self, channel: "Connection[Reply, Request | StopRequest]", flag: "Flag") -> None:
        self._channel, self._flag = channel, flag
        self._requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._current = self._stopped = -1

    def read(self) -> None:
        try:
            while True:
                message = self._channel.recv()
                if isinstance(message, StopRequest):
                    self._stop(message.id)
                else:
                    self._requests.put(message)
        except (EOFError, OSError):
            os._exit(0)

    def next(self) -> Request:
        """The next request; if it was stopped before it was begun, the flag is up from the start."""
        request = self._requests.get()
        with self._lock:
            self._current = request.id
            self._flag.clear()
            if self._stopped == request.id:
                self._flag.set()
        return request

    def finish(self, id: int, value: Result | GaveUp | UserFixable) -> None:
        with self._lock:
            self._current = -1
        self.send(id, value)

    def send(self, id: int, value: Result | Loading | Written | GaveUp | Fault | UserFixable) -> None:
        try:
            self._channel.send(Reply(id, value))
        except OSError:
            os._exit(0)

    def _stop(self, id: int) -> None:
        with self._lock:
            self._stopped = id
            if self._current == id:
                self._flag.set()
        timer = threading.Timer(_STOP_GRACE, self._end_if_stuck, [id])
        timer.daemon = True
        timer.start()

    def _end_if_stuck(self, id: int) -> None:
        """A backend that does not look at the flag is ended with its process; the parent starts a new one."""
        with self._lock:
            if self._current == id:
                os._exit(STUCK)


class _Engine:
    """The model, loaded at the first request, and its session."""

    def __init__(
        self,
        path: Path,
        *,
        room: Room,
        threads: Wanted,
        flag: "Flag",
        gpu_off: str | None = None,
        adapter: Path | None = None,
    ) -> None:
        self._path, self._room, self._threads, self._flag = path, room, threads, flag
        self._gpu_off, self._adapter = gpu_off, adapter
        self._session: Session | None = None
        self._loaded: Loaded | None = None

    @property
    def file(self) -> str:
        return self._path.name

    def do(self, work: Work, tell: Callable[[Loading | Written], None]) -> Result:
        session, loaded = self._ensure(tell)
        match work:
            case Load():
                return loaded
            case Count(texts):
                return Counted(session.count(texts))
            case Choose(prompt, options):
                return Chosen(session.choose(prompt, options))
            case Read(prompt):
                return Done(session.read(prompt))
            case Forget():
                session.forget()
                return Done(TokenCount())
            case Generate(prompt, max_tokens, seed, end_at):
                return session.generate(
                    prompt,
                    max_tokens=max_tokens,
                    seed=seed,
                    end_at=end_at,
                    on_text=lambda text: tell(Written(text)),
                )

    def _ensure(self, tell: Callable[[Loading | Written], None]) -> "tuple[Session, Loaded]":
        if self._session is None or self._loaded is None:
            self._session, self._loaded = self._load(tell)
        return self._session, self._loaded

    def _load(self, tell: Callable[[Loading | Written], None]) -> "tuple[Session, Loaded]":
        from app.language import backends, loading, native, offload

        begun = time.perf_counter()
        log = native.Log()
        backends.start()
        devices = backends.Native(log)
        threads = thread_counts.chosen(self._threads, self._path)

        def planned(at_most: int | None = None) -> "Placement":
            seen = offload.Seen() if self._gpu_off else devices.seen()
            return offload.planned(self._path, seen, context=self._room.limit, off=self._gpu_off, at_most=at_most)

        def attempt(placement: "Placement") -> "Session":
            loading.must_fit(self._path, placement)
            return self._session_on(placement, devices, threads=threads, log=log, tell=tell)

        try:
            session, placement = loading.settled(planned(), attempt, fits=lambda layers: planned(layers).layers)
        except native.NativeError as error:
            raise loading.unloadable(self._path, str(error)) from error
        loaded = Loaded(
            device=placement.said,
            device_note=self._room.noted(placement.note),
            threads=threads.choice().reading,
            seconds=time.perf_counter() - begun,
        )
        return session, loaded

    def _session_on(
        self,
        placement: "Placement",
        devices: "Devices",
        *,
        threads: Threads,
        log: "Log",
        tell: Callable[[Loading | Written], None],
    ) -> "Session":
        """Raises Aborted, NativeError, and on the processor UserFixable `memory`; holds no memory then."""
        from app.language.decoding import Session
        from app.language.native import Model, NativeError

        on_gpu = placement.layers > 0
        if on_gpu:
            threads = thread_counts.fixed(threads.most)  # the processor has little to do
        tell(Loading(0))  # what ends this process from here on is the file's doing
        model = Model(
            self._path,
            on_progress=_progress(tell, self._flag),
            log=log,
            gpu_layers=placement.layers,
            devices=devices.handles(placement.device if on_gpu else None),
        )
        session: Session | None = None
        try:
            if self._adapter is not None:
                _attach(model, self._adapter, log)
            session = Session(
                model,
                limit=self._room.limit,
                threads=threads,
                flag=self._flag,
                log=log,
                on_gpu=on_gpu,
                packed=self._room.packed,
            )
            if on_gpu:
                session.warm_up()
        except BaseException as error:
            if session is not None:
                session.close()
            model.close()
            if on_gpu and isinstance(error, UserFixable) and error.kind == "memory":
                raise NativeError(str(error.values.get("reason", error.kind))) from error
            raise
        return session


def _attach(model: "Model", adapter: Path, log: "Log") -> None:
    from app.language.native import NativeError

    try:
        model.attach(adapter, log)
    except NativeError as error:
        raise UserFixable("adapter", file=adapter.name, reason=str(error)) from error


def _progress(tell: Callable[[Loading | Written], None], flag: "Flag") -> Callable[[float], bool]:
    last = -1

    def on_progress(share: float) -> bool:
        nonlocal last
        if (percent := int(share * 100)) > last:
            last = percent
            tell(Loading(percent))
        return not flag.is_set

    return on_progress
