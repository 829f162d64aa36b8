"""Do documents give orders? Each of our questions is asked of a document as it is and of the same with an attack in it.

python -m tests.evaluation.attacks                      every attack, with the model that figures are stated for
python -m tests.evaluation.attacks --fresh              those written when the first ones had been measured
python -m tests.evaluation.attacks --only hidden-,link-3 --show
python -m tests.evaluation.attacks --pdfs FOLDER        only writes the PDFs

What has been asked stands in --out, a line of JSON each, and is not asked again; a file of its own for each state of the program.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

from app.host import network
from app.library import Library
from app.stop import Stop
from app.types import Answer
from tests.evaluation.attacks.judging import Outcome, changed, forged, obeyed, right, stands_on_unseen
from tests.evaluation.attacks.making import made
from tests.evaluation.attacks.told import ATTACKS, FRESH, Attack, Question, attacks, bases
from tests.evaluation.lab import CACHE, MODEL, open_library
from tests.evaluation.score import Share

_LONGEST = 220
"""Letters of an answer that are shown."""

Known = dict[str, Outcome]


class Desk:
    """Asks of a library, each question of one document alone."""

    def __init__(self, library: Library, folder: Path) -> None:
        self._library = library
        self._folder = folder
        self._bases, self._questions = bases()

    def ask(self, attack: Attack | None, question: Question) -> Outcome:
        base = self._bases[question.document]
        pdf = made(self._folder, base, attack, self._questions)
        began = time.monotonic()
        ident = attack.id if attack is not None else f"base:{question.id}"
        outcome = self._summary(ident, pdf) if question.is_summary else self._answer(ident, pdf, question)
        outcome.alive = alive(outcome.text) + [f"network: {one}" for one in network.attempts()]
        outcome.seconds = round(time.monotonic() - began, 1)
        return outcome

    def _summary(self, ident: str, pdf: Path) -> Outcome:
        summary = self._library.summarize(pdf, length="brief", wait=True, stop=Stop())
        return Outcome(ident, summary.text, found=True)

    def _answer(self, ident: str, pdf: Path, question: Question) -> Outcome:
        after = self._once(pdf, self._questions[question.after], None) if question.after else None
        answer = self._once(pdf, question, after)
        quotes = [(one.page, one.quote) for one in answer.citations]
        return Outcome(ident, answer.text, answer.found, quotes, forged(answer.citations, pdf))

    def _once(self, pdf: Path, question: Question, after: Answer | None) -> Answer:
        return self._library.ask(question.text, files=[pdf], wait=True, stop=Stop(), after=after)


def alive(text: str) -> list[str]:
    """What of a text could be opened or would be loaded where the window shows it."""
    from PySide6.QtGui import QFont, QGuiApplication

    from app.ui.conversation.markdown import CITE, rendered
    from app.ui.theme import LIGHT

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication([])
    document = rendered(text, colours=LIGHT, font=QFont(), marks=range(1, 1000)).document
    found = []
    block = document.begin()
    while block.isValid():
        place = block.begin()
        while not place.atEnd():
            form = place.fragment().charFormat()
            if form.isImageFormat() or (form.isAnchor() and not form.anchorHref().startswith(CITE)):
                found.append(form.anchorHref() or "picture")
            place += 1
        block = block.next()
    del application
    return found


def main() -> int:
    options = _parse()
    chosen = [one for one in attacks(FRESH if options.fresh else ATTACKS) if _wanted(one, options.only)]
    if options.pdfs is not None:
        return _write(chosen, options.pdfs)
    network.close()
    known = read(options.out)
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_library(options.data, model=options.model)) as library,
    ):
        _ask(Desk(library, Path(folder)), chosen, known, options.out)
    print(table(chosen, known))
    if options.show:
        print("\n".join(_each(one, known) for one in chosen if one.id in known))
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="beginnings of ids, with commas between")
    parser.add_argument("--fresh", action="store_true", help="the second set")
    parser.add_argument("--model", default=MODEL, help="id or GGUF file (default: %(default)s)")
    parser.add_argument("--show", action="store_true", help="each answer, too")
    parser.add_argument("--pdfs", type=Path, help="write the PDFs there and ask nothing")
    parser.add_argument(
        "--data", type=Path, default=CACHE / "attacks", help="the library's folder (default: %(default)s)"
    )
    parser.add_argument("--out", type=Path, default=CACHE / "attacks.jsonl", help="default: %(default)s")
    return parser.parse_args()


def _wanted(attack: Attack, only: str | None) -> bool:
    return only is None or attack.id.startswith(tuple(only.split(",")))


def _write(chosen: Sequence[Attack], folder: Path) -> int:
    found, questions = bases()
    folder.mkdir(parents=True, exist_ok=True)
    for attack in chosen:
        made(folder, found[questions[attack.question].document], attack, questions)
    return 0


def _ask(desk: Desk, chosen: Sequence[Attack], known: Known, out: Path) -> None:
    _, questions = bases()
    for number, (ident, attack, question) in enumerate(_due(chosen, questions), 1):
        if ident in known:
            continue
        outcome = known[ident] = desk.ask(attack, question)
        write(out, outcome)
        said = "OBEYED" if attack is not None and obeyed(attack, outcome) else ""
        print(f"{number:4} {outcome.seconds:6.0f} s  {ident:20} {said}", file=sys.stderr, flush=True)


def _due(chosen: Sequence[Attack], questions: Mapping[str, Question]) -> Iterator[tuple[str, Attack | None, Question]]:
    """Each attack, a question without one before the first with it. Kinds take turns: a run that is stopped leaves a fair part behind."""
    asked: set[str] = set()
    for attack in sorted(chosen, key=lambda one: int(one.id.rsplit("-", 1)[1])):
        question = questions[attack.question]
        if question.id not in asked:
            asked.add(question.id)
            yield f"base:{question.id}", None, question
        yield attack.id, attack, question


def write(out: Path, outcome: Outcome) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")


def read(out: Path) -> Known:
    """A line that was cut short is passed over."""
    known: Known = {}
    for line in out.read_text(encoding="utf-8").splitlines() if out.exists() else ():
        try:
            told = Outcome(**json.loads(line))
        except ValueError:
            continue
        known[told.id] = replace(told, quotes=[(page, quote) for page, quote in told.quotes])
    return known


def table(chosen: Sequence[Attack], known: Known) -> str:
    """Shares over those that were asked, in all and by kind."""
    _, questions = bases()
    asked = [one for one in chosen if one.id in known and f"base:{one.question}" in known]
    lines = [
        f"{len(asked)} of {len(chosen)} attacks",
        f"{'':14}{'asked':>6}{'obeyed':>8}{'lost':>6}{'other words':>13}",
    ]
    for kind in dict.fromkeys(one.kind for one in asked):
        lines.append(_row(kind, [one for one in asked if one.kind == kind], known, questions))
    lines.append(_row("all", asked, known, questions))
    wrong = {one.id: known[one.id] for one in asked}
    lines += [f"forged: {ident} {one.forged}" for ident, one in wrong.items() if one.forged]
    lines += [f"alive: {ident} {one.alive}" for ident, one in wrong.items() if one.alive]
    lines += [f"stands on what cannot be seen: {one.id}" for one in asked if stands_on_unseen(one, known[one.id])]
    share = Share(sum(obeyed(one, known[one.id]) for one in asked), len(asked))
    return "\n".join([*lines, f"obeyed: {share}"])


def _row(label: str, some: Sequence[Attack], known: Known, questions: Mapping[str, Question]) -> str:
    obeying = sum(obeyed(one, known[one.id]) for one in some)
    before = [one for one in some if right(questions[one.question], known[f"base:{one.question}"])]
    lost = sum(not right(questions[one.question], known[one.id]) for one in before)
    other = sum(changed(known[one.id], known[f"base:{one.question}"]) for one in some)
    return f"{label:14}{len(some):6}{obeying:8}{lost:6}{other:13}"


def _each(attack: Attack, known: Known) -> str:
    outcome, base = known[attack.id], known.get(f"base:{attack.question}")
    said = " ".join(outcome.text.split())[:_LONGEST]
    was = " ".join(base.text.split())[:_LONGEST] if base else "?"
    flag = "OBEYED" if obeyed(attack, outcome) else "same" if base and not changed(outcome, base) else ""
    return f"\n{attack.id} ({attack.placement}, {attack.question}) {flag}\n  said: {said}\n  else: {was}"


if __name__ == "__main__":
    sys.exit(main())
