"""Signals for the decision whether to answer: recorded once, then weighed without a model.

python -m tests.evaluation.decide record FILE [--data FOLDER] [--count N]     asks the model; appends to FILE, goes on where it was
python -m tests.evaluation.decide weigh FILE                                how the looks and the checks separate
python -m tests.evaluation.decide tempted [--data FOLDER]                    the checks alone, without any model

`record` takes open questions in turns with and without an answer, those whose answer stands in what is read, and keeps for each what
the product read, the first look, the answer and the second look, and two looks at the cited places alone. `weigh` checks the
answers anew (so a change of `verify` or `judge` shows at once) and fits the bar on one half of the documents for the other. `tempted`
makes the answer that each question without one tempts to give, of the question's own words and the nearest value of the place that tempts,
and counts those that the checks let through, beside the right answers of `altered` that they refuse.
"""

import argparse
import itertools
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

from app.answers.ask import Means
from app.answers.citing import cite
from app.answers.context.excerpts import excerpts
from app.answers.deciding.judge import judge
from app.answers.deciding.swapped import absent
from app.answers.text.tables import Row, rows
from app.answers.text.terms import terms, values
from app.host.paths import Paths
from app.index.near import near_words_of
from app.library import Library
from app.stop import Stop
from app.types import Answer, Chunk, Document, Passage, Scope, Span, TokenCount
from tests.evaluation import altered
from tests.evaluation.build import QUESTIONS
from tests.evaluation.lab import CACHE, open_library, open_questions
from tests.evaluation.recorded import Recorded
from tests.evaluation.score import Question, Reply, Share, is_right

_YES_NO = ("Yes", "No")
_TOKENS = 500
_AT_A_TURN = 6
"""Questions, about two minutes of the model."""
_LOOKS = ("first", "second", "both", "alone", "states")
"""`both` is the product of the first two."""
_OPENING = re.compile(
    r"(?:.*?[,:] )?(?:how (?:much|many|\w+)|what|which|who|whom|when)\s*(?:does|did|do|was|were|is|are|has|have|would)?\s*",
    re.IGNORECASE,
)
"""What a question begins with before it says what it asks for."""
_BARS = {
    "second": tuple(step / 100 for step in range(40, 72, 2)),
    "both": tuple(step / 100 for step in range(18, 52, 2)),
}


