"""Question and passage are read together: ms-marco-MiniLM-L-6-v2, or another cross-encoder of its kind, on ONNX Runtime.

A cross-encoder sees every word of the question beside every word of the passage (Nogueira and Cho, 2019), so that it tells better
than a cosine which passage answers, and takes a run of the model for each. So it reads only as many of the best as this machine
does in the time for it, and none where that would be too few.
"""

import threading
import time
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

from app.host.idle import Idle
from app.host.resident import Growth
from app.index import onnx
from app.stop import Stop

_SECONDS = 0.7
"""The time for one question: little beside the several seconds that the default model takes to its first word."""
_FEWEST = 8
"""Passages: with fewer, the order hardly changes what is read."""
_QUESTION_TOKENS = 128
"""Of a question; what is longer is cut."""
_AT_ONCE = 4
"""Pairs of a batch: between two, a stop is heard."""
_SAMPLE = 128
"""Tokens of each pair that the pace is measured with."""
_TRIES = 3
"""The best of so many measurements counts, as far as there is time for them: the first one warms up, and another program may be in
the way of the next."""
_AGAIN = 600.0
"""Seconds after which a machine that was too slow is measured again: it may have been busy."""


class Reranker:
    """`folder` holds model.onnx and tokenizer.json; `languages` are those that the model knows, none for any. Safe from several
    threads, which take turns. Raises UserFixable `model_missing` at once, `model_damaged` when the bad file is used."""

    max_tokens = 512
    """Tokens of question and passage that the model reads, its three special ones included; more are cut off the passage."""

    def __init__(
        self,
        folder: Path,
        *,
        languages: Collection[str] = (),
        threads: int | None = None,
        seconds: float = _SECONDS,
        clock: Callable[[], float] = time.perf_counter,
        idle: Idle | None = None,
    ) -> None:
        """`seconds` are what reading may take, by `clock`."""
        self.id = folder.name
        self.languages = frozenset(languages)
        self._folder = folder
        self._threads = threads
        self._seconds = seconds
        self._clock = clock
        self._pace: float | None = None
        """Tokens a second on this machine."""
        self._measured = 0.0
        self._lock = threading.Lock()
        self._idle = idle or Idle()
        self._growth = Growth()
        onnx.require_files(folder)

    def scores(self, question: str, texts: Sequence[str], *, stop: Stop) -> list[float]:
        """How well each text answers, the higher the better, on a scale of the model's own: of the first of them, as many as
        this machine reads in time; [] where that would be too few. Raises Stopped between batches."""
        with self._idle.using():
            return self._scores(self._encode(question, texts), stop)

    def _scores(self, pairs: "Sequence[tuple[list[int], list[int]]]", stop: Stop) -> list[float]:
        if not pairs or not (count := self._affordable([len(ids) for ids, _ in pairs], stop)):
            return []
        scores: list[float] = []
        for start in range(0, count, _AT_ONCE):
            stop.check()
            with self._lock:
                scores.extend(self._run(pairs[start : min(start + _AT_ONCE, count)]))
        return scores

    def close(self) -> None:
        """Give the session's memory back; it is made again when wanted."""
        with self._lock:
            self.__dict__.pop("_session", None)

    @property
    def holds_memory(self) -> bool:
        return "_session" in self.__dict__

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

    def _affordable(self, lengths: Sequence[int], stop: Stop) -> int:
        """How many of the pairs, best first, are read in time; 0 where they are too few."""
        stop.check()
        fewest = min(_FEWEST, len(lengths))
        with self._lock:
            room = self._room(sum(lengths[:fewest]))
        count = sum(total <= room for total in accumulate(lengths))
        return count if count >= fewest else 0

    def _room(self, least: int) -> float:
        """Tokens that are read in time; measured at first, and again where they were fewer than `least` a while ago."""
        now = self._clock()
        slow = self._pace is not None and self._pace * self._seconds < least
        if self._pace is None or (slow and now - self._measured > _AGAIN):
            self._pace, self._measured = self._measure(), now
        return self._pace * self._seconds

    def _measure(self) -> float:
        pair = ([100] * _SAMPLE, [1] * _SAMPLE)
        self._session  # noqa: B018  loading it is not reading
        times: list[float] = []
        while len(times) < _TRIES and sum(times) <= self._seconds:
            began = self._clock()
            self._run([pair, pair])
            times.append(self._clock() - began)
        return 2 * _SAMPLE / max(min(times), 1e-9)

    def _encode(self, question: str, texts: Sequence[str]) -> list[tuple[list[int], list[int]]]:
        """Tokens of each pair, and which of them are the passage's (1)."""
        asked = self._tokenizer.encode(question, add_special_tokens=False).offsets[:_QUESTION_TOKENS]
        cut = question[: asked[-1][1]] if asked else ""
        encodings = self._tokenizer.encode_batch([(cut, text) for text in texts])
        return [(self._cut(encoding.ids), self._cut(encoding.type_ids)) for encoding in encodings]

    def _cut(self, ids: list[int]) -> list[int]:
        return ids if len(ids) <= self.max_tokens else [*ids[: self.max_tokens - 1], ids[-1]]

    def _run(self, batch: Sequence[tuple[list[int], list[int]]]) -> list[float]:
        tokens, mask = onnx.padded([ids for ids, _ in batch])
        kinds, _ = onnx.padded([kinds for _, kinds in batch])
        inputs = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": kinds}
        return [float(value) for value in self._session.run(["logits"], inputs)[0][:, 0]]

    @cached_property
    def _tokenizer(self) -> Any:
        return onnx.tokenizer(self._folder)

    @cached_property
    def _session(self) -> Any:
        with self._growth.within():
            return onnx.small_session(self._folder, self._threads)
