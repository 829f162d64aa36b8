"""What a bar for the look before an answer brings, over recorded lines; nothing here runs a model."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.answers.deciding.enough import Evidence


@dataclass(frozen=True, slots=True)
class Line:
    """A page read for a question. `right` is whether the draft is (never, where there is no answer); `stands` what the checks
    without a model say of it."""

    id: str
    document: str
    answerable: bool
    rank: int
    evidence: Evidence
    right: bool
    stands: bool
    foreign: bool = False
    """Whether it is put into another language, so that nothing is shown before it is checked."""


Bar = Callable[[Evidence], bool]
"""Whether an answer is to be written from what was seen."""


def as_it_is(evidence: Evidence) -> bool:
    """By the constants of the product."""
    return evidence.suffices


def at(probability: float) -> Bar:
    """From this probability on, where nothing that the question names is absent; the product's own bar where something is."""
    return lambda evidence: evidence.suffices if evidence.absent else evidence.said_yes >= probability


def area(values: Iterable[float], right: Iterable[bool]) -> float:
    """The share of pairs in which the right one has the higher value (area under the ROC curve); 0.5 without a pair."""
    pairs = list(zip(values, right, strict=True))
    good, bad = ([value for value, is_right in pairs if is_right is wanted] for wanted in (True, False))
    won = [(one > other) + 0.5 * (one == other) for one in good for other in bad]
    return sum(won) / len(won) if won else 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """Questions with an answer that were answered rightly, wrongly, and declined; those without that were answered and declined.
    `withdrawn` of all of them showed an answer first."""

    right: int = 0
    wrong: int = 0
    lost: int = 0
    trapped: int = 0
    declined: int = 0
    withdrawn: int = 0


def outcome(lines: Sequence[Line], bar: Bar) -> Outcome:
    """What a question ends with whose pages are read one after the other, as the product reads them."""
    by_question: dict[str, list[Line]] = {}
    for line in sorted(lines, key=lambda line: line.rank):
        by_question.setdefault(line.id, []).append(line)
    ends = [(pages[0].answerable, *_given(pages, bar)) for pages in by_question.values()]
    able = [given for answerable, given, _ in ends if answerable]
    unable = [given for answerable, given, _ in ends if not answerable]
    right = sum(given is not None and given.right for given in able)
    lost = sum(given is None for given in able)
    declined = sum(given is None for given in unable)
    withdrawn = sum(gone for _, _, gone in ends)
    return Outcome(right, len(able) - right - lost, lost, len(unable) - declined, declined, withdrawn)


def _given(pages: Sequence[Line], bar: Bar) -> tuple[Line | None, bool]:
    """The first draft that stands, and whether one was shown and withdrawn: that ends the reading."""
    for line in pages:
        if not bar(line.evidence):
            continue
        if line.stands:
            return line, False
        if not line.foreign:
            return None, True
    return None, False
