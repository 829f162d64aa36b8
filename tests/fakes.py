"""Fakes: small real classes with the interface of the thing they stand for, deterministic and quick."""

import hashlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.stop import Stop

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
