"""llama.cpp through its C interface: a model, a context, and the flag that aborts a computation. Runs in the child only.

The low-level calls are used, not the `Llama` class: one row of logits instead of all, our own prefix reuse, and an abort
that does not pass through Python.
"""

import ctypes
import re
import sys
from collections import deque
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from llama_cpp import llama_cpp as llama
from numpy.typing import NDArray

from app.language.offload import BATCH
from app.language.threads import Threads, of

_SPECIAL = 8 | 16  # LLAMA_TOKEN_ATTR_CONTROL, LLAMA_TOKEN_ATTR_USER_DEFINED
_OPENS = re.compile(r"[<\[]\S")
"""What marks of templates begin with, and no run of spaces or line ends, which are tokens of their own in some vocabularies."""
_ERRORS_KEPT = 20
_ERROR = 4  # GGML_LOG_LEVEL_ERROR
_ABORTED = 2
_NO_ROOM = -2  # llama_decode for GGML_STATUS_ALLOC_FAILED


def broken(text: str, signs: Collection[str]) -> list[str]:
    """`text` cut behind the first character of every one of `signs`, so that no part holds one that was whole in it."""
    pattern = re.compile("|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True)))
    cuts = [0, *(match.start() + 1 for match in pattern.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(cuts)]


class Aborted(Exception):
    """The flag was raised during a computation."""


class NativeError(Exception):
    """llama.cpp refused; the message is the last thing that it logged as an error."""


class NoNumbers(NativeError):
    """The weights give no numbers: some of them are none, or are out of all bounds."""


class Flag:
    """Raised by any thread to abort what llama.cpp is computing.

    llama.cpp asks a C function before each node of its graph, hundreds of times a token. A Python callback there takes the
    interpreter's lock every time. `strlen` over two bytes of our own has just the right form: it gives 0 until the first
    byte is no longer zero."""

    def __init__(self) -> None:
        self._bytes = ctypes.create_string_buffer(2)
        library = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)
        self.callback = ctypes.cast(library.strlen, llama.ggml_abort_callback)
        self.data = ctypes.cast(self._bytes, ctypes.c_void_p)

    def set(self) -> None:
        self._bytes[0] = b"\x01"

    def clear(self) -> None:
        self._bytes[0] = b"\x00"

    @property
    def is_set(self) -> bool:
        return self._bytes[0] != b"\x00"


class Log:
    """llama.cpp's own log: the last errors are kept to give a reason, the rest is dropped. It names no document text."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=_ERRORS_KEPT)
        self._callback = llama.llama_log_callback(self._on_line)
        llama.llama_log_set(self._callback, None)

    def _on_line(self, level: int, text: bytes, _data: object) -> None:
        if level == _ERROR:
            self._lines.append(text.decode(errors="replace").strip())

    def clear(self) -> None:
        self._lines.clear()

    @property
    def reason(self) -> str:
        """The first error since `clear`, without the name of the function that logged it; later ones only follow from it."""
        return self._lines[0].rpartition("error loading model: ")[2].partition("\n")[0] if self._lines else ""


class Model:
    """A loaded model and its vocabulary. `on_progress` gets the share loaded, 0 to 1, and gives False to give up. `devices`
    ends with a null, as llama.cpp wants it; without them nothing touches a GPU.

    Raises NativeError; Aborted if `on_progress` gave up."""

    def __init__(
        self,
        path: Path,
        *,
        on_progress: Callable[[float], bool],
        log: Log,
        gpu_layers: int = 0,
        devices: "ctypes.Array[ctypes.c_void_p] | None" = None,
    ) -> None:
        self._given_up = False
        callback = llama.llama_progress_callback(lambda share, _: self._note(on_progress(share)))
        log.clear()
        parameters = llama.llama_model_default_params()
        # An empty list is not the same as none: for none llama.cpp takes all GPUs, even for no layers at all.
        chosen = devices if devices is not None else (ctypes.c_void_p * 1)(None)
        parameters.devices = ctypes.cast(chosen, ctypes.c_void_p)
        parameters.n_gpu_layers = gpu_layers
        parameters.load_mode = llama.LLAMA_LOAD_MODE_MMAP
        parameters.progress_callback = callback
        self.handle = llama.llama_model_load_from_file(bytes(path), parameters)
        if not self.handle:
            raise Aborted if self._given_up else NativeError(log.reason or "it cannot be loaded")
        self._vocabulary = llama.llama_model_get_vocab(self.handle)
        self.size: int = llama.llama_vocab_n_tokens(self._vocabulary)
        self._buffer = ctypes.create_string_buffer(1024)
        self.adapter: Any = None

    def attach(self, adapter: Path, log: Log) -> None:
        """Use a LoRA adapter in every context that is made from now on. It goes with the model. Raises NativeError."""
        log.clear()
        self.adapter = llama.llama_adapter_lora_init(self.handle, bytes(adapter))
        if not self.adapter:
            raise NativeError(log.reason or "the adapter cannot be loaded")

    def _note(self, going_on: bool) -> bool:
        self._given_up = not going_on
        return going_on

    def close(self) -> None:
        llama.llama_model_free(self.handle)

    @property
    def trained_context(self) -> int:
        return int(llama.llama_model_n_ctx_train(self.handle))

    @property
    def weight_bytes(self) -> int:
        """Of all weights."""
        return int(llama.llama_model_size(self.handle))

    @property
    def bytes_per_token(self) -> int:
        """Memory of one token in the cache: keys and values of all layers, 16-bit. An estimate for other than plain attention."""
        heads = max(1, llama.llama_model_n_head(self.handle))
        width = llama.llama_model_n_embd(self.handle) // heads * llama.llama_model_n_head_kv(self.handle)
        return int(2 * 2 * llama.llama_model_n_layer(self.handle) * width)

    @property
    def template(self) -> str | None:
        source = llama.llama_model_chat_template(self.handle, None)
        return source.decode(errors="replace") if source else None

    @property
    def bos(self) -> int | None:
        """The token that every prompt begins with, None where the model wants none."""
        if not llama.llama_vocab_get_add_bos(self._vocabulary):
            return None
        return int(llama.llama_vocab_bos(self._vocabulary))

    def mark(self, *, end: bool) -> str:
        """The text of the token that begins (or ends) everything, for templates that write it."""
        token = (llama.llama_vocab_eos if end else llama.llama_vocab_bos)(self._vocabulary)
        if token < 0:
            return ""
        return (llama.llama_vocab_get_text(self._vocabulary, token) or b"").decode(errors="replace")

    def tokens(self, text: str, *, marks: bool = False) -> list[int]:
        """`marks`: text may be read as special tokens. Nothing is put before or after."""
        found = self._tokens(text, marks=marks)
        if not marks and _OPENS.search(text):
            signs = {sign for token in set(found) if (sign := self._sign(token))}
            if signs:
                return [token for part in broken(text, signs) for token in self.tokens(part)]
        return found

    def _sign(self, token: int) -> str:
        """The text of a token that is a mark of a template, '' for any other. llama.cpp leaves those alone that a vocabulary calls control
        tokens where text is not to be read as such; what it calls the user's own ('<tool_call>' of Qwen) it always reads."""
        if not llama.llama_vocab_get_attr(self._vocabulary, token) & _SPECIAL:
            return ""
        text: str = (llama.llama_vocab_get_text(self._vocabulary, token) or b"").decode(errors="replace")
        return text if _OPENS.match(text) else ""

    def _tokens(self, text: str, *, marks: bool) -> list[int]:
        raw = text.encode("utf-8", errors="replace")
        room = len(raw) + 8
        found = (llama.llama_token * room)()
        count = llama.llama_tokenize(self._vocabulary, raw, len(raw), found, room, False, marks)
        if count < 0:
            raise NativeError(f"{-count} tokens for {len(raw)} bytes")
        return list(found[:count])

    def piece(self, token: int) -> bytes:
        """The bytes of a token, perhaps a part of a character; none for special tokens."""
        length = llama.llama_token_to_piece(self._vocabulary, token, self._buffer, len(self._buffer), 0, False)
        return self._buffer.raw[:length] if length > 0 else b""

    def ends(self, token: int) -> bool:
        return bool(llama.llama_vocab_is_eog(self._vocabulary, token))


class Context:
    """A cache of `size` tokens over a model, for one sequence. Raises NativeError if there is no memory for it.

    Flash attention stays off: on the CPU it was no faster, and without it the result does not depend on the number of
    threads. On a GPU it is llama.cpp's choice. `packed`: keys are kept in eight bits; values in eight bits would need it."""

    def __init__(
        self,
        model: Model,
        *,
        size: int,
        threads: int | Threads,
        flag: Flag,
        log: Log,
        on_gpu: bool = False,
        packed: bool = False,
    ) -> None:
        self._threads = of(threads)
        log.clear()
        parameters = llama.llama_context_default_params()
        parameters.n_ctx = size
        parameters.n_batch = parameters.n_ubatch = min(BATCH, size)
        parameters.n_seq_max = 1
        parameters.n_threads = parameters.n_threads_batch = self._threads.most
        automatic, off = llama.LLAMA_FLASH_ATTN_TYPE_AUTO, llama.LLAMA_FLASH_ATTN_TYPE_DISABLED
        parameters.flash_attn_type = automatic if on_gpu else off
        if packed:
            parameters.type_k = llama.GGML_TYPE_Q8_0
        parameters.abort_callback = flag.callback
        parameters.abort_callback_data = flag.data
        parameters.no_perf = True
        self._handle = llama.llama_init_from_model(model.handle, parameters)
        if not self._handle:
            raise NativeError(log.reason or "no memory for the context")
        if model.adapter:
            _use(self._handle, model.adapter)
        self._memory = llama.llama_get_memory(self._handle)
        self._vocabulary_size = model.size
        self._no_logits = (ctypes.c_int8 * BATCH)()
        self.size = size
        """Tokens; 0 once it is closed."""

    def evaluate(self, tokens: Sequence[int], *, logits: bool = True) -> None:
        """Evaluate at most `BATCH` tokens after those already there. Without `logits` those of the last one are not computed, which
        for 0.5B take as long as two or three tokens of a batch. Raises Aborted, after which nothing past what was kept before is to
        be relied on, or NativeError."""
        ids = (llama.llama_token * len(tokens))(*tokens)  # the batch only points to them
        batch = llama.llama_batch_get_one(ids, len(tokens))
        if not logits:
            batch.logits = ctypes.cast(self._no_logits, ctypes.POINTER(ctypes.c_int8))
        with self._threads.timed(len(tokens)) as count:
            llama.llama_set_n_threads(self._handle, count, count)
            status = llama.llama_decode(self._handle, batch)
            if status == _ABORTED:
                raise Aborted
            if status == _NO_ROOM:
                raise NativeError("no memory to compute in")
            if status != 0:
                raise NativeError(f"evaluation failed with status {status}")

    def logits(self) -> NDArray[np.float32]:
        """The row for the last token evaluated, one value for each token of the vocabulary; good until the next evaluation.
        Raises NoNumbers."""
        pointer = llama.llama_get_logits_ith(self._handle, -1)
        row: NDArray[np.float32] = np.ctypeslib.as_array(pointer, shape=(self._vocabulary_size,))
        if not np.isfinite(row.max()):  # a value that is no number is the largest
            raise NoNumbers("its weights give no numbers")
        return row

    def keep(self, count: int) -> bool:
        """Forget all but the first `count` tokens. False if this kind of model cannot do that; then all is forgotten. One that is
        closed holds none."""
        if not self.size:
            return not count
        if llama.llama_memory_seq_rm(self._memory, 0, count, -1):
            return True
        llama.llama_memory_clear(self._memory, True)
        return False

    def state(self) -> "ctypes.Array[ctypes.c_uint8]":
        """What was evaluated, to be put into another context over the same model: the cache as it is, bit by bit."""
        kept: ctypes.Array[ctypes.c_uint8] = (ctypes.c_uint8 * llama.llama_state_seq_get_size(self._handle, 0))()
        llama.llama_state_seq_get_data(self._handle, kept, len(kept), 0)
        return kept

    def restore(self, state: "ctypes.Array[ctypes.c_uint8]") -> bool:
        """Put back what `state` gave. False where that cannot be; then there is nothing."""
        if llama.llama_state_seq_set_data(self._handle, state, len(state), 0):
            return True
        llama.llama_memory_clear(self._memory, True)
        return False

    def close(self) -> None:
        """Nothing but `keep` and `close` is to be called from now on."""
        llama.llama_free(self._handle)  # of none it frees nothing
        self._handle, self.size = None, 0


def _use(context: Any, adapter: Any) -> None:
    """Whole strength: what the adapter's own `alpha` says."""
    adapters, strengths = (llama.llama_adapter_lora_p_ctypes * 1)(adapter), (ctypes.c_float * 1)(1.0)
    if llama.llama_set_adapters_lora(context, adapters, 1, strengths):
        raise NativeError("the adapter cannot be used")
