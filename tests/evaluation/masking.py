"""How much of what should be masked is masked, and how much else: `python -m tests.evaluation.masking`.

python -m tests.evaluation.masking                    the half that the rules were shaped on, with its misses
python -m tests.evaluation.masking --held             the other half, only scored
python -m tests.evaluation.masking --fresh            sixty more, seven languages, with their misses
python -m tests.evaluation.masking --blind            sixty whose writer had read neither rules nor lists, only scored
python -m tests.evaluation.masking --without-names    what has a shape of its own

344 passages of our own (`masking_set`), people and firms invented. Of 224 half are held: other passages, other names, written
before the rules. The sixty of `--fresh` were written and labelled before anything was scored on them; since, rules were shaped on them. The sixty of `--blind` no rule was
shaped on: they are the figure to tell. `[[PERSON:Anna Berg]]` is a label; titles stand outside it; countries and public laws are none. A label is
found if masks, of whatever kind, cover all of its letters and digits; a mask is right if labels cover at least half of its
own. Passages are masked one by one, as if each left alone.
"""

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.cloud.masking import Finding, find, find_names, settled
from tests.evaluation.score import Share

_SET = Path(__file__).parent / "masking_set"
_LABEL = re.compile(r"\[\[([A-Z]+):(.*?)\]\]", re.DOTALL)
Finder = Callable[[str], Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Passage:
    id: str
    language: str
    text: str
    labels: tuple[Finding, ...]


def passages(half: str) -> Iterator[Passage]:
    """Those of 'shown', 'held', 'fresh' or 'blind'."""
    for piece in re.split(r"(?m)^=== ", (_SET / f"{half}.txt").read_text(encoding="utf-8"))[1:]:
        head, source = piece.split("\n", 1)
        name, language, _ = head.split(" ", 2)
        yield _unmarked(name, language, source.rstrip("\n"))


def _unmarked(name: str, language: str, source: str) -> Passage:
    text, labels, at = "", [], 0
    for match in _LABEL.finditer(source):
        text += source[at : match.start()]
        labels.append(Finding(len(text), len(text) + len(match[2]), match[1].lower()))  # type: ignore[arg-type]
        text += match[2]
        at = match.end()
    return Passage(name, language, text + source[at:], tuple(labels))


def shapes_and_names(text: str) -> Sequence[Finding]:
    shaped = find(text)
    return settled([*shaped, *find_names([text], [shaped])[0]])


def _cover(text: str, span: Finding, others: Sequence[Finding]) -> float:
    """The share of its letters and digits that the others hold."""
    counted = [at for at in range(span.start, span.end) if text[at].isalnum()]
    return sum(any(one.start <= at < one.end for one in others) for at in counted) / max(1, len(counted))


@dataclass
class Tally:
    """By category: labels and those found, those found as what they are, masks and those that are right."""

    labels: Counter[str]
    found: Counter[str]
    alike: Counter[str]
    masks: Counter[str]
    right: Counter[str]
    notes: list[str]


def tally(all_passages: Sequence[Passage], finder: Finder) -> Tally:
    told = Tally(Counter(), Counter(), Counter(), Counter(), Counter(), [])
    for passage in all_passages:
        _add(told, passage, finder(passage.text))
    return told


def _add(told: Tally, passage: Passage, masks: Sequence[Finding]) -> None:
    text = passage.text
    for label in passage.labels:
        found = _cover(text, label, masks) == 1
        told.labels[label.category] += 1
        told.found[label.category] += found
        told.alike[label.category] += _cover(text, label, [m for m in masks if m.category == label.category]) == 1
        if not found:
            told.notes.append(f"{passage.id}  missed {label.category}: {text[label.start : label.end]!r}")
    for mask in masks:
        right = _cover(text, mask, passage.labels) >= 0.5
        told.masks[mask.category] += 1
        told.right[mask.category] += right
        if not right:
            told.notes.append(f"{passage.id}  too much, {mask.category}: {text[mask.start : mask.end]!r}")


def table(told: Tally) -> str:
    lines = [f"{'':13}{'found (recall)':>28}{'as that kind':>14}{'right (precision)':>28}"]
    for kind in [
        *sorted(told.labels, key=lambda kind: -told.labels[kind]),
        *sorted(set(told.masks) - set(told.labels)),
    ]:
        found, right = Share(told.found[kind], told.labels[kind]), Share(told.right[kind], told.masks[kind])
        lines.append(f"{kind:13}{found!s:>28}{told.alike[kind]:>14}{right!s:>28}")
    found = Share(told.found.total(), told.labels.total())
    right = Share(told.right.total(), told.masks.total())
    return "\n".join([*lines, f"{'all':13}{found!s:>28}{told.alike.total():>14}{right!s:>28}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    half = parser.add_mutually_exclusive_group()
    half.add_argument("--held", action="store_true")
    half.add_argument("--fresh", action="store_true")
    half.add_argument("--blind", action="store_true")
    parser.add_argument("--without-names", action="store_true")
    asked = parser.parse_args()
    chosen = list(passages(next((name for name in ("held", "fresh", "blind") if getattr(asked, name)), "shown")))
    told = tally(chosen, find if asked.without_names else shapes_and_names)
    if not (asked.held or asked.blind):
        print("\n".join(told.notes))
    empty = [one for one in chosen if not one.labels]
    clean = sum(not (find if asked.without_names else shapes_and_names)(one.text) for one in empty)
    print(table(told))
    print(f"nothing masked where there is nothing to mask: {Share(clean, len(empty))}")


if __name__ == "__main__":
    main()