def drawn(count: int) -> list[Question]:
    """Half with an answer and half without, by a hash of their ids, in turns. None that follows another one."""
    alone = sorted((q for q in open_questions() if not q.after), key=_lot)
    able = [q for q in alone if q.answerable][: count // 2]
    unable = [q for q in alone if not q.answerable][: count // 2]
    return [question for pair in zip(able, unable, strict=False) for question in pair]


def _lot(question: Question) -> bytes:
    return sha256(question.id.encode()).digest()


def record(file: Path, data: Path, count: int) -> None:
    done = {row["id"] for row in _lines(file)}
    wanted = [question for question in drawn(count) if question.id not in done]
    with open_library(data) as library, file.open("a", encoding="utf-8") as out:
        generator = cast(Recorded, library.rooms.generator)
        for at in range(0, len(wanted), _AT_A_TURN):
            with generator.turn():
                for question in wanted[at : at + _AT_A_TURN]:
                    heard = _Heard(question)
                    with patch("app.library.asking.ask", heard.ask):
                        files = [CACHE / "pdfs" / name for name in question.files]
                        library.ask(question.text, files=files, wait=True, stop=Stop())
                    if heard.row:
                        out.write(json.dumps({"id": question.id, **heard.row}, ensure_ascii=False) + "\n")
                        out.flush()
                        print(question.id, heard.row.get("first"), heard.row.get("answer"), flush=True)


class _Heard:
    """Takes the place of `ask` and looks at what the library hands over. `row` stays empty for a question whose answer stands
    in nothing that is read: that is the search's miss, not this decision's."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self.row: dict[str, Any] = {}

    def ask(self, question: str, passages: Sequence[Passage], scope: Scope, means: Means, **_: object) -> Answer:
        count = means.generator.count_tokens
        stages = excerpts(question, passages, means.chunks, budgets=(_TOKENS,), count_tokens=count)
        if stages and (not self._question.answerable or self._question.shown_by(_pages(stages[-1]))):
            self.row = dict(_looks(question, stages[-1], means))
        return Answer(
            question, "", False, (), (), (), scope, "", "", None, TokenCount(), {"total": 0.0, "first_token": 0.0}
        )


def _pages(read: Sequence[Passage]) -> list[tuple[str, int]]:
    return [(passage.file, page) for passage in read for page in range(passage.pages[0], passage.pages[1] + 1)]


def _looks(question: str, read: Sequence[Passage], means: Means) -> Iterator[tuple[str, Any]]:
    """Long prompts first, so that each begins as the one before."""
    generator, prompts, stop = means.generator, means.prompts, Stop()
    yield "read", [asdict(passage) for passage in read]
    yield "absent", absent(question, read, means.chunks.values())
    yield "first", generator.choose(prompts.enough(question, read), _YES_NO, stop=stop)["Yes"]
    made = generator.generate(prompts.answer(question, read), max_tokens=160, stop=stop)
    text = cite.without_marks(made.text).strip()
    yield "answer", text
    yield "logprob", made.logprob
    yield "tokens", asdict(made.tokens)
    yield "second", generator.choose(prompts.confirm(question, text, read), _YES_NO, stop=stop)["Yes"]
    windows = [window for statement in cite.place(text, question, read) for window in statement.windows][:2]
    if windows:
        places = [replace(read[window.passage], text=window.text) for window in windows]
        yield "alone", generator.choose(prompts.confirm(question, text, places), _YES_NO, stop=stop)["Yes"]
        yield "states", generator.choose(prompts.enough(question, places), _YES_NO, stop=stop)["Yes"]


@dataclass(frozen=True, slots=True)
class Case:
    """A recorded question: what the looks said (0 to 1), and what the checks say today."""

    question: Question
    right: bool | None
    """None for a question without an answer."""
    looks: dict[str, float]
    holds: bool
    """Something of it is borne, it is not beside the point, and nothing that the question names is absent."""

    @property
    def half(self) -> int:
        """By document, so that nothing is fitted to what it is tried on."""
        return sha256(self.question.files[0].encode()).digest()[0] % 2


def cases(file: Path) -> list[Case]:
    known = {question.id: question for question in open_questions()}
    return [_case(known[row["id"]], row) for row in _lines(file)]


def _case(question: Question, row: dict[str, Any]) -> Case:
    read = [Passage(**{**one, "spans": tuple(Span(**span) for span in one["spans"])}) for one in row["read"]]
    text = cite.without_marks(row["answer"])
    holds = judge(question.text, text, cite.place(text, question.text, read), read, {}, {}).stands and not row["absent"]
    right = is_right(question, Reply(question.id, text, declined=False)) if question.answerable else None
    looks = {name: row[name] for name in ("first", "second", "alone", "states") if row.get(name) is not None}
    looks["both"] = looks["first"] * looks["second"]
    return Case(question, right, looks, holds)


def weigh(file: Path) -> None:
    found = cases(file)
    print(f"{len(found)} questions, {sum(case.right is None for case in found)} without an answer")
    print(
        "how well each look tells right answers from answers to what has none: of all, of those that the checks let through"
    )
    for name in _LOOKS:
        held = [case for case in found if case.holds]
        print(f"  {name:7} {_separates(found, name):.2f} {_separates(held, name):.2f}")
    print(
        f"bar: declined rightly, right answers declined, wrong answers declined\n  none         {_declined(found, 'second', 0.0)}"
    )
    for name in _BARS:
        for bar in _BARS[name]:
            print(f"  {name:7} {bar:.2f} {_declined(found, name, bar)}")
        for half in (0, 1):
            bar = _best([case for case in found if case.half == half], name)
            other = [case for case in found if case.half != half]
            print(f"  {name}, the bar of half {half} ({bar:.2f}) on the other half: {_declined(other, name, bar)}")


def _separates(found: Sequence[Case], name: str) -> float:
    """The share of pairs in which the right answer has the higher value (area under the ROC curve)."""
    right = [case.looks[name] for case in found if case.right and name in case.looks]
    none = [case.looks[name] for case in found if case.right is None and name in case.looks]
    pairs = [(one > other) + 0.5 * (one == other) for one in right for other in none]
    return sum(pairs) / len(pairs) if pairs else 0.5


def _declines(case: Case, name: str, bar: float) -> bool:
    return not case.holds or case.looks[name] < bar


def _declined(found: Sequence[Case], name: str, bar: float) -> str:
    def of(right: bool | None) -> Share:
        some = [_declines(case, name, bar) for case in found if case.right is right]
        return Share(sum(some), len(some))

    return f"{of(None)}  {of(True)}  {of(False)}"


def _best(found: Sequence[Case], name: str) -> float:
    """The middle of the bars with the most rightly declined less twice the right answers that are."""

    def worth(bar: float) -> int:
        gone = [case for case in found if _declines(case, name, bar)]
        return sum(1 if case.right is None else -2 if case.right else 0 for case in gone)

    highest = max(map(worth, _BARS[name]))
    best = [bar for bar in _BARS[name] if worth(bar) == highest]
    return best[len(best) // 2]


def tempted(data: Path) -> None:
    with Library(Paths.find(data)) as library:
        cited = [(question, answer, read) for question, answer, read in _tempting(library)]
        right = [
            (case.question.whole, case.right.text, case.passages) for case in altered.cases(library, CACHE / "pdfs")
        ]
        chunks = {one.id: library.rooms.catalog.chunks(one.id) for one in library.rooms.catalog.documents(None)}
    passed = [(question, answer) for question, answer, read in cited if _stands(question, answer, read, chunks)]
    refused = [(question, answer) for question, answer, read in right if not _stands(question, answer, read, chunks)]
    print(f"tempting answers let through {Share(len(passed), len(cited))}")
    print(f"right answers refused        {Share(len(refused), len(right))}")
    for name, shown in (("through", passed), ("refused", refused)):
        for question, answer in shown:
            print(f"  {name}: {question}  {answer}")


def _stands(question: str, answer: str, read: Sequence[Passage], chunks: Mapping[str, Sequence[Chunk]]) -> bool:
    known = {passage.document: chunks[passage.document] for passage in read}
    made = judge(question, answer, cite.place(answer, question, read), read, known, near_words_of(question))
    return made.stands and not absent(question, read, known.values())


def _tempting(library: Library) -> Iterator[tuple[str, str, list[Passage]]]:
    """Question, answer, and the chunks of the place that tempts."""
    catalog = library.rooms.catalog
    ids = {document.file: document for document in catalog.documents(None)}
    asked = {question.id for question in open_questions() if not question.answerable}
    for line in _lines(QUESTIONS):
        near = line.get("near")
        if line["id"] not in asked or not near:
            continue
        document = ids[near["file"]]
        for chunk, text in itertools.product(catalog.chunks(document.id), near["text"]):
            if _plain(text) in _plain(chunk.text):
                read = _passage(document, chunk)
                yield line["question"], _answer(line["question"], read, text), [read]
                break


def _passage(document: Document, chunk: Chunk) -> Passage:
    title = chunk.header.split(" › ")[-2] if " › " in chunk.header else ""
    return Passage(document.id, document.file, chunk.ordinal, chunk.header, title, chunk.text, chunk.spans, 1.0)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[|→]", " ", text).split()).casefold()


def _answer(question: str, read: Passage, text: str) -> str:
    """The question's words with the value that stands at the place."""
    row = next((row for row in rows(read.text, read.header) if _holds(read.text[row.start : row.end], text)), None)
    value = _of_row(question, row) if row else _of_text(question, text)
    return f"The {_OPENING.sub('', question).rstrip('? ')} was {value}."


def _holds(line: str, text: str) -> bool:
    return _plain(text) in _plain(line)


def _of_row(question: str, row: Row) -> str:
    """The cell with a figure whose column has most of the question, else the last one."""
    asked = terms(question).all
    figures = [cell for cell in row.cells[1:] if any(map(str.isdigit, cell.text))] or row.cells[-1:]
    return max(figures, key=lambda cell: len(terms(cell.column or "").all & asked)).text


def _of_text(question: str, text: str) -> str:
    asked = terms(question).values
    return next((text[one.start : one.end] for one in values(text) if not one.keys & asked), text)


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("record", "weigh", "tempted"))
    parser.add_argument("file", type=Path, nargs="?", default=CACHE / "looks.jsonl")
    parser.add_argument("--data", type=Path, default=CACHE / "lab")
    parser.add_argument("--count", type=int, default=120)
    options = parser.parse_args()
    if options.what == "record":
        record(options.file, options.data, options.count)
    elif options.what == "tempted":
        tempted(options.data)
    else:
        weigh(options.file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
