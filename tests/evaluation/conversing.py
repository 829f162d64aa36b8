"""Follow-up questions and questions of a whole document, asked in this process with a model that remembers.

python -m tests.evaluation.conversing [--only c-,w-04] [--as-asked] [--data FOLDER]

The questions are in `conversations.jsonl`: those of `questions.jsonl`, and further `thorough`, where everything is to be read,
and `deny`, what an answer must not say: what was spoken of before and no longer matters. `--as-asked` leaves it to the program
whether everything is read.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.errors import UserFixable
from app.library import Library
from app.stop import Stop
from app.types import Answer
from tests.evaluation.lab import CACHE, open_library, reply_of
from tests.evaluation.recorded import Recorded
from tests.evaluation.score import Question, Share, is_right, load, says

CONVERSATIONS = Path(__file__).with_name("conversations.jsonl")


@dataclass(frozen=True, slots=True)
class Case:
    question: Question
    thorough: bool
    deny: tuple[str, ...]

    def is_right(self, answer: Answer) -> bool:
        return is_right(self.question, reply_of(self.question, answer)) and not any(
            says(answer.text, one) for one in self.deny
        )

    @property
    def group(self) -> str:
        if self.question.after:
            return "new topic" if self.question.kind == "new topic" else "follow-up"
        return "whole document" if self.thorough else "opening"


def cases(path: Path = CONVERSATIONS) -> list[Case]:
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [
        Case(question, bool(line.get("thorough")), tuple(line.get("deny", ())))
        for question, line in zip(load(path), lines, strict=True)
    ]


def asked(library: Library, wanted: Sequence[Case], pdfs: Path, *, thorough: bool) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for case in wanted:
        question = case.question
        began = time.monotonic()
        after = answers.get(question.after) if question.after else None
        deep = thorough and case.thorough
        generator = library.rooms.generator
        turn = generator.turn() if isinstance(generator, Recorded) and not deep else nullcontext()
        try:
            with turn:
                files = [pdfs / file for file in question.files]
                answers[question.id] = library.ask(
                    question.text, files=files, thorough=deep, wait=True, stop=Stop(), after=after
                )
        except UserFixable as error:
            print(f"{question.id}: {error}", file=sys.stderr)
        print(f"{time.monotonic() - began:6.1f} s  {question.id}", file=sys.stderr, flush=True)
    return answers


def report(wanted: Sequence[Case], answers: Mapping[str, Answer]) -> None:
    for group in ("opening", "follow-up", "new topic", "whole document"):
        of = [case for case in wanted if case.group == group and case.question.id in answers]
        print(f"{group:15}: {Share(sum(case.is_right(answers[case.question.id]) for case in of), len(of))}")
    for case in wanted:
        if case.question.id in answers:
            print("\n".join(_lines(case, answers[case.question.id])))


def _lines(case: Case, answer: Answer) -> list[str]:
    wanted = " & ".join("|".join(group) for group in case.question.accept) or "(declining)"
    right = "right" if case.is_right(answer) else "WRONG"
    understood: Any = getattr(answer, "understood", None)
    said = [f"{right} {case.question.id} ({case.question.kind}): {case.question.text}"]
    if understood:
        said.append(f"      understood as {understood}")
    said += [f"      wanted {wanted}", f"      given  {' '.join(answer.text.split())[:900]}"]
    return said


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    parser.add_argument("--as-asked", action="store_true")
    parser.add_argument("--data", type=Path, default=CACHE / "lab")
    parser.add_argument("--questions", type=Path, default=CONVERSATIONS)
    options = parser.parse_args()
    wanted = [case for case in cases(options.questions) if case.question.id.startswith(tuple(options.only.split(",")))]
    with open_library(options.data) as library:
        answers = asked(library, wanted, CACHE / "pdfs", thorough=not options.as_asked)
    report(wanted, answers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
