"""What was tried and not built, to be tried again on other machines: several replies written in one batch, and coarser caches.

python -m tests.benchmarks.together MODEL.gguf [--replies 3] [--parts 6] [--threads 2] [--depth 3072]

`together`: what the model says of parts of our own document (`Prompts.gist`), one reply after the other and then several in one
batch, each in a cache of its own; ends are the model's. `caches`: speed of reading and writing at depth by kind of cache.
"""

import argparse
import ctypes
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ["OMP_WAIT_POLICY"] = "passive"  # as the engine has it; read once, when llama.cpp is loaded

from llama_cpp import llama_cpp as llama

from app.answers.summaries.gist import TOKENS
from app.language import backends, native
from app.language.decoding import BLOCK
from app.language.offload import BATCH
from app.language.prompts import Prompts
from app.language.template import ChatTemplate
from tests.benchmarks.pages import long_document

_F16, _Q8 = llama.GGML_TYPE_F16, llama.GGML_TYPE_Q8_0
_ENOUGH = 512
"""Tokens over which the speed of reading is taken."""
_WRITTEN = 20


@dataclass(frozen=True, slots=True)
class Cache:
    """Types of keys and values as ggml numbers them."""

    name: str
    keys: int = _F16
    values: int = _F16
    flash: bool = False


CACHES = (
    Cache("half precision"),
    Cache("keys in 8 bits", _Q8),
    Cache("half precision, flash attention", flash=True),
    Cache("keys and values in 8 bits, flash attention", _Q8, _Q8, flash=True),
)


class Streams:
    """So many sequences over one model, each with `size` tokens of cache; they do not see each other."""

    def __init__(
        self,
        model: native.Model,
        *,
        count: int,
        size: int,
        threads: int,
        cache: Cache = CACHES[0],
        unified: bool = False,
    ) -> None:
        parameters = llama.llama_context_default_params()
        parameters.n_ctx, parameters.n_seq_max, parameters.kv_unified = size * count, count, unified
        parameters.n_batch = parameters.n_ubatch = BATCH
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.flash_attn_type = int(cache.flash)
        parameters.type_k, parameters.type_v = cache.keys, cache.values
        parameters.no_perf = True
        self._handle = llama.llama_init_from_model(model.handle, parameters)
        assert self._handle, "no memory for the context"
        self._vocabulary = model.size
        self._batch = llama.llama_batch_init(BATCH, 0, 1)

    def close(self) -> None:
        llama.llama_batch_free(self._batch)
        llama.llama_free(self._handle)

    def read(self, sequence: int, tokens: Sequence[int]) -> int:
        """Forget the sequence and read `tokens`, cut as the engine does; the likeliest next token."""
        llama.llama_memory_seq_rm(llama.llama_get_memory(self._handle), sequence, 0, -1)
        whole = (len(tokens) - 1) // BLOCK * BLOCK
        for start in range(0, whole, BATCH):
            self._decode([(tokens[at], at, sequence, False) for at in range(start, min(start + BATCH, whole))])
        self._decode([(tokens[at], at, sequence, at == len(tokens) - 1) for at in range(whole, len(tokens))])
        return self._likeliest(-1)

    def write(self, last: Mapping[int, tuple[int, int]]) -> dict[int, int]:
        """One more token of each sequence, from its last one and where that stands."""
        self._decode([(token, at, sequence, True) for sequence, (token, at) in last.items()])
        return {sequence: self._likeliest(row) for row, sequence in enumerate(last)}

    def _decode(self, items: Sequence[tuple[int, int, int, bool]]) -> None:
        batch = self._batch
        batch.n_tokens = len(items)
        for number, (token, at, sequence, wanted) in enumerate(items):
            batch.token[number], batch.pos[number], batch.logits[number] = token, at, wanted
            batch.n_seq_id[number], batch.seq_id[number][0] = 1, sequence
        status = llama.llama_decode(self._handle, batch)
        assert status == 0, f"the evaluation failed with status {status}"

    def _likeliest(self, row: int) -> int:
        import numpy as np

        logits: Any = llama.llama_get_logits_ith(self._handle, row)
        return int(
            np.ctypeslib.as_array(ctypes.cast(logits, ctypes.POINTER(ctypes.c_float)), (self._vocabulary,)).argmax()
        )


