"""Whole-document summaries: everything read, every point placed, nothing invented kept, one reading for all lengths, a stop resumed."""

import re

import pytest

from app.answers.summaries.parts import Part, cut
from app.answers.summaries.summarize import done, summarize
from app.language.prompts import Prompts
from app.stop import Stop, Stopped
from app.types import Chunk, Length, Progress, Section, SectionSummary, Span
from tests.fakes import FakeEngine

POINT = re.compile(r"- (.+) \[pp?\. (\d+)(?:-(\d+))?\]")
TITLES = ["Cranes", "Lamps", "Ropes", "Pilots", "Ferries", "Gulls", "Bells", "Ice"]
FACTS = [
    "The eastern quay bought its second crane for 137 thousand crowns in spring.",
    "Forty lamps along the mole were replaced after a storm in November.",
    "Every mooring rope must be tested by the foreman within 90 days.",
    "Two pilots retired, and nobody has been found who would follow them.",
    "Passengers on the night ferry fell by 12 per cent to 41,300.",
    "A colony of gulls nests upon the customs house, so its roof stays closed.",
    "The committee decided to ring the fog bell by hand until 2027.",
    "Drift ice threatens the outer buoys and could delay dredging by a month.",
]


class Kept(dict[str, str]):
    """A cache as summarising needs it."""

    def put(self, key: str, text: str) -> None:
        self[key] = text


def _parts(texts: list[str] = FACTS, titles: list[str] | None = None) -> list[Part]:
    named = titles or TITLES
    chunks = [Chunk(n, n, "", text, (Span(n + 1, 0, len(text)),), 500) for n, text in enumerate(texts)]
    sections = [Section(named[n], 1, n + 1, 0, n + 1) for n in range(len(texts))]
    return cut(chunks, sections, document="d", file="d.pdf")


def _run(
    engine: FakeEngine,
    kept: Kept,
    *,
    parts: list[Part] | None = None,
    length: Length = "standard",
    title: str = "Cranes",
    stop: Stop | None = None,
) -> tuple[str, tuple[SectionSummary, ...]]:
    text, sections, _ = summarize(
        title, parts or _parts(), length, generator=engine, prompts=Prompts(), cache=kept, stop=stop or Stop()
    )
    return text, sections


def test_without_gists_the_same_facts_are_told_and_the_model_is_asked_nothing() -> None:
    engine, asked, told = FakeEngine(["Nothing."]), FakeEngine(["Nothing."]), list[Progress]()
    text, sections, tokens = summarize(
        "Cranes",
        _parts(),
        "detailed",
        generator=engine,
        prompts=Prompts(),
        cache=Kept(),
        stop=Stop(),
        report=told.append,
        gists=False,
    )
    assert engine.prompts == [] and tokens.prompt == 0
    assert text == _run(asked, Kept(), length="detailed")[0] and asked.prompts
    assert len(sections) == len(FACTS) and (told[-1].done, told[-1].left) == (told[-1].total, None)


def test_every_point_is_the_text_of_the_page_that_it_names() -> None:
    text, sections = _run(FakeEngine(["Nothing."]), Kept(), length="detailed")
    found = [POINT.fullmatch(line) for line in text.splitlines()]
    assert len(found) > 3
    for match in found:
        assert match and match[1] == FACTS[int(match[2]) - 1]
    assert [(s.title, s.pages) for s in sections] == [(name, (n, n)) for n, name in enumerate(TITLES, start=1)]


def test_what_the_model_invented_is_dropped() -> None:
    text, sections = _run(FakeEngine(["The minister praised 999 cranes in Geneva."]), Kept())
    everything = text + "".join(section.summary for section in sections)
    assert "Geneva" not in everything and "999" not in everything and text


@pytest.mark.parametrize(
    "written",
    [
        "Ferry traffic between the three islands did not fall by 40 per cent.",
        "Ferry traffic between the three islands rose by 40 per cent.",
        "Ferry traffic between the three islands fell by 40 per cent and",
        "Ferry traffic between the three islands fell by 41 per cent.",
    ],
)
def test_a_gist_that_turns_the_text_round_or_is_cut_off_is_dropped(written: str) -> None:
    source = (
        "In the past winter the ferry traffic between the three islands fell by 40 per cent, which nobody had foreseen."
    )
    text, _ = _run(FakeEngine([written]), Kept(), parts=_parts([source], ["Traffic"]), length="detailed")
    assert written not in text


