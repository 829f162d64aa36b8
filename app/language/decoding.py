"""A prompt becomes a reply: evaluation with reuse of what is already evaluated, and the choice of each token. Child only.

Reuse without a change of the result: llama.cpp's matrix routines take the rows of a batch in groups, and give other roundings
for a row that is evaluated alone (differences of 0.5 in a logit were measured). So batches begin at whole blocks of 16 tokens,
counted from the start, only whole blocks are reused, and the last batch, which has the odd tokens, never has them alone: it is
17 tokens or more, of which a reuse evaluates up to 16 again. A row then stands at the same place in a group whether the
blocks before it are new or not, and the replies are equal bit by bit on the CPU (`tests/language/test_decoding.py`).
"""

import ctypes
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from app.errors import UserFixable
from app.language import hardware
from app.language.aside import MOST_BYTES, WORTH, Aside, common
from app.language.native import Context, Flag, Log, Model, NativeError
from app.language.offload import BATCH
from app.language.template import ChatTemplate
from app.language.threads import Threads, of
from app.language.writing import Writing, goes_round
from app.types import Generation, Prompt, TokenCount

BLOCK = 16
_AHEAD = 32
"""Tokens in a batch of what is read ahead. When a request comes, the batch under way is lost."""
_AFTER = 768
"""Tokens that a question and its answer may take after what was read ahead, so that the context need not grow then."""
_FIRST_SIZE = 2048
"""Tokens of the first context on a processor: nearly all prompts and replies fit (`room.LEAST`)."""
_SIZE_STEP = 1024
_ASIDE_SHARE = 10
"""A tenth of the weights at most for what is put aside: the memory that a model is promised to take has no more room."""
_TEMPERATURE = 0.7
_TOP_P = 0.9
_TOP_K = 40

Row = NDArray[np.float32]
Pick = Callable[[Row], int]


