"""One question asked in three ways: of the model here, of a model elsewhere with passages, and of it by steps, without any."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.cloud.wording import says_nothing
from app.errors import UserFixable
from app.library import Library
from app.library.cloud import Cloud, CutShort, Draft, Letter
from app.library.cloud.sending import Post
from app.stop import Stop
from app.types import Answer
from tests.evaluation.lab import reply_of
from tests.evaluation.score import Question, Reply, declines, is_right

WAYS = ("local", "plain", "steps")
_OF_DOCUMENTS = frozenset({"passage", "title", "finding"})
"""Pieces of a letter that hold words of the documents, or words made from theirs."""

Count = Callable[[str], int]
"""Tokens of a text, by the model that is asked elsewhere; for one whose tokenizer is not here, always 0."""


@dataclass(slots=True)
class Sum:
    """What letters came to: `estimated` tokens by the letters' own count, `left` and `came` by the model's own, `told` both as the server
    counted them, 0 where it did not; `characters` of documents."""

    letters: int = 0
    estimated: int = 0
    left: int = 0
    came: int = 0
    told: int = 0
    characters: int = 0


@dataclass(slots=True)
class Told:
    """How one way went. `said` is what the model elsewhere wrote, a text a letter, masks put back; `said_right` judges the last of them as it
    came, unchecked. `failed` is an error's kind."""

    way: str
    right: bool = False
    declined: bool = False
    cited: bool | None = None
    """Whether the pages cited hold all that is needed; None for what is not right."""
    text: str = ""
    said: list[str] = field(default_factory=list)
    said_right: bool | None = None
    steps: list[tuple[str, str | None]] = field(default_factory=list)
    """What was looked up here, and what was found."""
    sum: Sum = field(default_factory=Sum)
    seconds: float = 0.0
    failed: str | None = None
    withdrawn: str | None = None


class Desk:
    """The library with one provider that is set up: letters are approved as they are, and counted."""

    def __init__(self, library: Library, cloud: "Heard", *, count: Count, key: str | None) -> None:
        self._library = library
        self._cloud = cloud
        self._count = count
        self._key = key

    def ask(self, question: Question, pdfs: Path, way: str) -> Told:
        """Failures are told, not raised; Stopped is."""
        told = Told(way)
        began = time.monotonic()
        try:
            answer = self._asked(way, question, [pdfs / file for file in question.files], told)
        except CutShort as error:
            answer, told.failed = error.answer, error.kind
        except UserFixable as error:
            answer, told.failed = None, error.kind
        told.seconds = round(time.monotonic() - began, 1)
        return told if answer is None else marked(told, question, answer)

    def _asked(self, way: str, question: Question, files: Sequence[Path], told: Told) -> Answer:
        match way:
            case "local":
                return self._library.ask(question.text, files=files, wait=True, stop=Stop())
            case "plain":
                return self._send(self._cloud.prepare(question.text, files=files, wait=True, stop=Stop()), told)
        return self._by_steps(question.text, files, told)

    def _by_steps(self, question: str, files: Sequence[Path], told: Told) -> Answer:
        plan = self._cloud.prepare(question, by_steps=True, files=files, stop=Stop())
        letter = self._cloud.letter(plan)
        with self._counted(letter, told):
            begun = self._cloud.send(plan, self._cloud.consent(letter), key=self._key, stop=Stop())
        found = self._cloud.look_up(begun, wait=True, stop=Stop())
        told.steps = [(one.question, one.found or None) for one in found.steps]
        return self._send(self._cloud.prepare_findings(found), told)

    def _send(self, draft: Draft, told: Told) -> Answer:
        letter = self._cloud.letter(draft)
        with self._counted(letter, told):
            answer = self._cloud.send(draft, self._cloud.consent(letter), key=self._key, stop=Stop())
            if answer.cloud is not None and answer.cloud.tokens is not None:
                told.sum.told += answer.cloud.tokens.prompt + answer.cloud.tokens.generated
        return answer

    @contextmanager
    def _counted(self, letter: Letter, told: Told) -> Iterator[None]:
        """What leaves, and, however it ends, what came."""
        told.sum.letters += 1
        told.sum.estimated += letter.tokens
        told.sum.left += sum(self._count(piece.text) for piece in letter.shown)
        told.sum.characters += sum(len(piece.words) for piece in letter.shown if piece.what in _OF_DOCUMENTS)
        self._cloud.heard.clear()
        try:
            yield
        finally:
            told.said.append("".join(self._cloud.heard))
            told.sum.came += self._count(told.said[-1])


class Heard(Cloud):
    """Keeps what the model elsewhere writes, also what nobody else listens to."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.heard: list[str] = []

    def _post(self, draft: Draft, **options: Any) -> Post:
        return replace(super()._post(draft, **options), on_text=self.heard.append)


def marked(told: Told, question: Question, answer: Answer) -> Told:
    """With the answer judged as every other one is, and what the model elsewhere said of itself beside it."""
    reply = reply_of(question, answer)
    told.right, told.declined = is_right(question, reply), reply.declined
    told.cited = question.shown_by(reply.places) if told.right and question.evidence else None
    told.text, told.withdrawn = answer.text, answer.withdrawn
    if told.said:
        last = told.said[-1]
        told.said_right = is_right(question, Reply(question.id, last, says_nothing(last) or declines(last)))
    return told
