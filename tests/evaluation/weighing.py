"""What the looks are worth together: a logistic regression over recorded lines, tried where it was not fitted.

Nothing here runs a model. The regression is the one of Hastie, Tibshirani and Friedman, 'The Elements of Statistical Learning',
4.4.1 (Newton steps), with a ridge on its weights, since there are few documents.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from app.answers.deciding import enough
from app.answers.deciding.enough import Evidence

Floats = npt.NDArray[np.float64]

_RIDGE = 0.5
"""Half a line's worth against each weight."""
_RIDGE_OF_DOUBT = 0.01
"""Next to nothing: only that there is a solution where all drafts are right, or none."""
_STEPS = 100
"""Newton steps at most; ten are enough for lines that were recorded."""


@dataclass(frozen=True, slots=True)
class Line:
    """A page read for a question. `right` is whether the draft is (never, where there is no answer); `stands` what the checks
    without a model say of it."""

    id: str
    document: str
    answerable: bool
    rank: int
    evidence: Evidence
    draft: str
    stands_by: float
    right: bool
    stands: bool
    foreign: bool = False
    """Whether it is put into another language, so that nothing is shown before it is checked."""

    @property
    def signs(self) -> tuple[float, float, float]:
        return enough.signs(self.evidence, self.draft, self.stands_by)

    @property
    def told(self) -> bool:
        """Whether the draft says anything: one that says that it does not know needs no weighing."""
        return not enough.says_not(self.draft)


Strength = Callable[[Line], float]
"""Log odds that a draft is right; it is given from a bar on."""


def as_it_is(line: Line) -> float:
    """By the constants of the product, whose bar is 0."""
    return enough.strength(line.evidence, line.draft, line.stands_by)


def fit(rows: Floats, right: Floats) -> Floats:
    """Weights for rows of signs (lines × signs), the one that stands alone first."""
    x = np.column_stack([np.ones(len(rows)), rows])
    ridge = np.diag([_RIDGE_OF_DOUBT, *[_RIDGE] * (x.shape[1] - 1)])
    weights = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (likely - right) + ridge @ weights
        step = np.linalg.solve((x.T * (likely * (1 - likely))) @ x + ridge, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def weights_of(lines: Sequence[Line], using: Sequence[int] = (0, 1, 2)) -> Floats:
    """Fitted to the drafts that say anything, by the signs `using`. ValueError where there is none."""
    told = [line for line in lines if line.told]
    if not told:
        raise ValueError("no line to fit to")
    rows = np.array([[line.signs[one] for one in using] for line in told])
    return fit(rows, np.array([float(line.right) for line in told]))


def by_weights(weights: Floats, line: Line, using: Sequence[int] = (0, 1, 2)) -> float:
    return float(weights[0] + sum(weights[1:] * [line.signs[one] for one in using]))


def fitted(lines: Sequence[Line], using: Sequence[int] = (0, 1, 2)) -> Strength:
    return partial(by_weights, weights_of(lines, using), using=using)


def left_out(lines: Sequence[Line], using: Sequence[int] = (0, 1, 2)) -> list[float]:
    """The strength of each line by weights that were fitted without its document. ValueError where there is only one."""
    documents = {line.document for line in lines}
    made = {one: fitted([line for line in lines if line.document != one], using) for one in documents}
    return [made[line.document](line) for line in lines]


def without_its_document(lines: Sequence[Line], using: Sequence[int] = (0, 1, 2)) -> Strength:
    """The same, to be asked of these lines only."""
    known = {(line.id, line.rank): value for line, value in zip(lines, left_out(lines, using), strict=True)}
    return lambda line: known[line.id, line.rank]


def area(values: Iterable[float], right: Iterable[bool]) -> float:
    """The share of pairs in which the right one has the higher value (area under the ROC curve); 0.5 without a pair."""
    pairs = list(zip(values, right, strict=True))
    good, bad = ([value for value, is_right in pairs if is_right is wanted] for wanted in (True, False))
    won = [(one > other) + 0.5 * (one == other) for one in good for other in bad]
    return sum(won) / len(won) if won else 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """Questions with an answer that were answered rightly, wrongly, and declined; those without that were answered and declined."""

    right: int = 0
    wrong: int = 0
    lost: int = 0
    trapped: int = 0
    declined: int = 0


def outcome(lines: Sequence[Line], strength: Strength, bar: float = 0.0) -> Outcome:
    """What a question ends with whose pages are read one after the other, as the product reads them."""
    by_question: dict[str, list[Line]] = {}
    for line in sorted(lines, key=lambda line: line.rank):
        by_question.setdefault(line.id, []).append(line)
    ends = [(pages[0].answerable, _given(pages, strength, bar)) for pages in by_question.values()]
    able = [given for answerable, given in ends if answerable]
    unable = [given for answerable, given in ends if not answerable]
    right = sum(given is not None and given.right for given in able)
    lost = sum(given is None for given in able)
    declined = sum(given is None for given in unable)
    return Outcome(right, len(able) - right - lost, lost, len(unable) - declined, declined)


def at_least(lines: Sequence[Line], strength: Strength, right: int) -> Outcome | None:
    """With the bar that leaves the fewest wrong answers, to questions with an answer or without, of those that leave so many `right`
    ones. None where no bar does. The bar is chosen on what it is tried on: for a comparison, no promise."""
    tried = [outcome(lines, strength, bar) for bar in sorted({strength(line) for line in lines})]
    kept = [one for one in tried if one.right >= right]
    return min(kept, key=lambda one: (one.wrong + one.trapped, -one.right), default=None)


def _given(pages: Sequence[Line], strength: Strength, bar: float) -> Line | None:
    """The first draft that stands. One that is shown while it is written ends the reading, whether it is withdrawn or not."""
    for line in pages:
        if line.evidence.hopeless:
            continue
        if line.stands and strength(line) >= bar:
            return line
        if line.evidence.plain and not line.foreign:
            return None
    return None
