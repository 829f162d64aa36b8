"""The product in this process, with a model that remembers: what it once said to a prompt is not asked of it again.

python -m tests.evaluation.lab …     is python -m tests.evaluation.run …
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from app.errors import UserFixable
from app.host.paths import Paths
from app.library import Library
from app.stop import Stop
from app.types import Answer, Passage
from tests.evaluation.chosen import chosen
from tests.evaluation.recorded import Recorded
from tests.evaluation.rows import Row
from tests.evaluation.score import Place, Question, Reply

if TYPE_CHECKING:
    from app.models import ModelFiles

MODEL = "qwen2.5-coder-1.5b"
CACHE = Path(platformdirs.user_cache_dir("inglenook-evaluation"))
_SOUGHT = 40
"""Passages, which ten different pages are among."""


def open_library(data: Path, *, model: str = MODEL, store: Path = CACHE / "recorded.sqlite3") -> Library:
    """A library on the data folder whose model remembers."""
    store.parent.mkdir(parents=True, exist_ok=True)
    data.mkdir(parents=True, exist_ok=True)
    return Library(Paths.find(data), model=model, make_generator=lambda files: remembering(files, store))


def remembering(files: "ModelFiles", store: Path) -> Recorded:
    from app.language.engine import Engine

    return Recorded(Engine(files.gguf, name=files.id), store)


def open_questions() -> list[Question]:
    """Our own, without those over held documents."""
    return chosen()


def product(
    library: Library, questions: Sequence[Question], pdfs: Path, *, search_only: bool, shelf: Sequence[Path] = ()
) -> Row:
    """The product's row. With a `shelf` each question is asked of all these documents, else of those that it is about."""
    row = Row("inglenook")
    for question in questions:
        if question.evidence:
            row.found[question.id] = searched(library, question, shelf or _files(question, pdfs))
    answers: dict[str, Answer] = {}
    began = time.monotonic()
    for number, question in enumerate(() if search_only else questions, 1):
        answer = _answer(library, question, shelf or _files(question, pdfs), answers)
        if answer is None:
            continue
        answers[question.id] = answer
        row.replies[question.id] = reply_of(question, answer)
        row.read[question.id] = [(one.file, one.text) for one in answer.passages]
        row.withdrawn.update({question.id: answer.withdrawn} if answer.withdrawn else {})
        spent = time.monotonic() - began
        print(f"{number:4}/{len(questions)} {spent:6.0f} s  {question.id}", file=sys.stderr, flush=True)
    return row


def _answer(library: Library, question: Question, files: Sequence[Path], answers: dict[str, Answer]) -> Answer | None:
    after = answers.get(question.after) if question.after else None
    try:
        return library.ask(question.text, files=files, wait=True, stop=Stop(), after=after)
    except UserFixable as error:
        print(f"{question.id}: {error}", file=sys.stderr)
        return None


def _files(question: Question, pdfs: Path) -> list[Path]:
    return [pdfs / file for file in question.files]


def searched(library: Library, question: Question, files: Sequence[Path]) -> list[Place]:
    """Pages of the passages found, best first."""
    passages = library.search(question.whole, files=files, limit=_SOUGHT, wait=True, stop=Stop())
    return [place for passage in passages for place in places(passage)]


def places(passage: Passage) -> list[Place]:
    return [(passage.file, page) for page in range(passage.pages[0], passage.pages[1] + 1)]


def reply_of(question: Question, answer: Answer) -> Reply:
    return Reply(
        question.id,
        answer.text,
        declined=not answer.found,
        places=tuple((one.file, one.page) for one in answer.citations),
        quotes=tuple(one.quote for one in answer.citations),
        seconds=answer.seconds.get("total", 0.0),
        first=answer.seconds.get("first_token", 0.0),
    )


if __name__ == "__main__":
    from tests.evaluation.run import main

    sys.exit(main())