def test_a_gist_that_puts_sentences_together_stands_in_the_summary() -> None:
    source = (
        "The harbour bought the tug Merganser in May. It cost 1.2 million crowns. The tug Merganser is 24 metres long. "
        "The crew likes its galley. Nobody has yet painted the funnel of the tug. The rope locker is on the left."
    )
    written = "In May the harbour bought the tug Merganser for 1.2 million crowns, 24 metres long."
    text, _ = _run(FakeEngine([written]), Kept(), parts=_parts([source], ["Tug"]), length="detailed")
    assert f"- {written} [p. 1]" in text


def test_one_reading_serves_all_lengths_and_they_differ() -> None:
    kept, engine = Kept(), FakeEngine(["Nothing."])
    brief = _run(engine, kept, length="brief")[0]
    asked = len(engine.prompts)
    standard, detailed = (_run(engine, kept, length=length)[0] for length in ("standard", "detailed"))
    assert len(engine.prompts) == asked
    assert len(brief.splitlines()) < len(standard.splitlines()) < len(detailed.splitlines())
    assert set(brief.splitlines()) <= set(detailed.splitlines())


def test_the_model_reads_every_word_once() -> None:
    engine = FakeEngine(["Nothing."])
    _run(engine, Kept())
    read = [prompt.messages[1].content for prompt in engine.prompts[1:]]  # the first is the estimate
    assert [sum(fact in text for text in read) for fact in FACTS] == [1] * len(FACTS)


def test_a_stop_keeps_what_is_done_and_the_next_run_goes_on() -> None:
    stop, kept, engine = Stop(), Kept(), FakeEngine(["Nothing."])

    def report(progress: Progress) -> None:
        if progress.done > progress.total * 0.4:
            stop.request()

    with pytest.raises(Stopped):
        summarize(
            "Cranes", _parts(), "standard", generator=engine, prompts=Prompts(), cache=kept, stop=stop, report=report
        )
    first = len(engine.prompts)
    assert 2 < first < len(FACTS)
    assert done(_parts(), model="fake", prompts=Prompts(), keys=kept) == (first - 1, len(FACTS))
    again = FakeEngine(["Nothing."])
    text, _ = _run(again, kept)
    assert text == _run(FakeEngine(["Nothing."]), Kept())[0]
    assert not {p.messages[1].content for p in again.prompts} & {p.messages[1].content for p in engine.prompts[1:]}
    assert done(_parts(), model="fake", prompts=Prompts(), keys=kept) == (len(FACTS), len(FACTS))


def test_the_same_again_costs_nothing() -> None:
    kept = Kept()
    first = _run(FakeEngine(["Nothing."]), kept)
    engine = FakeEngine(["never"])
    assert _run(engine, kept) == first
    assert engine.prompts == []


def test_the_estimate_comes_before_the_work() -> None:
    seen: list[Progress] = []
    summarize(
        "Cranes", _parts(), "brief", generator=FakeEngine(["Nothing."]), prompts=Prompts(), cache=Kept(), stop=Stop(),
        report=seen.append,
    )  # fmt: skip
    assert seen[0].done == 0 and seen[0].left is not None
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert seen[-1].done == seen[-1].total


def test_nothing_is_told_twice_word_for_word() -> None:
    twice = [*FACTS[:3], FACTS[0], *FACTS[3:]]
    parts = _parts(twice, [*TITLES[:3], "Ships", *TITLES[3:]])
    text, _ = _run(FakeEngine(["Nothing."]), Kept(), parts=parts, length="detailed")
    points = [match[1] for line in text.splitlines() if (match := POINT.fullmatch(line))]
    assert len(points) == len(set(points)) > 3


def test_a_contract_has_the_headings_of_a_contract_and_none_without_a_point() -> None:
    texts = [
        'Lease of the Boathouse\n\n(1) Finch Holdings Limited of Reed Lane, Otterby (the "Landlord"); and\n'
        '(2) Ada Sorrel of 4 Mill Row, Otterby (the "Tenant").',
        "The term of five years begins on 1 March 2025.",
        "The Tenant must pay a rent of 9,200 crowns a year in four instalments.",
        "The Tenant must keep the Boathouse in good repair and must not keep bees there.",
        "Either party may end this lease by six months' notice in writing.",
    ]
    titles = ["Lease", "1. Term", "2. Rent", "3. Repair", "4. Termination"]
    parts = _parts(texts, titles)
    text, _ = _run(FakeEngine(["Nothing."]), Kept(), parts=parts, title="Lease of the Boathouse", length="detailed")
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == ["## Parties", "## Term", "## Payment", "## Obligations", "## Termination"]
    assert all(not line or line.startswith("## ") or POINT.fullmatch(line) for line in text.splitlines())
    assert text.splitlines()[0] == "- Lease of the Boathouse [p. 1]"
