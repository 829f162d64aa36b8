"""Texts become vectors: all-MiniLM-L6-v2, or another model of its kind, on ONNX Runtime, in this process.

The tokenizer alone counts tokens; the session is made when something is embedded for the first time. Mean pooling over the
attention mask and normalisation to length 1 as the model's authors describe (Reimers and Gurevych, 2019; the same for E5, Wang
et al., 2024, which wants to be told by a word in front whether a text is asked or searched).
"""

import threading
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.host.idle import Idle
from app.host.resident import Growth
from app.index import onnx
from app.stop import Stop

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_POOLING_VERSION = 1
"""Part of an embedder's id: counts changes of what this module makes of the same model and text."""
_SPECIAL_TOKENS = 2
_FEW_TOKENS = 4096
"""Up to so many, loading the quick session would take longer than it saves."""
_BATCH_TOKENS = 1024
"""Tokens of a batch, padding included: enough to keep the cores busy, and the session's memory small."""


class Embedder:
    """`folder` holds model.onnx and tokenizer.json. Safe from several threads, which take turns.

    `gentle` is for a process that somebody looks at: it always takes the session that loads in a moment, since ONNX Runtime
    lets no other Python thread run while it optimises one (0.2 s, measured). Raises UserFixable `model_missing` at once,
    `model_damaged` when the bad file is used.
    """

    dimensions = 384
    max_tokens = 256
    """Tokens that the model reads, its two special ones included; more are cut off."""

    def __init__(
        self,
        folder: Path,
        *,
        threads: int | None = None,
        gentle: bool = False,
        question_prefix: str = "",
        text_prefix: str = "",
        idle: Idle | None = None,
    ) -> None:
        """The prefixes are what the model wants before a question and before a text that is searched."""
        self.id = f"{folder.name}/{_POOLING_VERSION}"
        self._folder = folder
        self._threads = threads
        self._gentle = gentle
        self._question_prefix = question_prefix
        self._text_prefix = text_prefix
        self._lock = threading.Lock()
        self._idle = idle or Idle()
        self._growth = Growth()
        onnx.require_files(folder)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text without the special ones, however long it is. Does not load the model."""
        return [len(encoding) for encoding in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def embed(self, texts: Sequence[str], *, stop: Stop) -> "NDArray[np.float32]":
        """[len(texts), 384], each row of length 1. Texts beyond 254 tokens are cut. Raises Stopped between batches."""
        return self._embed(texts, self._text_prefix, stop)

    def for_questions(self) -> "Questions":
        """The same model, for what is asked."""
        return Questions(self)

    def _embed(self, texts: Sequence[str], prefix: str, stop: Stop) -> "NDArray[np.float32]":
        import numpy as np

        result = np.zeros((len(texts), self.dimensions), np.float32)
        encodings = self._encode([prefix + text for text in texts])
        small = self._gentle or sum(map(len, encodings)) <= _FEW_TOKENS
        with self._idle.using():
            for batch in _batches([len(ids) for ids in encodings]):
                stop.check()
                with self._lock:
                    result[batch] = self._run([encodings[index] for index in batch], small=small)
        return result

    def similarities(self, text: str, others: Sequence[str]) -> list[float]:
        """Cosine of `text` with each of `others`."""
        matrix = self._embed([text, *others], self._question_prefix, Stop())
        return [float(value) for value in matrix[1:] @ matrix[0]]

    def close(self) -> None:
        """Give the session's memory back; it is made again when wanted."""
        with self._lock:
            self.__dict__.pop("_quick_session", None)
            self.__dict__.pop("_small_session", None)

    @property
    def holds_memory(self) -> bool:
        return "_quick_session" in self.__dict__ or "_small_session" in self.__dict__

    @property
    def grown(self) -> int:
        """Bytes that the process grew by when the model was loaded."""
        return self._growth.bytes

    def release(self, *, idle: float) -> bool:
        """`close` if nobody has used it for `idle` seconds; false if that is not so, or nothing is loaded."""
        if not self.holds_memory or self._idle.seconds < idle:
            return False
        self.close()
        return True

    def _encode(self, texts: Sequence[str]) -> list[list[int]]:
        longest = self.max_tokens - 1
        encodings = self._tokenizer.encode_batch(list(texts))
        return [
            ids if len(ids) <= self.max_tokens else [*ids[:longest], ids[-1]]
            for ids in (encoding.ids for encoding in encodings)
        ]

    def _run(self, batch: Sequence[Sequence[int]], *, small: bool) -> "NDArray[np.float32]":
        import numpy as np

        session = self._small_session if small and "_quick_session" not in self.__dict__ else self._quick_session
        tokens, mask = onnx.padded(batch)
        inputs = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        states = session.run(["last_hidden_state"], inputs)[0]
        weights = mask[:, :, None].astype(np.float32)
        means = (states * weights).sum(axis=1) / weights.sum(axis=1)
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)

    @cached_property
    def _tokenizer(self) -> Any:
        return onnx.tokenizer(self._folder)

    @cached_property
    def _small_session(self) -> Any:
        """For a question."""
        with self._growth.within():
            return onnx.small_session(self._folder, self._threads)

    @cached_property
    def _quick_session(self) -> Any:
        """For documents. It takes the place of the small one."""
        self.__dict__.pop("_small_session", None)
        with self._growth.within():
            return onnx.quick_session(self._folder, self._threads)


class Questions:
    """An embedder as a search needs it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.id = embedder.id

    def embed(self, texts: Sequence[str], *, stop: Stop) -> "NDArray[np.float32]":
        """[len(texts), 384], as the embedder's, but of questions."""
        return self._embedder._embed(texts, self._embedder._question_prefix, stop)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices in batches of texts of like length, none above the budget of tokens when padded."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True):
        if batch and lengths[batch[0]] * (len(batch) + 1) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
