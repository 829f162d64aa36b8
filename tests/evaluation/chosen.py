"""Which questions are asked: a file's, ours without the held documents, or the held ones."""

from collections.abc import Sequence
from pathlib import Path

from tests.evaluation.build import EASY, QUESTIONS, index
from tests.evaluation.score import Question, load


def chosen(
    file: Path | None = None,
    *,
    held: bool = False,
    easy: bool = False,
    only: Sequence[str] = (),
    limit: int | None = None,
) -> list[Question]:
    """`file` of questions, else our own; `only` those whose ids begin so, `limit` of them spread evenly. What they follow in
    a conversation comes along."""
    everything = questions = load(file or (EASY if easy else QUESTIONS))
    if file is None:
        kept = held_files()
        questions = [question for question in questions if bool(kept & set(question.files)) == held]
    if only:
        questions = [question for question in questions if question.id.startswith(tuple(only))]
    if limit and limit < len(questions):
        questions = [questions[place * len(questions) // limit] for place in range(limit)]
    return _with_leads(questions, everything)


def held_files() -> frozenset[str]:
    """Nobody looks at how the product does on these until the work is done."""
    return frozenset(f"{entry.name}.pdf" for entry in index() if entry.held)


def _with_leads(chosen: Sequence[Question], everything: Sequence[Question]) -> list[Question]:
    """The chosen questions and those that they follow, in the order of the file."""
    known = {question.id: question for question in everything}
    wanted = set[str]()
    for question in chosen:
        step: Question | None = question
        while step:
            wanted.add(step.id)
            step = known[step.after] if step.after else None
    return [question for question in everything if question.id in wanted]