@dataclass(slots=True)
class Spent:
    reading: float = 0.0
    writing: float = 0.0


def replies(
    streams: Streams, model: native.Model, prompts: Sequence[Sequence[int]], *, most: int, spent: Spent
) -> list[list[int]]:
    """The tokens of a reply to each prompt, all written together; one that is done leaves the batch."""
    began = time.perf_counter()
    written: list[list[int]] = [[streams.read(number, prompt)] for number, prompt in enumerate(prompts)]
    spent.reading += time.perf_counter() - began
    began = time.perf_counter()
    while open_ := [n for n, tokens in enumerate(written) if len(tokens) < most and not model.ends(tokens[-1])]:
        last = {n: (written[n][-1], len(prompts[n]) + len(written[n]) - 1) for n in open_}
        for number, token in streams.write(last).items():
            written[number].append(token)
    spent.writing += time.perf_counter() - began
    return written


def together(model: native.Model, prompts: Sequence[Sequence[int]], *, count: int, threads: int) -> Iterator[str]:
    size = -(-(max(map(len, prompts)) + TOKENS) // 256) * 256
    made: dict[int, list[list[int]]] = {}
    times: dict[int, Spent] = {}
    for at_once in (1, count):
        streams, times[at_once], made[at_once] = Streams(model, count=at_once, size=size, threads=threads), Spent(), []
        for start in range(0, len(prompts), at_once):
            group = prompts[start : start + at_once]
            made[at_once] += replies(streams, model, group, most=TOKENS, spent=times[at_once])
        streams.close()
        yield f"{at_once} at once: reading {times[at_once].reading:.1f} s, writing {times[at_once].writing:.1f} s"
    whole = {number: spent.reading + spent.writing for number, spent in times.items()}
    same = sum(one == other for one, other in zip(made[1], made[count], strict=True))
    yield f"{count} at once take {whole[count] / whole[1]:.2f} of the time; {same} of {len(prompts)} replies are the same"


def caches(model: native.Model, tokens: Sequence[int], *, threads: int) -> Iterator[str]:
    for cache in CACHES:
        streams = Streams(model, count=1, size=len(tokens) + 256, threads=threads, cache=cache)
        streams.read(0, tokens[:BATCH])  # work space is made at the first use
        began = time.perf_counter()
        streams.read(0, tokens[:_ENOUGH])
        beginning = _ENOUGH / (time.perf_counter() - began)
        began = time.perf_counter()
        token = streams.read(0, tokens)
        whole = len(tokens) / (time.perf_counter() - began)
        began = time.perf_counter()
        for number in range(_WRITTEN):
            token = streams.write({0: (token, len(tokens) + number)})[0]
        writing = _WRITTEN / (time.perf_counter() - began)
        streams.close()
        yield (
            f"{cache.name}: reads {beginning:.1f} tokens/s ({_ENOUGH} tokens), {whole:.1f} ({len(tokens)}), "
            f"then writes {writing:.1f}"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--replies", type=int, default=3, help="how many are written together (default 3)")
    parser.add_argument("--parts", type=int, default=6, help="of a document, a reply each (default 6)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--depth", type=int, default=3072, help="tokens read for each kind of cache (default 3072)")
    given = parser.parse_args(arguments)
    backends.start()
    log = native.Log()
    model = native.Model(given.model, on_progress=lambda _: True, log=log)
    with tempfile.TemporaryDirectory() as folder:
        document = long_document(Path(folder))
    template = ChatTemplate(model.template, bos=model.mark(end=False), eos=model.mark(end=True))
    asked = [Prompts().gist(part.title, part.text, "en") for part in document.parts()[: given.parts]]
    prompts = [
        [token for piece in template.pieces(one) for token in model.tokens(piece.text, marks=piece.marks)]
        for one in asked
    ]
    for line in together(model, prompts, count=given.replies, threads=given.threads):
        print(line, flush=True)
    text = "\n".join(part.text for part in document.parts())
    for line in caches(model, model.tokens(text)[: given.depth], threads=given.threads):
        print(line, flush=True)
    model.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
