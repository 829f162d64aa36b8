"""What the report asks of: pages of our own documents, in the product's prompts."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from app.answers.summaries.parts import Part, cut
from app.documents import chunk, read
from app.language.prompts import Prompts
from app.stop import Stop
from app.types import Chunk, Message, Passage, Prompt, Reading, Span, ignore
from tests.benchmarks.workloads import ROOT

LONG = "halden-pump-manual"
"""A document of the evaluation: 57 pages, 122,000 characters, text and tables."""
_CHUNK = 256
"""Tokens, as the default embedder reads them."""
_LETTERS = 4
"""Letters of a token; how long chunks are says no more here than that."""


@dataclass(frozen=True, slots=True)
class Long:
    """A long document as it was read."""

    file: str
    reading: Reading
    chunks: tuple[Chunk, ...]

    @property
    def title(self) -> str:
        return self.reading.title or self.file

    def parts(self, pages: int | None = None) -> list[Part]:
        """As a summary reads it; up to a page."""
        found = cut(self.chunks, self.reading.sections, document="0" * 64, file=self.file)
        return [part for part in found if pages is None or part.pages[1] <= pages]

    def texts(self, letters: int) -> Iterator[Passage]:
        """One page's text after the other, again from the first when there are no more; each has so many letters, or what the
        page has where that is less. Pages with less than half of them are passed over where others have more."""
        pages = [page for page in self.reading.pages if page.text.strip()]
        full = [page for page in pages if len(page.text) >= letters / 2] or pages
        for page in cycle(full):
            text = page.text[:letters]
            span = Span(page.number, 0, len(text))
            yield Passage("0" * 64, self.file, page.number, "", "", text, (span,), 1.0)


def long_document(folder: Path, pdf: Path | None = None) -> Long:
    """Ours, built into `folder` by a process of its own, or another one."""
    if pdf is None:
        command = [sys.executable, "-m", "tests.evaluation.build", str(folder), LONG]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        pdf = folder / f"{LONG}.pdf"
    made = read(pdf, password=None, report=ignore, stop=Stop())
    return Long(pdf.name, made, tuple(chunk(made, file=pdf.name, count_tokens=_counts, max_tokens=_CHUNK)))


def _counts(texts: Sequence[str]) -> list[int]:
    return [len(text) // _LETTERS for text in texts]


def question(text: str, *passages: Passage) -> Prompt:
    return Prompts().answer(text, passages)


def nothing_in_common(number: int) -> Prompt:
    """A short prompt that shares no block with any other: what was evaluated before it is forgotten."""
    return Prompt((Message("system", f"{number} is a number."), Message("user", "Say it.")))


def unlike(prompt: Prompt, number: int) -> Prompt:
    """The same prompt, but that nothing of it can have been evaluated before: it begins with a number of its own."""
    first, *others = prompt.messages
    return Prompt((Message(first.role, f"{number}. {first.content}"), *others), prompt.opening)
