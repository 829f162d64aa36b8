"""What the model says of each page that is read for a question, recorded once for all that is weighed afterwards.

The library is asked as ever, up to the pages that it hands over; instead of answering from the first that will do, every look is
taken at every page. The model remembers (`recorded`), so that recording anew into another file after a change of the checks costs
seconds, and only a change of the prompts or of what is read costs the model.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

from app.answers import translate
from app.answers.ask import Means
from app.answers.citing import cite
from app.answers.computing import calculate
from app.answers.computing.units import with_unit
from app.answers.context.wholes import whole_pages
from app.answers.deciding.enough import Evidence
from app.answers.deciding.judge import judge
from app.answers.deciding.swapped import absent
from app.answers.text.kinds import kind_of
from app.library import Library
from app.stop import Stop
from app.types import Answer, Passage, Scope, TokenCount
from tests.evaluation.lab import places
from tests.evaluation.recorded import Recorded
from tests.evaluation.score import Question, Reply, is_right
from tests.evaluation.weighing import Line

_YES_NO = ("Yes", "No")
_PAGES = 2
_ANSWER_TOKENS = 320
"""These as `answers.ask` and `answers.deciding.enough` have them."""


def drawn(questions: Sequence[Question], count: int) -> list[Question]:
    """Half with an answer and half without, in turns, by a hash of their ids: a larger draw begins with the smaller one. None that
    follows another one, or of which a value is worked out: those are not read page by page."""
    alone = sorted(filter(_is_read, questions), key=lambda question: sha256(question.id.encode()).digest())
    able = [question for question in alone if question.answerable][: (count + 1) // 2]
    unable = [question for question in alone if not question.answerable][: count // 2]
    both = [question for pair in zip(able, unable, strict=False) for question in pair]
    return [*both, *able[len(unable) :], *unable[len(able) :]]


def _is_read(question: Question) -> bool:
    worked_out = calculate.is_asked(question.text) or kind_of(question.text) == "comparison"
    return not question.after and not worked_out


def record(file: Path, library: Library, questions: Sequence[Question], pdfs: Path) -> None:
    """A line for each page, appended to `file`. Questions that it has are left out. One of which nothing is read page by page (a
    list, what code answers) leaves no line, and is asked again, which costs no model."""
    done = {row["id"] for row in raw(file)}
    with file.open("a", encoding="utf-8") as out:
        for question in questions:
            if question.id in done:
                continue
            heard = _Heard(question, cast(Recorded, library.rooms.generator))
            with patch("app.library.asking.ask", heard.ask):
                library.ask(question.text, files=[pdfs / name for name in question.files], wait=True, stop=Stop())
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in heard.rows)
            out.flush()
            for row in heard.rows or [{"rank": "not read by pages"}]:
                print(question.id, *(row.get(name) for name in ("rank", "said_yes", "stands_by", "right", "draft")))


@dataclass(slots=True)
class _Heard:
    """Takes the place of `ask` and looks at what the library hands over. `recorded` is below the timed generator that is handed
    over, and the one that has turns."""

    question: Question
    recorded: Recorded
    rows: list[dict[str, Any]] = field(default_factory=list)

    def ask(
        self,
        question: str,
        passages: Sequence[Passage],
        scope: Scope,
        means: Means,
        *,
        of_whole: bool = False,
        **_: object,
    ) -> Answer:
        if not of_whole and calculate.by_table(question, passages, means.chunks) is None:
            for rank, read in enumerate(_read(question, passages, means)):
                with self.recorded.turn():
                    self.rows.append(_row(self.question, question, rank, read, means))
        nothing = {"total": 0.0, "first_token": 0.0}
        return Answer(question, "", False, (), (), (), scope, "", "", None, TokenCount(), nothing)


def _read(question: str, passages: Sequence[Passage], means: Means) -> list[list[Passage]]:
    return whole_pages(
        " ".join([question, *means.said.values()]),
        passages,
        means.chunks,
        stages=_PAGES,
        budget=means.budgets[-1],
        count_tokens=means.generator.count_tokens,
        near=means.near,
    )


def _row(of: Question, question: str, rank: int, read: Sequence[Passage], means: Means) -> dict[str, Any]:
    foreign = translate.foreign(question, read, means.said) if means.translations is not None else None
    said_yes, draft = _said(question, read, means, foreign.of if foreign else "")
    checked = question if foreign is None else foreign.question
    similar = means.embedder.similarities if means.embedder else None
    judged = judge(checked, draft, cite.place(draft, checked, read, similar), read, means.chunks, means.near)
    shown = [place for passage in read for place in places(passage)]
    return {
        "id": of.id,
        "document": of.files[0],
        "answerable": of.answerable,
        "rank": rank,
        "holds": of.shown_by(shown) if of.evidence else None,
        "said_yes": said_yes,
        "draft": draft,
        "right": of.answerable and is_right(of, Reply(of.id, draft, declined=False)),
        "absent": absent(question, read, means.chunks.values()),
        "stands": judged.stands,
        "unsupported": judged.unsupported,
        "aside": judged.aside,
        "foreign": foreign is not None,
        "model": means.generator.model,
    }


def _said(question: str, read: Sequence[Passage], means: Means, language: str) -> tuple[float, str]:
    """The look and the draft, in the order in which the product asks."""
    generator, prompts, stop, kind = means.generator, means.prompts, Stop(), kind_of(question)
    said_yes = generator.choose(prompts.enough(question, read), _YES_NO, stop=stop)["Yes"]
    made = generator.generate(prompts.answer(question, read, language, kind), max_tokens=_ANSWER_TOKENS, stop=stop)
    draft = cite.without_marks(made.text).strip()
    return said_yes, with_unit(draft, read) if kind == "value" else draft


def raw(file: Path) -> list[dict[str, Any]]:
    """The lines of a JSON Lines file; none where there is no file."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def lines(file: Path) -> list[Line]:
    """What was recorded, to be weighed. KeyError for a file of another kind."""
    return [_line(row) for row in raw(file)]


def _line(row: Mapping[str, Any]) -> Line:
    return Line(
        id=row["id"],
        document=row["document"],
        answerable=row["answerable"],
        rank=row["rank"],
        evidence=Evidence(row["said_yes"], tuple(row["absent"])),
        right=row["right"],
        stands=row["stands"],
        foreign=row["foreign"],
    )
