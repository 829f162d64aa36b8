"""The decision whether to answer: what the model says of a page is recorded once, then weighed without a model.

python -m tests.evaluation.decide record FILE [--data FOLDER] [--count N] [--held] [--questions FILE.jsonl --pdfs FOLDER]
python -m tests.evaluation.decide weigh FILE…                                what each bar for the look brings
python -m tests.evaluation.decide tempted [--data FOLDER]                    the checks alone, without any model

`record` asks the model: questions in turns with and without an answer, and for each both pages that may be read, a line of JSON a
page: its rank, whether it holds the evidence, the look before an answer, the draft and whether it is right, and what the checks say. It goes on
where it was. `weigh` tells what each bar for the look brings, file by file, beside the constants of `answers.deciding.enough`. `tempted`
makes the answer that each question without one tempts to give, of the question's own words and the nearest value of the place that tempts,
and counts those that the checks let through, beside the right answers of `altered` that they refuse.
"""

import argparse
import itertools
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from app.answers.citing import cite
from app.answers.deciding.judge import judge
from app.answers.deciding.swapped import absent
from app.answers.text.tables import Row, rows
from app.answers.text.terms import terms, values
from app.host.paths import Paths
from app.index.near import near_words_of
from app.library import Library
from app.types import Chunk, Document, Passage
from tests.evaluation import altered, weighing
from tests.evaluation.build import QUESTIONS
from tests.evaluation.chosen import chosen
from tests.evaluation.lab import CACHE, open_library, open_questions
from tests.evaluation.looks import drawn, lines, raw, record
from tests.evaluation.run import data_of, pdfs_of
from tests.evaluation.score import Share
from tests.evaluation.weighing import Line, Outcome

_OPENING = re.compile(
    r"(?:.*?[,:] )?(?:how (?:much|many|\w+)|what|which|who|whom|when)\s*(?:does|did|do|was|were|is|are|has|have|would)?\s*",
    re.IGNORECASE,
)
"""What a question begins with before it says what it asks for."""
_BARS = (0.5, 0.6, 0.65, 0.7, 0.72, 0.74, 0.75, 0.76, 0.78, 0.8, 0.85, 0.9)
"""Probabilities from which an answer is written."""


def weigh(files: Sequence[Path]) -> None:
    """Several files are told one by one, then all together. ValueError where a page of a question is recorded twice."""
    by_file = [(str(file), lines(file)) for file in files]
    every = [line for _, some in by_file for line in some]
    if len({(line.id, line.rank) for line in every}) < len(every):
        raise ValueError("a page of a question is recorded twice")
    for name, some in (*by_file, *([("all of them", every)] if len(files) > 1 else [])):
        print(f"\n{name}: {_counted(some)}")
        separated = weighing.area([line.evidence.said_yes for line in some], [line.right for line in some])
        print(f"  right drafts told from others by the look: {separated:.3f} (area under the curve)")
        for bar in _BARS:
            print(f"  {bar:5.2f}  {_told(weighing.outcome(some, weighing.at(bar)))}")
        print(f"  as it is  {_told(weighing.outcome(some, weighing.as_it_is))}")


def _counted(every: Sequence[Line]) -> str:
    questions = {line.id: line.answerable for line in every}
    right = sum(line.right for line in every)
    without = sum(not answerable for answerable in questions.values())
    return f"{len(questions)} questions ({without} without an answer), {len(every)} pages, {right} right drafts"


def _told(made: Outcome) -> str:
    able, unable = made.right + made.wrong + made.lost, made.trapped + made.declined
    return (
        f"of {able} with an answer {made.right} right, {made.wrong} wrong, {made.lost} declined; "
        f"of {unable} without {made.declined} declined; {made.withdrawn} withdrawn"
    )


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
    for line in raw(QUESTIONS):
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


def _recorded(options: argparse.Namespace) -> None:
    questions = chosen(options.questions, held=options.held)
    with ExitStack() as stack:
        library = stack.enter_context(closing(open_library(data_of(options, stack))))
        record(options.files[0], library, drawn(questions, options.count), pdfs_of(options))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("record", "weigh", "tempted"))
    parser.add_argument("files", type=Path, nargs="*", default=[CACHE / "looks.jsonl"])
    parser.add_argument("--data", type=Path, help="the library's folder, kept (default: in the user's cache folder)")
    parser.add_argument("--count", type=int, default=120, help="questions (default: %(default)s)")
    parser.add_argument("--held", action="store_true", help="of our own, those over held documents only")
    parser.add_argument("--questions", type=Path, help="a file of questions (default: our own)")
    parser.add_argument("--pdfs", type=Path, help="where its `pdf` paths start from (default: beside the file)")
    options = parser.parse_args()
    if options.what == "record":
        _recorded(options)
    elif options.what == "tempted":
        tempted(options.data or CACHE / "lab")
    else:
        try:
            weigh(options.files)
        except ValueError as error:
            parser.error(str(error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
