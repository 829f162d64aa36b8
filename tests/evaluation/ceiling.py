"""The ceiling: what the same model says when it is handed the right page, so that nothing but the model can be to blame.

python -m tests.evaluation.ceiling                      40 open questions with an answer and 20 without
python -m tests.evaluation.ceiling --able 80 --unable 40
python -m tests.evaluation.ceiling --questions FILE --pdfs FOLDER

The page is its raw text. A question that has no answer comes with the page that tempts to one. Asked twice where there is an
answer: with the plain pipeline's prompt, which offers a refusal, and without that offer. The sample goes by a hash of the
ids, so that a larger one holds every smaller one.
"""

import argparse
import hashlib
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.answers.needs import Generator
from app.stop import Stop
from app.types import Message, Prompt
from tests.evaluation.chosen import chosen
from tests.evaluation.plain import SYSTEM
from tests.evaluation.score import Place, Question, Reply, Share, declines, is_right
from tests.evaluation.texts import page_text

_REPLY_TOKENS = 160
"""As for the plain pipeline."""
_NO_WAY_OUT = SYSTEM.split(". ", 1)[0] + "."
_PAGE_CHARACTERS = 9_000
"""A longer page (none of ours) is cut, so that two fit the model's context."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Replies by id: `offered` a refusal, over all questions of the sample, and `pressed`, over those with an answer."""

    questions: tuple[Question, ...]
    offered: Mapping[str, Reply]
    pressed: Mapping[str, Reply]

    def right(self, *, pressed: bool = False) -> Share:
        replies = self.pressed if pressed else self.offered
        asked = [q for q in self.questions if q.answerable and q.id in replies]
        return Share(sum(is_right(q, replies[q.id]) for q in asked), len(asked))

    @property
    def best(self) -> Share:
        """Right by either prompt: an answer that is refused with the one and given with the other is known to the model."""
        asked = [q for q in self.questions if q.answerable and q.id in self.offered]
        return Share(sum(is_right(q, self.offered[q.id]) or is_right(q, self.pressed[q.id]) for q in asked), len(asked))

    @property
    def declined_wrongly(self) -> Share:
        asked = [q for q in self.questions if q.answerable and q.id in self.offered]
        return Share(sum(self.offered[q.id].declined for q in asked), len(asked))

    @property
    def declined_rightly(self) -> Share:
        asked = [q for q in self.questions if not q.answerable and q.id in self.offered]
        return Share(sum(self.offered[q.id].declined for q in asked), len(asked))


def sample(questions: Sequence[Question], able: int, unable: int) -> list[Question]:
    """So many with and without an answer of those whose page is known, the same ones every time, in the order given."""
    chosen: set[str] = set()
    for answerable, count in ((True, able), (False, unable)):
        there = [q for q in questions if q.answerable == answerable and right_pages(q)]
        chosen.update(q.id for q in sorted(there, key=_lot)[:count])
    return [question for question in questions if question.id in chosen]


def _lot(question: Question) -> str:
    return hashlib.sha256(question.id.encode()).hexdigest()


def right_pages(question: Question) -> list[Place]:
    """The first page of each piece of evidence; of the place that tempts where there is none."""
    if not question.answerable:
        return list(question.near[:1])
    return list(dict.fromkeys(min(group) for group in question.evidence))


def ceiling(questions: Sequence[Question], pdfs: Path, generator: Generator, say: Callable[[str], None]) -> Ceiling:
    """Ask the model about the right pages of `questions`: all with the refusal offered, then those that have an answer
    without; in the order of the sample's lot, so that a run that is stopped leaves a smaller sample behind."""
    drawn = sorted(questions, key=_lot)
    offered = {one.id: _asked(one, pdfs, generator, SYSTEM, say) for one in drawn}
    pressed = {one.id: _asked(one, pdfs, generator, _NO_WAY_OUT, say) for one in drawn if one.answerable}
    return Ceiling(tuple(questions), offered, pressed)


def _asked(question: Question, pdfs: Path, generator: Generator, system: str, say: Callable[[str], None]) -> Reply:
    texts = [page_text(pdfs / question.path(file), page)[:_PAGE_CHARACTERS] for file, page in right_pages(question)]
    passages = "\n\n".join(f"[{number}] {text}" for number, text in enumerate(texts, 1))
    prompt = Prompt((Message("system", system), Message("user", f"{passages}\n\nQuestion: {question.whole}")))
    said = generator.generate(prompt, max_tokens=_REPLY_TOKENS, stop=Stop())
    say(f"{question.id}: {said.text!r}")
    return Reply(question.id, said.text, declines(said.text), seconds=said.total, first=said.first_token)


def lines(made: Ceiling) -> list[str]:
    return [
        f"right given the right page, refusal offered     {made.right()}",
        f"right given the right page, no way out          {made.right(pressed=True)}",
        f"right by either                                 {made.best}",
        f"declined wrongly given the right page           {made.declined_wrongly}",
        f"declined rightly given the page that tempts     {made.declined_rightly}",
    ]


def main() -> int:
    from tests.evaluation import lab

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, help="a file of questions (default: our own, without the held ones)")
    parser.add_argument("--held", action="store_true", help="of our own, those over held documents")
    parser.add_argument("--able", type=int, default=40)
    parser.add_argument("--unable", type=int, default=20)
    parser.add_argument("--pdfs", type=Path, default=lab.CACHE / "pdfs")
    parser.add_argument("--data", type=Path, default=lab.CACHE / "lab")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    questions = sample(chosen(options.questions, held=options.held), options.able, options.unable)
    with closing(lab.open_library(options.data)) as library:
        made = ceiling(
            questions, options.pdfs, library.rooms.generator, lambda text: print(text, file=sys.stderr, flush=True)
        )
    print("\n".join(lines(made)))
    for question in questions if options.misses else ():
        for name, replies in (("offered", made.offered), ("pressed", made.pressed)):
            reply = replies.get(question.id)
            if reply and not is_right(question, reply):
                print(f"  {question.id} {name}: {question.whole}\n      wanted {question.accept} given {reply.text!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
