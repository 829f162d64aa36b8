"""The floor: the shortest program that evaluates a prompt with llama.cpp's C interface and writes a reply, in a process of its own.

It has the file, the threads, the batch and the layers on the GPU that the engine has; all else is as llama.cpp comes. It is at its best:
only the last token of a prompt gets logits, the next token is the largest of them, and nobody is told of anything meanwhile.
"""

import ctypes
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from app.host import children
from app.types import Prompt

if TYPE_CHECKING:
    from app.language.native import Model


@dataclass(frozen=True, slots=True)
class Ask:
    prompt: Prompt
    max_tokens: int


@dataclass(frozen=True, slots=True)
class Times:
    """`prompt` and `generated` are tokens, `first` and `total` seconds: to the first token of the reply, and to its last."""

    prompt: int
    generated: int
    first: float
    total: float


@dataclass(frozen=True, slots=True)
class Told:
    """`layers` that went to a GPU; `seconds` that loading took."""

    layers: int
    seconds: float


class Raw:
    """The floor's process. Threads for `reading` a prompt and for `writing` a reply."""

    def __init__(self, path: Path, *, context: int, reading: int, writing: int, gpu: bool) -> None:
        self._child = children.start(serve, path.absolute(), context, (reading, writing), gpu, name="inglenook-raw")
        told = self._receive()
        assert isinstance(told, Told)
        self.told = told

    def __enter__(self) -> "Raw":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.end()

    def ask(self, prompt: Prompt, *, max_tokens: int = 1) -> Times:
        """Evaluate all of the prompt, whatever was evaluated before, and write so many tokens, fewer if the model ends."""
        self._child.channel.send(Ask(prompt, max_tokens))
        times = self._receive()
        assert isinstance(times, Times)
        return times

    def _receive(self) -> object:
        try:
            return self._child.channel.recv()
        except EOFError as error:
            raise RuntimeError("the raw engine's process ended") from error


def serve(channel: "Connection[Any, Any]", path: Path, context: int, threads: tuple[int, int], gpu: bool) -> None:
    from app.language import backends, native, offload

    begun = time.perf_counter()
    log = native.Log()
    backends.start()
    devices = backends.Native(log)
    plan = offload.planned(path, devices.seen(), context=context, off=None if gpu else offload.TURNED_OFF)
    model = native.Model(
        path,
        on_progress=lambda _: True,
        log=log,
        gpu_layers=plan.layers,
        devices=devices.handles(plan.device if plan.layers else None),
    )
    bare = _Bare(model, context=context, threads=threads)
    channel.send(Told(plan.layers, time.perf_counter() - begun))
    while True:
        try:
            asked = channel.recv()
        except EOFError:
            return
        channel.send(bare.answer(bare.tokens(asked.prompt), asked.max_tokens))


class _Bare:
    def __init__(self, model: "Model", *, context: int, threads: tuple[int, int]) -> None:
        from llama_cpp import llama_cpp as llama

        from app.language.offload import BATCH
        from app.language.template import ChatTemplate

        self._llama, self._model, self._batch = llama, model, BATCH
        self._template = ChatTemplate(model.template, bos=model.mark(end=False), eos=model.mark(end=True))
        parameters = llama.llama_context_default_params()
        parameters.n_ctx = context
        parameters.n_batch = parameters.n_ubatch = BATCH
        parameters.n_threads_batch, parameters.n_threads = threads
        self._handle = llama.llama_init_from_model(model.handle, parameters)
        assert self._handle, "no memory for the raw context"
        self._no_logits = (ctypes.c_int8 * BATCH)()

    def tokens(self, prompt: Prompt) -> list[int]:
        """The engine's own."""
        pieces = self._template.pieces(prompt)
        found = [token for piece in pieces for token in self._model.tokens(piece.text, marks=piece.marks)]
        bos = self._model.bos
        return found if bos is None or found[:1] == [bos] else [bos, *found]

    def answer(self, tokens: Sequence[int], max_tokens: int) -> Times:
        begun = time.perf_counter()
        self._llama.llama_memory_clear(self._llama.llama_get_memory(self._handle), False)
        last = (len(tokens) - 1) // self._batch * self._batch
        for start in range(0, last, self._batch):
            self._decode(tokens[start : start + self._batch], logits=False)
        self._decode(tokens[last:], logits=True)
        token = self._likeliest()
        first = time.perf_counter() - begun
        written = 1
        while written < max_tokens and not self._model.ends(token):
            self._decode([token], logits=True)
            token = self._likeliest()
            written += 1
        return Times(len(tokens), written, first, time.perf_counter() - begun)

    def _decode(self, tokens: Sequence[int], *, logits: bool) -> None:
        ids = (self._llama.llama_token * len(tokens))(*tokens)
        batch = self._llama.llama_batch_get_one(ids, len(tokens))
        if not logits:
            batch.logits = ctypes.cast(self._no_logits, ctypes.POINTER(ctypes.c_int8))
        status = self._llama.llama_decode(self._handle, batch)
        assert status == 0, f"the raw evaluation failed with status {status}"

    def _likeliest(self) -> int:
        import numpy as np

        row = self._llama.llama_get_logits_ith(self._handle, -1)
        return int(np.ctypeslib.as_array(row, shape=(self._model.size,)).argmax())
