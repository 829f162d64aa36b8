"""Summaries: everything read, every point placed, nothing invented kept, a stop resumed."""

import re

import pytest

from app.answers.parts import Part, cut
from app.answers.summarize import summarize
from app.language.prompts import Prompts
from app.stop import Stop, Stopped
from app.types import Chunk, Progress, Section, SectionSummary, Span
from tests.fakes import FakeEngine


class Kept(dict[str, str]):
    """A cache as summarising needs it."""

    def put(self, key: str, text: str) -> None:
        self[key] = text


FACTS = [f"Department {n} spent {n * 137} thousand crowns on new instruments." for n in range(1, 9)]


def _parts() -> list[Part]:
    chunks = [Chunk(n, n, "", fact, (Span(n + 1, 0, len(fact)),), 500) for n, fact in enumerate(FACTS)]
    sections = [Section(f"Department {n + 1}", 1, n + 1, 0, n + 1) for n in range(len(FACTS))]
    return cut(chunks, sections, document="d", file="d.pdf")


def _run(engine: FakeEngine, kept: Kept, stop: Stop | None = None) -> tuple[str, tuple[SectionSummary, ...]]:
    text, sections, _ = summarize(
        "Spending",
        _parts(),
        "standard",
        generator=engine,
        prompts=Prompts(),
        cache=kept,
        similar=None,
        stop=stop or Stop(),
    )
    return text, sections


def _replies() -> list[str]:
    """The probe for the estimate first, then a point for each part, then the merge."""
    points = [fact + "\n- The minister praised it in Geneva." for fact in FACTS]
    return ["x", *points, "\n- ".join([*FACTS, "Department 3 spent 999 thousand crowns on new instruments."])]


def test_every_point_names_a_page_that_bears_it() -> None:
    text, sections = _run(FakeEngine(_replies()), Kept())
    lines = text.splitlines()
    assert len(lines) == len(FACTS)
    for line in lines:
        match = re.fullmatch(r"- Department (\d) spent (\d+) thousand crowns on new instruments\. \[p\. (\d)\]", line)
        assert match and match.group(1) == match.group(3) and int(match.group(2)) == 137 * int(match.group(1))
    assert [(s.title, s.pages) for s in sections] == [(f"Department {n}", (n, n)) for n in range(1, 9)]


def test_what_the_model_invented_is_dropped() -> None:
    text, sections = _run(FakeEngine(_replies()), Kept())
    everything = text + "".join(section.summary for section in sections)
    assert "Geneva" not in everything and "999" not in everything


def test_where_nothing_holds_the_text_itself_stands_in() -> None:
    text, _ = _run(FakeEngine(["The minister praised it in Geneva."]), Kept())
    assert all(line.split(" [p.")[0].removeprefix("- ") in FACTS for line in text.splitlines())
    assert text


def test_a_stop_keeps_what_is_done_and_the_next_run_goes_on() -> None:
    stop, kept, engine = Stop(), Kept(), FakeEngine(_replies())

    def report(progress: Progress) -> None:
        if progress.done > progress.total * 0.4:
            stop.request()

    with pytest.raises(Stopped):
        summarize(
            "Spending",
            _parts(),
            "standard",
            generator=engine,
            prompts=Prompts(),
            cache=kept,
            similar=None,
            stop=stop,
            report=report,
        )
    done = len(engine.prompts)
    assert 2 < done < len(FACTS)
    again = FakeEngine(_replies()[done:])
    text, _ = _run(again, kept)
    assert text == _run(FakeEngine(_replies()), Kept())[0]
    asked_again = {p.messages[1].content for p in again.prompts} & {p.messages[1].content for p in engine.prompts[1:]}
    assert not asked_again


def test_the_same_again_costs_nothing() -> None:
    kept = Kept()
    first = _run(FakeEngine(_replies()), kept)
    engine = FakeEngine(["never"])
    assert _run(engine, kept) == first
    assert engine.prompts == []


def test_the_estimate_comes_before_the_work() -> None:
    seen: list[Progress] = []
    summarize(
        "Spending", _parts(), "brief", generator=FakeEngine(_replies()), prompts=Prompts(), cache=Kept(), similar=None,
        stop=Stop(), report=seen.append,
    )  # fmt: skip
    assert seen[0].done == 0 and seen[0].left is not None
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert seen[-1].done == seen[-1].total


def test_a_point_that_was_cut_off_is_left_out() -> None:
    replies = ["x", *(f"{fact}\n- {fact[:-20]}" for fact in FACTS), "\n- ".join(FACTS)]
    _, sections = _run(FakeEngine(replies), Kept())
    assert [section.summary for section in sections] == [f"- {fact} [p. {n}]" for n, fact in enumerate(FACTS, start=1)]


@pytest.mark.parametrize(
    ("written", "point"),
    [
        ("- 1. Aircraft make: Heron Mark Two of 1987", "Aircraft make: Heron Mark Two of 1987"),
        ("5. Year of manufacture: | Amateur built: Yes, by Ada Finch", "Amateur built: Yes, by Ada Finch"),
        ("- | Rotor | 4 blades of spruce |", "Rotor; 4 blades of spruce"),
        ("- 1.84 million crowns went to the hangar", "1.84 million crowns went to the hangar"),
        ("- 3. Oktober war der erste Flugtag", "3. Oktober war der erste Flugtag"),
    ],
)
def test_nothing_of_a_form_or_a_list_stays_at_a_point(written: str, point: str) -> None:
    text = (
        "1. Aircraft make: Heron Mark Two of 1987\n5. Year of manufacture: | Amateur built: Yes, by Ada Finch\n"
        "Rotor | 4 blades of spruce\n1.84 million crowns went to the hangar.\n3. Oktober war der erste Flugtag."
    )
    chunk = Chunk(0, 0, "", text, (Span(1, 0, len(text)),), 500)
    parts = cut([chunk], [Section("Form", 1, 1, 0, 1)], document="d", file="d.pdf")
    found, _, _ = summarize(
        "Form",
        parts,
        "standard",
        generator=FakeEngine(["x", written]),
        prompts=Prompts(),
        cache=Kept(),
        similar=None,
        stop=Stop(),
    )
    assert found == f"- {point} [p. 1]"


def test_where_the_text_itself_is_a_form_its_empty_fields_are_left_out() -> None:
    text = "5. Year of manufacture: | Amateur built: Yes, by Ada Finch of the flying club."
    chunk = Chunk(0, 0, "", text, (Span(1, 0, len(text)),), 500)
    parts = cut([chunk], [Section("Form", 1, 1, 0, 1)], document="d", file="d.pdf")
    found, _, _ = summarize(
        "Form",
        parts,
        "standard",
        generator=FakeEngine(["The minister praised it in Geneva."]),
        prompts=Prompts(),
        cache=Kept(),
        similar=None,
        stop=Stop(),
    )
    assert found == "- Amateur built: Yes, by Ada Finch of the flying club. [p. 1]"
