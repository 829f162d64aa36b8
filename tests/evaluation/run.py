"""Is the product right? Every stage of a file of questions against its ceiling, beside the plain pipeline.

python -m tests.evaluation.run                          our own questions, without the held documents
python -m tests.evaluation.run --limit 60               60 of them, spread evenly
python -m tests.evaluation.run --search                 page recall only, no model
python -m tests.evaluation.run --held                   the held documents only: once, when the work is done
python -m tests.evaluation.run --questions FILE.jsonl --pdfs FOLDER
python -m tests.evaluation.run --program                through the real command line, nothing remembered

The product runs in this process, and the model remembers what it once said to a prompt (`recorded`), so that a second run
after a change behind the model takes seconds. The ceiling is the same model with the right page in its hand (`ceiling`), on a
sample of the questions.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import get_args

from app.library import Library
from app.types import Length
from tests.evaluation import rows
from tests.evaluation.build import build, index
from tests.evaluation.ceiling import ceiling, sample
from tests.evaluation.chosen import chosen
from tests.evaluation.lab import CACHE, MODEL, open_library, product
from tests.evaluation.rows import Row
from tests.evaluation.score import Question, Share
from tests.evaluation.stages import Measured, measured, of_ceiling
from tests.evaluation.table import report, table

_SAMPLE = (40, 20)
"""Questions with and without an answer that the ceiling is asked."""


def main() -> int:
    options = _parse()
    pdfs = pdfs_of(options)
    only = options.only.split(",") if options.only else []
    questions = chosen(options.questions, held=options.held, easy=options.easy, only=only, limit=options.limit)
    if not questions:
        print("No question is left to ask.", file=sys.stderr)
        return 2
    with ExitStack() as stack:
        library = stack.enter_context(closing(open_library(data_of(options, stack), model=options.model)))
        made, columns = _measured(options, questions, pdfs, library)
    print(table(columns, made, questions, options.model))
    if options.report:
        text = json.dumps(report(columns, made, questions), indent=1, ensure_ascii=False)
        options.report.write_text(text, encoding="utf-8")
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked = parser.add_argument_group("what is asked")
    asked.add_argument("--questions", type=Path, help="a file of questions (default: our own)")
    asked.add_argument("--pdfs", type=Path, help="where its `pdf` paths start from (default: beside the file)")
    asked.add_argument("--limit", type=int, help="this many questions, spread evenly over the file")
    asked.add_argument("--only", help="ids or their beginnings, separated by commas")
    asked.add_argument("--held", action="store_true", help="of our own, those over held documents only")
    asked.add_argument("--easy", action="store_true", help="our own first and easier questions")
    asked.add_argument("--shelf", action="store_true", help="each asked of all documents of our own at once")
    done = parser.add_argument_group("what is measured")
    done.add_argument("--search", action="store_true", help="search only, no model")
    done.add_argument("--no-ceiling", dest="ceiling", action="store_false", help="without the right page in hand")
    done.add_argument("--no-plain", dest="plain", action="store_false", help="without the plain pipeline")
    done.add_argument("--plain", dest="product", action="store_false", help="the plain pipeline only")
    done.add_argument("--altered", action="store_true", help="altered answers, too (no model; minutes)")
    done.add_argument(
        "--summaries", action="store_true", help="key facts of summaries, too (an hour, if not remembered)"
    )
    how = parser.add_argument_group("how")
    how.add_argument("--model", default=MODEL, help="id or GGUF file (default: %(default)s)")
    how.add_argument("--data", type=Path, help="the library's folder, kept (default: in the user's cache folder)")
    how.add_argument("--program", action="store_true", help="through the real command line, in a library of its own")
    how.add_argument("--ask", default="--wait", metavar="OPTIONS", help="its options for `ask` (default: %(default)s)")
    how.add_argument("--report", type=Path, help="write everything to this file as JSON")
    return parser.parse_args()


def pdfs_of(options: argparse.Namespace) -> Path:
    """Where the PDFs of the questions are; ours are made where they are not there yet."""
    if options.questions is not None:
        return Path(options.pdfs or options.questions.parent)
    pdfs = Path(options.pdfs or CACHE / "pdfs")
    if not all((pdfs / f"{entry.name}.pdf").exists() for entry in index()):
        build(pdfs)
    return pdfs


def data_of(options: argparse.Namespace, stack: ExitStack) -> Path:
    """Our own documents are read once and kept; held ones and those of other files go into a folder that goes away."""
    if options.data is None and not options.held and options.questions is None:
        return CACHE / "lab"
    return Path(options.data or stack.enter_context(tempfile.TemporaryDirectory(prefix="inglenook-evaluation-")))


def _measured(
    options: argparse.Namespace, questions: Sequence[Question], pdfs: Path, library: Library
) -> tuple[list[Row], list[Measured]]:
    sampled = sample(questions, *_SAMPLE) if options.ceiling and options.product and not options.search else []
    made: list[Row] = []
    columns: list[Measured] = []
    if options.product:
        made.append(_product(options, questions, pdfs, library))
        columns.append(measured(made[0], questions, pdfs, sampled=sampled))
        columns[0].shares.update(_further(options, library, pdfs))
        if not options.program:
            columns[0].seconds.clear()  # remembered, or waited for a turn
    if sampled:
        columns.append(of_ceiling(ceiling(sampled, pdfs, library.rooms.generator, _say)))
    if options.plain:
        model = None if options.search else rows.model_file(options.model)
        made.append(rows.plain(questions, pdfs, model=model, cache=CACHE))
        columns.append(measured(made[-1], questions, pdfs, sampled=sampled))
    return made, columns


def _product(options: argparse.Namespace, questions: Sequence[Question], pdfs: Path, library: Library) -> Row:
    if options.program:
        with tempfile.TemporaryDirectory(prefix="inglenook-evaluation-") as data:
            return _through_program(options, questions, pdfs, Path(data))
    shelf = [pdfs / f"{entry.name}.pdf" for entry in index() if entry.held == options.held] if options.shelf else []
    return product(library, questions, pdfs, search_only=options.search, shelf=shelf)


def _through_program(options: argparse.Namespace, questions: Sequence[Question], pdfs: Path, data: Path) -> Row:
    row = Row("inglenook")
    if not options.search:
        row = rows.product(questions, pdfs, model=options.model, data=data, options=options.ask.split())
    row.found.update(rows.search([question for question in questions if question.evidence], pdfs, data=data))
    return row


def _further(options: argparse.Namespace, library: Library, pdfs: Path) -> dict[str, Share]:
    """What is measured on texts of its own, not on the questions."""
    shares: dict[str, Share] = {}
    if options.altered:
        from tests.evaluation import altered

        shares |= altered.shares(library, pdfs)
    for length in get_args(Length) if options.summaries else ():
        from tests.evaluation import facts

        scored = list(facts.summarised(library, facts.load(), length, pdfs, show=False))
        owed = sum(len(one.owed) for one in scored)
        shares[f"facts_{length}"] = Share(owed - sum(len(one.missed) for one in scored), owed)
    return shares


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
