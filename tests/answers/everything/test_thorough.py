"""Reading everything, with an engine whose answers are known."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from app.answers.ask import Means
from app.answers.everything import thorough
from app.answers.everything.lines import Whole
from app.answers.everything.listing import placed, same, united
from app.language.prompts import Prompts
from app.stop import Stop, Stopped
from app.types import Progress, Prompt, Scope
from tests.answers.everything.wholes import PagesOf, whole
from tests.answers.material import boxes
from tests.fakes import FakeEngine

_PADDING = " ".join(["Nothing else happened in the yard on that day, and nobody wrote to say so."] * 24)
_MINUTES = whole(
    ("March", f"Present were Ada Quayle (chair) and Tom Harrow. {_PADDING}"),
    ("April", f"The weather was fine. {_PADDING}"),
    ("May", f"Present were Tom Harrow, Bo Lind and Ada Quayle. {_PADDING}"),
)


class Remembered(dict[tuple[str, str], Mapping[str, Any]]):
    """Keeps what was found out about parts, as the catalog does."""

    def get(self, document: str, key: str) -> Mapping[str, Any] | None:  # type: ignore[override]
        return dict.get(self, (document, key))

    def put(self, document: str, key: str, found: Mapping[str, Any]) -> None:
        self[document, key] = found


class Listing(FakeEngine):
    """Says yes to parts where somebody was present, and writes their names and one that is nowhere."""

    def choose(self, prompt: Prompt, options: Sequence[str], *, stop: Stop) -> Mapping[str, float]:
        super().choose(prompt, options, stop=stop)
        yes = 1.0 if "Present were" in prompt.messages[-1].content else 0.0
        return {"Yes": yes, "No": 1 - yes}

    def generate(self, prompt: Prompt, **how: Any) -> Any:
        present = re.search(r"Present were (.*?)\.", prompt.messages[-1].content)
        names = re.split(r", | and ", present[1]) if present else []
        self._replies = ["\n- ".join([*names, "Zeb Unknown"])]
        return super().generate(prompt, **how)


def _reading(engine: FakeEngine, kept: Remembered, one: Whole = _MINUTES, **how: Any) -> thorough.Reading:
    means = Means(engine, Prompts(), None, PagesOf([one]), boxes, {one.document: one.chunks})
    return thorough.Reading(
        "List everybody who was present.", Scope(1, 3, 0, 0), means, kept, Stop(), lists=True, **how
    )


def test_a_list_is_united_from_all_parts_and_nothing_is_invented() -> None:
    heard: list[str] = []
    progress: list[Progress] = []
    reading = _reading(Listing(), Remembered(), on_text=heard.append, report=progress.append)
    answer = thorough.ask(reading, [_MINUTES])
    assert re.sub(r" \[[\d]+\]", "", answer.text).splitlines() == ["- Ada Quayle (chair)", "- Tom Harrow", "- Bo Lind"]
    assert answer.found and answer.scope.read == 3 and "Zeb" not in "".join(heard) and "Bo Lind" in "".join(heard)
    assert {one.page for one in answer.citations} == {1, 3}
    assert [(one.done, one.total) for one in progress] == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_a_count_is_that_of_the_list() -> None:
    answer = thorough.ask(_reading(Listing(), Remembered(), counts=True), [_MINUTES])
    assert answer.text.startswith("3, counted from the text:\n- Ada Quayle")


def test_a_value_alone_is_told_with_its_sentence() -> None:
    fees = whole(("Fees", "A room costs £12 a night. A dog costs £3."))
    passages = thorough.parts([fees])[0].passages
    items = united(placed(["£12", "£3", "£12"], "List all fees.", passages, None))
    assert [item.text for item in items] == ["A room costs £12 a night.", "A dog costs £3."]


def test_headings_are_no_items() -> None:
    minutes = whole(("7. Garden", "The pond leaks. The pear trees were pruned."))
    passages = thorough.parts([minutes])[0].passages
    items = placed(["7. Garden", "Garden", "1. The pond leaks"], "List all complaints.", passages, None)
    assert [item.text for item in items] == ["The pond leaks"]


def test_where_people_are_asked_for_only_names_are_items() -> None:
    minutes = whole(("May", "Present: Tom Harrow (chair), Bo Lind. Mr Harrow read the 38 letters to the committee."))
    passages = thorough.parts([minutes])[0].passages
    names = ["Tom Harrow (chair)", "Bo Lind", "38 letters", "the committee", "Mr Harrow", "12"]
    items = united(placed(names, "List everybody who was there.", passages, None))
    assert [item.text for item in items] == ["Tom Harrow (chair)", "Bo Lind"]


def test_a_reading_that_was_stopped_goes_on_where_it_was() -> None:
    kept, stop = Remembered(), Stop()

    def stop_after_one(progress: Progress) -> None:
        if progress.done:
            stop.request()

    engine = Listing()
    with pytest.raises(Stopped):
        thorough.ask(replace(_reading(engine, kept, report=stop_after_one), stop=stop), [_MINUTES])
    asked = len(engine.prompts)
    assert asked and len(kept) == 1 and len(thorough.left(_reading(engine, kept), [_MINUTES])) == 2
    later = Listing()
    answer = thorough.ask(_reading(later, kept), [_MINUTES])
    assert "Ada Quayle" in answer.text and all("March" not in one.messages[-1].content for one in later.prompts)
    again = Listing()
    assert thorough.ask(_reading(again, kept), [_MINUTES]).text == answer.text and not again.prompts


def test_another_question_reads_anew() -> None:

    kept = Remembered()
    thorough.ask(_reading(Listing(), kept), [_MINUTES])
    other = replace(_reading(Listing(), kept), question="List all days.")
    assert len(thorough.left(other, [_MINUTES])) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Quayle (chair)", "Ada Quayle"),
        ("the harbour office", "The Harbour Offices"),
        ("Hotels: £125 a night", "£125 for hotels a night"),
        ("Lot 4 – Eastcliffe", "Lot 4, Brightwall"),
    ],
)
def test_one_thing_in_other_words_is_one(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hotels: £125", "Hotels: £165"),
        ("Lot 3", "Lot 4"),
        ("heat pump", "heat pump grant"),
        ("Ada Quayle", "Tom Quayle"),
    ],
)
def test_two_things_are_two(one: str, other: str) -> None:
    assert not same(one, other)