class Session:
    """A model with the prompt that it saw last. `limit`: tokens that prompt and reply may have together; `packed`: the keys of
    the cache are kept in eight bits."""

    def __init__(
        self,
        model: Model,
        *,
        limit: int,
        threads: int | Threads,
        flag: Flag,
        log: Log,
        on_gpu: bool = False,
        packed: bool = False,
    ) -> None:
        self._model, self._flag, self._log = model, flag, log
        self._threads, self._on_gpu, self._packed = of(threads), on_gpu, packed
        self.limit = limit
        self._template = ChatTemplate(model.template, bos=model.mark(end=False), eos=model.mark(end=True))
        # What a GPU cannot hold must be known when the model is loaded, so there the context is as large as it will ever be.
        self._context = self._make_context(limit if on_gpu else min(_FIRST_SIZE, limit))
        self._blocks: list[int] = []
        self._aside = Aside(min(MOST_BYTES, model.weight_bytes // _ASIDE_SHARE))

    def count(self, texts: Sequence[str]) -> tuple[int, ...]:
        return tuple(len(self._model.tokens(text)) for text in texts)

    def tokens(self, prompt: Prompt) -> list[int]:
        """Contents are tokenised as plain text, whatever they hold."""
        found = [
            token
            for piece in self._template.pieces(prompt)
            for token in self._model.tokens(piece.text, marks=piece.marks)
        ]
        bos = self._model.bos
        return found if bos is None or found[:1] == [bos] else [bos, *found]

    def generate(
        self,
        prompt: Prompt,
        *,
        max_tokens: int,
        seed: int | None,
        end_at: Sequence[str],
        on_text: Callable[[str], None],
    ) -> Generation:
        """Write a reply. Raises Aborted, UserFixable `question_too_long` or `memory`, NativeError."""
        begun = time.perf_counter()
        tokens = self.tokens(prompt)
        reused = self._evaluate(tokens, room=max_tokens)
        first = time.perf_counter() - begun
        writing = Writing(end_at)
        generated, ended, logprob = self._write(writing, max_tokens=max_tokens, pick=_picker(seed), on_text=on_text)
        if rest := writing.close():
            on_text(rest)
        return Generation(
            text=writing.text,
            ended=ended,
            tokens=TokenCount(prompt=len(tokens), reused=reused, generated=generated),
            first_token=first,
            total=time.perf_counter() - begun,
            logprob=logprob,
        )

    def choose(self, prompt: Prompt, options: Sequence[str]) -> dict[str, float]:
        """The share of each option among the options, by the tokens that a reply with it begins with: the option as it is
        written, and with and without a space before it. Raises as `generate` does."""
        self._evaluate(self.tokens(prompt), room=1)
        row = self._context.logits().astype(np.float64)
        likely = np.exp(row - row.max())
        weights = {option: float(likely[list(self._beginnings(option))].sum()) for option in options}
        whole = sum(weights.values())
        return {option: weight / whole if whole else 1 / len(weights) for option, weight in weights.items()}

    def read(self, prompt: Prompt) -> TokenCount:
        """Evaluate what all prompts begin with whose last message goes on from where that of `prompt` ends, in whole blocks: the
        next of them finds it done. Raises as `generate` does; what was evaluated until then stays."""
        tokens = self.tokens(prompt)
        last = prompt.messages[-1]
        longer = replace(prompt, messages=(*prompt.messages[:-1], replace(last, content=f"{last.content} x")))
        whole = common(tokens, self.tokens(longer)) // BLOCK * BLOCK
        self._check_room(whole, 1)
        self._fit(min(whole + _AFTER, self.limit))
        reused = common(self._blocks, tokens[:whole])
        if reused < whole:
            reused = self._keep_common(tokens[:whole])
            self._evaluate_from(tokens[:whole], reused, _AHEAD, logits=False)
        return TokenCount(prompt=whole, reused=reused)

    def logits(self) -> Row:
        """The row of the last token evaluated; good until the next evaluation."""
        return self._context.logits()

    def warm_up(self) -> None:
        """Evaluate one batch of nothing and forget it: a GPU's kernels and work space are made at the first use, and whether
        there is room for them shows only then. Raises Aborted or NativeError."""
        self._context.evaluate([0] * min(BATCH, self._context.size))
        self._context.keep(0)

    def forget(self) -> None:
        """Nothing of any prompt stays."""
        self._aside.clear()
        self._context.keep(0)
        self._blocks = []

    def close(self) -> None:
        self._context.close()

    def _beginnings(self, option: str) -> set[int]:
        ways = [tokens for text in (option.strip(), f" {option.strip()}") if (tokens := self._model.tokens(text))]
        return {tokens[0] for tokens in ways}

    def _write(
        self, writing: Writing, *, max_tokens: int, pick: Pick, on_text: Callable[[str], None]
    ) -> tuple[int, bool, float]:
        """Tokens generated, whether the model ended by itself, mean log probability."""
        tokens: list[int] = []
        logprobs = 0.0
        ended = False
        while not ended and len(tokens) < max_tokens:
            row = self._context.logits()
            token = pick(row)
            if ended := self._model.ends(token):
                break
            tokens.append(token)
            logprobs += _logprob(row, token)
            if text := writing.add(self._model.piece(token)):
                on_text(text)
            if ended := writing.ended:
                break
            if goes_round(tokens) or len(tokens) == max_tokens:
                break
            self._context.evaluate([token])
        return len(tokens), ended, logprobs / max(1, len(tokens))

    def _evaluate(self, tokens: Sequence[int], *, room: int) -> int:
        """Bring the context to the end of `tokens`, so that its logits are those of the first token of a reply; gives how many
        were there already. `room`: tokens of the reply."""
        self._check_room(len(tokens), room)
        self._fit(len(tokens) + room)
        reused = self._keep_common(tokens[: _reusable(len(tokens))])
        self._evaluate_from(tokens, reused, BATCH, logits=True)
        return reused

    def _evaluate_from(self, tokens: Sequence[int], done: int, size: int, *, logits: bool) -> None:
        """After the `done` tokens that are there, in batches of `size`, or smaller ones while threads are timed. `logits` of the last
        token."""
        while done < len(tokens):
            batch = tokens[done : done + _step(len(tokens) - done, self._threads.piece or size)]
            done += len(batch)
            self._context.evaluate(batch, logits=logits and done == len(tokens))
            self._blocks += batch[: len(batch) // BLOCK * BLOCK]

    def _check_room(self, tokens: int, room: int) -> None:
        if tokens + room > self.limit:
            raise UserFixable("question_too_long", tokens=tokens, limit=max(0, self.limit - room))

    def _keep_common(self, tokens: Sequence[int]) -> int:
        """Forget what `tokens` do not begin with, and take up again what was put aside if they begin with more of that."""
        there, kept = common(self._blocks, tokens), self._aside.longest(tokens)
        if len(self._blocks) - there >= WORTH:
            self._put_aside()
        if kept is not None and kept[0] - there >= WORTH:
            there, self._blocks, state = kept[0], list(kept[1]), kept[2]
            self._context.keep(0)
            self._put_back(state)
        there = min(there, len(self._blocks)) // BLOCK * BLOCK
        if not self._context.keep(there):
            there = 0
        del self._blocks[there:]
        return there

    def _put_aside(self) -> None:
        """On a GPU, and where memory is short, nothing is."""
        if self._on_gpu or self._packed or not self._aside.fits(len(self._blocks) * self._model.bytes_per_token):
            return
        if self._context.keep(len(self._blocks)):
            self._aside.put(self._blocks, self._context.state())
        else:
            self._blocks = []

    def _fit(self, needed: int) -> None:
        """Make a larger context if this one is too small; the blocks that were evaluated go over to it. Raises UserFixable
        `memory`, and then it is as large as before, or there is none until the next request makes one."""
        before = self._context.size
        if needed <= before:
            return
        size = min(self.limit, -(-needed // _SIZE_STEP) * _SIZE_STEP)
        self._must_grow_into(size - before)
        kept = self._taken_off()
        try:
            self._context = self._make_context(size)
        except UserFixable:
            self._go_back_to(before)
            raise
        finally:
            self._put_back(kept)

    def _must_grow_into(self, tokens: int) -> None:
        """What is free may have changed since the model was loaded. Where it is too little, what was put aside goes first."""
        needed = tokens * self._model.bytes_per_token
        if self._on_gpu or needed <= hardware.memory()[1]:
            return
        self._aside.clear()
        if needed > (free := hardware.memory()[1]):
            reason = f"{tokens} more tokens need {needed / 2**20:.0f} MB, and {free / 2**20:.0f} MB are free"
            raise UserFixable("memory", reason=reason)

    def _taken_off(self) -> "ctypes.Array[ctypes.c_uint8] | None":
        """What was evaluated, out of a context that is closed with it."""
        if not self._context.size:
            return None
        if not self._context.keep(len(self._blocks)):
            self._blocks = []
        kept = self._context.state()
        self._context.close()
        return kept

    def _go_back_to(self, size: int) -> None:
        """Where even that is not to be had any more, it is given up, with all that takes memory here; the closed one stays."""
        try:
            if size:
                self._context = self._make_context(size)
        except UserFixable:
            self._aside.clear()
            self._blocks = []

    def _put_back(self, kept: "ctypes.Array[ctypes.c_uint8] | None") -> None:
        if kept is None or not self._context.size or not self._context.restore(kept):
            self._blocks = []

    def _make_context(self, size: int) -> Context:
        try:
            return Context(
                self._model,
                size=size,
                threads=self._threads,
                flag=self._flag,
                log=self._log,
                on_gpu=self._on_gpu,
                packed=self._packed,
            )
        except NativeError as error:
            raise UserFixable("memory", reason=f"a context of {size} tokens does not fit") from error


def _reusable(count: int) -> int:
    """How much of a prompt of so many tokens may be there already: what is left for the last batch is more than a block."""
    return max(0, (count - 1) // BLOCK - 1) * BLOCK


def _step(left: int, size: int) -> int:
    """Tokens of the next batch of at most `size`, with so many left: what follows the last whole batch is more than a block."""
    if left <= size:
        return left
    return size if left - size > BLOCK else size - BLOCK


def _picker(seed: int | None) -> Pick:
    """The likeliest token; with a seed, one drawn from the likeliest (temperature 0.7, top 40, nucleus 0.9)."""
    if seed is None:
        return lambda row: int(row.argmax())
    random = np.random.default_rng(seed)

    def draw(row: Row) -> int:
        top = np.argpartition(row, -_TOP_K)[-_TOP_K:] if len(row) > _TOP_K else np.arange(len(row))
        top = top[np.argsort(-row[top], kind="stable")]
        likely = np.exp((row[top] - row[top[0]]).astype(np.float64) / _TEMPERATURE)
        likely /= likely.sum()
        within = likely.cumsum() - likely < _TOP_P
        return int(random.choice(top[within], p=likely[within] / likely[within].sum()))

    return draw


def _logprob(row: Row, token: int) -> float:
    """Log probability of `token` under the row (about 0.3 ms for 152,000 values)."""
    highest = row.max()
    return float(row[token] - highest - np.log(np.exp(row - highest).sum()))
