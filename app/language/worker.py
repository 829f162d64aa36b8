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
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import UserFixable
from app.language import hardware
from app.language.messages import (
    Choose,
    Chosen,
    Count,
    Counted,
    Fault,
    GaveUp,
    Generate,
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

if TYPE_CHECKING:
    from app.language.decoding import Session
    from app.language.native import Flag, Log, Model

_ENVIRONMENT = {
    # Threads that wait for each other sleep. Spinning (the default), any other load on two cores made generation 2 to 15
    # times slower, and evaluation up to four times.
    "OMP_WAIT_POLICY": "passive",
    "OPENBLAS_NUM_THREADS": "1",
    # An assertion must end this process, not start a debugger on it.
    "GGML_NO_BACKTRACE": "1",
}
_STOP_GRACE = 2.0
_STUCK = 70


def serve(channel: "Connection[Reply, Request | StopRequest]", path: Path, context: int, threads: int | None) -> None:
    """Answer requests until the channel ends. `context` is the most that prompt and reply may have together, in tokens."""
    os.environ.update(_ENVIRONMENT)
    from app.language.native import Flag

    flag = Flag()
    desk = _Desk(channel, flag)
    threading.Thread(target=desk.read, name="channel", daemon=True).start()
    engine = _Engine(path, context=context, threads=threads, flag=flag)
    while True:
        request = desk.next()
        desk.finish(request.id, _answer(engine, request, desk))


def _answer(engine: "_Engine", request: Request, desk: "_Desk") -> Result | GaveUp | UserFixable:
    from app.language.native import Aborted, NativeError

    try:
        return engine.do(request.work, lambda value: desk.send(request.id, value))
    except Aborted:
        return GaveUp()
    except UserFixable as error:
        return error
    except NativeError as error:
        return UserFixable("engine", reason=str(error))
    except BaseException:
        desk.send(request.id, Fault(traceback.format_exc()))
        raise


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
                os._exit(_STUCK)


class _Engine:
    """The model, loaded at the first request, and its session."""

    def __init__(self, path: Path, *, context: int, threads: int | None, flag: "Flag") -> None:
        self._path, self._context, self._threads, self._flag = path, context, threads, flag
        self._session: Session | None = None
        self._loaded: Loaded | None = None

    def do(self, work: Work, tell: Callable[[Loading | Written], None]) -> Result:
        session, loaded = self._ensure(tell)
        match work:
            case Load():
                return loaded
            case Count(texts):
                return Counted(session.count(texts))
            case Choose(prompt, options):
                return Chosen(session.choose(prompt, options))
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
        from app.language import native
        from app.language.decoding import Session

        begun = time.perf_counter()
        log = native.Log()
        native.start()
        gpus = native.gpus()
        model, on_gpu = self._load_model(gpus, log, tell)
        threads = self._threads or hardware.threads_for(hardware.usable_cores(), hardware.busy_cores())
        session = Session(model, limit=self._context, threads=threads, flag=self._flag, log=log, on_gpu=on_gpu)
        device = f"gpu: {gpus[0]}" if on_gpu else "cpu"
        loaded = Loaded(
            device=device,
            device_note=_note(gpus, on_gpu=on_gpu),
            threads=threads,
            seconds=time.perf_counter() - begun,
        )
        return session, loaded

    def _load_model(
        self, gpus: tuple[str, ...], log: "Log", tell: Callable[[Loading | Written], None]
    ) -> "tuple[Model, bool]":
        """All layers on the GPU if there is one, else half of them, else none."""
        from app.language.native import Model, NativeError

        tries = [-1, 16, 0] if gpus else [0]
        for layers in tries:
            try:
                model = Model(self._path, gpu_layers=layers, on_progress=_progress(tell, self._flag), log=log)
            except NativeError as error:
                if layers == tries[-1]:
                    raise _unloadable(self._path, str(error)) from error
            else:
                return model, layers != 0
        raise AssertionError("the last try returns or raises")


def _progress(tell: Callable[[Loading | Written], None], flag: "Flag") -> Callable[[float], bool]:
    last = -1

    def on_progress(share: float) -> bool:
        nonlocal last
        if (percent := int(share * 100)) > last:
            last = percent
            tell(Loading(percent))
        return not flag.is_set

    return on_progress


def _unloadable(path: Path, reason: str) -> UserFixable:
    text = reason.lower()
    if "unknown model architecture" in text or "unknown pre-tokenizer" in text:
        return UserFixable("model_unsupported", file=path.name, reason=reason)
    if "allocate" in text or "out of memory" in text:
        return UserFixable("memory", reason=f"‘{path.name}’ does not fit")
    return UserFixable("model_damaged", file=path.name, reason=reason)


def _note(gpus: tuple[str, ...], *, on_gpu: bool) -> str | None:
    if on_gpu:
        return None
    if gpus:
        return f"{gpus[0]} is not used: the model did not load on it"
    return hardware.gpu_note(hardware.visible_gpus(), usable=False)
