"""Figures of the report: medians, spreads, ratios to a floor of the same run, and whether a target was met. Plain numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median, quantiles

LEAST_SPEED = 0.97
"""Share of raw llama.cpp's speed that the engine has to reach; what a user could not tell apart."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: letters of a page (about four a token), tokens of a reply, repeats, pages of a summary by the model, share
    of the context that is filled for its memory."""

    letters: int = 2000
    tokens: int = 32
    repeats: int = 5
    rounds: int = 3
    pages: int = 4
    filled: float = 1.0
    documents: int = 20


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of some values, their quartiles, and how many they are."""

    median: float
    lower: float
    upper: float
    count: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report. `ratio` is to the floor, of each pair by itself, since both of a pair met the same machine. `met` is
    None without a target. Where nothing could be measured `value` is None and `note` says why."""

    part: str
    name: str
    unit: str = ""
    value: Spread | None = None
    floor: Spread | None = None
    floor_name: str = ""
    ratio: Spread | None = None
    target: str = ""
    met: bool | None = None
    note: str = ""

    def noted(self, note: str) -> "Figure":
        return replace(self, note=note)

    def at_least(self, limit: float) -> "Figure":
        """With a target for the ratio, or for the value where there is no floor."""
        return self._with_target(f"at least {limit:g}", lambda reached: reached >= limit)

    def at_most(self, limit: float) -> "Figure":
        return self._with_target(f"at most {limit:g}", lambda reached: reached <= limit)

    def within(self, share: float) -> "Figure":
        """With the target that the ratio is 1, give or take so much."""
        return self._with_target(f"1 ± {share:g}", lambda reached: abs(reached - 1) <= share)

    def _with_target(self, words: str, holds: Callable[[float], bool]) -> "Figure":
        reached = self.ratio or self.value
        return replace(self, target=words, met=None if reached is None else holds(reached.median))


def spread(values: Sequence[float]) -> Spread:
    """Quartiles within the values; a single one is its own. ValueError without values."""
    if not values:
        raise ValueError("nothing was measured")
    lower, upper = values[0], values[0]
    if len(values) > 1:
        lower, _, upper = quantiles(values, n=4, method="inclusive")
    return Spread(median(values), lower, upper, len(values))


def plain(part: str, name: str, unit: str, values: Sequence[float]) -> Figure:
    return Figure(part, name, unit, spread(values))


def compared(
    part: str, name: str, unit: str, ours: Sequence[float], floors: Sequence[float], *, floor: str = "raw llama.cpp"
) -> Figure:
    """Beside the floor that was measured in pairs with it. ValueError where a pair is not whole."""
    ratios = [one / other for one, other in zip(ours, floors, strict=True)]
    return Figure(part, name, unit, spread(ours), spread(floors), floor, spread(ratios))


def missing(part: str, name: str, why: str) -> Figure:
    return Figure(part, name, note=why)


# As lines of a table

HEAD = f"{'':46} {'measured':>9} {'':9} {'floor':>9} {'ratio':>6} {'quartiles':>13} {'n':>3}  target"


def shown(figure: Figure) -> str:
    if figure.value is None:
        return f"{figure.name:46} {figure.note}"
    cells = (
        f"{figure.name:46} {_short(figure.value.median):>9} {figure.unit:9} {_floor(figure)} {figure.value.count:>3}"
    )
    verdict = {None: "", True: ", met", False: ", MISSED"}[figure.met]
    note = f"  ({figure.note})" if figure.note else ""
    return f"{cells}  {figure.target}{verdict}{note}".rstrip()


def _floor(figure: Figure) -> str:
    if figure.floor is None or figure.ratio is None:
        assert figure.value is not None
        return f"{'':9} {'':6} {_range(figure.value):>13}"
    return f"{_short(figure.floor.median):>9} {figure.ratio.median:6.3f} {_range(figure.ratio):>13}"


def _range(of: Spread) -> str:
    return "" if of.count < 2 else f"{_short(of.lower)}–{_short(of.upper)}"


def _short(value: float) -> str:
    digits = 3 if abs(value) < 2 else 2 if abs(value) < 20 else 1 if abs(value) < 100 else 0
    return f"{value:,.{digits}f}"
