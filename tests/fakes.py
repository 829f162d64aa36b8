"""Fakes: small real classes with the interface of the thing they stand for, deterministic and quick."""

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from app.errors import UserFixable
from app.stop import Stop
from app.types import Generation, Prompt, Report, TokenCount

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


_Said = TypeVar("_Said")


class FakeEmbedder:
    """Texts that share words are near one another: each word adds its own direction, drawn from its hash."""

    dimensions = 384
    max_tokens = 256

    def __init__(self, name: str = "fake") -> None:
        self.id = f"{name}/1"
        self.embedded: list[str] = []
        """Every text that was embedded, in order."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(_words(text)) for text in texts]

    def for_questions(self) -> "FakeEmbedder":
        return self

    def embed(self, texts: Sequence[str], *, stop: Stop) -> "NDArray[np.float32]":
        import numpy as np

        result = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            stop.check()
            self.embedded.append(text)
            for word in _words(text) or [""]:
                digest = hashlib.sha256(word.encode()).digest()
                result[row, int.from_bytes(digest[:4], "big") % self.dimensions] += 1 if digest[4] % 2 else -1
        # Two words can cancel each other out; a text is never without direction.
        result[~result.any(axis=1), 0] = 1
        result /= np.linalg.norm(result, axis=1, keepdims=True)
        return result

    def similarities(self, text: str, others: Sequence[str]) -> list[float]:
        matrix = self.embed([text, *others], stop=Stop())
        return [float(value) for value in matrix[1:] @ matrix[0]]

    def close(self) -> None:
        pass


class FakeReranker:
    """A text answers the better the more of the question's words it has; `most` is how many this machine can afford."""

    def __init__(self, languages: Collection[str] = (), *, most: int = 1000) -> None:
        self.languages = frozenset(languages)
        self.read: list[str] = []
        """Every text that was read, in order."""
        self._most = most

    def scores(self, question: str, texts: Sequence[str], *, stop: Stop) -> list[float]:
        stop.check()
        read = list(texts)[: self._most]
        self.read.extend(read)
        return [float(len(set(_words(question)) & set(_words(text)))) for text in read]

    def close(self) -> None:
        pass


class FakeEngine:
    """Writes the `replies` it was given, in order, then the last one again; `shares` are what it says to every choice, or
    to one after the other, then the last again.
    A token is a run of word characters with the space before it, or one other character."""

    def __init__(
        self,
        replies: Sequence[str] = ("I do not know.",),
        *,
        shares: Mapping[str, float] | Sequence[Mapping[str, float]] = (),
        name: str = "fake",
        context: int = 8192,
    ) -> None:
        self.model = name
        self.device = "cpu"
        self.device_note: str | None = None
        self.context = context
        self.prompts: list[Prompt] = []
        """Every prompt that was evaluated, in order."""
        self.forgotten = False
        self.read: list[Prompt] = []
        """Every prompt whose beginning was read ahead, in order."""
        self._replies = list(replies)
        self._shares = [shares] if isinstance(shares, Mapping) else list(shares)
        self._evaluated: list[str] = []
        self._crashes = False

    def load(self, *, report: Report, stop: Stop) -> None:
        stop.check()

    def count_tokens(self, text: str) -> int:
        return len(_tokens(text))

    def count_many(self, texts: Sequence[str]) -> Sequence[int]:
        return [self.count_tokens(text) for text in texts]

    def crash(self) -> None:
        """The request under way, or the next one, fails as if the engine's process had died."""
        self._crashes = True

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
        count, reused = self._evaluate(prompt, room=max_tokens, stop=stop)
        reply = _next(self._replies)
        ends = [at for mark in end_at if mark and (at := reply.find(mark)) >= 0]
        whole = _tokens(reply[: min(ends)] if ends else reply)
        written: list[str] = []
        for piece in whole[:max_tokens]:
            stop.check()
            self._die_if_crashed()
            written.append(piece)
            if on_text:
                on_text(piece)
        tokens = TokenCount(count, reused, len(written))
        return Generation("".join(written), len(whole) <= max_tokens, tokens, 0.0, 0.0)

    def choose(self, prompt: Prompt, options: Sequence[str], *, stop: Stop) -> Mapping[str, float]:
        self._evaluate(prompt, room=1, stop=stop)
        shares = _next(self._shares) if self._shares else {}
        weights = {option: shares.get(option, 1.0) for option in options}
        return {option: weight / sum(weights.values()) for option, weight in weights.items()}

    def read_ahead(self, prompt: Prompt, *, stop: Stop) -> TokenCount | None:
        stop.check()
        self._die_if_crashed()
        tokens = _tokens(_written(prompt))
        reused = _common(self._evaluated, tokens)
        if reused < len(tokens):
            self._evaluated = tokens
        self.read.append(prompt)
        return TokenCount(len(tokens), reused)

    def forget(self) -> None:
        self.forgotten = True
        self._evaluated = []

    def unload(self) -> None:
        self._evaluated = []

    def _evaluate(self, prompt: Prompt, *, room: int, stop: Stop) -> tuple[int, int]:
        stop.check()
        self._die_if_crashed()
        tokens = _tokens(_written(prompt))
        if len(tokens) + room > self.context:
            raise UserFixable("question_too_long", tokens=len(tokens), limit=max(0, self.context - room))
        reused = _common(self._evaluated, tokens[:-1])
        self._evaluated = tokens
        self.prompts.append(prompt)
        return len(tokens), reused

    def _die_if_crashed(self) -> None:
        if self._crashes:
            self._crashes = False
            self._evaluated = []
            raise UserFixable("engine", reason="its process was ended by SIGKILL")


def _next(said: list[_Said]) -> _Said:
    """The last one again and again."""
    return said.pop(0) if len(said) > 1 else said[0]


def _written(prompt: Prompt) -> str:
    return "".join(f"\n{message.role}: {message.content}" for message in prompt.messages) + prompt.opening


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    same = [ours == theirs for ours, theirs in zip(one, other, strict=False)]
    return [*same, False].index(False)


def _tokens(text: str) -> list[str]:
    return re.findall(r" ?\w+|\W", text)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
