"""What answering needs of the rest of the house. `answers` imports no room; `library` hands these in."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from app.stop import Stop
from app.types import Generation, Kind, Passage, Prompt, Report, TokenCount


class Generator(Protocol):
    """The model on this device. One request at a time."""

    @property
    def model(self) -> str: ...

    @property
    def device(self) -> str: ...

    @property
    def device_note(self) -> str | None: ...

    @property
    def context(self) -> int:
        """Tokens that prompt and reply may have together."""
        ...

    def load(self, *, report: Report, stop: Stop) -> object:
        """Make it ready, with progress; nothing happens if it is."""
        ...

    def count_tokens(self, text: str) -> int: ...

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
        """Write a reply. Greedy unless `seed` is given. Raises Stopped, or UserFixable `memory`, `engine`, `question_too_long`."""
        ...

    def choose(self, prompt: Prompt, options: Sequence[str], *, stop: Stop) -> Mapping[str, float]:
        """How likely the reply begins with each option, by its first token; the values add up to 1 over the options."""
        ...

    def read_ahead(self, prompt: Prompt, *, stop: Stop) -> TokenCount | None:
        """Evaluate what `prompt` begins with, for prompts whose last message goes on from there; loads the model if need be. Any
        other request comes first. None where it was given up for one. Raises as `generate` does."""
        ...


class Embedder(Protocol):
    def similarities(self, text: str, others: Sequence[str]) -> Sequence[float]:
        """Cosine of `text` with each of `others`."""
        ...


class Prompts(Protocol):
    """The one place that words prompts for the local model."""

    def answer(self, question: str, passages: Sequence[Passage], language: str = "", kind: Kind = "open") -> Prompt: ...

    def beginning(self, passages: Sequence[Passage]) -> Prompt:
        """What all prompts over these passages begin with."""
        ...

    def calculation(self, question: str, passages: Sequence[Passage]) -> Prompt: ...

    def sides(self, question: str, passages: Sequence[Passage]) -> Prompt: ...

    def enough(self, question: str, passages: Sequence[Passage]) -> Prompt: ...

    def confirm(self, question: str, answer: str, passages: Sequence[Passage]) -> Prompt: ...

    def bears(self, question: str, passages: Sequence[Passage]) -> Prompt: ...

    def items(self, question: str, passages: Sequence[Passage]) -> Prompt: ...

    def overview(self, passages: Sequence[Passage]) -> Prompt: ...

    def translate(self, text: str, language: str) -> Prompt: ...

    def standalone(self, question: str, earlier: str, said: str) -> Prompt: ...

    def gist(self, title: str, text: str, language: str) -> Prompt: ...
