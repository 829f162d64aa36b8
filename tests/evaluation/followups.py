"""What follow-ups are taken for, over conversations that are written down: no document is read, and the model is asked only for rewritings.

python -m tests.evaluation.followups [--only b-0,b-36] [--no-model] [--questions FILE]

A line of `followups.jsonl` has `turns` (question, answer, and what the question was understood as, where that is another one),
`question`, `accept` and `deny`: of what it is understood as, one text of each group of `accept` is to stand in it, and none of
`deny`.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.answers.conversation.follow import Understood, understood
from app.language.prompts import Prompts
from app.stop import Stop
from app.types import Answer, Scope, TokenCount
from tests.evaluation.lab import CACHE, open_library
from tests.evaluation.score import Share, says
from tests.fakes import FakeEngine

FOLLOW_UPS = Path(__file__).with_name("followups.jsonl")


@dataclass(frozen=True, slots=True)
class FollowUp:
    id: str
    kind: str
    turns: tuple[Answer, ...]
    question: str
    accept: tuple[tuple[str, ...], ...]
    deny: tuple[str, ...]

    def is_met(self, meant: Understood) -> bool:
        """Only by a question that can be looked for as it is."""
        text = meant.question
        return (
            meant.before is None
            and all(any(says(text, one) for one in group) for group in self.accept)
            and not any(says(text, one) for one in self.deny)
        )


def follow_ups(path: Path = FOLLOW_UPS) -> list[FollowUp]:
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [
        FollowUp(
            line["id"],
            line["kind"],
            tuple(_turn(number, *turn) for number, turn in enumerate(line["turns"], 1)),
            line["question"],
            tuple(tuple(group) for group in line["accept"]),
            tuple(line.get("deny", ())),
        )
        for line in lines
    ]


def _turn(number: int, question: str, text: str, meant: str | None = None) -> Answer:
    return Answer(
        question,
        text,
        bool(text),
        (),
        (),
        (),
        Scope(1, 1, 1, 1),
        "",
        "",
        None,
        TokenCount(),
        turn=number,
        understood=meant,
    )


def report(wanted: Sequence[FollowUp], meant: Sequence[Understood]) -> None:
    for kind in dict.fromkeys(one.kind for one in wanted):
        of = [(one, said) for one, said in zip(wanted, meant, strict=True) if one.kind == kind]
        print(f"{kind:15}: {Share(sum(one.is_met(said) for one, said in of), len(of))}")
    for one, said in zip(wanted, meant, strict=True):
        carried = " (with the turn before)" if said.before else ""
        print(f"{'right' if one.is_met(said) else 'WRONG'} {one.id}: {one.question} -> {said.question}{carried}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    parser.add_argument("--no-model", action="store_true", help="by rule alone")
    parser.add_argument("--data", type=Path, default=CACHE / "lab")
    parser.add_argument("--questions", type=Path, default=FOLLOW_UPS)
    options = parser.parse_args()
    wanted = [one for one in follow_ups(options.questions) if one.id.startswith(tuple(options.only.split(",")))]
    with open_library(options.data) as library:
        generator = FakeEngine([""]) if options.no_model else library.rooms.generator
        meant = []
        for one in wanted:
            meant.append(understood(one.question, one.turns, generator, Prompts(), Stop()))
            print(f"{one.id}: {meant[-1].question}", file=sys.stderr, flush=True)
    report(wanted, meant)
    return 0


if __name__ == "__main__":
    sys.exit(main())
