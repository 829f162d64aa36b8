"""The product in this process, with a model that remembers: for trying things out, stage by stage.

python -m tests.evaluation.lab --limit 60                 every stage on 60 of the open questions
python -m tests.evaluation.lab --only bw-,hp- --search    page recall only, no model
python -m tests.evaluation.lab --questions FILE --pdfs FOLDER [--data FOLDER]

`run` asks the real program; this asks the same library and keeps what the model said (`recorded`), so that a second run after a
change behind the model takes seconds.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from app.errors import UserFixable
from app.host.paths import Paths
from app.library import Library
from app.stop import Stop
from app.types import Answer, Passage
from tests.evaluation.build import EASY, QUESTIONS, build, index
from tests.evaluation.recorded import Recorded
from tests.evaluation.score import Place, Question, Reply, Share, is_right, load, recall, score

if TYPE_CHECKING:
    from app.models import ModelFiles

MODEL = "qwen2.5-coder-1.5b"
CACHE = Path(platformdirs.user_cache_dir("inglenook-evaluation"))
_DEPTHS = (1, 3, 5, 10)


def open_library(data: Path, *, model: str = MODEL, store: Path = CACHE / "recorded.sqlite3") -> Library:
    """A library on the data folder whose model remembers."""
    store.parent.mkdir(parents=True, exist_ok=True)
    data.mkdir(parents=True, exist_ok=True)
    return Library(Paths.find(data), model=model, make_generator=lambda files: remembering(files, store))


def remembering(files: "ModelFiles", store: Path) -> Recorded:
    from app.language.engine import Engine

    return Recorded(Engine(files.gguf, name=files.id), store)


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


def main() -> int:
    options = _parse()
    pdfs = options.pdfs or (options.questions.parent if options.questions else CACHE / "pdfs")
    if options.questions is None and not (pdfs / "brackwater-accounts.pdf").exists():
        build(pdfs)
    questions = _chosen(options)
    stop = Stop()
    with open_library(options.data, model=options.model) as library:
        found = {q.id: _searched(library, q, pdfs, stop) for q in questions if q.evidence}
        for depth in _DEPTHS:
            print(f"page found, first {depth:3}: {recall(questions, found, depth)}")
        for place in ("prose", "table"):
            of = [q for q in questions if q.on == place]
            print(f"first 5, on {place}: {recall(of, found, 5)}")
        if options.search:
            _say_missed(questions, found)
            return 0
        answers = _asked(library, questions, pdfs, stop)
    _say_answers(questions, answers)
    if options.report:
        lines = [_line(q, answers[q.id]) for q in questions if q.id in answers]
        options.report.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--pdfs", type=Path)
    parser.add_argument("--data", type=Path, default=CACHE / "lab")
    parser.add_argument("--model", default=MODEL)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--only")
    parser.add_argument("--easy", action="store_true")
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--search", action="store_true")
    parser.add_argument("--report", type=Path)
    return parser.parse_args()


def _chosen(options: argparse.Namespace) -> list[Question]:
    questions = load(options.questions or (EASY if options.easy else QUESTIONS))
    if options.questions is None:
        held = {f"{entry.name}.pdf" for entry in index() if entry.held}
        questions = [question for question in questions if bool(held & set(question.files)) == options.held]
    if options.only:
        questions = [question for question in questions if question.id.startswith(tuple(options.only.split(",")))]
    if options.limit and options.limit < len(questions):
        picked = [questions[place * len(questions) // options.limit] for place in range(options.limit)]
        questions = [question for question in picked if not question.after]
    return questions


def open_questions() -> list[Question]:
    """Our own, without those over held documents."""
    held = {f"{entry.name}.pdf" for entry in index() if entry.held}
    return [question for question in load(QUESTIONS) if not held & set(question.files)]


def _searched(library: Library, question: Question, pdfs: Path, stop: Stop) -> list[Place]:
    files = [pdfs / file for file in question.files]
    passages = library.search(question.whole, files=files, limit=40, wait=True, stop=stop)
    return [place for passage in passages for place in _places(passage)]


def _places(passage: Passage) -> list[Place]:
    return [(passage.file, page) for page in range(passage.pages[0], passage.pages[1] + 1)]


def _say_missed(questions: Sequence[Question], found: dict[str, list[Place]]) -> None:
    for question in questions:
        if question.evidence and not question.shown_by(list(dict.fromkeys(found[question.id]))[:5]):
            wanted = " & ".join(str(sorted(group)) for group in question.evidence)
            print(f"  {question.id} ({question.kind}): {question.whole}\n      wanted {wanted}")


def _asked(library: Library, questions: Sequence[Question], pdfs: Path, stop: Stop) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    began = time.monotonic()
    for number, question in enumerate(questions, 1):
        files = [pdfs / file for file in question.files]
        after = answers.get(question.after) if question.after else None
        try:
            answers[question.id] = library.ask(question.text, files=files, wait=True, stop=stop, after=after)
        except UserFixable as error:
            print(f"{question.id}: {error}", file=sys.stderr)
        spent = time.monotonic() - began
        print(f"{number:4}/{len(questions)} {spent:6.0f} s  {question.id}", file=sys.stderr, flush=True)
    return answers


def _say_answers(questions: Sequence[Question], answers: dict[str, Answer]) -> None:
    replies = {q.id: reply_of(q, answers[q.id]) for q in questions if q.id in answers}
    result = score(questions, replies)
    held = [q for q in questions if q.evidence and q.id in answers]
    context = sum(q.shown_by([p for one in answers[q.id].passages for p in _places(one)]) for q in held)
    print(f"context has the pages : {Share(context, len(held))}")
    for name in ("in_all", "answered", "declined_rightly", "declined_wrongly", "cited"):
        print(f"{name:22}: {getattr(result, name)}")
    for question in questions:
        reply = replies.get(question.id)
        if reply and not is_right(question, reply):
            wanted = " & ".join("|".join(group) for group in question.accept) if question.answerable else "(declining)"
            withdrawn = answers[question.id].withdrawn
            given = " ".join(reply.text.split())[:200]
            print(f"  {question.id} ({question.kind}): {question.whole}\n      wanted {wanted}\n      given  {given}")
            if withdrawn:
                print(f"      withdrawn: {' '.join(withdrawn.split())[:160]}")


def _line(question: Question, answer: Answer) -> dict[str, Any]:
    reply = reply_of(question, answer)
    return {
        "id": question.id,
        "kind": question.kind,
        "question": question.whole,
        "answerable": question.answerable,
        "right": is_right(question, reply),
        "reply": asdict(reply),
        "withdrawn": answer.withdrawn,
        "unsupported": answer.unsupported,
        "read": [[one.file, one.pages, one.text] for one in answer.passages],
    }


if __name__ == "__main__":
    sys.exit(main())
