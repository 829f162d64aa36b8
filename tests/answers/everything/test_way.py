"""Going through all text by code: it tells how far it is, and ends where a stop is asked for."""

from dataclasses import replace

import pytest

from app.answers.everything.bycode import lines_for
from app.answers.everything.lines import Whole
from app.answers.everything.way import Way
from app.stop import Stop, Stopped
from app.types import Progress
from tests.answers.everything.wholes import whole

_OLD = whole(
    *((f"{n} Rooms", f"The tenant must clean room {n} within five days. Offer | Cost\nA | {n}") for n in range(1, 9))
)
_NEW = whole(*((f"{n} Rooms", f"The tenant must clean room {n} within six days.") for n in range(1, 9)), name="new")
_QUESTIONS = [
    ("How often is the tenant mentioned?", [_OLD]),
    ("Which sections mention the tenant?", [_OLD, _NEW]),
    ("List all obligations of the tenant.", [_OLD, _NEW]),
    ("How many rooms are there?", [_OLD]),
    ("Compare A and B.", [_OLD]),
    ("What changed between these two documents?", [_OLD, _NEW]),
]


def _on(wholes: list[Whole], way: Way) -> list[Whole]:
    way.total = sum(len(one.chunks) for one in wholes)
    return [replace(one, way=way) for one in wholes]


@pytest.mark.parametrize(("question", "wholes"), _QUESTIONS)
def test_it_tells_how_far_it_is_up_to_the_end(question: str, wholes: list[Whole]) -> None:
    heard: list[Progress] = []
    lines_for(question, _on(wholes, Way(report=heard.append)))
    total = sum(len(one.chunks) for one in wholes)
    done = [one.done for one in heard]
    assert done == sorted(done) and done[-1] == total and {one.total for one in heard} == {total}
    assert len(done) >= total, "each chunk is told of"


@pytest.mark.parametrize(("question", "wholes"), _QUESTIONS)
def test_it_ends_in_the_middle_where_a_stop_is_asked_for(question: str, wholes: list[Whole]) -> None:
    stop = Stop()
    heard: list[int] = []

    def report(progress: Progress) -> None:
        heard.append(progress.done)
        if progress.done >= 3:
            stop.request()

    with pytest.raises(Stopped):
        lines_for(question, _on(wholes, Way(0, report, stop)))
    assert heard[-1] == 3


def test_a_comparison_hears_a_stop_when_all_text_was_gone_through() -> None:
    stop = Stop()
    way = Way(0, lambda progress: stop.request() if progress.done == progress.total else None, stop)
    with pytest.raises(Stopped):
        lines_for("What changed between these two documents?", _on([_OLD, _NEW], way))
